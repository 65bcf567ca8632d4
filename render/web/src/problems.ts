// Runs that failed, stopped half-way, were never executed or could not be read: why, and where.

import { ansiText } from "./ansitext";
import { openNotebook } from "./cells";
import { h } from "./dom";
import type { PageData, Run } from "./model";
import { statusBadge } from "./status";
import type { Store } from "./store";

export function problems(page: PageData, store: Store): HTMLElement | null {
  const list = h("ul", { class: "problems" });
  page.runs.forEach((run, i) => {
    if (run.status !== "ok") list.append(problem(page, store, run, i));
  });
  if (list.childElementCount === 0) return null;
  return h("section", { id: "problems", class: "card", "aria-labelledby": "problems-title" },
    h("h2", { id: "problems-title" }, "Runs with problems"), list);
}

const explanations: Partial<Record<Run["status"], string>> = {
  partial: "some cells were executed, later ones were not", "not-executed": "no cell was executed", failed: "a cell raised an error",
};

function problem(page: PageData, store: Store, run: Run, index: number): HTMLElement {
  const where = run.cell !== undefined ? ` in cell ${run.cell}` : "";
  const item = h("li", { "data-run": index }, h("div", { class: "problem" }, statusBadge(run.status), h("strong", {}, run.name),
    h("span", { class: "message" }, (run.message || explanations[run.status] || "") + where)));
  if (page.cells && run.cell !== undefined) {
    const runs = page.baseline >= 0 && page.baseline !== index ? [page.baseline, index] : [index];
    item.firstElementChild!.append(h("button", { type: "button", class: "link open-notebook", title: "Shows the cell that failed beside the baseline's",
      onclick: () => void openNotebook(page, store, runs, { run: index, index: run.cell! }) }, "Open in the notebook"));
  }
  const { traceback } = run;
  if (traceback) {
    const details = h("details", { open: false }, h("summary", {}, "Traceback"));
    details.addEventListener("toggle", () => details.append(ansiText(traceback)), { once: true });
    item.append(details);
  }
  return item;
}
