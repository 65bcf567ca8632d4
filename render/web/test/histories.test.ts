import assert from "node:assert/strict";
import test from "node:test";
import { align } from "../src/align";
import type { History } from "../src/model";
import { smooth } from "../src/smooth";

const history = (steps: (number | null)[][], runs: number[], values: (number | null)[][]): History => ({
  x: "step", steps, runs: runs.map((list, run) => ({ run, steps: list })), metrics: [{ title: "loss", style: { decimals: 2 }, values }], summary: [],
});

test("runs with the same steps share their numbers", () => {
  const same = history([[1, 2, 3]], [0, 0], [[3, 2, 1], [6, null, 4]]);
  assert.deepEqual(align(same, 0), { steps: [1, 2, 3], lines: [[3, 2, 1], [6, null, 4]] });
});

test("other steps, gaps, repeated and missing ones", () => {
  const mixed = history([[1, 2, 3], [2, 4, 4, null]], [0, 1, 1], [[3, 2, 1], [7, 8, 9, 10], []]);
  assert.deepEqual(align(mixed, 0), { steps: [1, 2, 3, 4], lines: [
    [3, 2, 1, undefined], [undefined, 7, undefined, 9], [undefined, undefined, undefined, undefined]] });
});

test("smoothing leaves a constant as it is, follows a step slowly, and keeps gaps", () => {
  assert.deepEqual(smooth([2, 2, 2], 0.9).map((n) => Math.round(n! * 1e9) / 1e9), [2, 2, 2]);
  const step = smooth([0, 0, 0, 1, 1], 0.5) as number[];
  assert.ok(step[3]! > 0 && step[3]! < 1 && step[4]! > step[3]! && step[4]! < 1);
  assert.deepEqual(smooth([1, null, 1], 0.5), [1, null, 1]);
  assert.deepEqual(smooth([3, 1], 0), [3, 1]);
});
