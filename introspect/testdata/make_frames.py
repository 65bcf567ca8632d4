"""Writes frames.ipynb: data frames as scrapbook's pandas encoder stores them, each beside what pandas says it holds.

Run it with the Python of `make python`, in this folder. Each scrap NAME has a twin NAME.want (json encoder) with the
columns and index as lists of lists (one a level), their names, and the cells: null where pandas.isna says so,
numbers, booleans, everything else as str(), in UTC. Nothing else is needed to check a reader of the frames.
"""

import datetime
import decimal

import nbformat
import numpy as np
import pandas as pd
from scrapbook.encoders import registry
from scrapbook.models import Scrap
from scrapbook.schemas import GLUE_PAYLOAD_FMT
from scrapbook.scraps import scrap_to_payload

day = pd.Timestamp("2024-02-29")
frames = {
    "numbers": pd.DataFrame({"i": [1, -2, 2**53 + 1], "f": [0.1, float("nan"), 1e-300], "inf": [float("inf"), float("-inf"), -0.0]}),
    "small": pd.DataFrame(
        {
            "i8": np.array([-128, 127], "int8"),
            "u8": np.array([0, 255], "uint8"),
            "u32": np.array([0, 2**32 - 1], "uint32"),
            "u64": np.array([0, 2**64 - 1], "uint64"),
            "f16": np.array([0.5, 1.5], "float32"),
            "f32": np.array([0.1, 1 / 3], "float32"),
        }
    ),
    "bools": pd.DataFrame({"b": [True, False], "o": [True, None]}),
    "strings": pd.DataFrame({"s": ["a", "", None, "né\n<b>"], "n": ["1", "nan", "None", "0.5"]}),
    "nullable": pd.DataFrame(
        {
            "i": pd.array([1, None, 3], "Int64"),
            "b": pd.array([True, None, False], "boolean"),
            "s": pd.array(["x", None, "z"], "string"),
            "f": pd.array([0.5, None, 2.0], "Float64"),
        }
    ),
    "times": pd.DataFrame(
        {
            "day": [day, pd.NaT, pd.Timestamp("1999-12-31")],
            "ns": [pd.Timestamp("2024-01-02 03:04:05.000000006"), pd.NaT, pd.Timestamp("2024-01-02 03:04:05")],
            "us": pd.array(["2024-01-02 03:04:05.5", None, "1600-01-02 03:04:05"], "datetime64[us]"),
            "zone": pd.to_datetime(["2024-07-01 12:00", None, "2024-01-01 00:00"]).tz_localize("Europe/Brussels"),
            "delta": pd.to_timedelta(["1 days 02:03:04.5", None, "-1 days"]),
            "date": [datetime.date(2024, 2, 29), None, datetime.date(1, 1, 1)],
            "time": [datetime.time(1, 2, 3), None, datetime.time(23, 59, 59, 5)],
        }
    ),
    "categories": pd.DataFrame({"c": pd.Categorical(["lo", "hi", None, "lo"], ["lo", "hi"], ordered=True), "n": pd.Categorical([3, 1, 1, None])}),
    "objects": pd.DataFrame(
        {
            "bytes": [b"ab", None],
            "decimal": [decimal.Decimal("1.10"), None],
            "list": [[1, 2, None], []],
            "strings": [["a", "b"], None],
        }
    ),
    "named_index": pd.DataFrame({"loss": [0.5, 0.25]}, index=pd.Index([1, 2], name="epoch")),
    "range_index": pd.DataFrame({"x": [1, 2, 3]}, index=pd.RangeIndex(10, 4, -2, name="step")),
    "string_index": pd.DataFrame({"mean": [0.1, 0.2]}, index=["bmi", "s5"]),
    "time_index": pd.DataFrame({"x": [1, 2]}, index=pd.to_datetime(["2024-01-01", "2024-01-02"])),
    "multi_index": pd.DataFrame({"x": [1, 2, 3]}, index=pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)], names=["k", None])),
    "named_columns": pd.DataFrame([[1, 2]], columns=pd.Index(["a", "b"], name="metric")),
    "multi_columns": pd.DataFrame(
        [[1, 2.5, 3]], columns=pd.MultiIndex.from_tuples([("a", "mean"), ("a", "s'td"), ("b", "")], names=["key", "stat"])
    ),
    "same_as_level": pd.DataFrame({"__index_level_0__": [7]}),
    "empty": pd.DataFrame({"a": pd.Series([], dtype="float64")}),
    "no_columns": pd.DataFrame(index=[1, 2]),
    "long": pd.DataFrame({"i": range(300), "s": [f"row {i % 7}" for i in range(300)]}),
}


def plain(v):
    if isinstance(v, (list, np.ndarray)):
        return [plain(e) for e in v]
    if pd.isna(v):
        return None
    if isinstance(v, pd.Timestamp) and v.tz:
        v = v.tz_convert("UTC")
    if isinstance(v, (bool, np.bool_)):
        return bool(v)
    if isinstance(v, (int, np.integer)):
        return int(v)
    if isinstance(v, decimal.Decimal):
        return float(v)
    if isinstance(v, np.float32):
        return float(str(v))
    if isinstance(v, (float, np.floating)):
        return str(float(v)) if np.isinf(v) else float(v)
    return str(v)


def levels(index):
    return [[str(part) for part in (label if index.nlevels > 1 else (label,))] for label in index]


def names(index):
    return [None if n is None else str(n) for n in index.names]


def outputs(name, frame):
    scrap = registry.encode(Scrap(name, frame, "pandas"))
    back = registry.decode(scrap).data  # what pandas reads back is what a reader has to find
    want = {
        "columns": levels(back.columns),
        "column_names": names(back.columns),
        "index": levels(back.index),
        "index_names": names(back.index),
        "rows": [[plain(back.iloc[i, j]) for j in range(back.shape[1])] for i in range(back.shape[0])],
    }
    for s in (scrap, Scrap(name + ".want", want, "json")):
        yield nbformat.v4.new_output(
            "display_data",
            {GLUE_PAYLOAD_FMT.format(encoder=s.encoder): scrap_to_payload(s)},
            metadata={"scrapbook": {"name": s.name, "data": True, "display": False}},
        )


nb = nbformat.v4.new_notebook()
for n, (name, frame) in enumerate(frames.items()):
    cell = nbformat.v4.new_code_cell(f"sb.glue({name!r}, frames[{name!r}], encoder='pandas')", execution_count=n + 1, id=f"cell-{n:02d}")
    cell.outputs = list(outputs(name, frame))
    nb.cells.append(cell)
nbformat.write(nb, "frames.ipynb")
