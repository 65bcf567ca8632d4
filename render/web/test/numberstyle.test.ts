import assert from "node:assert/strict";
import test from "node:test";
import cases from "./numbers.json";
import { writeNumber } from "../src/numberstyle";

test("numbers are written as Go writes them", () => {
  for (const { Style: { asSpelled, scientific, decimals, ints }, Number: number, Text: text } of cases as Case[]) {
    assert.equal(writeNumber(number, { asSpelled: asSpelled ?? false, scientific: scientific ?? false, decimals, ints: ints ?? false }), text, `${number}`);
  }
  assert.ok(cases.length > 20);
});

interface Case { Style: { asSpelled?: boolean; scientific?: boolean; decimals: number; ints?: boolean }; Number: number; Text: string }
