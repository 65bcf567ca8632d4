// The pixels of pictures, and how many of them differ.

import pixelmatch from "pixelmatch";
import { acquire, release } from "./islands";
import type { Picture } from "./model";
import { checkSize } from "./size";

/** So many pixels at most are compared; a small file may promise a picture that fills the memory. */
const mostPixels = 16_000_000;
/** A drawing that does not say how large it is. */
const unknownSize = { width: 600, height: 400 };

/** Whether the browser keeps the pixels from the page: it shows a file beside a page that is a file itself, but lets nobody read it. */
export function keptFrom(picture: Picture): boolean {
  return picture.src !== undefined && location.protocol === "file:";
}

/** Decodes a picture onto white: what is transparent shows what is behind it, and behind a figure is paper. */
export async function pixelsOf(picture: Picture): Promise<ImageData> {
  let image: HTMLImageElement | null = null;
  try {
    image = await checkSize(await acquire(picture), mostPixels);
    await image.decode();
    const width = image.naturalWidth || unknownSize.width;
    const height = image.naturalHeight || unknownSize.height;
    const context = canvas(width, height).getContext("2d", { willReadFrequently: true })!;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } finally {
    image?.removeAttribute("src");
    release(picture);
  }
}

export interface Difference {
  share: number; // of the pixels, 0 to 1
  drawn: ImageData; // where they are
}

/** Compares as a person sees: anti-aliasing is set aside. What only the larger picture covers counts as different. */
export function compare(a: ImageData, b: ImageData): Difference {
  const width = Math.max(a.width, b.width);
  const height = Math.max(a.height, b.height);
  if (width * height > 2 * mostPixels) throw new Error("too many pixels together"); // one wide, the other high
  const drawn = new ImageData(width, height);
  const count = pixelmatch(framed(a, width, height, 0).data, framed(b, width, height, 255).data, drawn.data, width, height, {
    diffColor: [214, 77, 0], aaColor: [150, 190, 235], alpha: 0.25, checkerboard: false,
  });
  return { share: count / (width * height), drawn };
}

/** The picture in a larger frame of one grey; two pictures get unlike greys. */
function framed(image: ImageData, width: number, height: number, grey: number): ImageData {
  if (image.width === width && image.height === height) return image;
  const frame = new ImageData(width, height);
  new Uint32Array(frame.data.buffer).fill(0xff000000 | grey << 16 | grey << 8 | grey);
  for (let y = 0; y < image.height; y++) {
    frame.data.set(image.data.subarray(y * image.width * 4, (y + 1) * image.width * 4), y * width * 4);
  }
  return frame;
}

export function canvas(width: number, height: number): HTMLCanvasElement {
  const element = document.createElement("canvas");
  element.width = width;
  element.height = height;
  return element;
}
