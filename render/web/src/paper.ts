// The page on paper: light, every picture of an open section in it, tables as wide as the paper, and a word where they are wider still.

import { encodedOf } from "./islands";
import { pictureOf } from "./picture";
import { mostShown } from "./size";
import { drawOpen } from "./sections";
import { setPaper } from "./theme";

/** The width of an A4 page across, without its margins, in CSS pixels. */
const paperWidth = 1030;
/** Tables get no smaller than this, or nobody could read them. */
const smallest = 0.6;
/** So many pictures are printed; more would take minutes. */
const picturesAtMost = 400;

/** Prepares the page for paper when it is printed; summary makes what opens it there. */
export function listenForPaper(summary: () => Node): void {
  let undo: (() => void)[] = [];
  addEventListener("beforeprint", () => {
    setPaper(true);
    undo = [summaryFirst(summary())];
    drawOpen();
    undo.push(...pictures(), ...tables());
  });
  addEventListener("afterprint", () => {
    for (const step of undo) step();
    undo = [];
    setPaper(false);
  });
}

/** The summary stands behind the page in the file, and opens it on paper, where it tells what the reader chose. */
function summaryFirst(chosen: Node): () => void {
  const summary = document.getElementById("summary")!;
  document.getElementById("app")!.before(summary);
  const written = [...summary.childNodes];
  summary.replaceChildren(chosen);
  return () => summary.replaceChildren(...written);
}

/** Gives every picture its bytes at once: a data address needs no waiting, for which printing has no time. */
function pictures(): (() => void)[] {
  const undo: (() => void)[] = [];
  const all = [...document.querySelectorAll<HTMLImageElement>("#sections img.picture")].filter((image) => image.checkVisibility());
  for (const image of all.slice(0, picturesAtMost)) {
    const picture = pictureOf(image);
    if (!picture || image.hasAttribute("src") || (picture.width ?? 0) * (picture.height ?? 0) > mostShown) continue;
    const encoded = encodedOf(picture);
    const address = picture.src ?? (encoded === null ? null : `data:${picture.mimeType};base64,${encoded}`);
    if (address === null) continue;
    image.src = address;
    undo.push(() => { if (image.dataset.loaded === undefined) image.removeAttribute("src"); });
  }
  if (all.length > picturesAtMost) undo.push(note(document.getElementById("sections")!, `The first ${picturesAtMost} of ${all.length} pictures are printed.`));
  return undo;
}

function tables(): (() => void)[] {
  const undo: (() => void)[] = [];
  for (const frame of document.querySelectorAll<HTMLElement>("#sections .scroller")) {
    const table = frame.querySelector("table");
    if (!table || !frame.checkVisibility()) continue;
    const whole = table.offsetWidth;
    const zoom = Math.max(smallest, Math.min(0.85, paperWidth / whole));
    table.style.setProperty("zoom", String(zoom));
    undo.push(() => table.style.removeProperty("zoom"));
    const left = beyond(table, paperWidth / zoom);
    if (left > 0) undo.push(note(frame, `${left} more ${left === 1 ? "column is" : "columns are"} wider than the paper and stand on the page alone.`));
    if (frame.classList.contains("virtual")) undo.push(note(frame, `Of ${Number(table.getAttribute("aria-rowcount")) - 2} rows, those on the screen are printed.`));
  }
  return undo;
}

/** How many columns end beyond a width. */
function beyond(table: HTMLTableElement, width: number): number {
  const line = [...table.rows].reduce((most, row) => row.cells.length > most.cells.length ? row : most, table.rows[0]!);
  const start = table.getBoundingClientRect().left;
  return [...line.cells].filter((cell) => cell.getBoundingClientRect().right - start > width + 1).length;
}

function note(after: HTMLElement, text: string): () => void {
  const line = document.createElement("p");
  line.className = "paper-note";
  line.textContent = text;
  after.after(line);
  return () => line.remove();
}
