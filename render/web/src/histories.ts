// Series of all runs: a chart a metric, the legend that shows and hides runs, and the numbers behind them as a table. What the
// reader chose stands in the view as "chart;log-y;smooth-0.6:loss", "steps" or "table".

import { align, type Aligned } from "./align";
import { choice, counted, h, select } from "./dom";
import { own } from "./hash";
import { Chart, swatch } from "./linechart";
import type { History, PageData, Section } from "./model";
import { writeNumber } from "./numberstyle";
import { runGrid } from "./rungrid";
import { palette } from "./seriescolours";
import type { Store } from "./store";
import { onTheme } from "./theme";

export interface HistoryView { what: "chart" | "steps" | "table"; logX: boolean; logY: boolean; smoothing: number; metric: string }

/** Up to so many charts stand beside each other at first, and so many lines are drawn in one. */
const chartsAtOnce = 6;
const linesAtOnce = 300;
const rowsAtFirst = 200;
/** A legend of more runs folds. */
const legendAtOnce = 24;

export function readHistory(text: string | undefined): HistoryView {
  const view: HistoryView = { what: "chart", logX: false, logY: false, smoothing: 0, metric: "" };
  if (text === undefined) return view;
  if (text === "table" || text === "steps") return { ...view, what: text };
  const at = text.indexOf(":");
  const flags = (at < 0 ? text : text.slice(0, at)).split(";");
  if (flags[0] !== "chart") return { ...view, what: "table" }; // a choice within the table
  for (const flag of flags) {
    if (flag === "log-x") view.logX = true;
    else if (flag === "log-y") view.logY = true;
    else if (flag.startsWith("smooth-")) view.smoothing = Math.min(0.99, Math.max(0, Number(flag.slice(7)) || 0));
  }
  view.metric = at < 0 ? "" : text.slice(at + 1);
  return view;
}

export function writeHistory(view: HistoryView): string {
  if (view.what !== "chart") return view.what;
  const flags = ["chart", view.logX && "log-x", view.logY && "log-y", view.smoothing > 0 && `smooth-${view.smoothing}`].filter(Boolean).join(";");
  return view.metric ? `${flags}:${view.metric}` : flags;
}

export function histories(page: PageData, store: Store, section: Section, history: History, table: () => HTMLElement[]): HTMLElement {
  return new Histories(page, store, section, history, table).element;
}

class Histories {
  readonly element = h("div", { class: "histories" });
  private view: HistoryView;
  private charts: Chart[] = [];
  private shown: boolean[];
  private others: HTMLElement[] | null = null; // the table, once it was asked for
  private readonly aligned = new Map<number, Aligned>();

  constructor(private page: PageData, private store: Store, private section: Section, private history: History, private table: () => HTMLElement[]) {
    this.view = readHistory(own(store.view.pick, section.title));
    this.shown = history.runs.map((_, i) => i < linesAtOnce);
    store.listen((_, changed) => { if (changed.has("pick")) this.update(); });
    onTheme(this.element, () => this.recolour());
    this.draw();
  }

  private update(): void {
    const next = readHistory(own(this.store.view.pick, this.section.title));
    if (next.what === "table" && this.view.what === "table") return; // the table's own choice
    if (writeHistory(next) === writeHistory(this.view)) return;
    this.view = next;
    this.draw();
  }

  /** The legend and the charts in the colours of the page as it is now. */
  private recolour(): void {
    for (const chart of this.charts) chart.redraw();
    const { series } = palette();
    this.element.querySelectorAll(".line-legend button[data-line] > .line-mark").forEach((mark, i) => mark.replaceWith(swatch(i, series)));
  }

  private choose(change: Partial<HistoryView>): void {
    const focus = (document.activeElement as HTMLElement | null)?.dataset.value;
    this.view = { ...this.view, ...change };
    this.store.set({ pick: { ...this.store.view.pick, [this.section.title]: writeHistory(this.view) } });
    this.draw();
    if (focus) this.element.querySelector<HTMLElement>(`button[data-value="${CSS.escape(focus)}"]`)?.focus();
  }

