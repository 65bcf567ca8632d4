// One metric of all runs as lines over the steps. Dragging zooms, a double click shows all again; what the pointer is near is said
// below, with the numbers of all runs.

import uPlot from "uplot";
import type { Aligned } from "./align";
import { h } from "./dom";
import type { NumberStyle } from "./numberstyle";
import { writeNumber } from "./numberstyle";
import { press } from "./keys";
import { lineStyle, palette } from "./seriescolours";
import { smooth } from "./smooth";
import { onPaper } from "./theme";

export interface LineChart {
  title: string;
  x: string;
  data: Aligned;
  names: string[]; // of the lines
  order: number[]; // the number by which each line has its colour
  shown: boolean[];
  bold: number; // the line of the baseline; -1 for none
  style: NumberStyle;
  smoothing: number; // 0 to 1
  logX: boolean;
  logY: boolean;
  group: string; // charts of one group share zoom and pointer
  height: number;
}

/** So many numbers are said beside the pointer. */
const saidAtMost = 14;

export class Chart {
  readonly element: HTMLElement;
  private plot: uPlot | null = null;
  private readonly place: HTMLElement;
  private readonly tip = h("div", { class: "tip", role: "status", hidden: true });
  private readonly note = h("p", { class: "muted note" });
  private readonly sized = new ResizeObserver(() => this.fit());

  constructor(private chart: LineChart) {
    this.place = h("div", {
      class: "plot-place", tabindex: "0", role: "group", "aria-label": spoken(chart),
      onkeydown: (event: KeyboardEvent) => this.key(event), onblur: () => { this.tip.hidden = true; },
    });
    this.element = h("figure", { class: "line-chart", "data-metric": chart.title },
      h("figcaption", {}, h("b", {}, chart.title)), this.place, this.note);
    this.place.append(this.tip);
    this.sized.observe(this.place);
  }

