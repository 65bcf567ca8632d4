// Whole values side by side, where there is no closer comparison.

import { h } from "./dom";
import { download } from "./download";
import { formula } from "./formula";
import { frame } from "./frame";
import { images } from "./images";
import type { PageData, ValueGroup } from "./model";
import { ansiText } from "./problems";
import { runChips } from "./status";
import { plain } from "./texts";

export function values(page: PageData, title: string, groups: ValueGroup[]): HTMLElement {
  const list = h("div", { class: "values" });
  for (const group of groups) {
    list.append(h("div", { class: "value-card", "data-run": group.runs.join(" "), "data-kind": group.kind },
      h("h3", {}, runChips(page, group.runs), h("span", { class: "muted" }, ` ${group.kind}`)), content(page, title, group)));
  }
  return list;
}

function content(page: PageData, title: string, group: ValueGroup): HTMLElement {
  if (group.picture) return images(page, title, [{ runs: group.runs, picture: group.picture }]);
  if (group.table) return table(group.table);
  if (group.file) return h("div", {}, plain((group.text ?? "").split("\n")), download(group.file, `${title} ${page.runs[group.runs[0]!]!.name}`));
  if (group.html) return frame(group.html, `${title} of ${page.runs[group.runs[0]!]!.name}`);
  if (group.math) return formula(group.text ?? "");
  if (group.kind === "error") return ansiText(group.text ?? "");
  return plain((group.text ?? "").split("\n"));
}

function table(data: NonNullable<ValueGroup["table"]>): HTMLElement {
  const head = h("tr", {}, data.index ? h("td", {}) : null, ...data.columns.map((label) => h("th", { scope: "col" }, label.join(" / "))));
  const body = h("tbody", {}, ...data.rows.map((row, i) => h("tr", {},
    data.index ? h("th", { scope: "row" }, (data.index[i] ?? []).join(" / ")) : null, ...row.map((text) => h("td", {}, text)))));
  return h("div", { class: "scroller", tabindex: "0" }, h("table", { class: "grid plain" }, h("thead", {}, head), body),
    data.truncated && h("p", { class: "muted" }, "The notebook shows only part of this table."));
}
