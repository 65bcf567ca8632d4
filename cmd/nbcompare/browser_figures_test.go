package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// drawingOf returns the box of a run's figure.
const drawingOf = `(key, run) => (` + sectionOf + `)(key).querySelector('figure[data-run~="' + run + '"] .drawing')`

// bringDrawing brings a figure to the screen and waits until it is drawn, or
// cannot be; it returns which.
func (tb *tab) bringDrawing(key string, run int) string {
	tb.t.Helper()
	tb.do(`(...args) => (`+drawingOf+`)(...args).scrollIntoView({ block: "center", behavior: "instant" })`, key, run)
	require.True(tb.t, tb.becomes(4*patience, `(...args) => ["drawn", "refused", "failed"].includes((`+drawingOf+`)(...args).dataset.state)`, key, run), "%s is not drawn: %+v", key, tb.sightings())
	return ask[string](tb, `(...args) => (`+drawingOf+`)(...args).dataset.state`, key, run)
}

// askDrawing calls a JavaScript function inside the frame of a figure, beside
// the scripts that run there.
func askDrawing[T any](tb *tab, key string, run int, function string) T {
	tb.t.Helper()
	args, err := json.Marshal([]any{key, run})
	require.NoError(tb.t, err)
	element, err := chromedp.Call(tb.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "(" + drawingOf + ")(..." + string(args) + ").querySelector('iframe')"})
	require.NoError(tb.t, err)
	described, err := chromedp.Call(tb.ctx, dom.DescribeNode, dom.DescribeNodeParams{ObjectID: element.Result.ObjectID})
	require.NoError(tb.t, err)
	world, err := chromedp.Call(tb.ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: described.Node.FrameID})
	require.NoError(tb.t, err)
	byValue := true
	got, err := chromedp.Call(tb.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "(" + function + ")()", ContextID: world.ExecutionContextID, ReturnByValue: &byValue})
	require.NoError(tb.t, err)
	require.Nil(tb.t, got.ExceptionDetails)
	var result T
	require.NoError(tb.t, json.Unmarshal(got.Result.Value, &result), "%s", got.Result.Value)
	return result
}

func count(selector string) string {
	return `() => document.querySelectorAll("` + selector + `").length`
}

// TestFiguresInChromium looks into the frames of figures for what their
// libraries drew, and at what stands around them.
func TestFiguresInChromium(t *testing.T) {
	b := startBrowser(t)
	wild := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild")
	path := report(t, filepath.Join(wild, "figures-[01].ipynb"))
	tb := b.newTab(t)
	tb.load(fileURL(path))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	heights := ask[[]int](tb, heightsOfFigures)
	require.Len(t, heights, 10)

	for _, test := range []struct {
		key, selector string
		want          int
	}{
		{"plotly", ".barlayer .point path", 3},
		{"plotly_arrays", ".scatterlayer .js-line", 1},
		{"altair", ".mark-rect.role-mark path", 3},
		{"vegalite", ".mark-rect.role-mark path", 3},
		{"vega", ".mark-symbol.role-mark path", 2},
	} {
		for run := range 2 {
			require.Equal(t, "drawn", tb.bringDrawing(test.key, run), test.key)
			require.Equal(t, test.want, askDrawing[int](tb, test.key, run, count(test.selector)), test.key)
		}
	}
	// The highest bar is what differs between the runs.
	bars := `() => [...document.querySelectorAll(".mark-rect.role-mark path")].map((bar) => bar.getAttribute("d"))`
	require.NotEqual(t, askDrawing[[]string](tb, "altair", 0, bars), askDrawing[[]string](tb, "altair", 1, bars))
	require.Equal(t, "sandboxed", askDrawing[string](tb, "altair", 0, `() => { try { return parent.document.title; } catch { return "sandboxed"; } }`))
	require.Equal(t, heights, ask[[]int](tb, heightsOfFigures), "nothing moves when a figure is drawn")

	tb.requireDifferences("plotly", []string{"data[0].y[2] 4 5", "data[1].y[2] 3.5 4.5"})
	tb.requireLarge("vegalite")
	tb.requireDarkFigures("plotly", "altair")
	tb.requireTakenDown("plotly")

	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())

	without, err := os.ReadFile(report(t, filepath.Join(wild, "text-[01].ipynb")))
	require.NoError(t, err)
	require.NotContains(t, string(without), "application/x-nbcompare-library")
}

