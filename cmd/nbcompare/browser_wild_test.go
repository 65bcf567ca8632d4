package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	browserdomain "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestWildReportsInChromium finds every kind of output of testdata/notebooks/wild
// in the report of its two runs, as the browser shows it.
func TestWildReportsInChromium(t *testing.T) {
	b := startBrowser(t)
	for _, test := range []struct {
		name     string
		pictures bool
	}{
		{"tables", false}, {"great-tables", false}, {"text", false}, {"markup", true}, {"figures", true}, {"keys", false}, {"r", true}, {"go", false}, {"julia", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			runs := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", test.name+"-[01].ipynb")
			c, err := collection.Load(t.Context(), []string{runs}, collection.Options{})
			require.NoError(t, err)
			require.Len(t, c.Runs, 2)
			f := &family{t, c, b.newTab(t), report(t, runs)}
			f.tab.load(fileURL(f.path))
			f.tab.until(`() => document.documentElement.dataset.ready === "true"`)
			f.unfoldAll()
			f.requireValues()
			if test.pictures {
				f.requirePictures()
			}
			f.tab.settle()
			require.Equal(t, sightings{}, f.tab.sightings())
			require.Empty(t, b.trap.caught())
		})
	}
}

// TestWildTablesInChromium looks for what tables say beside their cells: captions,
// the types of columns, the names of levels, and that they are cut off.
func TestWildTablesInChromium(t *testing.T) {
	b := startBrowser(t)
	wild := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild")
	type said struct {
		Caption, Levels, Index string
		Dtypes                 []string
		Cut                    bool
	}
	const ask1 = `(key) => {
		const section = (` + sectionOf + `)(key), text = (selector) => section.querySelector(selector)?.textContent ?? "";
		return { Caption: text(".table-caption"), Levels: text("tr.groups > .name"), Index: text("tr.labels > .name .label"),
			Dtypes: [...section.querySelectorAll("tr.groups .dtype")].map((dtype) => dtype.textContent), Cut: section.innerText.includes("Only part of the table stands in the notebook: ") };
	}`
	for name, keys := range map[string]map[string]said{
		"tables": {
			"styler":        {"Scores of the models", "", "row", []string{}, false},
			"styler_multi":  {"", "part / metric", "model / seed", []string{}, false},
			"multiindex":    {"", "part / metric", "model / seed", []string{}, false},
			"series":        {"", "", "row", []string{}, false},
			"series_counts": {"", "", "risk of loss", []string{}, false},
			"styler_bars":   {"Bars & colours", "", "row", []string{}, false},
			"crosstab":      {"", "predicted", "true", []string{}, false},
			"series_long":   {"", "", "row", []string{}, true},
			"long":          {"", "", "row", []string{}, true},
			"polars":        {"", "", "row", []string{"str", "f64", "i64", "date", "list[f64]", "cat"}, false},
			"polars_long":   {"", "", "row", []string{"f64", "f64", "f64", "f64", "f64", "f64", "f64", "f64", "f64", "f64", "f64", "f64"}, true},
			"duckdb":        {"", "", "row", []string{"VARCHAR", "DECIMAL(6,2)", "BOOLEAN"}, false},
			"duckdb_long":   {"", "", "row", []string{"BIGINT", "DOUBLE"}, true},
			"jupysql":       {"", "", "row", []string{}, false},
			"jupysql_long":  {"", "", "row", []string{}, true},
		},
		"great-tables": {"great_tables": {"Scores: of three models", "", "row", []string{}, false}},
		"r": {
			"frame":  {"A data.frame: 2 × 3", "", "row", []string{"fct", "dbl", "lgl"}, false},
			"tibble": {"A tibble: 2 × 4", "", "row", []string{"chr", "dbl", "int", "date"}, false},
			"long":   {"A data.frame: 200 × 2", "", "row", []string{"int", "dbl"}, true},
		},
		"julia": {
			"frame": {"", "", "Row", []string{"String", "Float64?"}, false},
			"long":  {"", "", "Row", []string{"String", "Float64?"}, true},
		},
	} {
		tb := b.newTab(t)
		tb.load(fileURL(report(t, filepath.Join(wild, name+"-[01].ipynb"))))
		tb.until(`() => document.documentElement.dataset.ready === "true"`)
		tb.do(unfoldEverything)
		tb.do(`() => { for (const select of document.querySelectorAll(".select select")) if ([...select.options].some(({ value }) => value === "-1")) { select.value = "-1"; select.dispatchEvent(new Event("change", { bubbles: true })); } }`)
		for key, want := range keys {
			tb.until(`(key) => (`+sectionOf+`)(key).querySelector("table.heat") !== null`, key)
			require.Equal(t, want, ask[said](tb, ask1, key), "%s: %s", name, key)
		}
	}
	require.Empty(t, b.trap.caught())
}

