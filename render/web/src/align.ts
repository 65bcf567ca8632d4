// Series of several runs on common steps.

import type { History } from "./model";

/** The union of all steps, ascending, and each run's numbers on it: undefined where a run has no such step, null where it has no number. */
export interface Aligned { steps: number[]; lines: (number | null | undefined)[][] }

export function align(history: History, metric: number): Aligned {
  const values = history.metrics[metric]!.values;
  const steps = union(history.steps.map((list) => list.filter((step): step is number => step !== null && isFinite(step))));
  const place = new Map(steps.map((step, i) => [step, i]));
  const lines = history.runs.map((run, i) => {
    const own = history.steps[run.steps]!;
    if (values[i]!.length === own.length && own.length === steps.length && ascending(own)) return values[i]!;
    const line = new Array<number | null | undefined>(steps.length).fill(undefined);
    values[i]!.forEach((value, k) => {
      const at = own[k] === null ? undefined : place.get(own[k]!);
      if (at !== undefined) line[at] = value; // of a step that repeats, the last counts
    });
    return line;
  });
  return { steps, lines };
}

function union(lists: number[][]): number[] {
  if (lists.length === 1 && ascending(lists[0]!)) return lists[0]!;
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

function ascending(list: (number | null)[]): boolean {
  return list.every((step, i) => step !== null && isFinite(step) && (i === 0 || step > list[i - 1]!));
}
