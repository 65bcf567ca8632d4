// Builds dist/report.js and dist/report.css, or with --tests the tests into build/. Same sources, same bytes: no map, no
// date, no path. --out FOLDER writes elsewhere, for the test that compares with what is committed.
import { build } from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf("--out");
const common = { absWorkingDir: here, bundle: true, target: ["es2022"], charset: "ascii", logLevel: "warning" };

// KaTeX names its fonts in three formats; every browser that runs the page reads the first.
const woff2Only = { name: "woff2-only", setup: (builder) => builder.onLoad({ filter: /katex\.min\.css$/ }, ({ path }) => ({
  contents: readFileSync(path, "utf8").replace(/,url\([^)]*\.(?:woff|ttf)\) ?format\("[a-z]+"\)/g, ""), loader: "css",
})) };

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
}
