# %% [markdown]
# # Tables for print, by great_tables
#
# Each carries a style sheet of 20 KB.

# %% tags=["parameters"]
shift = 0.0  # added to the best score

# %%
import pandas as pd
from great_tables import GT

scores = pd.DataFrame(
    {"model": ["rf", "gb", "ridge"], "mse": [2859.69 + shift, 3012.5, 1234567.125], "r2": [0.44 + shift / 100, 0.41, -1.5]}
)

# %% tags=["great_tables"]
(
    GT(scores, rowname_col="model", id="gt")
    .tab_header(title="Scores", subtitle="of three models")
    .fmt_number(columns="mse", decimals=1)
    .fmt_percent(columns="r2", decimals=1)
    .tab_spanner(label="test", columns=["mse", "r2"])
    .tab_source_note("A note below the table.")
)

# %% tags=["great_tables_groups"]
GT(scores.assign(kind=["trees", "trees", "linear"]), rowname_col="model", groupname_col="kind", id="groups")

# %% tags=["great_tables_formats"]
(
    GT(scores.assign(cost=[1234.5 + shift, 2.0, None], small=[1.2e-7, 3.4e5, 1.0], day="2024-01-01"), rowname_col="model", id="formats")
    .fmt_currency(columns="cost", currency="EUR")
    .fmt_scientific(columns="small")
    .fmt_date(columns="day", date_style="iso")
    .fmt_percent(columns="r2", decimals=0)
    .sub_missing(columns="cost")
)
