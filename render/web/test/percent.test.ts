import assert from "node:assert/strict";
import test from "node:test";
import { percent } from "../src/percent";

test("the cases of TestRelative in render/report_number_test.go, without their sign", () => {
  const cases: [number, string][] = [[0, "0 %"], [0.071, "7.1 %"], [0.00001, "<0.01 %"], [0.004, "0.40 %"], [0.9999, "100.0 %"]];
  assert.deepEqual(cases.map(([share]) => percent(share)), cases.map(([, text]) => text));
});
