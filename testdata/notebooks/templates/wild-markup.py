# %% [markdown]
# # Markup, pictures, sound

# %% tags=["parameters"]
level = 1  # brightness of the pictures, text of the markup

# %%
import io
import math
import struct
import wave

import matplotlib.pyplot as plt
from IPython.display import HTML, SVG, Audio, Image, Javascript, JSON, Latex, Markdown, Math, Pretty, Video, display
from PIL import Image as Picture


def picture(form, size=(24, 16), **options):
    image = Picture.new("RGB", size)
    image.putdata([(x * 10 % 256, y * 15 % 256, 80 * level % 256) for y in range(size[1]) for x in range(size[0])])
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


# %% tags=["markdown"]
Markdown(f"## Result\n\nThe *best* of **{level}** models:\n\n| model | mse |\n|---|---:|\n| rf | 2859.{level} |\n| gb | 3012.5 |\n\nand $e^{{i\\pi}}$.")

# %% tags=["markdown_list"]
Markdown(f"- one\n- two\n  - [link](https://example.org)\n- `code {level}`")

# %% tags=["latex"]
Latex(r"\begin{align}\hat{y} &= \beta_0 + %d x\end{align}" % level)

# %% tags=["math"]
Math(r"\frac{1}{n}\sum_i (y_i - \hat{y}_i)^2 = %d" % level)

# %% tags=["html"]
HTML(f'<style>.box {{ border: 1px solid #888; padding: 4px; color: #036 }}</style><div class="box">Level <b>{level}</b> of <i>two</i></div>')

# %% tags=["html_large"]
HTML("<p>" + "lorem ipsum " * 20 + f"{level}</p>")

# %% tags=["png"]
Image(picture("PNG"))

# %% tags=["png_size"]
# Shown in another size than its own.
Image(picture("PNG"), width=96, height=64)

# %% tags=["png_retina"]
# Twice as many pixels as it is large.
Image(picture("PNG", (48, 32)), retina=True)

# %% tags=["png_alt"]
Image(picture("PNG"), alt=f"A gradient of level {level}")

# %% tags=["jpeg"]
Image(picture("JPEG", quality=60))

# %% tags=["gif"]
Image(picture("GIF"))

# %% tags=["webp"]
display({"image/webp": __import__("base64").b64encode(picture("WEBP")).decode()}, raw=True)

# %% tags=["svg"]
SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="#eef"/><circle cx="30" cy="20" r="{10 + level}" fill="#36c"/></svg>')

# %% tags=["matplotlib_retina"]
# %config InlineBackend.figure_formats = ["retina"]
plt.rcParams.update({"figure.figsize": (2, 1.2), "figure.dpi": 40})
plt.plot([1, 2, 3], [level, 2, 3]);

# %% tags=["matplotlib_svg"]
# %config InlineBackend.figure_formats = ["svg"]
plt.rcParams["svg.hashsalt"] = "fixed"
plt.plot([1, 2], [level, 2]);

# %% tags=["two_formats"]
# The same picture as PNG and SVG and a text beside it.
# %config InlineBackend.figure_formats = ["png", "svg"]
plt.plot([1, 2], [level, 2]);

# %% tags=["pdf"]
# %config InlineBackend.figure_formats = ["pdf"]
plt.plot([1, 2], [level, 2]);

# %% tags=["audio"]
buffer = io.BytesIO()
with wave.open(buffer, "wb") as sound:
    sound.setnchannels(1)
    sound.setsampwidth(2)
    sound.setframerate(4000)
    sound.writeframes(b"".join(struct.pack("<h", int(3000 * math.sin(i * level / 3))) for i in range(400)))
Audio(buffer.getvalue())

# %% tags=["video"]
# The first bytes of a film; no player would play it.
Video(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes([level] * 16), embed=True, mimetype="video/mp4")

# %% tags=["video_link"]
Video(url="film.mp4")

# %% tags=["iframe"]
from IPython.display import IFrame

IFrame("https://example.org/", width=300, height=100)

# %% tags=["javascript"]
Javascript(f"console.log({level})")

# %% tags=["json"]
JSON({"level": level, "names": ["rf", "gb"]})

# %% tags=["pretty"]
Pretty(f"level {level}")

# %% tags=["several"]
# Several displays in one cell: the last counts, the others are several[0], several[1].
print("before")
display(Markdown(f"first *{level}*"))
display(Image(picture("PNG")))
level

# %% tags=["updated"]
# A display that is replaced later keeps one place.
handle = display(Pretty("waiting"), display_id="progress")
handle.update(Pretty(f"done {level}"))
