// Tables of N runs: which columns and runs are compared, how exactly, and which rows are shown.

import { choice, counted, h, select } from "./dom";
import { copyButtons, rowsToCopy } from "./copy";
import { own } from "./hash";
import type { PageData, Section, TableRun, Tables } from "./model";
import { nextSort } from "./order";
import { runChips } from "./status";
import type { Store } from "./store";
import { cellOrder, label, tableGrid } from "./tablegrid";
import { exact, readRows, readTolerance, Rows, writeRows, type RowView } from "./tablerows";

/** Up to so many columns the table of all runs shows all columns at once. */
const columnsAtOnce = 24;
/** So many sub-columns at most, and rows at first; more are said and asked for. */
const runsAtMost = 60;
const rowsAtFirst = 100;
/** So many columns are drawn together, and so many can be chosen from the list. */
const columnsDrawn = 120;
const columnsListed = 2000;
/** Fewer rows need no controls to find them. */
const rowsWithControls = 2;

interface Shown { all: boolean; column: number; run: number } // column -1: all of them

export function tables(page: PageData, store: Store, section: Section, data: Tables): HTMLElement {
  const runs = ordered(page, data);
  const place = h("div", {});
  const grid = h("div", {});
  const top = h("div", {});
  const controls = h("div", { class: "bar rows" });
  place.append(h("div", { class: "bar heads" }, top, controls), ...captions(page, runs), grid);
  let rows = rowsAtFirst;
  const show = (shown: Shown) => store.set({ pick: { ...store.view.pick, [section.title]: write(page, data, shown) } });
  const view = () => readRows(own(store.view.rows, section.title));
  const choose = (change: Partial<RowView>) => store.set({ rows: { ...store.view.rows, [section.title]: writeRows({ ...view(), ...change }) } });
  const draw = () => {
    const shown = read(page, data, runs, own(store.view.pick, section.title));
    const focus = focusIn(place);
    top.replaceChildren(bar(page, data, runs, shown, show));
    const drawn = part(page, store, data, runs, shown, view(), choose, rows);
    grid.replaceChildren(drawn.element);
    if (drawn.left > 0) {
      grid.append(h("button", { type: "button", class: "link", onclick: () => { rows += 500; draw(); } }, `Show more: ${counted(drawn.left, "row")} below`));
    }
    for (const note of notes(page, data, runs, shown)) grid.append(note);
    found.textContent = drawn.count < data.index.length ? `${drawn.count} of ${counted(data.index.length, "row")}` : "";
    table = drawn.texts;
    focus();
  };
  let table: Part["texts"] = () => ({ rows: [[]], left: 0 });
  const found = h("span", { class: "found", role: "status" });
  if (data.index.length > rowsWithControls) rowControls(controls, store, section, runs.length > 1, view, choose);
  controls.append(found, copyButtons((format) => table(format)));
  const state = () => JSON.stringify([own(store.view.pick, section.title) ?? "", own(store.view.rows, section.title) ?? "", store.view.diff]);
  let last = state();
  store.listen(() => {
    if (state() === last) return; // another table's
    last = state();
    draw();
  });
  draw();
  return place;
}

/** Remembers which sort button has the focus, and gives it back to the same one drawn anew. */
function focusIn(place: HTMLElement): () => void {
  const active = document.activeElement as HTMLElement | null;
  if (!active || !place.contains(active) || !active.matches(".sort")) return () => {};
  const index = [...place.querySelectorAll(".sort")].indexOf(active);
  return () => place.querySelectorAll<HTMLElement>(".sort")[index]?.focus({ preventScroll: true });
}

