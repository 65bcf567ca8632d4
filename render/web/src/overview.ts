// The overview: one row a run, or one column; constant columns folded, the controls above it.

import { arranged, withinRanges } from "./columns";
import { columnPanel } from "./columnpanel";
import { copyButtons, rowsToCopy } from "./copy";
import { counted, h, select } from "./dom";
import type { Column, PageData } from "./model";
import { full, RunFilter } from "./order";
import { pathTable } from "./pathtable";
import { runGrid, sortedRuns } from "./rungrid";
import type { Store } from "./store";

/** Up to so many runs stand beside each other, and so many can be chosen from a list. */
const acrossAtMost = 60;
const listedAtMost = 1000;
/** So many columns of a turned overview are drawn at first. */
const turnedAtFirst = 200;

export function overview(page: PageData, store: Store): HTMLElement {
  const all = page.overview.map((i) => page.columns[i]!);
  const anchors = new Map(page.sections.map((section) => [section.title, section.id]));
  const place = h("div", { id: "overview-table" });
  const found = h("span", { class: "found", role: "status" });
  const filter = new RunFilter(page.runs, all);
  const columns = () => {
    const hidden = new Set(store.view.hide);
    return arranged(all, store.view.at).filter((column) => (store.view.constants || !column.constant) && !hidden.has(column.title));
  };
  const runs = () => withinRanges(filter.apply(store.view.filter), all, store.view.range);
  const pinned = () => page.runs.flatMap((run, i) => store.view.pin.includes(run.name) && i !== page.baseline ? [i] : []);
  const draw = () => {
    const view = store.view;
    const left = runs();
    found.textContent = left.length < page.runs.length ? `${left.length} of ${counted(page.runs.length, "run")}` : "";
    const scrolled = place.querySelector(".scroller");
    const at = scrolled?.scrollLeft ?? 0;
    const options = { columns: columns(), runs: left, pinned: pinned(), diff: view.diff, status: true, anchors, sort: view, onSort: (sort: { sort: string; descending: boolean }) => store.set(sort), label: "Runs",
      onPin: (run: number) => store.set({ pin: toggled(view.pin, page.runs[run]!.name) }), onBaseline: (run: number) => store.set({ baseline: page.runs[run]!.name }) };
    place.replaceChildren(...view.transpose ? turned(page, options) : [runGrid(page, options)]);
    place.querySelector(".scroller")!.scrollLeft = at;
    const sorted = place.querySelector<HTMLElement>('th:not([aria-sort="none"]) > .sort');
    if (focusNext && sorted) sorted.focus();
    focusNext = false;
  };
  let focusNext = false;
  const redrawFor = ["sort", "descending", "diff", "constants", "filter", "pin", "hide", "at", "range", "transpose"] as const;
  store.listen((_, changed) => {
    focusNext = changed.has("sort") && place.contains(document.activeElement);
    if (redrawFor.some((name) => changed.has(name))) draw();
  });
  draw();
  const copy = copyButtons((format) => texts(page, columns(), order(page, runs(), pinned(), columns(), store), format));
  return h("section", { id: "overview", class: "overview", "aria-labelledby": "overview-title" },
    h("div", { class: "bar" }, h("h2", { id: "overview-title" }, "Overview"), controls(page, store), found),
    h("div", { class: "bar above" }, constants(all.filter((column) => column.constant), store, page), all.length > 0 && columnPanel(store, all), page.runs.length > 0 && copy),
    place, legend());
}

type Options = Parameters<typeof runGrid>[1];

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

function order(page: PageData, runs: number[], pinned: number[], columns: Column[], store: Store): number[] {
  return [...new Set([...(page.baseline >= 0 ? [page.baseline] : []), ...pinned, ...sortedRuns(page, { columns, runs, sort: store.view })])];
}

function texts(page: PageData, columns: Column[], all: number[], format: "csv" | "markdown"): { rows: string[][]; left: number } {
  const runs = all.slice(0, rowsToCopy(columns.length + 2));
  const cell = (column: Column, run: number) => column.text[run] === null ? (format === "csv" ? "" : "–")
    : format === "csv" ? full(column, run).replace("\u2212", "-") : `${column.text[run]}${column.rank?.[run] === 1 ? " ★" : ""}`;
  return { left: all.length - runs.length, rows: [["notebook", "status", ...columns.map((column) => column.title)],
    ...runs.map((run) => [page.runs[run]!.name, page.runs[run]!.status, ...columns.map((column) => cell(column, run))])] };
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
  return h("div", { class: "controls" }, filter, baseline, h("label", { class: "check" }, diff, " Difference to the baseline"), h("label", { class: "check" }, transpose, " Transpose"));
}

/** What is the same in every run, folded into one line. */
function constants(columns: Column[], store: Store, page: PageData): HTMLElement | null {
  if (columns.length === 0) return null;
  const text = (column: Column) => column.text.find((value) => value !== null) ?? "–";
  const list = h("dl", { class: "constants" });
  for (const column of columns) {
    list.append(h("div", { "data-column": column.title }, h("dt", {}, column.title), h("dd", { title: column.full?.find((value) => value) ?? null }, text(column))));
  }
  const short = columns.slice(0, 4).map((column) => `${column.title} = ${text(column)}`).join(", ");
  const show = h("input", { type: "checkbox", id: "show-constants", onchange: () => store.set({ constants: show.checked }) });
  const update = () => { show.checked = store.view.constants; };
  update();
  store.listen(update);
  return h("details", { class: "constant-line", id: "constants" },
    h("summary", {}, h("strong", {}, `${columns.length} constant`), h("span", { class: "short" }, ` ${short}${columns.length > 4 ? ", …" : ""}`)),
    list, page.runs.length > 0 && h("label", { class: "check" }, show, " Show them as columns"));
}

function legend(): HTMLElement {
  return h("p", { class: "legend" },
    h("span", {}, h("span", { class: "star" }, "★"), " best of the metric"),
    h("span", {}, h("span", { class: "better" }, "▲"), " better"), h("span", {}, h("span", { class: "worse" }, "▼"), " worse than the baseline"),
    h("span", {}, "↘ lower, ↗ higher is better"), h("span", {}, "– no value"));
}
