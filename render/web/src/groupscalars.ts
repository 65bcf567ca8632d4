// The numbers of a key by group, as the overview has them: one number as a list of groups with their mean, interval and runs on a
// line, several as a table.

import type { Format, Sheet } from "./copy";
import { h } from "./dom";
import { fillGroupCell } from "./groupcell";
import { groupSheet, notes } from "./groupcopy";
import { groupGrid, turnedGroups, type GroupOptions } from "./groupgrid";
import { isMetric, type Group, type Grouping, type Metric } from "./groups";
import type { Stats } from "./groupstats";
import { statText } from "./groupstyle";
import type { Column, PageData } from "./model";
import type { Store } from "./store";

/** Up to so many groups a table of several numbers has a column a group; beyond, a row a group. */
const groupsAcross = 5;
/** Up to so many groups a single number is drawn as a list. */
const groupsAsDots = 60;
/** So many runs of a group are drawn as marks. */
const marksAtMost = 200;

export interface Sort { sort: string; descending: boolean }

/** How the reader arranged the groups of a section. */
export interface GroupState { sort: Sort; open: Set<string>; changed: () => void }

/** What a section shows of columns of which one at least is a metric. */
export function groupScalars(page: PageData, store: Store, grouping: Grouping, columns: Column[], label: string, state: GroupState): HTMLElement[] {
  const { diff } = store.view;
  const { sort, open } = state;
  const metrics = columns.filter(isMetric);
  const one = columns.length === 1 && grouping.groups.length <= groupsAsDots;
  const options: GroupOptions = {
    columns, diff, sort, open, label, anchors: undefined, onBaseline: undefined,
    onSort: (next) => { state.sort = next; state.changed(); },
    onOpen: (name) => { if (!open.delete(name)) open.add(name); state.changed(); },
  };
  const table = one ? [groupDots(grouping, grouping.metric(metrics[0]!), diff)]
    : grouping.groups.length <= groupsAcross && columns.length > 1 ? turnedGroups(page, grouping, options) : [groupGrid(page, grouping, options)];
  return [...table, ...notes(grouping, metrics).map((text) => h("p", { class: "note-line" }, text))];
}

/** The groups' numbers to be copied: the same as of `nbcompare table --group-by`. */
export function groupScalarsSheet(grouping: Grouping, columns: Column[], sort: Sort, format: Format, said: string): Sheet {
  const metrics = columns.filter(isMetric);
  return groupSheet(grouping, metrics.map((column) => grouping.metric(column)), grouping.sorted(metrics, sort), format, said);
}

/** The groups that have a number, the best first, then the others. */
function bestFirst(grouping: Grouping, metric: Metric): number[] {
  const { title, better } = metric.column;
  return grouping.sorted([metric.column], { sort: title, descending: better === "higher" });
}

function groupDots(grouping: Grouping, metric: Metric, diff: boolean): HTMLElement {
  const scale = scaleOf(metric.stats);
  const base = grouping.compared ? metric.stats[grouping.baseline]!.mean : NaN;
  const body = h("tbody", {}, ...bestFirst(grouping, metric).map((group) => {
    const entry = grouping.groups[group]!;
    const own = grouping.compared && group === grouping.baseline;
    const cell = h("td", {});
    fillGroupCell(cell, metric, group, entry.runs.length, diff);
    return h("tr", { class: own ? "group baseline" : "group", "data-group": group },
      h("th", { scope: "row", class: "name" }, h("span", { class: "value" }, grouping.name(group)), own && h("span", { class: "tag" }, "baseline")),
      cell, plot(metric, group, entry, scale, base, own));
  }));
  const { column, numbers } = metric;
  const end = (f: number) => h("span", {}, statText(f, numbers));
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `${column.title} by group` }, h("table", { class: "dots grouped" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, grouping.by.map(({ label }) => label).join(" · ") || "Group"), h("th", { scope: "col", class: "number" }, "mean ± deviation"),
      h("th", { scope: "col", class: "axis" }, end(scale.low), h("span", { class: "muted" }, column.better ? `${column.better} is better` : ""), end(scale.high)))),
    body));
}

export interface Scale { low: number; high: number }

/** From the smallest to the largest number; an interval may reach half as far beyond them. */
export function scaleOf(stats: Stats[]): Scale {
  const finite = (numbers: number[]) => numbers.filter((f) => isFinite(f));
  const [low, high] = [Math.min(...finite(stats.map(({ min }) => min))), Math.max(...finite(stats.map(({ max }) => max)))];
  const room = (high - low) / 2;
  return { low: Math.max(low - room, Math.min(low, ...finite(stats.map((own) => own.low)))), high: Math.min(high + room, Math.max(high, ...finite(stats.map((own) => own.high)))) };
}

/** The mean on its interval, and a mark for each run. */
function plot(metric: Metric, group: number, { runs }: Group, scale: Scale, base: number, own: boolean): HTMLElement {
  const cell = h("td", { class: "plot", "aria-hidden": "true" });
  const { mean, low, high } = metric.stats[group]!;
  const at = (f: number) => scale.high > scale.low ? Math.min(1, Math.max(0, (f - scale.low) / (scale.high - scale.low))) : 0.5;
  const place = (element: HTMLElement, f: number) => {
    element.style.left = `calc(8px + (100% - 16px) * ${at(f).toFixed(4)})`;
    cell.append(element);
  };
  if (isFinite(base)) place(h("span", { class: "base" }), base);
  if (isFinite(low) && isFinite(high)) {
    const bar = h("span", { class: "interval-bar" });
    bar.style.width = `calc((100% - 16px) * ${(at(high) - at(low)).toFixed(4)})`;
    place(bar, low);
  }
  for (const run of runs.slice(0, marksAtMost)) {
    const number = metric.column.number![run];
    if (number !== null && number !== undefined && isFinite(number)) place(h("span", { class: "run-mark" }), number);
  }
  if (isFinite(mean)) place(h("span", { class: own ? "dot hollow" : "dot" }), mean);
  return cell;
}
