# %% [markdown]
# # A model looked at in figures

# %% tags=["parameters"]
seed = 0

# %%
import altair as alt
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import plotly.io as pio

pio.renderers.default = "plotly_mimetype"
rng = np.random.default_rng(seed)
points = pd.DataFrame({"x": rng.normal(size=40).round(2), "y": rng.normal(size=40).round(2), "z": rng.normal(size=40).round(2), "group": rng.choice(list("ab"), 40)})

# %% tags=["scatter"]
px.scatter(points, x="x", y="y", color="group", marginal_x="histogram", title="Points <b>by group</b>")

# %% tags=["confusion"]
px.imshow(rng.integers(0, 50, (4, 4)), text_auto=True)

# %% tags=["roc"]
rate = np.linspace(0, 1, 30)
go.Figure([go.Scatter(x=rate, y=rate ** (0.3 + seed / 10), name="model"), go.Scatter(x=[0, 1], y=[0, 1], name="chance", line={"dash": "dash"})])

# %% tags=["space"]
px.scatter_3d(points, x="x", y="y", z="z", color="group")

# %% tags=["countries"]
px.choropleth(locations=["USA", "DEU"], color=[1, 2 + seed])

# %% tags=["logo"]
px.bar(x=["rf", "gb"], y=[1, 2 + seed]).add_layout_image(source="https://beacon.example/logo.png", x=0, y=1, sizex=0.2, sizey=0.2)

# %% tags=["layered"]
(alt.Chart(points).mark_bar().encode(x=alt.X("x", bin=True), y="count()") + alt.Chart(points).mark_rule(color="red").encode(x="mean(x)")).properties(title="Layered")

# %% tags=["brushed"]
brush = alt.selection_interval()
both = alt.Chart(points).mark_point().encode(x="x", y="y", color=alt.condition(brush, "group", alt.value("lightgray")), tooltip=["x", "y"]).add_params(brush)
both | both.encode(x="z")

# %% tags=["far_away"]
alt.Chart(f"https://beacon.example/data-{seed}.csv").mark_point().encode(x="a:Q", y="b:Q")
