// Light or dark: as the system says, as the reader chooses, and always light on paper. The style sheets say what is dark under
// prefers-color-scheme alone; a choice turns those rules on or off, so that they need no second copy.

import { choice } from "./dom";
import type { Store } from "./store";

const query = "(prefers-color-scheme: dark)";
const system = matchMedia(query);
const rules: CSSMediaRule[] = [];
const listeners = new Map<() => void, Element>();
let chosen = "";
let paper = false;

/** Says whether the page is dark now. */
export function isDark(): boolean {
  return !paper && (chosen === "" ? system.matches : chosen === "dark");
}

/** Says whether the page is being printed. */
export function onPaper(): boolean {
  return paper;
}

/** Calls listener whenever light becomes dark or back, as long as the element stands in the page. */
export function onTheme(element: Element, listener: () => void): void {
  listeners.set(listener, element);
}

/** Begins and ends the page's life on paper. */
export function setPaper(on: boolean): void {
  paper = on;
  apply();
}

/** Buttons that choose. */
export function themeSwitch(store: Store): HTMLElement {
  const options = [{ value: "", text: "Auto", title: "As the system" }, { value: "light", text: "Light" }, { value: "dark", text: "Dark" }];
  const element = choice("Theme", options, store.view.theme, (theme) => store.set({ theme }));
  element.id = "theme";
  const update = () => {
    for (const button of element.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.value === store.view.theme));
    if (chosen === store.view.theme) return;
    chosen = store.view.theme;
    apply();
  };
  update();
  store.listen((_, changed) => { if (changed.has("theme")) update(); });
  return element;
}

/** The choice behind the present one. */
export function nextTheme(theme: string): string {
  return theme === "" ? "light" : theme === "light" ? "dark" : "";
}

function apply(): void {
  if (rules.length === 0) rules.push(...darkRules());
  const free = chosen === "" && !paper;
  for (const rule of rules) rule.media.mediaText = free ? query : isDark() ? "all" : "not all";
  document.documentElement.style.colorScheme = free ? "" : isDark() ? "dark" : "light";
  tell();
}

function darkRules(): CSSMediaRule[] {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.media.mediaText.replaceAll(" ", "") === query.replaceAll(" ", ""));
}

function tell(): void {
  for (const [listener, element] of [...listeners]) {
    if (element.isConnected) listener();
    else listeners.delete(listener);
  }
}

system.addEventListener("change", tell);
