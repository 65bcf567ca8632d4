// A table of groups to be copied: a row a metric and group, as `nbcompare table --group-by` writes it.

import { markdownText, rowsToCopy, type Cell, type Format, type Sheet } from "./copy";
import { counted } from "./dom";
import { verdictSymbol } from "./cell";
import { verdictOf, type Grouping, type Metric } from "./groups";
import type { Against } from "./groupstats";
import type { Column } from "./model";
import { exactText, pText, statText } from "./groupstyle";
import { writeDelta, writeRelative } from "./numberstyle";

/** What stands where a p-value could never be small enough. */
export const tooFew = "n too small";

const missing = "-";

export function groupSheet(grouping: Grouping, metrics: Metric[], groups: number[], format: Format, filtered: string): Sheet {
  const { by, compared } = grouping;
  const stats = format === "csv" ? ["n", "mean", "std", "min", "max", "ci_low", "ci_high", ...compared ? ["delta", "delta_percent", "p", "significant"] : []]
    : ["n", "mean", "± 95%", ...compared ? ["Δ", "Δ%", "p"] : [], "std", "min", "max"];
  const head = ["metric", ...by.map((column) => column.title), ...stats];
  const all = metrics.flatMap((metric) => groups.map((group) => ({ metric, group })));
  const some = all.slice(0, rowsToCopy(head.length));
  const rows = some.map(({ metric, group }) => [metric.column.title, ...grouping.values(group, format === "csv").map((text) => text || (format === "csv" ? "" : missing)),
    ...format === "csv" ? exactCells(metric, group, compared) : shownCells(metric, group, compared)]);
  const base = compared ? [`baseline: ${by.map((column, i) => `${column.title}=${grouping.values(grouping.baseline, true)[i] || missing}`).join("  ")}`] : [];
  return { rows: [head, ...rows], left: all.length - some.length, right: [false, ...by.map((column) => column.numeric === true), ...stats.map(() => true)],
    above: base.map(markdownText), below: [...legend(metrics), ...[...notes(grouping, metrics.map((metric) => metric.column)), ...filtered ? [filtered] : []].map(markdownText)] };
}

function exactCells(metric: Metric, group: number, compared: boolean): string[] {
  const { n, mean, std, min, max, low, high } = metric.stats[group]!;
  const against = metric.against[group];
  const cells = [String(n), ...[mean, std, min, max, low, high].map(exactText)];
  if (!compared) return cells;
  if (!against) return [...cells, "", "", "", ""];
  return [...cells, exactText(against.delta), against.relative === null ? "" : exactText(100 * against.relative), exactText(against.p), against.significant ? "True" : "False"];
}

function shownCells(metric: Metric, group: number, compared: boolean): Cell[] {
  const { numbers, spread, best } = metric;
  const { n, mean, std, min, max, high } = metric.stats[group]!;
  const cells: Cell[] = [String(n), { text: statText(mean, numbers) || missing, bold: best !== null && mean === best }, statText(high - mean, spread) || missing];
  if (compared) cells.push(...againstCells(metric, metric.against[group] ?? null));
  return [...cells, statText(std, spread) || missing, statText(min, numbers) || missing, statText(max, numbers) || missing];
}

function againstCells(metric: Metric, against: Against | null): Cell[] {
  if (!against) return [missing, missing, missing];
  if (against.tooFew) return ["~", "~", tooFew];
  if (!against.significant) return ["~", "~", pText(against.p)];
  const verdict = verdictOf(metric.column, against);
  return [{ text: deltaText(metric, against), mark: verdict === 0 ? "" : ` ${verdictSymbol(verdict).trim()}` },
    against.relative === null ? missing : writeRelative(against.relative), pText(against.p)];
}

export function deltaText(metric: Metric, against: Against): string {
  return against.delta === 0 ? "=" : writeDelta(against.delta, metric.numbers);
}

/** What the marks of a copied table mean. */
function legend(metrics: Metric[]): string[] {
  const moved = metrics.some((metric) => metric.against.some((against) => against && verdictOf(metric.column, against) !== 0));
  const marks = [metrics.some((metric) => metric.best !== null) ? "**bold** best" : "", moved ? "▲ better, ▼ worse than the baseline" : ""].filter(Boolean);
  return marks.length > 0 ? [marks.join("; ")] : [];
}

/** What was tested, and what the numbers leave out. */
export function notes(grouping: Grouping, columns: Column[]): string[] {
  const list: string[] = [];
  const { nan, few } = grouping.leftOut(columns);
  if (grouping.compared) list.push("~ no significant difference (Mann-Whitney U, two-sided, p > 0.05)");
  if (few) list.push(`${tooFew}: so few runs cannot differ significantly; from 4 a group they can`);
  if (nan > 0) list.push(`${counted(nan, "NaN value")} left out`);
  if (grouping.unread > 0) list.push(`${counted(grouping.unread, "run")} that could not be read left out`);
  return list;
}
