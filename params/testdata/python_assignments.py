"""Prints what Python's ast says about the code cells of notebooks: a JSON list of {source, assignments}.

An assignment is [name, repr of the literal], null for an expression that ast.literal_eval refuses. Only statements at
the top level count, with names for targets, or tuples of names when the value is a tuple of as many.
"""

import ast
import json
import sys

EXTRA = [
    "x = 1; y = 'a;b'\nz = 2 # c = d\n",
    "x: int = 1\ny: 'a=b' = (1,\n  # no\n  2)\n",
    "x = '''a\n'b' = 1\n'''\ny = \"it's\"  'joined'\n",
    "x = r'\\d'; y = b'\\x00'\nz = f'{x!r}'\n",
    "a, (b, c) = 1, (2, 3)\n[d, e] = 1, 2\n*f, g = 1, 2\nh, i = j = 1, 2\n",
    "if True: x = 1; y = 2\nz = lambda a=1: a == 2\nw = {'k': 1}['k']\n",
    "x = 1 if y == 2 else 3\nx.y = 1\nx[0] = x['a=b'] = 2\nx = not y\n",
    "def f(a=1):\n    b = 2\n    return b\nc = 3\n",
    "x = (\n    1\n)\ny = [\n    'a', # 'b\n]\n",
    "x = 1 + \\\n    2\ny = 2\n",
    "x = -1\ny = +1.5\nz = 1_000\nw = 1e3\nv = 0x10\nu = None\n",
    "x = y = z = [1]\n(p) = 5\n",
    "async def f():\n    x = 1\ny = 1\n",
    "@d(a=1)\nclass C(b=2):\n    c = 3\nx = 'end'",
]


def assignments(tree):
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets, expr = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, expr = [node.target], node.value
        else:
            continue
        try:
            literal = ast.literal_eval(expr)
        except (ValueError, TypeError, SyntaxError, RecursionError):
            literal = ast  # stands for no literal
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, None if literal is ast else repr(literal)
            elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(literal, tuple) and len(literal) == len(target.elts):
                if all(isinstance(e, ast.Name) for e in target.elts):
                    for e, v in zip(target.elts, literal):
                        yield e.id, repr(v)


def sources(paths):
    yield from EXTRA
    for path in paths:
        try:
            cells = json.load(open(path, encoding="utf-8"))["cells"]
        except (ValueError, KeyError):
            continue
        for cell in cells:
            if cell["cell_type"] == "code":
                yield "".join(cell["source"])


result = []
for source in sources(sys.argv[1:]):
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        continue
    result.append({"source": source, "assignments": list(assignments(tree))})
json.dump(result, sys.stdout)