const heightsOfFigures = `() => [...document.querySelectorAll("section:has(.drawing)")].flatMap((section) => [...section.querySelectorAll(".drawing")].map((box) => box.closest("figure").offsetHeight))`

// requireDifferences unfolds the specification of the second run.
func (tb *tab) requireDifferences(key string, want []string) {
	tb.t.Helper()
	spec := `(key) => (` + sectionOf + `)(key).querySelector('figure[data-run~="1"] details.spec')`
	tb.click(`(key) => (`+spec+`)(key).querySelector("summary")`, key)
	tb.until(`(key) => (`+spec+`)(key).dataset.filled === "true"`, key)
	require.Equal(tb.t, want, ask[[]string](tb, `(key) => [...(`+spec+`)(key).querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent).join(" "))`, key))
	require.Contains(tb.t, ask[string](tb, `(key) => (`+spec+`)(key).querySelector("pre").textContent`, key), `"name": "score"`)
}

// requireLarge shows a figure large, and closes it.
func (tb *tab) requireLarge(key string) {
	tb.t.Helper()
	tb.click(`(key) => (`+sectionOf+`)(key).querySelector(".drawing-large")`, key)
	tb.until(`() => document.querySelector("dialog.figure-large")?.dataset.state === "drawn"`)
	require.Greater(tb.t, ask[float64](tb, `() => document.querySelector("dialog.figure-large iframe").offsetWidth`), 1000.0)
	tb.do(`() => document.querySelector("dialog.figure-large .bar button").click()`)
	tb.until(`() => document.querySelector("dialog") === null`)
}

// requireDarkFigures turns the light off, and on again.
func (tb *tab) requireDarkFigures(keys ...string) {
	tb.t.Helper()
	for _, test := range []struct{ scheme, background string }{{"dark", ""}, {"light", "rgb(255, 255, 255)"}} {
		_, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: test.scheme}}})
		require.NoError(tb.t, err)
		surface := ask[string](tb, `() => getComputedStyle(document.querySelector(".card")).backgroundColor`)
		require.Equal(tb.t, test.scheme == "light", surface == "rgb(255, 255, 255)")
		for _, key := range keys {
			require.True(tb.t, eventually(patience, func() bool {
				return tb.bringDrawing(key, 0) == "drawn" &&
					ask[bool](tb, `(key) => (`+drawingOf+`)(key, 0).querySelector("iframe") !== null`, key) &&
					askDrawing[string](tb, key, 0, `() => getComputedStyle(document.documentElement).backgroundColor`) == surface
			}), "%s is not %s", key, test.scheme)
		}
	}
}

// requireTakenDown leaves a figure far behind: its frame goes, its picture
// stays; it is drawn again when the reader is back.
func (tb *tab) requireTakenDown(key string) {
	tb.t.Helper()
	require.Equal(tb.t, "drawn", tb.bringDrawing(key, 0))
	tb.do(`() => {
		const far = document.createElement("div");
		far.id = "far";
		far.style.height = "5000px";
		document.body.append(far);
		scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
	}`)
	tb.until(`(key) => {
		const box = (`+drawingOf+`)(key, 0), left = box.querySelector(".drawing-left");
		return box.dataset.state === "waiting" && !box.querySelector("iframe") && left.complete && left.naturalWidth > 0;
	}`, key)
	require.Equal(tb.t, "drawn", tb.bringDrawing(key, 0))
	tb.do(`() => document.getElementById("far").remove()`)
}

