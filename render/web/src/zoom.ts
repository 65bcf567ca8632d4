// One zoom and one place for all panes that show the same thing: what one shows large, the others do too.

const most = 32;

export class Zoom {
  scale = 1;
  private x = 0; // how far the picture is moved, in shares of the pane's size
  private y = 0;
  private panes: { pane: HTMLElement; moved: HTMLElement[] }[] = [];

  constructor(private changed: () => void) {}

  /** Moves these elements as one when the pane is dragged, scrolled with the control key, or pinched. */
  link(pane: HTMLElement, ...moved: HTMLElement[]): void {
    this.panes.push({ pane, moved });
    for (const element of moved) element.style.transformOrigin = "0 0";
    pane.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && this.scale === 1) return; // the page's own scrolling
      event.preventDefault();
      const box = pane.getBoundingClientRect();
      this.by(Math.exp(-event.deltaY / 300), (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
    }, { passive: false });
    pane.addEventListener("dblclick", (event) => {
      const box = pane.getBoundingClientRect();
      this.by(2, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
    });
    pane.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.scale === 1) return;
      pane.setPointerCapture(event.pointerId);
      const box = pane.getBoundingClientRect();
      const start = { x: this.x - event.clientX / box.width, y: this.y - event.clientY / box.height };
      const drag = (move: PointerEvent) => this.to(start.x + move.clientX / box.width, start.y + move.clientY / box.height);
      pane.addEventListener("pointermove", drag);
      pane.addEventListener("lostpointercapture", () => pane.removeEventListener("pointermove", drag), { once: true });
    });
    this.apply();
  }

  /** Forgets the panes, which are drawn anew. */
  unlink(): void {
    this.panes = [];
  }

  /** Zooms by a factor about a point of the pane, both from 0 to 1. */
  by(factor: number, x = 0.5, y = 0.5): void {
    const scale = Math.min(most, Math.max(1, this.scale * factor));
    const ratio = scale / this.scale;
    this.scale = scale;
    this.to(x - (x - this.x) * ratio, y - (y - this.y) * ratio);
  }

  /** Moves by shares of the pane. */
  pan(x: number, y: number): void {
    this.to(this.x + x, this.y + y);
  }

  reset(): void {
    this.scale = 1;
    this.to(0, 0);
  }

  private to(x: number, y: number): void {
    const least = 1 - this.scale;
    this.x = Math.min(0, Math.max(least, x));
    this.y = Math.min(0, Math.max(least, y));
    this.apply();
    this.changed();
  }

  private apply(): void {
    for (const { pane, moved } of this.panes) {
      pane.classList.toggle("zoomed", this.scale > 1);
      for (const element of moved) {
        element.style.transform = `translate(${this.x * 100}%, ${this.y * 100}%) scale(${this.scale})`;
        element.classList.toggle("coarse", this.scale >= 4);
      }
    }
  }
}
