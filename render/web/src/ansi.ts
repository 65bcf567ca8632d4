// ANSI colours of tracebacks as pieces of text with classes; every other escape sequence is dropped.

export interface Piece { text: string; classes: string }

const sequence = /\x1b\[([0-9;?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?/g;
const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

interface Look { colour: string; bold: boolean; underline: boolean }

export function parseAnsi(text: string): Piece[] {
  const pieces: Piece[] = [];
  const look: Look = { colour: "", bold: false, underline: false };
  let from = 0;
  const add = (to: number) => {
    if (to > from) pieces.push({ text: text.slice(from, to), classes: classesOf(look) });
  };
  for (const match of text.matchAll(sequence)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[2] === "m") apply(look, match[1]!.split(";").map(Number));
  }
  add(text.length);
  return pieces;
}

/** A text without escape sequences. */
export function withoutAnsi(text: string): string {
  return text.replace(sequence, "");
}

function apply(look: Look, codes: number[]): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) Object.assign(look, { colour: "", bold: false, underline: false });
    else if (code === 1) look.bold = true;
    else if (code === 4) look.underline = true;
    else if (code === 22) look.bold = false;
    else if (code === 24) look.underline = false;
    else if (code === 39) look.colour = "";
    else if (code >= 30 && code <= 37) look.colour = names[code - 30]!;
    else if (code >= 90 && code <= 97) look.colour = names[code - 90]!;
    else if (code === 38 && codes[i + 1] === 5) {
      look.colour = names[codes[i + 2]! % 8] ?? "";
      i += 2;
    } else if (code === 38 || code === 48) i += codes[i + 1] === 2 ? 4 : 2;
  }
}

function classesOf(look: Look): string {
  return [look.colour && `ansi-${look.colour}`, look.bold && "ansi-bold", look.underline && "ansi-underline"].filter(Boolean).join(" ");
}
