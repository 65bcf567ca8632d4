// The page's colours, for frames that draw in them.

import type { Theme } from "./protocol";

export function theme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const surface = colour("surface");
  return { dark: isDark(surface), surface, ink: colour("ink"), muted: colour("muted"), line: colour("line") };
}

/** Says whether a colour that is written #rgb or #rrggbb is a dark one. */
export function isDark(colour: string): boolean {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!digits) return false;
  const part = (i: number) => parseInt(digits.length === 3 ? digits[i]! + digits[i]! : digits.slice(2 * i, 2 * i + 2), 16);
  return 0.299 * part(0) + 0.587 * part(1) + 0.114 * part(2) < 110;
}

/** Calls back when the colours become others, by the system or by choice. */
export function onThemeChange(callback: () => void): void {
  let before = theme().surface;
  const look = () => {
    const now = theme().surface;
    if (now === before) return;
    before = now;
    callback();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
  new MutationObserver(look).observe(document.documentElement, { attributes: true });
}
