// Draws the report from the page's islands. Hooks for tests: render/web/README.md.

import "uplot/dist/uPlot.min.css";
import "./css/base.css";
import "./css/layout.css";
import "./css/tables.css";
import "./css/groups.css";
import "./css/sections.css";
import "./css/images.css";
import "./css/charts.css";
import "./css/figures.css";
import "./css/cells.css";
import "./css/print.css";
import { notebooks } from "./cells";
import { h } from "./dom";
import { keepCell, listenInGrids } from "./gridkeys";
import { header } from "./header";
import { openHelp } from "./help";
import { readPage } from "./islands";
import type { PageData } from "./model";
import { followLinks, nav } from "./nav";
import { overview } from "./overview";
import { listenForKeys } from "./pagekeys";
import { listenForPaper } from "./paper";
import { paperSummary } from "./papersummary";
import { problems } from "./problems";
import { rebasePage } from "./rebase";
import { sections } from "./sections";
import { Store } from "./store";
import { themeSwitch } from "./theme";

let drawn: PageData | null = null; // what is on the screen

function start(): void {
  const store = new Store();
  draw(store);
  followLinks(document.getElementById("app")!);
  listenInGrids();
  listenForKeys(store);
  listenForPaper(() => paperSummary(drawn!, store));
  document.documentElement.dataset.ready = "true";
}

/** Draws the page against the baseline that the reader chose, and again when that is another. */
function draw(store: Store): void {
  const page = drawn = readPage();
  const baseline = page.runs.findIndex((run) => run.name === store.view.baseline);
  page.rebased = baseline >= 0 && baseline !== page.baseline;
  if (page.rebased) rebasePage(page, baseline);
  const against = store.view.baseline;
  store.forget();
  store.listen((view) => {
    if (view.baseline === against) return;
    const top = scrollY;
    const chosen = document.activeElement?.id === "choose-baseline";
    keepCell(() => draw(store));
    scrollTo({ top, behavior: "instant" });
    if (chosen) document.getElementById("choose-baseline")?.focus({ preventScroll: true });
  });
  const main = h("main", { id: "main", tabindex: "-1" }, header(page), overview(page, store), problems(page, store), sections(page, store), notebooks(page, store));
  const app = document.getElementById("app")!;
  app.replaceChildren(h("a", { class: "skip", href: "#main" }, "Skip to the comparison"), nav(page, store), tools(store), main);
  app.hidden = false;
}

/** What stands in the upper right: light or dark, and the help. */
function tools(store: Store): HTMLElement {
  return h("div", { class: "tools" }, themeSwitch(store),
    h("button", { type: "button", class: "plain-button", id: "open-help", title: "Keys", "aria-label": "Keys", "aria-haspopup": "dialog", onclick: () => openHelp(store) }, "?"));
}

start();
