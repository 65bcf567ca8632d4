// The cells of the notebooks in common rows, as Go aligned them (render/report_cells.go): which run has what in which row.

import type { MarkdownNode } from "./markdowntree";
import type { Picture } from "./model";

export interface CellsData {
  rows: number;
  lists: number[][]; // of each cell: row, index in the notebook, index in texts (-1: the run's own parameters)
  moved?: number[][]; // rows of each list
  texts: SourceText[];
  outputs: CellOutput[];
  runs: { list: number; injected?: number; outputs?: number[][]; some?: boolean }[];
  keys: { row: number; title: string; tag?: string }[]; // tag: what a cell with the key has
  leftOut?: string[];
}

export interface SourceText { type: string; source: string; tags?: string[]; tree?: MarkdownNode[] }

export interface CellOutput {
  kind: "stdout" | "stderr" | "error" | "text" | "html" | "markdown" | "latex" | "image" | "other";
  mime?: string;
  text?: string;
  alike?: number; // one more than the index of an output that says the same
  omitted?: number;
  failure?: boolean; // the text is the run's traceback
  picture?: Picture;
  html?: string; // for a frame without scripts
  tree?: MarkdownNode[];
  math?: boolean;
}

/** What a run has in a row. */
export interface Cell { index: number; text: number; outputs: number[]; moved: boolean }

/** How a row differs among runs. */
export type RowState = "equal" | "outputs" | "source" | "missing";

export class Notebooks {
  private readonly lists: (Map<number, { index: number; text: number }> | undefined)[];
  private readonly moved: Set<number>[];
  private readonly outputs = new Map<number, Map<number, number[]>>();

  constructor(readonly data: CellsData, private readonly traceback: (run: number) => string) {
    this.lists = data.lists.map(() => undefined);
    this.moved = (data.moved ?? []).map((rows) => new Set(rows));
  }

  /** The cell of a run in a row; undefined where it has none. */
  cell(run: number, row: number): Cell | undefined {
    const own = this.data.runs[run];
    if (!own || own.list < 0) return undefined;
    const cell = this.list(own.list).get(row);
    if (!cell) return undefined;
    return {
      index: cell.index, text: cell.text >= 0 ? cell.text : own.injected ?? -1,
      outputs: this.outputsOf(run).get(cell.index) ?? [], moved: this.moved[own.list]?.has(row) ?? false,
    };
  }

  /** The row of a run's cell; -1 for none. */
  rowOf(run: number, index: number): number {
    const own = this.data.runs[run];
    if (!own || own.list < 0) return -1;
    for (const [row, cell] of this.list(own.list)) if (cell.index === index) return row;
    return -1;
  }

  source(cell: Cell): SourceText {
    return this.data.texts[cell.text] ?? { type: "code", source: "" };
  }

  state(row: number, runs: number[]): RowState {
    const cells = runs.map((run) => this.cell(run, row));
    if (cells.some((cell) => !cell)) return "missing";
    const first = cells[0]!;
    if (cells.some((cell) => cell!.moved || !this.sameSource(cell!, first))) return "source";
    return cells.every((cell, i) => this.sameOutputs(cell!, runs[i]!, first, runs[0]!)) ? "equal" : "outputs";
  }

  sameSource(a: Cell, b: Cell): boolean {
    if (a.text === b.text) return true;
    const one = this.source(a);
    const other = this.source(b);
    return one.type === other.type && one.source === other.source;
  }

  sameOutputs(a: Cell, runOfA: number, b: Cell, runOfB: number): boolean {
    return a.outputs.length === b.outputs.length && a.outputs.every((output, i) => this.same(output, runOfA, b.outputs[i]!, runOfB));
  }

  /** Whether two outputs say the same: addresses of objects say nothing. */
  same(a: number, runOfA: number, b: number, runOfB: number): boolean {
    const one = this.data.outputs[a]!;
    const other = this.data.outputs[b]!;
    if (one.failure && other.failure) return this.traceback(runOfA) === this.traceback(runOfB);
    return (one.alike ? one.alike - 1 : a) === (other.alike ? other.alike - 1 : b);
  }

  /** The different sources of a row with the runs that have them, in the order of the runs; runs without the cell last. */
  versions(row: number, runs: number[]): { versions: { cell: Cell; runs: number[] }[]; missing: number[] } {
    const known = new Map<string, { cell: Cell; runs: number[] }>();
    const missing: number[] = [];
    for (const run of runs) {
      const own = this.data.runs[run];
      if (!own || own.list < 0) continue; // its cells are not in the page
      const cell = this.cell(run, row);
      if (!cell) {
        missing.push(run);
        continue;
      }
      const { type, source } = this.source(cell);
      const key = `${type}\n${source}`;
      const version = known.get(key);
      if (version) version.runs.push(run);
      else known.set(key, { cell, runs: [run] });
    }
    return { versions: [...known.values()], missing };
  }

  private list(index: number): Map<number, { index: number; text: number }> {
    let map = this.lists[index];
    if (!map) {
      map = new Map();
      const numbers = this.data.lists[index]!;
      for (let i = 0; i + 2 < numbers.length; i += 3) map.set(numbers[i]!, { index: numbers[i + 1]!, text: numbers[i + 2]! });
      this.lists[index] = map;
    }
    return map;
  }

  private outputsOf(run: number): Map<number, number[]> {
    let map = this.outputs.get(run);
    if (!map) {
      map = new Map((this.data.runs[run]!.outputs ?? []).map(([cell, ...outputs]) => [cell!, outputs]));
      this.outputs.set(run, map);
    }
    return map;
  }
}
