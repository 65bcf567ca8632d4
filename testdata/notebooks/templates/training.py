# %% [markdown]
# # A small network learns digits
#
# Fifty epochs over scikit-learn's 8x8 digits with one hidden layer. What is compared is the learning rate.

# %% tags=["parameters"]
learning_rate = 0.01
epochs = 50
batch_size = 64
hidden = 16  # units of the hidden layer
seed = 0

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scrapbook as sb
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

plt.rcParams.update({"figure.figsize": (4.2, 2.8), "figure.dpi": 64, "font.size": 9})

# %%
X, y = load_digits(return_X_y=True)
X_train, X_val, y_train, y_val = train_test_split(X / 16, y, test_size=0.3, random_state=seed, stratify=y)
print(len(y_train), "images to learn from,", len(y_val), "to check with")

# %% [markdown]
# ## Training

# %% tags=["log"]
network = MLPClassifier(
    hidden_layer_sizes=(hidden,), solver="sgd", learning_rate_init=learning_rate, batch_size=batch_size, random_state=seed
)
history = []
for epoch in range(1, epochs + 1):
    network.partial_fit(X_train, y_train, classes=np.arange(10))
    history.append(
        {
            "epoch": epoch,
            "loss": float(network.loss_),
            "val_loss": float(log_loss(y_val, network.predict_proba(X_val))),
            "val_accuracy": float(network.score(X_val, y_val)),
        }
    )
    if epoch % 10 == 0:
        print(f"epoch {epoch:2d}  loss {history[-1]['loss']:.4f}  val_accuracy {history[-1]['val_accuracy']:.4f}")

# %% tags=["history"]
print(history)

# %% tags=["history_table"]
history_table = pd.DataFrame(history).set_index("epoch")
history_table

# %% tags=["learning_curve"]
fig, ax = plt.subplots()
history_table[["loss", "val_loss"]].plot(ax=ax, title=f"learning rate {learning_rate}")
fig.tight_layout()
plt.show()

# %% [markdown]
# ## Result

# %% tags=["metrics"]
best = history_table["val_loss"].idxmin()
metrics = {
    "loss": history[-1]["loss"],
    "val_loss": history[-1]["val_loss"],
    "val_accuracy": history[-1]["val_accuracy"],
    "best_epoch": int(best),
}
metrics

# %% tags=["val_accuracy"]
np.mean(network.predict(X_val) == y_val)

# %%
sb.glue("history", history)
sb.glue("best_epoch", int(best))
