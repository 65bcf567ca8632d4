// How much of a value is drawn: a notebook may print a line of 20 MB or a list of a million, and the page must stay usable.

import { counted } from "./dom";

/** So many lines of a text are drawn at most, so many characters of all of them, and of one. */
export const most = { lines: 20_000, characters: 1_000_000, line: 20_000 };

/** The beginning of a list of lines, and what of it is left out, said in words; "" for nothing. */
export function shortened(lines: string[], limits = most): { lines: string[]; left: string } {
  const kept: string[] = [];
  let room = limits.characters;
  let cut = 0;
  for (const line of lines) {
    if (kept.length >= limits.lines || room <= 0) break;
    const end = Math.min(limits.line, room);
    cut += Math.max(0, line.length - end);
    kept.push(line.length > end ? `${line.slice(0, end)}…` : line);
    room -= line.length;
  }
  const left = [lines.length > kept.length && counted(lines.length - kept.length, "line"), cut > 0 && counted(cut, "character")].filter(Boolean);
  return { lines: kept, left: left.length > 0 ? `Too long for the page: ${left.join(" and ")} left out.` : "" };
}

/** The beginning and the end of a long text: of a traceback both say something. */
export function middleOut(text: string, limit = 200_000): { head: string; left: number; tail: string } {
  if (text.length <= limit) return { head: text, left: 0, tail: "" };
  const head = text.slice(0, limit / 4);
  const tail = text.slice(text.length - (limit - head.length));
  return { head, left: text.length - limit, tail };
}
