"""Two notebooks as IJulia 1.26 on Julia 1.10 saves them, with DataFrames 1.7 (one cell: 1.1), written by hand.

Debian has no Julia, so nothing of them was executed. The texts follow Base's show and PrettyTables' HTML.
"""

import json
from pathlib import Path

HEAD = 'style = "font-weight: bold; text-align: right;"'


def make_julia(folder):
    """Writes the notebooks into the folder; they differ in the parameter shift."""
    for run, shift in enumerate((0.0, 0.5)):
        cells = [markdown("# What Julia shows"), code("shift = 0.0", "parameters"), code(f"# Parameters\nshift = {shift}\n", "injected-parameters")]
        cells += [code(source, tag, *outputs) for tag, source, *outputs in shown(shift)]
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number:02d}"
            if cell["cell_type"] == "code":
                cell["execution_count"] = number
                for output in cell["outputs"]:
                    if output["output_type"] == "execute_result":
                        output["execution_count"] = number
        metadata = {
            "kernelspec": {"display_name": "Julia 1.10.4", "language": "julia", "name": "julia-1.10"},
            "language_info": {"file_extension": ".jl", "mimetype": "application/julia", "name": "julia", "version": "1.10.4"},
        }
        notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (Path(folder) / f"julia-{run}.ipynb").write_text(text, encoding="utf-8")


def shown(shift):
    """The cells: tag, source, outputs."""
    accuracy = round(0.25 + shift, 4)
    mse = 2859.69 + shift
    yield "scalar", "0.25 + shift", result(f"{accuracy}")
    yield "single", "Float32(0.25 + shift)", result(f"{accuracy}f0")
    yield "printed", "println(0.25 + shift)", printed(f"{accuracy}\n")
    yield "rational", "1//4", result("1//4")
    yield "text", '"random forest"', result('"random forest"')
    yield "logical", "shift < 1", result("true")
    yield "printed_nothing", "println(nothing)", printed("nothing\n")
    yield "absent", "missing", result("missing")
    yield "vector", "[0.125, 0.5, 0.25 + shift]", result(f"3-element Vector{{Float64}}:\n 0.125\n 0.5\n {accuracy}")
    yield "vector_printed", "println([0.125, 0.25 + shift])", printed(f"[0.125, {accuracy}]\n")
    yield "strings", '["rf", "gb"]', result('2-element Vector{String}:\n "rf"\n "gb"')
    yield "bits", "[0.5, 0.1] .> 0.2", result("2-element BitVector:\n 1\n 0")
    yield "with_missing", "[1.5, missing]", result("2-element Vector{Union{Missing, Float64}}:\n 1.5\n  missing")
    yield "long_vector", "collect(1:100) .+ shift", result("100-element Vector{Float64}:\n" + "\n".join(f"{n:>6}" for n in (1 + shift, 2 + shift)) + "\n   ⋮\n" + f"{100 + shift:>6}")
    yield "matrix", "[1 2; 3 4] .+ shift", result(f"2×2 Matrix{{Float64}}:\n {1 + shift}  {2 + shift}\n {3 + shift}  {4 + shift}")
    yield "dict", 'Dict("accuracy" => 0.25 + shift, "f1" => 0.5)', result(f'Dict{{String, Float64}} with 2 entries:\n  "f1"       => 0.5\n  "accuracy" => {accuracy}')
    yield "dict_printed", "println(Dict(:accuracy => 0.25 + shift))", printed(f"Dict(:accuracy => {accuracy})\n")
    yield "named", "(accuracy = 0.25 + shift, f1 = 0.5)", result(f"(accuracy = {accuracy}, f1 = 0.5)")
    yield "tuple", '(1, "a")', result('(1, "a")')
    yield "set", "Set([1, 2])", result("Set{Int64} with 2 elements:\n  2\n  1")
    rows = [["rf", f"{mse}"], ["gb", "3012.5"], ["ridge", "missing"]]
    yield "frame", "frame", frame(["String", "Float64?"], rows)
    yield "one_row", "first(frame, 1)", frame(["String", "Float64?"], rows[:1])
    yield "long", "vcat(frame, frame, cols = :union)[1:100, :]", frame(["String", "Float64?"], [*rows[:2], None, ["ridge", "missing"]], 100)
    yield "old_frame", "frame", old_frame(["String", "Float64?"], rows)
    yield "accuracy_line", '@printf("accuracy: %.2f\\n", 0.25 + shift)', printed(f"accuracy: {accuracy:.2f}\n")


def frame(types, rows, height=None):
    """A frame of the columns model and mse; None is the row of dots."""
    size = f"{height or len(rows)}×2 DataFrame"
    omitted = '<div style = "float: right;"><span style = "font-style: italic;">97 rows omitted</span></div>' if height else ""
    html = f'<div><div style = "float: left;"><span>{size}</span></div>{omitted}<div style = "clear: both;"></div></div>'
    html += '<div class = "data-frame" style = "overflow-x: scroll;"><table class = "data-frame" style = "margin-bottom: 6px;"><thead>'
    html += f'<tr class = "header"><th class = "rowNumber" {HEAD}>Row</th>' + "".join(f'<th style = "text-align: left;">{name}</th>' for name in ("model", "mse"))
    html += f'</tr><tr class = "subheader headerLastRow"><th class = "rowNumber" {HEAD}></th>'
    html += "".join(f'<th title = "{title(t)}" style = "text-align: left;">{t}</th>' for t in types) + "</tr></thead><tbody>"
    for number, row in enumerate(rows, 1):
        label, cells = ("⋮", ["⋮", "⋮"]) if row is None else (height if height and number == len(rows) else number, row)
        styles = ["text-align: left;", "font-style: italic; text-align: right;" if cells[1] == "missing" else "text-align: right;"]
        html += f'<tr><td class = "rowNumber" {HEAD}>{label}</td>' + "".join(f'<td style = "{s}">{c}</td>' for s, c in zip(styles, cells)) + "</tr>"
    html += "</tbody></table></div>"
    return result(f"{size}\n Row │ model   mse\n ⋯", html)


def old_frame(types, rows):
    """As DataFrames before 1.4."""
    html = f'<div class="data-frame"><p>{len(rows)} rows × 2 columns</p><table class="data-frame"><thead><tr><th></th><th>model</th><th>mse</th></tr><tr><th></th>'
    html += "".join(f'<th title="{title(t)}">{t}</th>' for t in types) + "</tr></thead><tbody>"
    for number, row in enumerate(rows, 1):
        html += f"<tr><th>{number}</th>" + "".join(f"<td>{c if c != 'missing' else '<em>missing</em>'}</td>" for c in row) + "</tr>"
    return result(f"{len(rows)}×2 DataFrame\n ⋯", html + "</tbody></table></div>")


def title(shown):
    return f"Union{{Missing, {shown[:-1]}}}" if shown.endswith("?") else shown


def result(plain, html=None):
    data = {"text/plain": lines(plain)}
    if html:
        data["text/html"] = lines(html)
    return {"data": data, "metadata": {}, "output_type": "execute_result"}


def printed(text):
    return {"name": "stdout", "output_type": "stream", "text": lines(text)}


def markdown(source):
    return {"cell_type": "markdown", "metadata": {}, "source": lines(source)}


def code(source, tag, *outputs):
    return {"cell_type": "code", "metadata": {"tags": [tag]}, "outputs": list(outputs), "source": lines(source)}


def lines(text):
    return text.splitlines(keepends=True)
