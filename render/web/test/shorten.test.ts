import assert from "node:assert/strict";
import test from "node:test";
import { middleOut, shortened } from "../src/shorten";

test("a text that fits is drawn whole", () => {
  assert.deepEqual(shortened(["a", "b"]), { lines: ["a", "b"], left: "" });
  assert.deepEqual(middleOut("abc"), { head: "abc", left: 0, tail: "" });
});

test("what is too long is cut, and says by how much", () => {
  const limits = { lines: 3, characters: 10, line: 4 };
  assert.deepEqual(shortened(["a", "b", "c", "d", "e"], limits), { lines: ["a", "b", "c"], left: "Too long for the page: 2 lines left out." });
  assert.deepEqual(shortened(["abcdefgh", "x"], limits), { lines: ["abcd…", "x"], left: "Too long for the page: 4 characters left out." });
  assert.deepEqual(shortened(["abcdefghijklm", "x"], limits), { lines: ["abcd…"], left: "Too long for the page: 1 line and 9 characters left out." });
  assert.deepEqual(middleOut("abcdefghij", 4), { head: "a", left: 6, tail: "hij" });
});
