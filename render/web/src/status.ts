// How a run ended, as symbol, word and colour.

import { h } from "./dom";
import type { PageData, Status } from "./model";

export const statusSymbols: Record<Status, string> = { ok: "✓", failed: "✕", partial: "◐", "not-executed": "○", unreadable: "⚠" };
const words: Record<Status, string> = {
  ok: "ok", failed: "failed", partial: "partial", "not-executed": "not executed", unreadable: "unreadable",
};

export function statusBadge(status: Status, count?: number): HTMLElement {
  return h("span", { class: `status status-${status}`, "data-status": status },
    h("span", { class: "symbol", "aria-hidden": "true" }, statusSymbols[status]), count === undefined ? "" : `${count} `, words[status]);
}

/** Run names as chips; beyond a few they are counted and unfold. */
export function runChips(page: PageData, runs: number[], limit = 12): HTMLElement {
  const list = h("span", { class: "chips" });
  const show = (run: number) => list.append(h("span", {
    class: run === page.baseline ? "chip baseline" : "chip", "data-run": run, title: run === page.baseline ? "the baseline" : null,
  }, page.runs[run]!.name));
  if (runs.length === page.runs.length && runs.length > 2) {
    list.append(h("span", { class: "chip all" }, `all ${runs.length} runs`));
    return list;
  }
  runs.slice(0, limit).forEach(show);
  if (runs.length > limit) {
    const more = h("button", { type: "button", class: "link", onclick: () => { more.remove(); runs.slice(limit).forEach(show); } },
      `and ${runs.length - limit} more`);
    list.append(more);
  }
  return list;
}
