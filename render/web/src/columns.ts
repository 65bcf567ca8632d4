// Which columns of the overview are shown, in which order, and which runs their ranges leave.

import { own, type View } from "./hash";
import type { Column } from "./model";

/** The columns in the reader's order; what was not moved stays in the order of the notebooks. */
export function arranged(all: Column[], at: View["at"]): Column[] {
  const moved = all.filter((column) => own(at, column.title) !== undefined).sort((a, b) => at[a.title]! - at[b.title]!);
  const list = all.filter((column) => own(at, column.title) === undefined);
  for (const column of moved) list.splice(at[column.title]!, 0, column);
  return list;
}

/** The places of the moved columns after one was moved by some places. */
export function moved(all: Column[], at: View["at"], title: string, by: number): View["at"] {
  const list = arranged(all, at);
  const from = list.findIndex((column) => column.title === title);
  const to = Math.min(list.length - 1, Math.max(0, from + by));
  list.splice(to, 0, ...list.splice(from, 1));
  const next: View["at"] = {};
  list.forEach((column, i) => { if (column.title === title || own(at, column.title) !== undefined) next[column.title] = i; });
  return next;
}

export interface Range { low: number; high: number }

/** Reads 1..2, ..2 and 1.. */
export function readRange(text: string | undefined): Range | null {
  const [low, high, more] = (text ?? "").split("..").map((part) => part.trim());
  if (high === undefined || more !== undefined || (low === "" && high === "")) return null;
  const range = { low: low === "" ? -Infinity : Number(low), high: high === "" ? Infinity : Number(high) };
  return Number.isNaN(range.low) || Number.isNaN(range.high) ? null : range;
}

/** Leaves the runs whose numbers are within all ranges; a run without a number is in none. */
export function withinRanges(runs: number[], columns: Column[], ranges: View["range"]): number[] {
  for (const column of columns) {
    const range = column.number ? readRange(own(ranges, column.title)) : null;
    if (!range) continue;
    runs = runs.filter((run) => {
      const number = column.number![run];
      return number !== null && number !== undefined && number >= range.low && number <= range.high;
    });
  }
  return runs;
}
