// A table with a row a value and a column a run: for few runs, where one reads downwards.

import { fillCell, hasDifferences } from "./cell";
import { h } from "./dom";
import { gridHint } from "./gridkeys";
import type { Column, PageData } from "./model";
import { baselineFirst } from "./runs";
import { statusBadge } from "./status";

/** Of which runs, and whether the rows have the columns' whole titles, behind the runs' states. */
export interface PathOptions { runs?: number[]; whole?: boolean }

export function pathTable(page: PageData, columns: Column[], diff: boolean, label: string, options: PathOptions = {}): HTMLElement {
  const runs = options.runs ?? baselineFirst(page);
  const head = h("tr", {}, h("th", { scope: "col", class: "name" }, ""));
  for (const run of runs) {
    head.append(h("th", { scope: "col", class: "run", "data-run": run }, page.runs[run]!.name, run === page.baseline && h("span", { class: "tag" }, "baseline")));
  }
  const body = h("tbody", {});
  if (options.whole) {
    body.append(h("tr", {}, h("th", { scope: "row", class: "name" }, "status"), ...runs.map((run) => h("td", { "data-run": run, "data-column": "status" }, statusBadge(page.runs[run]!.status)))));
  }
  for (const column of columns) {
    const line = h("tr", { "data-key": column.key, class: column.constant ? "equal" : null }, h("th", { scope: "row", class: "name", title: column.title },
      h("span", { class: "value" }, options.whole ? column.title : column.label),
      column.better ? h("span", { class: "better-is", title: `${column.better} is better`, "aria-label": `${column.better} is better` }, column.better === "lower" ? "↘" : "↗") : null));
    for (const run of runs) {
      const cell = h("td", {});
      fillCell(cell, column, run, page.baseline, diff);
      line.append(cell);
    }
    body.append(line);
  }
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": label, "aria-description": gridHint },
    h("table", { class: `grid paths${diff && hasDifferences(columns) ? " with-diff" : ""}` }, h("thead", {}, head), body));
}
