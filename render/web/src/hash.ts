// The view as a readable #hash, so that a link shows the same view. Only what differs from the first view stands in it.

export interface View {
  sort: string; // a column's title, "run" or "status"; "" is input order
  descending: boolean;
  diff: boolean; // show the difference to the baseline
  constants: boolean; // show constant columns
  filter: string;
  baseline: string; // a run's name; "" is the one of the command line
  pin: string[]; // names of runs that stay on top
  hide: string[]; // titles of columns
  at: Record<string, number>; // where moved columns stand
  range: Record<string, string>; // which numbers of a column a run must have: 1..2, ..2, 1..
  transpose: boolean; // a column a run
  group: string; // what runs are grouped by, as --group-by has it; "" is nothing
  members: string[]; // groups, by their values, whose runs are shown
  fold: Record<string, boolean>; // sections, by title, that the reader opened (true) or folded
  pick: Record<string, string>; // what a section shows: a column or a run, by the section's title
  rows: Record<string, string>; // how it orders and filters its rows
  theme: string; // light, dark, or "" for the system's
  keys: boolean; // single letters are keys, anywhere on the page
  cells: string[]; // names of the runs whose notebooks stand side by side
  cellsView: string; // "versions" for every version of each cell
  cellsEqual: boolean; // equal cells are shown too
  cell: string; // the row of cells to look at
}

/** How long a hash gets: mail and chat programs cut longer links. */
const longest = 2000;

export function firstView(): View {
  return { sort: "", descending: false, diff: true, constants: false, filter: "", baseline: "", pin: [], hide: [], at: {}, range: {}, transpose: false, group: "", members: [], fold: {}, pick: {}, rows: {}, theme: "", keys: true, cells: [], cellsView: "", cellsEqual: false, cell: "" };
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
  if (view.transpose) parts.push(["transpose", "on"]);
  if (view.group) parts.push(["group", view.group]);
  if (view.baseline) parts.push(["baseline", view.baseline]);
  for (const group of view.members) parts.push(["members", group]);
  for (const run of view.pin) parts.push(["pin", run]);
  for (const title of view.hide) parts.push(["hide", title]);
  for (const [title, index] of Object.entries(view.at)) parts.push([`at.${title}`, String(index)]);
  for (const [title, range] of Object.entries(view.range)) if (range) parts.push([`range.${title}`, range]);
  for (const [title, open] of Object.entries(view.fold)) parts.push([open ? "open" : "shut", title]);
  for (const [title, pick] of Object.entries(view.pick)) parts.push([`pick.${title}`, pick]);
  for (const [title, rows] of Object.entries(view.rows)) if (rows) parts.push([`rows.${title}`, rows]);
  if (view.theme) parts.push(["theme", view.theme]);
  if (!view.keys) parts.push(["keys", "off"]);
  for (const run of view.cells) parts.push(["cells", run]);
  if (view.cellsView) parts.push(["cells-view", view.cellsView]);
  if (view.cellsEqual) parts.push(["cells-equal", "on"]);
  if (view.cell) parts.push(["cell", view.cell]);
  return short(parts.map(([name, value]) => `${escape(name)}=${escape(value).replaceAll("%3D", "=")}`));
}

/** Puts the parts together as far as they fit: what does not is not shared. */
function short(parts: string[]): string {
  let hash = "";
  for (const part of parts) {
    const longer = hash === "" ? part : `${hash}&${part}`;
    if (longer.length < longest) hash = longer;
  }
  return hash;
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
    else if (name === "transpose") view.transpose = value === "on";
    else if (name === "group") view.group = value;
    else if (name === "members") view.members.push(value);
    else if (name === "baseline") view.baseline = value;
    else if (name === "pin") view.pin.push(value);
    else if (name === "hide") view.hide.push(value);
    else if (name.startsWith("at.") && /^\d+$/.test(value)) view.at[name.slice(3)] = Number(value);
    else if (name.startsWith("range.")) view.range[name.slice(6)] = value;
    else if (name === "theme") view.theme = value === "light" || value === "dark" ? value : "";
    else if (name === "keys") view.keys = value !== "off";
    else if (name === "cells") view.cells.push(value);
    else if (name === "cells-view") view.cellsView = value;
    else if (name === "cells-equal") view.cellsEqual = value === "on";
    else if (name === "cell" && /^\d+$/.test(value)) view.cell = value;
    else if (name === "open") view.fold[value] = true;
    else if (name === "shut") view.fold[value] = false;
    else if (name.startsWith("rows.")) view.rows[name.slice(5)] = value;
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
