# %% [markdown]
# # A small notebook that travels
#
# Its copies carry the metadata of the services and editors that notebooks come from, and the formats that they had once.

# %% tags=["parameters"]
alpha = 1  # the only parameter

# %%
import matplotlib.pyplot as plt
import pandas as pd

# %% tags=["score"]
alpha / 8

# %% tags=["printed"]
print("rows", 3)
print({"mse": alpha * 2.5, "n": 3})

# %% tags=["frame"]
pd.DataFrame({"mse": [1.0, 2.0 + alpha]}, index=["rf", "gb"])

# %% tags=["chart"]
plt.figure(figsize=(1.5, 1), dpi=40)
plt.plot([1, 2, alpha]);

# %% tags=["wrong", "raises-exception"]
1 / 0
