"""Stamp copies of a template with papermill's API in one process: TEMPLATE FOLDER N. Prints the seconds of the loop alone."""

import json
import logging
import os
import sys
import time

from papermill.execute import execute_notebook

template, folder, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
logging.disable(logging.WARNING)
os.makedirs(folder)
start = time.perf_counter()
for seed in range(1, n + 1):
    execute_notebook(template, os.path.join(folder, f"{seed}.ipynb"), {"seed": seed}, prepare_only=True, progress_bar=False)
print(json.dumps({"seconds": time.perf_counter() - start}))
