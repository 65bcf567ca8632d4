// The head of the page: title, how the runs ended, which is the baseline, what was forgiven while reading.

import { counted, h } from "./dom";
import type { PageData } from "./model";
import { statusBadge } from "./status";

export function header(page: PageData): HTMLElement {
  const line = h("p", { class: "counts" }, h("strong", {}, counted(page.runs.length, "run")));
  for (const { status, count } of page.counts) line.append(statusBadge(status, count));
  if (page.baseline >= 0) {
    line.append(h("span", { class: "baseline-name" }, "Baseline ", h("span", { class: "chip baseline", "data-baseline": page.baseline }, page.runs[page.baseline]!.name)));
  }
  return h("header", { class: "top" }, h("h1", {}, page.title), line, warnings(page));
}

function warnings(page: PageData): HTMLElement | null {
  const list = h("ul", {});
  for (const text of page.warnings) list.append(h("li", {}, text));
  for (const run of page.runs) for (const text of run.warnings ?? []) list.append(h("li", {}, h("span", { class: "chip" }, run.name), ` ${text}`));
  if (list.childElementCount === 0) return null;
  return h("details", { class: "warnings", id: "warnings" }, h("summary", {}, `⚠ ${counted(list.childElementCount, "warning")}`), list);
}
