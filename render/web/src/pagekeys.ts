// The keys that work anywhere on the page.

import { openHelp } from "./help";
import { press, takesText } from "./keys";
import { goTo } from "./nav";
import type { Store } from "./store";
import { nextTheme } from "./theme";

export function listenForKeys(store: Store): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !store.view.keys || takesText(event.target) || document.querySelector("dialog[open]")) return;
    press("page", event, {
      help: () => openHelp(store),
      filter: () => {
        const filter = document.querySelector<HTMLInputElement>("#filter");
        filter?.scrollIntoView({ block: "nearest" });
        filter?.select();
        filter?.focus({ preventScroll: true });
      },
      next: () => step(1),
      previous: () => step(-1),
      fold: () => here()?.querySelector<HTMLElement>("button.fold")?.click(),
      top: () => goTo("overview"),
      theme: () => store.set({ theme: nextTheme(store.view.theme) }),
    });
  });
}

function sections(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main section[id]")].filter((section) => section.checkVisibility() && !section.parentElement!.closest("section[id]"));
}

/** The section that has the focus and is on the screen, else the one at the top of the screen. */
function here(): HTMLElement | undefined {
  const all = sections();
  const focused = all.find((section) => section.contains(document.activeElement));
  if (focused) {
    const { top, bottom } = focused.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) return focused;
  }
  return all.filter((section) => section.getBoundingClientRect().top < 40).at(-1) ?? all[0];
}

function step(by: number): void {
  const all = sections();
  const at = here();
  const next = at ? all[all.indexOf(at) + by] : undefined;
  if (next) goTo(next.id);
}
