// Texts against each other: line by line, and within lines that changed word by word.

/** A piece of a line; changed pieces are those that the other text does not have. */
export interface Span { text: string; changed: boolean }

export interface DiffLine { op: " " | "-" | "+"; spans: Span[] }

/** So many pairs of lines, or of words of two lines, are measured against each other at most. */
const pairsAtMost = 2_000_000;
const wordPairsAtMost = 60_000;

export function diffLines(old: string[], now: string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  const plain = (op: DiffLine["op"], text: string) => lines.push({ op, spans: [{ text, changed: false }] });
  let i = 0;
  let j = 0;
  for (const [x, y] of [...common(old, now, pairsAtMost), [old.length, now.length] as const]) {
    change(lines, old.slice(i, x), now.slice(j, y));
    if (x < old.length) plain(" ", now[y]!);
    i = x + 1;
    j = y + 1;
  }
  return lines;
}

/** Lines that went and lines that came in their place: those of the same place are compared word by word. */
function change(lines: DiffLine[], old: string[], now: string[]): void {
  const words = old.map((line, i) => i < now.length ? diffWords(line, now[i]!) : null);
  old.forEach((line, i) => lines.push({ op: "-", spans: words[i]?.[0] ?? [{ text: line, changed: false }] }));
  now.forEach((line, i) => lines.push({ op: "+", spans: words[i]?.[1] ?? [{ text: line, changed: false }] }));
}

/** The spans of two lines; null when they have too little in common for it to help. */
export function diffWords(old: string, now: string): [Span[], Span[]] | null {
  const a = tokens(old);
  const b = tokens(now);
  if (a.length * b.length > wordPairsAtMost) return null;
  const kept = common(a, b, wordPairsAtMost);
  const letters = kept.reduce((sum, [x]) => sum + a[x]!.trim().length, 0);
  if (letters * 4 < Math.max(old.trim().length, now.trim().length)) return null;
  const inA = new Set(kept.map(([x]) => x));
  const inB = new Set(kept.map(([, y]) => y));
  // White space is marked only where nothing else changed: indentation, not the padding of a table.
  if (a.some((token, i) => !inA.has(i) && token.trim() !== "") || b.some((token, i) => !inB.has(i) && token.trim() !== "")) {
    for (const [list, known] of [[a, inA], [b, inB]] as const) list.forEach((token, i) => { if (token.trim() === "") known.add(i); });
  }
  return [spans(a, inA), spans(b, inB)];
}

function tokens(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function spans(list: string[], kept: Set<number>): Span[] {
  const out: Span[] = [];
  list.forEach((text, i) => {
    const changed = !kept.has(i);
    const last = out.at(-1);
    if (last && last.changed === changed) last.text += text;
    else out.push({ text, changed });
  });
  return out;
}

/** The places of a longest common subsequence; of lists too long to measure, what they begin and end with. */
export function common(a: string[], b: string[], atMost: number): [number, number][] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const pairs: [number, number][] = [];
  for (let i = 0; i < start; i++) pairs.push([i, i]);
  const n = a.length - start - end;
  const m = b.length - start - end;
  if (n > 0 && m > 0 && n * m <= atMost) pairs.push(...longest(a, b, start, n, m));
  for (let i = end; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

function longest(a: string[], b: string[], start: number, n: number, m: number): [number, number][] {
  const width = m + 1;
  const best = new Uint16Array((n + 1) * width); // at most as long as the shorter one, whose square is below the bound
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      best[i * width + j] = a[start + i] === b[start + j] ? best[(i + 1) * width + j + 1]! + 1 : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < n && j < m;) {
    if (a[start + i] === b[start + j]) pairs.push([start + i++, start + j++]);
    else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
