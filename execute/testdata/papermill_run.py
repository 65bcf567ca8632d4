"""Executes notebooks with the real papermill, two at a time.

usage: papermill_run.py OUT NOTEBOOK...     each is written to OUT/N.ipynb, N counting from 0
prints a JSON list: the name of the exception that papermill raised for each, or null
"""

import json
import logging
import multiprocessing
import os
import sys

import papermill


def run(job):
    number, path, out = job
    logging.disable(logging.CRITICAL)
    work = os.path.join(out, f"work-{number}")
    os.makedirs(work, exist_ok=True)
    try:
        papermill.execute_notebook(path, os.path.join(out, f"{number}.ipynb"), kernel_name="python3", progress_bar=False,
                                   cwd=work, execution_timeout=30)
    except Exception as e:
        return type(e).__name__
    return None


if __name__ == "__main__":
    out, paths = sys.argv[1], sys.argv[2:]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(json.dumps(pool.map(run, [(i, p, out) for i, p in enumerate(paths)], chunksize=1)))
