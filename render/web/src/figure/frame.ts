// A frame in which one figure is drawn. It may run our driver with its library and do nothing else: its sandbox gives it no
// origin, no window, no form, no download; the page's policy no request. What it answers is data of a stranger.

import { h } from "../dom";
import { island } from "../islands";
import type { FigureData, Library } from "../model";
import { frameDocument } from "./library";
import { readAnswer, type Answer, type Order, type Theme } from "./protocol";

/** How long a figure may take; one that hangs is taken away then. */
const patience = 120_000;
/** How long its picture may take when it goes. */
const farewell = 4_000;

export class FigureFrame {
  readonly element: HTMLIFrameElement;
  private readonly channel = new MessageChannel();
  private closed = false;
  private heard: ((answer: Answer) => void) | null = null;

  constructor(title: string) {
    this.element = h("iframe", { sandbox: "allow-scripts", title, referrerpolicy: "no-referrer", class: "drawing-frame" });
    this.channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      const answer = readAnswer(data);
      const heard = this.heard;
      this.heard = null;
      if (heard) heard(answer ?? { state: "failed", message: "the frame answered what it should not" });
    };
  }

  /** Draws a figure in a frame that it puts into place. */
  async draw(place: HTMLElement, library: Library, figure: FigureData, theme: Theme, large: boolean): Promise<Answer> {
    const order: Order = { mimeType: figure.mimeType, spec: (await island(figure.id!)).textContent!, theme, large };
    const text = await frameDocument(library);
    if (this.closed) return { state: "failed", message: "" };
    const answer = this.answer(patience, { state: "failed", message: `it took longer than ${patience / 1000} seconds` });
    this.element.addEventListener("load", () => this.element.contentWindow?.postMessage(order, "*", [this.channel.port2]), { once: true });
    this.element.srcdoc = text; // before it stands there, else it would begin as another document
    place.append(this.element);
    return answer;
  }

  /** Returns what is drawn as an SVG document; "" when it cannot be said. */
  async snapshot(): Promise<string> {
    const answer = this.answer(farewell, { state: "failed", message: "" });
    this.channel.port1.postMessage("snapshot");
    const got = await answer;
    return got.state === "snapshot" ? got.svg : "";
  }

  close(): void {
    this.closed = true;
    this.heard?.({ state: "failed", message: "" });
    this.channel.port1.close();
    this.element.remove();
  }

  private answer(within: number, late: Answer): Promise<Answer> {
    return new Promise((done) => {
      const timer = setTimeout(() => { this.heard = null; done(late); }, within);
      this.heard = (answer) => { clearTimeout(timer); done(answer); };
    });
  }
}
