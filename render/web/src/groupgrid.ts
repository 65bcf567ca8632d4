// The overview of groups: a row a group, with the runs of those that the reader unfolds; or turned, a column a group.

import { fillCell } from "./cell";
import { counted, h } from "./dom";
import { gridHint } from "./gridkeys";
import { fillGroupCell, fillValuesCell, linesOf } from "./groupcell";
import { folded, isMetric, type Grouping } from "./groups";
import type { PageData } from "./model";
import { groupRow, sortedRuns, sortHeader, type GridOptions } from "./rungrid";
import { statusBadge } from "./status";
import { VirtualRows, type Span } from "./virtualrows";

export interface GroupOptions extends Pick<GridOptions, "columns" | "diff" | "sort" | "onSort"> {
  anchors: GridOptions["anchors"] | undefined;
  onBaseline: GridOptions["onBaseline"] | undefined;
  label?: string; // of the table, for screen readers
  open: Set<string>; // names of the groups whose runs are shown
  onOpen: (name: string) => void;
}

/** From so many rows or cells on, only those on the screen are drawn, and columns have one width. */
const virtualFrom = { rows: 120, cells: 400 };
const columnWidth = 27;
/** The height of a group's row, without and with the line of differences, and of a run's. */
const heights = { group: 64, withDiff: 79, run: 29 };
/** Up to so many groups stand beside each other. */
const acrossAtMost = 60;

/** Where in the table a row is: a group's, or with a run, that run's. */
interface Place { group: number; run?: number }

export function groupGrid(page: PageData, grouping: Grouping, options: GroupOptions): HTMLElement {
  const order = grouping.sorted(options.columns, options.sort);
  const places: Place[] = order.flatMap((group) => options.open.has(keyOf(grouping, group))
    ? [{ group }, ...sortedRuns(page, { columns: options.columns, runs: grouping.groups[group]!.runs, sort: options.sort }).map((run) => ({ group, run }))] : [{ group }]);
  const virtual = places.length > virtualFrom.rows || places.length * options.columns.length > virtualFrom.cells;
  const frame = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": options.label ?? "Groups of runs", "aria-description": gridHint });
  const body = h("tbody", {});
  const label = grouping.by.map((column) => column.label).join(" · ") || "Group";
  frame.append(h("table", { class: `grid grouped${options.diff && grouping.compared ? " with-diff" : ""}`, "aria-rowcount": places.length + 2 },
    widths(page, grouping, options, virtual, label), h("thead", {}, groupRow({ columns: options.columns, status: false, anchors: options.anchors }), labels(options, label)), body));
  const row = (index: number, span: Span) => line(page, grouping, options, places[index]!, index, span);
  const all = { start: 0, end: options.columns.length };
  if (!virtual) places.forEach((_, i) => body.append(row(i, all)));
  else {
    const group = options.diff && grouping.compared ? heights.withDiff : heights.group;
    new VirtualRows({ frame, body, columns: options.columns.length, skip: 1, heights: places.map((place) => place.run === undefined ? group : heights.run), row });
  }
  return frame;
}

/** What a group is called in the view: its values. */
export function keyOf(grouping: Grouping, group: number): string {
  return grouping.by.length === 0 ? "all runs" : grouping.values(group, true).join(",");
}

function labels(options: GroupOptions, label: string): HTMLElement {
  return h("tr", { class: "labels" }, sortHeader(options, "run", label, "name"),
    ...options.columns.map((column, i) => sortHeader(options, column.title, column.label,
      `${isMetric(column) ? "number" : ""}${column.group !== options.columns[i - 1]?.group || column.group === "" ? " first" : ""}`, column)));
}

/** Fixed widths: nothing moves when rows come and go. */
function widths(page: PageData, grouping: Grouping, options: GroupOptions, virtual: boolean, label: string): HTMLElement {
  const group = h("colgroup", {});
  const add = (width: number) => {
    const column = h("col", {});
    column.style.width = `${width.toFixed(1)}ch`;
    group.append(column);
  };
  const names = grouping.groups.reduce((most, _, i) => Math.max(most, grouping.name(i).length), label.length);
  const runs = grouping.groups.reduce((most, { runs }, i) => options.open.has(keyOf(grouping, i)) ? runs.reduce((own, run) => Math.max(own, page.runs[run]!.name.length + 6), most) : most, 0);
  add(Math.min(44, Math.max(24, names + (grouping.compared ? 14 : 6), runs)));
  for (const column of options.columns) {
    const head = Math.min(22, column.label.length + 3);
    if (virtual) add(columnWidth);
    else if (!isMetric(column)) add(Math.max(head, 16));
    else {
      const metric = grouping.metric(column);
      const longest = grouping.groups.reduce((most, { runs }, i) => {
        const lines = linesOf(metric, i, runs.length);
        return Math.max(most, lines.value.length + (metric.best === null ? 1 : 3), 0.94 * Math.max(lines.interval.length, lines.range.length, lines.delta.length) + 1);
      }, head);
      add(Math.min(44, longest + 2));
    }
  }
  return group;
}

