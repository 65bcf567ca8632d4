// How large a picture is before anything of it is decoded.

/** So many pixels are drawn at most: decoded they take four bytes each, and a file of 100 KB may promise a billion. */
export const mostShown = 64_000_000;

/** Loads a picture without drawing it; refuses one that is too large. A drawing has no pixels of its own. */
export async function checkSize(url: string, most = mostShown): Promise<HTMLImageElement> {
  const probe = new Image();
  await new Promise((done, fail) => {
    probe.onload = done;
    probe.onerror = () => fail(new Error("cannot be shown"));
    probe.src = url;
  });
  const { naturalWidth: width, naturalHeight: height } = probe;
  if (width * height > most) throw new Error(`too large to be shown: ${width} × ${height} pixels`);
  return probe;
}
