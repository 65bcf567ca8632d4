import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAnsi } from "../src/ansi";

test("colours become classes", () => {
  assert.deepEqual(parseAnsi("\x1b[0;31mKeyError\x1b[0m: 'x'"), [{ text: "KeyError", classes: "ansi-red" }, { text: ": 'x'", classes: "" }]);
  assert.deepEqual(parseAnsi("\x1b[1;4;94ma\x1b[22mb\x1b[39;24mc"), [
    { text: "a", classes: "ansi-blue ansi-bold ansi-underline" }, { text: "b", classes: "ansi-blue ansi-underline" }, { text: "c", classes: "" },
  ]);
  assert.deepEqual(parseAnsi("\x1b[38;5;1mred\x1b[38;2;1;2;4mstill"), [{ text: "red", classes: "ansi-red" }, { text: "still", classes: "ansi-red" }]);
});

test("every other sequence is dropped, and text is kept", () => {
  assert.deepEqual(parseAnsi("a\x1b[2Jb\x1b]8;;http://x\x07c\x1b[?25hd\x1b"), ["a", "b", "c", "d"].map((text) => ({ text, classes: "" })));
  assert.deepEqual(parseAnsi("<b>&amp;"), [{ text: "<b>&amp;", classes: "" }]);
  assert.deepEqual(parseAnsi(""), []);
});
