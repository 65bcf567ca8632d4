"""Prints the cells that papermill injects for random parameters, as a JSON list of {language, source, parameters}."""

import json
import random
import sys

from papermill.translators import papermill_translators

LANGUAGES = ["python", "R", "scala", "julia", "matlab", ".net-csharp", ".net-fsharp", ".net-powershell", "bash"]
WORDS = ["", "a", "it's", 'q"uo', "né", "中😀", "x\ny", "tab\t", "#fff", "a = 1", "1", "nan", "None", "back\\slash", "[1]", "; b = 2", "'", '"""', "//x", "%", "$b", "{k}"]


def scalar(rng, language):
    choices = [
        lambda: rng.choice(WORDS),
        lambda: rng.randint(-(10**6), 10**6),
        lambda: rng.choice([0.5, 1e-05, 1e16, -2.5e-300, 1e300]),
        lambda: rng.random(),
        lambda: rng.choice([True, False]),
    ]
    if language == "python":
        choices += [lambda: None, lambda: float("nan"), lambda: float("-inf"), lambda: 2**70]
    return rng.choice(choices)()


def value(rng, language, depth=0):
    kind = rng.random()
    if depth > 2 or kind < 0.6 or language == "bash":
        return scalar(rng, language)
    if kind < 0.8 or language in ("matlab", ".net-csharp", ".net-fsharp"):
        return [value(rng, language, depth + 1) for _ in range(rng.randint(1, 3))]
    return {k: value(rng, language, depth + 1) for k in rng.sample(["k", "a b", "x.y", "é", "1"], rng.randint(1, 3))}


rng = random.Random(int(sys.argv[1]))
cells = []
for n in range(int(sys.argv[2])):
    language = LANGUAGES[n % len(LANGUAGES)]
    parameters = {f"p{i}": value(rng, language) for i in range(rng.randint(1, 5))}
    translator = papermill_translators.find_translator(language, language)
    cells.append({"language": language, "source": translator.codify(parameters), "parameters": parameters})
json.dump(cells, sys.stdout)
