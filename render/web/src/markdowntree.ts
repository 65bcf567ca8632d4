// Markdown of a notebook, parsed in Go (render/report_markdowntree.go). An element is made of each name in the list below
// and of no other; what a notebook says becomes text and titles. No element has an address.

import { h } from "./dom";
import { setFormula } from "./formula";

/** Text, or a name and what it holds. */
export type MarkdownNode = string | MarkdownNode[];

const elements = new Set([
  "p", "blockquote", "ul", "ol", "li", "em", "strong", "del", "sub", "sup", "table", "thead", "tbody", "tr", "th", "td",
  "h3", "h4", "h5", "h6", "code", "pre", "br", "hr",
] as const);
type Element = typeof elements extends Set<infer Name> ? Name : never;

/** No deeper do nodes nest. */
const deepest = 60;

export function markdownTree(tree: MarkdownNode[]): HTMLElement {
  const block = h("div", { class: "markdown" });
  for (const node of tree) block.append(piece(node, 0));
  return block;
}

function piece(node: MarkdownNode, depth: number): Node {
  if (typeof node === "string") return document.createTextNode(node);
  const [name, ...children] = node;
  if (typeof name !== "string" || depth > deepest) return document.createTextNode("…");
  const text = typeof children[0] === "string" ? children[0] : "";
  const rest = () => children.slice(1).map((child) => piece(child, depth + 1));
  switch (name) {
    case "math": return setFormula(text, false);
    case "display": return setFormula(text, true);
    case "html": return h("code", { class: "markup", title: "HTML, which is not shown in a report" }, text);
    case "link": return h("span", { class: "address", title: text }, ...rest());
    case "image": return h("span", { class: "named-picture", title: text }, "picture: ", ...(children.length > 1 ? rest() : ["without a name"]));
  }
  if (!elements.has(name as Element)) return document.createTextNode("");
  return h(name as Element, name === "pre" ? { tabindex: 0 } : {}, ...children.map((child) => piece(child, depth + 1)));
}
