import assert from "node:assert/strict";
import test from "node:test";
import { arranged, moved, readRange, withinRanges } from "../src/columns";
import type { Column } from "../src/model";
import { rebaseColumn } from "../src/rebase";

const column = (title: string, number: (number | null)[] = []): Column => ({
  title, group: "", label: title, key: title, source: "tag", kind: "number", numeric: true, number, text: number.map((n) => n === null ? null : String(n)),
});
const all = ["a", "b", "c", "d"].map((title) => column(title));
const titles = (at: Record<string, number>) => arranged(all, at).map(({ title }) => title).join("");

test("columns move by steps and to the front, and the others stay as they were", () => {
  let at = moved(all, {}, "c", -1);
  assert.deepEqual([titles(at), at], ["acbd", { c: 1 }]);
  at = moved(all, at, "d", -99);
  assert.deepEqual([titles(at), at], ["dacb", { c: 2, d: 0 }]);
  at = moved(all, at, "d", 1);
  assert.equal(titles(at), "adcb");
  assert.equal(titles(moved(all, at, "b", 5)), "adcb"); // it is the last
  assert.equal(titles({ nobody: 1 }), "abcd");
});

test("ranges leave runs with a number within them", () => {
  assert.deepEqual(["1..2", "..2", "1e-3..", "..", "1", "a..2", "1..2..3", undefined].map(readRange), [
    { low: 1, high: 2 }, { low: -Infinity, high: 2 }, { low: 0.001, high: Infinity }, null, null, null, null, null]);
  const numbers = [column("x", [1, 2, null, 3]), column("y", [5, null, 1, 9])];
  assert.deepEqual(withinRanges([0, 1, 2, 3], numbers, { x: "1..2" }), [0, 1]);
  assert.deepEqual(withinRanges([0, 1, 2, 3], numbers, { x: "1..", y: "6.." }), [3]);
  assert.deepEqual(withinRanges([0, 1, 2, 3], numbers, { x: "nonsense" }), [0, 1, 2, 3]);
});

test("another baseline: differences, shares and verdicts against it", () => {
  const loss: Column = { ...column("loss", [2, 1, 4, null]), better: "lower", style: { asSpelled: true, decimals: 5 } };
  rebaseColumn(loss, 1);
  assert.deepEqual([loss.delta, loss.relative, loss.verdict], [["+1", "", "+3", ""], ["+100.0 %", "", "+300.0 %", ""], [-1, 0, -1, 0]]);
  rebaseColumn(loss, 3); // it has no value
  assert.deepEqual([loss.delta, loss.relative, loss.verdict], [undefined, undefined, undefined]);
});