// TestChartsInChromium draws charts as people make them, and says of those that
// ask for something outside what it is.
func TestChartsInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "charts", "seed-0.ipynb"))))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	for _, test := range []struct {
		key, selector string
		want          int
	}{
		{"scatter", ".scatterlayer .point", 40},
		{"confusion", ".heatmaplayer image", 1},
		{"confusion", ".heatmaplayer text", 16},
		{"roc", ".scatterlayer .js-line", 2},
		{"space", ".gl-container canvas", 1},
		{"logo", ".barlayer .point path", 2},
		{"brushed", ".mark-symbol.role-mark path", 80},
	} {
		require.Equal(t, "drawn", tb.bringDrawing(test.key, 0), test.key)
		require.Equal(t, test.want, askDrawing[int](tb, test.key, 0, count(test.selector)), test.key)
	}
	require.Equal(t, "drawn", tb.bringDrawing("layered", 0))
	require.Positive(t, askDrawing[int](tb, "layered", 0, count(".mark-rect.role-mark path")))
	require.Equal(t, 1, askDrawing[int](tb, "layered", 0, count(".mark-rule.role-mark line")))
	says := `(key) => (` + drawingOf + `)(key, 0).querySelector(".drawing-says").textContent`
	require.Equal(t, "Drawn without what it asks for: https://beacon.example/logo.png", ask[string](tb, says, "logo"))
	for key, what := range map[string]string{"countries": "the countries of choropleth", "far_away": "https://beacon.example/data-0.csv"} {
		require.Equal(t, "refused", tb.bringDrawing(key, 0), key)
		require.Equal(t, "Not drawn: it asks for "+what+", and a report fetches nothing.", ask[string](tb, says, key))
	}
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())
}

