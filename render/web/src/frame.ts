// HTML of a notebook, in a frame that may do nothing: an empty sandbox, no script, no form, no origin, and the page's policy,
// which a srcdoc frame inherits. It is made when it comes near the screen.

import { h } from "./dom";

const documents = new WeakMap<Element, string>();
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    observer.unobserve(entry.target);
    mount(entry.target as HTMLElement);
  }
}, { rootMargin: "400px" });

export function frame(html: string, title: string): HTMLElement {
  const place = h("div", { class: "frame", "data-title": title });
  documents.set(place, html);
  observer.observe(place);
  return place;
}

function mount(place: HTMLElement): void {
  const element = h("iframe", { sandbox: "", title: place.dataset.title, referrerpolicy: "no-referrer", loading: "lazy" });
  element.srcdoc = documents.get(place)!;
  place.append(element);
}
