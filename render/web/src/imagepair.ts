// Two pictures of a key against each other: side by side, swiped, through one another, or only what differs; and below, how far
// every other picture is from the first. Zoom and place are the same in all of them.

import { choice, counted, h, select } from "./dom";
import { helpLines, press, takesText, type Handlers } from "./keys";
import type { ImageGroup, PageData, Picture } from "./model";
import { percent } from "./percent";
import { lazyImage } from "./picture";
import { canvas, compare, keptFrom, pixelsOf, type Difference } from "./pixels";
import { Zoom } from "./zoom";

export const modes = ["sides", "swipe", "onion", "difference"] as const;
export type Mode = typeof modes[number];

/** What the reader compares: indices into the pictures. */
export interface Pair { mode: Mode; first: number; second: number }

/** A picture and the runs that show it. */
export interface Shot { picture: Picture; runs: number[]; name: string }

/** Up to so many pictures are compared without being asked. */
const comparedAtOnce = 40;

export function shotsOf(page: PageData, groups: ImageGroup[]): Shot[] {
  return groups.flatMap(({ picture, runs }) => {
    const more = runs.length > 1 ? ` and ${runs.length - 1} more` : "";
    return picture ? [{ picture, runs, name: page.runs[runs[0]!]!.name + more }] : [];
  });
}

export class ImagePair {
  readonly element: HTMLElement;
  private readonly stage = h("div", { class: "stage" });
  private readonly says = h("p", { class: "says", role: "status" });
  private readonly zoom: Zoom;
  private readonly level = h("span", { class: "muted level" });
  private readonly bar = h("div", { class: "bar" });
  private readonly strip: Strip;
  private mixed = 50; // where swipe parts the pictures, how much of the second onion skin shows, in percent
  private modeBefore: Mode = "sides";

  constructor(private title: string, private shots: Shot[], private pair: Pair, private chosen: (pair: Pair) => void) {
    this.zoom = new Zoom(() => { this.level.textContent = `${Math.round(this.zoom.scale * 100)} %`; });
    this.strip = new Strip(shots, (second) => this.show({ second }), () => this.draw());
    this.element = h("div", {
      class: "pair", tabindex: "0", role: "group", "aria-label": `Two pictures of ${title}`, onkeydown: (event: KeyboardEvent) => this.key(event),
    }, this.bar, this.stage, this.says, this.strip.element, keysLine());
    this.draw();
  }

