package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// A pageView is something that a reader can see in a report of the notebooks of
// testdata: what axe looks at, and what the screenshots show.
type pageView struct {
	name, runs string // runs is a folder, a file or a glob in testdata/notebooks
	hash       string
	at         string // the title of the section that is brought to the top, or "#" and an id; "" for the page's top
	then       string // what is done then: a JavaScript function
	still      bool   // for the screenshots alone: to axe another view is the same
}

// pageViews lists every view.
var pageViews = []pageView{
	{name: "overview", runs: "diabetes"},
	{name: "overview-arranged", runs: "diabetes", hash: "#pin=rf-1&baseline=gb-2&constants=on&sort=-r2"},
	{name: "overview-transposed", runs: "diabetes", hash: "#transpose=on"},
	{name: "overview-groups", runs: "diabetes", hash: "#group=all-but:params.seed&members=rf"},
	{name: "overview-columns", runs: "diabetes", then: `() => { document.querySelector("#columns").open = true; document.querySelector("#constants").open = true; }`},
	{name: "groups", runs: "diabetes", hash: "#group=all-but:params.seed", then: `() => document.querySelector(".unfold").click()`},
	{name: "groups-transposed", runs: "diabetes", hash: "#group=params.model&transpose=on"},
	{name: "dict", runs: "diabetes", at: "metrics"},
	{name: "pictures", runs: "diabetes", at: "pred_vs_true"},
	{name: "pair-sides", runs: "diabetes", hash: "#pick.pred_vs_true=sides:gb-0~rf-1", at: "pred_vs_true"},
	{name: "pair-swipe", runs: "diabetes", hash: "#pick.pred_vs_true=swipe:gb-0~rf-1", at: "pred_vs_true"},
	{name: "pair-onion", runs: "diabetes", hash: "#pick.pred_vs_true=onion:gb-0~rf-1", at: "pred_vs_true"},
	{name: "pair-difference", runs: "diabetes", hash: "#pick.pred_vs_true=difference:gb-0~rf-1", at: "pred_vs_true"},
	{name: "large-picture", runs: "diabetes", at: "pred_vs_true", then: `() => document.querySelector("button.plate").click()`},
	{name: "table", runs: "churn", at: "classification_report"},
	{name: "table-one-run", runs: "churn", hash: "#pick.classification_report=run:candidate&rows.classification_report=differing;tolerance=1%25", at: "classification_report"},
	{name: "curves", runs: "training", at: "history"},
	{name: "curves-smooth", runs: "training", hash: "#pick.history=chart;log-y;smooth-0.5:loss", at: "history"},
	{name: "curves-steps", runs: "training", hash: "#pick.history=steps", at: "history"},
	{name: "help", runs: "diabetes", then: `() => document.querySelector("#open-help").click()`},
	{name: "problems", runs: "broken", then: `() => {
		for (const details of document.querySelectorAll("#problems details")) details.open = true;
		document.querySelector("#problems").scrollIntoView({ behavior: "instant" });
	}`},
	{name: "formulas", runs: "wild/markup-[01].ipynb"},
	{name: "texts", runs: "wild/text-[01].ipynb", then: unfoldEverything},
	{name: "values", runs: "wild/keys-[01].ipynb", then: unfoldEverything},
	{name: "great-tables", runs: "wild/great-tables-[01].ipynb", then: unfoldEverything},
	{name: "plotly", runs: "charts", at: "scatter", still: true},
	{name: "vega", runs: "charts", at: "layered", still: true},
	{name: "figures", runs: "wild/figures-[01].ipynb", at: "plotly"},
	{name: "figure-specification", runs: "wild/figures-[01].ipynb", at: "altair", then: `() => { for (const spec of document.querySelectorAll('section[data-key="altair"] details.spec')) spec.open = true; }`},
	{name: "figure-large", runs: "wild/figures-[01].ipynb", at: "plotly", then: `() => document.querySelector(".drawing-large").click()`},
	{name: "notebooks", runs: "churn", at: "#notebooks"},
	{name: "notebooks-versions", runs: "churn", hash: "#cells-view=versions", at: "#notebooks"},
	{name: "notebooks-equal", runs: "wild/markup-[01].ipynb", hash: "#cells-equal=on", at: "#notebooks"},
	{name: "notebooks-failed", runs: "broken", hash: "#cells=ok&cells=failed&cells=partial", at: "#notebooks"},
	{name: "notebooks-figures", runs: "wild/figures-[01].ipynb", at: "#notebooks"},
}

// partOf returns the element that a view is at.
const partOf = `(at) => at.startsWith("#") ? document.querySelector(at) : (` + sectionOf + `)(at)`

// unfoldEverything opens whatever is folded.
const unfoldEverything = `() => {
	for (const fold of document.querySelectorAll('button.fold[aria-expanded="false"]')) fold.click();
	for (const details of document.querySelectorAll("#app details")) details.open = true;
}`

// A viewBook holds a report of each runs that a view is of.
type viewBook struct {
	folder  string
	reports map[string]string
}

func newViewBook(t *testing.T) viewBook {
	return viewBook{t.TempDir(), map[string]string{}}
}

// report makes the report of some runs, once.
func (book viewBook) report(t *testing.T, runs string) string {
	t.Helper()
	if book.reports[runs] == "" {
		page := filepath.Join(book.folder, fmt.Sprintf("%d.html", len(book.reports)))
		require.NoError(t, os.Rename(report(t, "--title", titles[runs], filepath.Join(testenv.Root(t), "testdata", "notebooks", filepath.FromSlash(runs))), page))
		book.reports[runs] = page
	}
	return book.reports[runs]
}

// open shows a view, light or dark, on a screen of this size.
func (book viewBook) open(t *testing.T, tb *tab, v pageView, scheme string, width, height int64) {
	t.Helper()
	require.NoError(t, chromedp.Do(tb.ctx, chromedp.EmulateViewport(width, height)))
	tb.media("", scheme)
	tb.load(fileURL(book.report(t, v.runs)) + v.hash)
	tb.until(`() => document.documentElement.dataset.ready === "true" && document.fonts.status === "loaded"`)
	tb.settle()
	if v.at != "" {
		// What waits to be near is drawn, and what is drawn above it meanwhile may push it away again.
		tb.until(`(at) => {
			const part = (`+partOf+`)(at);
			part.scrollIntoView({ behavior: "instant" });
			return part.dataset.drawn === "true";
		}`, v.at)
		tb.do(`(at) => (`+partOf+`)(at).scrollIntoView({ behavior: "instant" })`, v.at)
	}
	if v.then != "" {
		tb.do(v.then)
	}
	tb.settle()
}

// titles are what the reports of the views are called.
var titles = map[string]string{"diabetes": "Diabetes: three regressors, four seeds"}

// media chooses a medium, "" for the screen, and light or dark, and stops
// whatever moves.
func (tb *tab) media(name, scheme string) {
	tb.t.Helper()
	_, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	require.NoError(tb.t, err)
}
