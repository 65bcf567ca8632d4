// KaTeX for the report, in pages that show formulas only. It builds elements itself; what could name a page, a class or an id is
// not trusted.

import "katex/dist/katex.min.css";
import katex from "katex";
import type { SetFormula } from "../formula";

const set: SetFormula = (tex, place, display) => {
  katex.render(tex, place, {
    displayMode: display, output: "htmlAndMathml", trust: false, strict: "ignore", throwOnError: true, maxSize: 30, maxExpand: 500, macros: {},
  });
};
globalThis.nbcompareSetFormula = set;
