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
import { sections } from "./sections";
import { Store } from "./store";

function start(): void {
  const page = readPage();
  const store = new Store();
  const main = h("main", { id: "main" }, header(page), overview(page, store), problems(page), sections(page, store));
  const app = document.getElementById("app")!;
  app.append(nav(page, store), main);
  app.hidden = false;
  document.documentElement.dataset.ready = "true";
}

start();
