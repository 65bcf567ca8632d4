// The list of sections, beside the page on wide screens.

import { counted, h } from "./dom";
import type { PageData } from "./model";
import { sectionsAtOnce } from "./sections";
import type { Store } from "./store";

export function nav(page: PageData, store: Store): HTMLElement {
  const list = h("ul", {}, entry("overview", "Overview", "", null));
  if (page.runs.some((run) => run.status !== "ok")) list.append(entry("problems", "Runs with problems", "", null));
  for (const section of page.sections.slice(0, sectionsAtOnce)) {
    const link = entry(section.id, section.title, section.kind, section.alone && !section.differs ? null : section.differs, section.agrees);
    link.addEventListener("click", () => store.set({ fold: { ...store.view.fold, [section.title]: true } }));
    list.append(link);
  }
  const more = page.sections.length - sectionsAtOnce;
  if (more > 0) list.append(h("li", { class: "muted" }, counted(more, "more key")));
  if (page.cells) list.append(entry("notebooks", "Notebooks", "", null));
  const narrow = matchMedia("(max-width: 1099px)");
  const details = h("details", { id: "contents" }, h("summary", {}, "Contents"), list);
  const adapt = () => { details.open = !narrow.matches; };
  narrow.addEventListener("change", adapt);
  adapt();
  return h("nav", { "aria-label": "Sections" }, details);
}

/** Goes to a part of the page, by eye and by focus. The hash is the view's and stays. */
export function goTo(id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  // After the click's other listener has opened the section.
  requestAnimationFrame(() => {
    target.scrollIntoView();
    const place = target.id === "main" ? target : target.querySelector<HTMLElement>("button.fold, .scroller, button");
    place?.focus({ preventScroll: true });
  });
}

/** Makes every link within the page go there by itself. */
export function followLinks(app: HTMLElement): void {
  app.addEventListener("click", (event) => {
    const link = (event.target as Element).closest('a[href^="#"]:not([download])');
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    goTo(link.getAttribute("href")!.slice(1));
  });
}

function entry(id: string, title: string, kind: string, differs: boolean | null, agrees = false): HTMLElement {
  const word = agrees ? "missing in some runs" : differs ? "differs" : "equal";
  return h("li", { "data-key": title, "data-differs": differs === null ? null : String(differs) },
    h("a", { href: `#${id}`, title: kind ? `${title}: ${kind}${differs === null ? "" : `, ${word}`}` : title },
      differs === null ? null : h("span", { class: `mark ${agrees ? "agrees" : differs ? "differs" : "same"}`, role: "img", "aria-label": word }, agrees ? "◌" : differs ? "≠" : "="),
      h("span", { class: "name" }, title), h("span", { class: "kind" }, kind)));
}
