// A table with a row a run: the baseline stays on top, columns sort, and a long table draws only the rows on the screen.

import { fillCell, hasDifferences } from "./cell";
import { h } from "./dom";
import { gridHint } from "./gridkeys";
import type { Column, PageData } from "./model";
import { nextSort, orderBy, orderByName, orderByStatus } from "./order";
import { statusBadge } from "./status";
import { strip } from "./strip";
import { VirtualRows } from "./virtualrows";

/** From so many rows or cells on, a table draws only those on the screen. */
const virtualFrom = { rows: 200, cells: 1200 };

export interface GridOptions {
  columns: Column[];
  runs: number[];
  diff: boolean;
  status: boolean; // a column with the status of each run
  sort: { sort: string; descending: boolean };
  onSort: (sort: { sort: string; descending: boolean }) => void;
  label: string;
  anchors?: Map<string, string>; // from a key to the id of its section
  pinned?: number[]; // runs that stay on top, behind the baseline
  onPin?: (run: number) => void;
  onBaseline?: (run: number) => void;
}

export function runGrid(page: PageData, options: GridOptions): HTMLElement {
  const frame = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": options.label, "aria-description": gridHint });
  const table = h("table", { class: `grid${options.diff && hasDifferences(options.columns) ? " with-diff" : ""}`, "aria-rowcount": options.runs.length + 2 });
  table.append(columnWidths(page, options), head(page, options));
  const rest = sortedRuns(page, options).filter((run) => run !== page.baseline && !options.pinned?.includes(run));
  const body = h("tbody", {});
  table.append(body);
  frame.append(table);
  const cells = rest.length * options.columns.length;
  if (rest.length <= virtualFrom.rows && cells <= virtualFrom.cells) rest.forEach((run, i) => body.append(row(page, options, run, i)));
  else {
    const height = options.diff && hasDifferences(options.columns) ? 40 : 29;
    new VirtualRows({ frame, body, columns: options.columns.length, skip: options.status ? 2 : 1, heights: rest.map(() => height),
      row: (i, columns) => row(page, options, rest[i]!, i, columns) });
  }
  return frame;
}

/** The runs in the order that the reader chose. */
export function sortedRuns(page: PageData, options: Pick<GridOptions, "columns" | "runs" | "sort">): number[] {
  const { sort, descending } = options.sort;
  if (sort === "run") return orderByName(options.runs, page.runs, descending);
  if (sort === "status") return orderByStatus(options.runs, page.runs, descending);
  const column = options.columns.find((candidate) => candidate.title === sort);
  return column ? orderBy(options.runs, column, descending) : options.runs;
}

/** Fixed widths from the longest texts: nothing moves when rows come and go. */
function columnWidths(page: PageData, options: GridOptions): HTMLElement {
  const group = h("colgroup", {});
  const add = (width: number) => {
    const column = h("col", {});
    column.style.width = `${width.toFixed(1)}ch`;
    group.append(column);
  };
  add(Math.min(36, longest(options.runs.map((run) => page.runs[run]!.name), 8) + (page.baseline >= 0 ? 4 : 3)) + (options.onPin ? 5 : 0));
  if (options.status) add(16);
  for (const column of options.columns) add(widthOf(column, options.diff));
  return group;
}

const known = new WeakMap<Column, { value: number; delta: number }>();

function longest(texts: (string | null | undefined)[], least: number): number {
  return texts.reduce((most: number, text) => Math.max(most, text?.length ?? 0), least);
}

/** In characters. The longest texts of a column are looked for once. */
function widthOf(column: Column, diff: boolean): number {
  let own = known.get(column);
  if (!own) known.set(column, own = { value: longest(column.text, 3), delta: longest(column.delta ?? [], 0) + longest(column.relative ?? [], 0) });
  const delta = diff && column.delta && column.source !== "param" ? 0.9 * (own.delta + 4) : 0;
  const label = Math.max(column.label.length + (column.better ? 3 : 2), Math.min(column.group.length, 14));
  return Math.min(34, Math.max(8, own.value + (column.rank ? 3 : 1), delta, Math.min(label, 22))) + 2;
}

function head(page: PageData, options: GridOptions): HTMLElement {
  const thead = h("thead", {}, groupRow(options), labelRow(page, options));
  if (page.baseline >= 0) thead.append(row(page, options, page.baseline, -1));
  for (const run of options.pinned ?? []) thead.append(row(page, options, run, -1));
  return thead;
}

