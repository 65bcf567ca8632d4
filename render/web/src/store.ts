// The one state of the page: what the reader chose to see.

import { decodeView, encodeView, type View } from "./hash";

type Listener = (view: View, changed: Set<keyof View>) => void;

export class Store {
  view: View;
  private listeners: Listener[] = [];

  constructor() {
    this.view = decodeView(location.hash);
    addEventListener("hashchange", () => {
      if (encodeView(this.view) === encodeView(decodeView(location.hash))) return;
      if (!location.hash.includes("=") && location.hash !== "") return; // an anchor
      this.view = decodeView(location.hash);
      this.tell(new Set(Object.keys(this.view) as (keyof View)[]));
    });
  }

  set(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    const hash = encodeView(this.view);
    history.replaceState(null, "", hash ? `#${hash}` : "#");
    this.tell(new Set(Object.keys(change) as (keyof View)[]));
  }

  /** Calls listener after every change; never while it is being added. */
  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Forgets who listens: what listened is gone from the page. */
  forget(): void {
    this.listeners = [];
  }

  private tell(changed: Set<keyof View>): void {
    for (const listener of [...this.listeners]) listener(this.view, changed);
  }
}