// TestMetricWithoutAValueInChromium: a None and an N/A among numbers leave a metric one, with
// its best run and a dot for each number.
func TestMetricWithoutAValueInChromium(t *testing.T) {
	b := startBrowser(t)
	folder := t.TempDir()
	for name, printed := range map[string][2]string{"r1": {"None", "0.1"}, "r2": {"0.2", "N/A"}, "r3": {"0.1", "0.3"}, "r4": {"0.3", "0.2"}} {
		var cells []string
		for i, tag := range []string{"loss", "mse"} {
			cells = append(cells, fmt.Sprintf(`{"cell_type": "code", "execution_count": 1, "metadata": {"tags": [%q]}, "source": "x", "outputs": [{"output_type": "stream", "name": "stdout", "text": %q}]}`, tag, printed[i]))
		}
		text := `{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [` + strings.Join(cells, ", ") + `]}`
		require.NoError(t, os.WriteFile(filepath.Join(folder, name+".ipynb"), []byte(text), 0o666))
	}
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder, "--baseline", "r4")))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.do(unfoldEverything)
	for key, best := range map[string]string{"loss": "r3", "mse": "r1"} {
		tb.until(`(key) => (`+sectionOf+`)(key).querySelector("table.dots") !== null`, key)
		require.Equal(t, []any{3.0, best}, ask[[]any](tb, `(key) => { const section = (`+sectionOf+`)(key); return [section.querySelectorAll(".dot").length, section.querySelector("tr:has(.star) .name").textContent]; }`, key), key)
	}
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())
}

// TestMatchesInChromium compares two notebooks by what they print without a tag.
func TestMatchesInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	runs := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", "text-[01].ipynb")
	tb.load(fileURL(report(t, runs, "-k", "test_accuracy", "--match", "Test accuracy: (?P<test_accuracy>[0-9.]+)")))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	require.Equal(t, []string{"test_accuracy"}, ask[[]string](tb, `() => [...document.querySelectorAll("section[data-key]")].map((section) => section.dataset.key)`))
	require.Equal(t, []string{"0.93", "0.875"}, ask[[]string](tb, `() => [0, 1].map((run) => document.querySelector('#overview-table td[data-run="' + run + '"][data-column="test_accuracy"]').title.split("\n")[0])`))
	require.Contains(t, ask[string](tb, `() => document.querySelector("section[data-key]").innerText`), "−5.9 %")
	require.Empty(t, b.trap.caught())
}

