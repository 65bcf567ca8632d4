// Numbers and short texts: one value a run as a ranked list, several as a table.

import { arrangementOf, regroupsFor } from "./arrangement";
import { difference } from "./cell";
import { copyButtons, type Format, type Sheet } from "./copy";
import { counted, h } from "./dom";
import { groupScalars, groupScalarsSheet, type GroupState, type Sort } from "./groupscalars";
import { isMetric } from "./groups";
import type { Column, PageData, Section } from "./model";
import { full, orderBy } from "./order";
import { pathTable } from "./pathtable";
import { runSheet, sameLine } from "./runcopy";
import { runGrid, sortedRuns } from "./rungrid";
import { runChips } from "./status";
import type { Store } from "./store";

/** Up to so many runs a table of values has a column a run; beyond, a row a run. */
const runsAcross = 8;
/** Up to so many runs a single number is drawn as a list of dots. */
const runsAsDots = 60;
/** So many values of a key are drawn at first; more are asked for, so many at a time. */
const valuesAtOnce = 500;

/** Drawn by group where runs are grouped and some value is a number of theirs; parameters tell the groups apart. */
export function scalars(page: PageData, store: Store, section: Section, columns: Column[]): HTMLElement {
  const arrangement = arrangementOf(page, store);
  const grouped = columns.some(isMetric) && (columns.length > 1 || !oneValue(columns[0]!));
  const grouping = () => grouped ? arrangement.grouping() : null;
  const state: GroupState = { sort: { sort: "", descending: false }, open: new Set(), changed: () => draw() };
  const onSort = (next: Sort) => { state.sort = next; draw(); };
  const place = h("div", {});
  const byRun = runsDrawn(page, store, section, columns, onSort);
  const differing = columns.filter((column) => !column.constant);
  const said = h("p", { class: "note-line" });
  const draw = () => {
    const groups = grouping();
    said.textContent = groups && arrangement.said();
    if (!groups) place.replaceChildren(...byRun(state.sort));
    else place.replaceChildren(...groupScalars(page, store, groups, differing, section.title, state), said, ...differing.length < columns.length ? [equalValues(columns.filter((column) => column.constant), false)] : []);
    place.dataset.grouped = String(groups !== null);
  };
  store.listen((_, changed) => {
    const regrouped = grouped && (changed.has("group") || (store.view.group !== "" && regroupsFor.some((name) => changed.has(name))));
    if (changed.has("diff") || regrouped) draw();
  });
  draw();
  const copy = page.runs.length > 1 && h("div", { class: "bar copy-bar" }, copyButtons((format) => {
    const groups = grouping();
    return groups ? groupScalarsSheet(groups, columns, state.sort, format, arrangement.said()) : keySheet(page, store, columns, state.sort, format);
  }));
  return h("div", {}, copy, place);
}

/** Draws the values of each run. */
function runsDrawn(page: PageData, store: Store, section: Section, columns: Column[], onSort: (sort: Sort) => void): (sort: Sort) => HTMLElement[] {
  const one = columns.length === 1 ? columns[0]! : null;
  // A dict or table of one entry says which.
  const entry = one && one.title !== section.title ? one.label : "";
  if (one && (!one.numeric || oneValue(one))) return () => [byValue(page, one, entry)];
  if (one && page.runs.length <= runsAsDots) return () => [dots(page, one, entry)];
  let shown = valuesAtOnce;
  const tableOf = (list: Column[], sort: Sort) => page.runs.length <= runsAcross
    ? pathTable(page, list, store.view.diff, section.title)
    : runGrid(page, { columns: list, runs: page.runs.map((_, i) => i), diff: store.view.diff, status: false, sort, label: section.title, onSort });
  return (sort) => {
    const differing = columns.filter((column) => !column.constant);
    const equal = columns.filter((column) => column.constant);
    const parts: HTMLElement[] = [];
    if (differing.length > 0) {
      const list = differing.slice(0, shown);
      const left = differing.length - list.length;
      parts.push(tableOf(list, sort));
      if (left > 0) parts.push(h("button", { type: "button", class: "link", onclick: () => { shown += valuesAtOnce; onSort(sort); } }, `Show more: ${counted(left, "value")} below`));
    }
    if (equal.length > 0) parts.push(equalValues(equal, differing.length === 0));
    return parts;
  };
}

