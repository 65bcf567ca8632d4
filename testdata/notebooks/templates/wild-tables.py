# %% [markdown]
# # Tables of every make
#
# The same few numbers as pandas, polars, DuckDB and JupySQL show them. `shift` moves them between runs.

# %% tags=["parameters"]
shift = 0.0  # added to every score

# %%
import datetime
import duckdb
import numpy as np
import pandas as pd
import polars as pl

scores = pd.DataFrame(
    {"model": ["rf", "gb", "ridge"], "mse": [2859.69 + shift, 3012.5, 1234567.125], "r2": [0.44 + shift / 100, 0.41, -1.5]}
)

# %% [markdown]
# ## pandas

# %% tags=["styler"]
# Hidden index, a caption, colours, numbers rounded by the format.
(
    scores.style.hide(axis="index")
    .set_caption("Scores of the models")
    .format({"mse": "{:,.1f}", "r2": "{:.1%}"})
    .highlight_min(subset=["mse"], color="#cfc")
    .set_uuid("styler")
)

# %% tags=["styler_index"]
# The index shown, with a name; missing values by a dash; a bar.
indexed = scores.set_index("model")
indexed.loc["lasso"] = [np.nan, 0.5]
indexed.style.format("{:.2f}", na_rep="-").background_gradient(cmap="Blues").set_uuid("indexed")

# %% tags=["styler_multi"]
# Two levels of rows and of columns, sparse.
levels = pd.DataFrame(
    [[1.5 + shift, 2, 3, 4], [5, 6, 7, 8.25], [9, 10, 11, 12]],
    index=pd.MultiIndex.from_tuples([("rf", 0), ("rf", 1), ("gb", 0)], names=["model", "seed"]),
    columns=pd.MultiIndex.from_product([["train", "test"], ["mse", "mae"]], names=["part", "metric"]),
)
levels.style.format(precision=1).set_uuid("multi")

# %% tags=["multiindex"]
levels

# %% tags=["multiindex_unnamed"]
pd.DataFrame([[1 + shift, 2]], index=pd.MultiIndex.from_tuples([("a", "x")]), columns=pd.MultiIndex.from_tuples([("b", "y"), ("b", "z")]))

# %% tags=["series"]
pd.Series([0.5 + shift, 2.25, np.nan], index=["bmi", "age", "sex"], name="importance")

# %% tags=["series_multi"]
levels[("train", "mse")]

# %% tags=["series_text"]
pd.Series(["low", "very high", "low"], dtype="category", name="risk")

# %% tags=["series_long"]
pd.Series(np.arange(100) + shift, name="long")

# %% tags=["categorical"]
pd.DataFrame({"risk": pd.Categorical(["low", "high", None], ["low", "high"], ordered=True), "n": [1, 2, 3]})

# %% tags=["datetimes"]
pd.DataFrame(
    {
        "day": pd.to_datetime(["2024-01-01", "2024-02-29", None]),
        "zoned": pd.to_datetime(["2024-01-01 12:30", "2024-02-29", "2024-03-31 01:02:03.5"], format="mixed").tz_localize("Europe/Rome"),
        "took": pd.to_timedelta(["1s", "1 days 02:03:04", None]),
        "month": pd.PeriodIndex(["2024-01", "2024-02", "2024-03"], freq="M"),
    }
)

# %% tags=["long"]
# Cut off by pandas: rows and columns of dots.
wide = pd.DataFrame(np.arange(120 * 30).reshape(120, 30) / 8 + shift, columns=[f"c{i}" for i in range(30)])
with pd.option_context("display.max_rows", 8, "display.max_columns", 6):
    display(wide)

# %% tags=["describe"]
pd.Series([1.0, 2.0, 4.0 + shift], name="price").describe()

# %% tags=["describe_table"]
pd.DataFrame({"price": [1.0, 2.0, 4.0 + shift]}).describe()

