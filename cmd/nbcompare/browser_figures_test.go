package main

import (
	"encoding/json"
	"os"
	"path/filepath"
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
	require.Len(t, heights, 14)
	require.True(t, ask[bool](tb, `(...args) => (`+drawingOf+`)(...args).querySelector(".still img.picture") !== null`, "vegalite", 0), "its own picture stands there until it is drawn")

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

	tb.requireDifferences("plotly", []string{"data[0].y[2] 4 5", "data[1].y[2] 3.5 4.5"}, `"name": "score"`)
	require.Equal(t, "failed", tb.bringDrawing("bokeh", 0))
	require.Equal(t, "A report does not draw figures of bokeh. Below stands what they are drawn from.", ask[string](tb, `(key) => (`+drawingOf+`)(key, 0).innerText`, "bokeh"))
	tb.requireDifferences("bokeh", []string{"roots[0].attributes.renderers[0].attributes.data_source.attributes.data.entries[1][1][2] 4 5"}, `"title": "Bokeh Application"`)
	tb.do(`(key) => (`+sectionOf+`)(key).scrollIntoView({ behavior: "instant" })`, "folium")
	tb.until(`(key) => (`+sectionOf+`)(key).querySelector(".values iframe")?.srcdoc.includes("Scripts and embedded pages are not run in a report: what they would draw is missing here.")`, "folium")
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

// requireDifferences unfolds the specification of the second run, which holds a text.
func (tb *tab) requireDifferences(key string, want []string, holds string) {
	tb.t.Helper()
	spec := `(key) => (` + sectionOf + `)(key).querySelector('figure[data-run~="1"] details.spec')`
	tb.click(`(key) => (`+spec+`)(key).querySelector("summary")`, key)
	tb.until(`(key) => (`+spec+`)(key).dataset.filled === "true"`, key)
	require.Equal(tb.t, want, ask[[]string](tb, `(key) => [...(`+spec+`)(key).querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent).join(" "))`, key))
	require.Contains(tb.t, ask[string](tb, `(key) => (`+spec+`)(key).querySelector("pre").textContent`, key), holds)
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

// clickInside clicks a figure as a person would, then what may lead somewhere in
// its frame: texts, links, pictures, marks, buttons.
func (tb *tab) clickInside(key string, run int) {
	tb.t.Helper()
	require.Equal(tb.t, "drawn", tb.bringDrawing(key, run))
	tb.click(drawingOf, key, run)
	clicked := askDrawing[int](tb, key, run, `() => {
		const all = [...document.querySelectorAll("#figure :is(svg, a, text, tspan, image, .role-mark path, .modebar-btn)")];
		for (const element of all) for (const type of ["click", "auxclick"]) {
			element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true, view: window }));
		}
		return all.length;
	}`)
	require.Positive(tb.t, clicked)
}
