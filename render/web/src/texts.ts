// Texts: equal ones once, each against the base line by line; what did not change folds.

import { diffLine, foldedDiff } from "./difflines";
import { counted, h } from "./dom";
import type { PageData, Section } from "./model";
import { shortened } from "./shorten";
import { runChips } from "./status";

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
  const block = foldedDiff("diff", lines, (line) => line[0] !== " ", (line) => diffLine(line[0] ?? " ", line.slice(1)));
  if (left) block.append(h("span", { class: "muted" }, left));
  return block;
}
