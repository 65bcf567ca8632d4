// What two specifications differ in, place by place.

import { isDict } from "./plotlyspec";

/** A place in both, or in one: then the other text is "". */
export interface Change { path: string; before: string; after: string }

/** Lists of more numbers are told in one line. */
const listed = 4;
const deepest = 100;

/** Returns the first places that differ, and how many more there are. */
export function changes(before: unknown, after: unknown, most: number): { list: Change[]; more: number } {
  const found = { list: [] as Change[], more: 0 };
  compare(found, most, "", before, after, 0);
  return found;
}

interface Found { list: Change[]; more: number }

function add(found: Found, most: number, path: string, before: string, after: string): void {
  if (found.list.length < most) found.list.push({ path: path || "(all)", before, after });
  else found.more++;
}

function compare(found: Found, most: number, path: string, before: unknown, after: unknown, depth: number): void {
  const [a, b] = [numbersOf(before), numbersOf(after)];
  if (Array.isArray(a) && Array.isArray(b) && depth < deepest) return compareLists(found, most, path, a, b, depth);
  if (isDict(a) && isDict(b) && depth < deepest) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const inside = /^[\p{L}_]\w*$/u.test(name) ? `${path}${path ? "." : ""}${name}` : `${path}[${JSON.stringify(name)}]`;
      const [has, had] = [Object.hasOwn(b, name), Object.hasOwn(a, name)];
      if (has && had) compare(found, most, inside, a[name], b[name], depth + 1);
      else add(found, most, inside, had ? brief(a[name]) : "", has ? brief(b[name]) : "");
    }
    return;
  }
  if (brief(a, Infinity) !== brief(b, Infinity)) add(found, most, path, brief(a), brief(b));
}

function compareLists(found: Found, most: number, path: string, a: unknown[], b: unknown[], depth: number): void {
  const flat = [...a, ...b].every((element) => typeof element !== "object" || element === null);
  const common = Math.min(a.length, b.length);
  if (flat) {
    let first = -1;
    let count = 0;
    for (let i = 0; i < common; i++) {
      if (Object.is(a[i], b[i])) continue;
      if (first < 0) first = i;
      count++;
    }
    if (count > listed || (count > 0 && a.length !== b.length)) {
      return add(found, most, `${path}[${first}] and ${count - 1} more of ${common}`, brief(a[first]), brief(b[first])), lengths(found, most, path, a, b);
    }
  }
  for (let i = 0; i < common; i++) compare(found, most, `${path}[${i}]`, a[i], b[i], depth + 1);
  lengths(found, most, path, a, b);
}

function lengths(found: Found, most: number, path: string, a: unknown[], b: unknown[]): void {
  if (a.length !== b.length) add(found, most, `${path || "(all)"}, elements`, String(a.length), String(b.length));
}

const longest = 80;

function brief(value: unknown, most = longest): string {
  let text: string;
  try {
    text = typeof value === "number" ? String(value) : JSON.stringify(value) ?? "";
  } catch { // too deep
    text = "…";
  }
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

type Reader = (view: DataView, at: number) => number;
const readers: Record<string, [number, Reader]> = {
  f8: [8, (view, at) => view.getFloat64(at, true)], f4: [4, (view, at) => view.getFloat32(at, true)],
  i4: [4, (view, at) => view.getInt32(at, true)], u4: [4, (view, at) => view.getUint32(at, true)],
  i2: [2, (view, at) => view.getInt16(at, true)], u2: [2, (view, at) => view.getUint16(at, true)],
  i1: [1, (view, at) => view.getInt8(at)], u1: [1, (view, at) => view.getUint8(at)], u1c: [1, (view, at) => view.getUint8(at)],
};

/** Plotly writes long lists of numbers as the base64 of their bytes; returns them as a list, and all else as it is. */
export function numbersOf(value: unknown): unknown {
  if (!isDict(value) || typeof value.dtype !== "string" || typeof value.bdata !== "string" || !Object.hasOwn(readers, value.dtype)) return value;
  const [size, read] = readers[value.dtype]!;
  try {
    const bytes = Uint8Array.from(atob(value.bdata), (c) => c.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => read(view, i * size));
  } catch { // not base64
    return value;
  }
}
