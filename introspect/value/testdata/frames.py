"""Prints HTML tables of random frames as JSON lines, each with the labels that the frame has and the cells that
pandas.read_html gives for it (null where it reads none)."""
import io
import json
import struct
import sys

import numpy as np
import pandas as pd

rng = np.random.default_rng(7)


def pick(*choices):
    return choices[rng.integers(len(choices))]


def labels(n, level_names):
    """An index of any kind with n labels."""
    kind = pick("range", "text", "text", "int", "float", "bool", "date", "multi", "multi", "multi3", "repeated", "special")
    name = pick(None, "idx", "a b", "<i>")
    if kind == "range":
        return pd.RangeIndex(n, name=name)
    if kind == "int":
        return pd.Index(rng.integers(0, 10**6, n), name=name)
    if kind == "float":
        return pd.Index(np.arange(n) + 0.5, name=name)
    if kind == "bool":
        return pd.Index(rng.integers(0, 2, n).astype(bool), name=name)
    if kind == "date":
        return pd.date_range("2024-01-01", periods=n, name=name)
    if kind == "repeated":
        return pd.Index(["x"] * n, name=name)
    if kind == "special":
        return pd.Index(["f1-score", "a<b", "&amp;", "1,234", "é 😀", "a.b", '"q"'][:n], name=name)
    if kind.startswith("multi"):
        depth = 3 if kind == "multi3" else 2
        names = pick([None] * depth, ["p", "q", "r"][:depth], level_names[:depth])
        arrays = [[pick("u", "v", "1") for _ in range(n)] for _ in range(depth)]
        return pd.MultiIndex.from_arrays(arrays, names=names) if n else pd.RangeIndex(0)
    return pd.Index(["r%d" % i for i in range(n)], name=name)


def column(n):
    kind = pick("int", "float", "small", "nan", "bool", "text", "mixed", "date", "none", "category", "delta", "inf", "big", "Int64", "percent", "html")
    values = {
        "int": lambda: rng.integers(-5000, 5000, n),
        "float": lambda: rng.standard_normal(n),
        "small": lambda: rng.standard_normal(n) * 1e-9,
        "nan": lambda: np.where(rng.random(n) < 0.5, np.nan, 1.5),
        "bool": lambda: rng.integers(0, 2, n).astype(bool),
        "text": lambda: [pick("a", "b c", "None of it", "x  y", "12a") for _ in range(n)],
        "mixed": lambda: [pick("a", "1", 1, 2.5, None, True) for _ in range(n)],
        "date": lambda: pd.date_range("2024-01-01", periods=n, freq="h"),
        "none": lambda: [None] * n,
        "category": lambda: pd.Categorical([pick("a", "b") for _ in range(n)]),
        "delta": lambda: pd.to_timedelta(rng.integers(0, 10**6, n), unit="s"),
        "inf": lambda: [pick(np.inf, -np.inf, 1.0) for _ in range(n)],
        "big": lambda: [pick(10**30, 2**63, 12345678901234567) for _ in range(n)],
        "Int64": lambda: pd.array([pick(1, None) for _ in range(n)], dtype="Int64"),
        "percent": lambda: [pick("12%", "3.5 %", "$5") for _ in range(n)],
        "html": lambda: [pick("<b>x</b>", "a & b", "'", '"') for _ in range(n)],
    }[kind]()
    return pd.Series(values)


def texts(index, rows=False):
    """The parts of every label as to_html prints them: dates of rows without their time."""
    if rows and isinstance(index, pd.DatetimeIndex):
        return [[t.strftime("%Y-%m-%d")] for t in index]
    return [[str(part) for part in label] if isinstance(label, tuple) else [str(label)] for label in index]


def names(index):
    return None if all(n is None for n in index.names) else [n or "" for n in index.names]


def cell(v):
    if isinstance(v, (bool, np.bool_)):
        return str(bool(v))
    if isinstance(v, str):
        return "s" + v
    if pd.isna(v):
        return None
    return "f" + struct.pack(">d", float(v)).hex()


def read(html):
    try:
        (table,) = pd.read_html(io.StringIO(html))
    except ValueError:
        return None
    return [[cell(v) for v in row] for row in table.astype(object).itertuples(index=False)]


def frame():
    rows, columns = rng.integers(0, 8), rng.integers(0, 6)
    df = pd.concat([column(rows) for _ in range(columns)], axis=1) if columns else pd.DataFrame(index=range(rows))
    df.columns = labels(columns, ["c1", None, "c3"])[: len(df.columns)] if columns else df.columns
    df.index = labels(rows, [None, "i2", "i3"])[: len(df)] if rows else df.index
    return df


def show(df, **options):
    if not len(df.columns):
        options.pop("index", None)  # a table without a cell is none
    if df.empty and any(df.columns.names) and not any(df.index.names):
        # Nothing but the shape tells the name of the columns from a first column.
        options = {"show_dimensions": True}
    html = df.to_html(**options)
    shown = df
    top, left = options.get("max_rows", len(df)), options.get("max_cols", len(df.columns))
    truncated = len(df) > top or len(df.columns) > left
    if len(df) > top:
        shown = pd.concat([shown.iloc[: top // 2], shown.iloc[-(top // 2) :]])
    if len(df.columns) > left:
        shown = shown.iloc[:, list(range(left // 2)) + list(range(len(df.columns) - left // 2, len(df.columns)))]
    index = options.get("index", True)
    print(json.dumps({
        "html": html,
        "columns": texts(df.columns[:0]) if not len(df.columns) else texts(shown.columns),
        # Without index, the names of the columns are still printed.
        "column_names": names(df.columns),
        "index": texts(shown.index, rows=True) if index else None,
        "index_names": names(df.index) if index else None,
        "truncated": bool(truncated),
        # A frame without columns loses its first row in read_html.
        "cells": None if truncated or not len(df.columns) else read(html),
    }))


def hand_made():
    """Tables that are no frames, with what pandas.read_html reads."""
    for line in sys.stdin:
        print(json.dumps(read(json.loads(line))))


if __name__ == "__main__":
    if sys.argv[1] == "cells":
        hand_made()
    else:
        for _ in range(int(sys.argv[1])):
            df = frame()
            show(df, **pick({}, {}, {}, {"index": False}, {"sparsify": False}, {"show_dimensions": True}, {"na_rep": ""}, {"max_rows": 4}, {"max_rows": 2, "max_cols": 2}, {"max_cols": 4, "show_dimensions": True}))
