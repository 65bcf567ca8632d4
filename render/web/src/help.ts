// The help: every key of the page, in a dialog over it.

import { h } from "./dom";
import { helpLines, keymap, type Place } from "./keys";
import type { Store } from "./store";

/** Opens the help. The browser gives the focus back to where it was. */
export function openHelp(store: Store): void {
  if (document.getElementById("help")) return;
  const letters = h("input", { type: "checkbox", id: "letter-keys", onchange: () => store.set({ keys: letters.checked }) });
  letters.checked = store.view.keys;
  const dialog = h("dialog", { class: "help", id: "help", "aria-labelledby": "help-title" },
    h("div", { class: "help-head" }, h("h2", { id: "help-title" }, "Keys"),
      h("button", { type: "button", class: "plain-button", onclick: () => dialog.close() }, "Close")),
    h("div", { class: "help-places" }, ...(Object.keys(keymap) as Place[]).map(part)),
    h("label", { class: "check" }, letters, " The keys of “Anywhere” are on"));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function part(place: Place): HTMLElement {
  return h("section", { "data-place": place }, h("h3", {}, keymap[place].title),
    h("dl", {}, ...helpLines(place).map(({ keys, text }) => h("div", {}, h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, text)))));
}
