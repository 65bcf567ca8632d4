// Texts: equal ones once, each against the base line by line; what did not change folds.

import { counted, h } from "./dom";
import type { PageData, Section } from "./model";
import { shortened } from "./shorten";
import { runChips } from "./status";

/** Lines around a change that stay in sight. */
const context = 3;
/** Lines of the base text that stay in sight. */
const baseLines = 30;

export function texts(page: PageData, data: NonNullable<Section["texts"]>): HTMLElement {
  const list = h("div", { class: "texts" });
  data.groups.forEach((group, i) => {
    list.append(h("div", { class: "text", "data-run": group.runs.join(" ") },
      h("h3", {}, runChips(page, group.runs), i > 0 && h("span", { class: "muted" }, ` against ${page.runs[data.base]?.name ?? "the first"}`)),
      group.omitted && h("p", { class: "muted" }, "Too long to compare line by line."),
      i === 0 || group.omitted ? plain(group.lines) : diff(group.lines)));
  });
  return list;
}

export function plain(all: string[]): HTMLElement {
  const { lines, left } = shortened(all);
  const note = left && h("span", { class: "muted" }, `\n${left}`);
  const block = h("pre", { class: "plain", tabindex: "0" }, lines.slice(0, baseLines).join("\n"));
  if (lines.length > baseLines) {
    const more = h("button", { type: "button", class: "link", onclick: () => { block.replaceChildren(lines.join("\n"), note); } },
      `${counted(lines.length - baseLines, "more line")}`);
    block.append("\n", more);
  } else if (note) block.append(note);
  return block;
}

function diff(all: string[]): HTMLElement {
  const { lines, left } = shortened(all);
  const block = h("pre", { class: "diff", tabindex: "0" });
  const near = lines.map(() => false);
  lines.forEach((line, i) => {
    if (line[0] !== " ") for (let k = Math.max(0, i - context); k <= Math.min(lines.length - 1, i + context); k++) near[k] = true;
  });
  for (let i = 0; i < lines.length; i++) {
    if (near[i]) {
      block.append(diffLine(lines[i]!));
      continue;
    }
    let end = i;
    while (end < lines.length && !near[end]) end++;
    const hidden = lines.slice(i, end);
    const button = h("button", { type: "button", class: "link", onclick: () => button.replaceWith(...hidden.map(diffLine)) },
      `⋯ ${counted(hidden.length, "equal line")}`);
    block.append(button);
    i = end - 1;
  }
  if (left) block.append(h("span", { class: "muted" }, left));
  return block;
}

function diffLine(line: string): HTMLElement {
  const name = line[0] === "+" ? "ins" : line[0] === "-" ? "del" : "span";
  return h(name, { class: "line" }, h("span", { class: "op", "aria-hidden": "true" }, line[0] === "-" ? "−" : line[0] ?? " "), line.slice(1));
}
