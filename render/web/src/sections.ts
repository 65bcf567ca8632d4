// The sections, one a key: head, fold, and a body that is drawn when it comes near the screen.

import { counted, h } from "./dom";
import { own } from "./hash";
import { readSection, readSectionNow } from "./islands";
import type { PageData, Section, SectionHead } from "./model";
import { whenNear } from "./near";
import { rebaseSection } from "./rebase";
import { body } from "./section";
import type { Store } from "./store";

/** Up to so many runs times sections everything is drawn at once, so that the browser's own search finds it. */
const drawAtOnce = 1500;

let folds: Fold[] = [];

/** Draws every open section now, for paper: there is no time to wait. */
export function drawOpen(): void {
  for (const fold of folds) fold.drawNow();
}

/** So many keys have a section at first; more are asked for, so many at a time. */
export const sectionsAtOnce = 1000;

export function sections(page: PageData, store: Store): HTMLElement {
  const place = h("div", { id: "sections" });
  folds = [];
  const atOnce = page.runs.length * page.sections.length <= drawAtOnce;
  let count = 0;
  const more = h("button", { type: "button", class: "link", onclick: () => show() });
  const show = () => {
    const next = page.sections.slice(count, count + sectionsAtOnce).map((head) => new Fold(page, store, head, atOnce));
    folds.push(...next);
    more.before(...next.map((fold) => fold.element));
    count += sectionsAtOnce;
    if (count >= page.sections.length) more.remove();
    else more.textContent = `Show more: ${counted(page.sections.length - count, "key")} below`;
  };
  place.append(more);
  show();
  return place;
}

class Fold {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly body: HTMLElement;
  private drawn = false; // or on its way
  private filled = false;

  constructor(private page: PageData, private store: Store, private head: SectionHead, atOnce: boolean) {
    const bodyId = `${head.id}-body`;
    this.button = h("button", { type: "button", class: "fold", "aria-controls": bodyId, onclick: () => this.toggle() },
      h("span", { class: "twist", "aria-hidden": "true" }), h("span", { class: "title" }, head.title));
    this.body = h("div", { class: "body", id: bodyId });
    this.element = h("section", {
      class: "card", id: head.id, "data-key": head.title, "data-source": head.source, "data-kind": head.kind, "data-differs": String(head.differs),
    }, h("div", { class: "section-head" }, h("h2", {}, this.button), about(head)), this.body);
    this.update();
    store.listen((_, changed) => { if (changed.has("fold")) this.update(); });
    if (atOnce) void this.draw();
    else this.drawWhenNear();
  }

  private open(): boolean {
    return own(this.store.view.fold, this.head.title) ?? (this.head.differs || this.page.runs.length === 1);
  }

  private toggle(): void {
    this.store.set({ fold: { ...this.store.view.fold, [this.head.title]: !this.open() } });
  }

  private update(): void {
    this.button.setAttribute("aria-expanded", String(this.open()));
    this.body.hidden = !this.open();
  }

  private drawWhenNear(): void {
    this.body.classList.add("waiting");
    whenNear(this.body, "800px", () => void this.draw());
  }

  async draw(): Promise<void> {
    if (this.drawn) return;
    this.drawn = true;
    this.fill(await readSection(this.head.id));
  }

  drawNow(): void {
    const section = this.open() && !this.filled && readSectionNow(this.head.id);
    if (!section) return;
    this.drawn = true;
    this.fill(section);
  }

  private fill(section: Section): void {
    if (this.filled) return;
    this.filled = true;
    if (this.page.rebased) rebaseSection(section, this.page.baseline);
    const around = context(this.head);
    if (around) this.body.append(around);
    this.body.append(...body(this.page, this.store, section));
    this.body.classList.remove("waiting");
    this.element.dataset.drawn = "true";
  }
}

/** What stands around the key in its notebook. */
function context(head: SectionHead): HTMLElement | null {
  const { headings, text } = head.context ?? {};
  if (!headings && !text) return null;
  return h("p", { class: "key-context" }, (headings ?? []).join(" › "), headings && text ? " — " : null, text);
}

function about(head: SectionHead): HTMLElement {
  return h("p", { class: "about" }, h("span", { class: "kind" }, `${head.source} · ${head.kind}`), h("span", { class: "note" }, head.note),
    head.missing ? h("span", { class: "note missing-note" }, `missing in ${counted(head.missing, "run")}`) : null,
    head.differs ? h("span", { class: `mark ${head.agrees ? "agrees" : "differs"}` }, head.agrees ? "◌ only missing" : "≠ differs")
      : head.alone ? null : h("span", { class: "mark same" }, "= equal"));
}