// hostileFigures ask for what a report does not give, each by its name at
// beacon.example. Requests are those that a page without defences makes.
var hostileFigures = []struct {
	name, mimeType, spec string
	state                string // what becomes of it in a report
	requests             []string
}{
	{"plotly_image", plotlyType, `{"data": [{"y": [1, 2]}], "layout": {"images": [{"source": "http://beacon.example/plotly-image", "x": 0, "y": 1, "sizex": 1, "sizey": 1}]}}`, "drawn", []string{"plotly-image"}},
	{"plotly_template", plotlyType, `{"data": [{"y": [1, 2]}], "layout": {"template": {"layout": {"images": [{"name": "a", "source": "http://beacon.example/plotly-template", "x": 0, "y": 1, "sizex": 1, "sizey": 1}]}}}}`, "drawn", []string{"plotly-template"}},
	{"plotly_globe", plotlyType, `{"data": [{"type": "scattergeo", "lon": [1], "lat": [2]}], "config": {"topojsonURL": "http://beacon.example/plotly-topojson/"}}`, "drawn", []string{"plotly-topojson"}},
	{"plotly_geojson", plotlyType, `{"data": [{"type": "choropleth", "locations": ["a"], "z": [1], "geojson": "http://beacon.example/plotly-geojson"}]}`, "refused", []string{"plotly-geojson"}},
	{"plotly_text", plotlyType, `{"data": [{"type": "bar", "y": [1, 2], "text": ["<a href=\"javascript:pwned('plotly-a')\">a</a>", "<img src=x onerror=\"pwned('plotly-img')\">"], "hovertemplate": "<script>pwned('plotly-hover')</script>"}],
		"layout": {"title": {"text": "<a href=\"javascript:pwned('plotly-title')\" target=\"_top\">t</a><svg onload=\"pwned('plotly-svg')\"><a href=\"http://beacon.example/plotly-link\">link</a>"},
		"modebar": {"add": ["sendChartToCloud"]}}, "config": {"plotlyServerURL": "http://beacon.example/plotly-cloud", "showSendToCloud": true}}`, "drawn", nil},
	{"plotly_polluted", plotlyType, `{"data": [{"y": [1, 2], "__proto__": {"polluted": 1}}], "layout": {"constructor": {"prototype": {"polluted": 1}}, "__proto__": {"polluted": 1}}}`, "drawn", nil},
	{"plotly_nothing", plotlyType, `{"data": {"length": 1e9}, "layout": [[[]]], "frames": "none"}`, "", nil},
	{"plotly_deep", plotlyType, `{"data": [{"y": [1, 2], "meta": ` + nestedJSON(300) + `}]}`, "", nil},
	{"vegalite_url", vegaliteType, `{"data": {"url": "http://beacon.example/vega-data.json"}, "mark": "point"}`, "refused", []string{"vega-data.json"}},
	{"vega_url", vegaType, `{"data": [{"name": "a", "url": "http://beacon.example/vega-table.csv", "format": {"type": "csv"}}], "marks": []}`, "refused", []string{"vega-table.csv"}},
	{"vega_signal", vegaType, `{"signals": [{"name": "u", "update": "'http://beacon.example/' + 'vega-signal'"}], "data": [{"name": "a", "url": {"signal": "u"}}], "marks": []}`, "refused", []string{"vega-signal"}},
	{"vega_image", vegaType, `{"width": 50, "height": 50, "marks": [{"type": "image", "encode": {"enter": {"url": {"value": "http://beacon.example/vega-image"}, "width": {"value": 40}, "height": {"value": 40}}}}]}`, "drawn", []string{"vega-image"}},
	{"vega_eval", vegaType, `{"width": 50, "height": 50, "signals": [{"name": "s", "update": "[].constructor.constructor('pwned(\"vega-constructor\")')()"}], "marks": []}`, "", nil},
	{"vega_proto", vegaType, `{"width": 50, "height": 50, "signals": [{"name": "s", "init": "{toString: pwned}", "update": "''.constructor.constructor('pwned(1)')()"}], "marks": []}`, "failed", nil},
	{"vega_href", vegaType, `{"width": 50, "height": 50, "marks": [{"type": "rect", "encode": {"enter": {"href": {"value": "javascript:pwned('vega-href')"}, "width": {"value": 50}, "height": {"value": 50},
		"fill": {"value": "red"}, "tooltip": {"value": "<img src=x onerror=pwned('vega-tooltip')>"}}}}]}`, "drawn", nil},
	{"vegalite_link", vegaliteType, `{"data": {"values": [{"a": 1, "u": "http://beacon.example/vega-link"}]}, "mark": {"type": "rect", "width": 300, "height": 300},
		"title": "</text></svg><script>pwned('vega-title')</script>", "encoding": {"href": {"field": "u"}}, "usermeta": {"embedOptions": {"loader": {"baseURL": "http://beacon.example/"}, "ast": false}}}`, "drawn", nil},
	{"vega_huge", vegaType, `{"data": [{"name": "a", "transform": [{"type": "sequence", "start": 0, "stop": 1e12}]}], "marks": []}`, "", nil},
	{"vega_broken", vegaType, `{"marks": [{"type": "no such mark"}], "signals": [{"name": "a", "update": "b ++ ("}]}`, "failed", nil},
	{"vegalite_broken", vegaliteType, `{"mark": 7, "encoding": []}`, "", nil},
}

const (
	plotlyType   = "application/vnd.plotly.v1+json"
	vegaType     = "application/vnd.vega.v5+json"
	vegaliteType = "application/vnd.vegalite.v5+json"
)

func nestedJSON(depth int) string {
	return strings.Repeat(`{"source": [`, depth) + strings.Repeat("]}", depth)
}

// TestHostileFiguresInChromium: what figures fetch in a page that draws them
// without a thought, they do not fetch in a report; nor does a click in them
// lead anywhere, nor does anything of theirs run.
func TestHostileFiguresInChromium(t *testing.T) {
	t.Run("naive", testNaiveFigures)
	t.Run("report", testHostileFigures)
}

