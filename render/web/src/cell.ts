// One value of one run in a table: what it is, whether it is the best, and how far it is from the baseline.

import { append, h } from "./dom";
import type { Cells, Column } from "./model";
import { full } from "./order";

/** Says whether a table of these columns has a line for differences. */
export function hasDifferences(columns: Column[]): boolean {
  return columns.some((column) => column.delta && column.source !== "param");
}

/** Fills a cell of a table of runs. */
export function fillCell(cell: HTMLElement, column: Column, run: number, baseline: number, diff: boolean): void {
  cell.dataset.run = String(run);
  cell.dataset.column = column.title;
  cell.classList.toggle("number", column.numeric === true);
  const text = column.text[run] ?? null;
  if (text === null) {
    fillMissing(cell, column.reason?.[run]);
    return;
  }
  const best = column.rank?.[run] === 1;
  cell.classList.toggle("best", best);
  cell.append(h("span", { class: "value" }, text, best && h("span", { class: "star", title: "best", role: "img", "aria-label": "best" }, "★")));
  cell.title = tooltip(full(column, run), column, run);
  if (diff && column.numeric && column.source !== "param" && run !== baseline) append(cell, [difference(column, run)]);
}

export function fillMissing(cell: HTMLElement, reason?: string): void {
  cell.classList.add("missing");
  cell.append(h("span", { class: "value", "aria-label": reason ? `no value: ${reason}` : "no value" }, "–"));
  if (reason) cell.title = reason;
}

/** The difference to the baseline: symbol, absolute and relative; colour only where one of two numbers is better. */
export function difference(cells: Cells, at: number): HTMLElement | null {
  const delta = cells.delta?.[at];
  if (!delta) return null;
  const verdict = cells.verdict?.[at] ?? 0;
  const relative = cells.relative?.[at];
  return h("span", { class: `delta ${verdictClass(verdict)}` }, `${verdictSymbol(verdict)}${delta}`, relative ? h("span", { class: "relative" }, relative) : null);
}

export function verdictClass(verdict: number): string {
  return verdict > 0 ? "better" : verdict < 0 ? "worse" : "neutral";
}

export function verdictSymbol(verdict: number): string {
  return verdict > 0 ? "▲ " : verdict < 0 ? "▼ " : "";
}

function tooltip(value: string, column: Column, run: number): string {
  const delta = column.delta?.[run];
  if (!delta || delta === "=") return value;
  const relative = column.relative?.[run];
  const verdict = column.verdict?.[run] ?? 0;
  const word = verdict > 0 ? ", better" : verdict < 0 ? ", worse" : "";
  return `${value}\n${delta}${relative ? ` (${relative})` : ""} against the baseline${word}`;
}
