# %% [markdown]
# # A log instead of a value
#
# The cell tagged `mean` writes to standard error alone.

# %% tags=["parameters"]
column = "price"
rows = 200

# %%
import logging
import sys

import numpy as np

logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(message)s")
prices = np.random.default_rng(3).normal(300, 60, rows).round(1)

# %% tags=["n_rows"]
print(len(prices))

# %% tags=["mean"]
logging.info("mean of %s is %.2f", column, prices.mean())
print("done", file=sys.stderr)
