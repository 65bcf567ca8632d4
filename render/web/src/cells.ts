// The notebooks side by side: rows of cells that belong together, of the runs that the reader chose. What is equal in all of
// them folds.

import { type Cell, type CellsData, Notebooks, type RowState } from "./cellrows";
import { outputView, sourceDiff, sourceView } from "./cellview";
import { runPicker } from "./cellruns";
import { append, choice, counted, h } from "./dom";
import { readNotebooks } from "./islands";
import { press, takesText } from "./keys";
import type { Plate } from "./lightbox";
import type { PageData } from "./model";
import { whenNear } from "./near";
import { runChips } from "./status";
import type { Store } from "./store";

/** So many rows are drawn at first. */
const rowsAtFirst = 200;
/** So many versions of a cell are shown beside each other. */
const versionsAtMost = 8;

export function notebooks(page: PageData, store: Store): HTMLElement | null {
  if (!page.cells) return null;
  return new View(page, store).element;
}

/** Opens the notebooks at a row, of these runs. */
export async function openNotebook(page: PageData, store: Store, runs: number[], cellOf: { run: number; index: number }): Promise<void> {
  const data = new Notebooks(await readNotebooks(), (run) => page.runs[run]!.traceback ?? "");
  const row = data.rowOf(cellOf.run, cellOf.index);
  store.set({ cells: runs.map((run) => page.runs[run]!.name), cellsView: "", cell: row < 0 ? "" : String(row) });
}

class View {
  readonly element: HTMLElement;
  private readonly body = h("div", { class: "body waiting" });
  private data: Notebooks | null = null;
  private opened = new Set<number>(); // first rows of folds that the reader opened
  private rowsShown = rowsAtFirst;

  constructor(private page: PageData, private store: Store) {
    this.element = h("section", { id: "notebooks", class: "card", "aria-labelledby": "notebooks-title" }, h("h2", { id: "notebooks-title" }, "Notebooks"), this.body);
    this.element.addEventListener("keydown", (event) => this.key(event));
    store.listen((view, changed) => {
      if (!(["cells", "cellsView", "cellsEqual", "cell"] as const).some((name) => changed.has(name))) return;
      if (!this.data) void this.read();
      else if (changed.has("cells") || changed.has("cellsView") || changed.has("cellsEqual")) this.draw();
      else this.goTo(view.cell);
    });
    if (store.view.cell) requestAnimationFrame(() => void this.read());
    else whenNear(this.body, "600px", () => void this.read());
  }

  private async read(): Promise<void> {
    const data: CellsData = await readNotebooks();
    if (this.data) return;
    this.data = new Notebooks(data, (run) => this.page.runs[run]!.traceback ?? "");
    this.body.classList.remove("waiting");
    this.draw();
    this.element.dataset.drawn = "true";
  }

  /** The runs that are shown: those that the reader chose, else the baseline and the one that says most beside it. */
  private runs(): number[] {
    const chosen = this.store.view.cells.map((name) => this.page.runs.findIndex((run) => run.name === name));
    const known = [...new Set(chosen)].filter((run) => run >= 0 && this.hasCells(run));
    if (known.length > 0) return known;
    const { baseline } = this.page;
    const others = this.page.runs.map((_, run) => run).filter((run) => run !== baseline && this.hasCells(run));
    const best = this.page.overview.map((i) => this.page.columns[i]!.rank?.indexOf(1) ?? -1).find((run) => others.includes(run));
    const second = best ?? others[0];
    const first = baseline >= 0 && this.hasCells(baseline) ? [baseline] : [];
    return second === undefined ? first : [...first, second, ...(first.length === 0 ? others.slice(1, 2) : [])];
  }

  private hasCells(run: number): boolean {
    return (this.data!.data.runs[run]?.list ?? -1) >= 0;
  }

