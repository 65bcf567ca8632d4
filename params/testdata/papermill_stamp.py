"""Reads a JSON list of {template, parameters, report_mode}, where parameters is YAML, and prints as JSON what papermill
makes of each with prepare_only: the cells, what it recorded, and what it warned of."""

import json
import logging
import sys

import yaml

cases = json.load(sys.stdin)
sys.stdin = open("/dev/null")
from papermill.execute import execute_notebook  # noqa: E402
from papermill.iorw import NoDatesSafeLoader  # noqa: E402


class Warnings(logging.Handler):
    def emit(self, record):
        if record.levelno >= logging.WARNING:
            warnings.append(record.getMessage())


logging.getLogger("papermill").addHandler(Warnings())
logging.getLogger("papermill").propagate = False
results = []
for case in cases:
    warnings = []
    parameters = yaml.load(case["parameters"], Loader=NoDatesSafeLoader) or {}
    try:
        nb = execute_notebook(case["template"], None, parameters, prepare_only=True, progress_bar=False, report_mode=case["report_mode"])
    except Exception as error:
        results.append({"error": f"{type(error).__name__}: {error}"})
        continue
    cells = [
        {
            "type": c.cell_type,
            "source": c.source,
            "tags": c.metadata.get("tags", []),
            "jupyter": json.dumps(c.metadata.get("jupyter")),
            "outputs": len(c.get("outputs", [])),
            "count": c.get("execution_count"),
        }
        for c in nb.cells
    ]
    results.append({"cells": cells, "parameters": json.dumps(nb.metadata.papermill.parameters), "warnings": warnings})
json.dump(results, sys.stdout)