  /** Frees what the chart holds; it is not drawn any more. */
  destroy(): void {
    this.sized.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  show(shown: boolean[]): void {
    this.chart.shown = shown;
    this.redraw();
  }

  redraw(): void {
    this.plot?.destroy();
    this.plot = null;
    this.fit();
  }

  private key(event: KeyboardEvent): void {
    const { plot } = this;
    if (!plot) return;
    const count = plot.data[0].length;
    const from = plot.cursor.idx ?? -1;
    const to = (at: number) => this.point(plot, Math.min(count - 1, Math.max(0, at)));
    press("chart", event, {
      left: () => to(from < 0 ? count - 1 : from - 1), right: () => to(from + 1), first: () => to(0), last: () => to(count - 1),
      larger: () => {
        const { min, max } = plot.scales.x!;
        const middle = plot.data[0][Math.max(0, from)] ?? min!;
        const half = (max! - min!) / 4;
        plot.setScale("x", { min: middle - half, max: middle + half });
      },
      whole: () => this.zoom(null),
    });
  }

  /** Puts the pointer's line on a step and says its numbers. */
  private point(plot: uPlot, at: number): void {
    const step = plot.data[0][at]!;
    const { min, max } = plot.scales.x!;
    if (step < min! || step > max!) plot.setScale("x", { min: step - (max! - min!) / 2, max: step + (max! - min!) / 2 });
    const left = plot.valToPos(step, "x");
    plot.setCursor({ left: Math.min(plot.over.clientWidth - 0.5, Math.max(0.5, left)), top: plot.over.clientHeight / 2 });
    this.say(plot);
  }

  /** Shows the steps between two, or all. */
  zoom(range: { min: number; max: number } | null): void {
    const steps = this.chart.data.steps;
    const all = { min: steps[0] ?? 0, max: steps[steps.length - 1] ?? 1 };
    this.plot?.setScale("x", range ?? all);
  }

  private fit(): void {
    const width = onPaper() ? Math.min(480, this.place.clientWidth) : Math.floor(this.place.clientWidth);
    if (width < 50) return;
    if (this.plot) this.plot.setSize({ width, height: this.chart.height });
    else this.plot = this.draw(width);
  }

  private draw(width: number): uPlot {
    const { chart } = this;
    const colours = palette();
    const { data, left } = drawable(chart);
    this.note.textContent = left === 0 ? "" : `${left} ${left === 1 ? "number" : "numbers"} below or at zero cannot stand on a logarithmic axis.`;
    const lines = chart.names.flatMap((name, i) => {
      const { stroke, dash } = lineStyle(chart.order[i]!, colours.series);
      const line: uPlot.Series = { label: name, stroke, width: i === chart.bold ? 3 : 1.6, show: chart.shown[i]!, spanGaps: false, ...(dash ? { dash } : {}) };
      line.points = { show: (data[0].length <= 40) as boolean, size: 5 };
      if (chart.smoothing === 0) return [line];
      return [{ ...line, alpha: 0.28, width: 1, points: { show: false } }, { ...line, points: { show: false } }];
    });
    const axis: uPlot.Axis = { stroke: colours.muted, grid: { stroke: colours.line, width: 1 }, ticks: { stroke: colours.line, width: 1 }, font: "12px system-ui, sans-serif" };
    return new uPlot({
      width, height: chart.height, padding: [8, 14, 0, 0],
      scales: { x: { time: false, distr: chart.logX ? 3 : 1 }, y: { distr: chart.logY ? 3 : 1 } },
      series: [{ label: chart.x }, ...lines],
      axes: [
        { ...axis, label: chart.x, labelSize: 18, labelFont: "12px system-ui, sans-serif", size: 34 },
        { ...axis, size: axisWidth, values: (_, ticks) => ticks.map((tick) => tick === null ? "" : tickText(tick)) },
      ],
      legend: { show: false },
      focus: { alpha: chart.names.length > 1 ? 0.35 : 1 },
      cursor: { focus: { prox: 24 }, drag: { x: true, y: false }, sync: { key: chart.group, scales: ["x", null] }, points: { size: 7 } },
      hooks: { setCursor: [(plot) => this.say(plot)] },
    }, data as uPlot.AlignedData, this.place);
  }

  /** Says the numbers of all runs at the pointer's step, the nearest first where there are many. */
  private say(plot: uPlot): void {
    const at = plot.cursor.idx;
    const under = plot.over.matches(":hover") || document.activeElement === this.place;
    if (at === null || at === undefined || !under || plot.cursor.left! < 0) {
      this.tip.hidden = true;
      return;
    }
    const { chart } = this;
    const pointer = plot.posToVal(plot.cursor.top!, "y");
    const rows = chart.names.flatMap((name, i) => {
      const value = chart.data.lines[i]![at];
      return chart.shown[i] && typeof value === "number" ? [{ name, i, value }] : [];
    });
    rows.sort((a, b) => Math.abs(a.value - pointer) - Math.abs(b.value - pointer));
    const left = rows.length - saidAtMost;
    const said = rows.slice(0, saidAtMost).sort((a, b) => b.value - a.value);
    const { series } = palette();
    this.tip.replaceChildren(h("p", {}, `${chart.x} ${chart.data.steps[at]}`), ...said.map(({ name, i, value }) => h("p", { class: "tip-row" },
      swatch(chart.order[i]!, series), h("span", { class: "tip-name" }, name), h("b", {}, writeNumber(value, chart.style)))),
      ...(left > 0 ? [h("p", { class: "muted" }, `and ${left} more`)] : []));
    this.tip.hidden = false;
    const x = plot.over.offsetLeft + plot.cursor.left!;
    const beyond = x + this.tip.offsetWidth + 20 > this.place.clientWidth;
    this.tip.style.left = `${Math.max(0, beyond ? x - this.tip.offsetWidth - 14 : x + 14)}px`;
    this.tip.style.top = `${plot.over.offsetTop + 4}px`;
  }
}

/** A short line in the colour and the dashes of the n-th line. */
export function swatch(n: number, series: string[]): HTMLElement {
  const { stroke, dash } = lineStyle(n, series);
  const mark = h("span", { class: "line-mark", "aria-hidden": "true" });
  mark.style.borderTop = `3px ${dash ? (dash.length > 2 ? "double" : dash[0]! > 4 ? "dashed" : "dotted") : "solid"} ${stroke}`;
  return mark;
}

/** The numbers that can be drawn, and how many cannot. */
function drawable(chart: LineChart): { data: [number[], ...(number | null | undefined)[][]]; left: number } {
  let left = 0;
  const from = chart.logX ? chart.data.steps.findIndex((step) => step > 0) : 0;
  const steps = from < 0 ? [] : chart.data.steps.slice(from);
  const lines = chart.data.lines.flatMap((line) => {
    const raw = line.slice(from < 0 ? line.length : from).map((value) => {
      if (typeof value !== "number") return value;
      if (!isFinite(value)) return null;
      if (chart.logY && value <= 0) {
        left++;
        return null;
      }
      return value;
    });
    if (chart.smoothing === 0) return [raw];
    return [raw, smoothed(raw, chart.smoothing)];
  });
  return { data: [steps, ...lines], left: left + Math.max(0, from) };
}

function smoothed(line: (number | null | undefined)[], weight: number): (number | null | undefined)[] {
  const there = line.map((value) => value ?? null);
  return smooth(there, weight).map((value, i) => line[i] === undefined ? undefined : value);
}

function tickText(tick: number): string {
  const text = Math.abs(tick) >= 1e6 || (tick !== 0 && Math.abs(tick) < 1e-4) ? tick.toExponential(1).replace(".0e", "e") : String(Number(tick.toPrecision(6)));
  return text.replace("-", "\u2212").replace("e\u2212", "e-");
}

function axisWidth(plot: uPlot, values: string[] | null): number {
  const longest = (values ?? []).reduce((most, text) => Math.max(most, text?.length ?? 0), 3);
  return Math.max(plot.axes.length ? 38 : 38, longest * 7 + 16);
}

/** What a screen reader says of a chart, whose numbers stand in tables. */
function spoken({ title, x, names, data: { steps } }: LineChart): string {
  return `Chart of ${title} over ${x}: ${names.length} ${names.length === 1 ? "line" : "lines"}, ${steps.length} ${steps.length === 1 ? "step" : "steps"}. ` +
    "Arrow keys say the numbers; below stand the last, smallest and largest, and under Steps all of them.";
}