  private draw(): void {
    const data = this.data!;
    const { view } = this.store;
    const versions = view.cellsView === "versions";
    const all = this.page.runs.map((_, run) => run).filter((run) => this.hasCells(run));
    const runs = this.runs();
    const bar = h("div", { class: "bar cells-bar" },
      choice("What is shown", [{ value: "", text: "Side by side" }, { value: "versions", text: "All versions", title: "Each cell in every version that some run has" }],
        view.cellsView, (cellsView) => this.store.set({ cellsView, cell: "" })),
      h("label", { class: "check" }, h("input", { type: "checkbox", class: "show-equal", checked: view.cellsEqual, onchange: () => this.store.set({ cellsEqual: !view.cellsEqual, cell: "" }) }), "equal cells"),
      h("button", { type: "button", class: "next-difference", title: "j", onclick: () => this.step(1) }, "Next difference"),
      h("button", { type: "button", title: "k", onclick: () => this.step(-1) }, "Previous"));
    const focused = document.activeElement instanceof HTMLElement && this.body.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    this.body.replaceChildren(bar);
    if (!versions) this.body.append(runPicker(this.page, this.store, runs, all));
    const notes = h("ul", { class: "muted cells-notes" }, ...(data.data.leftOut ?? []).map((text) => h("li", {}, `${text} (report --cells all holds everything)`)));
    if (notes.childElementCount > 0) this.body.append(notes);
    if (runs.length === 0) this.body.append(h("p", { class: "muted" }, "No run has its cells in this page."));
    else this.body.append(this.rows(versions ? all : runs, runs, versions, all));
    if (focused) this.body.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    this.goTo(view.cell, true);
  }

  /** The rows in which some of the runs have a cell, equal ones folded. */
  private rows(shown: number[], runs: number[], versions: boolean, all: number[]): HTMLElement {
    const data = this.data!;
    const list = h("div", { class: "cell-rows", "data-runs": runs.join(" ") });
    const target = Number(this.store.view.cell || -1);
    let fold: number[] = [];
    let drawn = 0;
    const endFold = () => {
      if (fold.length > 0) list.append(...this.fold(fold, runs, all));
      fold = [];
    };
    for (let row = 0; row < data.data.rows; row++) {
      if (!shown.some((run) => data.cell(run, row))) continue;
      const state = versions ? versionState(data, row, shown) : data.state(row, shown);
      if (state === "equal" && shown.length > 1 && row !== target && !this.store.view.cellsEqual) {
        fold.push(row);
        continue;
      }
      endFold();
      if (drawn++ >= this.rowsShown && row !== target) {
        const more = h("button", { type: "button", class: "more-rows", onclick: () => { this.rowsShown *= 4; this.draw(); } }, "More cells");
        list.append(more);
        return list;
      }
      list.append(versions ? this.versionsRow(row, state, shown) : this.row(row, state, runs, all));
    }
    endFold();
    return list;
  }

  private fold(rows: number[], runs: number[], all: number[]): HTMLElement[] {
    if (this.opened.has(rows[0]!)) return rows.map((row) => this.row(row, "equal", runs, all));
    const button = h("button", { type: "button", class: "cell-fold", "data-rows": rows.join(" "), "aria-expanded": "false", onclick: () => {
      this.opened.add(rows[0]!);
      const opened = rows.map((row) => this.row(row, "equal", runs, all));
      button.replaceWith(...opened);
      opened[0]!.focus({ preventScroll: true });
    } }, h("span", { class: "twist", "aria-hidden": "true" }), counted(rows.length, "equal cell"));
    return [button];
  }

