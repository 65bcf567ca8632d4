import assert from "node:assert/strict";
import test from "node:test";
import type { TableRun, Tables } from "../src/model";
import { firstRows, readRows, readTolerance, Rows, writeRows, type RowView } from "../src/tablerows";

const axis = (text: string, numeric = false) => ({ label: [text], numeric });
const run = (number: number, text: (string | null)[]): TableRun => ({ run: number, shape: [4, 2], same: -1, text });
const runs = [
  run(0, ["1.0", "a", "2.0", "b", "\u22123", "c", null, null]),
  run(1, ["1.005", "a", "2.0", "b", "5", "c", "7", "d"]),
];
const data: Tables = { columns: [axis("n", true), axis("t")], index: ["w", "x", "y", "z"].map((text) => axis(text)), runs, changed: 3 };
const none = { absolute: 0, relative: 0 };
const name = (a: { label: string[] }) => a.label[0]!;

function select(view: Partial<RowView>, tolerance = none, cell: { column: number; run: TableRun } | null = null): string {
  return new Rows(data, runs, [0, 1], tolerance).select({ ...firstRows(), ...view }, name, cell).map((i) => name(data.index[i]!)).join("");
}

test("only rows that differ, with and without a tolerance", () => {
  assert.equal(select({}), "wxyz");
  assert.equal(select({ only: true }), "wyz");
  assert.equal(select({ only: true }, { absolute: 0.01, relative: 0 }), "yz");
  assert.equal(select({ only: true }, { absolute: 0, relative: 0.001 }), "wyz");
  assert.equal(select({ only: true }, { absolute: 0, relative: 3 }), "z"); // a cell that one lacks is no matter of size
});

test("rows are found by label and by cell, and ordered by change, label and cell", () => {
  assert.equal(select({ find: "B" }), "x");
  assert.equal(select({ find: "z" }), "z");
  assert.equal(select({ order: "change" }), "zywx");
  assert.equal(select({ order: "label", descending: true }), "zyxw");
  assert.equal(select({ order: "n@0" }, none, { column: 0, run: runs[0]! }), "ywxz"); // the missing one last
  assert.equal(select({ order: "n@0", descending: true }, none, { column: 0, run: runs[0]! }), "xwyz");
});

test("a tolerance is a number or a percentage", () => {
  assert.deepEqual(["", "0.01", "1%", " 5 % ", "-1", "x"].map(readTolerance), [
    none, { absolute: 0.01, relative: 0 }, { absolute: 0, relative: 0.01 }, { absolute: 0, relative: 0.05 }, null, null]);
});

test("a view of rows comes back from its text", () => {
  const view = { only: true, tolerance: "1%", find: "a;b=c", order: "n;%%25%3B%;@run-1", descending: true };
  assert.deepEqual(readRows(writeRows(view)), view);
  assert.equal(writeRows(firstRows()), "");
  assert.deepEqual(readRows(undefined), firstRows());
});
