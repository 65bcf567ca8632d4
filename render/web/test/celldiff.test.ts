import assert from "node:assert/strict";
import { test } from "node:test";
import { common, diffLines, diffWords } from "../src/celldiff";

/** Writes a diff as text; what changed within a line stands in brackets. */
function written(old: string[], now: string[]): string[] {
  return diffLines(old, now).map(({ op, spans }) => op + spans.map((span) => span.changed ? `[${span.text}]` : span.text).join(""));
}

test("lines that went and came, words that changed", () => {
  assert.deepEqual(written(["import a", "alpha = 0.1", "fit(alpha)"], ["import a", "alpha = 0.25", "fit(alpha)", "show()"]),
    [" import a", "-alpha = 0.[1]", "+alpha = 0.[25]", " fit(alpha)", "+show()"]);
  assert.deepEqual(written(["a"], ["a"]), [" a"]);
  assert.deepEqual(written(["x", "same", "y"], ["same"]), ["-x", " same", "-y"]);
});

test("lines with nothing in common have no words marked", () => {
  assert.equal(diffWords("model = forest()", "print('hello there')"), null);
  assert.deepEqual(written(["model = forest()"], ["print('hello there')"]), ["-model = forest()", "+print('hello there')"]);
});

test("white space is marked where nothing else changed", () => {
  assert.deepEqual(written(["  x = 1  # a note"], ["    x = 1  # a note"]), ["-[  ]x = 1  # a note", "+[    ]x = 1  # a note"]);
  assert.deepEqual(written(["mean   1.384 0.0"], ["mean   1.384    8.5"]), ["-mean   1.384 [0].[0]", "+mean   1.384    [8].[5]"]);
});

test("a diff holds both texts, whatever they are", () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 500; round++) {
    const text = () => Array.from({ length: random(12) }, () => Array.from({ length: random(5) }, () => "ab c.é"[random(6)]).join(""));
    const [old, now] = [text(), text()];
    const lines = diffLines(old, now);
    const side = (left: string) => lines.filter(({ op }) => op !== left).map(({ spans }) => spans.map((span) => span.text).join(""));
    assert.deepEqual(side("+"), old);
    assert.deepEqual(side("-"), now);
  }
});

test("texts too long to measure keep what they begin and end with", () => {
  const old = Array.from({ length: 4000 }, (_, i) => `a${i}`);
  const now = ["a0", ...Array.from({ length: 4000 }, (_, i) => `b${i}`), "a3999"];
  assert.deepEqual(common(old, now, 1000), [[0, 0], [3999, 4001]]);
  assert.equal(diffLines(old, now).length, 2 + 3998 + 4000);
});
