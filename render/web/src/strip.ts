// Where the runs' numbers lie between the smallest and the largest: one tick a run, or of many runs how many lie where; the
// baseline longer.

import { svg } from "./dom";
import type { Column } from "./model";

const ticksAtMost = 60;
const binCount = 24;

/** The last plots of a column, by the runs that they are of. */
const drawn = new WeakMap<Column, Map<string, SVGElement | null>>();
const keptAtMost = 3;
const names = new WeakMap<number[], string>();

/** The plot of a column over these runs; the last ones are kept for when a table is drawn anew. */
export function strip(column: Column, runs: number[], baseline: number): SVGElement | null {
  const known = drawn.get(column) ?? new Map<string, SVGElement | null>();
  drawn.set(column, known);
  const name = nameOf(runs);
  if (!known.has(name)) {
    if (known.size >= keptAtMost) known.delete([...known.keys()].at(-1)!); // the first is most often of all runs
    known.set(name, draw(column, runs, baseline));
  }
  return (known.get(name)?.cloneNode(true) ?? null) as SVGElement | null;
}

/** Tells lists of runs apart. */
function nameOf(runs: number[]): string {
  let name = names.get(runs);
  if (name === undefined) names.set(runs, name = runs.reduce((text, run) => text + String.fromCharCode(run), ""));
  return name;
}

function draw(column: Column, runs: number[], baseline: number): SVGElement | null {
  const numbers = runs.map((run) => column.number?.[run]).filter((n): n is number => n !== null && n !== undefined && isFinite(n));
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const high = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  if (numbers.length < 3 || low === high) return null;
  const x = (n: number) => (2 + 96 * ((n - low) / (high - low))).toFixed(1);
  const ticks = numbers.length > ticksAtMost ? bins(numbers.map((n) => (n - low) / (high - low))) : [...new Set(numbers.map((n) => `M${x(n)} 3v6`))];
  const root = svg("svg", { class: "strip", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" });
  root.append(svg("path", { d: "M2 6h96", class: "track" }), svg("path", { d: ticks.join(""), class: numbers.length > ticksAtMost ? "bins" : "ticks" }));
  const base = column.number?.[baseline];
  if (base !== null && base !== undefined && isFinite(base)) root.append(svg("path", { d: `M${x(base)} 0v12`, class: "base" }));
  const best = column.rank?.indexOf(1) ?? -1;
  if (best >= 0 && column.number?.[best] != null) root.append(svg("path", { d: `M${x(column.number[best]!)} 3v6`, class: "top" }));
  return root;
}

/** Bars as high as there are numbers in each of the equal parts of 0 to 1. */
function bins(shares: number[]): string[] {
  const counts = new Array<number>(binCount).fill(0);
  for (const share of shares) counts[Math.min(binCount - 1, Math.floor(share * binCount))]!++;
  const most = Math.max(...counts);
  return counts.map((count, i) => count === 0 ? "" : `M${(2 + 96 * (i + 0.5) / binCount).toFixed(1)} 12v${-Math.max(1, 11 * count / most).toFixed(1)}`);
}
