// Arrow keys in tables: each table is one stop of the Tab key, and from there the arrows go from cell to cell, also to rows and
// columns of a long table that are drawn only once they are on the screen.

import { h } from "./dom";
import { type Command, commandOf, takesText } from "./keys";

/** What a screen reader says of a table. */
export const gridHint = "Arrow keys go from cell to cell";

/** A cell, known by what stays the same when its table is drawn anew. */
interface Spot { region: string; run: string | null; row: number; column: number }

const last = new WeakMap<Element, Spot>();

export function listenInGrids(): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const frame = target.closest?.<HTMLElement>(".scroller");
    const command = frame?.querySelector("table") ? commandOf("grid", event) : null;
    if (!frame || !command || takesText(target) || event.defaultPrevented) return;
    if (act(frame, target.closest<HTMLTableCellElement>("td, th"), target, command)) event.preventDefault();
  });
  document.addEventListener("focusout", () => says.remove());
}

function act(frame: HTMLElement, cell: HTMLTableCellElement | null, target: HTMLElement, command: Command<"grid">): boolean {
  if (command === "press") {
    const button = target.matches("button") ? target : cell?.querySelector<HTMLElement>(".unfold");
    if (!cell || !button) return false;
    keepCell(() => button.click());
    return true;
  }
  if (command === "keep" || command === "baseline") {
    const button = cell?.closest("tr")?.querySelector<HTMLElement>(`[data-action="${command === "keep" ? "pin" : "baseline"}"]`);
    if (button) keepCell(() => button.click());
    return button !== undefined && button !== null;
  }
  if (cell) return go(frame, cell, command);
  return comeBack(frame);
}

/** From the table as a whole to the cell that had the focus last, or to its row's neighbour on the screen, or to the first cell. */
function comeBack(frame: HTMLElement): boolean {
  const spot = last.get(frame);
  const line = spot && (lineOf(frame, spot) ?? onScreen(frame, true));
  if (line) to(frame, line, spot.column);
  else {
    const first = lines(frame).flatMap((other) => [...other.cells]).find((cell) => cell.textContent !== "");
    if (first) focusCell(frame, first);
    return first !== undefined;
  }
  return true;
}

/** Goes from a cell to another; where that is not drawn yet, scrolls there first. */
function go(frame: HTMLElement, cell: HTMLTableCellElement, command: Command<"grid">): boolean {
  const line = cell.closest("tr")!;
  const column = columnOf(cell);
  const width = [...line.cells].reduce((sum, { colSpan }) => sum + colSpan, 0);
  const way = command === "up" || command === "pageUp" ? -1 : 1;
  switch (command) {
    case "left": to(frame, line, column - 1); break;
    case "right": to(frame, line, column + cell.colSpan); break;
    case "first": to(frame, line, 0); break;
    case "last": to(frame, line, width - 1); break;
    case "up": case "down": {
      const spot = spotOf(frame, line, column);
      const next = () => {
        const now = lineOf(frame, spot);
        return now && lines(frame)[lines(frame).indexOf(now) + way];
      };
      if (next() || atEnd(frame, way)) to(frame, next(), column);
      else later(frame, () => frame.scrollBy(0, way * 60), () => to(frame, next(), column));
      break;
    }
    case "head": later(frame, () => frame.scrollTo({ top: 0 }), () => to(frame, lines(frame)[0], column)); break;
    case "foot": later(frame, () => frame.scrollTo({ top: frame.scrollHeight }), () => to(frame, lines(frame).at(-1), column)); break;
    case "pageUp": case "pageDown": {
      const body = lines(frame).filter((other) => other.parentElement!.tagName === "TBODY");
      if (atEnd(frame, way)) to(frame, way < 0 ? body[0] : body.at(-1), column);
      else later(frame, () => frame.scrollBy(0, way * Math.max(60, frame.clientHeight - headHeight(frame) - 40)), () => to(frame, onScreen(frame, way < 0), column));
      break;
    }
    default: return false;
  }
  return true;
}

/** Goes to the cell of a row in a column. */
function to(frame: HTMLElement, line: HTMLTableRowElement | undefined, column: number): void {
  const found = line && cellAt(line, column);
  if (!found) return;
  if (!found.classList.contains("gap")) {
    focusCell(frame, found);
    return;
  }
  const spot = spotOf(frame, line, column);
  later(frame, () => bringColumn(frame, column), () => {
    const cell = find(frame, spot);
    if (cell) focusCell(frame, cell);
  });
}

/** Scrolls, and goes on when what came to the screen is drawn. */
function later(frame: HTMLElement, move: () => void, then: () => void): void {
  const old = document.activeElement;
  move();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now === old || now === document.body || frame.contains(now)) then();
  }));
}

function lines(frame: HTMLElement): HTMLTableRowElement[] {
  return [...frame.querySelector("table")!.rows].filter((line) => !line.classList.contains("space"));
}