/** The values of a key to be copied, in the order in which they stand. */
function keySheet(page: PageData, store: Store, columns: Column[], sort: { sort: string; descending: boolean }, format: Format): Sheet {
  const one = columns.length === 1 ? columns[0]! : null;
  const differing = columns.filter((column) => !column.constant);
  const shown = one || format === "csv" || differing.length === 0 ? columns : differing;
  const runs = one?.numeric && !oneValue(one) && page.runs.length <= runsAsDots ? dotOrder(page, one)
    : [...new Set([...page.baseline >= 0 ? [page.baseline] : [], ...sortedRuns(page, { columns, runs: page.runs.map((_, i) => i), sort })])];
  const equal = columns.filter((column) => !shown.includes(column));
  return runSheet(page, shown, runs, { format, diff: store.view.diff, turned: !one && page.runs.length <= runsAcross, said: sameLine(equal) }, false);
}

function equalValues(columns: Column[], open: boolean): HTMLElement {
  const list = h("dl", { class: "constants" });
  for (const column of columns.slice(0, valuesAtOnce)) {
    list.append(h("div", { "data-column": column.title }, h("dt", {}, column.label),
      h("dd", { title: column.full?.find((value) => value) ?? null }, column.text.find((value) => value !== null) ?? "–")));
  }
  return h("details", { class: "more", open }, h("summary", {}, `${columns.length} equal in all runs`), list,
    columns.length > valuesAtOnce && h("p", { class: "muted" }, `and ${columns.length - valuesAtOnce} more`));
}

/** The runs that have a value, the best first. */
function dotOrder(page: PageData, column: Column): number[] {
  return orderBy(page.runs.map((_, i) => i).filter((run) => column.text[run] !== null), column, column.better === "higher");
}

/** A list of runs with their number as a dot between the smallest and the largest. */
function dots(page: PageData, column: Column, entry: string): HTMLElement {
  const runs = dotOrder(page, column);
  const numbers = runs.map((run) => column.number?.[run]).filter((n): n is number => n != null && isFinite(n));
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const share = (n: number) => (high > low ? (n - low) / (high - low) : 0.5) * 100;
  const base = column.number?.[page.baseline];
  const body = h("tbody", {});
  for (const run of runs) {
    const number = column.number?.[run];
    const plot = h("td", { class: "plot", "aria-hidden": "true" });
    if (base != null && isFinite(base)) plot.append(at(h("span", { class: "base" }), share(base)));
    if (number != null && isFinite(number)) plot.append(at(h("span", { class: run === page.baseline ? "dot hollow" : "dot" }), share(number)));
    const best = column.rank?.[run] === 1;
    body.append(h("tr", { class: run === page.baseline ? "baseline" : null, "data-run": run },
      h("th", { scope: "row", class: "name" }, h("span", { class: "value" }, page.runs[run]!.name), run === page.baseline && h("span", { class: "tag" }, "baseline")),
      h("td", { class: best ? "number best" : "number", "data-run": run, "data-column": column.title, title: full(column, run) },
        h("span", { class: "value" }, column.text[run]!, best && h("span", { class: "star", role: "img", "aria-label": "best" }, "★"))),
      h("td", { class: "change" }, run === page.baseline ? null : difference(column, run)), plot));
  }
  const better = column.better ? `${column.better} is better` : "";
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": column.title }, h("table", { class: "dots" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Run"), h("th", { scope: "col", class: "number" }, entry || "Value"),
      h("th", { scope: "col", class: "number" }, "Against the baseline"),
      h("th", { scope: "col", class: "axis" }, h("span", {}, column.text[low === high ? runs[0]! : column.number!.indexOf(low)] ?? ""),
        h("span", { class: "muted" }, better), h("span", {}, column.text[low === high ? runs[0]! : column.number!.indexOf(high)] ?? "")))),
    body));
}

function at(element: HTMLElement, share: number): HTMLElement {
  element.style.left = `calc(8px + (100% - 16px) * ${(share / 100).toFixed(4)})`;
  return element;
}

/** Says whether all runs that have a value have the same, or only one has any. */
function oneValue(column: Column): boolean {
  return new Set(column.text.map((text, run) => text === null ? null : full(column, run)).filter((text) => text !== null)).size <= 1;
}

/** Texts and truth values: each value, and the runs that have it. */
function byValue(page: PageData, column: Column, entry: string): HTMLElement {
  const groups = new Map<string, number[]>();
  column.text.forEach((text, run) => {
    if (text === null) return;
    const value = full(column, run);
    groups.set(value, [...(groups.get(value) ?? []), run]);
  });
  const list = h("dl", { class: "by-value" });
  const said = entry ? h("p", { class: "muted" }, entry) : null;
  for (const [value, runs] of groups) list.append(h("div", {}, h("dt", { "data-column": column.title, "data-run": runs.join(" ") }, value), h("dd", {}, runChips(page, runs))));
  return h("div", {}, said, list);
}