  private draw(): void {
    for (const chart of this.charts) chart.destroy();
    this.charts = [];
    this.element.replaceChildren(this.bar());
    if (this.view.what === "table") this.element.append(...(this.others ??= this.table()));
    else if (this.view.what === "steps") this.element.append(...this.steps());
    else this.drawCharts();
  }

  private bar(): HTMLElement {
    const { view, history } = this;
    const line = h("div", { class: "bar" }, choice("What to show", [
      { value: "chart", text: "Chart" }, { value: "steps", text: "Steps" }, { value: "table", text: "Table" },
    ], view.what, (what) => this.choose({ what: what as HistoryView["what"] })));
    if (view.what !== "table" && history.metrics.length > 1) {
      const all = { value: "", text: view.what === "steps" ? "first metric" : `all ${history.metrics.length} metrics` };
      line.append(select("Metric", [all, ...history.metrics.map(({ title }) => ({ value: title, text: title }))], view.metric, (metric) => this.choose({ metric })));
    }
    if (view.what !== "chart") return line;
    line.append(this.smoothing(),
      check("Log y", view.logY, (logY) => this.choose({ logY })), check(`Log ${history.x}`, view.logX, (logX) => this.choose({ logX })),
      h("button", { type: "button", class: "link reset", onclick: () => { for (const chart of this.charts) chart.zoom(null); } }, "Whole range"));
    return line;
  }

  private smoothing(): HTMLElement {
    const slider = h("input", { type: "range", min: 0, max: 0.99, step: 0.01, class: "smoothing" });
    slider.value = String(this.view.smoothing);
    const value = h("output", {}, String(this.view.smoothing));
    slider.addEventListener("input", () => { value.textContent = slider.value; });
    slider.addEventListener("change", () => this.choose({ smoothing: Number(slider.value) }));
    return h("label", { class: "select" }, h("span", {}, "Smoothing"), slider, value);
  }

  private drawCharts(): void {
    const { history, view, page } = this;
    const metrics = history.metrics.map((_, i) => i).filter((i) => view.metric === "" ? i < chartsAtOnce : history.metrics[i]!.title === view.metric);
    const names = history.runs.map(({ run }) => page.runs[run]!.name);
    const place = h("div", { class: "charts" });
    for (const metric of metrics) {
      const chart = new Chart({
        title: history.metrics[metric]!.title, x: history.x, data: this.align(metric), names, order: names.map((_, i) => i), shown: this.shown,
        bold: names.length > 1 ? history.runs.findIndex(({ run }) => run === page.baseline) : -1, style: history.metrics[metric]!.style,
        smoothing: view.smoothing, logX: view.logX, logY: view.logY, group: this.section.id, height: metrics.length === 1 ? 380 : 260,
      });
      this.charts.push(chart);
      place.append(chart.element);
    }
    this.element.append(this.legend(names), place);
    if (view.metric === "" && history.metrics.length > chartsAtOnce) {
      this.element.append(h("p", { class: "muted" }, `The first ${chartsAtOnce} of ${history.metrics.length} metrics; choose another above.`));
    }
    const part = history.runs.filter((run) => run.truncated).map(({ run }) => page.runs[run]!.name);
    if (part.length > 0) this.element.append(h("p", { class: "muted" }, `Only part of the steps stands in the notebook: ${part.slice(0, 6).join(", ")}${part.length > 6 ? `, and ${part.length - 6} more` : ""}.`));
    this.element.append(this.summary());
  }

