// One picture large; arrows go to the next and the previous, b holds the baseline's against it.

import { h } from "./dom";
import { press } from "./keys";
import { acquire, release } from "./islands";
import type { Picture } from "./model";
import { isDrawing } from "./picture";
import { checkSize } from "./size";

export interface Plate { picture: Picture; text: string; baseline: boolean }

export function openLightbox(plates: Plate[], start: number): void {
  let current = start;
  let back = start;
  let held: Picture | null = null;
  let turns = 0; // what is loaded for an earlier turn, or for a dialog that is closed, has lost its address
  const image = h("img", { alt: "" });
  const caption = h("p", { role: "status" });
  const show = async (index: number) => {
    current = (index + plates.length) % plates.length;
    const plate = plates[current]!;
    const before = held;
    const turn = ++turns;
    held = plate.picture;
    let trouble = "";
    const url = await acquire(plate.picture).then(async (url) => {
      if (!isDrawing(plate.picture)) await checkSize(url);
      return url;
    }).catch((error: Error) => {
      trouble = ` (${error.message || "cannot be shown"})`;
      return "";
    });
    if (turn === turns) {
      if (url) image.src = url;
      else image.removeAttribute("src");
      image.alt = plate.text;
      image.dataset.image = plate.picture.id;
      caption.textContent = `${plate.text}${plate.baseline ? " (baseline)" : ""}${trouble} · ${current + 1} of ${plates.length}`;
    }
    if (before) release(before);
  };
  const flip = () => {
    const baseline = plates.findIndex((plate) => plate.baseline);
    if (baseline < 0) return;
    if (current === baseline) void show(back);
    else {
      back = current;
      void show(baseline);
    }
  };
  const dialog = h("dialog", { class: "lightbox", id: "lightbox", "aria-label": "Picture" }, image, caption, h("div", { class: "bar" },
    h("button", { type: "button", onclick: () => void show(current - 1) }, "← Previous"),
    h("button", { type: "button", title: "b", onclick: flip }, "Baseline ⇄"),
    h("button", { type: "button", onclick: () => void show(current + 1) }, "Next →"),
    h("button", { type: "button", onclick: () => dialog.close() }, "Close")));
  dialog.addEventListener("keydown", (event) => press("picture", event, {
    next: () => void show(current + 1), previous: () => void show(current - 1), flip,
  }));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    turns++;
    if (held) release(held);
    held = null;
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  void show(start);
}
