// LaTeX of a notebook as formulas; what cannot be set stands there as it is written.

import { h } from "./dom";
import { parts } from "./formulaparts";

/** Puts a formula into an element; an error says what it does not understand. */
export type SetFormula = (tex: string, place: HTMLElement, display: boolean) => void;

declare global {
  var nbcompareSetFormula: SetFormula | undefined; // of dist/math.js
}

export function formula(text: string): HTMLElement {
  const block = h("div", { class: "math", tabindex: "0", role: "group", "aria-label": "Formula" });
  for (const part of parts(text)) {
    if (part.kind === "text") block.append(part.text);
    else block.append(setFormula(part.text, part.kind === "display"));
  }
  return block;
}

/** A formula, or what is written where it cannot be set. */
export function setFormula(tex: string, display: boolean): HTMLElement {
  const place = h(display ? "div" : "span", {});
  try {
    globalThis.nbcompareSetFormula!(tex, place, display);
    return place;
  } catch {
    return h("code", { class: "tex", title: "This LaTeX cannot be shown as a formula" }, tex);
  }
}
