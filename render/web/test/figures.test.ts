import assert from "node:assert/strict";
import test from "node:test";
import { changes, numbersOf } from "../src/figure/changes";
import { asSVG, darkTemplate, emptyGlobes, mapOf, withoutAddresses } from "../src/figure/plotlyspec";
import { readAnswer } from "../src/figure/protocol";
import { isDark } from "../src/figure/theme";

test("what a frame answers is read as data of a stranger", () => {
  const refused: unknown[] = [null, "drawn", 1, [], {}, { state: "done" }, { state: "snapshot", svg: "<html>" }, { state: "snapshot", svg: { length: 4 } }, { state: "snapshot", svg: `<svg>${" ".repeat(2_000_000)}` }];
  for (const answer of refused) assert.equal(readAnswer(answer), null);
  assert.deepEqual(readAnswer({ state: "drawn", marks: "many", without: "all", more: 1 }), { state: "drawn", marks: 0, without: [] });
  assert.deepEqual(readAnswer({ state: "drawn", marks: 2.5, without: ["a", {}, "b", "c", "d", "e"] }), { state: "drawn", marks: 2, without: ["a", "", "b", "c", "d"] });
  assert.equal((readAnswer({ state: "failed", message: "x".repeat(1e6) }) as { message: string }).message.length, 301);
  assert.deepEqual(readAnswer({ state: "snapshot", svg: "<svg/>" }), null);
  assert.deepEqual(readAnswer({ state: "snapshot", svg: "<svg >" }), { state: "snapshot", svg: "<svg >" });
});

test("addresses leave a specification, wherever they stand; what is part of it stays", () => {
  const spec = { layout: { images: [{ source: "http://a/b" }, { source: " data:image/png;base64,xx" }], template: { layout: { images: [{ source: "//c/d" }] } } },
    frames: [{ layout: { images: [{ source: "e.png" }] } }], data: [{ geojson: "https://f", link: { source: [0, 1] }, source: "plain" }] };
  assert.deepEqual(withoutAddresses(spec), ["http://a/b", "//c/d", "e.png", "https://f"]);
  assert.deepEqual(spec, { layout: { images: [{}, { source: " data:image/png;base64,xx" }], template: { layout: { images: [{}] } } },
    frames: [{ layout: { images: [{}] } }], data: [{ link: { source: [0, 1] } }] });
  let deep: unknown = { source: "http://a" };
  for (let i = 0; i < 5000; i++) deep = { deep };
  assert.deepEqual(withoutAddresses(deep), []);
});

test("maps of the network are named", () => {
  assert.equal(mapOf([{ type: "bar" }, { type: "scattermapbox" }]), "the map under scattermapbox");
  assert.equal(mapOf([{ type: "choropleth", locations: ["USA"] }]), "the countries of choropleth");
  assert.equal(mapOf([{ type: "choropleth", locations: ["a"], geojson: {} }, { type: "scattergeo", lon: [1] }, null, 7]), "");
  assert.equal(mapOf("none"), "");
  const asked: string[] = [];
  assert.ok((emptyGlobes(asked) as Record<string, unknown>).world_110m);
  assert.deepEqual(asked, ["the coasts of its map"]);
});

test("points of WebGL become points of SVG", () => {
  const data = [{ type: "scattergl" }, { type: "heatmapgl" }, { type: "bar" }, null];
  asSVG(data);
  assert.deepEqual(data, [{ type: "scatter" }, { type: "heatmap" }, { type: "bar" }, null]);
});

test("a dark template keeps what it does not darken", () => {
  const theme = { dark: true, surface: "#111", ink: "#eee", muted: "#999", line: "#333" };
  const dark = darkTemplate({ data: { bar: [] }, layout: { colorway: ["red"], font: { size: 9, color: "black" }, xaxis: { automargin: true } } }, theme) as { data: unknown; layout: Record<string, unknown> };
  assert.deepEqual(dark.data, { bar: [] });
  assert.deepEqual(dark.layout.colorway, ["red"]);
  assert.deepEqual(dark.layout.font, { size: 9, color: "#eee" });
  assert.equal((dark.layout.xaxis as { automargin: boolean }).automargin, true);
  assert.equal(dark.layout.paper_bgcolor, "#111");
  assert.ok(darkTemplate("plotly_dark", theme));
});

test("what is dark", () => {
  assert.deepEqual(["#fff", "#1b1f25", "#000", "#f6f7f9", "red", ""].map(isDark), [false, true, true, false, false, false]);
});

test("specifications are compared place by place", () => {
  assert.deepEqual(changes({ a: 1, b: { "c d": [1, 2] }, e: null }, { a: 1, b: { "c d": [1, 3] }, f: "x" }, 10), { more: 0, list: [
    { path: `b["c d"][1]`, before: "2", after: "3" }, { path: "e", before: "null", after: "" }, { path: "f", before: "", after: '"x"' }] });
  const long = Array.from({ length: 50 }, (_, i) => i);
  assert.deepEqual(changes({ y: long }, { y: [...long.map((n) => n + (n > 3 ? 1 : 0)), 9] }, 10).list, [
    { path: "y[4] and 45 more of 50", before: "4", after: "5" }, { path: "y, elements", before: "50", after: "51" }]);
  assert.deepEqual(changes([{}, 1], { 0: {} }, 10).list, [{ path: "(all)", before: "[{},1]", after: '{"0":{}}' }]);
  assert.deepEqual(changes({}, {}, 10), { list: [], more: 0 });
  const many = changes(Object.fromEntries(long.map((n) => [`k${n}`, 0])), {}, 10);
  assert.deepEqual([many.list.length, many.more], [10, 40]);
});

test("a deep specification is compared as far as it goes", () => {
  const nested = (leaf: number) => { let value: unknown = leaf; for (let i = 0; i < 20_000; i++) value = [value]; return value; };
  assert.equal(changes(nested(1), nested(2), 10).list.length <= 1, true);
});

test("numbers as bytes are read as numbers", () => {
  const bytes = Buffer.from(new Float64Array([1.5, -2]).buffer).toString("base64");
  assert.deepEqual(numbersOf({ dtype: "f8", bdata: bytes }), [1.5, -2]);
  assert.deepEqual(numbersOf({ dtype: "i1", bdata: "/wE=" }), [-1, 1]);
  assert.deepEqual(numbersOf({ dtype: "f8", bdata: "%%%" }), { dtype: "f8", bdata: "%%%" });
  assert.deepEqual(numbersOf({ dtype: "toString", bdata: "" }), { dtype: "toString", bdata: "" });
  assert.deepEqual(changes({ y: { dtype: "i1", bdata: "AQI=" } }, { y: [1, 3] }, 5).list, [{ path: "y[1]", before: "2", after: "3" }]);
});
