// A document of a notebook, to be saved: the page holds its bytes and shows none of them.

import { h } from "./dom";
import { acquire } from "./islands";
import type { Picture } from "./model";

export function download(file: Picture, name: string): HTMLElement {
  const target = `${name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+|-+$/g, "") || "document"}.pdf`;
  const link = h("a", { class: "download", href: "#", download: target, onclick: (event: Event) => {
    if (link.href.startsWith("blob:")) return;
    event.preventDefault();
    acquire(file).then((url) => {
      link.href = url;
      link.click();
    }, () => link.replaceWith("The document cannot be read."));
  } }, `Save ${target}`);
  return link;
}
