"""Prints how sklearn-evaluation's NotebookCollection compares tables of one row, for single_rows_test.go.

Standard input: a JSON list of [key, [path, ...]]. Printed: a JSON list of {"columns", "index", "data"} of the data frame
behind "Compare", a number or null (missing, NaN), "inf", "-inf" a cell; null where there is no comparison, or the tool raised.
"""

import json
import math
import sys
import warnings

from sklearn_evaluation import NotebookCollection

warnings.simplefilter("ignore")


def cell(x):
    x = float(x)
    return None if math.isnan(x) else x if math.isfinite(x) else str(x)


def compare(key, paths):
    try:
        nbs = NotebookCollection(paths, ids=[f"run{i}" for i in range(len(paths))])
        frame = nbs[key]["Compare"].data
        return {
            "columns": [str(c) for c in frame.columns],
            "index": [str(i) for i in frame.index],
            "data": [[cell(x) for x in row] for row in frame.itertuples(index=False)],
        }
    except Exception:
        return None


print(json.dumps([compare(key, paths) for key, paths in json.load(sys.stdin)]))
