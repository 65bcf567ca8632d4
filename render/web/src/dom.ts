// Elements. Text of notebooks becomes text nodes and attribute values only; nothing in this program parses HTML into the page.

export type Child = Node | string | null | undefined | false;
type Property = string | number | boolean | null | undefined | ((event: never) => void);

/** Makes an element. A property that is a function listens: onclick; false, null and undefined set nothing. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, properties: Record<string, Property>, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (child || child === "") parent.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
}

/** Makes an SVG element; the same rules. */
export function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Buttons of which one is pressed. */
export function choice(
  label: string, options: { value: string; text: string; title?: string }[], current: string, choose: (value: string) => void,
): HTMLElement {
  const group = h("div", { class: "choice", role: "group", "aria-label": label });
  for (const option of options) {
    group.append(h("button", {
      type: "button", title: option.title, "data-value": option.value, "aria-pressed": String(option.value === current),
      onclick: () => choose(option.value),
    }, option.text));
  }
  return group;
}

/** A drop-down list with its label. */
export function select(
  label: string, options: { value: string; text: string }[], current: string, choose: (value: string) => void,
): HTMLElement {
  const list = h("select", { onchange: () => choose(list.value) });
  for (const option of options) list.append(h("option", { value: option.value }, option.text));
  list.value = current;
  return h("label", { class: "select" }, h("span", {}, label), list);
}