  /** Buttons that show and hide the runs. */
  private legend(names: string[]): HTMLElement {
    const { series } = palette();
    const list = h("div", { class: "line-legend", role: "group", "aria-label": "Runs in the chart" });
    const change = () => {
      list.querySelectorAll("button[data-line]").forEach((button, i) => button.setAttribute("aria-pressed", String(this.shown[i])));
      for (const chart of this.charts) chart.show(this.shown);
    };
    names.forEach((name, i) => list.append(h("button", {
      type: "button", "data-line": i, "data-run": this.history.runs[i]!.run, "aria-pressed": String(this.shown[i]), title: "Click to hide or show, double click for this one alone",
      onclick: () => { this.shown[i] = !this.shown[i]; change(); },
      ondblclick: () => { this.shown = names.map((_, k) => k === i); change(); },
    }, swatch(i, series), name, this.history.runs[i]!.run === this.page.baseline && h("span", { class: "tag" }, "baseline"))));
    if (names.length > 1) {
      list.append(h("button", { type: "button", class: "link", "data-all": true, onclick: () => { this.shown = names.map(() => !this.shown.every(Boolean)); change(); } }, "all / none"));
    }
    if (names.length <= legendAtOnce) return list;
    const drawn = this.shown.filter(Boolean).length;
    return h("details", { class: "more" }, h("summary", {}, `${drawn} of ${counted(names.length, "run")} shown`), list);
  }

  private align(metric: number): Aligned {
    let found = this.aligned.get(metric);
    if (!found) {
      found = align(this.history, metric);
      this.aligned.set(metric, found);
    }
    return found;
  }

  /** The last, the smallest and the largest number of each run. */
  private summary(): HTMLElement {
    const { page, history, view } = this;
    const place = h("div", { class: "history-summary" });
    const columns = history.summary.filter((column) => view.metric === "" || column.group === view.metric);
    let sort = { sort: "", descending: false };
    const draw = () => {
      place.replaceChildren(runGrid(page, {
        columns, runs: history.runs.map(({ run }) => run), diff: this.store.view.diff, status: false, sort, label: `Last, min and max of ${this.section.title}`,
        onSort: (next) => { sort = next; draw(); },
      }));
    };
    draw();
    return place;
  }

  /** Every number of a metric: a row a step, a column a run. */
  private steps(): HTMLElement[] {
    const { history, page, view } = this;
    const metric = Math.max(0, history.metrics.findIndex(({ title }) => title === view.metric));
    const { steps, lines } = this.align(metric);
    const style = history.metrics[metric]!.style;
    const head = h("tr", {}, h("th", { scope: "col", class: "name" }, history.x), ...history.runs.map(({ run }) => h("th", { scope: "col", class: "number run" }, page.runs[run]!.name)));
    const body = h("tbody", {});
    const more = h("button", { type: "button", class: "link" });
    let drawn = 0;
    const add = (count: number) => {
      for (const end = Math.min(steps.length, drawn + count); drawn < end; drawn++) {
        body.append(h("tr", {}, h("th", { scope: "row", class: "name number" }, String(steps[drawn])), ...lines.map((line, i) => {
          const value = line[drawn];
          return h("td", { class: value === undefined ? "number missing" : "number", "data-run": history.runs[i]!.run }, value === undefined ? "–" : writeNumber(value ?? NaN, style));
        })));
      }
      more.textContent = `Show more: ${counted(steps.length - drawn, "step")} below`;
      more.hidden = drawn >= steps.length;
    };
    more.addEventListener("click", () => add(1000));
    add(rowsAtFirst);
    return [h("p", { class: "muted" }, `${history.metrics[metric]!.title}, ${counted(steps.length, "step")}`),
      h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `Steps of ${history.metrics[metric]!.title}` }, h("table", { class: "grid" }, h("thead", {}, head), body)), more];
  }
}

function check(text: string, on: boolean, changed: (on: boolean) => void): HTMLElement {
  const box = h("input", { type: "checkbox", onchange: () => changed(box.checked) });
  box.checked = on;
  return h("label", { class: "check" }, box, ` ${text}`);
}
