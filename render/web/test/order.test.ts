import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column, Run } from "../src/model";
import { RunFilter, compareText, nextSort, orderBy, orderByName, orderByStatus, visibleColumns, visibleRows } from "../src/order";

const runs: Run[] = [
  { name: "run_10", status: "failed" }, { name: "run_2", status: "ok" }, { name: "run_1", status: "ok" }, { name: "extra", status: "unreadable" },
];
const column = (part: Partial<Column>): Column => ({
  title: "mse", group: "", label: "mse", key: "mse", source: "tag", kind: "number", text: [], ...part,
});

test("names are ordered as people count", () => {
  assert.deepEqual(orderByName([0, 1, 2, 3], runs, false), [3, 2, 1, 0]);
  assert.deepEqual(orderByName([0, 1, 2, 3], runs, true), [0, 1, 2, 3]);
  assert.equal(compareText("a", "a"), 0);
  assert.ok(compareText("A", "a") !== 0, "texts that differ in case alone are still in one order");
});

test("runs that did not end well come last", () => {
  assert.deepEqual(orderByStatus([0, 1, 2, 3], runs, false), [1, 2, 0, 3]);
});

test("numbers are ordered by value, those without one last either way, equal ones in input order", () => {
  const mse = column({ numeric: true, text: ["9.0", "10.0", "NaN", null, "9.0", "inf"], number: [9, 10, null, null, 9, Infinity] });
  assert.deepEqual(orderBy([0, 1, 2, 3, 4, 5], mse, false), [0, 4, 1, 5, 2, 3]);
  assert.deepEqual(orderBy([0, 1, 2, 3, 4, 5], mse, true), [5, 1, 0, 4, 2, 3]);
});

test("infinities are numbers: two of them are equal", () => {
  const column1 = column({ numeric: true, text: ["inf", "1", "inf"], number: [Infinity, 1, Infinity] });
  assert.deepEqual(orderBy([2, 1, 0], column1, false), [1, 0, 2]);
});

test("texts are ordered by all of their characters, not by what is shown", () => {
  const model = column({ text: ["long…", "long…", "a"], full: ["long b", "long a", ""] });
  assert.deepEqual(orderBy([0, 1, 2], model, false), [2, 1, 0]);
});

test("a column shows its best first, then its worst, then input order", () => {
  const first = nextSort({ sort: "", descending: false }, "auc", "higher");
  assert.deepEqual(first, { sort: "auc", descending: true });
  const second = nextSort(first, "auc", "higher");
  assert.deepEqual(second, { sort: "auc", descending: false });
  assert.deepEqual(nextSort(second, "auc", "higher"), { sort: "", descending: false });
  assert.deepEqual(nextSort(second, "mse", "lower"), { sort: "mse", descending: false });
});

test("a filter finds names, states and values; every word must be there", () => {
  const filter = new RunFilter(runs, [column({ label: "model", text: ["rf", "gb", "rf", null] })]);
  assert.deepEqual(filter.apply("  "), [0, 1, 2, 3]);
  assert.deepEqual(filter.apply("model=rf"), [0, 2]);
  assert.deepEqual(filter.apply("RF failed"), [0]);
  assert.deepEqual(filter.apply("nothing"), []);
});

test("a long table draws the rows on the screen and no row twice", () => {
  const ends = Array.from({ length: 1000 }, (_, i) => 40 * (i + 1));
  for (const top of [0, 1, 999, 40_000, 1e9]) {
    const { start, end } = visibleRows(ends, top, 800);
    assert.ok(start >= 0 && start <= end && end <= 1000);
    assert.ok(end - start <= 45);
  }
  assert.deepEqual(visibleRows(ends, 20_000, 800), { start: 496, end: 525 });
  assert.deepEqual(visibleRows([100, 110, 120, 400], 0, 800), { start: 0, end: 4 });
  assert.deepEqual(visibleRows(ends.map((end) => end * 2), 20_000, 800), { start: 246, end: 265 }, "rows of another height");
  assert.deepEqual(visibleRows([], 0, 800), { start: 0, end: 0 });
});

test("a wide table draws the columns on the screen", () => {
  const ends = Array.from({ length: 60 }, (_, i) => 100 * (i + 1));
  assert.deepEqual(visibleColumns(ends, 0, 1000), { start: 0, end: 12 });
  assert.deepEqual(visibleColumns(ends, 2000, 3000), { start: 18, end: 33 });
  assert.deepEqual(visibleColumns(ends, 5500, 9000), { start: 54, end: 60 });
  assert.deepEqual(visibleColumns([], 0, 100), { start: 0, end: 0 });
});
