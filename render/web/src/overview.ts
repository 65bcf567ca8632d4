// The overview: one row a run or a group of runs, or one column; constant columns folded, the controls above it.

import { arrangementOf } from "./arrangement";
import { columnPanel } from "./columnpanel";
import { copyButtons } from "./copy";
import { counted, h, select } from "./dom";
import { groupBar, groupControl } from "./groupbar";
import { groupSheet, notes } from "./groupcopy";
import { groupGrid, turnedGroups, type GroupOptions } from "./groupgrid";
import { type Grouping, isMetric } from "./groups";
import type { Column, PageData } from "./model";
import { pathTable } from "./pathtable";
import { runGrid, sortedRuns } from "./rungrid";
import { overviewSheet, sameLine } from "./runcopy";
import type { Store } from "./store";

/** Up to so many runs stand beside each other, and so many can be chosen from a list. */
const acrossAtMost = 60;
const listedAtMost = 1000;
/** So many columns of a turned overview are drawn at first. */
const turnedAtFirst = 200;
/** So many columns and constants are drawn at most; the others are found in the list of columns. */
const mostColumns = 1000;

export function overview(page: PageData, store: Store): HTMLElement {
  const arrangement = arrangementOf(page, store);
  const { all } = arrangement;
  const anchors = new Map(page.sections.map((section) => [section.title, section.id]));
  const place = h("div", { id: "overview-table" });
  const found = h("span", { class: "found", role: "status" });
  const grouped = h("div", { class: "grouped-by" });
  const draw = () => {
    const view = store.view;
    const left = arrangement.runs();
    const chosen = arrangement.columns();
    found.textContent = left.length < page.runs.length ? `${left.length} of ${counted(page.runs.length, "run")}` : "";
    const focused = focusIn(place);
    const options = { columns: chosen.slice(0, mostColumns), runs: left, pinned: arrangement.pinned(), diff: view.diff, status: true, anchors, sort: view, onSort: (sort: { sort: string; descending: boolean }) => store.set(sort), label: "Runs",
      onPin: (run: number) => store.set({ pin: toggled(view.pin, page.runs[run]!.name) }), onBaseline: (run: number) => store.set({ baseline: page.runs[run]!.name }) };
    const groups = arrangement.grouping();
    grouped.replaceChildren(...groups ? [groupBar(page, store, groups, left.length)] : []);
    if (groups) place.replaceChildren(...groupTable(page, store, groups, options));
    else place.replaceChildren(...view.transpose ? turned(page, options) : [runGrid(page, options)]);
    const more = chosen.length - mostColumns;
    if (more > 0) place.append(h("p", { class: "muted" }, `${counted(more, "more column")}: find them under “Columns” and move them to the front.`));
    if (!keepTop) scrolled.top = 0;
    if (scrolled.left || scrolled.top) place.querySelector(".scroller")?.scrollTo(scrolled);
    focused();
  };
  let keepTop = false; // what changed moves no row
  // Noted as it comes: to ask for it would lay the whole page out before each change.
  const scrolled = { left: 0, top: 0 };
  place.addEventListener("scroll", ({ target }) => {
    const frame = target as HTMLElement;
    if (frame.classList.contains("scroller")) Object.assign(scrolled, { left: frame.scrollLeft, top: frame.scrollTop });
  }, { capture: true, passive: true });
  const redrawFor = ["sort", "descending", "diff", "constants", "filter", "pin", "hide", "at", "range", "transpose", "group", "members"] as const;
  store.listen((_, changed) => {
    keepTop = changed.has("members");
    if (redrawFor.some((name) => changed.has(name))) draw();
  });
  draw();
  const copy = copyButtons((format) => {
    const groups = arrangement.grouping();
    const shown = arrangement.columns();
    const said = arrangement.said();
    if (groups) return groupSheet(groups, metricsOf(groups, shown), groups.sorted(shown, store.view), format, said);
    return overviewSheet(page, shown, arrangement.order(shown), { format, diff: store.view.diff, turned: store.view.transpose,
      said: [said, store.view.constants ? "" : sameLine(all.filter((column) => column.constant))].filter(Boolean).join("\n") });
  });
  return h("section", { id: "overview", class: "overview", "aria-labelledby": "overview-title" },
    h("div", { class: "bar" }, h("h2", { id: "overview-title" }, "Overview"), controls(page, store), found),
    h("div", { class: "bar above" }, constants(all.filter((column) => column.constant), store, page), all.length > 0 && columnPanel(store, all), page.runs.length > 0 && copy),
    grouped, place, legend(store));
}

type Options = Parameters<typeof runGrid>[1];

/** The groups' table, of all columns but parameters, which the names of the groups tell. */
function groupTable(page: PageData, store: Store, groups: Grouping, { columns, diff, sort, onSort, onBaseline, anchors }: Options): HTMLElement[] {
  const shown = columns.filter((column) => column.source !== "param");
  const options: GroupOptions = { columns: shown, diff, sort, onSort, onBaseline, anchors, open: new Set(store.view.members),
    onOpen: (name) => store.set({ members: toggled(store.view.members, name) }) };
  const table = store.view.transpose ? turnedGroups(page, groups, options) : [groupGrid(page, groups, options)];
  const said = [page.baseline >= 0 && groups.baseline < 0 && groups.groups.length > 0 ? `Nothing to compare with: no run of the baseline's group is left.` : "", ...notes(groups, shown.filter(isMetric))];
  return [...table, ...said.filter(Boolean).map((text) => h("p", { class: "note-line" }, text))];
}

