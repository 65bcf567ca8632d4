package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	browserdomain "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// tableNotebook writes a notebook that shows a table as pandas does: a line a
// row, its label first.
func tableNotebook(t *testing.T, path string, lines ...string) {
	t.Helper()
	var html strings.Builder
	html.WriteString("<table><thead><tr><th></th><th>f1</th><th>note</th></tr></thead><tbody>")
	for _, line := range lines {
		cells := strings.Split(line, " ")
		html.WriteString("<tr><th>" + cells[0] + "</th><td>" + strings.Join(cells[1:], "</td><td>") + "</td></tr>")
	}
	html.WriteString("</tbody></table>")
	require.NoError(t, os.WriteFile(path, []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
		{"cell_type": "code", "id": "a", "metadata": {"tags": ["scores"]}, "execution_count": 1, "source": "", "outputs": [
		{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/html": "`+html.String()+`"}}]}]}`), 0o666))
}

// TestTablesInChromium compares three tables cell by cell: rows that came and
// went, a tolerance, an order, a search, and copies.
func TestTablesInChromium(t *testing.T) {
	folder := t.TempDir()
	tableNotebook(t, filepath.Join(folder, "a.ipynb"), "cat 0.90 x", "dog 0.80 y", "emu 0.70 z", "old 0.50 w")
	tableNotebook(t, filepath.Join(folder, "b.ipynb"), "cat 0.901 x", "dog 0.60 y", "emu 0.70 z", "new 0.40 v")
	tableNotebook(t, filepath.Join(folder, "c.ipynb"), "cat 0.90 x", "dog 0.85 y|2", "emu 0.70 z", "old 0.50 w")
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.until(`() => document.querySelector("#sections table.heat")`)
	rows := func() map[string]any {
		return ask[map[string]any](tb, `() => Object.fromEntries([...document.querySelectorAll("#sections table.heat tbody tr")].map((row) =>
			[row.querySelector(".name .value").textContent, row.className]))`)
	}
	order := func() string {
		return ask[string](tb, `() => [...document.querySelectorAll("#sections table.heat tbody .name .value")].map((cell) => cell.textContent).join(" ")`)
	}
	require.Equal(t, map[string]any{"cat": "", "dog": "", "emu": "equal", "old": "removed", "new": "added"}, rows())
	heat := func(row, run string) string {
		return ask[string](tb, `(row, run) => document.querySelector('td[data-row="' + row + '"][data-run="' + run + '"][data-column="f1"]').dataset.heat ?? ""`, row, run)
	}
	require.Equal(t, []string{"worse-4", "better-1", "", "better-1"}, []string{heat("dog", "1"), heat("dog", "2"), heat("emu", "1"), heat("cat", "1")})

	// Within a tolerance a number is equal.
	typeInto := func(selector, text string) {
		t.Helper()
		tb.click(`(selector) => document.querySelector(selector)`, selector)
		tb.press(text)
	}
	typeInto(".tolerance", "1%")
	tb.until(`() => document.querySelector('td[data-row="cat"][data-run="1"] .delta').textContent === "≈"`)
	require.Empty(t, heat("cat", "1"))
	require.Equal(t, "equal", rows()["cat"])

	tb.click(`() => document.querySelector(".only")`)
	tb.until(`() => document.querySelectorAll("#sections table.heat tbody tr").length === 3`)
	require.Equal(t, "#rows.scores=differing;tolerance=1%25", ask[string](tb, `() => location.hash`))
	tb.do(`() => { const list = [...document.querySelectorAll(".bar.rows select")][0]; list.value = "change"; list.dispatchEvent(new Event("change", { bubbles: true })); }`)
	require.Equal(t, "old new dog", labelsSorted(order()))

	// By a click on a column of a run, and back to the front.
	tb.click(`() => document.querySelector('#sections th[data-run="1"] .sort')`)
	tb.until(`() => document.querySelector('#sections th[data-run="1"]').ariaSort === "ascending"`)
	require.Equal(t, "new dog old", order())

	require.Equal(t, "| | f1 (a) | f1 (b) | f1 (c) | note (a) | note (b) | note (c) |", strings.ReplaceAll(strings.Split(tb.copied("#sections .copy [data-copy=markdown]"), "\n")[0], "|  |", "| |"))
	require.Equal(t, ",f1 (a),f1 (b),f1 (c),note (a),note (b),note (c)\r\nnew,,0.40,,,v,\r\ndog,0.80,0.60,0.85,y,y,y|2\r\nold,0.50,,0.50,w,,w\r\n", tb.copied("#sections .copy [data-copy=csv]"))

	typeInto(".bar.rows .find", "dog")
	tb.until(`() => document.querySelectorAll("#sections table.heat tbody tr").length === 1`)
	hash := ask[string](tb, `() => location.hash`)
	again := b.newTab(t)
	again.load(tb.url + hash)
	again.until(`() => document.querySelectorAll("#sections table.heat tbody tr").length === 1 && document.querySelector(".tolerance").value === "1%" && document.querySelector(".find").value === "dog"`)
	for _, seen := range []*tab{tb, again} {
		seen.settle()
		require.Equal(t, sightings{}, seen.sightings())
	}
	require.Empty(t, b.trap.caught())
}

// labelsSorted puts old before new, which change alike.
func labelsSorted(order string) string {
	return strings.Replace(order, "new old", "old new", 1)
}

// copied clicks on a button that copies, and returns what it copied.
func (tb *tab) copied(selector string) string {
	tb.t.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.Call(tb.ctx, browserdomain.SetPermission, browserdomain.SetPermissionParams{
			Permission: &browserdomain.PermissionDescriptor{Name: name}, Setting: browserdomain.PermissionSettingGranted,
		})
		require.NoError(tb.t, err)
	}
	tb.do(`() => { for (const says of document.querySelectorAll(".copy [role=status]")) says.textContent = ""; }`)
	tb.click(`(selector) => document.querySelector(selector)`, selector)
	tb.until(`(selector) => document.querySelector(selector).closest(".copy").querySelector("[role=status]").textContent.includes("copied")`, selector)
	return ask[string](tb, `() => navigator.clipboard.readText()`)
}

// TestWideTableOfOneRun shows all columns of a table that is compared with none.
func TestWideTableOfOneRun(t *testing.T) {
	notebook := filepath.Join(t.TempDir(), "a.ipynb")
	head := strings.Repeat("</th><th>c", 39)
	require.NoError(t, os.WriteFile(notebook, []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "metadata": {"tags": ["wide"]}, "execution_count": 1, "source": "",
		"outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/html": "<table><tr><th>c`+head+`</th></tr>`+
		strings.Repeat("<tr>"+strings.Repeat("<td>1</td>", 40)+"</tr>", 3)+`</table>"}}]}]}`), 0o666))
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, notebook)))
	tb.until(`() => document.querySelectorAll("#sections table.heat tbody td").length === 120`)
	require.Equal(t, "c", ask[string](tb, `() => document.querySelector("#sections .select option:nth-child(2)").textContent`))
}
