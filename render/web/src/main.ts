// Draws the report from the page's islands. Hooks for tests: render/web/README.md.

import "uplot/dist/uPlot.min.css";
import "./css/base.css";
import "./css/layout.css";
import "./css/tables.css";
import "./css/sections.css";
import "./css/images.css";
import "./css/charts.css";
import "./css/print.css";
import { h } from "./dom";
import { header } from "./header";
import { readPage } from "./islands";
import { nav } from "./nav";
import { overview } from "./overview";
import { problems } from "./problems";
import { rebasePage } from "./rebase";
import { sections } from "./sections";
import { Store } from "./store";

function start(): void {
  const store = new Store();
  draw(store);
  document.documentElement.dataset.ready = "true";
}

/** Draws the page against the baseline that the reader chose, and again when that is another. */
function draw(store: Store): void {
  const page = readPage();
  const baseline = page.runs.findIndex((run) => run.name === store.view.baseline);
  page.rebased = baseline >= 0 && baseline !== page.baseline;
  if (page.rebased) rebasePage(page, baseline);
  const drawn = store.view.baseline;
  store.forget();
  store.listen((view) => {
    if (view.baseline === drawn) return;
    const top = scrollY;
    const chosen = document.activeElement?.id === "choose-baseline";
    draw(store);
    scrollTo({ top, behavior: "instant" });
    if (chosen) document.getElementById("choose-baseline")?.focus({ preventScroll: true });
  });
  const main = h("main", { id: "main" }, header(page), overview(page, store), problems(page), sections(page, store));
  const app = document.getElementById("app")!;
  app.replaceChildren(nav(page, store), main);
  app.hidden = false;
}

start();
