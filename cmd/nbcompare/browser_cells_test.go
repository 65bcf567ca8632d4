package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestNotebooksInChromium puts real notebooks side by side: chooses runs, opens what is
// equal, goes from difference to difference, and opens a failed run at its traceback.
func TestNotebooksInChromium(t *testing.T) {
	root := filepath.Join(testenv.Root(t), "testdata", "notebooks")
	b := startBrowser(t)
	t.Run("churn", func(t *testing.T) { testNotebooksOfOneTemplate(t, b, filepath.Join(root, "churn")) })
	t.Run("failed", func(t *testing.T) { testFailedNotebook(t, b, filepath.Join(root, "broken")) })
	t.Run("formulas", func(t *testing.T) { testRenderedCells(t, b, filepath.Join(root, "wild")) })
	t.Run("hostile", func(t *testing.T) { testHostileCells(t, b) })
	t.Run("none", func(t *testing.T) {
		tb := openNotebooks(t, b, "", "--cells", "none", filepath.Join(root, "churn"))
		require.False(t, ask[bool](tb, `() => document.body.textContent.includes("HistGradientBoosting") || document.getElementById("notebooks") !== null`))
	})
	require.Empty(t, b.trap.caught())
}

// openNotebooks makes a report and scrolls to its notebooks.
func openNotebooks(t *testing.T, b *browser, hash string, args ...string) *tab {
	t.Helper()
	tb := b.newTab(t)
	tb.load(fileURL(report(t, args...)) + hash)
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.do(`() => document.getElementById("notebooks")?.scrollIntoView({ behavior: "instant" })`)
	tb.until(`() => document.getElementById("notebooks") === null || document.getElementById("notebooks").dataset.drawn === "true"`)
	return tb
}

// cellStates returns "row state" of the rows that are drawn, and of a fold how many rows it holds.
func (tb *tab) cellStates() []string {
	tb.t.Helper()
	return ask[[]string](tb, `() => [...document.querySelectorAll(".cell-rows > *")].map((row) =>
		row.matches(".cell-fold") ? "fold " + row.dataset.rows.split(" ").length : row.dataset.row + " " + row.dataset.state)`)
}

func testNotebooksOfOneTemplate(t *testing.T, b *browser, folder string) {
	tb := openNotebooks(t, b, "", folder)
	shown := `() => document.querySelector(".cell-rows").dataset.runs`
	require.Equal(t, "0 1", ask[string](tb, shown), "the baseline and the best")
	first := []string{"fold 2", "2 source", "fold 3", "6 outputs", "7 outputs", "fold 2", "10 outputs", "fold 1", "12 outputs", "13 outputs", "14 outputs", "15 outputs", "16 outputs", "17 outputs", "fold 1"}
	require.Equal(t, first, tb.cellStates())

	// The parameters of the two, word by word.
	require.Equal(t, []string{"candidate", "candidate_good"}, ask[[]string](tb, `() => [...document.querySelectorAll('.cell-row[data-row="2"] mark')].map((word) => word.textContent)`))
	require.Equal(t, "3 versions in 3 runs", ask[string](tb, `() => document.querySelector('.cell-row[data-row="2"] .cell-head .muted').textContent`))
	// A picture is that of the key, once in the file.
	require.Equal(t, "image-1", ask[string](tb, `() => document.querySelector('.cell-row[data-row="14"] [data-run="0"] img').dataset.image`))
	require.True(t, ask[bool](tb, `() => document.querySelector('section[data-key="confusion_matrix"] [data-image="image-1"]') !== null`))

	// What is equal opens; Markdown is rendered.
	tb.click(`() => document.querySelector(".cell-fold")`)
	tb.until(`() => document.querySelector('.cell-row[data-row="0"] .markdown h3')?.textContent === "Which customers will leave?"`)
	require.Equal(t, []string{"0 equal", "1 equal", "2 source"}, tb.cellStates()[:3])

	// A third run beside the two, and by its key to its section.
	tb.click(`() => document.querySelector('.pick-run[data-run="2"]')`)
	tb.until(`() => document.querySelector(".cell-rows").dataset.runs === "0 1 2"`)
	require.Equal(t, "2", ask[string](tb, `() => document.activeElement.dataset.run`), "the focus stays")
	require.Equal(t, "#cells=candidate&cells=candidate_good&cells=production", ask[string](tb, `() => location.hash`))
	tb.click(`() => document.querySelector('.cell-row[data-row="10"] .key-link')`)
	tb.until(`() => document.activeElement.closest("section")?.dataset.key === "metrics"`)
	require.Equal(t, "Which customers will leave? › Model", ask[string](tb, `() => document.querySelector('section[data-key="metrics"] .key-context').textContent`))

	// From difference to difference by keys.
	tb.do(`() => document.querySelector(".next-difference").focus()`)
	tb.press("j")
	tb.until(`() => document.activeElement.dataset.row === "2"`)
	tb.press("j")
	tb.until(`() => document.activeElement.dataset.row === "6"`)
	tb.press("k")
	tb.until(`() => document.activeElement.dataset.row === "2"`)
	require.Equal(t, "#open=metrics&cells=candidate&cells=candidate_good&cells=production&cell=2", ask[string](tb, `() => location.hash`))

	// The link shows the same.
	again := b.newTab(t)
	again.load(tb.url + "#cells=production&cells=candidate&cells-equal=on&cell=10")
	again.until(`() => document.activeElement?.dataset.row === "10" && document.querySelector(".cell-rows").dataset.runs === "2 0"`)
	require.Len(t, again.cellStates(), 19, "equal cells too")

	// Every version of each cell.
	tb.click(`() => document.querySelector('.cells-bar button[data-value="versions"]')`)
	tb.until(`() => document.querySelectorAll(".cell-version").length === 3`)
	require.Equal(t, []string{"0 equal", "1 equal", "2 source", "fold 16"}, tb.cellStates())
	for _, seen := range []*tab{tb, again} {
		seen.settle()
		require.Equal(t, sightings{}, seen.sightings())
	}
}

