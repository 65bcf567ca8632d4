"""Reads a JSON list of {args, copy}, runs papermill's command with each of the args, and prints what is in the copies."""

import json
import logging
import os
import sys

cases = json.load(sys.stdin)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # papermill's command is another one when it is piped to

from click.testing import CliRunner  # noqa: E402
from papermill.cli import papermill  # noqa: E402


class Warnings(logging.Handler):
    def emit(self, record):
        if record.levelno >= logging.WARNING:
            warnings.append(record.getMessage())


logging.getLogger("papermill").addHandler(Warnings())
results = []
for case in cases:
    warnings = []
    result = CliRunner().invoke(papermill, [*case["args"], "--prepare-only", "--no-progress-bar"])
    if not os.path.exists(case["copy"]):
        results.append({"error": repr(result.exception), "warnings": warnings})
        continue
    with open(case["copy"]) as f:
        nb = json.load(f, parse_constant=str)
    cells = [["".join(c["source"]), c["metadata"].get("tags", []), c["metadata"].get("jupyter")] for c in nb["cells"]]
    record = nb["metadata"]["papermill"]
    results.append({"cells": cells, "parameters": record["parameters"], "paths": [record["input_path"], record["output_path"]], "warnings": warnings})
json.dump(results, sys.stdout)
