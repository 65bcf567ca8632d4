// How the numbers of a metric's groups are written: the rules of groupStyles in render/table_groups.go and of styleOf in
// render/report_number.go, for numbers that only the page knows.

import type { Stats } from "./groupstats";
import { exponentOf, fixed, writeNumber, type NumberStyle } from "./numberstyle";

const significant = 5; // digits of the largest number
const shortest = 5; // digits up to which numbers stay as they are spelled
const moreDecimals = 4; // that may be added to tell unequal numbers apart
const separated = 60; // numbers up to which that is tried

/** Chooses how to write numbers that no notebook spells. */
export function styleOf(numbers: number[]): NumberStyle {
  const largest = numbers.reduce((most, f) => isFinite(f) ? Math.max(most, Math.abs(f)) : most, 0);
  if (largest === 0 || !numbers.some((f) => digitCount(f) > shortest)) return { asSpelled: true, decimals: significant };
  const style: NumberStyle = { scientific: largest >= 1e9 || largest < 1e-4, decimals: significant - 1 };
  if (!style.scientific) style.decimals = Math.max(0, significant - 1 - exponentOf(largest));
  if (numbers.length <= separated) separate(style, numbers);
  return style;
}

/** Adds decimals until unequal numbers have unequal texts, within reason. */
function separate(style: NumberStyle, numbers: number[]): void {
  for (let added = 0; added < moreDecimals; added++) {
    const seen = new Map<string, number>();
    const clash = numbers.some((f) => {
      const text = writeNumber(f, style);
      const other = seen.get(text);
      seen.set(text, f);
      return other !== undefined && other !== f && !Number.isNaN(f);
    });
    if (!clash) return;
    style.decimals++;
  }
}

function digitCount(f: number): number {
  return isFinite(f) ? spelled(f).split("e")[0]!.replace(/^[\u2212\-0.]+/, "").replace(/\D/g, "").length : 0;
}

function spelled(f: number): string {
  return writeNumber(f, { asSpelled: true, decimals: significant });
}

/** The styles of a metric's numbers and of the uncertainty of its means, which are other ones where the numbers are short. */
export function groupStyles(groups: Stats[]): { numbers: NumberStyle; spread: NumberStyle } {
  const filled = groups.filter((stats) => stats.n > 0);
  const means = filled.map((stats) => stats.mean);
  let numbers = styleOf(means);
  if (!numbers.asSpelled) return { numbers, spread: numbers };
  numbers = styleOf([...means, ...filled.flatMap((stats) => [stats.min, stats.max])]);
  if (!numbers.asSpelled) return { numbers, spread: numbers };
  const largest = filled.flatMap((stats) => [stats.std, stats.high - stats.mean]).reduce((most, f) => isFinite(f) ? Math.max(most, f) : most, 0);
  const spread: NumberStyle = { scientific: largest >= 1e9, decimals: 1 };
  if (spread.scientific) return { numbers, spread };
  for (const mean of means) {
    const decimals = spelled(mean).split(".")[1];
    if (decimals !== undefined && !decimals.includes("e")) spread.decimals = Math.max(spread.decimals, decimals.length);
  }
  if (largest >= 1e-4) spread.decimals = Math.max(spread.decimals, 1 - exponentOf(largest)); // smaller ones have two digits in any style
  return { numbers, spread };
}

/** A statistic as people read it; "" where it is undefined. */
export function statText(f: number, style: NumberStyle): string {
  return Number.isNaN(f) ? "" : writeNumber(f, style);
}

export function pText(p: number): string {
  return p < 0.001 ? "<0.001" : fixed(p, 3);
}

/** A number with every digit, as Python writes it. */
export function exactText(f: number): string {
  if (Number.isNaN(f)) return "";
  return spelled(f).replace("\u2212", "-");
}
