// Which runs stand side by side: all of a few as buttons, of many those that are chosen, and a field that adds one.

import { h } from "./dom";
import type { PageData } from "./model";
import type { Store } from "./store";

/** Up to so many runs have a button each. */
const buttonsAtMost = 12;
/** So many runs fit beside each other. */
const runsAtMost = 6;
/** So many names are offered at a time. */
const offered = 100;

export function runPicker(page: PageData, store: Store, runs: number[], all: number[]): HTMLElement {
  const says = h("span", { class: "muted", role: "status" });
  const choose = (chosen: number[]) => {
    if (chosen.length > runsAtMost) says.textContent = `${runsAtMost} runs fit side by side`;
    else if (chosen.length > 0) store.set({ cells: chosen.map((run) => page.runs[run]!.name), cell: "" });
  };
  const toggle = (run: number) => choose(runs.includes(run) ? runs.filter((other) => other !== run) : [...runs, run]);
  const button = (run: number) => h("button", {
    type: "button", class: "pick-run", "data-run": run, "data-focus": `run-${run}`, "aria-pressed": String(runs.includes(run)),
    title: run === runs[0] ? "the others are compared with this one" : null, onclick: () => toggle(run),
  }, page.runs[run]!.name, run === page.baseline && h("span", { class: "tag" }, "baseline"), page.runs[run]!.status === "failed" && h("span", { class: "status-failed" }, " ✕"));
  const bar = h("div", { class: "cell-runs", role: "group", "aria-label": "Runs side by side" });
  if (all.length <= buttonsAtMost) bar.append(...all.map(button));
  else bar.append(...runs.map(button), adder(page, runs, all, choose));
  const failed = all.filter((run) => page.runs[run]!.status === "failed" && run !== page.baseline).slice(0, runsAtMost - 1);
  if (failed.length > 0 && all.length > 2) {
    bar.append(h("button", { type: "button", class: "link", onclick: () => choose([...(all.includes(page.baseline) ? [page.baseline] : []), ...failed]) }, "Baseline and failed"));
  }
  bar.append(says);
  return bar;
}

function adder(page: PageData, runs: number[], all: number[], choose: (runs: number[]) => void): HTMLElement {
  const rest = all.filter((run) => !runs.includes(run));
  const names = h("datalist", { id: "notebooks-names" });
  const offer = () => names.replaceChildren(...rest.filter((run) => page.runs[run]!.name.includes(field.value)).slice(0, offered).map((run) => h("option", { value: page.runs[run]!.name })));
  const field = h("input", { type: "text", class: "add-run", list: "notebooks-names", placeholder: "add a run", "aria-label": "Add a run", "data-focus": "add", onfocus: () => offer(), oninput: () => {
    offer();
    const run = rest.find((candidate) => page.runs[candidate]!.name === field.value);
    if (run !== undefined && rest.every((other) => other === run || !page.runs[other]!.name.startsWith(field.value))) choose([...runs, run]);
  }, onchange: () => {
    const run = rest.find((candidate) => page.runs[candidate]!.name === field.value);
    if (run !== undefined) choose([...runs, run]);
  } });
  return h("span", {}, field, names);
}
