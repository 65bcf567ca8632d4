// Runs in groups: those that agree in some parameters, with the statistics of each metric, as `nbcompare table --group-by` has
// them. Which values are one, Go decides (render/report_groups.go).

import { compareGroups, statsOf, tooSmall, type Against, type Stats } from "./groupstats";
import { groupStyles } from "./groupstyle";
import type { Column, GroupColumn, PageData } from "./model";
import type { NumberStyle } from "./numberstyle";

const allBut = "all-but:";

/** What runs are grouped by, as --group-by has it: params.model,params.data, status, or all-but:params.seed. */
export function readGroupBy(page: PageData, text: string): GroupColumn[] | null {
  const but = text.startsWith(allBut);
  const named = splitPaths(text.replace(allBut, "")).map((path) => find(page, path, but)).filter((column) => column !== undefined);
  if (named.length === 0) return null;
  return but ? page.groupBy.filter((column) => !named.includes(column)) : [...new Set(named)];
}

function find(page: PageData, path: string, but: boolean): GroupColumn | undefined {
  return page.groupBy.find((column) => column.title === path) ?? page.groupBy.find((column) => column.label === path || `param:${column.label}` === path)
    ?? (path === "status" && !but ? statusColumn(page) : undefined);
}

const statusColumns = new WeakMap<PageData, GroupColumn>();

/** How the runs ended, as a column to group by. */
export function statusColumn(page: PageData): GroupColumn {
  let column = statusColumns.get(page);
  if (!column) {
    const words = [...new Set(page.runs.map((run) => run.status as string))].sort();
    statusColumns.set(page, column = { title: "status", label: "status", class: page.runs.map((run) => words.indexOf(run.status)), text: words });
  }
  return column;
}

/** Writes a choice, the shorter way: all but the few, or the few. */
export function writeGroupBy(page: PageData, by: GroupColumn[]): string {
  const others = page.groupBy.filter((column) => !by.includes(column));
  const but = others.length > 0 && by.every((column) => page.groupBy.includes(column)) && (others.length < by.length || by.length === 0);
  return (but ? allBut : "") + (but ? others : by).map((column) => column.title).join(",");
}

/** Splits a list of paths at commas that stand in no quotes: a["x,y"].b is one. */
function splitPaths(text: string): string[] {
  return (text.match(/(?:"(?:\\.|[^"\\])*"|[^,"]|")+/g) ?? []).map((path) => path.trim()).filter(Boolean);
}

export interface Group {
  classes: number[]; // one a column of the grouping
  runs: number[];
}

/** The statistics of a metric in each group. */
export interface Metric {
  column: Column;
  stats: Stats[];
  against: (Against | null)[]; // null for the baseline group, and where one of the two has no number
  numbers: NumberStyle;
  spread: NumberStyle; // of deviations and intervals
  best: number | null; // the best mean, where one is better than another
}

export class Grouping {
  readonly groups: Group[] = []; // in the order of their first runs
  readonly baseline: number; // the group of the page's baseline, -1 for none
  readonly unread: number; // runs that are in no group, as they could not be read
  readonly compared: boolean; // with the baseline's group
  private readonly metrics = new Map<Column, Metric>();

  constructor(page: PageData, readonly by: GroupColumn[], runs: number[]) {
    const known = new Map<string, Group>();
    const read = runs.filter((run) => page.runs[run]!.status !== "unreadable");
    this.unread = runs.length - read.length;
    for (const run of read) {
      const classes = this.classesOf(run);
      const key = classes.join();
      let group = known.get(key);
      if (!group) {
        known.set(key, group = { classes, runs: [] });
        this.groups.push(group);
      }
      group.runs.push(run);
    }
    const base = page.baseline < 0 ? undefined : known.get(this.classesOf(page.baseline).join());
    this.baseline = base ? this.groups.indexOf(base) : -1;
    this.compared = this.groups.length > 1 && this.baseline >= 0;
  }

  private classesOf(run: number): number[] {
    return this.by.map((column) => column.class[run]!);
  }

  /** The values that the runs of a group agree in; "" for a missing one. */
  values(group: number, full = false): string[] {
    return this.by.map((column, i) => {
      const at = this.groups[group]!.classes[i]!;
      return (full && column.full?.[at]) || (column.text[at] ?? "");
    });
  }

