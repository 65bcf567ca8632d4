// What the page and the frame of a figure say to each other, over a channel of their own.

/** The page's colours, as CSS writes them. */
export interface Theme { dark: boolean; surface: string; ink: string; muted: string; line: string }

/** The one thing that a frame is told. */
export interface Order {
  mimeType: string;
  spec: string; // JSON
  theme: Theme;
  large: boolean; // it has the window to itself
}

/** What a frame answers. The page believes none of it: what a notebook holds may have made it up. */
export type Answer =
  | { state: "drawn"; marks: number; without: string[] } // without what it asked for and did not get
  | { state: "refused"; asked: string[] } // it shows nothing without what it asked for
  | { state: "failed"; message: string }
  | { state: "snapshot"; svg: string };

const longestText = 300;
const mostTexts = 5;
const longestPicture = 2_000_000;

/** Reads an answer; null is what is none. */
export function readAnswer(data: unknown): Answer | null {
  if (typeof data !== "object" || data === null) return null;
  const { state, marks, without, asked, message, svg } = data as Record<string, unknown>;
  switch (state) {
    case "drawn": return { state, marks: typeof marks === "number" && marks >= 0 && marks <= 1e9 ? Math.floor(marks) : 0, without: texts(without) };
    case "refused": return { state, asked: texts(asked) };
    case "failed": return { state, message: short(message) };
    case "snapshot": return typeof svg === "string" && svg.length <= longestPicture && /^<svg[\s>]/.test(svg) ? { state, svg } : null;
  }
  return null;
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.slice(0, mostTexts).map(short) : [];
}

function short(text: unknown): string {
  const all = typeof text === "string" ? text : "";
  return all.length > longestText ? `${all.slice(0, longestText)}…` : all;
}
