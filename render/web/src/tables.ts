// Tables of N runs on common axes. All runs at once, each column with a sub-column a run, or one run beside the baseline.

import { difference, fillMissing, verdictClass } from "./cell";
import { append, choice, counted, h, select } from "./dom";
import { own } from "./hash";
import type { Axis, PageData, Section, TableRun, Tables } from "./model";
import type { Store } from "./store";

/** Up to so many columns the table of all runs shows all columns at once. */
const columnsAtOnce = 24;
/** So many sub-columns at most, and rows at first; more are said and asked for. */
const runsAtMost = 60;
const rowsAtFirst = 100;

interface Shown { all: boolean; column: number; run: number } // column -1: all of them

export function tables(page: PageData, store: Store, section: Section, data: Tables): HTMLElement {
  const runs = ordered(page, data);
  const place = h("div", {});
  const show = (shown: Shown) => store.set({ pick: { ...store.view.pick, [section.title]: write(page, data, shown) } });
  let rows = rowsAtFirst;
  const draw = () => {
    const shown = read(page, data, runs, own(store.view.pick, section.title));
    place.replaceChildren(bar(page, data, runs, shown, show), table(page, data, runs, shown, store.view.diff, rows));
    if (data.index.length > rows) {
      place.append(h("button", { type: "button", class: "link", onclick: () => { rows += 500; draw(); } },
        `Show more: ${counted(data.index.length - rows, "row")} below`));
    }
    for (const note of notes(page, data, runs, shown)) place.append(note);
  };
  store.listen((_, changed) => { if (changed.has("pick") || changed.has("diff")) draw(); });
  draw();
  return place;
}

/** The runs that have a table, the baseline first. */
function ordered(page: PageData, data: Tables): TableRun[] {
  const filled = data.runs.map((table) => table.same < 0 ? table : { ...data.runs.find((other) => other.run === table.same)!, run: table.run, same: table.same });
  return filled.sort((a, b) => Number(b.run === page.baseline) - Number(a.run === page.baseline));
}

function first(data: Tables, runs: TableRun[]): Shown {
  const fits = data.columns.length * runs.length <= columnsAtOnce || data.columns.length === 1;
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
  const column = data.columns.findIndex((axis) => name(axis) === pick);
  return column < 0 ? shown : { ...shown, column };
}

function write(page: PageData, data: Tables, shown: Shown): string {
  if (!shown.all) return `run:${page.runs[shown.run]!.name}`;
  return shown.column < 0 ? "*" : name(data.columns[shown.column]!);
}

