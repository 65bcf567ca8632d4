// The list of sections, beside the page on wide screens.

import { h } from "./dom";
import type { PageData } from "./model";
import type { Store } from "./store";

export function nav(page: PageData, store: Store): HTMLElement {
  const list = h("ul", {}, entry("overview", "Overview", "", null));
  if (page.runs.some((run) => run.status !== "ok")) list.append(entry("problems", "Runs with problems", "", null));
  for (const section of page.sections) {
    const link = entry(section.id, section.title, section.kind, section.alone && !section.differs ? null : section.differs, section.agrees);
    link.addEventListener("click", () => store.set({ fold: { ...store.view.fold, [section.title]: true } }));
    list.append(link);
  }
  const narrow = matchMedia("(max-width: 1099px)");
  const details = h("details", { id: "contents" }, h("summary", {}, "Contents"), list);
  const adapt = () => { details.open = !narrow.matches; };
  narrow.addEventListener("change", adapt);
  adapt();
  return h("nav", { "aria-label": "Sections" }, details);
}

function entry(id: string, title: string, kind: string, differs: boolean | null, agrees = false): HTMLElement {
  const go = (event: Event) => {
    event.preventDefault(); // the hash is the view's
    const target = document.getElementById(id)!;
    // After the click's other listener has opened the section.
    requestAnimationFrame(() => {
      target.scrollIntoView();
      target.querySelector<HTMLElement>("button, .scroller")?.focus({ preventScroll: true });
    });
  };
  const word = agrees ? "missing in some runs" : differs ? "differs" : "equal";
  return h("li", { "data-key": title, "data-differs": differs === null ? null : String(differs) },
    h("a", { href: `#${id}`, onclick: go, title: kind ? `${title}: ${kind}${differs === null ? "" : `, ${word}`}` : title },
      differs === null ? null : h("span", { class: `mark ${agrees ? "agrees" : differs ? "differs" : "same"}`, role: "img", "aria-label": word }, agrees ? "◌" : differs ? "≠" : "="),
      h("span", { class: "name" }, title), h("span", { class: "kind" }, kind)));
}
