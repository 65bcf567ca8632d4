// Runs that failed, stopped half-way, were never executed or could not be read: why, and where.

import { parseAnsi } from "./ansi";
import { counted, h } from "./dom";
import type { PageData, Run } from "./model";
import { middleOut } from "./shorten";
import { statusBadge } from "./status";

export function problems(page: PageData): HTMLElement | null {
  const list = h("ul", { class: "problems" });
  page.runs.forEach((run, i) => {
    if (run.status !== "ok") list.append(problem(run, i));
  });
  if (list.childElementCount === 0) return null;
  return h("section", { id: "problems", class: "card", "aria-labelledby": "problems-title" },
    h("h2", { id: "problems-title" }, "Runs with problems"), list);
}

const explanations: Partial<Record<Run["status"], string>> = {
  partial: "some cells were executed, later ones were not", "not-executed": "no cell was executed", failed: "a cell raised an error",
};

function problem(run: Run, index: number): HTMLElement {
  const where = run.cell !== undefined ? ` in cell ${run.cell}` : "";
  const item = h("li", { "data-run": index }, h("div", { class: "problem" }, statusBadge(run.status), h("strong", {}, run.name),
    h("span", { class: "message" }, (run.message || explanations[run.status] || "") + where)));
  const { traceback } = run;
  if (traceback) {
    const details = h("details", { open: false }, h("summary", {}, "Traceback"));
    details.addEventListener("toggle", () => details.append(ansiText(traceback)), { once: true });
    item.append(details);
  }
  return item;
}

export function ansiText(text: string): HTMLElement {
  const block = h("pre", { class: "ansi", tabindex: "0" });
  const { head, left, tail } = middleOut(text);
  const add = (part: string) => { for (const piece of parseAnsi(part)) block.append(piece.classes ? h("span", { class: piece.classes }, piece.text) : piece.text); };
  add(head);
  if (left > 0) block.append(h("span", { class: "muted" }, `\n… ${counted(left, "character")} left out …\n`));
  add(tail);
  return block;
}
