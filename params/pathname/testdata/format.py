"""Reads a JSON list of [template, parameters as Python source]; prints what papermill makes of each, null where it raises."""

import datetime
import json
import sys

cases = json.load(sys.stdin)
sys.stdin = open("/dev/null")
from papermill.parameterize import parameterize_path  # noqa: E402

results = []
for template, parameters in cases:
    try:
        results.append(parameterize_path(template, eval(parameters, {"datetime": datetime})))
    except Exception:
        results.append(None)
json.dump(results, sys.stdout)
