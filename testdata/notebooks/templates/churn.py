# %% [markdown]
# # Which customers will leave?
#
# A classifier for the churn of a telephone company. `data` names the table it was trained on; the test table is
# always the same, so that two versions of the model can be compared.

# %% tags=["parameters"]
version = "production"
data = "clean"  # clean or corrupted: what the training table went through
n_customers = 4000
max_iter = 120  # boosting rounds
learning_rate = 0.08
threshold = 0.5
seed = 7

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scrapbook as sb
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    RocCurveDisplay,
    accuracy_score,
    average_precision_score,
    classification_report,
    confusion_matrix,
    f1_score,
    roc_auc_score,
)
from sklearn.model_selection import train_test_split

plt.rcParams.update({"figure.figsize": (3.8, 3.2), "figure.dpi": 64, "font.size": 9})

# %% [markdown]
# ## Customers
#
# Drawn at random, with the habits that real customers have: short contracts, high charges and many calls to
# support make people leave.

# %%
rng = np.random.default_rng(20240117)
customers = pd.DataFrame(
    {
        "tenure_months": rng.gamma(2.0, 16.0, n_customers).clip(0, 72).round(),
        "monthly_charges": rng.normal(65, 25, n_customers).clip(18, 120).round(2),
        "support_calls": rng.poisson(1.4, n_customers),
        "contract_months": rng.choice([1, 12, 24], n_customers, p=[0.55, 0.25, 0.2]),
        "paperless": rng.random(n_customers) < 0.6,
        "fiber": rng.random(n_customers) < 0.45,
        "senior": rng.random(n_customers) < 0.16,
    }
)
risk = (
    -0.9
    - 0.05 * customers["tenure_months"]
    + 0.025 * (customers["monthly_charges"] - 65)
    + 0.55 * customers["support_calls"]
    - 0.11 * customers["contract_months"]
    + 0.9 * customers["fiber"]
    + 0.5 * customers["senior"]
    + 1.0
)
churned = rng.random(n_customers) < 1 / (1 + np.exp(-risk))
X_train, X_test, y_train, y_test = train_test_split(customers, churned, test_size=0.3, random_state=0, stratify=churned)

# %% tags=["training_data"]
if data == "corrupted":
    # The export of that week lost the contracts and mixed up a third of the labels.
    X_train = X_train.assign(contract_months=0, tenure_months=X_train["tenure_months"].to_numpy()[::-1])
    flipped = rng.random(len(y_train)) < 0.35
    y_train = np.where(flipped, ~y_train, y_train)
X_train.describe().loc[["mean", "std", "min", "max"]].round(3)

# %% tags=["churn_rate"]
print(f"{y_train.mean():.4f}")

# %% [markdown]
# ## Model

# %%
classifier = HistGradientBoostingClassifier(max_iter=max_iter, learning_rate=learning_rate, random_state=seed)
classifier.fit(X_train, y_train)
score = classifier.predict_proba(X_test)[:, 1]
y_pred = score >= threshold

# %% tags=["metrics"]
metrics = {
    "accuracy": accuracy_score(y_test, y_pred),
    "f1": f1_score(y_test, y_pred),
    "auc": roc_auc_score(y_test, score),
    "average_precision": average_precision_score(y_test, score),
}
metrics

# %% [markdown]
# ## Where it is right and where it is wrong

# %% tags=["classification_report"]
report = classification_report(y_test, y_pred, target_names=["stayed", "left"], output_dict=True)
pd.DataFrame(report).T

# %% tags=["confusion_table"]
labels = ["stayed", "left"]
matrix = confusion_matrix(y_test, y_pred)
pd.DataFrame(matrix, index=pd.Index(labels, name="true"), columns=pd.Index(labels, name="predicted"))

# %% tags=["confusion_matrix"]
fig, ax = plt.subplots()
ConfusionMatrixDisplay(matrix, display_labels=labels).plot(ax=ax, cmap="Blues", colorbar=False)
ax.set_title(version)
plt.show()

# %% tags=["roc_curve"]
fig, ax = plt.subplots()
RocCurveDisplay.from_predictions(y_test, score, name=version, ax=ax, plot_chance_level=True)
plt.show()

# %% tags=["top_customers"]
# Whom to call first: the ten customers with the highest score.
sorted(X_test.index[np.argsort(-score, kind="stable")[:10]].tolist())

# %% tags=["decision"]
missed = int(matrix[1, 0])
print(f"Model {version}")
print(f"threshold {threshold}")
print(f"finds {matrix[1, 1]} of {matrix[1].sum()} customers who leave, misses {missed}")
print("fit for use" if metrics["auc"] > 0.8 else "NOT fit for use")

# %%
sb.glue("auc", metrics["auc"])
sb.glue("version", version)
sb.glue("report", report)