  private show(change: Partial<Pair>): void {
    const inside = this.element.contains(document.activeElement);
    if (change.mode && change.mode !== this.pair.mode) this.modeBefore = this.pair.mode;
    this.pair = { ...this.pair, ...change };
    this.chosen(this.pair);
    this.draw();
    if (inside && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (takesText(target) || (target.matches("input") && event.key.startsWith("Arrow"))) return;
    press("pair", event, this.handlers);
  }

  private readonly handlers: Handlers<"pair"> = {
    choose: (event) => {
      if (Number(event.key) > this.shots.length) return false;
      this.show({ second: Number(event.key) - 1 });
      return true;
    },
    previous: () => this.step(-1),
    next: () => this.step(1),
    sides: () => this.show({ mode: "sides" }),
    swipe: () => this.show({ mode: "swipe" }),
    onion: () => this.show({ mode: "onion" }),
    difference: () => this.show({ mode: this.pair.mode === "difference" ? this.modeBefore : "difference" }),
    swap: () => this.show({ first: this.pair.second, second: this.pair.first }),
    larger: () => this.zoom.by(1.5),
    smaller: () => this.zoom.by(1 / 1.5),
    whole: () => this.zoom.reset(),
    panLeft: () => this.zoom.pan(0.1, 0),
    panRight: () => this.zoom.pan(-0.1, 0),
    panUp: () => this.zoom.pan(0, 0.1),
    panDown: () => this.zoom.pan(0, -0.1),
  };

  /** The next picture that is not the first. */
  private step(by: number): void {
    const count = this.shots.length;
    let second = (this.pair.second + by + count) % count;
    if (second === this.pair.first && count > 1) second = (second + by + count) % count;
    this.show({ second });
  }

  private draw(): void {
    const { first, second } = this.pair;
    this.drawBar();
    this.zoom.unlink();
    this.stage.replaceChildren();
    this.stage.dataset.mode = this.pair.mode;
    const draw = { sides: () => this.sides(), swipe: () => this.layers("swipe"), onion: () => this.layers("onion"), difference: () => this.difference() };
    draw[this.pair.mode]();
    void this.say(first, second);
    this.strip.show(first, second);
  }

  private drawBar(): void {
    const options = this.shots.map((shot, i) => ({ value: String(i), text: `${i + 1}  ${shot.name}` }));
    const focused = (document.activeElement as HTMLElement | null)?.dataset.value;
    this.bar.replaceChildren(
      choice("How to compare", [
        { value: "sides", text: "Side by side", title: "b" }, { value: "swipe", text: "Swipe", title: "s" },
        { value: "onion", text: "Onion skin", title: "o" }, { value: "difference", text: "Difference", title: "d" },
      ], this.pair.mode, (mode) => this.show({ mode: mode as Mode })),
      select("First", options, String(this.pair.first), (value) => this.show({ first: Number(value) })),
      select("Second", options, String(this.pair.second), (value) => this.show({ second: Number(value) })),
      h("div", { class: "choice", role: "group", "aria-label": "Zoom" },
        h("button", { type: "button", title: "−", "aria-label": "Smaller", onclick: () => this.zoom.by(1 / 1.5) }, "−"),
        h("button", { type: "button", title: "+", "aria-label": "Larger", onclick: () => this.zoom.by(1.5) }, "+"),
        h("button", { type: "button", title: "0", onclick: () => this.zoom.reset() }, "Whole")), this.level);
    this.level.textContent = `${Math.round(this.zoom.scale * 100)} %`;
    if (focused) this.bar.querySelector<HTMLElement>(`button[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  /** The size of a pane that holds both pictures, a pixel of one upon a pixel of the other. */
  private frame(): { width: number; height: number } {
    const sizes = [this.shots[this.pair.first]!, this.shots[this.pair.second]!].map(({ picture }) => picture);
    return { width: Math.max(...sizes.map((p) => p.width || 1)), height: Math.max(...sizes.map((p) => p.height || 1)) };
  }

  private pane(...children: HTMLElement[]): HTMLElement {
    const { width, height } = this.frame();
    const pane = h("div", { class: "pane" }, ...children);
    pane.style.aspectRatio = `${width} / ${height}`;
    pane.style.maxWidth = `min(100%, ${Math.max(width, 640)}px, ${Math.round(70 * width / height)}vh)`;
    return pane;
  }

  private layer(index: number): HTMLElement {
    const { picture, name } = this.shots[index]!;
    const image = lazyImage(picture, `${this.title} of ${name}`);
    if (picture.width) image.style.width = `${100 * picture.width / this.frame().width}%`;
    return h("div", { class: "layer" }, image);
  }

  private sides(): void {
    for (const index of [this.pair.first, this.pair.second]) {
      const layer = this.layer(index);
      const pane = this.pane(layer);
      this.zoom.link(pane, layer);
      this.stage.append(h("figure", {}, pane, h("figcaption", {}, `${index + 1}  ${this.shots[index]!.name}`)));
    }
  }

  private layers(mode: "swipe" | "onion"): void {
    const below = this.layer(this.pair.first);
    const above = this.layer(this.pair.second);
    const cover = h("div", { class: "cover" }, above);
    const line = h("div", { class: "line", hidden: mode !== "swipe" });
    const pane = this.pane(below, cover, line);
    const slider = h("input", {
      type: "range", min: 0, max: 100, step: 0.5, class: "mix", "aria-label": mode === "swipe" ? "Where the pictures part" : "How much of the second picture shows",
    });
    slider.value = String(this.mixed);
    const mix = () => {
      this.mixed = Number(slider.value);
      if (mode === "swipe") cover.style.clipPath = `inset(0 0 0 ${this.mixed}%)`;
      else cover.style.opacity = String(this.mixed / 100);
      line.style.left = `${this.mixed}%`;
    };
    slider.addEventListener("input", mix);
    mix();
    this.zoom.link(pane, below, above);
    if (mode === "swipe") dragLine(pane, this.zoom, (share) => { slider.value = String(share * 100); mix(); });
    const ends = [this.pair.first, this.pair.second].map((i) => h("span", {}, this.shots[i]!.name));
    const figure = h("figure", {}, pane, slider, h("figcaption", { class: "ends" }, ...ends));
    figure.style.maxWidth = pane.style.maxWidth;
    this.stage.append(figure);
  }

  /** The two upon each other so that what is equal is black: a browser does this with pixels that it lets nobody read. */
  private blend(): void {
    const below = this.layer(this.pair.first);
    const above = this.layer(this.pair.second);
    const pane = this.pane(below, h("div", { class: "cover blend" }, above));
    pane.dataset.blend = "true";
    this.zoom.link(pane, below, above);
    this.stage.append(h("figure", {}, pane, h("figcaption", {}, "What is black is equal.")));
  }

  private kept(): boolean {
    return [this.pair.first, this.pair.second].some((i) => keptFrom(this.shots[i]!.picture));
  }

  private difference(): void {
    if (this.kept()) {
      this.blend();
      return;
    }
    const { width, height } = this.frame();
    const picture = canvas(width, height);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", "Differing pixels");
    const layer = h("div", { class: "layer" }, picture);
    const pane = this.pane(layer);
    this.zoom.link(pane, layer);
    this.stage.append(h("figure", {}, pane, h("figcaption", { class: "legend" },
      h("span", {}, h("span", { class: "swatch differs" }), " differs"), h("span", {}, h("span", { class: "swatch smooth" }), " only smoothed otherwise (not counted)"))));
    void this.strip.difference(this.pair.first, this.pair.second).then((found) => {
      if (!found || !picture.isConnected) return;
      Object.assign(picture, { width: found.drawn.width, height: found.drawn.height });
      picture.getContext("2d")!.putImageData(found.drawn, 0, 0);
      picture.dataset.drawn = "true";
    });
  }

  private async say(first: number, second: number): Promise<void> {
    delete this.says.dataset.share;
    if (this.kept()) {
      this.says.textContent = "How many pixels differ cannot be told here: the pictures are files beside the page, and a browser lets no page that is a file read "
        + "others. It can when the folder comes from a web server, or when the pictures stand in the page (report without --assets).";
      return;
    }
    this.says.textContent = "Comparing…";
    const found = await this.strip.difference(first, second);
    if (this.pair.first !== first || this.pair.second !== second) return;
    const [a, b] = [this.shots[first]!, this.shots[second]!];
    const sizes = a.picture.width === b.picture.width && a.picture.height === b.picture.height ? ""
      : ` The sizes are unlike: ${a.picture.width} × ${a.picture.height} and ${b.picture.width} × ${b.picture.height}.`;
    this.says.textContent = found ? `${percent(found.share)} of the pixels differ between ${a.name} and ${b.name}.${sizes}` : "These pictures cannot be compared pixel by pixel.";
    if (found) this.says.dataset.share = percent(found.share);
  }
}

/** At 100 % a drag anywhere moves the line; enlarged, only one that begins near it does. */
function dragLine(pane: HTMLElement, zoom: Zoom, moved: (share: number) => void): void {
  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || zoom.scale > 1) return;
    const box = pane.getBoundingClientRect();
    const move = (now: PointerEvent) => moved(Math.min(1, Math.max(0, (now.clientX - box.x) / box.width)));
    pane.setPointerCapture(event.pointerId);
    move(event);
    pane.addEventListener("pointermove", move);
    pane.addEventListener("lostpointercapture", () => pane.removeEventListener("pointermove", move), { once: true });
  });
}

/** All pictures small, with how far each is from the first. */
class Strip {
  readonly element: HTMLElement;
  private readonly plates: { button: HTMLButtonElement; share: HTMLElement; bar: HTMLElement }[];
  private readonly known = new Map<string, Promise<Difference | null>>();
  private readonly shares = new Map<string, number | null>();
  private base: { index: number; pixels: Promise<ImageData> } | null = null;
  private turn = 0;
  private all: boolean;

  constructor(private shots: Shot[], choose: (index: number) => void, redraw: () => void) {
    const kept = shots.some((shot) => keptFrom(shot.picture));
    this.all = !kept && shots.length <= comparedAtOnce;
    this.plates = shots.map((shot, i) => {
      const share = h("span", { class: "share" });
      const bar = h("span", { class: "share-bar" });
      const button = h("button", { type: "button", class: "thumb", "data-shot": i, "data-run": shot.runs.join(" "), onclick: () => choose(i) },
        lazyImage(shot.picture, ""), h("span", { class: "thumb-name" }, h("b", {}, String(i + 1)), " ", shot.name), share, bar);
      return { button, share, bar };
    });
    const more = h("button", { type: "button", class: "link", onclick: () => { this.all = true; more.remove(); redraw(); } },
      `Compare all ${counted(shots.length, "picture")} with the first`);
    this.element = h("div", { class: "shots", role: "group", "aria-label": "The second picture, and how many pixels differ from the first" },
      ...this.plates.map(({ button }) => button), !kept && !this.all && more);
  }

  show(first: number, second: number): void {
    this.plates.forEach(({ button, share, bar }, i) => {
      button.setAttribute("aria-pressed", String(i === second));
      button.classList.toggle("first", i === first);
      this.write(share, bar, first, i);
    });
    if (this.all) void this.compareAll(first, ++this.turn);
  }

  /** Compares one after the other, so that the page stays usable. */
  private async compareAll(first: number, turn: number): Promise<void> {
    for (let i = 0; i < this.shots.length; i++) {
      await new Promise((done) => setTimeout(done));
      if (i !== first && !this.shares.has(`${first} ${i}`)) await this.difference(first, i);
      if (turn !== this.turn || !this.element.isConnected) return;
      const { share, bar } = this.plates[i]!;
      this.write(share, bar, first, i);
    }
    this.element.dataset.compared = String(first);
  }

  private write(share: HTMLElement, bar: HTMLElement, first: number, i: number): void {
    const found = this.shares.get(`${first} ${i}`);
    share.textContent = i === first ? "first" : found === undefined ? "" : found === null ? "cannot compare" : percent(found);
    bar.style.width = `${100 * (i === first ? 0 : found ?? 0)}%`;
  }

  /** How two pictures differ; null when that cannot be said. The picture of the latest pairs is kept, the share of all. */
  difference(first: number, second: number): Promise<Difference | null> {
    const name = `${first} ${second}`;
    let found = this.known.get(name);
    if (!found) {
      found = this.compute(first, second).catch(() => null);
      this.known.set(name, found);
      if (this.known.size > 4) this.known.delete(this.known.keys().next().value!);
      void found.then((difference) => this.shares.set(name, difference ? difference.share : null));
    }
    return found;
  }

  private async compute(first: number, second: number): Promise<Difference> {
    if (this.base?.index !== first) this.base = { index: first, pixels: pixelsOf(this.shots[first]!.picture) };
    const base = this.base.pixels;
    return compare(await base, await pixelsOf(this.shots[second]!.picture));
  }
}

/** The keys of the pictures, from the table that holds them all. */
function keysLine(): HTMLElement {
  return h("p", { class: "muted keys" }, ...helpLines("pair").flatMap(({ keys, text }) => [h("span", {}, ...keys.map((key) => h("kbd", {}, key)), ` ${text}`)]));
}
