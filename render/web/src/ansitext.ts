// Text with ANSI colours.

import { parseAnsi } from "./ansi";
import { counted, h } from "./dom";
import { middleOut } from "./shorten";

export function ansiText(text: string): HTMLElement {
  const block = h("pre", { class: "ansi", tabindex: "0" });
  const { head, left, tail } = middleOut(text);
  const add = (part: string) => { for (const piece of parseAnsi(part)) block.append(piece.classes ? h("span", { class: piece.classes }, piece.text) : piece.text); };
  add(head);
  if (left > 0) block.append(h("span", { class: "muted" }, `\n… ${counted(left, "character")} left out …\n`));
  add(tail);
  return block;
}
