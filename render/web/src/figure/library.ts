// The libraries that draw figures: compressed islands, and the document of the frame in which one runs.

import { island } from "../islands";
import type { Library } from "../model";

const scripts = new Map<string, Promise<string>>();

/** Returns the script of a library. */
function script(name: string): Promise<string> {
  let text = scripts.get(name);
  if (!text) {
    text = island(`${name}-library`).then((element) => {
      const packed = Uint8Array.from(atob(element.textContent!), (c) => c.charCodeAt(0));
      element.textContent = "";
      return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    });
    scripts.set(name, text);
  }
  return text;
}

const style = "html,body{margin:0;height:100%;overflow:hidden;print-color-adjust:exact;-webkit-print-color-adjust:exact}" +
  "#figure{height:100%}a{pointer-events:none!important}";

/**
 * Returns the document of a frame that may run nothing but a library. The page's policy holds in it, too; its own allows no script
 * but this one, not even the page's.
 */
export async function frameDocument(library: Library): Promise<string> {
  const text = await script(library.name);
  const policy = `default-src 'none'; script-src ${library.hash}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'`;
  return `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="${policy}"><meta charset="utf-8">` +
    `<title>Figure</title><style>${style}</style></head><body><div id="figure"></div><script id="drawing">${text}</script></body></html>`;
}
