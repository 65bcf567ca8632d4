// What the Go side writes into the page's islands (render/report_*.go). Runs are numbers: indices into PageData.runs. Every
// number arrives formatted: the choice of digits, of the better one and of the differences is made once, in Go.

import type { NumberStyle } from "./numberstyle";

export type Status = "ok" | "failed" | "partial" | "not-executed" | "unreadable";

export interface PageData {
  title: string;
  baseline: number; // -1 when no run could be read
  rebased?: boolean; // the reader chose another baseline than Go compared with
  counts: { status: Status; count: number }[];
  runs: Run[];
  warnings: string[];
  columns: Column[]; // of the overview and of the sections
  overview: number[]; // indices into columns
  sections: SectionHead[];
  cells?: boolean; // the page holds the notebooks cell by cell
  libraries?: Library[];
  groupBy: GroupColumn[]; // parameters that differ
}

/** A parameter that runs can be grouped by. */
export interface GroupColumn {
  title: string;
  label: string;
  class: number[]; // one a run: which of text is its value, in the order of the values; -1 for a run that could not be read
  text: (string | null)[]; // null: no value
  full?: string[]; // for machines, where that is another
  numeric?: boolean;
}

/** What draws figures in frames; its island is NAME-library. */
export interface Library { name: string; hash: string }

/** A figure; its specification is the island of its id. */
export interface FigureData {
  mimeType: string;
  id?: string; // absent: the page does not draw it
  library?: string;
  problem?: string;
  bytes: number;
  height?: number;
}

export interface Run {
  name: string;
  status: Status;
  message?: string;
  cell?: number; // starting at 0
  traceback?: string; // with ANSI colours
  warnings?: string[];
  extra?: boolean; // loaded as the baseline only
}

/** Cells as arrays with one element a cell; an array in which nothing stands is absent. */
export interface Cells {
  text?: (string | null)[]; // null: no value
  full?: string[]; // every digit, where text has fewer
  delta?: string[];
  relative?: string[];
  verdict?: number[]; // +1 better than the baseline, -1 worse
}

export interface Column extends Cells {
  text: (string | null)[];
  title: string;
  group: string;
  label: string;
  key: string;
  source: string;
  kind: string;
  better?: "lower" | "higher";
  constant?: boolean;
  numeric?: boolean;
  reason?: string[];
  number?: (number | null)[]; // of a column of numbers and None; null: NaN or no number
  style?: NumberStyle; // of a numeric column
  rank?: number[]; // 1 is best
}

export interface SectionHead {
  id: string;
  title: string;
  source: string;
  kind: string;
  differs: boolean;
  alone?: boolean; // fewer than two runs have a value
  missing?: number;
  agrees?: boolean; // the runs that have a value have the same
  note?: string;
  context?: { headings?: string[]; text?: string }; // what stands around the key in its notebook
}

export interface Section extends SectionHead {
  reasons?: { reason: string; runs: number[] }[];
  history?: History;
  scalars?: { columns: number[] };
  sets?: { groups: MemberGroup[] };
  tables?: Tables;
  texts?: { base: number; groups: { runs: number[]; lines: string[]; omitted?: boolean }[] };
  images?: { base: number; groups: ImageGroup[] };
  values?: { groups: ValueGroup[] };
  displays?: { groups: ValueGroup[] };
}

/** Series: a number a step. */
export interface History {
  x: string;
  steps: (number | null)[][];
  runs: { run: number; steps: number; truncated?: boolean }[];
  metrics: { title: string; better?: "lower" | "higher"; style: NumberStyle; values: (number | null)[][] }[];
  summary: Column[];
}

export interface MemberGroup {
  inAll?: boolean;
  runs: number[];
  elements: { text: string; counts?: number[] }[];
}

export interface Picture {
  id: string;
  mimeType: string;
  width?: number;
  height?: number;
  shown?: number; // the width in CSS pixels that the notebook wants
  alt?: string; // the notebook's own description
  refused?: string; // why it is not in the page
  src?: string; // the address of a file beside the page, which then has no island
}

export interface ImageGroup {
  runs: number[];
  picture: Picture | null;
  changed?: string; // share of pixels that differ from the base's
  figure?: FigureData; // that the picture stands for
}

export interface ValueGroup {
  runs: number[];
  kind: string;
  text?: string;
  picture?: Picture;
  figure?: FigureData;
  table?: { caption?: string; columns: string[][]; index?: string[][]; rows: string[][]; truncated?: boolean };
  math?: boolean; // text is LaTeX
  file?: Picture; // a PDF that text describes
  html?: string; // for a frame without scripts, never for the page
}

export interface Tables {
  columns: Axis[];
  index: Axis[];
  columnNames?: string[];
  indexNames?: string[];
  runs: TableRun[];
  changed: number;
  omittedRows?: number; // because all tables together are too large
  omittedColumns?: number;
}

export interface Axis {
  label: string[];
  dtype?: string;
  missing?: number[];
  numeric?: boolean;
  differs?: boolean;
  style?: NumberStyle; // of a column of numbers
}

/** One run's table on the common axes, row by row. */
export interface TableRun extends Cells {
  run: number;
  shape: [number, number];
  caption?: string;
  truncated?: boolean;
  same: number; // the run whose equal table stands before; -1 for none
  heat?: number[]; // -4 to 4
}
