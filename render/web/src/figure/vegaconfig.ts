// Colours of the page for what a vega specification leaves open.

import type { Theme } from "./protocol";

export function vegaConfig(theme: Theme): Record<string, unknown> {
  if (!theme.dark) return { background: theme.surface };
  const labels = { labelColor: theme.ink, titleColor: theme.ink };
  return {
    background: theme.surface, title: { color: theme.ink, subtitleColor: theme.muted }, style: { "guide-label": { fill: theme.ink }, "guide-title": { fill: theme.ink } },
    axis: { ...labels, domainColor: theme.muted, tickColor: theme.muted, gridColor: theme.line }, legend: labels, header: labels,
    view: { stroke: theme.line }, text: { color: theme.ink }, rule: { color: theme.muted },
  };
}
