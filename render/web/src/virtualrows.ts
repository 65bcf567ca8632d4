// The part of a long table that is on the screen, between two rows as high as all the others.

import { h } from "./dom";
import { keepRow } from "./gridkeys";
import { visibleColumns, visibleRows } from "./order";

export interface Span { start: number; end: number } // end is exclusive

export interface VirtualTable {
  frame: HTMLElement; // scrolls; its table has the columns' heads in tr.labels
  body: HTMLElement;
  columns: number;
  skip: number; // columns before them that are always drawn
  heights: number[]; // of the rows, in pixels
  row: (index: number, columns: Span) => HTMLTableRowElement;
}

/** What was on the screen of a table of this name: drawn anew, it is most often the same, and need not be drawn twice. */
const lastSeen = new Map<string, { columns: Span; height: number }>();

export class VirtualRows {
  private readonly above = h("tr", { class: "space", "aria-hidden": "true" }, h("td", {}));
  private readonly below = h("tr", { class: "space", "aria-hidden": "true" }, h("td", {}));
  private readonly ends: number[] = []; // where each row ends
  private drawn = new Map<number, HTMLTableRowElement>();
  private columns: Span = { start: 0, end: 0 };
  private waiting = false;

  constructor(private table: VirtualTable) {
    let end = 0;
    for (const height of table.heights) this.ends.push(end += height);
    table.body.append(this.above, this.below);
    table.frame.classList.add("virtual");
    table.frame.addEventListener("scroll", () => this.drawSoon(), { passive: true });
    new ResizeObserver(() => this.drawSoon()).observe(table.frame);
    this.draw();
  }

  private drawSoon(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      keepRow(this.table.frame, () => this.draw());
    });
  }

  private draw(): void {
    const { frame } = this.table;
    const name = frame.getAttribute("aria-label") ?? "";
    const { start, end } = visibleRows(this.ends, frame.scrollTop, frame.clientHeight || (lastSeen.get(name)?.height ?? 800));
    const columns = this.visibleColumns(name);
    const moved = columns.start !== this.columns.start || columns.end !== this.columns.end;
    this.columns = columns;
    for (const [i, line] of this.drawn) {
      if (moved || i < start || i >= end) {
        line.remove();
        this.drawn.delete(i);
      }
    }
    let next: ChildNode = this.below;
    for (let i = end - 1; i >= start; i--) {
      let line = this.drawn.get(i);
      if (!line) {
        line = this.table.row(i, columns);
        this.drawn.set(i, line);
        next.before(line);
      }
      next = line;
    }
    const before = start > 0 ? this.ends[start - 1]! : 0;
    this.above.style.height = `${before}px`;
    this.below.style.height = `${(this.ends.at(-1) ?? 0) - (end > 0 ? this.ends[end - 1]! : 0)}px`;
  }

  private visibleColumns(name: string): Span {
    const { frame, columns, skip } = this.table;
    const width = frame.clientWidth;
    if (width === 0) { // not in the page yet
      const last = lastSeen.get(name)?.columns ?? { start: 0, end: 12 };
      return { start: Math.min(last.start, columns), end: Math.min(last.end, columns) };
    }
    const headers = [...frame.querySelectorAll<HTMLElement>("tr.labels > th")].slice(skip);
    const ends = headers.map((header) => header.offsetLeft + header.offsetWidth);
    const span = visibleColumns(ends, frame.scrollLeft, frame.scrollLeft + width);
    lastSeen.set(name, { columns: span, height: frame.clientHeight });
    return span;
  }
}
