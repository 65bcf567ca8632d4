// Draws a plotly figure as large as its frame.

import { drive, type Drawing } from "./driver";
import { asSVG, darkTemplate, emptyGlobes, isDict, mapOf, withoutAddresses } from "./plotlyspec";
import type { Order } from "./protocol";

/** What we use of plotly.js. */
export interface Plotly {
  setPlotConfig(config: { logging: number; notifyOnLogging: number }): void;
  newPlot(place: HTMLElement, figure: { data: unknown[]; layout: unknown; frames: unknown[]; config: unknown }): Promise<unknown>;
  toImage(figure: unknown, options: { format: "svg"; width: number; height: number }): Promise<string>;
}

export function drivePlotly(plotly: Plotly): void {
  drive(async (place, spec, order) => {
    const map = mapOf(spec.data);
    if (map) return { marks: () => 0, without: [map], empty: true, snapshot: () => Promise.resolve("") };
    const without = withoutAddresses(spec);
    const data = Array.isArray(spec.data) ? spec.data : [];
    asSVG(data);
    plotly.setPlotConfig({ logging: 0, notifyOnLogging: 0 });
    Object.assign(globalThis, { PlotlyGeoAssets: { topojson: emptyGlobes(without) } });
    await plotly.newPlot(place, { data, layout: layoutOf(spec, order), frames: Array.isArray(spec.frames) ? spec.frames : [], config: config(order) });
    const drawing: Drawing = {
      without, marks: () => place.querySelectorAll(".plot :is(path, image, use), .trace :is(path, image), .geo path, canvas, .table rect, .indicatorlayer text").length,
      snapshot: async () => decodeURIComponent((await plotly.toImage(place, { format: "svg", width: place.clientWidth, height: place.clientHeight })).replace(/^data:image\/svg\+xml,/, "")),
    };
    return drawing;
  });
}

function layoutOf(spec: Record<string, unknown>, order: Order): Record<string, unknown> {
  const { width: _, height: __, modebar: ___, ...layout } = isDict(spec.layout) ? spec.layout : {};
  if (isDict(layout.template) && isDict(layout.template.layout)) delete layout.template.layout.modebar;
  return { ...layout, autosize: true, ...(order.theme.dark ? { template: darkTemplate(layout.template, order.theme) } : {}) };
}

/** Ours alone: that of a notebook could name servers. */
function config(order: Order): Record<string, unknown> {
  return {
    responsive: true, displaylogo: false, showLink: false, plotlyServerURL: "", topojsonURL: "map:", scrollZoom: order.large, logging: 0, doubleClickDelay: 400,
    modeBarButtonsToRemove: ["toImage", "sendDataToCloud", "sendChartToCloud", "editInChartStudio"], displayModeBar: order.large ? true : "hover",
  };
}