// testNaiveFigures shows that each request is made where nothing stops it.
func testNaiveFigures(t *testing.T) {
	testenv.Node(t) // which has the packages of render/web installed
	modules := filepath.Join(testenv.Root(t), "render", "web", "node_modules")
	b := startBrowser(t)
	var page strings.Builder
	page.WriteString("<!doctype html><meta charset=utf-8><body>\n")
	for _, script := range []string{"plotly.js-strict-dist-min/plotly-strict.min.js", "vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js"} {
		fmt.Fprintf(&page, "<script src=\"%s\"></script>\n", fileURL(filepath.Join(modules, filepath.FromSlash(script))))
	}
	var want []string
	for _, figure := range hostileFigures {
		if figure.requests == nil {
			continue
		}
		want = append(want, figure.requests...)
		draw := "Plotly.newPlot(place, spec)"
		switch figure.mimeType {
		case vegaliteType:
			draw = "new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'svg', container: place }).runAsync()"
		case vegaType:
			draw = "new vega.View(vega.parse(spec), { renderer: 'svg', container: place }).runAsync()"
		}
		fmt.Fprintf(&page, "<script>{ const place = document.body.appendChild(document.createElement('div')), spec = %s; %s; }</script>\n", figure.spec, draw)
	}
	path := filepath.Join(t.TempDir(), "naive.html")
	require.NoError(t, os.WriteFile(path, []byte(page.String()), 0o666))
	tb := b.newTab(t)
	tb.start(fileURL(path))
	for _, request := range want {
		require.True(t, eventually(4*patience, func() bool { return b.trap.saw(request) }), "%s was not asked for: %+v", request, tb.sightings())
	}
}

func testHostileFigures(t *testing.T) {
	var cells []string
	for _, figure := range hostileFigures {
		cells = append(cells, fmt.Sprintf(`{"cell_type": "code", "metadata": {"tags": [%q]}, "execution_count": 1, "source": "",
			"outputs": [{"output_type": "display_data", "metadata": {}, "data": {%q: %s}}]}`, figure.name, figure.mimeType, figure.spec))
	}
	path := filepath.Join(t.TempDir(), "figures.ipynb")
	require.NoError(t, os.WriteFile(path, []byte(`{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [`+strings.Join(cells, ",")+`]}`), 0o666))
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, path)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	for _, figure := range hostileFigures {
		state := tb.bringDrawing(figure.name, 0)
		if figure.state != "" {
			require.Equal(t, figure.state, state, "%s: %s", figure.name, ask[string](tb, `(key) => (`+drawingOf+`)(key, 0).textContent`, figure.name))
		}
		if state == "drawn" {
			tb.clickInside(figure.name)
		}
	}
	tb.requireLarge("plotly_text")
	tb.do(`() => { for (const spec of document.querySelectorAll("details.spec > summary")) spec.click(); }`)
	tb.until(`() => [...document.querySelectorAll("details.spec")].every((spec) => spec.dataset.filled === "true")`)
	requireHarmless(t, tb, b.trap)
}

// clickInside clicks a figure as a person would, then what may lead somewhere in
// its frame: texts, links, pictures, marks, buttons.
func (tb *tab) clickInside(key string) {
	tb.t.Helper()
	require.Equal(tb.t, "drawn", tb.bringDrawing(key, 0))
	tb.click(`(key) => (`+drawingOf+`)(key, 0)`, key)
	clicked := askDrawing[int](tb, key, 0, `() => {
		const all = [...document.querySelectorAll("#figure :is(svg, a, text, tspan, image, .role-mark path, .modebar-btn)")];
		for (const element of all) for (const type of ["click", "auxclick"]) {
			element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true, view: window }));
		}
		return all.length;
	}`)
	require.Positive(tb.t, clicked)
}
