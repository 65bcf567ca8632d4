// The view as a readable #hash, so that a link shows the same view. Only what differs from the first view stands in it.

export interface View {
  sort: string; // a column's title, "run" or "status"; "" is input order
  descending: boolean;
  diff: boolean; // show the difference to the baseline
  constants: boolean; // show constant columns
  filter: string;
  fold: Record<string, boolean>; // sections, by title, that the reader opened (true) or folded
  pick: Record<string, string>; // what a section shows: a column or a run, by the section's title
}

export function firstView(): View {
  return { sort: "", descending: false, diff: true, constants: false, filter: "", fold: {}, pick: {} };
}

/** Returns what a record holds under a name of a notebook, which may be constructor or toString. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function encodeView(view: View): string {
  const parts: [string, string][] = [];
  if (view.sort) parts.push(["sort", (view.descending ? "-" : "") + view.sort]);
  if (!view.diff) parts.push(["diff", "off"]);
  if (view.constants) parts.push(["constants", "on"]);
  if (view.filter) parts.push(["filter", view.filter]);
  for (const [title, open] of Object.entries(view.fold)) parts.push([open ? "open" : "shut", title]);
  for (const [title, pick] of Object.entries(view.pick)) parts.push([`pick.${title}`, pick]);
  return parts.map(([name, value]) => `${escape(name)}=${escape(value)}`).join("&");
}

export function decodeView(hash: string): View {
  const view = firstView();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const name = unescape(part.slice(0, at));
    const value = unescape(part.slice(at + 1));
    if (name === "sort") {
      view.descending = value.startsWith("-");
      view.sort = value.replace(/^-/, "");
    } else if (name === "diff") view.diff = value !== "off";
    else if (name === "constants") view.constants = value === "on";
    else if (name === "filter") view.filter = value;
    else if (name === "open") view.fold[value] = true;
    else if (name === "shut") view.fold[value] = false;
    else if (name.startsWith("pick.")) view.pick[name.slice(5)] = value;
  }
  return view;
}

/** Escapes what would end a part; the rest stays readable. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(/%(2F|3A|3B|5B|5D|2C|22|40)/g, (code) => decodeURIComponent(code));
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
