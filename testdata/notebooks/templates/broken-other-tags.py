# %% [markdown]
# # Price by town, by someone else
#
# The same data, but the cells have other tags than in the sibling notebooks: only `mean` is shared.

# %% tags=["parameters"]
column = "price"
rows = 200
currency = "EUR"

# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(3)
houses = pd.DataFrame(
    {
        "town": rng.choice(["Ghent", "Lund", "Pécs", "Porto"], rows),
        "price": rng.normal(300, 60, rows).round(1),
        "rooms": rng.integers(1, 7, rows),
    }
)

# %% tags=["row_count", "size"]
print(len(houses))

# %% tags=["mean"]
houses[column].mean()

# %% tags=["median"]
houses[column].median()

# %% tags=["towns"]
sorted(houses["town"].unique().tolist())
