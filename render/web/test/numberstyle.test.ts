import assert from "node:assert/strict";
import test from "node:test";
import cases from "./numbers.json";
import { writeDelta, writeNumber, writeRelative } from "../src/numberstyle";

interface Case { Style: { asSpelled?: boolean; scientific?: boolean; decimals: number; ints?: boolean }; First: number; Number: number; Text: string; Delta: string; Relative: string }

test("numbers and their differences are written as Go writes them", () => {
  for (const { Style, First: first, Number: number, Text, Delta, Relative } of cases as Case[]) {
    assert.equal(writeNumber(number, Style), Text, `${number}`);
    assert.equal(writeDelta(number - first, Style), Delta, `${number} - ${first}`);
    if (first !== 0) assert.equal(writeRelative((number - first) / Math.abs(first)), Relative, `${number} / ${first}`);
  }
  assert.ok(cases.length > 20);
});
