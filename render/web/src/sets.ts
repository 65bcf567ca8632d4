// Lists and sets: what all runs have, and what only some have.

import { counted, h } from "./dom";
import type { MemberGroup, PageData } from "./model";
import { runChips } from "./status";

export function sets(page: PageData, groups: MemberGroup[]): HTMLElement {
  const list = h("div", { class: "sets" });
  for (const group of groups) {
    const elements = h("ul", { class: "elements" });
    for (const { text, counts } of group.elements) {
      const most = counts ? Math.max(...counts) : 1;
      elements.append(h("li", { title: counts ? counts.map((n, run) => `${page.runs[run]!.name}: ${n}`).join("\n") : null },
        text, most > 1 && h("small", {}, ` ×${Math.min(...counts!.filter((n) => n > 0)) === most ? most : `≤${most}`}`)));
    }
    list.append(h("div", { class: group.inAll ? "set in-all" : "set", "data-run": group.runs.join(" ") },
      h("h3", {}, group.inAll ? "Shared by all" : "Only in ", !group.inAll && runChips(page, group.runs), h("span", { class: "muted" }, ` ${counted(group.elements.length, "element")}`)),
      elements));
  }
  return list;
}
