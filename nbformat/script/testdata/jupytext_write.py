"""Prints the scripts that jupytext makes of notebooks: a JSON list of [extension, text]. usage: jupytext_write.py NOTEBOOK..."""

import json
import logging
import sys
import warnings

import jupytext
import nbformat

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

FORMATS = {
    "python": ["py:percent", "py:light", "py:hydrogen", "py:nomarker", "Rmd", "md", "md:myst"],
    "R": ["R:percent", "R:light", "R:spin", "Rmd", "md", "md:myst"],
}

scripts = []
for path in sys.argv[1:]:
    try:
        nb = nbformat.read(path, 4)
    except Exception:  # a notebook that is none is of no use here
        continue
    language = nb.metadata.get("kernelspec", {}).get("language", "python")
    for fmt in FORMATS.get(language, []):
        for options in ({}, {"cell_metadata_json": True}, {"comment_magics": False}, {"cell_markers": "region,endregion"}):
            copy = nbformat.from_dict(nb)
            if options:
                copy.metadata["jupytext"] = dict(options)
            try:
                text = jupytext.writes(copy, fmt=fmt)
            except Exception:
                continue
            scripts.append(["." + fmt.split(":")[0], text])
json.dump(scripts, sys.stdout)
