// Which rows of tables on common axes differ, which are shown, and in which order.

import type { Axis, TableRun, Tables } from "./model";
import { compareText } from "./order";

/** How the reader wants the rows of a table. */
export interface RowView {
  only: boolean; // rows that differ
  tolerance: string; // 0.01, or 1% of the base's number; "" is none
  find: string; // words that a row must have
  order: string; // "" as they stand, "label", "change", or a column and a run: loss@lr-0.1
  descending: boolean;
}

export function firstRows(): RowView {
  return { only: false, tolerance: "", find: "", order: "", descending: false };
}

export function writeRows(view: RowView): string {
  const escape = (text: string) => text.replace(/%(?=3B|25)/g, "%25").replaceAll(";", "%3B");
  return [view.only && "differing", view.tolerance && `tolerance=${escape(view.tolerance)}`, view.find && `find=${escape(view.find)}`,
    view.order && `order=${view.descending ? "-" : ""}${escape(view.order)}`].filter(Boolean).join(";");
}

export function readRows(text: string | undefined): RowView {
  const view = firstRows();
  for (const part of (text ?? "").split(";")) {
    const at = part.indexOf("=");
    const value = unescape(part.slice(at + 1));
    if (part === "differing") view.only = true;
    else if (part.startsWith("tolerance=")) view.tolerance = value;
    else if (part.startsWith("find=")) view.find = value;
    else if (part.startsWith("order=")) Object.assign(view, { descending: value.startsWith("-"), order: value.replace(/^-/, "") });
  }
  return view;
}

function unescape(text: string): string {
  return text.replace(/%3B|%25/g, (code) => code === "%3B" ? ";" : "%");
}

export interface Tolerance { absolute: number; relative: number }

/** Reads 0.01 and 1%; null is neither. */
export function readTolerance(text: string): Tolerance | null {
  const percent = text.trim().endsWith("%");
  const number = Number(text.trim().replace(/%$/, "").trim() || "0");
  if (!isFinite(number) || number < 0) return null;
  return percent ? { absolute: 0, relative: number / 100 } : { absolute: number, relative: 0 };
}

/** A cell with every digit; null where the run's table has none. */
export function exact(table: TableRun, at: number): string | null {
  const text = table.text?.[at] ?? null;
  return text === null ? null : (table.full?.[at] || text).replace("\u2212", "-");
}

export class Rows {
  private readonly scales = new Map<number, number>(); // the largest change of each column
  private readonly cache = new Map<number, number>();

  /** The first of the runs is what the others are compared with. */
  constructor(private data: Tables, private runs: TableRun[], private columns: number[], private tolerance: Tolerance) {}

  /** The largest change of a column. */
  private scale(column: number): number {
    let most = this.scales.get(column);
    if (most !== undefined) return most;
    most = 0;
    for (let i = 0; i < this.data.index.length; i++) for (const run of this.runs.slice(1)) most = Math.max(most, this.delta(i, column, run) || 0);
    this.scales.set(column, most);
    return most;
  }

  private delta(row: number, column: number, run: TableRun): number {
    const at = row * this.data.columns.length + column;
    const [a, b] = [exact(this.runs[0]!, at), exact(run, at)];
    if (a === null || b === null || a === "" || b === "") return NaN;
    const delta = Math.abs(Number(a) - Number(b));
    return isFinite(delta) ? delta : NaN;
  }

  /** Says whether a run's cell differs from the base's by more than the tolerance. */
  differs(row: number, column: number, run: TableRun): boolean {
    if (run === this.runs[0]) return false;
    const at = row * this.data.columns.length + column;
    const [a, b] = [exact(this.runs[0]!, at), exact(run, at)];
    if (a === b) return false;
    if (a === null || b === null) return true;
    const delta = this.delta(row, column, run);
    if (Number.isNaN(delta)) return true;
    return delta > this.tolerance.absolute + this.tolerance.relative * Math.abs(Number(a));
  }

  /** Says whether a row has a cell that differs. */
  changes(row: number): boolean {
    return this.columns.some((column) => this.runs.some((run) => this.differs(row, column, run)));
  }

  /** How much a row changes: 0 for nothing, 1 for the largest change of a column, 2 for a cell that only one of two has. */
  change(row: number): number {
    const known = this.cache.get(row);
    if (known !== undefined) return known;
    let most = 0;
    for (const column of this.columns) {
      for (const run of this.runs.slice(1)) {
        if (!this.differs(row, column, run)) continue;
        const at = row * this.data.columns.length + column;
        const whole = exact(this.runs[0]!, at) === null || exact(run, at) === null;
        const share = this.delta(row, column, run) / (this.scale(column) || 1);
        most = Math.max(most, whole ? 2 : Number.isNaN(share) ? 1 : Math.max(share, 1e-9));
      }
    }
    this.cache.set(row, most);
    return most;
  }

  /** The rows to show, in order. */
  select(view: RowView, labelOf: (axis: Axis) => string, cell: { column: number; run: TableRun } | null): number[] {
    const words = view.find.toLowerCase().split(/\s+/).filter(Boolean);
    let rows = this.data.index.map((_, i) => i);
    if (view.only) rows = rows.filter((i) => this.changes(i));
    if (words.length > 0) rows = rows.filter((i) => this.holds(i, words, labelOf));
    const sign = view.descending ? -1 : 1;
    if (view.order === "label") rows.sort((a, b) => sign * compareText(labelOf(this.data.index[a]!), labelOf(this.data.index[b]!)) || a - b);
    else if (view.order === "change") rows.sort((a, b) => this.change(b) - this.change(a) || a - b);
    else if (cell) this.sortBy(rows, cell, sign);
    return rows;
  }

  private holds(row: number, words: string[], labelOf: (axis: Axis) => string): boolean {
    const texts = [labelOf(this.data.index[row]!)];
    for (const column of this.columns) for (const run of this.runs) texts.push(run.text?.[row * this.data.columns.length + column] ?? "");
    const all = texts.join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  }

  private sortBy(rows: number[], { column, run }: { column: number; run: TableRun }, sign: number): void {
    const value = (row: number) => exact(run, row * this.data.columns.length + column);
    const numeric = this.data.columns[column]!.numeric === true;
    const missing = (text: string | null) => text === null || text === "" || (numeric && Number.isNaN(Number(text)));
    rows.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      const none = Number(missing(x)) - Number(missing(y));
      if (none !== 0 || missing(x)) return none || a - b;
      return sign * (numeric ? Number(x) - Number(y) : compareText(x!, y!)) || a - b;
    });
  }
}
