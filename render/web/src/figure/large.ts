// One figure as large as the window, where it can also be zoomed.

import { h } from "../dom";
import type { FigureData, Library } from "../model";
import { FigureFrame } from "./frame";
import { theme } from "./theme";

export function openLarge(figure: FigureData, library: Library, title: string): void {
  const frame = new FigureFrame(title);
  const caption = h("p", { role: "status" }, "Drawing…");
  const place = h("div", { class: "figure-place" });
  const dialog = h("dialog", { class: "lightbox figure-large", "aria-label": title }, place, caption,
    h("div", { class: "bar" }, h("button", { type: "button", onclick: () => dialog.close() }, "Close")));
  dialog.addEventListener("close", () => {
    frame.close();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  frame.draw(place, library, figure, theme(), true).then((answer) => {
    dialog.dataset.state = answer.state;
    caption.textContent = answer.state === "drawn" ? title : `${title} cannot be drawn.`;
  }, () => { caption.textContent = `${title} cannot be drawn.`; });
}
