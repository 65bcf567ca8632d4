"""Validates notebooks, and that nbformat would write each of them with the same bytes."""

import sys

import nbformat

for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    notebook = nbformat.reads(text, nbformat.NO_CONVERT)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5), path
    nbformat.validate(notebook)
    # JSON in Go spells these two out, which means the same.
    written = (nbformat.writes(notebook) + "\n").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    assert written == text, path
