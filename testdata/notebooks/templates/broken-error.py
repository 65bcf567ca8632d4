# %% [markdown]
# # An error instead of a value
#
# The cell tagged `mean` fails, and its second tag `raises-exception` says that the run may go on.

# %% tags=["parameters"]
column = "weight"
rows = 200

# %%
import numpy as np

houses = {"price": np.random.default_rng(3).normal(300, 60, rows).round(1)}

# %% tags=["n_rows"]
print(len(houses["price"]))

# %% tags=["mean", "raises-exception"]
houses[column].mean()

# %% tags=["columns"]
list(houses)