function columnOf(cell: HTMLTableCellElement): number {
  let column = 0;
  for (const other of (cell.parentElement as HTMLTableRowElement).cells) {
    if (other === cell) break;
    column += other.colSpan;
  }
  return column;
}

function cellAt(line: HTMLTableRowElement, column: number): HTMLTableCellElement | null {
  let end = 0;
  for (const cell of line.cells) {
    end += cell.colSpan;
    if (column < end && column >= 0) return cell;
  }
  return null;
}

function bringColumn(frame: HTMLElement, column: number): void {
  const labels = frame.querySelector<HTMLTableRowElement>("tr.labels") ?? lines(frame)[0]!;
  pad(frame);
  cellAt(labels, column)?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}

function atEnd(frame: HTMLElement, way: number): boolean {
  return way < 0 ? frame.scrollTop <= 0 : frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 1;
}

function headHeight(frame: HTMLElement): number {
  return frame.querySelector<HTMLElement>("thead")?.offsetHeight ?? 0;
}

/** The first or the last row of the body that is on the screen as a whole. */
function onScreen(frame: HTMLElement, first: boolean): HTMLTableRowElement | undefined {
  const box = frame.getBoundingClientRect();
  const shown = lines(frame).filter((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return line.parentElement!.tagName === "TBODY" && top >= box.top + headHeight(frame) - 1 && bottom <= box.bottom + 1;
  });
  return first ? shown[0] : shown.at(-1);
}

/** What scrolls into view must not lie under what sticks. */
function pad(frame: HTMLElement): void {
  const name = frame.querySelector<HTMLElement>("tbody .name, thead .name");
  frame.style.scrollPadding = `${headHeight(frame) + 2}px 2px 2px ${(name?.offsetWidth ?? 0) + 2}px`;
}

const says = h("p", { class: "cell-says", role: "status" });

function focusCell(frame: HTMLElement, cell: HTMLTableCellElement): void {
  const widgets = cell.querySelectorAll<HTMLElement>("button, a");
  const target = widgets.length === 1 ? widgets[0]! : cell;
  if (target === cell && !cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  pad(frame);
  target.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const spot = heldCell();
  if (spot) last.set(frame, spot);
  tellMore(cell);
}

/** Says what a pointer would read in the cell's tooltip. */
function tellMore(cell: HTMLElement): void {
  if (!cell.title || cell.title === cell.textContent) return;
  says.textContent = cell.title;
  const box = cell.getBoundingClientRect();
  says.style.left = `${Math.max(4, Math.min(box.left, innerWidth - 330))}px`;
  says.style.top = `${box.bottom + 70 > innerHeight ? box.top - 8 : box.bottom + 4}px`;
  says.classList.toggle("above", box.bottom + 70 > innerHeight);
  document.body.append(says);
}

function heldCell(): Spot | null {
  const cell = document.activeElement?.closest<HTMLTableCellElement>(".scroller td, .scroller th");
  const line = cell?.closest("tr");
  return cell && line ? spotOf(line.closest<HTMLElement>(".scroller")!, line, columnOf(cell)) : null;
}

function spotOf(frame: HTMLElement, line: HTMLTableRowElement, column: number): Spot {
  return { region: frame.getAttribute("aria-label") ?? "", run: line.dataset.run ?? null, row: lines(frame).indexOf(line), column };
}

function lineOf(frame: HTMLElement, spot: Spot): HTMLTableRowElement | undefined {
  return spot.run === null ? lines(frame)[spot.row] : lines(frame).find((line) => line.dataset.run === spot.run);
}

function find(frame: HTMLElement, spot: Spot): HTMLTableCellElement | null {
  const line = lineOf(frame, spot);
  const cell = line && cellAt(line, spot.column);
  return cell && !cell.classList.contains("gap") ? cell : null;
}

/** Does something that may draw tables anew, and gives the focus back to the cell that had it. */
export function keepCell(redraw: () => void): void {
  const spot = heldCell();
  redraw();
  if (!spot || document.activeElement?.closest(".scroller table")) return;
  for (const frame of document.querySelectorAll<HTMLElement>(".scroller")) {
    if ((frame.getAttribute("aria-label") ?? "") !== spot.region) continue;
    last.set(frame, spot);
    const cell = find(frame, spot);
    if (cell) focusCell(frame, cell);
    else frame.focus({ preventScroll: true });
    return;
  }
}

/** Redraws the rows of a long table. A focused row that leaves the screen gives its focus to the table, which knows the way back. */
export function keepRow(frame: HTMLElement, redraw: () => void): void {
  const spot = frame.contains(document.activeElement) ? heldCell() : null;
  redraw();
  if (!spot || (document.activeElement !== document.body && document.activeElement !== null)) return;
  last.set(frame, spot);
  const cell = find(frame, spot);
  const widgets = cell?.querySelectorAll<HTMLElement>("button, a");
  if (cell && !cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  (widgets?.length === 1 ? widgets[0]! : cell ?? frame).focus({ preventScroll: true });
}