  private frame(row: number, state: RowState, runs: number[], note: string): HTMLElement {
    const data = this.data!;
    const sources = runs.map((run) => data.cell(run, row)).filter((cell) => cell !== undefined).map((cell) => data.source(cell));
    const { type } = sources[0]!;
    const tags = new Set(sources.flatMap((source) => source.tags ?? []));
    const keys = data.data.keys.filter((key) => key.row === row && (!key.tag || tags.has(key.tag)));
    for (const key of keys) if (key.tag) tags.delete(key.tag);
    const words: Record<RowState, string> = { equal: "= equal", outputs: "≠ other outputs", source: "≠ other source", missing: "◌ not in all" };
    const head = h("div", { class: "cell-head" }, h("span", { class: "kind" }, type), ...[...tags].map((tag) => h("span", { class: "chip" }, tag)));
    for (const key of keys) append(head, [this.keyLink(key.title)]);
    head.append(h("span", { class: "muted" }, note), h("span", { class: `mark ${state === "equal" ? "same" : state === "missing" ? "agrees" : "differs"}` }, words[state]));
    return h("div", { class: "cell-row", "data-row": row, "data-state": state, tabindex: -1, role: "group", "aria-label": `${type} cell, ${words[state].slice(2)}` }, head);
  }

  private keyLink(title: string): HTMLElement | null {
    const section = this.page.sections.find((candidate) => candidate.title === title);
    if (!section) return null;
    return h("button", { type: "button", class: "link key-link", title: `Compare ${title} in all runs`, onclick: () => {
      this.store.set({ fold: { ...this.store.view.fold, [title]: true } });
      requestAnimationFrame(() => {
        const place = document.getElementById(section.id)!;
        place.scrollIntoView();
        place.querySelector<HTMLElement>("button.fold")?.focus({ preventScroll: true });
      });
    } }, `↗ ${title}`);
  }

  /** A row with a column a run; the first one is what the others are compared with. */
  private row(row: number, state: RowState, runs: number[], all: number[]): HTMLElement {
    const data = this.data!;
    const element = this.frame(row, state, runs, all.length > runs.length ? acrossAll(data, row, all) : "");
    const cells = runs.map((run) => data.cell(run, row));
    const base = cells.findIndex((cell) => cell);
    const columns = h("div", { class: "cell-columns" });
    columns.style.setProperty("--columns", String(runs.length));
    const shared = state === "equal" || state === "outputs";
    if (shared) element.append(sourceView(data.source(cells[0]!)));
    const plates: Plate[] = [];
    if (state !== "equal") {
      runs.forEach((run, i) => columns.append(this.column(run, cells[i], i === base ? null : { run: runs[base]!, cell: cells[base]! }, shared, plates, i > 0 && base > 0)));
      element.append(columns);
    } else if (cells[0]!.outputs.length > 0) element.append(h("div", { class: "cell-outputs" }, ...this.outputs(runs[0]!, cells[0]!, null, plates)));
    return element;
  }

  private column(run: number, cell: Cell | undefined, base: { run: number; cell: Cell } | null, shared: boolean, plates: Plate[], added: boolean): HTMLElement {
    const data = this.data!;
    const name = this.page.runs[run]!.name;
    const column = h("div", { class: "cell-column", "data-run": run }, h("p", { class: "cell-run" }, h("strong", {}, name), cell ? h("span", { class: "muted" }, ` cell ${cell.index}`) : null,
      cell?.moved && h("span", { class: "moved", title: "stands elsewhere in this notebook" }, " ⇅ moved"), added && cell && h("span", { class: "moved" }, " + added")));
    if (!cell) {
      column.classList.add("without");
      column.append(h("p", { class: "muted" }, "– no such cell"));
      return column;
    }
    if (!shared) {
      if (!base) column.append(sourceView(data.source(cell), 40));
      else if (data.sameSource(cell, base.cell)) column.append(h("p", { class: "muted" }, `= the same source as ${this.page.runs[base.run]!.name}`));
      else column.append(sourceDiff(data.source(base.cell), data.source(cell)));
    }
    if (base && cell.outputs.length > 0 && data.sameOutputs(cell, run, base.cell, base.run)) column.append(h("p", { class: "muted" }, `= the same output as ${this.page.runs[base.run]!.name}`));
    else column.append(...this.outputs(run, cell, base, plates));
    if (cell.outputs.length === 0 && base && base.cell.outputs.length > 0) column.append(h("p", { class: "muted" }, data.data.runs[run]!.some ? "– its outputs are not in this page" : "– no output"));
    return column;
  }