function line(page: PageData, grouping: Grouping, options: GroupOptions, place: Place, index: number, { start, end }: Span): HTMLTableRowElement {
  const { group, run } = place;
  const base = run === undefined ? grouping.compared && group === grouping.baseline : run === page.baseline;
  const row = h("tr", { class: `${run === undefined ? "group" : "member"}${base ? " baseline" : ""}`, "data-group": run === undefined ? group : null, "data-run": run, "aria-rowindex": index + 3 },
    run === undefined ? groupName(page, grouping, options, group) : runName(page, run));
  if (start > 0) row.append(h("td", { colspan: start, class: "gap" }));
  for (let i = start; i < end; i++) {
    const column = options.columns[i]!;
    const cell = h("td", { class: column.group !== options.columns[i - 1]?.group || column.group === "" ? "first" : null });
    const { runs } = grouping.groups[group]!;
    if (run !== undefined) fillCell(cell, column, run, page.baseline, false);
    else if (isMetric(column)) fillGroupCell(cell, grouping.metric(column), group, runs.length, options.diff);
    else fillValuesCell(cell, column, group, runs);
    row.append(cell);
  }
  if (end < options.columns.length) row.append(h("td", { colspan: options.columns.length - end, class: "gap" }));
  return row;
}

function runName(page: PageData, run: number): HTMLElement {
  const data = page.runs[run]!;
  return h("th", { scope: "row", class: "name", title: `${data.name}: ${data.status}${data.message ? `\n${data.message}` : ""}` }, h("span", { class: "value" }, data.name),
    data.status === "ok" ? null : statusBadge(data.status), run === page.baseline && h("span", { class: "tag" }, "baseline"));
}

/** A group's name, its runs and their states, and what else they differ in. */
function groupName(page: PageData, grouping: Grouping, options: GroupOptions, group: number): HTMLElement {
  const { runs } = grouping.groups[group]!;
  const name = grouping.name(group);
  const key = keyOf(grouping, group);
  const open = options.open.has(key);
  const base = grouping.compared && group === grouping.baseline;
  return h("th", { scope: "row", class: "name", title: nameTitle(page, grouping, group) },
    h("button", { type: "button", tabindex: "-1", class: "unfold", "data-key": key, "aria-expanded": String(open), title: `The runs of ${name}`, onclick: () => options.onOpen(key) },
      h("span", { class: "twist", "aria-hidden": "true" }), h("span", { class: "value" }, name), base && h("span", { class: "tag" }, "baseline")),
    ...about(page, grouping, group),
    base || page.baseline < 0 || grouping.groups.length < 2 || !options.onBaseline ? null : h("span", { class: "row-actions" }, h("button", { type: "button", tabindex: "-1", "data-action": "baseline", "aria-label": `Compare with ${name}`,
      title: "Make it the baseline's group", onclick: () => options.onBaseline!(runs[0]!) }, "Δ")));
}

function about(page: PageData, grouping: Grouping, group: number): HTMLElement[] {
  const entry = grouping.groups[group]!;
  const states = new Map<string, number>();
  for (const run of entry.runs) states.set(page.runs[run]!.status, (states.get(page.runs[run]!.status) ?? 0) + 1);
  states.delete("ok");
  const others = folded(page, grouping, entry).map(({ label, values }) => `${label} ${values.length > 6 ? `${values.length} values` : values.join(", ")}`);
  return [h("span", { class: "stat" }, counted(entry.runs.length, "run"), ...[...states].map(([status, count]) => h("span", { class: "states" }, `, ${count} ${status.replace("-", " ")}`))),
    h("span", { class: "stat folded" }, others.join("; ") || (entry.runs.length > 1 ? "nothing else differs" : ""))];
}

function nameTitle(page: PageData, grouping: Grouping, group: number): string {
  const values = grouping.by.map((column, i) => `${column.title} = ${grouping.values(group)[i] || "–"}`);
  const others = folded(page, grouping, grouping.groups[group]!).map(({ label, values: list }) => `${label}: ${list.slice(0, 20).join(", ")}${list.length > 20 ? ` and ${list.length - 20} more` : ""}`);
  return [...values, ...others.length > 0 ? ["folded into it", ...others] : []].join("\n");
}

/** A column a group. */
export function turnedGroups(page: PageData, grouping: Grouping, options: GroupOptions): HTMLElement[] {
  const order = grouping.sorted(options.columns, options.sort);
  const groups = order.slice(0, acrossAtMost);
  const head = h("tr", {}, h("th", { scope: "col", class: "name" }, ""), ...groups.map((group) => h("th", { scope: "col", class: "run", "data-group": group, title: nameTitle(page, grouping, group) },
    h("span", { class: "value" }, grouping.name(group)), grouping.compared && group === grouping.baseline && h("span", { class: "tag" }, "baseline"), ...about(page, grouping, group))));
  const body = h("tbody", {}, ...options.columns.map((column) => h("tr", { "data-key": column.key }, h("th", { scope: "row", class: "name", title: column.title },
    h("span", { class: "value" }, column.title), column.better ? h("span", { class: "better-is", "aria-label": `${column.better} is better` }, column.better === "lower" ? "↘" : "↗") : null),
    ...groups.map((group) => {
      const cell = h("td", {});
      const { runs } = grouping.groups[group]!;
      if (isMetric(column)) fillGroupCell(cell, grouping.metric(column), group, runs.length, options.diff);
      else fillValuesCell(cell, column, group, runs);
      return cell;
    }))));
  const parts = [h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": options.label ?? "Groups of runs", "aria-description": gridHint }, h("table", { class: "grid paths grouped" }, h("thead", {}, head), body))];
  if (order.length > acrossAtMost) parts.push(h("p", { class: "muted" }, `The first ${acrossAtMost} of ${order.length} groups.`));
  return parts;
}
