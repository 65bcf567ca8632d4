// The body of a section: the comparison of its kind, and why runs have no value.

import { h } from "./dom";
import { histories } from "./histories";
import { imageViews } from "./imageviews";
import type { PageData, Section } from "./model";
import { scalars } from "./scalars";
import { sets } from "./sets";
import { runChips } from "./status";
import type { Store } from "./store";
import { tables } from "./tables";
import { texts } from "./texts";
import { values } from "./values";

export function body(page: PageData, store: Store, section: Section): HTMLElement[] {
  const { history } = section;
  const parts = history ? [histories(page, store, section, history, () => comparison(page, store, section))] : comparison(page, store, section);
  if (section.displays) parts.push(h("h3", {}, "Shown with it"), values(page, section.title, section.displays.groups));
  for (const { reason, runs } of section.reasons ?? []) {
    parts.push(h("p", { class: "no-value" }, h("span", { class: "reason" }, `No value: ${reason || "the run does not have this key"}`), runChips(page, runs)));
  }
  return parts;
}

/** The values of a key against each other. */
function comparison(page: PageData, store: Store, section: Section): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (section.scalars) parts.push(scalars(page, store, section, section.scalars.columns.map((i) => page.columns[i]!)));
  if (section.tables) parts.push(tables(page, store, section, section.tables));
  const formulas = section.texts && section.values?.groups.some((group) => group.math);
  if (formulas) parts.push(values(page, section.title, section.values!.groups));
  if (section.texts) parts.push(texts(page, section.texts));
  if (section.images) parts.push(imageViews(page, store, section, section.images));
  if (section.sets) {
    parts.push(sets(page, section.sets.groups));
    if (section.values) parts.push(h("details", { class: "more" }, h("summary", {}, "As each run has it, in order"), values(page, section.title, section.values.groups)));
  } else if (section.values && !formulas) parts.push(values(page, section.title, section.values.groups));
  return parts;
}