  private outputs(run: number, cell: Cell, base: { run: number; cell: Cell } | null, plates: Plate[]): HTMLElement[] {
    const data = this.data!;
    const traceback = (of: number) => this.page.runs[of]!.traceback ?? "";
    const name = `cell ${cell.index} of ${this.page.runs[run]!.name}`;
    return cell.outputs.map((output, i) => {
      const other = base?.cell.outputs[i];
      if (base && other !== undefined && data.same(output, run, other, base.run)) return h("p", { class: "muted" }, `= the same output as ${this.page.runs[base.run]!.name}`);
      const against = base && other !== undefined ? { output: data.data.outputs[other]!, run: base.run } : null;
      return outputView({ output: data.data.outputs[output]!, run }, against, traceback, name, plates);
    });
  }

  /** A row with every version of the cell that some run has. */
  private versionsRow(row: number, state: RowState, all: number[]): HTMLElement {
    const data = this.data!;
    const { versions, missing } = data.versions(row, all);
    const element = this.frame(row, state, all, acrossAll(data, row, all));
    versions.slice(0, versionsAtMost).forEach((version, i) => element.append(h("div", { class: "cell-version", "data-run": version.runs.join(" ") }, runChips(this.page, version.runs, 6),
      i === 0 ? sourceView(data.source(version.cell), 40) : sourceDiff(data.source(versions[0]!.cell), data.source(version.cell)))));
    if (versions.length > versionsAtMost) element.append(h("p", { class: "muted" }, `and ${counted(versions.length - versionsAtMost, "more version")}; choose their runs to see them side by side`));
    if (missing.length > 0) element.append(h("p", { class: "no-value" }, "Not in", runChips(this.page, missing, 6)));
    return element;
  }

  private goTo(row: string, drawn = false): void {
    if (!row) return;
    const place = this.body.querySelector<HTMLElement>(`.cell-row[data-row="${CSS.escape(row)}"]`);
    if (!place) {
      if (!drawn && Number(row) < this.data!.data.rows) this.draw(); // it is in a fold
      return;
    }
    requestAnimationFrame(() => {
      const failed = place.querySelector<HTMLElement>(".cell-output.of-error");
      for (const text of failed?.querySelectorAll("pre") ?? []) text.scrollTop = text.scrollHeight; // the cause stands at the end
      (failed ?? place).scrollIntoView({ block: failed ? "center" : "start" });
      place.focus({ preventScroll: true });
    });
  }

  /** Goes to the next or previous row that differs. */
  private step(direction: number): void {
    const rows = [...this.body.querySelectorAll<HTMLElement>('.cell-row:not([data-state="equal"])')];
    const current = rows.findIndex((row) => row.contains(document.activeElement));
    const from = current >= 0 ? current : rows.findIndex((row) => row.dataset.row === this.store.view.cell);
    const next = rows[from < 0 ? (direction > 0 ? 0 : rows.length - 1) : from + direction];
    if (next) this.store.set({ cell: next.dataset.row! });
  }

  private key(event: KeyboardEvent): void {
    if (!this.store.view.keys || takesText(event.target)) return;
    press("cells", event, { next: () => this.step(1), previous: () => this.step(-1) });
  }
}

function versionState(data: Notebooks, row: number, all: number[]): RowState {
  const { versions, missing } = data.versions(row, all);
  return missing.length > 0 ? "missing" : versions.length > 1 ? "source" : "equal";
}

/** What all runs of the page say about a row. */
function acrossAll(data: Notebooks, row: number, all: number[]): string {
  const { versions, missing } = data.versions(row, all);
  const having = all.length - missing.length;
  const text = versions.length > 1 ? `${counted(versions.length, "version")} in ${counted(having, "run")}` : missing.length > 0 ? `the same in ${counted(having, "run")}` : `the same source in all ${all.length} runs`;
  return missing.length > 0 ? `${text}, not in ${missing.length}` : text;
}
