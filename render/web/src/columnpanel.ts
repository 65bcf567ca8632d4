// The panel beside the overview's controls: show, move and limit columns.

import { arranged, moved, readRange } from "./columns";
import { h } from "./dom";
import { own } from "./hash";
import type { Column } from "./model";
import type { Store } from "./store";

/** So many columns are listed; the others are found by their name. */
const listedAtMost = 120;

export function columnPanel(store: Store, all: Column[]): HTMLElement {
  const list = h("ul", { class: "column-list" });
  const left = h("span", { class: "muted" });
  const find = h("input", { type: "search", class: "find", placeholder: "Find columns", "aria-label": "Find columns", oninput: () => draw() });
  const draw = () => {
    const focus = (document.activeElement as HTMLElement | null)?.dataset.key;
    const found = arranged(all, store.view.at).filter((column) => column.title.toLowerCase().includes(find.value.toLowerCase()));
    list.replaceChildren(...found.slice(0, listedAtMost).map((column) => line(store, all, column)));
    left.textContent = found.length > listedAtMost ? `${found.length - listedAtMost} more` : "";
    if (focus) [...list.querySelectorAll<HTMLElement>("[data-key]")].find((element) => element.dataset.key === focus)?.focus();
  };
  const details = h("details", { class: "more", id: "columns" }, h("summary", {}, "Columns"), h("div", { class: "column-panel" },
    h("div", { class: "bar" }, all.length > 12 && find,
      h("button", { type: "button", class: "link", onclick: () => store.set({ hide: [] }) }, "Show all"),
      h("button", { type: "button", class: "link", onclick: () => store.set({ hide: [], at: {}, range: {} }) }, "As at first"), left), list));
  details.addEventListener("toggle", () => { if (details.open) draw(); });
  store.listen((_, changed) => { if (details.open && (changed.has("hide") || changed.has("at") || changed.has("range")) && !typing(list)) draw(); });
  return details;
}

function typing(list: HTMLElement): boolean {
  return list.contains(document.activeElement) && document.activeElement!.matches("input.limit");
}

function line(store: Store, all: Column[], column: Column): HTMLElement {
  const { title } = column;
  const shown = h("input", { type: "checkbox", "data-key": `show ${title}`, onchange: () => {
    const others = store.view.hide.filter((hidden) => hidden !== title);
    store.set({ hide: shown.checked ? others : [...others, title] });
  } });
  shown.checked = !store.view.hide.includes(title);
  const move = (by: number, text: string, name: string) => h("button", {
    type: "button", class: "move", "aria-label": `Move ${title} ${name}`, "data-key": `${name} ${title}`, onclick: () => store.set({ at: moved(all, store.view.at, title, by) }),
  }, text);
  return h("li", { "data-column": title }, h("label", { class: "check" }, shown, h("span", { class: "title" }, title)),
    h("span", { class: "moves" }, move(-1, "↑", "forward"), move(1, "↓", "back"), move(-all.length, "⤒", "to the front")), column.numeric ? limits(store, title) : null);
}

function limits(store: Store, title: string): HTMLElement {
  const [low, high] = (own(store.view.range, title) ?? "..").split("..");
  const field = (value: string | undefined, name: string) => {
    const input = h("input", { type: "text", inputmode: "decimal", class: "limit", size: 7, placeholder: name, "aria-label": `${name} of ${title}`, autocomplete: "off" });
    input.value = value ?? "";
    return input;
  };
  const least = field(low, "min");
  const most = field(high, "max");
  const change = () => {
    const text = `${least.value.trim()}..${most.value.trim()}`;
    const bad = text !== ".." && readRange(text) === null;
    for (const input of [least, most]) input.setAttribute("aria-invalid", String(bad));
    const range = { ...store.view.range };
    delete range[title];
    if (!bad) store.set({ range: text === ".." ? range : { ...range, [title]: text } });
  };
  least.addEventListener("input", change);
  most.addEventListener("input", change);
  return h("span", { class: "limits" }, least, most);
}
