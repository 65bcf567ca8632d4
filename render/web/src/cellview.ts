// One cell of one run: its source and its outputs, as they are or against those of another run.

import { parseAnsi } from "./ansi";
import { ansiText } from "./ansitext";
import { diffLines, type DiffLine } from "./celldiff";
import type { CellOutput, SourceText } from "./cellrows";
import { diffLine, foldedDiff } from "./difflines";
import { append, counted, h, type Child } from "./dom";
import { formula } from "./formula";
import { frame } from "./frame";
import { openLightbox, type Plate } from "./lightbox";
import { markdownTree } from "./markdowntree";
import { lazyImage } from "./picture";

/** Lines that stay in sight of what is the same everywhere. */
const linesAtFirst = 12;

/** A source as it is: Markdown rendered, all else as text. */
export function sourceView(text: SourceText, limit = linesAtFirst): HTMLElement {
  if (text.tree) return markdownTree(text.tree);
  return foldedText(text.source.split("\n"), limit, "cell-source");
}

/** A source against another: line by line. Markdown that changed can be seen rendered. */
export function sourceDiff(base: SourceText, text: SourceText): HTMLElement {
  const block = h("div", {}, diffView(diffLines(base.source.split("\n"), text.source.split("\n"))));
  if (base.type !== text.type) block.prepend(h("p", { class: "muted" }, `was ${base.type}, is ${text.type}`));
  if (text.tree) block.append(lazyDetails("Rendered", () => markdownTree(text.tree!)));
  return block;
}

const figureType = /^application\/vnd\.(?:plotly|vega|vegalite)\.v/;

export interface Shown { output: CellOutput; run: number }

/** What an output shows; against is the one in its place of the run that all are compared with, when they differ. */
export function outputView(shown: Shown, against: Shown | null, traceback: (run: number) => string, name: string, plates: Plate[]): HTMLElement {
  const { output } = shown;
  const text = textOf(shown, traceback);
  const box = h("div", { class: `cell-output of-${output.kind}${output.kind === "text" && output.mime === "text/html" ? " table" : ""}`, "data-kind": output.kind });
  if (against && comparable(against.output, output)) append(box, [diffView(diffLines(textLines(against, traceback), textLines(shown, traceback)))]);
  else append(box, content(output, text, name, plates));
  if (output.omitted && output.kind !== "other") box.append(h("p", { class: "muted" }, `${counted(output.omitted, "byte")} left out`));
  return box;
}

function content(output: CellOutput, text: string, name: string, plates: Plate[]): Child[] {
  switch (output.kind) {
    case "image": return [plate(output, name, plates)];
    case "html": return [frame(output.html ?? "", `HTML of ${name}`)];
    case "markdown": return [markdownTree(output.tree ?? [])];
    case "latex": return [output.math ? formula(text) : foldedText(text.split("\n"), linesAtFirst, "plain")];
    case "error": return [ansiText(text)];
    case "other": return [h("p", { class: "muted" }, `${output.mime ?? "an output"}${output.omitted ? `, ${counted(output.omitted, "byte")}` : ""}: ${figureType.test(output.mime ?? "") ? "figures are drawn where their key is compared" : "not in this page"}`)];
  }
  return [/\x1b/.test(text) ? ansiText(text) : foldedText(text.replace(/\n$/, "").split("\n"), 2 * linesAtFirst, "plain")];
}

function plate(output: CellOutput, name: string, plates: Plate[]): HTMLElement {
  const picture = output.picture!;
  const index = plates.length;
  plates.push({ picture, text: name, baseline: false });
  return h("button", { type: "button", class: "plate", "aria-label": `Show the picture of ${name} large`, onclick: () => openLightbox(plates, index) }, lazyImage(picture, `Picture of ${name}`));
}

/** Whether two outputs are texts that can stand against each other. */
function comparable(a: CellOutput, b: CellOutput): boolean {
  const texts = new Set(["stdout", "stderr", "text", "error", "latex", "markdown"]);
  return a.kind === b.kind && texts.has(a.kind);
}

function textOf({ output, run }: Shown, traceback: (run: number) => string): string {
  return output.failure ? traceback(run) : output.text ?? "";
}

/** The lines of an output without colours. */
function textLines(shown: Shown, traceback: (run: number) => string): string[] {
  return parseAnsi(textOf(shown, traceback)).map((piece) => piece.text).join("").replace(/\n$/, "").split("\n");
}

function foldedText(lines: string[], limit: number, className: string): HTMLElement {
  const block = h("pre", { class: className, tabindex: "0" }, lines.slice(0, limit).join("\n"));
  if (lines.length > limit + 2) {
    const more = h("button", { type: "button", class: "link", onclick: () => { block.textContent = lines.join("\n"); } }, `⋯ ${counted(lines.length - limit, "more line")}`);
    block.append("\n", more);
  } else if (lines.length > limit) block.textContent = lines.join("\n");
  return block;
}

/** A diff; what did not change folds. */
export function diffView(lines: DiffLine[]): HTMLElement {
  return foldedDiff("diff cell-diff", lines, (line) => line.op !== " ", ({ op, spans }) => {
    const words = spans.some((span) => !span.changed); // a line that is all new needs no words marked
    return diffLine(op, ...spans.map((span) => span.changed && words ? h("mark", {}, span.text) : span.text));
  });
}

/** Details whose content is made when they are opened. */
function lazyDetails(summary: string, make: () => HTMLElement): HTMLElement {
  const details = h("details", { class: "more", ontoggle: () => { if (details.childElementCount === 1) details.append(make()); } }, h("summary", {}, summary));
  return details;
}