# %% tags=["one_column"]
pd.DataFrame({"value": [0.93 + shift, 0.5]}, index=["accuracy", "f1"])

# %% tags=["one_row"]
pd.DataFrame({"accuracy": [0.93 + shift], "f1": [0.5]})

# %% tags=["text_frame"]
# As text, by print.
print(scores)

# %% tags=["html_cells"]
# Escaped cells: markup as data.
pd.DataFrame({"name": ["<b>bold</b>", "a & b", "two\nlines"], "n": [1, 2, 3]})

# %% [markdown]
# ## polars

# %% tags=["polars"]
pl.DataFrame(
    {
        "model": ["rf", "gb", None],
        "mse": [2859.69 + shift, 3012.5, None],
        "n": [1, 2, 3],
        "when": [datetime.date(2024, 1, 1), None, datetime.date(2024, 2, 29)],
        "folds": [[1.0, 2.0], [], None],
        "risk": pl.Series(["low", "high", "low"], dtype=pl.Categorical),
    }
)

# %% tags=["polars_long"]
pl.DataFrame({f"c{i}": [float(j * 30 + i) + shift for j in range(100)] for i in range(12)})

# %% tags=["polars_series"]
pl.Series("mse", [1.5 + shift, 2.5, None])

# %% tags=["polars_text"]
print(pl.DataFrame({"model": ["rf", "gb"], "mse": [2859.69 + shift, 3012.5]}))

# %% [markdown]
# ## SQL

# %% tags=["duckdb"]
duckdb.sql(f"select * from (values ('rf', {2859.69 + shift}, true), ('gb', 3012.5, null)) as t(model, mse, best)")

# %% tags=["duckdb_long"]
duckdb.sql(f"select i as n, i / 8 + {shift} as x from range(10000) as t(i)")

# %% tags=["duckdb_frame"]
duckdb.sql(f"select 'rf' as model, {2859.69 + shift}::double as mse").df()

# %%
# %load_ext sql
# %config SqlMagic.displaycon = False
# %config SqlMagic.feedback = False
# %sql duckdb://

# %% tags=["jupysql"]
# %sql select 'rf' as model, {{2859.5 + shift}} as mse, null as note union all select 'gb', 3012.5, 'x'

# %% tags=["jupysql_long"]
# %sql select i as n, i * 2 as twice from range(100) as t(i)

# %% [markdown]
# ## More of pandas

# %% tags=["series_counts"]
# The name of the index stands above the labels, and is longer than they are.
pd.Series(["low", "high", "low", "very high"], name="risk of loss").value_counts(sort=False) + shift

# %% tags=["series_dates"]
pd.Series(pd.to_datetime(["2024-01-01", None]) + pd.Timedelta(shift, "D"), name="day")

# %% tags=["series_levels"]
# Levels without names.
pd.Series([1 + shift, 2, 3], index=pd.MultiIndex.from_tuples([("rf", 0), ("rf", 1), ("gb", 0)]))

# %% tags=["categorical_values"]
pd.Categorical(["low", "high", "low"], ["low", "high"], ordered=True)

# %% tags=["styler_bars"]
(
    scores.style.bar(subset="mse")
    .format({"mse": "${:,.2f}", "r2": "{:.1%}"})
    .hide(subset=["model"], axis="columns")
    .set_caption("Bars & colours")
    .set_uuid("bars")
)

# %% tags=["crosstab"]
pd.crosstab(pd.Series(["a", "b", "b"], name="true"), pd.Series(["a", "b", "a"], name="predicted"), margins=True) + shift

# %% tags=["polars_describe"]
pl.DataFrame({"price": [1.0, 2.0, 4.0 + shift]}).describe()

# %% tags=["polars_types"]
pl.DataFrame({"pair": [{"a": 1.5 + shift, "b": "x"}], "none": [None], "took": [pd.Timedelta("5s").to_pytimedelta()], "big": pl.Series([1], dtype=pl.UInt64)})
