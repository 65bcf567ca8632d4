// A figure in the page: a box whose size never changes, in which it is drawn when it comes near the screen and taken down when it
// is far away. Before, the notebook's own picture of it stands there, or a word; behind it the picture that the frame left.

import { counted, h } from "../dom";
import type { FigureData, Library, PageData } from "../model";
import { FigureFrame } from "./frame";
import { openLarge } from "./large";
import type { Answer } from "./protocol";
import { onThemeChange, theme } from "./theme";

/** Figures whose specification is larger wait for a click. */
const drawnUnasked = 8 << 20;
/** In pixels, of a box that only says why nothing is drawn. */
const sentenceHeight = 72;
/** So many are drawn at a time; the others wait. */
const atATime = 2;
/** Characters of all pictures that frames left. */
const keptPictures = 60_000_000;

const drawings = new WeakMap<Element, Drawing>();
const live = new Set<Drawing>();
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) drawings.get(target)?.come();
}, { rootMargin: "300px" });
const far = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (!isIntersecting) void drawings.get(target)?.go();
}, { rootMargin: "1500px" });
let watching = false;
let busy = 0;
const queue: (() => Promise<void>)[] = [];
let kept = 0;

/** Makes the box of a figure; still is the notebook's own picture of it. */
export function drawing(page: PageData, figure: FigureData, title: string, still: HTMLElement | null): HTMLElement {
  const library = page.libraries?.find(({ name }) => name === figure.library);
  return new Drawing(figure, library, title, still).element;
}

class Drawing {
  readonly element: HTMLElement;
  private readonly says = h("p", { class: "drawing-says", role: "status" });
  private readonly left = h("img", { class: "drawing-left", alt: "", hidden: true });
  private frame: FigureFrame | null = null;
  private wanted = false;
  private asked: boolean; // the reader wants it, however large it is

  constructor(private figure: FigureData, private library: Library | undefined, private title: string, still: HTMLElement | null) {
    this.asked = figure.bytes <= drawnUnasked;
    this.element = h("div", { class: `drawing${still ? " with-still" : ""}`, "data-figure": figure.id, "data-library": figure.library, "data-state": "waiting" },
      still && h("div", { class: "still" }, still), this.left, this.says);
    this.element.style.height = `${library || still ? boxHeight(figure) : sentenceHeight}px`;
    drawings.set(this.element, this);
    if (!figure.id || !library) this.end("failed", figure.problem ?? "This page does not draw it.");
    else {
      this.element.append(h("button", {
        type: "button", class: "drawing-large", title: "Large", "aria-label": `Show ${title} large`, onclick: () => openLarge(figure, library, title),
      }, "⤢"));
      this.watch();
    }
  }

  private watch(): void {
    if (this.asked) this.say("Drawn when it is seen.");
    else {
      const button = h("button", { type: "button", class: "link", onclick: () => { this.asked = true; this.come(); } }, `Draw it (${(this.figure.bytes / 1e6).toFixed(0)} MB)`);
      this.says.replaceChildren(button);
    }
    near.observe(this.element);
    far.observe(this.element);
    if (watching) return;
    watching = true;
    onThemeChange(() => { for (const one of [...live]) void one.again(); });
  }

  come(): void {
    if (this.wanted || !this.asked || this.element.dataset.state === "failed" || this.element.dataset.state === "refused") return;
    this.wanted = true;
    queue.push(() => this.draw());
    next();
  }

  private async draw(): Promise<void> {
    if (!this.wanted || this.frame || !this.element.isConnected) return;
    this.element.dataset.state = "drawing";
    this.say("Drawing…");
    const frame = new FigureFrame(this.title);
    this.frame = frame;
    live.add(this);
    let answer: Answer;
    try {
      answer = await frame.draw(this.element, this.library!, this.figure, theme(), false);
    } catch (error) {
      answer = { state: "failed", message: error instanceof Error ? error.message : "" };
    }
    if (this.frame === frame) this.show(answer);
  }

  private show(answer: Answer): void {
    if (answer.state === "drawn") {
      this.element.dataset.state = "drawn";
      this.element.dataset.marks = String(answer.marks);
      this.say(answer.without.length > 0 ? `Drawn without what it asks for: ${answer.without.join(", ")}` : "");
      return;
    }
    this.takeDown();
    if (answer.state === "refused") this.end("refused", `Not drawn: it asks for ${answer.asked.join(", ")}, and a report fetches nothing.`);
    else this.end("failed", `It cannot be drawn${answer.state === "failed" && answer.message ? `: ${answer.message}` : ""}.`);
  }

  private end(state: "failed" | "refused", text: string): void {
    near.unobserve(this.element);
    far.unobserve(this.element);
    this.element.dataset.state = state;
    this.say(text);
  }

  private say(text: string): void { this.says.textContent = text; }

  /** It is far away: its frame goes, and leaves a picture. */
  async go(): Promise<void> {
    if (!this.wanted) return;
    this.wanted = false;
    const { frame } = this;
    if (!frame || this.element.dataset.state !== "drawn") return this.takeDown();
    if (this.left.src === "" && kept < keptPictures) this.keep(await frame.snapshot());
    if (!this.wanted && this.frame === frame) this.takeDown();
  }

  private keep(svg: string): void {
    if (svg === "") return;
    kept += svg.length;
    this.left.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    this.left.alt = this.title;
    this.left.hidden = false;
    this.element.classList.add("with-left");
  }

  /** Draws anew, in other colours. */
  async again(): Promise<void> {
    if (this.left.src !== "") {
      URL.revokeObjectURL(this.left.src);
      this.left.removeAttribute("src");
      this.left.hidden = true;
      this.element.classList.remove("with-left");
    }
    this.takeDown();
    this.wanted = false;
    this.come();
  }

  private takeDown(): void {
    this.frame?.close();
    this.frame = null;
    live.delete(this);
    this.element.dataset.state = "waiting";
    this.say("Drawn when it is seen.");
  }
}

/** Starts what waits, a few at a time. */
function next(): void {
  while (busy < atATime && queue.length > 0) {
    busy++;
    void queue.shift()!().finally(() => { busy--; next(); });
  }
}

/** The height of a figure's box in CSS pixels: as the notebook has it, within what fits a page. */
function boxHeight(figure: FigureData): number {
  const wanted = figure.height ? figure.height + (figure.library === "vega" ? 70 : 0) : 380;
  return Math.round(Math.min(900, Math.max(220, wanted)));
}

export function describe(figure: FigureData): string {
  return `${figure.mimeType}, ${counted(figure.bytes, "byte")}`;
}
