// Pictures side by side, equal ones once; a click shows one large.

import { counted, h } from "./dom";
import { drawing } from "./figure/drawing";
import { specification } from "./figure/spec";
import { openLightbox, type Plate } from "./lightbox";
import type { ImageGroup, PageData } from "./model";
import { lazyImage } from "./picture";
import { runChips } from "./status";

export function images(page: PageData, title: string, groups: ImageGroup[], base = page.baseline): HTMLElement {
  const grid = h("div", { class: groups.some((group) => group.figure) ? "images figures" : "images" });
  const against = groups.find((group) => group.runs.includes(base));
  const plates: Plate[] = [];
  for (const group of groups) {
    const names = group.runs.map((run) => page.runs[run]!.name);
    const caption = h("figcaption", {}, runChips(page, group.runs, 6),
      group.runs.length > 1 && h("span", { class: "muted" }, ` ${counted(group.runs.length, "run")}, the same ${group.figure ? "figure" : "picture"}`),
      group.changed && !group.runs.includes(base) && h("span", { class: "muted changed" },
        ` ${group.changed} of the pixels differ${base === page.baseline ? "" : ` from ${page.runs[base]!.name}`}`),
      group.figure && h("span", { class: "muted" }, ` ${group.figure.mimeType}`));
    const figure = h("figure", { "data-run": group.runs.join(" "), class: group.runs.includes(page.baseline) ? "baseline" : null });
    const text = `${title} of ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`;
    let still: HTMLElement | null = null;
    if (group.picture) {
      const index = plates.length;
      plates.push({ picture: group.picture, text, baseline: group.runs.includes(page.baseline) });
      still = h("button", { type: "button", class: "plate", "aria-label": `Show ${text} large`, onclick: () => openLightbox(plates, index) },
        lazyImage(group.picture, text));
    }
    figure.append(group.figure ? drawing(page, group.figure, text, still) : still ?? "", caption);
    const unfolds = group.figure && specification(group.figure,
      against?.figure && against !== group ? { figure: against.figure, name: page.runs[base]!.name } : null);
    if (unfolds) figure.append(unfolds);
    grid.append(figure);
  }
  return grid;
}