// TestWildHostsInChromium compares one notebook as nine programs and formats
// write it: all hold the same.
func TestWildHostsInChromium(t *testing.T) {
	b := startBrowser(t)
	var runs []string
	for _, name := range []string{"hosts", "format-2", "format-3", "format-4.0", "format-4.99", "colab", "vscode", "databricks", "kaggle"} {
		runs = append(runs, filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", name+".ipynb"))
	}
	c, err := collection.Load(t.Context(), runs, collection.Options{})
	require.NoError(t, err)
	require.Len(t, c.Runs, len(runs))
	f := &family{t, c, b.newTab(t), report(t, runs...)}
	f.tab.load(fileURL(f.path))
	f.tab.until(`() => document.documentElement.dataset.ready === "true"`)
	f.unfoldAll()
	f.requireValues()
	f.requirePictures()
	differs := ask[map[string]string](f.tab, `() => Object.fromEntries([...document.querySelectorAll("section[data-key]")].map(({ dataset }) => [dataset.key, dataset.differs]))`)
	for _, key := range []string{"score", "printed", "chart"} {
		require.Equal(t, "false", differs[key], key)
	}
	f.tab.settle()
	require.Equal(t, sightings{}, f.tab.sightings())
	require.Empty(t, b.trap.caught())
}

// TestShownAsTheNotebookSays looks at pictures that ask for a size or have an
// alternative text, and saves a PDF from the page.
func TestShownAsTheNotebookSays(t *testing.T) {
	b := startBrowser(t)
	notebook := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", "markup-0.ipynb")
	tb := b.newTab(t)
	tb.load(fileURL(report(t, notebook)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.scrollThrough()

	shown := map[string][3]any{}
	for _, key := range []string{"png", "png_size", "png_retina", "png_alt", "matplotlib_retina"} {
		image := `(key) => (` + sectionOf + `)(key).querySelector("img.picture")`
		tb.do(`(key) => (`+image+`)(key).scrollIntoView({ block: "center", behavior: "instant" })`, key)
		tb.until(`(key) => (`+image+`)(key).complete && (`+image+`)(key).naturalWidth > 0`, key)
		shown[key] = ask[[3]any](tb, `(key) => { const image = (`+image+`)(key); return [image.clientWidth, image.clientHeight, image.alt]; }`, key)
	}
	require.Equal(t, map[string][3]any{
		"png":               {24.0, 16.0, "png of markup-0"},
		"png_size":          {96.0, 64.0, "png_size of markup-0"},
		"png_retina":        {24.0, 16.0, "png_retina of markup-0"},
		"png_alt":           {24.0, 16.0, "A gradient of level 1"},
		"matplotlib_retina": {77.0, 55.0, "matplotlib_retina of markup-0"},
	}, shown)

	for key, mimeType := range map[string]string{"pdf": "application/pdf", "audio": "audio/wav", "video": "video/mp4"} {
		require.Contains(t, ask[string](tb, `(key) => (`+sectionOf+`)(key).innerText`, key), mimeType)
	}
	for key, says := range map[string]string{"video_link": "film.mp4 is missing here", "iframe": "https://example.org/ is missing here", "html": "Level "} {
		frame := `(key) => (` + sectionOf + `)(key).querySelector("iframe")`
		tb.do(`(key) => (`+sectionOf+`)(key).scrollIntoView({ block: "center", behavior: "instant" })`, key)
		tb.until(`(key) => (`+frame+`)(key)?.srcdoc`, key)
		require.Contains(t, ask[string](tb, `(key) => (`+frame+`)(key).srcdoc`, key), says)
	}
	require.Equal(t, valueFile(t, notebook, "pdf"), tb.save(`() => document.querySelector("a.download")`, "pdf-markup-0.pdf"))
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())
}

// valueFile returns what show -o writes.
func valueFile(t *testing.T, notebook, key string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	var out, messages strings.Builder
	require.Zero(t, run(t.Context(), []string{"show", notebook, key, "-o", path}, Streams{In: strings.NewReader(""), Out: &out, Err: &messages}), messages.String())
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(data, []byte("%PDF-")))
	return data
}

// save clicks on what saves a file and returns the file, which must have this
// name.
func (tb *tab) save(function, name string) []byte {
	tb.t.Helper()
	folder := tb.t.TempDir()
	_, err := chromedp.Call(tb.ctx, browserdomain.SetDownloadBehavior, browserdomain.SetDownloadBehaviorParams{Behavior: browserdomain.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder})
	require.NoError(tb.t, err)
	tb.click(function)
	require.True(tb.t, eventually(patience, func() bool {
		_, err := os.Stat(filepath.Join(folder, name))
		return err == nil
	}), name)
	data, err := os.ReadFile(filepath.Join(folder, name))
	require.NoError(tb.t, err)
	return data
}
