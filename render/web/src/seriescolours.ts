// How the lines of runs are told apart: seven colours that differ to every eye, also to
// those that lack the cones for red, green or blue (test/colours.test.ts), then the same with dashes.

const dashes: (number[] | undefined)[] = [undefined, [8, 4], [2, 3], [10, 3, 2, 3]];
const colours = 7;

/** The colours of the page as it stands, for a canvas. */
export function palette(): { series: string[]; ink: string; muted: string; line: string; surface: string } {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: Array.from({ length: colours }, (_, i) => read(`--series-${i + 1}`)),
    ink: read("--ink"), muted: read("--muted"), line: read("--line"), surface: read("--surface"),
  };
}

/** The style of the n-th line. */
export function lineStyle(n: number, series: string[]): { stroke: string; dash: number[] | undefined } {
  return { stroke: series[n % colours]!, dash: dashes[Math.floor(n / colours) % dashes.length] };
}
