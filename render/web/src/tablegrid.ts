// Tables of N runs drawn on common axes: a sub-column a run under each column, coloured by how much a cell changes.

import { difference, fillMissing, verdictClass } from "./cell";
import { append, h } from "./dom";
import { gridHint } from "./gridkeys";
import type { Axis, PageData, TableRun, Tables } from "./model";
import type { Rows, RowView } from "./tablerows";

export interface TableGrid {
  data: Tables;
  columns: number[];
  across: TableRun[]; // what the others are compared with comes first
  rows: number[];
  compared: Rows;
  diff: boolean;
  view: RowView;
  onSort: (order: string) => void;
}

export function tableGrid(page: PageData, grid: TableGrid): HTMLElement {
  const { data, columns, across } = grid;
  const body = h("tbody", {});
  for (const i of grid.rows) {
    const axis = data.index[i]!;
    const line = h("tr", { class: rowClass(page, axis, grid, i) },
      h("th", { scope: "row", class: "name" }, h("span", { class: "value" }, label(axis)), presence(page, axis)));
    for (const j of columns) across.forEach((run, k) => line.append(tableCell(page, grid, run, i, j, k === 0)));
    body.append(line);
  }
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Table", "aria-description": gridHint },
    h("table", { class: `grid heat${grid.diff && across.some((run) => run.delta) ? " with-diff" : ""}` }, head(page, grid), body));
}

function rowClass(page: PageData, axis: Axis, grid: TableGrid, row: number): string | null {
  if (axis.missing?.includes(page.baseline)) return "added";
  if (axis.missing) return "removed";
  return grid.across.length > 1 && !grid.compared.changes(row) ? "equal" : null;
}

function head(page: PageData, grid: TableGrid): HTMLElement {
  const { data, columns, across, view } = grid;
  const corner = [...(data.indexNames ?? [])].filter(Boolean).join(" / ");
  const arrow = (order: string) => h("span", { class: "arrow", "aria-hidden": "true" }, view.order === order ? (view.descending ? "↓" : "↑") : "");
  const sorted = (order: string) => view.order !== order ? "none" : view.descending ? "descending" : "ascending";
  const levels = (data.columnNames ?? []).filter(Boolean).join(" / ");
  const labels = h("tr", { class: "groups" }, h("td", { class: "name" }, levels && h("span", { class: "muted", title: "What the labels of the columns are called" }, levels)));
  const names = h("tr", { class: "labels" }, h("th", { scope: "col", class: "name", "aria-sort": sorted("label") },
    h("button", { type: "button", class: "sort", tabindex: "-1", title: "Sort by label", onclick: () => grid.onSort("label") }, h("span", { class: "label" }, corner || "row"), arrow("label"))));
  for (const j of columns) {
    const axis = data.columns[j]!;
    labels.append(h("th", { scope: "colgroup", colspan: across.length, class: "group" }, label(axis), axis.dtype && h("span", { class: "dtype", title: "Type of the column" }, axis.dtype), presence(page, axis)));
    across.forEach(({ run }, k) => {
      const order = cellOrder(page, axis, run);
      names.append(h("th", { scope: "col", class: k === 0 ? "number first run" : "number run", "data-run": run, title: `${page.runs[run]!.name}: sort by ${label(axis)}`, "aria-sort": sorted(order) },
        h("button", { type: "button", class: "sort", tabindex: "-1", onclick: () => grid.onSort(order) }, h("span", { class: "label" }, page.runs[run]!.name), arrow(order)),
        run === page.baseline && h("span", { class: "tag" }, "baseline")));
    });
  }
  return h("thead", {}, labels, names);
}

/** The name of an order by a column of one run. */
export function cellOrder(page: PageData, axis: Axis, run: number): string {
  return `${label(axis)}@${page.runs[run]!.name}`;
}

function tableCell(page: PageData, grid: TableGrid, table: TableRun, row: number, column: number, firstOfGroup: boolean): HTMLElement {
  const { data } = grid;
  const at = row * data.columns.length + column;
  const axis = data.columns[column]!;
  const text = table.text?.[at] ?? null;
  const cell = h("td", {
    class: `${axis.numeric ? "number" : ""}${firstOfGroup ? " first" : ""}`, "data-run": table.run, "data-row": label(data.index[row]!), "data-column": label(axis),
  });
  if (text === null) {
    fillMissing(cell, "the run's table has no such cell");
    return cell;
  }
  const changed = grid.compared.differs(row, column, table);
  const heat = table.heat?.[at] ?? 0;
  if (changed) cell.dataset.heat = heat !== 0 ? `${verdictClass(table.verdict?.[at] ?? 0)}-${Math.abs(heat)}` : "neutral-2";
  cell.append(h("span", { class: "value" }, text));
  const delta = table.delta?.[at];
  cell.title = [table.full?.[at] || text, delta && delta !== "=" && `${delta}${table.relative?.[at] ? ` (${table.relative[at]})` : ""} against the baseline`]
    .filter(Boolean).join("\n");
  if (!grid.diff || !axis.numeric || table.run === page.baseline) return cell;
  if (changed || !delta || delta === "=") append(cell, [difference(table, at)]);
  else cell.append(h("span", { class: "delta neutral", title: "within the tolerance" }, "≈"));
  return cell;
}

/** Says of a row or column that some runs lack it: added since the baseline, or removed. */
function presence(page: PageData, axis: Axis): HTMLElement | null {
  if (!axis.missing) return null;
  const names = axis.missing.map((run) => page.runs[run]!.name).join(", ");
  const added = axis.missing.includes(page.baseline);
  return h("span", { class: "presence", title: `missing in ${names}` }, added ? "+ added" : `− missing in ${axis.missing.length}`);
}

export function label(axis: Axis): string {
  return axis.label.filter((part) => part !== "").join(" / ") || "(no name)";
}
