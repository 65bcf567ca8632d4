"""Prints what scrapbook, and sklearn-evaluation where it is installed, read in notebooks: a JSON object a notebook.

scraps: [name, what, shown] in scrapbook's order. what is "frame ROWSxCOLUMNS", the repr of the data, or "display" when
there is only one; shown tells whether a display stands beside the data. tags: [tag, what] in the order of
NotebookIntrospector; what is "image SHA256", "html", or the repr. null: the tool raised, or is not installed.
"""

import hashlib
import json
import sys

import scrapbook

try:
    from sklearn_evaluation import NotebookIntrospector
except ImportError:
    NotebookIntrospector = None


def scraps(path):
    for name, s in scrapbook.read_notebook(path).scraps.items():
        if hasattr(s.data, "shape"):
            yield name, f"frame {s.data.shape[0]}x{s.data.shape[1]}", s.display is not None
        elif s.data is None and s.display is not None:
            yield name, "display", False
        else:
            yield name, repr(s.data), s.display is not None


def tags(path):
    nb = NotebookIntrospector(path)
    for tag in nb:
        v = nb[tag]
        if type(v).__name__ == "Image":
            yield tag, "image " + hashlib.sha256(v.data).hexdigest()
        elif type(v).__name__ == "HTML":
            yield tag, "html"
        else:
            yield tag, repr(v)


def attempt(read, path):
    try:
        return list(read(path))
    except Exception:
        return None


for path in sys.argv[1:]:
    print(json.dumps({"scraps": attempt(scraps, path), "tags": attempt(tags, path) if NotebookIntrospector else None}))
