import assert from "node:assert/strict";
import test from "node:test";
import { parts } from "../src/formulaparts";

test("formulas are found by their marks", () => {
  assert.deepEqual(parts("$\\displaystyle x^2$"), [{ kind: "display", text: "\\displaystyle x^2" }]);
  assert.deepEqual(parts("with $a$ and \\(b\\): $$c$$"), [
    { kind: "text", text: "with " }, { kind: "inline", text: "a" }, { kind: "text", text: " and " }, { kind: "inline", text: "b" },
    { kind: "text", text: ": " }, { kind: "display", text: "c" }]);
  assert.deepEqual(parts("\\begin{align*}a &= b\\end{align*}"), [{ kind: "display", text: "\\begin{align*}a &= b\\end{align*}" }]);
  assert.deepEqual(parts("\\[x\\]"), [{ kind: "display", text: "x" }]);
  assert.deepEqual(parts("costs \\$5 and 5 $"), [{ kind: "text", text: "costs \\$5 and 5 $" }]);
  assert.deepEqual(parts(""), []);
});
