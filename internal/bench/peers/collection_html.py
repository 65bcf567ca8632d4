"""Write the comparison of every key of the notebooks in a folder as HTML. Prints what it saw as one line of JSON."""

import json
import sys
from pathlib import Path

from sklearn_evaluation import NotebookCollection

keys = 0
paths = [str(path) for path in sorted(Path(sys.argv[1]).glob("*.ipynb"))]
collection = NotebookCollection(paths)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for key in collection:
        comparison = collection[key]
        file.write(comparison._repr_html_())
        keys += sum(path in comparison for path in paths)
print(json.dumps({"notebooks": len(paths), "keys": keys}))
