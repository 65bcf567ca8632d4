// One metric of one group: mean ± deviation, the 95 % interval, how many and from where to where, and how it compares with the
// baseline's group.

import { append, h } from "./dom";
import { fillMissing, verdictClass, verdictSymbol } from "./cell";
import { deltaText, tooFew } from "./groupcopy";
import { verdictOf, type Metric } from "./groups";
import type { Against, Stats } from "./groupstats";
import { exactText, pText, statText } from "./groupstyle";
import type { Column } from "./model";
import { writeRelative } from "./numberstyle";
import { full } from "./order";

/** The lines of a cell, for people. */
export interface Lines { value: string; interval: string; range: string; delta: string }

export function linesOf(metric: Metric, group: number, size: number): Lines {
  const stats = metric.stats[group]!;
  const { numbers, spread } = metric;
  const text = (f: number, style = numbers) => statText(f, style) || "–";
  const counts = `n ${stats.n}${stats.n < size ? ` of ${size}` : ""}${stats.nan > 0 ? `, ${stats.nan} NaN` : ""}`;
  return {
    value: stats.n === 0 ? "–" : `${text(stats.mean)} ± ${text(stats.std, spread)}`,
    interval: stats.n < 2 ? (stats.n === 1 ? "one value, no interval" : "") : `95 % ${text(stats.low, spread)} … ${text(stats.high, spread)}`,
    range: stats.n === 0 ? counts : `${counts} · ${text(stats.min)} … ${text(stats.max)}`,
    delta: againstText(metric, metric.against[group] ?? null),
  };
}

function againstText(metric: Metric, against: Against | null): string {
  if (!against) return "";
  if (against.tooFew) return `~ ${tooFew}`;
  if (!against.significant) return `~, p ${pText(against.p)}`;
  const share = against.relative === null ? "" : ` (${writeRelative(against.relative)})`;
  return `${verdictSymbol(verdictOf(metric.column, against))}${deltaText(metric, against)}${share}, p ${pText(against.p)}`;
}

/** Fills the cell of a metric. */
export function fillGroupCell(cell: HTMLElement, metric: Metric, group: number, size: number, diff: boolean): void {
  const stats = metric.stats[group]!;
  const lines = linesOf(metric, group, size);
  cell.dataset.group = String(group);
  cell.dataset.column = metric.column.title;
  cell.classList.add("number");
  if (stats.n === 0) fillMissing(cell, "no run of the group has a number");
  else {
    const best = metric.best !== null && stats.mean === metric.best;
    cell.classList.toggle("best", best);
    cell.append(h("span", { class: "value" }, lines.value, best && h("span", { class: "star", title: "best", role: "img", "aria-label": "best" }, "★")));
    cell.title = tooltip(stats, metric.against[group] ?? null);
  }
  append(cell, [lines.interval ? h("span", { class: "stat interval" }, lines.interval) : null,
    h("span", { class: stats.n < size ? "stat range short" : "stat range" }, lines.range)]);
  const against = metric.against[group];
  if (diff && against) cell.append(h("span", { class: `delta ${verdictClass(verdictOf(metric.column, against))}` }, lines.delta));
}

function tooltip(stats: Stats, against: Against | null): string {
  const lines = [`mean ${exactText(stats.mean)}`, `standard deviation ${exactText(stats.std) || "–"}`,
    `95 % interval ${exactText(stats.low) || "–"} … ${exactText(stats.high) || "–"}`, `${exactText(stats.min)} … ${exactText(stats.max)}`];
  if (against) lines.push(`${exactText(against.delta)} against the baseline's group, p = ${exactText(against.p)}`);
  return lines.join("\n");
}

/** Fills the cell of a column that is no metric: the value that all have, or how many there are. */
export function fillValuesCell(cell: HTMLElement, column: Column, group: number, runs: number[]): void {
  cell.dataset.group = String(group);
  cell.dataset.column = column.title;
  const counts = new Map<string, number>();
  for (const run of runs) {
    const text = column.text[run] === null ? "–" : full(column, run);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([text, count]) => `${text}${counts.size > 1 ? ` ×${count}` : ""}`);
  cell.append(h("span", { class: "value" }, parts.length > 3 ? `${parts.length} values` : parts.join(", ")));
  cell.title = parts.slice(0, 30).join("\n") + (parts.length > 30 ? `\nand ${parts.length - 30} more` : "");
}
