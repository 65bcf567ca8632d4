// The runs in the order in which comparisons show them.

import type { PageData } from "./model";

/** Every run, the baseline first. */
export function baselineFirst(page: PageData): number[] {
  const others = page.runs.map((_, i) => i).filter((i) => i !== page.baseline);
  return page.baseline < 0 ? others : [page.baseline, ...others];
}
