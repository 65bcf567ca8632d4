// The page's data: JSON islands, and pictures as base64 islands that become blobs when they are seen.

import type { CellsData } from "./cellrows";
import type { PageData, Picture, Section } from "./model";

export function readPage(): PageData {
  return JSON.parse(document.getElementById("page-data")!.textContent!) as PageData;
}

/** Reads a section's island; the parser may still be on its way to it. */
export async function readSection(id: string): Promise<Section> {
  return JSON.parse((await island(`${id}-data`)).textContent!) as Section;
}

/** Reads a section's island if the parser has come to it, else null. */
export function readSectionNow(id: string): Section | null {
  const element = document.getElementById(`${id}-data`);
  return element && document.readyState !== "loading" ? JSON.parse(element.textContent!) as Section : null;
}

let notebooks: Promise<CellsData> | undefined;

/** Reads the cells of the notebooks, once. */
export function readNotebooks(): Promise<CellsData> {
  notebooks ??= island("notebooks-data").then((element) => JSON.parse(element.textContent!) as CellsData);
  return notebooks;
}

/** Returns an island once it is parsed to its end. */
export async function island(id: string): Promise<HTMLElement> {
  for (;;) {
    const element = document.getElementById(id);
    if (element && (element.nextSibling || document.readyState !== "loading")) return element;
    if (document.readyState !== "loading") throw new Error(`no island ${id}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Returns the base64 of a picture that the parser has come to, else null. */
export function encodedOf(picture: Picture): string | null {
  return document.getElementById(picture.id)?.textContent ?? null;
}

interface Shown { url: Promise<string>; users: number }
const shown = new Map<string, Shown>();

/** Returns an address for a picture; each call needs a release. */
export function acquire(picture: Picture): Promise<string> {
  if (picture.refused) return Promise.reject(new Error(picture.refused));
  if (picture.src !== undefined) return Promise.resolve(picture.src);
  let entry = shown.get(picture.id);
  if (!entry) {
    entry = { users: 0, url: island(picture.id).then((element) => {
      const binary = atob(element.textContent!);
      const bytes = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
      return URL.createObjectURL(new Blob([bytes], { type: picture.mimeType }));
    }) };
    shown.set(picture.id, entry);
  }
  entry.users++;
  return entry.url;
}

/** Gives a picture back; the last user frees its memory. */
export function release(picture: Picture): void {
  const entry = shown.get(picture.id);
  if (!entry || --entry.users > 0) return;
  shown.delete(picture.id);
  void entry.url.then((url) => URL.revokeObjectURL(url), () => {});
}
