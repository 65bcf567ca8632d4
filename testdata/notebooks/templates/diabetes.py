# %% [markdown]
# # Predicting the progression of diabetes
#
# One regression model on scikit-learn's `load_diabetes`: 442 patients, ten measurements each, and how far the
# disease went in the year after. The same notebook is executed for every model and seed; compare the copies.

# %% tags=["parameters"]
model = "rf"  # which regressor: rf, gb or ridge
seed = 0  # of the split and of the model
test_size = 0.25  # part of the patients that is held back
n_estimators = 120  # trees of rf and gb
max_depth: int = 4
alpha = 0.1  # strength of the penalty, ridge alone
quantiles = [0.1, 0.5, 0.9]

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scrapbook as sb
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import cross_val_score, train_test_split

plt.rcParams.update({"figure.figsize": (4.2, 2.8), "figure.dpi": 64, "font.size": 9})

# %% [markdown]
# ## Data
#
# The columns are already centred and scaled. `s1` to `s6` are blood serum measurements.

# %%
X, y = load_diabetes(return_X_y=True, as_frame=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=test_size, random_state=seed)
X_train.shape, X_test.shape

# %% [markdown]
# ## Model
#
# The three candidates share the interface, so that the rest of the notebook need not know which one it has.

# %%
regressors = {
    "rf": RandomForestRegressor(n_estimators=n_estimators, max_depth=max_depth, random_state=seed),
    "gb": GradientBoostingRegressor(n_estimators=n_estimators, max_depth=max_depth, learning_rate=0.05, random_state=seed),
    "ridge": Ridge(alpha=alpha, random_state=seed),
}
regressor = regressors[model].fit(X_train, y_train)
print(regressor)

# %% [markdown]
# ## How good is it?
#
# The mean squared error over the $n$ patients that the model has not seen:
#
# $$\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2$$

# %% tags=["mse"]
y_pred = regressor.predict(X_test)
mse = mean_squared_error(y_test, y_pred)
print(mse)

# %% tags=["metrics"]
metrics = {"mse": mse, "mae": mean_absolute_error(y_test, y_pred), "r2": r2_score(y_test, y_pred)}
print(metrics)

# %% tags=["metrics_table"]
pd.DataFrame([metrics])

# %% [markdown]
# The share of the variance that the model explains, $R^2 = 1 - SS_{res} / SS_{tot}$, by hand:

# %% tags=["r2"]
residuals = (y_test - y_pred).to_numpy()
1 - np.sum(residuals**2) / np.sum((y_test.to_numpy() - y_test.mean()) ** 2)

# %% [markdown]
# ## Charts

# %% tags=["pred_vs_true"]
fig, ax = plt.subplots()
ax.scatter(y_test, y_pred, s=10, alpha=0.7)
ax.plot([25, 346], [25, 346], color="grey", linewidth=1)
ax.set(xlabel="true", ylabel="predicted", title=f"{model}, seed {seed}")
fig.tight_layout()
plt.show()

# %% tags=["residuals"]
fig, ax = plt.subplots()
ax.hist(residuals, bins=np.linspace(-180, 180, 25))
ax.axvline(0, color="grey", linewidth=1)
ax.set(xlabel="true - predicted", ylabel="patients", title="Residuals")
fig.tight_layout()
plt.show()

# %% [markdown]
# ## What does it look at?
#
# How much the score falls when one column is shuffled:
#
# 1. negative means that the column was noise;
# 2. the order is by mean, so the rows move from run to run.

# %% tags=["feature_importance"]
importance = permutation_importance(regressor, X_test, y_test, n_repeats=5, random_state=seed)
feature_importance = pd.DataFrame(
    {"mean": importance.importances_mean, "std": importance.importances_std}, index=X.columns
).sort_values("mean", ascending=False)
feature_importance

# %% [markdown]
# ## For the record
#
# Everything that the comparison of all runs needs, glued by name.

# %%
sb.glue("mse", round(mse, 1))
sb.glue("rmse", float(np.sqrt(mse)))
sb.glue("best_feature", feature_importance.index[0])

# %%
folds = cross_val_score(regressor, X_train, y_train, cv=4, scoring="neg_mean_absolute_error")
sb.glue("cv", {"folds": [-f for f in folds.tolist()], "mae": {"mean": float(-folds.mean()), "std": float(folds.std())}})

# %%
predictions = pd.DataFrame({"true": y_test, "predicted": y_pred, "age": X_test["age"]}).head(12)
sb.glue("predictions", predictions, encoder="pandas")

# %%
sb.glue("error_quantiles", dict(zip(map(str, quantiles), np.quantile(np.abs(residuals), quantiles).tolist())), display=True)

# %%
fig, ax = plt.subplots()
ax.scatter(X_test["bmi"], np.abs(residuals), s=10, alpha=0.7, color="tab:red")
ax.set(xlabel="bmi (scaled)", ylabel="|error|", title="Error by body mass index")
fig.tight_layout()
plt.close(fig)
sb.glue("error_by_bmi", fig, display=True)
