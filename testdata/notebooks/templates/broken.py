# %% [markdown]
# # Mean price by town
#
# A short notebook that can go wrong. `column` names what is averaged.

# %% tags=["parameters"]
column = "price"
rows = 200

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

plt.rcParams.update({"figure.figsize": (4.2, 2.8), "figure.dpi": 64, "font.size": 9})

rng = np.random.default_rng(3)
houses = pd.DataFrame(
    {
        "town": rng.choice(["Ghent", "Lund", "Pécs", "Porto"], rows),
        "price": rng.normal(300, 60, rows).round(1),
        "rooms": rng.integers(1, 7, rows),
    }
)

# %% tags=["n_rows"]
print(len(houses))

# %% [markdown]
# ## Averages

# %% tags=["mean"]
mean = houses[column].mean()
mean

# %% tags=["by_town"]
houses.groupby("town")[[column]].mean().round(2)

# %% tags=["chart"]
fig, ax = plt.subplots()
houses.groupby("town")[column].mean().plot.bar(ax=ax, ylabel=column)
fig.tight_layout()
plt.show()
