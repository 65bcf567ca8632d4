"""Makes the executed notebooks of testdata/notebooks from its templates (`make notebooks`).

Every notebook is executed by papermill on a real kernel, in a temporary folder and with relative paths, so that what is
stored tells nothing about the machine. Afterwards three things are changed, no more: cell ids are made predictable, paths
of the Python environment in tracebacks become "~/.venv", and the file gets its final newline.

usage: make_notebooks.py [FAMILY...]     (diabetes, churn, training, broken, wild, charts; default: all but wild and charts)

The families wild and charts need requirements-wild.txt; wild also R with IRkernel, and Go, with which it builds gonb.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
TEMPLATES = NOTEBOOKS / "templates"

# One line per notebook: output, template, parameters, how it is made.
RUNS = [
    *(
        (f"diabetes/{model}-{seed}.ipynb", "diabetes", {"model": model, "seed": seed}, "papermill")
        for model in ("rf", "gb", "ridge")
        for seed in range(4)
    ),
    ("churn/production.ipynb", "churn", {"version": "production"}, "papermill"),
    ("churn/candidate.ipynb", "churn", {"version": "candidate", "data": "corrupted"}, "papermill"),
    ("churn/candidate_good.ipynb", "churn", {"version": "candidate_good", "max_iter": 60}, "papermill"),
    ("training/lr-0.001.ipynb", "training", {"learning_rate": 0.001}, "papermill"),
    ("training/lr-0.01.ipynb", "training", {"learning_rate": 0.01}, "papermill"),
    ("training/lr-0.1.ipynb", "training", {"learning_rate": 0.1}, "papermill"),
    ("broken/ok.ipynb", "broken", {"column": "price"}, "papermill"),
    ("broken/failed.ipynb", "broken", {"column": "weight"}, "papermill fails"),
    ("broken/never-run.ipynb", "broken", {"column": "rooms"}, "stamped"),
    ("broken/other-tags.ipynb", "broken-other-tags", {"column": "price"}, "papermill"),
    ("broken/stderr-only.ipynb", "broken-stderr", {"column": "price"}, "papermill"),
    ("broken/error-only.ipynb", "broken-error", {}, "nbclient"),
]

# The UUIDs of widgets, maps and plots.
RANDOM_NAME = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![0-9a-f])")

# Of each, the second run differs in the one parameter.
WILD = [
    ("wild/tables-0.ipynb", "wild-tables", {"shift": 0.0}, "papermill"),
    ("wild/tables-1.ipynb", "wild-tables", {"shift": 0.5}, "papermill"),
    ("wild/great-tables-0.ipynb", "wild-great-tables", {"shift": 0.0}, "papermill"),
    ("wild/great-tables-1.ipynb", "wild-great-tables", {"shift": 0.5}, "papermill"),
    ("wild/text-0.ipynb", "wild-text", {"accuracy": 0.93}, "papermill"),
    ("wild/text-1.ipynb", "wild-text", {"accuracy": 0.875}, "papermill"),
    ("wild/markup-0.ipynb", "wild-markup", {"level": 1}, "papermill"),
    ("wild/markup-1.ipynb", "wild-markup", {"level": 2}, "papermill"),
    ("wild/figures-0.ipynb", "wild-figures", {"top": 4}, "papermill"),
    ("wild/figures-1.ipynb", "wild-figures", {"top": 5}, "papermill"),
    ("wild/keys-0.ipynb", "wild-keys", {"rate": 0.1}, "papermill"),
    ("wild/keys-1.ipynb", "wild-keys", {"rate": 0.2}, "papermill"),
    ("wild/r-0.ipynb", "wild-r", {"shift": 0.0}, "papermill"),
    ("wild/r-1.ipynb", "wild-r", {"shift": 0.5}, "papermill"),
    ("wild/go-0.ipynb", "wild-go", {"shift": 0.0}, "papermill"),
    ("wild/go-1.ipynb", "wild-go", {"shift": 0.5}, "papermill"),
    ("wild/hosts.ipynb", "wild-hosts", {}, "nbclient"),
    ("charts/seed-0.ipynb", "charts", {"seed": 0}, "papermill"),
    ("charts/seed-1.ipynb", "charts", {"seed": 1}, "papermill"),
]

KERNELSPECS = {
    ".py": {"display_name": "Python 3", "language": "python", "name": "python3"},
    ".R": {"display_name": "R", "language": "R", "name": "ir"},
    ".gonb": {"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
}


def main(families):
    known = sorted({output.split("/")[0] for output, *_ in RUNS + WILD})
    if unknown := set(families) - set(known):
        sys.exit(f"make_notebooks: no family {', '.join(sorted(unknown))}: there are {', '.join(known)}")
    with tempfile.TemporaryDirectory() as work:
        isolate(work)
        if "wild" in families:
            install_gonb()
        for output, template, parameters, how in RUNS + WILD if families else RUNS:
            family = output.split("/")[0]
            if families and family not in families:
                continue
            print("executing", output, flush=True)
            make(output, template, parameters, how)
            target = NOTEBOOKS / output
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(output, target)
            if output == "wild/hosts.ipynb":
                from wild_copies import make_copies
                from wild_julia import make_julia

                make_copies(target, target.parent)
                make_julia(target.parent)


def isolate(work):
    """Keeps the user's IPython, Jupyter and matplotlib settings out, and warms up what writes warnings at its first use."""
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR"):
        os.environ[name] = os.path.join(work, name.lower())
    os.environ.update(JUPYTER_PREFER_ENV_PATH="1", PYTHONHASHSEED="0", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    os.makedirs(os.environ["MPLCONFIGDIR"])
    os.chdir(work)
    import matplotlib.pyplot  # noqa: F401  (builds the font cache)


def install_gonb():
    """Builds the kernel for Go, and gives papermill the translator that it lacks."""
    from papermill.translators import Translator, papermill_translators

    class Go(Translator):
        @classmethod
        def assign(cls, name, value):
            return f"var {name} = {value}"

        @classmethod
        def comment(cls, text):
            return f"// {text}"

    papermill_translators.register("go", Go)
    subprocess.run([NOTEBOOKS.parent / "env" / "gonb.sh", "gonb"], check=True)
    os.environ["JUPYTER_PATH"] = os.path.abspath("gonb")


def make(output, template, parameters, how):
    import papermill

    source = f"{template}.ipynb"
    kernel = write_template(template, source)
    os.makedirs(os.path.dirname(output), exist_ok=True)
    options = {"kernel_name": kernel, "progress_bar": False, "prepare_only": how == "stamped"}
    if how == "nbclient":
        execute_allowing_errors(source, output)
    elif how == "papermill fails":
        try:
            papermill.execute_notebook(source, output, parameters, **options)
        except papermill.PapermillExecutionError:
            pass
        else:
            sys.exit(f"make_notebooks: {output} was meant to fail and did not")
    else:
        papermill.execute_notebook(source, output, parameters, **options)
    clean(output)


def write_template(template, target):
    """Makes the template a notebook and returns the name of its kernel."""
    import jupytext

    path = next(TEMPLATES.glob(f"{template}.*"))
    kernelspec = KERNELSPECS[path.suffix]
    extension = path.suffix.replace(".gonb", ".go")  # no .go, because gofmt would read the template as Go
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), {"extension": extension, "format_name": "percent"})
    notebook.metadata = {"kernelspec": kernelspec}
    jupytext.write(notebook, target)
    return kernelspec["name"]


