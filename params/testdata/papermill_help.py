"""Reads a JSON list of notebook paths, prints what `papermill --help-notebook` prints for each, as a JSON list."""

import contextlib
import io
import json
import os
import sys

paths = json.load(sys.stdin)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # papermill's usage is another one when it is piped to

import click  # noqa: E402
from papermill.cli import papermill  # noqa: E402
from papermill.inspection import display_notebook_help  # noqa: E402

texts = []
for path in paths:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        display_notebook_help(click.Context(papermill, info_name="papermill"), path, {})
    texts.append(out.getvalue())
json.dump(texts, sys.stdout)
