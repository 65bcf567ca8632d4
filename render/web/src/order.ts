// The order of runs: by a column, by name or by status; what has no value comes last either way.

import type { Column, Run } from "./model";

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Compares texts as people order them: run_2 before run_10. */
export function compareText(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Returns run indices sorted by a column; equal values keep input order. */
export function orderBy(runs: number[], column: Column, descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  const missing = (run: number) => column.text[run] === null || (column.number !== undefined && column.number[run] === null);
  return [...runs].sort((a, b) => {
    const none = Number(missing(a)) - Number(missing(b));
    if (none !== 0 || missing(a)) return none || a - b;
    const difference = column.number
      ? Math.sign(column.number[a]! - column.number[b]!) || 0
      : compareText(full(column, a), full(column, b));
    return sign * difference || a - b;
  });
}

export function orderByName(runs: number[], all: Run[], descending: boolean): number[] {
  return [...runs].sort((a, b) => (descending ? -1 : 1) * compareText(all[a]!.name, all[b]!.name) || a - b);
}

const severity = ["ok", "partial", "not-executed", "failed", "unreadable"];

export function orderByStatus(runs: number[], all: Run[], descending: boolean): number[] {
  const rank = (run: number) => severity.indexOf(all[run]!.status);
  return [...runs].sort((a, b) => (descending ? -1 : 1) * (rank(a) - rank(b)) || a - b);
}

/** The first click on a column shows the best on top, the second turns it round, the third gives input order back. */
export function nextSort(
  current: { sort: string; descending: boolean }, title: string, better?: "lower" | "higher",
): { sort: string; descending: boolean } {
  const first = better === "higher";
  if (current.sort !== title) return { sort: title, descending: first };
  if (current.descending === first) return { sort: title, descending: !first };
  return { sort: "", descending: false };
}

export function full(column: Column, run: number): string {
  return column.full?.[run] || column.text[run] || "";
}

/** Finds the runs in which every word of a filter stands in the name, the status or a value (label=value). */
export class RunFilter {
  private texts: string[] | null = null; // made once, when there is a filter

  constructor(private runs: Run[], private columns: Column[]) {}

  apply(filter: string): number[] {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const all = this.runs.map((_, i) => i);
    if (words.length === 0) return all;
    this.texts ??= all.map((run) => [this.runs[run]!.name, this.runs[run]!.status,
      ...this.columns.map((column) => `${column.label}=${full(column, run)}`)].join("\n").toLowerCase());
    return all.filter((run) => words.every((word) => this.texts![run]!.includes(word)));
  }
}

/** The columns of a wide table that are on the screen, with some to spare; ends holds where each ends, in pixels. */
export function visibleColumns(ends: number[], left: number, right: number): { start: number; end: number } {
  const spare = 1;
  const step = 3; // so that not every little move draws anew
  const first = ends.findIndex((end) => end > left);
  const last = ends.findIndex((end) => end >= right);
  const start = Math.max(0, (first < 0 ? ends.length : first) - spare);
  const end = Math.min(ends.length, (last < 0 ? ends.length : last + 1) + spare);
  return { start: start - start % step, end: Math.min(ends.length, end + (step - end % step) % step) };
}

/** The rows of a long table that are on the screen, with some to spare on both sides; ends holds where each ends, in pixels. */
export function visibleRows(ends: number[], top: number, height: number): { start: number; end: number } {
  const spare = 4;
  const start = Math.max(0, firstPast(ends, top) - spare);
  return { start: Math.min(start, ends.length), end: Math.min(ends.length, firstPast(ends, top + height) + 1 + spare) };
}

/** The first row that ends below a place. */
function firstPast(ends: number[], place: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
