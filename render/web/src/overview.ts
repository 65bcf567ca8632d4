// The overview: one row a run, constant columns folded, the controls above it.

import { counted, h } from "./dom";
import type { Column, PageData } from "./model";
import { RunFilter } from "./order";
import { runGrid } from "./rungrid";
import type { Store } from "./store";

export function overview(page: PageData, store: Store): HTMLElement {
  const all = page.overview.map((i) => page.columns[i]!);
  const anchors = new Map(page.sections.map((section) => [section.title, section.id]));
  const place = h("div", { id: "overview-table" });
  const found = h("span", { class: "found", role: "status" });
  const filter = new RunFilter(page.runs, all);
  const draw = () => {
    const view = store.view;
    const runs = filter.apply(view.filter);
    found.textContent = view.filter ? `${runs.length} of ${counted(page.runs.length, "run")}` : "";
    const scrolled = place.querySelector(".scroller");
    const left = scrolled?.scrollLeft ?? 0;
    place.replaceChildren(runGrid(page, {
      columns: all.filter((column) => view.constants || !column.constant), runs, diff: view.diff, status: true, anchors,
      sort: view, onSort: (sort) => store.set(sort), label: "Runs",
    }));
    place.querySelector(".scroller")!.scrollLeft = left;
    const sorted = place.querySelector<HTMLElement>('th:not([aria-sort="none"]) > .sort');
    if (focusNext && sorted) sorted.focus();
    focusNext = false;
  };
  let focusNext = false;
  store.listen((_, changed) => {
    focusNext = changed.has("sort") && place.contains(document.activeElement);
    if (["sort", "descending", "diff", "constants", "filter"].some((name) => changed.has(name as "sort"))) draw();
  });
  draw();
  return h("section", { id: "overview", class: "overview", "aria-labelledby": "overview-title" },
    h("div", { class: "bar" }, h("h2", { id: "overview-title" }, "Overview"), controls(store), found),
    constants(all.filter((column) => column.constant), store, page), place, legend());
}

function controls(store: Store): HTMLElement {
  const diff = h("input", { type: "checkbox", id: "show-diff", onchange: () => store.set({ diff: diff.checked }) });
  const filter = h("input", {
    type: "search", id: "filter", placeholder: "Filter runs", "aria-label": "Filter runs by name, status or value", autocomplete: "off",
    oninput: () => store.set({ filter: filter.value }),
  });
  const update = () => {
    diff.checked = store.view.diff;
    if (document.activeElement !== filter) filter.value = store.view.filter;
  };
  update();
  store.listen(update);
  return h("div", { class: "controls" }, filter, h("label", { class: "check" }, diff, " Difference to the baseline"));
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
