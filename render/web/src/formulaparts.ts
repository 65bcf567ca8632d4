// Where formulas stand in LaTeX: between $, $$, \( \), \[ \], or a whole environment.

export interface Part { kind: "text" | "inline" | "display"; text: string }

const formulas = /(?<!\\)\$\$([^]+?)\$\$|(?<!\\)\$((?:\\.|[^$\\])+)\$|(?<!\\)\\\[([^]+?)\\\]|(?<!\\)\\\(([^]+?)\\\)|(\\begin\{([a-z]+\*?)\}[^]*?\\end\{\6\})/g;

export function parts(text: string): Part[] {
  const list: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(formulas)) {
    const before = text.slice(from, match.index);
    if (before.trim() !== "") list.push({ kind: "text", text: before });
    from = match.index + match[0].length;
    const inline = match[2] ?? match[4];
    const whole = match[0].trim() === text.trim(); // alone it is shown as one
    list.push(inline !== undefined && !whole ? { kind: "inline", text: inline } : { kind: "display", text: inline ?? match[1] ?? match[3] ?? match[5]! });
  }
  const rest = text.slice(from);
  if (rest.trim() !== "") list.push({ kind: "text", text: rest });
  return list;
}
