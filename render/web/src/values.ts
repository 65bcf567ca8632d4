// Whole values side by side, where there is no closer comparison.

import { ansiText } from "./ansitext";
import { counted, h } from "./dom";
import { download } from "./download";
import { formula } from "./formula";
import { frame } from "./frame";
import { images } from "./images";
import type { PageData, ValueGroup } from "./model";
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
  if (group.picture || group.figure) return images(page, title, [{ runs: group.runs, picture: group.picture ?? null, ...(group.figure && { figure: group.figure }) }]);
  if (group.table) return table(group.table);
  if (group.file) return h("div", {}, plain((group.text ?? "").split("\n")), download(group.file, `${title} ${page.runs[group.runs[0]!]!.name}`));
  if (group.html) return frame(group.html, `${title} of ${page.runs[group.runs[0]!]!.name}`);
  if (group.math) return formula(group.text ?? "");
  if (group.kind === "error") return ansiText(group.text ?? "");
  return plain((group.text ?? "").split("\n"));
}

/** So much of a table that is not compared is drawn. */
const mostDrawn = { rows: 500, columns: 200 };

function table(whole: NonNullable<ValueGroup["table"]>): HTMLElement {
  const data = { ...whole, columns: whole.columns.slice(0, mostDrawn.columns), rows: whole.rows.slice(0, mostDrawn.rows).map((row) => row.slice(0, mostDrawn.columns)) };
  const left = [whole.rows.length > data.rows.length && counted(whole.rows.length - data.rows.length, "more row"),
    whole.columns.length > data.columns.length && counted(whole.columns.length - data.columns.length, "more column")].filter(Boolean);
  const head = h("tr", {}, data.index ? h("td", {}) : null, ...data.columns.map((label) => h("th", { scope: "col" }, label.join(" / "))));
  const body = h("tbody", {}, ...data.rows.map((row, i) => h("tr", {},
    data.index ? h("th", { scope: "row" }, (data.index[i] ?? []).join(" / ")) : null, ...row.map((text) => h("td", {}, text)))));
  return h("div", { class: "scroller", tabindex: "0" }, data.caption && h("p", { class: "table-caption" }, data.caption), h("table", { class: "grid plain" }, h("thead", {}, head), body),
    left.length > 0 && h("p", { class: "muted" }, `${left.join(" and ")}.`),
    data.truncated && h("p", { class: "muted" }, "The notebook shows only part of this table."));
}
