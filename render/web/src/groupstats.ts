// Statistics of groups of numbers, as collection/groups_stats.go has them: mean, deviation, Student's interval, and the
// two-sided Mann-Whitney U test against another group. A test in a browser compares every number with Go's.

/** The level of significance, and one minus it the confidence of the intervals. */
export const alpha = 0.05;

/** What is undefined is NaN: the mean of no number, the deviation of one. */
export interface Stats { n: number; nan: number; mean: number; std: number; min: number; max: number; low: number; high: number }

/** How a group compares with the baseline group. */
export interface Against {
  delta: number;
  relative: number | null;
  p: number;
  significant: boolean;
  tooFew: boolean; // no numbers at all could be significant for so few runs
}

/** Sums up numbers, none of which is NaN. */
export function statsOf(numbers: number[], nan: number): Stats {
  const s: Stats = { n: numbers.length, nan, mean: NaN, std: NaN, min: NaN, max: NaN, low: NaN, high: NaN };
  if (s.n === 0) return s;
  s.min = numbers.reduce((a, b) => Math.min(a, b));
  s.max = numbers.reduce((a, b) => Math.max(a, b));
  if (!isFinite(s.min) || !isFinite(s.max)) return { ...s, mean: s.min + s.max };
  let mean = 0;
  let squares = 0;
  numbers.forEach((x, i) => {
    const delta = x - mean;
    mean += delta / (i + 1);
    squares += delta * (x - mean);
  });
  s.mean = mean;
  if (s.n < 2) return s;
  s.std = Math.sqrt(squares / (s.n - 1));
  const half = quantile(s.n - 1) * s.std / Math.sqrt(s.n);
  return { ...s, low: mean - half, high: mean + half };
}

const quantiles = new Map<number, number>();

/** Between minus this and this are 95 % of Student's t-distribution with so many degrees of freedom. */
function quantile(freedom: number): number {
  let found = quantiles.get(freedom);
  if (found === undefined) {
    let [low, high] = [1, 13]; // of one degree it is 12.7, of many 1.96
    for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
      if (within(middle, freedom) < 1 - alpha) low = middle;
      else high = middle;
    }
    quantiles.set(freedom, found = high);
  }
  return found;
}

/** The share of the t-distribution between -t and t: Abramowitz and Stegun 26.7.3 and 26.7.4. */
function within(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const square = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= square * (k - 1) / k;
    sum += term;
  }
  return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** Tests the numbers of a group against those of the baseline group; null when one has none. */
export function compareGroups(base: number[], own: number[], from: number, to: number): Against | null {
  if (base.length === 0 || own.length === 0) return null;
  const delta = from === to ? 0 : to - from;
  const relative = delta / Math.abs(from);
  const p = uTest(base, own);
  return { delta, relative: from !== 0 && isFinite(relative) && isFinite(from) ? relative : null, p, significant: p <= alpha,
    tooFew: tooSmall(base.length, own.length) };
}

/** Whether samples of these sizes could not differ significantly, not even two that do not overlap. */
export function tooSmall(n: number, m: number): boolean {
  let ways = 1;
  for (let i = 1; i <= Math.min(n, m) && 2 / ways > alpha; i++) ways = ways * (Math.max(n, m) + i) / i;
  return 2 / ways > alpha;
}

/** Up to so many numbers in each sample the distribution of U is exact; fewer when some are equal. */
const exactAtMost = { distinct: 50, tied: 25 };

/** The p-value of the two-sided Mann-Whitney U test: twice the smaller tail; 1 where all numbers are equal. */
function uTest(a: number[], b: number[]): number {
  if (a.length > b.length) [a, b] = [b, a]; // the fewer are chosen, the fewer ways there are
  const { sum, ties } = ranked(a, b);
  if (ties.length === 1) return 1;
  const tied = ties.some((count) => count > 1);
  const u = sum - a.length * (a.length + 1) / 2;
  if (Math.max(a.length, b.length) > (tied ? exactAtMost.tied : exactAtMost.distinct)) return normalP(u, a.length, b.length, ties);
  const ways = distribution(a.length, ties);
  const at = Math.round(2 * sum);
  let [below, above, all] = [0, 0, 0];
  ways.forEach((count, twice) => {
    all += count;
    if (twice <= at) below += count;
    if (twice >= at) above += count;
  });
  return Math.min(1, 2 * below / all, 2 * above / all);
}

/** The sum of the first sample's ranks in both together, equal numbers sharing theirs, and how many share each. */
function ranked(a: number[], b: number[]): { sum: number; ties: number[] } {
  const both = [...a.map((x) => ({ x, first: true })), ...b.map((x) => ({ x, first: false }))].sort((one, other) => one.x < other.x ? -1 : one.x > other.x ? 1 : 0);
  const ties: number[] = [];
  let sum = 0;
  for (let i = 0; i < both.length;) {
    const start = i;
    let own = 0;
    for (; i < both.length && both[i]!.x === both[start]!.x; i++) own += Number(both[i]!.first);
    sum += own * (start + 1 + i) / 2;
    ties.push(i - start);
  }
  return { sum, ties };
}

const distributions = new Map<string, Float64Array>();

/** In how many ways so many of the ranks can be chosen, by twice the sum of those chosen. */
function distribution(chosen: number, ties: number[]): Float64Array {
  const key = ties.every((count) => count === 1) ? `${chosen} of ${ties.length}` : "";
  const known = distributions.get(key);
  if (known) return known;
  const all = ties.reduce((a, b) => a + b);
  const most = chosen * (2 * all - chosen + 1); // twice the sum of the largest ranks
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  let before = 0;
  for (const count of ties) {
    const twice = 2 * before + count + 1; // twice the rank that these share
    for (let now = Math.min(chosen, before + count); now >= 1; now--) {
      for (let taken = 1, choices = count; taken <= Math.min(count, now); choices = choices * (count - taken) / (taken + 1), taken++) {
        const from = ways[now - taken]!;
        const to = ways[now]!;
        for (let sum = Math.min(most, now * (2 * (before + count) - now + 1)); sum >= taken * twice; sum--) to[sum]! += choices * from[sum - taken * twice]!;
      }
    }
    before += count;
  }
  if (key) distributions.set(key, ways[chosen]!);
  return ways[chosen]!;
}

/** The normal approximation, corrected for equal numbers and for U being whole. */
function normalP(u: number, n: number, m: number, ties: number[]): number {
  const all = n + m;
  const tied = ties.reduce((sum, t) => sum + (t * t * t - t), 0);
  const deviation = Math.sqrt(n * m * (all + 1 - tied / (all * (all - 1))) / 12);
  if (deviation === 0) return 1;
  const tail = (value: number) => complementaryError(-(value - n * m / 2 + 0.5) / deviation / Math.SQRT2) / 2;
  return Math.min(1, 2 * tail(u), 2 * tail(n * m - u));
}

/** 1 - erf(x): near 0 by its series, far from it by its continued fraction. */
function complementaryError(x: number): number {
  if (x < 0) return 2 - complementaryError(-x);
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let k = 1; term > sum * 1e-17; k++) sum += term *= 2 * x * x / (2 * k + 1);
    return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
  let fraction = x;
  for (let k = 60; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
