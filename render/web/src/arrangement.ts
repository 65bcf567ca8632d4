// What the reader chose to compare: which runs are left, in which order, in which groups, with which columns of the overview. The
// overview, the sections and paper show the same.

import { arranged, withinRanges } from "./columns";
import { counted } from "./dom";
import { Grouping, readGroupBy } from "./groups";
import type { Column, PageData } from "./model";
import { RunFilter } from "./order";
import { sortedRuns } from "./rungrid";
import type { Store } from "./store";

const arrangements = new WeakMap<PageData, Arrangement>();

/** The arrangement of a page. */
export function arrangementOf(page: PageData, store: Store): Arrangement {
  let made = arrangements.get(page);
  if (!made) arrangements.set(page, made = new Arrangement(page, store));
  return made;
}

/** What changes the runs that are left or their groups. */
export const regroupsFor = ["filter", "range", "group"] as const;

export class Arrangement {
  readonly all: Column[]; // of the overview
  private readonly filter: RunFilter;
  private known: { made: Grouping; of: string } | null = null;

  constructor(private page: PageData, private store: Store) {
    this.all = page.overview.map((i) => page.columns[i]!);
    this.filter = new RunFilter(page.runs, this.all);
  }

  /** The columns of the overview that are shown, in the reader's order. */
  columns(): Column[] {
    const { hide, at, constants } = this.store.view;
    const hidden = new Set(hide);
    return arranged(this.all, at).filter((column) => (constants || !column.constant) && !hidden.has(column.title));
  }

  /** The runs that the filter and the ranges leave. */
  runs(): number[] {
    return withinRanges(this.filter.apply(this.store.view.filter), this.all, this.store.view.range);
  }

  pinned(): number[] {
    return this.page.runs.flatMap((run, i) => this.store.view.pin.includes(run.name) && i !== this.page.baseline ? [i] : []);
  }

  /** The runs as they stand in the overview: the baseline, pinned ones, the others. */
  order(columns: Column[]): number[] {
    const { baseline } = this.page;
    return [...new Set([...(baseline >= 0 ? [baseline] : []), ...this.pinned(), ...sortedRuns(this.page, { columns, runs: this.runs(), sort: this.store.view })])];
  }

  /** The groups of the runs that are left; null when the reader wants none. */
  grouping(): Grouping | null {
    const { group, filter, range } = this.store.view;
    const by = readGroupBy(this.page, group);
    if (!by) return null;
    const of = JSON.stringify([group, filter, range]);
    if (this.known?.of !== of) this.known = { made: new Grouping(this.page, by, this.runs()), of };
    return this.known.made;
  }

  /** Says which runs the filter and the ranges leave; "" when all are. */
  said(): string {
    const left = this.runs();
    if (left.length === this.page.runs.length) return "";
    const ranges = Object.entries(this.store.view.range).map(([title, range]) => `${title} ${range}`);
    return `${left.length} of ${counted(this.page.runs.length, "run")}: ${[this.store.view.filter.trim(), ...ranges].filter(Boolean).join("; ")}`;
  }
}
