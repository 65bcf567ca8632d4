"""Reads [{"base": [...], "own": [...], "method": "exact"}, ...] from standard
input and writes what pandas and scipy find: the statistics of own (count, mean,
std, min, max, 95 % confidence interval of the mean) and the p-value of the
two-sided Mann-Whitney U test. The method "permutations" looks at all ways to
share out the numbers, which is exact with equal numbers too."""

import json
import math
import sys

import pandas as pd
from scipy import stats

found = []
for case in json.load(sys.stdin):
    own = pd.Series(case["own"], dtype=float)
    n, mean, sem = own.count(), own.mean(), own.sem()
    low, high = stats.t.interval(0.95, n - 1, loc=mean, scale=sem) if n > 1 else (math.nan, math.nan)
    if sem == 0:
        low = high = mean  # scipy has no distribution without width
    method = case["method"]
    if method == "permutations":
        method = stats.PermutationMethod(n_resamples=math.inf)
    p = stats.mannwhitneyu(case["base"], case["own"], alternative="two-sided", method=method).pvalue
    numbers = [mean, own.std(), own.min(), own.max(), low, high, p]
    found.append({"n": int(n), "numbers": [None if math.isnan(x) else float(x) for x in numbers]})
json.dump(found, sys.stdout)
