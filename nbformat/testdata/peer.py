"""Asks the real nbformat. Reads one JSON request from stdin, writes one JSON answer to stdout.

{"read": [path, ...]}      -> for each what nbformat.read makes of it, or its error
{"write": [path, ...]}     -> for each what nbformat.writes makes of what it read
{"json": [base64, ...]}    -> for each whether json.loads takes it
{"generated": [base64, ...], "damaged": [base64, ...]} -> read: what nbformat makes of each, NaN and the like as
                              strings; takes: whether json.loads takes it
{"edit": [{original, edited, changes}, ...]} -> for each how the edited file differs from the original changed here
"""

import base64
import json
import logging
import math
import sys
import warnings

import nbformat

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def read(path):
    # Not nbformat.read, which gives repeated cell ids a new random one.
    with open(path, encoding="utf8") as file:
        nb = nbformat.convert(nbformat.reader.reads(file.read()), 4)
    return nbformat.v4.rwbase.strip_transient(nb)  # nbformat does it before it converts and when it writes


def read_text(encoded):
    nb = nbformat.reader.reads(base64.b64decode(encoded).decode("utf-8-sig"))
    return plain(nbformat.v4.rwbase.strip_transient(nbformat.convert(nb, 4)))


def plain(value):
    if isinstance(value, dict):
        return {name: plain(v) for name, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "not JSON: " + json.dumps(value)
    return value


def is_valid(path):
    try:
        nbformat.validate(nbformat.read(path, as_version=4))
        return True
    except nbformat.ValidationError:
        return False


def attempt(action):
    try:
        return {"value": action()}
    except Exception as error:
        return {"error": type(error).__name__}


def takes(encoded):
    text = base64.b64decode(encoded)
    try:
        json.loads(text.decode("utf-8-sig"))
        return True
    except (ValueError, RecursionError):
        return False


def change(nb, changes):
    for c in changes:
        cell = nb.cells[c["cell"]] if "cell" in c else None
        match c["do"]:
            case "source":
                cell.source = c["value"]
            case "clear":
                cell.outputs = []
            case "outputs":
                cell.outputs = nbformat.from_dict(c["value"])
            case "count":
                cell.execution_count = c["value"]
            case "cell metadata":
                cell.metadata[c["name"]] = c["value"]
            case "metadata":
                nb.metadata.setdefault(c["path"][0], {})[c["path"][1]] = c["value"]
    # From the end, so that indices stay those of the original.
    for c in reversed(changes):
        if c["do"] == "remove":
            del nb.cells[c["cell"]]
        if c["do"] == "insert":
            new = nbformat.v4.new_code_cell(c["value"], metadata={"tags": c["tags"]}, id=c["id"])
            if (nb.nbformat, nb.nbformat_minor) < (4, 5):
                del new["id"]
            nb.cells.insert(c["before"], new)
    return nb


def edit(case):
    want, got = change(read(case["original"]), case["changes"]), read(case["edited"])
    if nbformat.read(case["original"], nbformat.NO_CONVERT).nbformat < 4:
        for cell in want.cells + got.cells:
            cell.pop("id")
    if is_valid(case["original"]) and not is_valid(case["edited"]):
        return "the edited notebook is not valid"
    if nbformat.from_dict(want) == got:
        return ""
    return "want %s\ngot %s" % (json.dumps(want, sort_keys=True)[:4000], json.dumps(got, sort_keys=True)[:4000])


request = json.load(sys.stdin)
if "read" in request:
    answer = [attempt(lambda p=p: read(p)) for p in request["read"]]
elif "write" in request:
    answer = [attempt(lambda p=p: nbformat.writes(read(p))) for p in request["write"]]
elif "generated" in request:
    answer = {"read": [attempt(lambda t=t: read_text(t)) for t in request["generated"]], "takes": [takes(t) for t in request["damaged"]]}
elif "json" in request:
    answer = [takes(text) for text in request["json"]]
else:
    answer = [attempt(lambda c=c: edit(c)) for c in request["edit"]]
json.dump(answer, sys.stdout)