  /** The group's values in a line. */
  name(group: number): string {
    return this.by.length === 0 ? "all runs" : this.values(group).map((text) => text || "–").join(" · ");
  }

  metric(column: Column): Metric {
    let metric = this.metrics.get(column);
    if (!metric) this.metrics.set(column, metric = this.sumUp(column));
    return metric;
  }

  private sumUp(column: Column): Metric {
    const lists = this.groups.map((group) => numbersOf(column, group.runs));
    const stats = lists.map(({ numbers, nan }) => statsOf(numbers, nan));
    const against = stats.map((own, i) => !this.compared || i === this.baseline ? null
      : compareGroups(lists[this.baseline]!.numbers, lists[i]!.numbers, stats[this.baseline]!.mean, own.mean));
    return { column, stats, against, ...groupStyles(stats), best: bestMean(column, stats) };
  }

  /** How many numbers of some metrics are NaN, and whether a group is too small for any difference to be significant. */
  leftOut(columns: Column[]): { nan: number; few: boolean } {
    let nan = 0;
    let few = false;
    for (const column of columns) {
      const counts = this.groups.map(({ runs }) => {
        const own = numbersOf(column, runs);
        nan += own.nan;
        return own.numbers.length;
      });
      few ||= this.compared && counts.some((n, i) => i !== this.baseline && n > 0 && counts[this.baseline]! > 0 && tooSmall(counts[this.baseline]!, n));
    }
    return { nan, few };
  }

  /** The groups in the order that the reader chose; by "run" is by their values. */
  sorted(columns: Column[], sort: { sort: string; descending: boolean }): number[] {
    const order = this.groups.map((_, i) => i);
    const sign = sort.descending ? -1 : 1;
    if (sort.sort === "run") return order.sort((a, b) => sign * compareClasses(this.groups[a]!.classes, this.groups[b]!.classes) || a - b);
    const at = this.by.findIndex((column) => column.title === sort.sort);
    if (at >= 0) return order.sort((a, b) => sign * (this.groups[a]!.classes[at]! - this.groups[b]!.classes[at]!) || a - b);
    const column = columns.find((candidate) => candidate.title === sort.sort && isMetric(candidate));
    if (!column) return order;
    const means = this.metric(column).stats.map((stats) => stats.mean);
    return order.sort((a, b) => Number(Number.isNaN(means[a])) - Number(Number.isNaN(means[b])) || sign * (means[a]! < means[b]! ? -1 : means[a]! > means[b]! ? 1 : 0) || a - b);
  }
}

function compareClasses(a: number[], b: number[]): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}

/** Whether a column holds what can be summed up: numbers and None, of no parameter. */
export function isMetric(column: Column): boolean {
  return column.number !== undefined && column.source !== "param";
}

/** The numbers of some runs, without NaN, and how many were NaN. */
function numbersOf(column: Column, runs: number[]): { numbers: number[]; nan: number } {
  const numbers: number[] = [];
  let nan = 0;
  for (const run of runs) {
    const number = column.number![run];
    if (number !== null && number !== undefined) numbers.push(number);
    else if (column.text[run] !== null && column.text[run] !== "None") nan++;
  }
  return { numbers, nan };
}

function bestMean(column: Column, stats: Stats[]): number | null {
  const means = stats.map((group) => group.mean).filter((mean) => !Number.isNaN(mean));
  const best = column.better === "higher" ? Math.max(...means) : Math.min(...means);
  return column.better && means.some((mean) => mean !== best) ? best : null;
}

/** +1 for a significantly better mean than the baseline's, -1 for a worse one. */
export function verdictOf(column: Column, against: Against): number {
  if (!against.significant || !column.better) return 0;
  return Math.sign(against.delta) * (column.better === "higher" ? 1 : -1);
}

/** In which other parameters the runs of a group differ, and the values that they have. */
export function folded(page: PageData, grouping: Grouping, group: Group): { label: string; values: string[] }[] {
  return page.groupBy.filter((column) => !grouping.by.includes(column)).flatMap((column) => {
    const classes = [...new Set(group.runs.map((run) => column.class[run]!))].sort((a, b) => a - b);
    return classes.length < 2 ? [] : [{ label: column.label, values: classes.map((at) => column.text[at] ?? "–") }];
  });
}
