// Smoothing of a series: an exponential moving average without the pull towards its beginning. The weight is that of the past, 0 to 1.

export function smooth(values: (number | null)[], weight: number): (number | null)[] {
  let average = 0;
  let total = 0;
  return values.map((value) => {
    if (value === null || !isFinite(value)) return value;
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return average / total;
  });
}
