// Runs in the frame of a figure, which has no origin, no network and no other script: takes one order from the page that made the
// frame, lets a library draw, and says how it went. It evaluates nothing.

import type { Answer, Order } from "./protocol";

/** A figure that stands in the frame. */
export interface Drawing {
  marks(): number;
  without: string[]; // addresses that the library was not given
  empty?: boolean; // there is nothing to see without them
  snapshot(): Promise<string>; // as an SVG document
}

export type Draw = (place: HTMLElement, spec: Record<string, unknown>, order: Order) => Promise<Drawing>;

export function drive(draw: Draw): void {
  const asked: string[] = [];
  refuseRequests(asked);
  // A link of a figure leads nowhere; the sandbox would not let it, and say so in the console.
  for (const name of ["click", "auxclick", "submit"]) addEventListener(name, (event) => { if ((event.target as Element).closest?.("a, form")) event.preventDefault(); }, true);
  addEventListener("message", function first(event: MessageEvent) {
    const port = event.ports[0];
    if (event.source !== parent || !port) return;
    removeEventListener("message", first);
    void obey(draw, event.data as Order, asked, port);
  });
}

async function obey(draw: Draw, order: Order, asked: string[], port: MessagePort): Promise<void> {
  const answer = (what: Answer) => port.postMessage(what);
  const { theme } = order;
  const root = document.documentElement;
  root.style.colorScheme = theme.dark ? "dark" : "light";
  root.style.background = theme.surface;
  try {
    const spec = JSON.parse(order.spec) as unknown;
    if (typeof spec !== "object" || spec === null || Array.isArray(spec)) throw new Error("the specification is no object");
    const drawing = await draw(document.getElementById("figure")!, spec as Record<string, unknown>, order);
    const without = [...new Set([...drawing.without, ...asked])];
    if (drawing.empty) return answer({ state: "refused", asked: without });
    port.onmessage = () => {
      drawing.snapshot().then((svg) => answer({ state: "snapshot", svg }), () => answer({ state: "snapshot", svg: "" }));
    };
    answer({ state: "drawn", marks: drawing.marks(), without });
  } catch (error) {
    if (asked.length > 0) answer({ state: "refused", asked: [...new Set(asked)] });
    else answer({ state: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

/** What asks for something outside is refused here, before the policy refuses it, so that the reader can be told what it was. */
function refuseRequests(asked: string[]): void {
  const refuse = (address: unknown) => {
    asked.push(String(address));
    return new Error(`not fetched: ${String(address)}`);
  };
  class Refused extends EventTarget {
    readyState = 0;
    status = 0;
    response = null;
    responseText = "";
    onerror: (() => void) | null = null;
    onreadystatechange: (() => void) | null = null;
    open(_: string, address: unknown): void { refuse(address); }
    setRequestHeader(): void {}
    overrideMimeType(): void {}
    abort(): void {}
    send(): void {
      setTimeout(() => {
        this.readyState = 4;
        this.onreadystatechange?.();
        this.onerror?.();
        this.dispatchEvent(new Event("error"));
      });
    }
  }
  const never = class { constructor(address: unknown) { throw refuse(address); } };
  Object.assign(window, {
    fetch: (address: unknown) => Promise.reject(refuse(address instanceof Request ? address.url : address)),
    XMLHttpRequest: Refused, EventSource: never, WebSocket: never, Worker: never, SharedWorker: never,
    open: (address: unknown) => { refuse(address); return null; },
  });
}