func testFailedNotebook(t *testing.T, b *browser, folder string) {
	tb := b.newTab(t)
	tb.load(fileURL(report(t, "--baseline", "ok", folder)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	run := ask[int](tb, `() => [...document.querySelectorAll("#problems li")].findIndex((li) => li.querySelector("strong").textContent === "failed")`)
	require.GreaterOrEqual(t, run, 0)
	tb.click(`(i) => document.querySelectorAll("#problems li")[i].querySelector(".open-notebook")`, run)
	tb.until(`() => {
		const box = document.querySelector("#notebooks .cell-output.of-error")?.getBoundingClientRect();
		return box && box.top < innerHeight && box.bottom > 0;
	}`)
	require.True(t, strings.HasPrefix(ask[string](tb, `() => location.hash`), "#cells=ok&cells=failed&cell="))
	tb.until(`() => document.activeElement.querySelector(".of-error .ansi-red") !== null && document.activeElement.textContent.includes("KeyError")`)
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
}

func testRenderedCells(t *testing.T, b *browser, folder string) {
	tb := openNotebooks(t, b, "", filepath.Join(folder, "markup-0.ipynb"), filepath.Join(folder, "markup-1.ipynb"))
	tb.until(`() => document.querySelector("#notebooks .math .katex-html") !== null`)
	require.True(t, ask[bool](tb, `() => document.querySelector("#notebooks .markdown table td") !== null && document.querySelector("#notebooks .markdown .katex") !== null`))
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
}

// testHostileCells looks at a notebook whose every text is an attack. All of it is text.
func testHostileCells(t *testing.T, b *browser) {
	attack := func(name string) string {
		return `</script></pre><img src=x onerror="pwned('` + name + `')"><script>pwned('` + name + `')</script><a href="javascript:pwned('` + name + `')">x</a><style>*{display:none}</style>`
	}
	write := func(path, salt string) {
		output := func(kind string, fields map[string]any) map[string]any {
			fields["output_type"] = kind
			return fields
		}
		display := func(mimeType, text string) map[string]any {
			return output("display_data", map[string]any{"metadata": map[string]any{}, "data": map[string]any{mimeType: text, "text/plain": "<x>"}})
		}
		markdown := "# " + attack("heading") + "\n\n[link](javascript:pwned('link')) ![" + attack("alt") + "](http://beacon.example/markdown \"t\") <b onclick=\"pwned('html')\">b</b>\n\n" +
			"<img src=http://beacon.example/html>\n\n$\\href{javascript:pwned('tex')}{x}$ `" + attack("code") + "`\n\n```\n" + attack("fence") + "\n```\n\n| a |\n|---|\n| " + attack("table") + " |\n" + salt
		content, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": []any{
			map[string]any{"cell_type": "markdown", "id": attack("id"), "metadata": map[string]any{"tags": []string{attack("tag")}}, "source": markdown},
			map[string]any{"cell_type": "code", "id": "b", "metadata": map[string]any{"tags": []string{"key"}}, "execution_count": 1, "source": attack("source") + salt, "outputs": []any{
				output("stream", map[string]any{"name": "stdout", "text": attack("stdout") + salt}),
				output("stream", map[string]any{"name": "stderr", "text": "\x1b[31m" + attack("ansi") + "\x1b]8;;javascript:pwned('osc')\x07"}),
				display("text/html", attack("display")), display("text/markdown", markdown), display("text/latex", "$\\href{javascript:pwned('latex')}{x} \\kern-9999em$"),
				display("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" onload="pwned('svg')"><script>pwned('svg-script')</script></svg>`),
			}},
			map[string]any{"cell_type": attack("type"), "id": "c", "metadata": map[string]any{}, "source": "raw"},
			map[string]any{"cell_type": "code", "id": "d", "metadata": map[string]any{}, "execution_count": 2, "source": "fail()", "outputs": []any{
				output("error", map[string]any{"ename": attack("ename"), "evalue": attack("evalue"), "traceback": []string{"\x1b[31m" + attack("traceback") + salt}}),
			}},
		}})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, content, 0o666))
	}
	folder := t.TempDir()
	write(filepath.Join(folder, "a.ipynb"), "one")
	write(filepath.Join(folder, "b.ipynb"), "two")
	tb := openNotebooks(t, b, "#cells-equal=on", folder)
	for range 2 { // what is equal, and what changed
		tb.do(`() => { for (const details of document.querySelectorAll("#notebooks details")) details.open = true; }`)
		tb.scrollThrough()
		tb.settle()
		require.Equal(t, 0, ask[int](tb, `() => document.querySelectorAll('#notebooks :is(script, style, link, a, object, embed, iframe:not([sandbox=""]), [onerror], [onclick], [onload], img:not([data-image]))').length`))
		require.True(t, ask[bool](tb, `() => document.querySelector("#notebooks").textContent.includes("pwned('source')")`), "it is text")
		seen := tb.sightings()
		seen.Refused = nil // what the frame of the HTML output asked for and did not get
		require.Equal(t, sightings{}, seen)
		tb.do(`() => document.querySelector('.pick-run[data-run="1"]').click()`)
	}
	require.False(t, strings.Contains(ask[string](tb, `() => document.querySelector("#notebooks").innerHTML`), "<a "))
}
