"""Reads a JSON list of paths of copies; prints what scrapbook reads as their parameters, and what papermill makes of them
when it passes alpha=9: how many injected cells there are, and the source of the first."""

import json
import sys

paths = json.load(sys.stdin)
sys.stdin = open("/dev/null")
import scrapbook  # noqa: E402
from papermill.execute import execute_notebook  # noqa: E402

results = []
for path in paths:
    nb = execute_notebook(path, None, {"alpha": 9}, prepare_only=True, progress_bar=False)
    injected = [c.source for c in nb.cells if "injected-parameters" in c.metadata.get("tags", [])]
    ids = [c.id for c in nb.cells]
    results.append({"scrapbook": scrapbook.read_notebook(path).parameters, "injected": injected, "unique": len(set(ids)) == len(ids)})
json.dump(results, sys.stdout)
