// The specification of a figure as text, and where it differs from that of another run.

import { counted, h } from "../dom";
import { island } from "../islands";
import type { FigureData } from "../model";
import { plain } from "../texts";
import { changes } from "./changes";

const mostChanges = 100;
/** Characters of a specification that are shown. */
const longest = 400_000;

/** What unfolds below a figure; base is the figure that the others are compared with. */
export function specification(figure: FigureData, base: { figure: FigureData; name: string } | null): HTMLElement | null {
  if (!figure.id) return null;
  const details = h("details", { class: "more spec" }, h("summary", {}, base ? `Specification, and how it differs from ${base.name}` : "Specification"));
  details.addEventListener("toggle", () => { void fill(details, figure, base?.figure); }, { once: true });
  return details;
}

async function fill(details: HTMLElement, figure: FigureData, base: FigureData | undefined): Promise<void> {
  const spec = await read(figure);
  if (base) details.append(differences(await read(base), spec));
  const text = JSON.stringify(spec, null, 1);
  details.append(plain(text.slice(0, longest).split("\n")));
  if (text.length > longest) details.append(h("p", { class: "muted" }, `${counted(text.length - longest, "more character")} left out.`));
  details.dataset.filled = "true";
}

async function read(figure: FigureData): Promise<unknown> {
  return JSON.parse((await island(figure.id!)).textContent!) as unknown;
}

function differences(before: unknown, after: unknown): HTMLElement {
  const { list, more } = changes(before, after, mostChanges);
  const body = h("tbody", {}, ...list.map((change) => h("tr", {}, h("th", { scope: "row" }, change.path), h("td", {}, change.before || "–"), h("td", {}, change.after || "–"))));
  return h("div", {}, h("p", {}, list.length === 0 ? "The same." : `${counted(list.length + more, "place")} differ${list.length + more === 1 ? "s" : ""}.`),
    list.length > 0 && h("div", { class: "scroller", tabindex: "0" }, h("table", { class: "grid plain spec-changes" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Where"), h("th", { scope: "col" }, "Before"), h("th", { scope: "col" }, "Here"))), body)),
    more > 0 && h("p", { class: "muted" }, `${counted(more, "more place")} not shown.`));
}
