// Runs and their values to be copied, as they stand: the overview, and the numbers and short texts of one key.

import { verdictSymbol } from "./cell";
import { markdownText, rowsToCopy, type Cell, type Format, type Sheet } from "./copy";
import { counted } from "./dom";
import type { Column, PageData } from "./model";
import { full } from "./order";

export interface RunSheetOptions {
  format: Format;
  diff: boolean; // with the differences to the baseline, in Markdown
  turned?: boolean; // a column a run, in Markdown
  said?: string; // what is left out
}

/** The runs with their states and columns. CSV has every digit, Markdown what is shown. */
export function overviewSheet(page: PageData, columns: Column[], runs: number[], options: RunSheetOptions): Sheet {
  return runSheet(page, columns, runs, options, true);
}

export function runSheet(page: PageData, columns: Column[], runs: number[], options: RunSheetOptions, status: boolean): Sheet {
  const some = runs.slice(0, rowsToCopy(columns.length + 2));
  const left = runs.length - some.length;
  const head = ["notebook", ...status ? ["status"] : [], ...columns.map((column) => column.title)];
  const lines = some.map((run) => [page.runs[run]!.name, ...status ? [page.runs[run]!.status] : [],
    ...columns.map((column) => options.format === "csv" ? exactCell(column, run) : shownCell(page, column, run, options.diff))]);
  if (options.format === "csv") return { rows: [head, ...lines], left };
  const base = page.baseline >= 0 && runs.length > 1 && options.diff ? [`baseline: ${page.runs[page.baseline]!.name}`] : [];
  const right = [false, ...status ? [false] : [], ...columns.map((column) => column.numeric === true)];
  const around = { above: base.map(markdownText), below: below(columns, some, options, left) };
  if (!options.turned) return { rows: [head, ...lines], right, left, ...around };
  return { rows: head.map((title, i) => [i === 0 ? "" : title, ...lines.map((cells) => cells[i]!)]), right: [false, ...some.map(() => true)], left: 0, ...around };
}

function exactCell(column: Column, run: number): string {
  return column.text[run] === null ? "" : full(column, run).replace("\u2212", "-");
}

function shownCell(page: PageData, column: Column, run: number, diff: boolean): Cell {
  const text = column.text[run];
  if (text === null || text === undefined) return "–";
  const delta = diff && run !== page.baseline && column.numeric && column.source !== "param" ? column.delta?.[run] : "";
  const relative = column.relative?.[run];
  const verdict = column.verdict?.[run] ?? 0;
  const mark = delta ? ` (${verdictSymbol(verdict)}${delta}${relative ? `, ${relative.replace("<", "&lt;")}` : ""})` : "";
  return { text, bold: column.rank?.[run] === 1, mark };
}

/** What the marks mean, and which runs are left out. */
function below(columns: Column[], runs: number[], options: RunSheetOptions, left: number): string[] {
  const best = columns.some((column) => runs.some((run) => column.rank?.[run] === 1));
  const moved = options.diff && columns.some((column) => runs.some((run) => column.verdict?.[run]));
  const marks = [best ? "**bold** best" : "", moved ? "▲ better, ▼ worse than the baseline" : ""].filter(Boolean).join("; ");
  return [marks, ...(options.said ?? "").split("\n").map(markdownText), left > 0 ? `${counted(left, "run")} left out` : ""].filter(Boolean);
}

/** So many values that all runs have are named; more are counted. */
const namedAtMost = 12;

/** Says what is the same in every run, and so stands in no column. */
export function sameLine(columns: Column[]): string {
  const text = (column: Column) => `${column.title} = ${column.text.find((value) => value !== null) ?? "–"}`;
  if (columns.length === 0) return "";
  return `the same in every run: ${columns.slice(0, namedAtMost).map(text).join(", ")}${columns.length > namedAtMost ? `, and ${columns.length - namedAtMost} more` : ""}`;
}
