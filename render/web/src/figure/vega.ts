// The frame's script for vega and vega-lite figures. Expressions are interpreted from their syntax trees, never compiled.

import { parse, View, type Loader, type Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { drive } from "./driver";
import type { Order } from "./protocol";
import { vegaConfig } from "./vegaconfig";

drive(async (place, spec, order) => {
  const data: string[] = [];
  const pictures: string[] = [];
  const problems: string[] = [];
  const view = new View(parse(vegaSpec(spec, order), vegaConfig(order.theme), { ast: true }), {
    expr: expressionInterpreter, renderer: "svg", container: place, hover: true, loader: loader(data, pictures), logger: quiet(problems),
  });
  await view.runAsync();
  if (problems.length > 0 && data.length === 0) throw new Error(problems[0]);
  fit(place, order.large);
  return {
    marks: () => place.querySelectorAll(".role-mark > *").length, without: [...data, ...pictures], empty: data.length > 0, snapshot: () => view.toSVG(),
  };
});

function vegaSpec(spec: Record<string, unknown>, order: Order): Spec {
  if (!order.mimeType.includes("vegalite")) return spec as Spec;
  return compile(spec as unknown as TopLevelSpec, { config: vegaConfig(order.theme), logger: quiet() }).spec;
}

/** Gives nothing: no data, no picture but those that stand in the specification, no link. */
function loader(data: string[], pictures: string[]): Loader {
  const refuse = (list: string[]) => (address: string) => {
    list.push(address);
    return Promise.reject(new Error(`not fetched: ${address}`));
  };
  return {
    load: refuse(data), http: refuse(data), file: refuse(data),
    sanitize: (address: string, options: { context?: string }) => {
      if (options?.context === "href") return Promise.resolve({}); // a link that leads nowhere
      return /^data:image\//i.test(address) ? Promise.resolve({ href: address }) : refuse(pictures)(address);
    },
  } as unknown as Loader;
}

/** A figure that is larger than its frame is made smaller, all of it; that in a window of its own also larger. */
function fit(place: HTMLElement, large: boolean): void {
  const svg = place.querySelector("svg");
  const width = Number(svg?.getAttribute("width"));
  const height = Number(svg?.getAttribute("height"));
  Object.assign(place.style, { display: "grid", placeItems: "center", gridTemplate: "100% / 100%" });
  if (!svg || !(width > 0) || !(height > 0)) return;
  if (!svg.hasAttribute("viewBox")) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  Object.assign(svg.style, { width: "100%", height: "100%", maxWidth: large ? "100%" : `${width}px`, maxHeight: large ? "100%" : `${height}px` });
}

/** Takes what vega would write to the console; errors of a run are told nowhere else. */
function quiet(problems: string[] = []): never {
  const logger = {
    level: (...level: number[]) => level.length > 0 ? logger : 0, warn: () => logger, info: () => logger, debug: () => logger,
    error: (...parts: unknown[]) => {
      problems.push(parts.map((part) => part instanceof Error ? part.message : String(part)).join(" "));
      return logger;
    },
  };
  return logger as never;
}
