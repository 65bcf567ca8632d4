"""Reads files that nbcompare wrote and prints what pandas sees in them, as JSON: for each file its columns, each with its
type and its values as texts (missing as "missing", NaN as "nan")."""
import json
import sys

import pandas as pd
import pyarrow.parquet


def shown(v):
    if v is None or v is pd.NA:
        return "missing"
    if hasattr(v, "item"):
        v = v.item()
    return str(v)


def columns(frame):
    return [[name, str(frame[name].dtype), [shown(v) for v in frame[name]]] for name in frame.columns]


def arrow(path):
    table = pyarrow.parquet.read_table(path)
    return [[f.name, str(f.type), [shown(v) for v in table[f.name].to_pylist()]] for f in table.schema]


readers = {
    "csv": pd.read_csv,
    "tsv": lambda path: pd.read_csv(path, sep="\t"),
    "json": pd.read_json,
    "jsonl": lambda path: pd.read_json(path, lines=True),
    "parquet": pd.read_parquet,
    "arrow": arrow,
    "html": lambda path: pd.read_html(path)[0],
}
for how, path in zip(sys.argv[1::2], sys.argv[2::2]):
    got = readers[how](path)
    print(json.dumps(got if how == "arrow" else columns(got)))
