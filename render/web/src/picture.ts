// A picture as an <img> that has its size from the start and its bytes while it is near the screen. An SVG is one too: in
// an <img> it can neither run a script nor fetch anything.

import { h } from "./dom";
import { acquire, encodedOf, release } from "./islands";
import type { Picture } from "./model";
import { checkSize } from "./size";

/** A drawing has no pixels: it is drawn as large as it is shown, whatever size it says. */
export function isDrawing(picture: Picture): boolean {
  return picture.mimeType.toLowerCase().startsWith("image/svg");
}

/** A drawing whose file has more bytes waits for a click: one of 200,000 circles takes seconds, each time that it is painted. */
const drawnUnasked = 4_000_000;
const asked = new Set<string>(); // the pictures that the reader wants, however large

const pictures = new WeakMap<Element, Picture>();
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const image = entry.target as HTMLImageElement;
    if (entry.isIntersecting) void load(image);
    else unload(image);
  }
}, { rootMargin: "600px" });

/** The picture that an image shows. */
export function pictureOf(image: Element): Picture | undefined {
  return pictures.get(image);
}

/** An image that loads when it comes near the screen and is freed when it leaves. */
export function lazyImage(picture: Picture, alt: string): HTMLImageElement {
  const { width, height } = shownSize(picture);
  const image = h("img", { alt: picture.alt || alt, class: "picture", width, height, "data-image": picture.id, decoding: "async" });
  pictures.set(image, picture);
  observer.observe(image);
  return image;
}

/** How large a picture is shown, in CSS pixels: as the notebook says, else a pixel a pixel. The style sheet has the last word. */
export function shownSize(picture: Picture): { width: number | null; height: number | null } {
  const { width, height, shown } = picture;
  if (!width || !height) return { width: width || null, height: height || null };
  return shown ? { width: shown, height: Math.max(1, Math.round(shown * height / width)) } : { width, height };
}

let loads = 0;

async function load(image: HTMLImageElement): Promise<void> {
  if (image.dataset.loaded !== undefined) return;
  const turn = String(++loads);
  image.dataset.loaded = turn;
  const picture = pictures.get(image)!;
  try {
    const url = await acquire(picture);
    if (image.dataset.loaded !== turn) return; // and what it had is gone
    if (isDrawing(picture)) {
      if (waits(image, picture)) return;
    } else await checkSize(url);
    // It may have left the screen meanwhile, and the address with it.
    if (image.dataset.loaded === turn) image.src = url;
  } catch (error) {
    if (image.dataset.loaded !== turn || "broken" in image.dataset) return;
    image.dataset.broken = "";
    const why = (error as Error).message || "cannot be shown";
    image.alt = `${image.alt} (${picture.src === undefined ? why : `${why}: ${decodeURIComponent(picture.src)}`})`;
  }
}

/** Says of a large drawing how large it is, and draws it when it is clicked. */
function waits(image: HTMLImageElement, picture: Picture): boolean {
  const bytes = (encodedOf(picture)?.length ?? 0) * 0.75;
  const alt = image.dataset.asks ?? image.alt;
  if (bytes <= drawnUnasked || asked.has(picture.id)) {
    if (image.dataset.asks !== undefined) image.alt = alt;
    delete image.dataset.asks;
    return false;
  }
  if (image.dataset.asks !== undefined) return true;
  image.dataset.asks = alt;
  image.alt = `${alt} (a drawing of ${(bytes / 1e6).toFixed(0)} MB: click to draw it)`;
  image.addEventListener("click", () => {
    asked.add(picture.id);
    unload(image);
    void load(image);
  }, { once: true });
  return true;
}

function unload(image: HTMLImageElement): void {
  if (image.dataset.loaded === undefined) return;
  delete image.dataset.loaded;
  image.removeAttribute("src");
  release(pictures.get(image)!);
}
