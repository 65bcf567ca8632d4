"""Reads JSON lines from stdin and answers each with one line that says exactly what Python makes of it.

literal_eval: each line is a text; the answer is what ast.literal_eval reads, or the stripped text.
reprs: no input; prints reprs of numpy, pandas and standard library objects, each beside what they mean.
"""
import ast
import json
import re
import struct
import sys
import warnings


def canonical(v):
    """One string for equal values of equal types, which canonical() of Go's tests writes in the same way."""
    if v is None:
        return "None"
    if isinstance(v, bool):
        return str(v)
    if isinstance(v, int):
        return "i%d" % v
    if isinstance(v, float):
        return "fnan" if v != v else "f" + struct.pack(">d", v).hex()
    if isinstance(v, str):
        return "s" + v.encode().hex()
    if isinstance(v, bytes):
        return "b" + v.hex()
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    if isinstance(v, tuple):
        return "(" + ",".join(map(canonical, v)) + ")"
    if isinstance(v, (set, frozenset)):
        return "{" + ",".join(sorted(map(canonical, v))) + "}"
    if isinstance(v, dict):
        return "<" + ",".join(canonical(k) + ":" + canonical(x) for k, x in v.items()) + ">"
    raise ValueError("no canonical form of %r" % type(v))


def literal_eval():
    sys.set_int_max_str_digits(4300)
    for line in sys.stdin:
        text = json.loads(line)
        try:
            answer = canonical(ast.literal_eval(text))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            answer = canonical(text.strip())
        print(answer)


def reprs():
    import collections
    import datetime
    import decimal
    import fractions
    import pathlib
    import uuid

    import numpy as np
    import pandas as pd

    def show(v, means):
        print(json.dumps({"text": repr(v), "means": canonical(means)}))

    rng = np.random.default_rng(0)
    for dtype in ("float16", "float32", "float64", "int8", "uint64", "bool"):
        for shape in ((), (0,), (1,), (7,), (2, 3), (2, 2, 2), (50,), (0, 3)):
            a = np.array(rng.standard_normal(shape) * 100).astype(dtype)
            show(a, printed_values(a))
            if shape == (1,):
                scalar = a[0]
                show(scalar, printed_scalar(scalar))
                show([scalar, {"k": scalar}], [printed_scalar(scalar), {"k": printed_scalar(scalar)}])
    show(np.array([np.nan, np.inf, -np.inf]), [float("nan"), float("inf"), float("-inf")])
    show(np.array(["a", "it's"]), ["a", "it's"])
    show(np.array([1, "a", None], dtype=object), [1, "a", None])
    show(np.str_("x"), "x")
    show(np.bytes_(b"x"), b"x")
    show(np.bool_(True), True)
    show(np.datetime64("2024-01-02T03:04"), "2024-01-02T03:04")
    show({"f1": np.float64(0.93), "n": np.int64(3)}, {"f1": 0.93, "n": 3})
    show(np.arange(2000), repr(np.arange(2000)))
    show(pd.Timestamp("2024-01-02 03:04:05"), "2024-01-02 03:04:05")
    show(pd.Timestamp("2024-01-02", tz="UTC"), "2024-01-02 00:00:00+0000")
    show(pd.Timedelta("1 days 02:00:00"), "1 days 02:00:00")
    show(pd.Period("2024-01", "M"), "2024-01")
    show(pd.NaT, None)
    show(pd.NA, None)
    show([pd.NaT, pd.NA, 1.5], [None, None, 1.5])
    show(pd.Index([1, 2]), [1, 2])
    show(pd.Index(["a", "b"], name="n"), ["a", "b"])
    show(pd.DatetimeIndex(["2024-01-02", "2024-01-03"]), ["2024-01-02", "2024-01-03"])
    for v in (
        datetime.datetime(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4, 5, 6), datetime.date(2024, 1, 2),
        datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.timezone.utc), datetime.time(3, 4), datetime.time(3, 4, 5, 60),
        datetime.timedelta(), datetime.timedelta(days=1), datetime.timedelta(days=-1, seconds=3), datetime.timedelta(hours=30, microseconds=7),
        pathlib.PurePosixPath("runs/a"), uuid.UUID(int=5),
    ):
        show(v, str(v))
    show(pathlib.PureWindowsPath("C:/a"), "C:/a")
    show(decimal.Decimal("0.10"), 0.10)
    show(decimal.Decimal("NaN"), float("nan"))
    show(decimal.Decimal("1E+3"), 1000.0)
    show(fractions.Fraction(1, 3), 1 / 3)
    show(collections.OrderedDict(a=1, b=[2]), {"a": 1, "b": [2]})
    show(collections.OrderedDict(), {})
    show(collections.defaultdict(list, {"a": [1]}), {"a": [1]})
    show(collections.defaultdict(lambda: 0, {"a": 1}), {"a": 1})
    show(collections.defaultdict(None, {}), {})
    show(collections.Counter("abca"), {"a": 2, "b": 1, "c": 1})
    show(collections.deque([1, 2], maxlen=3), [1, 2])
    show({"a": 1}.keys(), ["a"])
    show({"a": 1}.values(), [1])
    show({"a": 1}.items(), [("a", 1)])
    show(frozenset({1, 2}), {1, 2})
    show({frozenset({1}), frozenset()}, {frozenset({1}), frozenset()})
    show(bytearray(b"x"), b"x")
    show(set(), set())
    show(collections.namedtuple("P", "x y")(1, 2), "P(x=1, y=2)")
    show(range(3), "range(0, 3)")
    show(Ellipsis, "Ellipsis")
    show(1 + 2j, "(1+2j)")
    show(np.complex128(1), "np.complex128(1+0j)")


def printed_values(a):
    """The values of an array as its repr spells them: eight digits, and a float32 is read as the double of these."""
    if a.shape == ():
        return printed_scalar_text(repr(a), a)
    if 0 in a.shape:
        return []
    numbers = repr(a).rsplit("dtype", 1)[0]
    spelled = re.findall(r"-?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)|True|False", numbers)
    values = iter([s == "True" if a.dtype.kind == "b" else float(s) if a.dtype.kind == "f" else int(s) for s in spelled])

    def fill(shape):
        return [fill(shape[1:]) for _ in range(shape[0])] if shape else next(values)

    return fill(a.shape)


def printed_scalar_text(text, a):
    inside = text.split("(", 1)[1].split(",")[0].rstrip(")")
    return inside == "True" if a.dtype.kind == "b" else float(inside) if a.dtype.kind == "f" else int(inside)


def printed_scalar(scalar):
    return bool(scalar) if scalar.dtype.kind == "b" else int(scalar) if scalar.dtype.kind in "iu" else float(str(scalar))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"literal_eval": literal_eval, "reprs": reprs}[sys.argv[1]]()
