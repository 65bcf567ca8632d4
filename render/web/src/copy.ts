// Tables as text, on their way to a spreadsheet or into a comment.

import { h } from "./dom";

export type Rows = string[][]; // the first row is the head

export function csv(rows: Rows): string {
  const field = (text: string) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

export function markdown(rows: Rows): string {
  const cell = (text: string) => text.replace(/[\\|<`*_[\]]/g, "\\$&").replace(/\s*\n\s*/g, " ");
  const line = (row: string[]) => `| ${row.map(cell).join(" | ")} |`;
  const [head, ...body] = rows;
  const numeric = head!.map((_, i) => body.length > 0 && body.every((row) => /^([-+\u2212]?[\d.]|–|$)/.test(row[i]!)));
  return [line(head!), `| ${numeric.map((right) => right ? "---:" : "---").join(" | ")} |`, ...body.map(line)].join("\n") + "\n";
}

/** So many cells are copied; a browser's clipboard takes no more in bearable time. */
const cellsAtMost = 200_000;

/** How many rows of so many columns are copied at most. */
export function rowsToCopy(columns: number): number {
  return Math.max(1, Math.floor(cellsAtMost / Math.max(1, columns)));
}

/** Buttons that copy a table as it stands. Its numbers: every digit for CSV, as shown for Markdown. */
export function copyButtons(rows: (format: "csv" | "markdown") => { rows: Rows; left: number }): HTMLElement {
  const says = h("span", { class: "muted", role: "status" });
  const button = (format: "csv" | "markdown", text: string) => h("button", { type: "button", "data-copy": format, onclick: async () => {
    const { rows: all, left } = rows(format);
    const copied = await put(format === "csv" ? csv(all) : markdown(all));
    says.textContent = copied ? `${all.length - 1} rows copied${left > 0 ? `, ${left} left out` : ""}` : "could not copy";
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
