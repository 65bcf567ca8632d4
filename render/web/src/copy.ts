// Tables as text, on their way to a spreadsheet or into a comment: by the rules of render/format.go and render/markdowntable.go.

import { h } from "./dom";

/** A cell: its text, or with what stands beside it in Markdown alone. */
export type Cell = string | { text: string; mark?: string; bold?: boolean };

/** A table to be copied; the first row is the head. */
export interface Sheet {
  rows: Cell[][];
  right?: boolean[]; // which columns stand to the right; without it those of numbers
  above?: string[]; // lines of Markdown around the table
  below?: string[];
  left: number; // rows that are too many to be copied
}

const textOf = (cell: Cell) => typeof cell === "string" ? cell : cell.text;

export function csv(rows: Cell[][]): string {
  const field = (text: string) => /[",\r\n]|^ /.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map((cell) => field(disarmed(textOf(cell)))).join(",")).join("\r\n") + "\r\n";
}

/** Puts an apostrophe before text that a spreadsheet would run as a formula. */
function disarmed(text: string): string {
  if (!/^[ \u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) || text === "-inf" || /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return text;
  return `'${text}`;
}

export function markdown({ rows, right, above, below }: Sheet): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const [head, ...body] = rows;
  const rules = head!.map((_, i) => (right?.[i] ?? isNumeric(body, i)) ? "---:" : "---");
  const table = [head!, ...body].map((row) => line(row.map(markdownCell)));
  table.splice(1, 0, line(rules));
  return [...(above ?? []).map((text) => `${text}\n`), ...table, ...(below ?? []).map((text) => `\n${text}`)].join("\n") + "\n";
}

function isNumeric(body: Cell[][], column: number): boolean {
  const texts = body.map((row) => textOf(row[column]!)).filter((text) => text !== "" && text !== "–");
  return texts.length > 0 && texts.every((text) => /^[-+\u2212]?([\d.]|inf|NaN)/.test(text));
}

function markdownCell(cell: Cell): string {
  if (typeof cell === "string") return markdownText(cell);
  const text = markdownText(cell.text) + (cell.mark ?? "");
  return cell.bold ? `**${text}**` : text;
}

/** Text that Markdown shows as it is: it can neither end the cell nor become a link, an image that is fetched, or HTML. */
export function markdownText(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/\n+$/, "").split("\n").map((part) => escaped(visible(part))).join("<br>");
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/[\\`*[\]|~$>]/g, "\\$&")
    .replace(/_/g, (_, at: number, all: string) => /[\p{L}\p{Nd}_]/u.test(all[at - 1] ?? "") && /[\p{L}\p{Nd}_]/u.test(all[at + 1] ?? "") ? "_" : "\\_");
}

/** Spells out control characters and those that change the direction of writing. */
function visible(text: string): string {
  const short: Record<string, string> = { "\x07": "\\a", "\b": "\\b", "\f": "\\f", "\r": "\\r", "\t": "\\t", "\v": "\\v" };
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) => {
    const code = c.charCodeAt(0).toString(16);
    return short[c] ?? (c < "\x80" ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`);
  });
}

/** So many cells are copied; a browser's clipboard takes no more in bearable time. */
const cellsAtMost = 200_000;

/** How many rows of so many columns are copied at most. */
export function rowsToCopy(columns: number): number {
  return Math.max(1, Math.floor(cellsAtMost / Math.max(1, columns)));
}

export type Format = "csv" | "markdown";

/** Buttons that copy a table as it stands. Its numbers: every digit for CSV, as shown for Markdown. */
export function copyButtons(sheet: (format: Format) => Sheet): HTMLElement {
  const says = h("span", { class: "muted", role: "status" });
  const button = (format: Format, text: string) => h("button", { type: "button", "data-copy": format, onclick: async () => {
    const made = sheet(format);
    const copied = await put(format === "csv" ? csv(made.rows) : markdown(made));
    const count = made.rows.length - 1;
    says.textContent = copied ? `${count} ${count === 1 ? "row" : "rows"} copied${made.left > 0 ? `, ${made.left} left out` : ""}` : "could not copy";
  } }, text);
  return h("span", { class: "copy" }, h("span", { class: "choice", role: "group", "aria-label": "Copy" }, button("csv", "Copy CSV"), button("markdown", "Markdown")), says);
}

async function put(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return putByHand(text); // where the page may not use the clipboard
  }
}

function putByHand(text: string): boolean {
  const area = h("textarea", { class: "off-screen", "aria-hidden": "true" });
  area.value = text;
  const focused = document.activeElement as HTMLElement | null;
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } finally {
    area.remove();
    focused?.focus();
  }
}
