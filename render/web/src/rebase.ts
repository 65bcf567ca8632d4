// Another baseline than the one that Go compared with: differences, verdicts and heat anew, by the same rules.

import type { Cells, Column, PageData, Section, TableRun, Tables } from "./model";
import { writeDelta, writeRelative, type NumberStyle } from "./numberstyle";
import { exact } from "./tablerows";

const heatLevels = 4;

/** Makes a run the baseline of the page. */
export function rebasePage(page: PageData, baseline: number): void {
  page.baseline = baseline;
  for (const column of page.columns) rebaseColumn(column, baseline);
}

/** Makes the page's baseline that of a section. */
export function rebaseSection(section: Section, baseline: number): void {
  for (const column of section.history?.summary ?? []) rebaseColumn(column, baseline);
  if (section.tables) rebaseTables(section.tables, baseline);
}

export function rebaseColumn(column: Column, baseline: number): void {
  if (!column.numeric || !column.number || !column.style || column.source === "param") return;
  const better = column.better === "higher" ? 1 : column.better === "lower" ? -1 : 0;
  const base = column.text[baseline] === null ? null : column.number[baseline] ?? null;
  const cells = emptyCells(column.number.length);
  column.number.forEach((number, run) => {
    if (run !== baseline && column.text[run] !== null) fill(cells, run, number, base, column.style!, better);
  });
  adopt(column, cells);
}

interface Filled { delta: string[]; relative: string[]; verdict: number[] }

function emptyCells(count: number): Filled {
  return { delta: new Array<string>(count).fill(""), relative: new Array<string>(count).fill(""), verdict: new Array<number>(count).fill(0) };
}

/** Writes the difference of a number to the base's; without either there is none. */
function fill(cells: Filled, at: number, number: number | null, base: number | null, style: NumberStyle, better: number): void {
  if (number === null || base === null || Number.isNaN(number) || Number.isNaN(base)) return;
  const delta = number === base ? 0 : number - base;
  if (delta === 0) {
    cells.delta[at] = "=";
    return;
  }
  if (Number.isNaN(delta)) return;
  cells.delta[at] = writeDelta(delta, style);
  const share = delta / Math.abs(base);
  if (base !== 0 && isFinite(share)) cells.relative[at] = writeRelative(share);
  cells.verdict[at] = Math.sign(delta) * better;
}

/** Takes the cells over; an array in which nothing stands is absent. */
function adopt(target: Cells, cells: Filled): void {
  delete target.delta;
  delete target.relative;
  delete target.verdict;
  if (cells.delta.some((text) => text !== "" && text !== "=")) target.delta = cells.delta;
  if (cells.relative.some(Boolean)) target.relative = cells.relative;
  if (cells.verdict.some(Boolean)) target.verdict = cells.verdict;
}

function rebaseTables(data: Tables, baseline: number): void {
  const whole = data.runs.map((run) => run.same < 0 ? run : { ...data.runs.find((other) => other.run === run.same)!, run: run.run, same: -1 });
  const directions = directionsOf(data, whole);
  const base = whole.find((run) => run.run === baseline);
  const width = data.columns.length;
  const numberAt = (run: TableRun | undefined, at: number) => {
    const text = run && exact(run, at);
    return text === null || text === undefined || text === "" ? null : Number(text);
  };
  const largest = data.columns.map(() => 0);
  const size = width * data.index.length;
  const deltas = whole.map((run) => Array.from({ length: size }, (_, at) => {
    if (!data.columns[at % width]!.numeric || run === base) return 0;
    const [a, b] = [numberAt(base, at), numberAt(run, at)];
    const delta = a === null || b === null ? 0 : b - a;
    if (isFinite(delta)) largest[at % width] = Math.max(largest[at % width]!, Math.abs(delta));
    return Number.isNaN(delta) ? 0 : delta;
  }));
  whole.forEach((run, i) => {
    const cells = emptyCells(size);
    const heat = new Array<number>(size).fill(0);
    for (let at = 0; at < size; at++) {
      const axis = data.columns[at % width]!;
      if (!axis.numeric || !axis.style || run === base) continue;
      fill(cells, at, numberAt(run, at), numberAt(base, at), axis.style, directions[at]!);
      const delta = deltas[i]![at]!;
      const most = largest[at % width]!;
      if (delta !== 0 && most > 0) heat[at] = Math.sign(delta) * Math.ceil(Math.min(Math.abs(delta) / most, 1) * heatLevels);
    }
    adopt(run, cells);
    delete run.heat;
    if (heat.some(Boolean)) run.heat = heat;
  });
  data.runs = whole;
}

/** Which numbers of each cell are better, as the verdicts against the first baseline tell: 1 higher, -1 lower, 0 neither. */
function directionsOf(data: Tables, runs: TableRun[]): number[] {
  return Array.from({ length: data.columns.length * data.index.length }, (_, at) => {
    for (const run of runs) {
      const verdict = run.verdict?.[at] ?? 0;
      const delta = run.delta?.[at] ?? "";
      if (verdict !== 0 && delta !== "") return delta.startsWith("+") ? verdict : -verdict;
    }
    return 0;
  });
}