/** What finds and orders rows. */
function rowControls(line: HTMLElement, store: Store, section: Section, several: boolean, view: () => RowView, choose: (change: Partial<RowView>) => void): void {
  const find = h("input", { type: "search", class: "find", placeholder: "Find rows", "aria-label": `Find rows of ${section.title}`, oninput: () => choose({ find: find.value }) });
  line.append(find);
  const only = h("input", { type: "checkbox", class: "only", onchange: () => choose({ only: only.checked }) });
  const tolerance = h("input", { type: "text", class: "tolerance", size: 6, placeholder: "0 or 1%", autocomplete: "off", "aria-label": "Tolerance",
    title: "Numbers that differ by no more than this are equal: 0.01, or 1% of the baseline's", oninput: () => {
      const bad = readTolerance(tolerance.value) === null;
      tolerance.setAttribute("aria-invalid", String(bad));
      if (!bad) choose({ tolerance: tolerance.value.trim() });
    } });
  const order = select("Order", [{ value: "", text: "as it stands" }, { value: "change", text: "largest change" }, { value: "label", text: "label" }], view().order,
    (value) => choose({ order: value, descending: false }));
  if (several) line.append(h("label", { class: "check" }, only, " Only differences"), h("label", { class: "select" }, h("span", {}, "Tolerance"), tolerance));
  line.append(order);
  const update = () => {
    const now = view();
    only.checked = now.only;
    const list = order.querySelector("select")!;
    list.value = ["", "change", "label"].includes(now.order) ? now.order : "";
    if (document.activeElement !== find) find.value = now.find;
    if (document.activeElement !== tolerance) tolerance.value = now.tolerance;
  };
  update();
  store.listen((_, changed) => { if (changed.has("rows")) update(); });
}

/** The runs that have a table, the baseline first. */
function ordered(page: PageData, data: Tables): TableRun[] {
  const filled = data.runs.map((table) => table.same < 0 ? table : { ...data.runs.find((other) => other.run === table.same)!, run: table.run, same: table.same, caption: table.caption ?? "" });
  return filled.sort((a, b) => Number(b.run === page.baseline) - Number(a.run === page.baseline));
}

function first(data: Tables, runs: TableRun[]): Shown {
  const fits = data.columns.length * runs.length <= columnsAtOnce || data.columns.length === 1 || runs.length === 1; // nothing to compare column by column
  const column = data.columns.findIndex((axis) => axis.numeric && axis.differs);
  return { all: true, column: fits ? -1 : Math.max(0, column), run: runs[Math.min(1, runs.length - 1)]?.run ?? -1 };
}

function read(page: PageData, data: Tables, runs: TableRun[], pick: string | undefined): Shown {
  const shown = first(data, runs);
  if (pick === undefined) return shown;
  if (pick === "*") return { ...shown, column: -1 };
  if (pick.startsWith("run:")) {
    const run = page.runs.findIndex((candidate) => candidate.name === pick.slice(4));
    return runs.some((table) => table.run === run) ? { ...shown, all: false, run } : shown;
  }
  const column = data.columns.findIndex((axis) => label(axis) === pick);
  return column < 0 ? shown : { ...shown, column };
}

function write(page: PageData, data: Tables, shown: Shown): string {
  if (!shown.all) return `run:${page.runs[shown.run]!.name}`;
  return shown.column < 0 ? "*" : label(data.columns[shown.column]!);
}

function bar(page: PageData, data: Tables, runs: TableRun[], shown: Shown, show: (shown: Shown) => void): HTMLElement {
  const line = h("div", { class: "bar" });
  if (runs.length > 1) {
    line.append(choice("What to compare", [{ value: "all", text: "All runs" }, { value: "one", text: "One run" }], shown.all ? "all" : "one",
      (value) => show({ ...shown, all: value === "all" })));
  }
  if (shown.all && data.columns.length > 1) {
    const options = data.columns.slice(0, columnsListed).map((axis, i) => ({ value: String(i), text: label(axis) + (axis.differs || runs.length === 1 ? "" : " (equal)") }));
    line.append(select("Column", [{ value: "-1", text: "all columns" }, ...options], String(shown.column), (value) => show({ ...shown, column: Number(value) })));
  }
  if (!shown.all) {
    const others = runs.filter((table) => table.run !== page.baseline || runs.length === 1);
    line.append(select("Run", others.map((table) => ({ value: String(table.run), text: page.runs[table.run]!.name })), String(shown.run),
      (value) => show({ ...shown, run: Number(value) })));
  }
  line.append(h("span", { class: "muted" }, counted(data.index.length, "row"), " × ", counted(data.columns.length, "column")));
  return line;
}

interface Part { element: HTMLElement; count: number; left: number; texts: (format: "csv" | "markdown") => { rows: string[][]; left: number } }

