import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeView, encodeView, firstView, type View } from "../src/hash";

test("the first view has no hash", () => {
  assert.equal(encodeView(firstView()), "");
  assert.deepEqual(decodeView(""), firstView());
});

test("a view comes back from its hash, whatever its names are", () => {
  const view: View = {
    sort: 'params.a&b="c" #1', descending: true, diff: false, constants: true, filter: "model=rf 50%",
    baseline: "run=1", pin: ["a", "b&c"], hide: ["params.seed"], at: { "metrics.mse": 0 }, range: { "x.y": "1e-3.." }, transpose: true,
    group: 'all-but:params.seed,params["a,b"]', members: ["ridge,1 & 2", "="],
    fold: { "tag:mse": false, "metrics=a&b": true }, pick: { "report.x": 'table["macro avg"]', "__proto__ ": "run:a/b" },
    rows: { "report.x": "differing;tolerance=1%;order=-f1@a;b" }, theme: "dark", keys: false,
    cells: ["a/b", "run=1&2"], cellsView: "versions", cellsEqual: true, cell: "12",
  };
  assert.deepEqual(decodeView(`#${encodeView(view)}`), view);
});

test("a hash is readable", () => {
  assert.equal(encodeView({ ...firstView(), sort: "metrics.mse", descending: true, fold: { "tag:mse": true } }), "sort=-metrics.mse&open=tag:mse");
});

test("a hash that nobody wrote does no harm", () => {
  assert.deepEqual(decodeView("#section-3"), firstView());
  assert.deepEqual(decodeView("#%E0%A4%A=1&sort&cell=x"), firstView());
});

test("a hash stays short, whatever was chosen", () => {
  const hide = Array.from({ length: 500 }, (_, i) => `metrics.some_long_name_${i}`);
  const hash = encodeView({ ...firstView(), sort: "loss", hide, pick: { a: "b" } });
  assert.ok(hash.length < 2048 && hash.length > 1900, String(hash.length));
  assert.equal(decodeView(hash).sort, "loss");
});
