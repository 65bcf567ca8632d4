"""Copies of one executed notebook in the formats and with the metadata that notebooks in the wild have.

The outputs are those of the execution; only what is said around them is written by hand, after the files that Colab,
VS Code, Databricks and Kaggle export.
"""

import copy
import json
from pathlib import Path


def make_copies(source, folder):
    """Writes the copies of the notebook into the folder."""
    notebook = json.loads(Path(source).read_text(encoding="utf-8"))
    makers = {
        "format-2": lambda nb: downgraded(nb, 2),
        "format-3": lambda nb: downgraded(nb, 3),
        "format-4.0": format_40,
        "format-4.99": format_499,
        "colab": colab,
        "vscode": vscode,
        "databricks": databricks,
        "kaggle": kaggle,
    }
    for name, maker in makers.items():
        made = maker(copy.deepcopy(notebook))
        text = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (Path(folder) / f"{name}.ipynb").write_text(text, encoding="utf-8")


def downgraded(notebook, version):
    import nbformat

    old = nbformat.v4.downgrade(nbformat.v4.reads(json.dumps(notebook)))
    writer = nbformat.v3
    if version == 2:
        old, writer = nbformat.v3.downgrade(old), nbformat.v2
    return json.loads(writer.nbjson.writes(old))


def format_40(notebook):
    for cell in notebook["cells"]:
        del cell["id"]
    notebook["nbformat_minor"] = 0
    return notebook


def format_499(notebook):
    """A later minor version with a kind of cell and of output that nobody knows yet."""
    notebook["nbformat_minor"] = 99
    notebook["cells"].append({"cell_type": "sketch", "id": "sketch", "metadata": {"tags": ["drawing"]}, "source": "circle"})
    cell = tagged(notebook, "score")
    cell["outputs"].append({"output_type": "hologram", "data": {"model/gltf": "..."}, "metadata": {}})
    return notebook


def colab(notebook):
    notebook["metadata"]["colab"] = {"provenance": [], "toc_visible": True, "gpuType": "T4", "name": "travels.ipynb"}
    notebook["metadata"]["accelerator"] = "GPU"
    notebook["metadata"].pop("papermill", None)
    notebook["nbformat_minor"] = 0
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"].pop("papermill", None)
        cell["metadata"]["id"] = f"cell{number:08d}"
        if cell["cell_type"] == "code":
            cell["metadata"]["colab"] = {"base_uri": "https://localhost:8080/", "height": 125}
            cell["metadata"]["outputId"] = f"00000000-0000-0000-0000-{number:012d}"
    frame = tagged(notebook, "frame")["outputs"][0]
    html = "".join(frame["data"]["text/html"])
    frame["data"]["text/html"] = (
        '\n  <div id="df-0" class="colab-df-container">\n    ' + html + '\n    <div class="colab-df-buttons">\n'
        "  <style>\n    .colab-df-container { display:flex; }\n  </style>\n"
        '    <button class="colab-df-convert" onclick="convertToInteractive(\'df-0\')" title="Convert this dataframe to an interactive table.">'
        '\n  <svg xmlns="http://www.w3.org/2000/svg" height="24px" viewBox="0 -960 960 960"><path d="M120-120v-720h720v720H120Z"/></svg>'
        "\n    </button>\n    <script>const element = document.querySelector('#df-0');</script>\n    </div>\n  </div>\n"
    )
    frame["data"]["application/vnd.google.colaboratory.intrinsic+json"] = {
        "type": "dataframe",
        "summary": '{\n  "name": "pd",\n  "rows": 2\n}',
    }
    return notebook


def vscode(notebook):
    notebook["metadata"]["kernelspec"] = {"display_name": ".venv (3.11.7)", "language": "python", "name": "python3"}
    notebook["metadata"].pop("papermill", None)
    for cell in notebook["cells"]:
        cell["metadata"].pop("papermill", None)
        if cell["cell_type"] == "code":
            cell["metadata"]["vscode"] = {"languageId": "python"}
    frame = tagged(notebook, "frame")["outputs"][0]
    frame["data"]["application/vnd.microsoft.datawrangler.viewer.v0+json"] = {
        "columns": [{"name": "index", "rawType": "object", "type": "string"}, {"name": "mse", "rawType": "float64", "type": "float"}],
        "ref": "00000000-0000-0000-0000-000000000000",
        "rows": [["rf", "1.0"], ["gb", "3.0"]],
        "shape": {"columns": 1, "rows": 2},
    }
    return notebook


def databricks(notebook):
    notebook["metadata"].pop("papermill", None)
    notebook["metadata"]["application/vnd.databricks.v1+notebook"] = {
        "dashboards": [],
        "language": "python",
        "notebookMetadata": {"pythonIndentUnit": 4},
        "notebookName": "travels",
        "widgets": {"alpha": {"currentValue": "1", "nuid": "0-0", "widgetInfo": {"defaultValue": "1", "name": "alpha", "widgetType": "text"}}},
    }
    notebook["nbformat_minor"] = 0
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"].pop("papermill", None)
        title = next(iter(cell["metadata"].get("tags", [])), "")
        cell["metadata"]["application/vnd.databricks.v1+cell"] = {
            "cellMetadata": {"byteLimit": 2048000, "rowLimit": 10000},
            "inputWidgets": {},
            "nuid": f"nuid-{number}",
            "showTitle": bool(title),
            "title": title,
        }
    frame = tagged(notebook, "frame")["outputs"][0]
    frame["output_type"] = "display_data"
    frame.pop("execution_count", None)
    frame["data"] = {
        "text/html": "<style scoped>\n  .table-result-container { max-height: 300px; overflow: auto; }\n"
        "  table, th, td { border: 1px solid black; border-collapse: collapse; }\n</style>"
        "<div class='table-result-container'><table class='table-result'><thead style='background-color: white'>"
        "<tr><th>model</th><th>mse</th></tr></thead><tbody><tr><td>rf</td><td>1.0</td></tr><tr><td>gb</td><td>3.0</td></tr></tbody></table></div>"
    }
    frame["metadata"] = {
        "application/vnd.databricks.v1+output": {
            "addedWidgets": {},
            "aggData": [],
            "data": [["rf", 1.0], ["gb", 3.0]],
            "schema": [{"metadata": "{}", "name": "model", "type": '"string"'}, {"metadata": "{}", "name": "mse", "type": '"double"'}],
            "type": "table",
        }
    }
    return notebook


def kaggle(notebook):
    notebook["metadata"]["kaggle"] = {
        "accelerator": "none",
        "dataSources": [],
        "isGpuEnabled": False,
        "isInternetEnabled": False,
        "language": "python",
        "sourceType": "notebook",
    }
    notebook["nbformat_minor"] = 4
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        if cell["cell_type"] == "code":
            cell["metadata"]["_uuid"] = f"{number:040x}"
            cell["metadata"]["_kg_hide-input"] = False
            cell["metadata"]["trusted"] = True
            cell["metadata"]["execution"] = {"iopub.execute_input": "2026-11-21T08:00:00.000000Z", "shell.execute_reply": "2026-11-21T08:00:01.000000Z"}
    return notebook


def tagged(notebook, tag):
    return next(cell for cell in notebook["cells"] if tag in cell["metadata"].get("tags", []))
