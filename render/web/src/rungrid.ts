// A table with a row a run: the baseline stays on top, columns sort, and a long table draws only the rows on the screen.

import { fillCell, hasDifferences } from "./cell";
import { h } from "./dom";
import { gridHint, keepRow } from "./gridkeys";
import type { Column, PageData } from "./model";
import { nextSort, orderBy, orderByName, orderByStatus, visibleColumns, visibleRows } from "./order";
import { statusBadge } from "./status";
import { strip } from "./strip";

/** From so many rows or cells on, a table draws only those on the screen. */
const virtualFrom = { rows: 200, cells: 8000 };

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
  else new Window(page, options, frame, body, rest);
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
  const longest = (texts: (string | null | undefined)[], least: number) => texts.reduce((most, text) => Math.max(most, text?.length ?? 0), least);
  add(Math.min(36, longest(options.runs.map((run) => page.runs[run]!.name), 8) + (page.baseline >= 0 ? 4 : 3)) + (options.onPin ? 5 : 0));
  if (options.status) add(16);
  for (const column of options.columns) {
    const value = longest(column.text, 3) + (column.rank ? 3 : 1);
    const delta = options.diff && column.source !== "param" ? 0.9 * (longest(column.delta ?? [], 0) + longest(column.relative ?? [], 0) + 4) : 0;
    const label = Math.max(column.label.length + (column.better ? 3 : 2), Math.min(column.group.length, 14));
    add(Math.min(34, Math.max(8, value, column.delta ? delta : 0, Math.min(label, 22))) + 2);
  }
  return group;
}

function head(page: PageData, options: GridOptions): HTMLElement {
  const thead = h("thead", {}, groupRow(options), labelRow(page, options));
  if (page.baseline >= 0) thead.append(row(page, options, page.baseline, -1));
  for (const run of options.pinned ?? []) thead.append(row(page, options, run, -1));
  return thead;
}

/** The line above the labels: the key that several columns come from. */
function groupRow(options: GridOptions): HTMLElement {
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

function sortHeader(options: GridOptions, title: string, label: string, classes: string, column?: Column): HTMLElement {
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

/** The part of a long table that is on the screen, between two rows as high as all the others. */
class Window {
  private readonly height: number;
  private readonly above = h("tr", { class: "space", "aria-hidden": "true" }, h("td", {}));
  private readonly below = h("tr", { class: "space", "aria-hidden": "true" }, h("td", {}));
  private drawn = new Map<number, HTMLTableRowElement>();
  private columns = { start: 0, end: 0 };
  private waiting = false;

  constructor(private page: PageData, private options: GridOptions, private frame: HTMLElement, body: HTMLElement, private runs: number[]) {
    this.height = options.diff && hasDifferences(options.columns) ? 40 : 29;
    body.append(this.above, this.below);
    frame.classList.add("virtual");
    frame.addEventListener("scroll", () => this.drawSoon(), { passive: true });
    new ResizeObserver(() => this.drawSoon()).observe(frame);
    this.draw();
  }

  private drawSoon(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      keepRow(this.frame, () => this.draw());
    });
  }

  private draw(): void {
    const { start, end } = visibleRows(this.runs.length, this.height, this.frame.scrollTop, this.frame.clientHeight || 800);
    const columns = this.visibleColumns();
    const moved = columns.start !== this.columns.start || columns.end !== this.columns.end;
    this.columns = columns;
    for (const [i, line] of this.drawn) {
      if (moved || i < start || i >= end) {
        line.remove();
        this.drawn.delete(i);
      }
    }
    let next: ChildNode = this.below;
    for (let i = end - 1; i >= start; i--) {
      let line = this.drawn.get(i);
      if (!line) {
        line = row(this.page, this.options, this.runs[i]!, i, columns);
        this.drawn.set(i, line);
        next.before(line);
      }
      next = line;
    }
    this.above.style.height = `${start * this.height}px`;
    this.below.style.height = `${(this.runs.length - end) * this.height}px`;
  }

  private visibleColumns(): { start: number; end: number } {
    const width = this.frame.clientWidth;
    if (width === 0) return { start: 0, end: Math.min(12, this.options.columns.length) };
    const skip = this.options.status ? 2 : 1;
    const headers = [...this.frame.querySelectorAll<HTMLElement>("tr.labels > th")].slice(skip);
    const ends = headers.map((header) => header.offsetLeft + header.offsetWidth);
    return visibleColumns(ends, this.frame.scrollLeft, this.frame.scrollLeft + width);
  }
}