/** The chosen columns and runs, and of the rows as many as were asked for. */
function part(
  page: PageData, store: Store, data: Tables, runs: TableRun[], shown: Shown, view: RowView, choose: (change: Partial<RowView>) => void, most: number,
): Part {
  const columns = shown.all && shown.column >= 0 ? [shown.column] : data.columns.slice(0, columnsDrawn).map((_, i) => i);
  const across = shown.all ? runs.slice(0, runsAtMost) : runs.filter((candidate, i) => i === 0 || candidate.run === shown.run);
  const compared = new Rows(data, across, columns, readTolerance(view.tolerance) ?? { absolute: 0, relative: 0 });
  const rows = compared.select(view, label, orderedBy(page, data, columns, across, view.order));
  const element = tableGrid(page, { data, columns, across, rows: rows.slice(0, most), compared, diff: store.view.diff, view, onSort: (order) => {
    const next = nextSort({ sort: view.order, descending: view.descending }, order);
    choose({ order: next.sort, descending: next.descending });
  } });
  return { element, count: rows.length, left: Math.max(0, rows.length - most), texts: (format) => texts(page, data, columns, across, rows, format) };
}

/** Finds the column and the run that rows are ordered by. */
function orderedBy(page: PageData, data: Tables, columns: number[], across: TableRun[], order: string): { column: number; run: TableRun } | null {
  if (!order.includes("@")) return null;
  for (const column of columns) {
    const run = across.find((candidate) => cellOrder(page, data.columns[column]!, candidate.run) === order);
    if (run) return { column, run };
  }
  return null;
}

function texts(page: PageData, data: Tables, columns: number[], across: TableRun[], all: number[], format: "csv" | "markdown"): { rows: string[][]; left: number } {
  const corner = [...(data.indexNames ?? [])].filter(Boolean).join(" / ");
  const head = [corner];
  for (const j of columns) for (const { run } of across) head.push(across.length === 1 ? label(data.columns[j]!) : `${label(data.columns[j]!)} (${page.runs[run]!.name})`);
  const rows = all.slice(0, rowsToCopy(head.length));
  return { left: all.length - rows.length, rows: [head, ...rows.map((i) => [label(data.index[i]!), ...columns.flatMap((j) => across.map((run) => {
    const at = i * data.columns.length + j;
    return (format === "csv" ? exact(run, at) : run.text?.[at]) ?? (format === "csv" ? "" : "–");
  }))])] };
}

/** What the tables are called in their notebooks: once what all are called, else with the runs. */
function captions(page: PageData, runs: TableRun[]): HTMLElement[] {
  const called = new Map<string, number[]>();
  for (const { caption, run } of runs) called.set(caption ?? "", [...(called.get(caption ?? "") ?? []), run]);
  return [...called].filter(([caption]) => caption !== "").map(([caption, of]) =>
    h("p", { class: "table-caption" }, caption, called.size > 1 && " ", called.size > 1 && runChips(page, of, 6)));
}

function notes(page: PageData, data: Tables, runs: TableRun[], shown: Shown): HTMLElement[] {
  const list: HTMLElement[] = [];
  const note = (text: string) => list.push(h("p", { class: "muted" }, text));
  if (shown.all && runs.length > runsAtMost) note(`The first ${runsAtMost} of ${runs.length} runs. Choose “One run” for the others.`);
  if ((!shown.all || shown.column < 0) && data.columns.length > columnsDrawn) note(`The first ${columnsDrawn} of ${data.columns.length} columns. Choose “All runs” and one column for the others.`);
  const truncated = runs.filter((table) => table.truncated).map((table) => page.runs[table.run]!.name);
  if (truncated.length > 0) note(`Only part of the table stands in the notebook: ${truncated.slice(0, 6).join(", ")}${truncated.length > 6 ? `, and ${truncated.length - 6} more` : ""}.`);
  if (data.omittedRows) note(`${counted(data.omittedRows, "row")} left out of the comparison, because the tables are too large together.`);
  if (data.omittedColumns) note(`${counted(data.omittedColumns, "column")} left out of the comparison, because the tables are too large together.`);
  if (data.changed === 0 && runs.length > 1) note("All cells are equal.");
  return list;
}
