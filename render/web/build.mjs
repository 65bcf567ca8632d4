// Builds dist/report.js and dist/report.css, or with --tests the tests into build/. Same sources, same bytes: no map, no
// date, no path. --out FOLDER writes elsewhere, for the test that compares with what is committed.
import { build } from "esbuild";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf("--out");
const common = { absWorkingDir: here, bundle: true, target: ["es2022"], charset: "ascii", logLevel: "warning" };

if (process.argv.includes("--tests")) {
  const tests = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts"));
  if (tests.length === 0) throw new Error("no test/*.test.ts");
  await build({
    ...common, entryPoints: tests.map((name) => join("test", name)),
    outdir: "build", outExtension: { ".js": ".mjs" }, platform: "node", format: "esm",
  });
} else {
  await build({
    ...common, entryPoints: { report: "src/main.ts" }, outdir: at < 0 ? "dist" : process.argv[at + 1],
    format: "iife", minify: true, legalComments: "none",
    banner: { js: "/*! with uPlot (MIT, (c) Leon Sorokin) and pixelmatch (ISC, (c) Mapbox): render/web/THIRD_PARTY.md */" },
  });
}
