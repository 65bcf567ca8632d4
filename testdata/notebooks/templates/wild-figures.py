# %% [markdown]
# # Figures that are drawn in the browser

# %% tags=["parameters"]
top = 4  # the highest bar

# %%
import base64

import altair as alt
import folium
import ipywidgets
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
import vl_convert
from bokeh.embed import file_html
from bokeh.plotting import figure, output_notebook, show
from bokeh.resources import CDN
from IPython.display import HTML

data = pd.DataFrame({"model": ["rf", "gb", "ridge"], "score": [1, 2, top]})
pio.renderers.default = "plotly_mimetype"

# %% tags=["plotly"]
plotted = go.Figure(
    [go.Bar(name="score", x=data.model, y=[1, 2, top]), go.Scatter(name="trend", x=["rf", "gb", "ridge"], y=[1.5, 2.5, top - 0.5])],
    layout={"title": {"text": "Scores"}, "template": "none", "width": 360, "height": 240},
)
plotted.show()

# %% tags=["plotly_arrays"]
# Long numeric columns are stored as base64 of their bytes.
import numpy as np

go.Figure(go.Scatter(x=np.arange(50), y=np.arange(50) * float(top)), layout={"template": "none"}).show()

# %% tags=["altair"]
alt.Chart(data, width=120, height=80).mark_bar().encode(x="model", y="score", tooltip="score")

# %% tags=["altair_png"]
alt.renderers.enable("png", ppi=60)
alt.Chart(data, width=120, height=80).mark_bar().encode(x="model", y="score")

# %% tags=["vegalite"]
# The bundle that Altair's renderer "mimetype" makes for JupyterLab, with a picture beside the specification.
chart = alt.Chart(data, width=120, height=80).mark_bar().encode(x="model", y="score")
picture = base64.b64encode(vl_convert.vegalite_to_png(chart.to_dict(), ppi=60)).decode()
display({"application/vnd.vegalite.v6+json": chart.to_dict(), "image/png": picture, "text/plain": "<VegaLite 6 object>"}, raw=True)

# %% tags=["vega"]
display(
    {
        "application/vnd.vega.v5+json": {
            "$schema": "https://vega.github.io/schema/vega/v5.json",
            "width": 100,
            "height": 60,
            "data": [{"name": "table", "values": [{"x": 1, "y": top}, {"x": 2, "y": 3}]}],
            "marks": [{"type": "symbol", "from": {"data": "table"}, "encode": {"enter": {"x": {"field": "x"}, "y": {"field": "y"}}}}],
        },
        "text/plain": "<VegaChart>",
    },
    raw=True,
)

# %%
output_notebook(CDN, hide_banner=True)

# %% tags=["bokeh"]
plot = figure(width=200, height=120, toolbar_location=None)
plot.line([1, 2, 3], [1, 2, top])
show(plot)

# %% tags=["folium"]
folium.Map([45.4, 11.9], zoom_start=top + 2, width=300, height=150)

# %% tags=["widget"]
ipywidgets.IntSlider(value=top, min=0, max=10, description="top")

# %% tags=["widget_box"]
ipywidgets.VBox([ipywidgets.HTML(f"<b>top {top}</b>"), ipywidgets.Text(value="rf", description="model"), ipywidgets.Checkbox(value=True, description="best")])

# %% tags=["widget_progress"]
ipywidgets.IntProgress(value=top, max=10, description="done")

# %% tags=["widget_image"]
import matplotlib.pyplot as plt

out = ipywidgets.Output()
with out:
    print("inside the widget", top)
out

# %% tags=["bokeh_arrays"]
plot = figure(width=200, height=120, toolbar_location=None)
plot.line(np.arange(3.0), np.arange(3.0) * top)
show(plot)

# %% tags=["widget_choice"]
ipywidgets.Dropdown(options=["rf", "gb", "ridge"], index=top - 4, description="model")

# %% tags=["widget_tabs"]
ipywidgets.Tab([ipywidgets.FloatText(value=top / 2), ipywidgets.SelectMultiple(options=[1, 2, 3], index=[0, 2])], titles=["alpha", "folds"])

# %% tags=["widget_picture"]
import io

picture = io.BytesIO()
plt.figure(figsize=(0.6, 0.4))
plt.plot([0, top])
plt.savefig(picture, format="png", dpi=60)
plt.close()
ipywidgets.Image(value=picture.getvalue(), format="png")

# %% tags=["widget_table"]
out = ipywidgets.Output()
with out:
    display(pd.DataFrame({"mse": [1.5, float(top)]}, index=["rf", "gb"]))
out