def execute_allowing_errors(source, output):
    """As `jupyter execute`: papermill would call a run failed although the cell's tag allows the error."""
    import nbclient
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    nbformat.write(notebook, output)


def clean(path):
    """Makes cell ids predictable and environment paths anonymous; refuses a notebook that still names this machine."""
    text = Path(path).read_text(encoding="utf-8")
    text = text.replace(shown(sys.prefix), "~/.venv").replace(sys.prefix, "~/.venv")
    notebook = json.loads(text)
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell-{number:02d}"
    notebook["metadata"].pop("jupytext", None)
    settle(notebook)
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    for private in (os.getcwd(), str(Path.home()), str(NOTEBOOKS.parent.parent)):
        if private != "/" and private in text:
            sys.exit(f"make_notebooks: {path} names {private}")
    Path(path).write_text(text, encoding="utf-8")


def settle(notebook):
    """Gives the names that libraries draw at random in the order of their appearance, so that runs differ in values alone."""
    text = json.dumps(notebook)
    names = {}
    for name in RANDOM_NAME.findall(text):
        names.setdefault(name, f"{len(names):032x}")
    for name, settled in names.items():
        text = text.replace(name, settled if "-" not in name else str(uuid.UUID(settled)))
    notebook.update(json.loads(text))


def shown(path):
    """The path as IPython prints it in a traceback."""
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + os.sep) else path


if __name__ == "__main__":
    main(sys.argv[1:])
