"""Read the value of every key of every notebook in a folder. Prints what it saw as one line of JSON."""

import json
import sys
from pathlib import Path

from sklearn_evaluation import NotebookCollection

keys = 0
notebooks = NotebookCollection([str(path) for path in sorted(Path(sys.argv[1]).glob("*.ipynb"))]).nbs
for path, notebook in notebooks.items():
    for key in notebook:
        if notebook[key] is None:
            sys.exit(f"{path}: {key} is empty")
        keys += 1
print(json.dumps({"notebooks": len(notebooks), "keys": keys}))
