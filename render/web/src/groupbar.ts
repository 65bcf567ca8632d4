// What runs are grouped by: a list of the choices that make sense, all but the seed at one click, and any others by ticks.

import { counted, h } from "./dom";
import { readGroupBy, statusColumn, writeGroupBy, type Grouping } from "./groups";
import type { GroupColumn, PageData } from "./model";
import type { Store } from "./store";

/** So many parameters have a tick each; more are chosen from the list, one at a time. */
const ticksAtMost = 24;

/** Parameters that runs are repeated over. */
const repeated = /(^|[^a-z])(seed|random_?state|rng|fold|repeat|repetition|replicate|trial)s?$/i;

const sameColumns = (a: GroupColumn[] | null, b: GroupColumn[]) => a !== null && a.length === b.length && b.every((column) => a.includes(column));

/** The control beside the overview's filter; null where there is nothing to group by. */
export function groupControl(page: PageData, store: Store): HTMLElement | null {
  const read = page.runs.filter((run) => run.status !== "unreadable").length;
  const states = statusColumn(page).text.length > 1;
  if (read < 2 || (page.groupBy.length === 0 && !states)) return null;
  const list = h("select", { id: "group-by", onchange: () => store.set({ group: list.value }) });
  const option = (value: string, text: string) => h("option", { value }, text);
  const options = () => {
    const tells = page.groupBy.filter((column) => column.text.length < read);
    list.replaceChildren(option("", "nothing"));
    if (page.groupBy.length > 0) list.append(optgroup("All parameters but", page.groupBy.map((column) => option(`all-but:${column.title}`, `all but ${column.label}`))));
    if (tells.length > 0 || states) list.append(optgroup("One alone", [...tells.map((column) => option(column.title, column.label)), ...states ? [option("status", "status")] : []]));
    const chosen = readGroupBy(page, store.view.group);
    if (!chosen) list.value = "";
    else {
      if (![...list.options].some((other) => other.value === store.view.group)) list.append(option(store.view.group, chosen.map((column) => column.label).join(", ") || "nothing: all runs"));
      list.value = store.view.group;
    }
  };
  const seeds = page.groupBy.filter((column) => repeated.test(column.label));
  const but = page.groupBy.filter((column) => !seeds.includes(column));
  const quick = h("button", { type: "button", class: "quick", id: "all-but-seed", "aria-pressed": "false", title: "Group the runs that agree in all other parameters",
    onclick: () => store.set({ group: sameColumns(readGroupBy(page, store.view.group), but) ? "" : `all-but:${seeds.map((column) => column.title).join(",")}` }) },
    `All but ${seeds.map((column) => column.label).join(", ")}`);
  const update = () => {
    options();
    quick.setAttribute("aria-pressed", String(sameColumns(readGroupBy(page, store.view.group), but)));
  };
  update();
  store.listen((_, changed) => { if (changed.has("group")) update(); });
  return h("span", { class: "group-control" }, h("label", { class: "select" }, h("span", {}, "Group by"), list), seeds.length > 0 && quick);
}

function optgroup(label: string, options: HTMLElement[]): HTMLElement {
  return h("optgroup", { label }, ...options);
}

/** Says what stands below: how many groups of which runs, and what their runs agree in. */
export function groupBar(page: PageData, store: Store, grouping: Grouping, left: number): HTMLElement {
  const inGroups = grouping.groups.reduce((sum, { runs }) => sum + runs.length, 0);
  const byStatus = grouping.by.includes(statusColumn(page));
  const line = h("div", { class: "bar group-bar" }, h("span", {}, h("strong", {}, counted(grouping.groups.length, "group")),
    ` of ${left < page.runs.length ? `${inGroups} of ${counted(page.runs.length, "run")}` : counted(inGroups, "run")}`, grouping.by.length === 0 ? "" : ` that agree in${byStatus ? " status" : ""}`));
  if (page.groupBy.length <= ticksAtMost) {
    const ticks = h("span", { class: "ticks", role: "group", "aria-label": "Runs of a group agree in" });
    for (const column of page.groupBy) {
      const tick = h("input", { type: "checkbox", "data-group-by": column.title, onchange: () => {
        const by = page.groupBy.filter((other) => other === column ? tick.checked : grouping.by.includes(other));
        store.set({ group: writeGroupBy(page, byStatus ? [...by, statusColumn(page)] : by) });
      } });
      tick.checked = grouping.by.includes(column);
      ticks.append(h("label", { class: "check" }, tick, ` ${column.label}`));
    }
    line.append(ticks);
  } else line.append(h("span", {}, grouping.by.map((column) => column.label).join(", ")));
  line.append(h("code", { class: "muted command", title: "The same numbers from nbcompare table" }, `--group-by ${quoted(store.view.group)}`));
  return line;
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
