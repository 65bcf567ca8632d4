import assert from "node:assert/strict";
import { test } from "node:test";
import { type CellsData, Notebooks } from "../src/cellrows";

// Three runs: two of one template with their own parameters, one with another cell first, moved, and none of the outputs.
const data: CellsData = {
  rows: 4,
  lists: [[0, 0, 0, 1, 1, -1, 2, 3, 1], [3, 0, 3, 2, 1, 2, 0, 2, 0]],
  moved: [[], [0]],
  texts: [
    { type: "markdown", source: "# Title" }, { type: "code", source: "fit()" }, { type: "code", source: "fit(1)" }, { type: "code", source: "new" },
    { type: "code", source: "a = 1" }, { type: "code", source: "a = 2" },
  ],
  outputs: [{ kind: "text", text: "<f at 0x1>" }, { kind: "text", text: "<f at 0x2>", alike: 1 }, { kind: "text", text: "3" }, { kind: "error", failure: true }],
  runs: [
    { list: 0, injected: 4, outputs: [[3, 0]] }, { list: 0, injected: 5, outputs: [[3, 1]] }, { list: 1, outputs: [[1, 2]], some: true }, { list: -1 },
    { list: 0, injected: 4, outputs: [[3, 3]] }, { list: 0, injected: 4, outputs: [[3, 3]] },
  ],
  keys: [],
};
const notebooks = new Notebooks(data, (run) => run === 4 ? "E: one" : "E: two");

test("a run's cell in a row", () => {
  assert.deepEqual(notebooks.cell(0, 1), { index: 1, text: 4, outputs: [], moved: false });
  assert.deepEqual(notebooks.cell(2, 0), { index: 2, text: 0, outputs: [], moved: true });
  assert.equal(notebooks.cell(2, 1), undefined);
  assert.equal(notebooks.cell(3, 0), undefined);
  assert.deepEqual([notebooks.rowOf(0, 3), notebooks.rowOf(2, 0), notebooks.rowOf(0, 2), notebooks.rowOf(3, 0)], [2, 3, -1, -1]);
});

test("how a row differs", () => {
  const states = (...runs: number[]) => [0, 1, 2, 3].map((row) => notebooks.state(row, runs));
  assert.deepEqual(states(0, 1), ["equal", "source", "equal", "missing"]); // an address says nothing
  assert.deepEqual(states(0, 2), ["source", "missing", "source", "missing"]);
  assert.deepEqual(states(0), ["equal", "equal", "equal", "missing"]);
  assert.equal(notebooks.state(2, [0, 4]), "outputs");
  assert.equal(notebooks.state(2, [4, 5]), "outputs"); // two failures are as equal as their tracebacks
});

test("the versions of a row", () => {
  const of = (row: number) => {
    const { versions, missing } = notebooks.versions(row, [0, 1, 2, 3, 4]);
    return { runs: versions.map((version) => version.runs), missing };
  };
  assert.deepEqual(of(1), { runs: [[0, 4], [1]], missing: [2] });
  assert.deepEqual(of(2), { runs: [[0, 1, 4], [2]], missing: [] });
});