function bar(page: PageData, data: Tables, runs: TableRun[], shown: Shown, show: (shown: Shown) => void): HTMLElement {
  const line = h("div", { class: "bar" });
  if (runs.length > 1) {
    line.append(choice("What to compare", [{ value: "all", text: "All runs" }, { value: "one", text: "One run" }], shown.all ? "all" : "one",
      (value) => show({ ...shown, all: value === "all" })));
  }
  if (shown.all && data.columns.length > 1) {
    const options = data.columns.map((axis, i) => ({ value: String(i), text: name(axis) + (axis.differs ? "" : " (equal)") }));
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

function table(page: PageData, data: Tables, runs: TableRun[], shown: Shown, diff: boolean, rows: number): HTMLElement {
  const columns = shown.all && shown.column >= 0 ? [shown.column] : data.columns.map((_, i) => i);
  const across = shown.all ? runs.slice(0, runsAtMost) : runs.filter((candidate) => candidate.run === shown.run || candidate.run === page.baseline);
  const body = h("tbody", {});
  data.index.slice(0, rows).forEach((axis, i) => {
    const line = h("tr", { class: axis.differs === true || across.length < 2 ? null : "equal" },
      h("th", { scope: "row", class: "name" }, h("span", { class: "value" }, name(axis)), presence(page, axis)));
    for (const j of columns) {
      across.forEach((candidate, k) => line.append(tableCell(page, data, candidate, i, j, diff, k === 0)));
    }
    body.append(line);
  });
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", { class: `grid heat${diff && runs.some((candidate) => candidate.delta) ? " with-diff" : ""}` }, head(page, data, columns, across), body));
}

function head(page: PageData, data: Tables, columns: number[], across: TableRun[]): HTMLElement {
  const corner = [...(data.indexNames ?? [])].filter(Boolean).join(" / ");
  const labels = h("tr", { class: "groups" }, h("th", { scope: "col", class: "name" }, corner));
  const names = h("tr", { class: "labels" }, h("td", { class: "name" }));
  for (const j of columns) {
    const axis = data.columns[j]!;
    labels.append(h("th", { scope: "colgroup", colspan: across.length, class: "group" }, name(axis), presence(page, axis)));
    across.forEach(({ run }, k) => names.append(h("th", { scope: "col", class: k === 0 ? "number first run" : "number run", "data-run": run, title: page.runs[run]!.name },
      h("span", { class: "value" }, page.runs[run]!.name), run === page.baseline && h("span", { class: "tag" }, "baseline"))));
  }
  return h("thead", {}, labels, names);
}

function tableCell(page: PageData, data: Tables, table: TableRun, row: number, column: number, diff: boolean, firstOfGroup: boolean): HTMLElement {
  const at = row * data.columns.length + column;
  const axis = data.columns[column]!;
  const text = table.text?.[at] ?? null;
  const cell = h("td", {
    class: `${axis.numeric ? "number" : ""}${firstOfGroup ? " first" : ""}`, "data-run": table.run, "data-row": name(data.index[row]!), "data-column": name(axis),
  });
  if (text === null) {
    fillMissing(cell, "the run's table has no such cell");
    return cell;
  }
  const heat = table.heat?.[at] ?? 0;
  const verdict = table.verdict?.[at] ?? 0;
  if (heat !== 0) cell.dataset.heat = `${verdictClass(verdict)}-${Math.abs(heat)}`;
  else if (changedText(page, data, table, at)) cell.dataset.heat = "neutral-2";
  cell.append(h("span", { class: "value" }, text));
  cell.title = [table.full?.[at] || text, table.delta?.[at] && table.delta[at] !== "=" && `${table.delta[at]}${table.relative?.[at] ? ` (${table.relative[at]})` : ""} against the baseline`]
    .filter(Boolean).join("\n");
  if (diff && axis.numeric && table.run !== page.baseline) append(cell, [difference(table, at)]);
  return cell;
}

/** Says whether a cell that is no number differs from the baseline's. */
function changedText(page: PageData, data: Tables, table: TableRun, at: number): boolean {
  if (table.run === page.baseline || table.delta?.[at]) return false;
  let base = data.runs.find((candidate) => candidate.run === page.baseline);
  if (!base?.text) return false;
  return (base.full?.[at] || base.text[at]) !== (table.full?.[at] || table.text?.[at]) && !data.columns[at % data.columns.length]!.numeric;
}

function presence(page: PageData, axis: Axis): HTMLElement | null {
  if (!axis.missing) return null;
  const names = axis.missing.map((run) => page.runs[run]!.name).join(", ");
  return h("span", { class: "presence", title: `missing in ${names}` }, `missing in ${axis.missing.length}`);
}

function notes(page: PageData, data: Tables, runs: TableRun[], shown: Shown): HTMLElement[] {
  const list: HTMLElement[] = [];
  const note = (text: string) => list.push(h("p", { class: "muted" }, text));
  if (shown.all && runs.length > runsAtMost) note(`The first ${runsAtMost} of ${runs.length} runs. Choose “One run” for the others.`);
  const truncated = runs.filter((table) => table.truncated).map((table) => page.runs[table.run]!.name);
  if (truncated.length > 0) note(`Only part of the table stands in the notebook: ${truncated.slice(0, 6).join(", ")}${truncated.length > 6 ? `, and ${truncated.length - 6} more` : ""}.`);
  if (data.changed === 0 && runs.length > 1) note("All cells are equal.");
  return list;
}

function name(axis: Axis): string {
  return axis.label.filter((part) => part !== "").join(" / ") || "(no name)";
}
