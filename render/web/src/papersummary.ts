// The first page on paper: the runs, or their groups, as the reader arranged them, against the baseline that the reader chose. Where
// the page is not drawn, the summary that Go wrote stands there (render/report_summary.go).

import { withoutAnsi } from "./ansi";
import { arrangementOf, type Arrangement } from "./arrangement";
import type { Cell, Sheet } from "./copy";
import { append, counted, h } from "./dom";
import { groupSheet, notes } from "./groupcopy";
import { type Grouping, isMetric } from "./groups";
import type { PageData } from "./model";
import { overviewSheet, sameLine } from "./runcopy";
import { statusSymbols } from "./status";
import type { Store } from "./store";

/** So much is printed; nobody reads more on paper. */
const atMost = { runs: 200, columns: 30 };
/** So many columns stand beside each other behind the names. */
const across = 7;
/** So many of a traceback's last lines are printed. */
const tracebackLines = 15;

export function paperSummary(page: PageData, store: Store): DocumentFragment {
  const arrangement = arrangementOf(page, store);
  const baseline = page.runs[page.baseline];
  const said = arrangement.said();
  const grouping = arrangement.grouping();
  const paper = document.createDocumentFragment();
  append(paper, [h("h1", {}, page.title),
    h("p", {}, `${counted(page.runs.length, "run")}: ${page.counts.map(({ count, status }) => `${count} ${status}`).join(", ")}.`,
      baseline && " Differences are against the baseline, ", baseline && h("strong", {}, baseline.name), baseline && "."),
    said !== "" && h("p", {}, `Shown are ${said}.`),
    ...grouping ? groups(arrangement, grouping, store) : [...best(page), ...runs(page, arrangement, store)], ...problems(page)]);
  return paper;
}

/** The runs that are best in each metric, of all runs. */
function best(page: PageData): HTMLElement[] {
  const rows = page.overview.map((i) => page.columns[i]!).filter((column) => !column.constant && column.rank?.includes(1)).map((column) => {
    const names = column.rank!.flatMap((rank, run) => rank === 1 ? [page.runs[run]!.name] : []);
    const more = names.length > 3 ? `, ${names.length - 3} more` : "";
    return [column.title, column.better ?? "", column.text[column.rank!.indexOf(1)] ?? "", names.slice(0, 3).join(", ") + more];
  });
  return rows.length === 0 ? [] : [h("h2", {}, "Best of each metric"), table({ rows: [["Metric", "Better is", "Best", "Run"], ...rows], right: [false, false, true, false], left: 0 })];
}

function runs(page: PageData, arrangement: Arrangement, store: Store): HTMLElement[] {
  const columns = arrangement.columns();
  const shown = columns.slice(0, atMost.columns);
  const order = arrangement.order(columns);
  const { diff, constants } = store.view;
  const same = constants ? "" : sameLine(arrangement.all.filter((column) => column.constant));
  const sheet = overviewSheet(page, shown, order.slice(0, atMost.runs), { format: "markdown", diff });
  sheet.rows[0]![0] = "Run";
  order.slice(0, atMost.runs).forEach((run, i) => { if (run === page.baseline) sheet.rows[i + 1]![0] = `${page.runs[run]!.name} (baseline)`; });
  return [h("h2", {}, "Runs"), same !== "" && h("p", {}, `${same[0]!.toUpperCase()}${same.slice(1)}.`), ...blocks(sheet, 1), leftOut(order.length - atMost.runs, "run"), leftOut(columns.length - shown.length, "column"),
    h("p", {}, "★ best of the metric, ▲ better and ▼ worse than the baseline, – no value.")].filter((part) => part !== false);
}

function groups(arrangement: Arrangement, grouping: Grouping, store: Store): HTMLElement[] {
  const metrics = arrangement.columns().filter(isMetric);
  const shown = metrics.slice(0, atMost.columns);
  const sheet = groupSheet(grouping, shown.map((column) => grouping.metric(column)), grouping.sorted(metrics, store.view), "markdown", "");
  const rows = sheet.rows.slice(0, 1 + atMost.runs);
  const against = grouping.compared ? `, against ${grouping.name(grouping.baseline)}` : "";
  return [h("h2", {}, "Groups of runs"), h("p", {}, `${counted(grouping.groups.length, "group")} by ${grouping.by.map((column) => column.title).join(", ") || "nothing"}${against}.`),
    table({ ...sheet, rows }), leftOut(sheet.rows.length - rows.length, "row"), leftOut(metrics.length - shown.length, "metric"),
    ...notes(grouping, shown).map((text) => h("p", {}, text)), h("p", {}, "★ best of the metric, ▲ better and ▼ worse than the baseline’s group.")].filter((part) => part !== false);
}

function leftOut(count: number, noun: string): HTMLElement | false {
  return count > 0 && h("p", {}, `${counted(count, `more ${noun}`)} left out here.`);
}

/** A wide table as several, which all begin with the same columns. */
function blocks(sheet: Sheet, first: number): HTMLElement[] {
  const width = sheet.rows[0]!.length;
  const list: HTMLElement[] = [];
  for (let from = first; from === first || from < width; from += across) {
    const part = <T>(cells: T[]) => [...cells.slice(0, first), ...cells.slice(from, from + across)];
    list.push(table({ rows: sheet.rows.map(part), left: 0, ...sheet.right && { right: part(sheet.right) } }));
  }
  return list;
}

function table({ rows, right }: Sheet): HTMLElement {
  const [head, ...body] = rows;
  const number = (i: number) => right?.[i] ? "number" : null;
  return h("table", {}, h("thead", {}, h("tr", {}, ...head!.map((cell, i) => h("th", { scope: "col", class: number(i) }, ...content(cell))))),
    h("tbody", {}, ...body.map((row) => h("tr", {}, ...row.map((cell, i) => i === 0 ? h("th", { scope: "row" }, ...content(cell)) : h("td", { class: number(i) }, ...content(cell)))))));
}

function content(cell: Cell): (string | HTMLElement | false)[] {
  if (typeof cell === "string") return [cell];
  // The symbol and the percentage: a difference that is neither better nor worse is left to the page.
  const mark = (cell.mark ?? "").replaceAll("&lt;", "<").replace(/^ \((?:([▲▼] )?([^,]*)(?:, (.*))?)\)$/, (_, symbol?: string, delta?: string, relative?: string) => symbol ? ` ${symbol}${relative ?? delta}` : "");
  return [cell.text + (cell.bold ? " ★" : ""), mark !== "" && h("small", {}, mark)];
}

function problems(page: PageData): HTMLElement[] {
  const bad = page.runs.filter((run) => run.status !== "ok");
  if (bad.length === 0) return [];
  return [h("h2", {}, "Runs with problems"), ...bad.flatMap((run) => [h("h3", {}, `${statusSymbols[run.status]} ${run.name}: ${run.status}`),
    ...run.message ? [h("p", {}, run.message)] : [], ...run.traceback ? [h("pre", {}, withoutAnsi(run.traceback).split("\n").slice(-tracebackLines).join("\n"))] : []])];
}
