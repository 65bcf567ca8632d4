"""Groups the CSV of extract with pandas and scipy, and asserts that the CSV of
table --group-by says the same: group_stats.py WIDE GROUPS PARAMETER BASELINE"""

import math
import sys

import pandas as pd
from scipy import stats

wide_path, groups_path, by, baseline = sys.argv[1:]
wide = pd.read_csv(wide_path)
groups = pd.read_csv(groups_path)
assert len(groups) > 0
for row in groups.to_dict("records"):
    numbers = wide.loc[wide[by] == row[by], row["metric"]].dropna()
    base = wide.loc[wide[by] == baseline, row["metric"]].dropna()
    low, high = stats.t.interval(0.95, len(numbers) - 1, loc=numbers.mean(), scale=numbers.sem())
    want = {
        "n": len(numbers), "mean": numbers.mean(), "std": numbers.std(), "min": numbers.min(), "max": numbers.max(),
        "ci_low": low, "ci_high": high, "delta": math.nan, "delta_percent": math.nan, "p": math.nan, "significant": math.nan,
    }
    if row[by] != baseline:
        want["delta"] = numbers.mean() - base.mean()
        want["delta_percent"] = 100 * want["delta"] / abs(base.mean())
        ties = len(set(numbers) | set(base)) < len(numbers) + len(base)
        method = stats.PermutationMethod(n_resamples=math.inf) if ties else "exact"
        want["p"] = stats.mannwhitneyu(base, numbers, method=method).pvalue
        want["significant"] = want["p"] <= 0.05
    for name, number in want.items():
        got = row[name]
        same = pd.isna(got) if pd.isna(number) else math.isclose(got, number, rel_tol=1e-9)
        assert same, f"{row['metric']} of {row[by]}: {name} is {got}, pandas and scipy say {number}"
print(len(groups))