function metricsOf(groups: Grouping, columns: Column[]) {
  return columns.filter(isMetric).map((column) => groups.metric(column));
}

/** A column a run: the baseline, the pinned ones, the others. */
function turned(page: PageData, options: Options): HTMLElement[] {
  const runs = [...new Set([...(page.baseline >= 0 ? [page.baseline] : []), ...options.pinned ?? [], ...sortedRuns(page, options)])];
  const table = (columns: Column[]) => pathTable(page, columns, options.diff, "Runs", { runs: runs.slice(0, acrossAtMost), whole: true });
  const first = table(options.columns.slice(0, turnedAtFirst));
  const parts = [first];
  const left = options.columns.length - turnedAtFirst;
  if (left > 0) {
    const more = h("button", { type: "button", class: "link", onclick: () => { more.remove(); first.replaceWith(table(options.columns)); } }, `Show more: ${counted(left, "column")} below`);
    parts.push(more);
  }
  if (runs.length > acrossAtMost) parts.push(h("p", { class: "muted" }, `The first ${acrossAtMost} of ${runs.length} runs.`));
  return parts;
}

/** Remembers which button has the focus, and gives it back to the same one drawn anew. */
function focusIn(place: HTMLElement): () => void {
  const active = document.activeElement as HTMLElement | null;
  if (!active || !place.contains(active)) return () => {};
  const name = (element: HTMLElement) => `${element.className} ${element.dataset.key ?? element.dataset.action ?? ""} ${element.closest<HTMLElement>("[data-column]")?.dataset.column ?? element.closest<HTMLElement>("[data-run]")?.dataset.run ?? ""}`;
  const was = name(active);
  return () => [...place.querySelectorAll<HTMLElement>("button")].find((button) => name(button) === was)?.focus({ preventScroll: true });
}

function toggled(list: string[], name: string): string[] {
  return list.includes(name) ? list.filter((other) => other !== name) : [...list, name];
}

function controls(page: PageData, store: Store): HTMLElement {
  const diff = h("input", { type: "checkbox", id: "show-diff", onchange: () => store.set({ diff: diff.checked }) });
  const transpose = h("input", { type: "checkbox", id: "transpose", onchange: () => store.set({ transpose: transpose.checked }) });
  const filter = h("input", {
    type: "search", id: "filter", placeholder: "Filter runs", "aria-label": "Filter runs by name, status or value", autocomplete: "off",
    oninput: () => store.set({ filter: filter.value }),
  });
  const update = () => {
    diff.checked = store.view.diff;
    transpose.checked = store.view.transpose;
    if (document.activeElement !== filter) filter.value = store.view.filter;
  };
  update();
  store.listen(update);
  const baseline = page.baseline >= 0 && page.runs.length > 1 && page.runs.length <= listedAtMost
    ? select("Baseline", page.runs.map((run) => ({ value: run.name, text: run.name })), page.runs[page.baseline]!.name, (name) => store.set({ baseline: name })) : null;
  baseline?.querySelector("select")!.setAttribute("id", "choose-baseline");
  return h("div", { class: "controls" }, filter, groupControl(page, store), baseline, h("label", { class: "check", title: "Differences to the baseline" }, diff, " Differences"), h("label", { class: "check" }, transpose, " Transpose"));
}

/** What is the same in every run, folded into one line. */
function constants(columns: Column[], store: Store, page: PageData): HTMLElement | null {
  if (columns.length === 0) return null;
  const text = (column: Column) => column.text.find((value) => value !== null) ?? "–";
  const list = h("dl", { class: "constants" });
  for (const column of columns.slice(0, mostColumns)) {
    list.append(h("div", { "data-column": column.title }, h("dt", {}, column.title), h("dd", { title: column.full?.find((value) => value) ?? null }, text(column))));
  }
  const short = columns.slice(0, 4).map((column) => `${column.title} = ${text(column)}`).join(", ");
  const show = h("input", { type: "checkbox", id: "show-constants", onchange: () => store.set({ constants: show.checked }) });
  const update = () => { show.checked = store.view.constants; };
  update();
  store.listen(update);
  return h("details", { class: "constant-line", id: "constants" },
    h("summary", {}, h("strong", {}, `${columns.length} constant`), h("span", { class: "short" }, ` ${short}${columns.length > 4 ? ", …" : ""}`)),
    list, columns.length > mostColumns && h("p", { class: "muted" }, `and ${columns.length - mostColumns} more`), page.runs.length > 0 && h("label", { class: "check" }, show, " Show them as columns"));
}

function legend(store: Store): HTMLElement {
  const grouped = h("span", {}, "mean ± standard deviation; 95 % interval of the mean (Student’s t); n · smallest … largest; p of a Mann-Whitney U test, nothing corrects for many tests");
  const update = () => { grouped.hidden = store.view.group === ""; };
  update();
  store.listen(update);
  return h("p", { class: "legend" }, grouped,
    h("span", {}, h("span", { class: "star" }, "★"), " best of the metric"),
    h("span", {}, h("span", { class: "better" }, "▲"), " better"), h("span", {}, h("span", { class: "worse" }, "▼"), " worse than the baseline"),
    h("span", {}, "↘ lower, ↗ higher is better"), h("span", {}, "– no value"));
}
