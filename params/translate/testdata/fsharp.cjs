// Compiles F# cells with the compiler of fable-standalone, runs them, and prints the canonical form of the x that each
// leaves. usage: fsharp.cjs NODE_MODULES FOLDER <cells.json
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const [modules, folder] = process.argv.slice(2);
const fable = path.join(modules, "fable-standalone", "dist");
(0, eval)(fs.readFileSync(path.join(fable, "bundle.min.js"), "utf8").replace("(void 0,function", "(globalThis,function"));
const manager = globalThis.__FABLE_STANDALONE__.init();

const lib = path.join(modules, "fable-metadata", "lib");
const assemblies = fs.readdirSync(lib).filter((name) => name.endsWith(".dll")).map((name) => name.replace(/\.dll$/, ""));
const checker = manager.CreateChecker(assemblies, (name) => new Uint8Array(fs.readFileSync(path.join(lib, name.replace(/\.dll$/, "") + ".dll"))), []);

function compile(source) {
  const checked = manager.ParseAndCheckFileInProject(checker, "Cells.fs", "project", ["Cells.fs"], [source], []);
  for (const e of checked.Errors) {
    if (!e.IsWarning) throw new Error(`${e.Message}\n${source.split("\n")[e.StartLine - 1]}`);
  }
  const tree = manager.CompileToTargetAst("./library", checked, "Cells.fs", undefined, "JavaScript");
  let out = "";
  const writer = { AddSourceMapping() {}, MakeImportPath: (p) => p, Write: (s) => (done) => { out += s; done.onSuccess(); }, Dispose() {} };
  const done = { onSuccess() {}, onError(e) { throw e; }, onCancel() {}, cancelToken: { isCancelled: false } };
  done.trampoline = { incrementAndCheck: () => false, hijack: (f) => f() };
  manager.PrintTargetAst(tree, writer)(done);
  return out;
}

const hex = (s) => Buffer.from(s).toString("hex");

function double(v) {
  if (v !== v) return "dnan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(v);
  return "d" + bytes.toString("hex");
}

async function main() {
  let source = "module Cells\nopen System\n";
  const cells = JSON.parse(fs.readFileSync(0, "utf8"));
  cells.forEach((cell, i) => { source += cell.replace(/^let x = /m, () => `let x${i} = `); });
  fs.symlinkSync(path.join(fable, "fable-library"), path.join(folder, "library"));
  fs.writeFileSync(path.join(folder, "cells.mjs"), compile(source));
  const load = (name) => import(pathToFileURL(path.join(folder, name)));
  const [values, { FSharpMap }, { FSharpList }] = await Promise.all(["cells.mjs", "library/Map.js", "library/List.js"].map(load));

  function canon(v) {
    if (v === undefined || v === null) return "N";
    if (typeof v === "function") return canon(v());
    if (typeof v === "boolean") return v ? "T" : "F";
    if (typeof v === "number") return double(v);
    if (typeof v === "bigint") return BigInt(Number(v)) === v ? double(Number(v)) : "i" + v;
    if (typeof v === "string") return "s" + hex(v);
    if (v instanceof FSharpMap) return "{" + [...v].map(([k, e]) => hex(k) + ":" + canon(e)).sort().join(",") + "}";
    if (v instanceof FSharpList) return "[" + [...v].map(canon).join(",") + "]";
    throw new Error("no value: " + v);
  }
  console.log(cells.map((_, i) => canon(values["x" + i])).join("\n"));
}

main();
