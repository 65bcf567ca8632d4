// Lines against other lines, each with what became of it; what did not change folds.

import { counted, h, type Child } from "./dom";

/** Lines around a change that stay in sight. */
const context = 3;

/** A block of lines; draw makes one. Those far from any that changed stand behind a button. */
export function foldedDiff<Line>(name: string, lines: Line[], changed: (line: Line) => boolean, draw: (line: Line) => HTMLElement): HTMLElement {
  const block = h("pre", { class: name, tabindex: "0" });
  const near = lines.map(() => false);
  lines.forEach((line, i) => {
    if (changed(line)) for (let k = Math.max(0, i - context); k <= Math.min(lines.length - 1, i + context); k++) near[k] = true;
  });
  for (let i = 0; i < lines.length; i++) {
    if (near[i]) {
      block.append(draw(lines[i]!));
      continue;
    }
    let end = i;
    while (end < lines.length && !near[end]) end++;
    const hidden = lines.slice(i, end);
    const button = h("button", { type: "button", class: "link", onclick: () => button.replaceWith(...hidden.map(draw)) },
      `⋯ ${counted(hidden.length, "equal line")}`);
    block.append(button);
    i = end - 1;
  }
  return block;
}

/** One line; op is "+", "-" or " ". */
export function diffLine(op: string, ...content: Child[]): HTMLElement {
  const name = op === "+" ? "ins" : op === "-" ? "del" : "span";
  return h(name, { class: "line" }, h("span", { class: "op", "aria-hidden": "true" }, op === "-" ? "−" : op), ...content);
}
