# %% [markdown]
# # Every way to name a value

# %% tags=["parameters"]
rate = 0.1  # the only thing that changes

# %%
from myst_nb import glue

# %% [markdown] tags=["summary"]
# ## Summary
#
# Written by **hand**, tagged `summary`: the text is the value.

# %% tags=["accuracy", "test_accuracy"]
# Two tags: two names for one value.
0.9 + rate

# %% tags=["fold"]
print(rate * 1)

# %% tags=["fold"]
print(rate * 2)

# %% tags=["fold"]
print(rate * 3)

# %%
#| label: tbl-scores
#| tbl-cap: "The scores"
{"mse": rate, "mae": 2 * rate}

# %% name="named"
# A cell with a name, as Jupyter's metadata and jupytext have it.
rate

# %% tags=["hide-input", "shown"]
rate

# %% tags=["remove-cell", "with space", "über"]
rate

# %%
glue("glued_number", rate, display=False)

# %%
glue("glued_text", f"rate {rate}")

# %%
import pandas as pd

glue("glued_table", pd.DataFrame({"mse": [1.0, 2.0 + rate]}, index=["rf", "gb"]))

# %% [raw] tags=["notes"]
# A raw cell with a tag.

# %% [markdown] tags=["conclusion"]
# # Conclusion
#
# 1. Nothing was learnt.
# 2. See the [report](https://example.org).
