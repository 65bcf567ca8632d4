// Builds dist/report.js and dist/report.css, or with --tests the tests into build/. Same sources, same bytes: no map, no
// date, no path. --out FOLDER writes elsewhere, for the test that compares with what is committed.
import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf("--out");
const common = { absWorkingDir: here, bundle: true, target: ["es2022"], charset: "ascii", logLevel: "warning" };

// KaTeX names its fonts in three formats; every browser that runs the page reads the first.
const woff2Only = { name: "woff2-only", setup: (builder) => builder.onLoad({ filter: /katex\.min\.css$/ }, ({ path }) => ({
  contents: readFileSync(path, "utf8").replace(/,url\([^)]*\.(?:woff|ttf)\) ?format\("[a-z]+"\)/g, ""), loader: "css",
})) };

// The libraries of figures are large and stand compressed. Which bytes compress to them depends on the version of Node, so what
// is there stays as long as it is the same script.
async function compressed(name, options) {
  const { outputFiles } = await build({ ...options, write: false });
  const script = outputFiles[0].contents;
  const path = resolve(here, options.outdir, `${name}.js.gz`);
  if (existsSync(path) && Buffer.compare(gunzipSync(readFileSync(path)), script) === 0) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gzipSync(script, { level: 9 }));
}

if (process.argv.includes("--tests")) {
  const tests = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts"));
  if (tests.length === 0) throw new Error("no test/*.test.ts");
  await build({
    ...common, entryPoints: tests.map((name) => join("test", name)),
    outdir: "build", outExtension: { ".js": ".mjs" }, platform: "node", format: "esm",
  });
} else {
  const bundle = { ...common, outdir: at < 0 ? "dist" : process.argv[at + 1], format: "iife", minify: true, legalComments: "none" };
  await build({
    ...bundle, entryPoints: { report: "src/main.ts" },
    banner: { js: "/*! with uPlot (MIT, (c) Leon Sorokin) and pixelmatch (ISC, (c) Mapbox): render/web/THIRD_PARTY.md */" },
  });
  await build({
    ...bundle, entryPoints: { math: "src/math/main.ts" }, loader: { ".woff2": "dataurl" }, plugins: [woff2Only],
    banner: { js: "/*! with KaTeX (MIT, (c) Khan Academy and other contributors): render/web/THIRD_PARTY.md */" },
  });
  const plotly = "/*! with plotly.js (MIT, (c) Plotly Technologies Inc.): render/web/THIRD_PARTY.md */";
  for (const [name, entry, banner] of [
    ["figure-plotly", "src/figure/plotly.ts", plotly], ["figure-plotly-full", "src/figure/plotlyfull.ts", plotly],
    ["figure-vega", "src/figure/vega.ts", "/*! with vega, vega-lite and vega-interpreter (BSD-3-Clause, (c) University of Washington): render/web/THIRD_PARTY.md */"],
  ]) await compressed(name, { ...bundle, entryPoints: [entry], banner: { js: banner } });
}
