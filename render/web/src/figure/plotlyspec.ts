// What a plotly specification may not bring along, and how it takes the page's colours.

import type { Theme } from "./protocol";

type Dict = Record<string, unknown>;

export function isDict(value: unknown): value is Dict {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Subplots whose background is a map from the network. */
const tiles = /^(?:scatter|choropleth|density)map(?:box)?$/;

/** Traces on a globe, whose coasts and countries come from the network. */
const globe = /^(?:scattergeo|choropleth)$/;

/** Says which map of the network a figure shows nothing without; "" for none. */
export function mapOf(data: unknown): string {
  for (const trace of Array.isArray(data) ? data : []) {
    if (!isDict(trace) || typeof trace.type !== "string") continue;
    if (tiles.test(trace.type)) return `the map under ${trace.type}`;
    if (globe.test(trace.type) && "locations" in trace && !isDict(trace.geojson)) return `the countries of ${trace.type}`;
  }
  return "";
}

/** Lets plotly draw on a globe without coasts and countries, and notes in asked that they were wanted. */
export function emptyGlobes(asked: string[]): object {
  const none = { type: "GeometryCollection", geometries: [] };
  const names = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  const globe = { type: "Topology", arcs: [], objects: Object.fromEntries(names.map((name) => [name, none])) };
  return new Proxy({}, { get: () => {
    asked.push("the coasts of its map");
    return globe;
  } });
}

/** How deep a specification is looked through; plotly goes no deeper than ten. */
const deepest = 64;

/**
 * Takes the addresses of pictures, data and libraries out of a specification, wherever they stand, and returns those that were not
 * part of it. A picture that is part of it (data:image/...) stays.
 */
export function withoutAddresses(value: unknown, depth = 0): string[] {
  if (typeof value !== "object" || value === null || depth > deepest) return [];
  const found: string[] = [];
  for (const [name, part] of Object.entries(value)) {
    if ((name === "source" || name === "geojson" || name === "imagesrc" || name === "topojsonURL") && typeof part === "string" && !/^data:image\//i.test(part.trim())) {
      if (/[:/.]/.test(part)) found.push(part);
      delete (value as Dict)[name];
    } else found.push(...withoutAddresses(part, depth + 1));
  }
  return found;
}

/** Points of WebGL as those of SVG: a page shows many figures, and a browser has few contexts of WebGL. */
export function asSVG(data: unknown[]): void {
  for (const trace of data) {
    if (isDict(trace) && trace.type === "scattergl") trace.type = "scatter";
    if (isDict(trace) && trace.type === "heatmapgl") trace.type = "heatmap";
  }
}

/** A copy of a template with colours of the dark page. What the figure itself says, beside its template, stays. */
export function darkTemplate(template: unknown, theme: Theme): Dict {
  const before = isDict(template) ? template : {};
  const layout = isDict(before.layout) ? before.layout : {};
  const axis = { gridcolor: theme.line, linecolor: theme.muted, zerolinecolor: theme.muted, tickcolor: theme.muted };
  const dark: Dict = {
    ...layout, paper_bgcolor: theme.surface, plot_bgcolor: theme.surface, font: { ...(isDict(layout.font) ? layout.font : {}), color: theme.ink },
    hoverlabel: { ...(isDict(layout.hoverlabel) ? layout.hoverlabel : {}) },
  };
  for (const name of ["xaxis", "yaxis"]) dark[name] = { ...(isDict(layout[name]) ? layout[name] : {}), ...axis };
  const scene = isDict(layout.scene) ? layout.scene : {};
  dark.scene = { ...scene };
  for (const name of ["xaxis", "yaxis", "zaxis"]) (dark.scene as Dict)[name] = { ...(isDict(scene[name]) ? scene[name] : {}), ...axis, backgroundcolor: theme.surface };
  dark.polar = { ...(isDict(layout.polar) ? layout.polar : {}), bgcolor: theme.surface };
  dark.ternary = { ...(isDict(layout.ternary) ? layout.ternary : {}), bgcolor: theme.surface };
  dark.geo = { ...(isDict(layout.geo) ? layout.geo : {}), bgcolor: theme.surface };
  return { ...before, layout: dark };
}
