"""Prints what papermill's translators make of values.

stdin: one Python expression a line. stdout: a JSON list with, for each, an object of language: the cell's source, or null
where papermill raises an error.
"""

import json
import sys

sys.modules["black"] = None  # papermill wraps Python's long lines with it, where it is installed

from papermill.translators import papermill_translators  # noqa: E402

LANGUAGES = ["python", "R", "scala", "julia", "matlab", ".net-csharp", ".net-fsharp", ".net-powershell", "bash"]
NAMES = {"nan": float("nan"), "inf": float("inf")}


def codify(language, value):
    try:
        return papermill_translators.find_translator(language, language).codify({"x": value})
    except NotImplementedError:
        return None


values = [eval(line, NAMES) for line in sys.stdin]
json.dump([{language: codify(language, value) for language in LANGUAGES} for value in values], sys.stdout)
