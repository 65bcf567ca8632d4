// Pictures side by side, equal ones once; a click shows one large.

import { counted, h } from "./dom";
import { openLightbox, type Plate } from "./lightbox";
import type { ImageGroup, PageData } from "./model";
import { lazyImage } from "./picture";
import { runChips } from "./status";

export function images(page: PageData, title: string, groups: ImageGroup[], base = page.baseline): HTMLElement {
  const grid = h("div", { class: "images" });
  const plates: Plate[] = [];
  for (const group of groups) {
    const names = group.runs.map((run) => page.runs[run]!.name);
    const caption = h("figcaption", {}, runChips(page, group.runs, 6),
      group.runs.length > 1 && h("span", { class: "muted" }, ` ${counted(group.runs.length, "run")}, the same picture`),
      group.changed && !group.runs.includes(base) && h("span", { class: "muted changed" },
        ` ${group.changed} of the pixels differ${base === page.baseline ? "" : ` from ${page.runs[base]!.name}`}`),
      group.figure && h("span", { class: "muted" }, ` ${group.figure}`));
    const figure = h("figure", { "data-run": group.runs.join(" "), class: group.runs.includes(page.baseline) ? "baseline" : null });
    if (group.picture) {
      const index = plates.length;
      const text = `${title} of ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`;
      plates.push({ picture: group.picture, text, baseline: group.runs.includes(page.baseline) });
      figure.append(h("button", { type: "button", class: "plate", "aria-label": `Show ${text} large`, onclick: () => openLightbox(plates, index) },
        lazyImage(group.picture, text)));
    } else figure.append(h("p", { class: "no-value" }, "This figure has no static picture beside it."));
    figure.append(caption);
    grid.append(figure);
  }
  return grid;
}
