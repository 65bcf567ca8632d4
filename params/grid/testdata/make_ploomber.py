"""Writes ploomber.json: what the real ploomber makes of grids. Run it where ploomber is installed (pip install ploomber==0.23.3):

    python testdata/make_ploomber.py > testdata/ploomber.json

Each entry has the grid as a task of a pipeline.yaml would have it, and its points as lists of [name, repr], or the error.
"""

import json
import random
import sys

import yaml
from ploomber.util.param_grid import ParamGrid

FIXED = [
    "grid: {a: [1, 2], b: [3, 4]}",
    "grid:\n  model: [rf, gb]\n  seed: [0, 1, 2]\nparams: {rows: 100, name: x}",
    "grid: [{a: [1, 2]}, {b: [x, y], c: 1}]",
    "grid: {a: 1, b: text, c: [null, true, 0.5]}",
    "grid: {a: [[1, 2], [3]], b: [{k: 1}, {k: 2}]}",
    "grid: {a: [1, 2]}\nparams: {a: 3}",
    "grid: {a: [1, 2]}\nparams: {l: [1, 2], d: {k: v}}",
    "grid: {a: [yes, no, ~, 010, 1_000, 0x10, .inf, 1.5e+3]}",
    "grid:\n- a: [1, 2]\n  b: [3]\n- a: [9]\n",
]


def generated(rng):
    words = ["1", "2.5", "rf", "gb", "true", "null", "'quoted'", "[1, 2]", "-3", "1.0e-3", "é", "on"]

    def block():
        names = rng.sample(["a", "b", "c", "model", "seed_1"], rng.randint(1, 4))
        return "{" + ", ".join(f"{n}: " + rng.choice([rng.choice(words), "[" + ", ".join(rng.choices(words, k=rng.randint(1, 4))) + "]"]) for n in names) + "}"

    grid = block() if rng.random() < 0.6 else "[" + ", ".join(block() for _ in range(rng.randint(1, 3))) + "]"
    params = rng.choice(["", "\nparams: {k: 1}", "\nparams: {c: 1, z: [x]}"])
    return f"grid: {grid}{params}"


rng = random.Random(7)
results = []
for text in FIXED + [generated(rng) for _ in range(300)]:
    task = yaml.safe_load(text)
    try:
        points = [[[k, repr(v)] for k, v in p.items()] for p in ParamGrid(task["grid"], params=task.get("params")).product()]
        results.append({"task": text, "points": points})
    except ValueError as error:
        results.append({"task": text, "error": str(error)})

ZIPS = ["{a: [1, 2, 3], b: [x, y, z]}", "{a: [1, 2], b: [1]}", "{a: [[1, 2], [3]], b: [null, true], c: [0.5, 1.5]}", "{a: [1]}"]
for text in ZIPS:
    try:
        points = [[[k, repr(v)] for k, v in p.items()] for p in ParamGrid(yaml.safe_load(text)).zip()]
        results.append({"task": f"zip: {text}", "points": points})
    except ValueError as error:
        results.append({"task": f"zip: {text}", "error": str(error)})
sys.stdout.write("[\n" + ",\n".join(json.dumps(r) for r in results) + "\n]\n")
