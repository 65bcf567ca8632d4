# %% [markdown]
# # Text of every kind
#
# What terminals show and notebooks keep: progress bars, colours, boxes, log lines, numbers in the middle of sentences.

# %% tags=["parameters"]
accuracy = 0.93  # what is printed

# %%
import logging
import sys
import time

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table
from tqdm import tqdm
from tqdm.auto import trange

# %% tags=["carriage_return"]
# Each count stands over the one before; only the last is seen.
for step in range(1, 6):
    print(f"\rstep {step}/5 loss {1 / step + accuracy:.3f}", end="", flush=True)
print()

# %% tags=["carriage_return_shorter"]
# A shorter line leaves the end of the longer one standing, as on a terminal.
print("0123456789\rabc")

# %% tags=["crlf"]
print("one\r\ntwo\r\n", end="")

# %% tags=["backspace"]
print("loss 1.00\b\b\b\b", accuracy, sep="")

# %% tags=["erase_line"]
print(f"downloading 10 %\r\x1b[Kdone {accuracy}")

# %% tags=["keras"]
# As Keras 2 prints an epoch: a bar redrawn with backspaces and carriage returns.
for step in range(1, 4):
    bar = "=" * (step * 10)
    print("\b" * 60 + f"\r{step}/3 [{bar:.<30}] - loss: {1.0 / step:.4f} - accuracy: {accuracy:.4f}", end="")
print()

# %% tags=["tqdm_stdout"]
for _ in tqdm(range(40), file=sys.stdout, ncols=60, bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}"):
    time.sleep(0.001)
print("score", accuracy)

# %% tags=["tqdm_stderr"]
for _ in tqdm(range(3), bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}"):
    pass
accuracy

# %% tags=["tqdm_widget"]
for _ in trange(3, bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}"):
    pass

# %% tags=["rich"]
table = Table(title="Scores")
table.add_column("model")
table.add_column("accuracy", justify="right")
table.add_row("rf", f"[green]{accuracy}[/green]")
table.add_row("gb", "[bold]0.5[/bold]")
table

# %% tags=["rich_print"]
Console(force_jupyter=True, width=60).print({"accuracy": accuracy, "names": ["rf", "gb"]})

# %% tags=["rich_terminal"]
Console(force_jupyter=False, force_terminal=True, width=60, color_system="truecolor").print(table)

# %% tags=["rich_track"]
for _ in track(range(3), "Training", console=Console(force_jupyter=True, width=60), show_speed=False):
    pass

# %% tags=["ansi"]
print(f"\x1b[1;32maccuracy\x1b[0m \x1b[38;5;208m{accuracy}\x1b[0m \x1b[48;2;10;20;30mtrue colour\x1b[0m")

# %% tags=["ansi_number"]
print(f"\x1b[1m{accuracy}\x1b[0m")

# %% tags=["link"]
# A hyperlink of terminals (OSC 8).
print("\x1b]8;;https://example.org\x1b\\the report\x1b]8;;\x1b\\")

# %% tags=["long_line"]
print("x" * 3000, accuracy)

# %% tags=["logging"]
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s", force=True)
log = logging.getLogger("train")
log.info("starting")
log.warning("validation accuracy: %s", accuracy)

# %% tags=["logging_stderr"]
logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s", force=True)
log.info("accuracy: %s", accuracy)

# %% tags=["numpy"]
np.linspace(0, accuracy, 4).reshape(2, 2)

# %% tags=["numpy_print"]
print(np.array([[1, 2], [3, 4]]) * accuracy)

# %% tags=["numpy_long"]
np.arange(2000) * accuracy

# %% tags=["key_value"]
print("Model: random forest")
print("accuracy:", accuracy)
print("f1: 0.5")

# %%
# No tag: only --match finds it.
print(f"Test accuracy: {accuracy}, loss: {1 - accuracy:.2f}")

# %%
print(f"Epoch 1 val_auc=0.5\nEpoch 2 val_auc={accuracy}")

# %% tags=["unicode"]
print("R² = 0.9 · naïve · 日本語 · 🎉 · e\u0301")

# %% tags=["numpy_strings"]
print(np.array(["rf", "gb", f"best {accuracy}"]))

# %% tags=["estimator"]
# scikit-learn's diagram: HTML with tables, and its text.
from sklearn.linear_model import Ridge

Ridge(alpha=accuracy)

# %% tags=["report_printed"]
# The first line is indented.
from sklearn.metrics import classification_report

print(classification_report([0, 1, 1, 1], [0, 1, 1, int(accuracy > 0.9)]))
