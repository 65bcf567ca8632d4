"""Prints what jupytext reads from scripts.

stdin: a JSON list of [extension, text]. stdout: a JSON list with, for each, {"metadata": ..., "cells": [[type, source,
metadata], ...]} without what only jupytext needs, or {"error": text}.
"""

import json
import logging
import sys
import warnings

import jupytext

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

ROUND_TRIP = ["cell_marker", "lines_to_next_cell", "lines_to_end_of_cell_marker", "skipline", "noskipline", "comment_questions"]
FILTERS = ["cell_metadata_filter", "notebook_metadata_filter", "main_language", "default_lexer", "cell_metadata_json", "encoding",
           "executable", "text_representation", "cell_markers", "root_level_metadata_filter", "formats"]


def cell(c):
    metadata = {k: v for k, v in c.metadata.items() if k not in ROUND_TRIP}
    if isinstance(metadata.get("tags"), str):
        metadata["tags"] = [metadata["tags"]]
    return [c.cell_type, c.source, metadata]


def read(extension, text):
    try:
        nb = jupytext.reads(text, fmt={"extension": extension})
    except Exception as error:  # whatever it raises
        return {"error": f"{type(error).__name__}: {error}"}
    metadata = dict(nb.metadata)
    metadata["jupytext"] = {k: v for k, v in metadata.get("jupytext", {}).items() if k not in FILTERS}
    if not metadata["jupytext"]:
        del metadata["jupytext"]
    return {"metadata": metadata, "cells": [cell(c) for c in nb.cells]}


if __name__ == "__main__":
    json.dump([read(*item) for item in json.load(sys.stdin)], sys.stdout)
