// The pictures of a key: all of them, or two against each other. What is shown stands in the view as "swipe:a~b".

import { choice, h } from "./dom";
import { own } from "./hash";
import { ImagePair, modes, shotsOf, type Mode, type Pair, type Shot } from "./imagepair";
import { images } from "./images";
import type { PageData, Section } from "./model";
import type { Store } from "./store";

export function imageViews(page: PageData, store: Store, section: Section, data: NonNullable<Section["images"]>): HTMLElement {
  const all = images(page, section.title, data.groups, data.base);
  const shots = shotsOf(page, data.groups);
  if (shots.length < 2) return all;
  const base = Math.max(0, shots.findIndex((shot) => shot.runs.includes(data.base)));
  const place = h("div", {});
  let written: string | undefined;
  const pick = (value: string) => {
    written = value;
    store.set({ pick: { ...store.view.pick, [section.title]: value } });
  };
  const draw = () => {
    const pair = readPair(page, shots, own(store.view.pick, section.title));
    const first: Pair = { mode: "sides", first: base, second: base === 0 ? 1 : 0 };
    place.replaceChildren(
      h("div", { class: "bar" }, choice("Pictures", [{ value: "all", text: "All pictures" }, { value: "pair", text: "Compare two" }], pair ? "pair" : "all", (value) => {
        pick(value === "pair" ? writePair(page, shots, first) : "all");
        draw();
        place.querySelector<HTMLElement>(".pair, .choice button")?.focus({ preventScroll: true });
      })),
      pair ? new ImagePair(section.title, shots, pair, (chosen) => pick(writePair(page, shots, chosen))).element : all);
  };
  store.listen((view, changed) => {
    const now = own(view.pick, section.title);
    if (changed.has("pick") && now !== written) { // a link or the back button
      written = now;
      draw();
    }
  });
  written = own(store.view.pick, section.title);
  draw();
  return place;
}

function writePair(page: PageData, shots: Shot[], { mode, first, second }: Pair): string {
  const name = (index: number) => page.runs[shots[index]!.runs[0]!]!.name;
  return `${mode}:${name(first)}~${name(second)}`;
}

function readPair(page: PageData, shots: Shot[], text: string | undefined): Pair | null {
  const mode = modes.find((candidate) => text?.startsWith(`${candidate}:`));
  if (!mode) return null;
  const names = text!.slice(mode.length + 1);
  const find = (name: string) => shots.findIndex((shot) => shot.runs.some((run) => page.runs[run]!.name === name));
  for (let at = names.indexOf("~"); at >= 0; at = names.indexOf("~", at + 1)) { // a name may hold one, too
    const [first, second] = [find(names.slice(0, at)), find(names.slice(at + 1))];
    if (first >= 0 && second >= 0) return { mode: mode as Mode, first, second };
  }
  return null;
}