/** The line above the labels: the key that several columns come from. */
export function groupRow(options: Pick<GridOptions, "columns" | "status"> & { anchors?: GridOptions["anchors"] | undefined }): HTMLElement {
  const line = h("tr", { class: "groups" }, h("td", { class: "name" }), options.status && h("td", {}));
  for (let i = 0; i < options.columns.length;) {
    const { group, key } = options.columns[i]!;
    let span = 1;
    while (group !== "" && options.columns[i + span]?.group === group) span++;
    const anchor = options.anchors?.get(options.columns[i]!.source === "param" ? "Parameters" : key);
    line.append(h("th", { scope: "colgroup", colspan: span, class: group ? "group" : "group none" },
      group && anchor ? h("a", { href: `#${anchor}`, tabindex: "-1" }, group) : group));
    i += span;
  }
  return line;
}

function labelRow(page: PageData, options: GridOptions): HTMLElement {
  const line = h("tr", { class: "labels" }, sortHeader(options, "run", "Run", "name"));
  if (options.status) line.append(sortHeader(options, "status", "Status", ""));
  let group = "";
  for (const column of options.columns) {
    const first = column.group !== group || column.group === "";
    const header = sortHeader(options, column.title, column.label, `${column.numeric ? "number" : ""}${first ? " first" : ""}`, column);
    const plot = column.numeric && column.source !== "param" ? strip(column, options.runs, page.baseline) : null;
    if (plot) header.append(plot);
    line.append(header);
    group = column.group;
  }
  return line;
}

export function sortHeader(options: Pick<GridOptions, "sort" | "onSort">, title: string, label: string, classes: string, column?: Column): HTMLElement {
  const active = options.sort.sort === title;
  const arrow = active ? (options.sort.descending ? "↓" : "↑") : "";
  const hint = column?.better ? `${column.title}: ${column.better} is better` : title;
  return h("th", {
    scope: "col", class: classes, "data-column": title, "aria-sort": active ? (options.sort.descending ? "descending" : "ascending") : "none",
  }, h("button", { type: "button", class: "sort", tabindex: "-1", title: hint, onclick: () => options.onSort(nextSort(options.sort, title, column?.better)) },
    h("span", { class: "label" }, label),
    column?.better ? h("span", { class: "better-is", "aria-label": `${column.better} is better` }, column.better === "lower" ? "↘" : "↗") : null,
    h("span", { class: "arrow", "aria-hidden": "true" }, arrow)));
}

/** Makes a row; of the columns only those of the window, with a gap on both sides. */
function row(page: PageData, options: GridOptions, run: number, index: number, window?: { start: number; end: number }): HTMLTableRowElement {
  const data = page.runs[run]!;
  const base = run === page.baseline;
  const line = h("tr", {
    "data-run": run, class: base ? "baseline" : options.pinned?.includes(run) ? "pinned" : null, "aria-rowindex": index + (page.baseline >= 0 ? 4 : 3),
  }, h("th", { scope: "row", class: "name", title: base ? `${data.name} (baseline)` : data.name },
    h("span", { class: "value" }, data.name), base && h("span", { class: "tag" }, "baseline"), base ? null : rowActions(options, run, data.name)));
  if (options.status) line.append(h("td", { title: data.message ?? null, "data-column": "status" }, statusBadge(data.status)));
  const { start, end } = window ?? { start: 0, end: options.columns.length };
  if (start > 0) line.append(h("td", { colspan: start, class: "gap" }));
  for (let i = start; i < end; i++) {
    const column = options.columns[i]!;
    const cell = h("td", { class: column.group !== options.columns[i - 1]?.group || column.group === "" ? "first" : null });
    fillCell(cell, column, run, page.baseline, options.diff);
    line.append(cell);
  }
  if (end < options.columns.length) line.append(h("td", { colspan: options.columns.length - end, class: "gap" }));
  return line;
}

/** What a reader can do with a run: keep it on top, compare the others with it. */
function rowActions(options: GridOptions, run: number, name: string): HTMLElement | null {
  const { onPin, onBaseline } = options;
  if (!onPin || !onBaseline) return null;
  const pinned = options.pinned?.includes(run) === true;
  return h("span", { class: "row-actions" },
    h("button", { type: "button", tabindex: "-1", "data-action": "pin", "aria-pressed": String(pinned), "aria-label": `Keep ${name} on top`, title: pinned ? "Let go" : "Keep on top", onclick: () => onPin(run) }, pinned ? "⊖" : "⊤"),
    h("button", { type: "button", tabindex: "-1", "data-action": "baseline", "aria-label": `Compare with ${name}`, title: "Make it the baseline", onclick: () => onBaseline(run) }, "Δ"));
}
