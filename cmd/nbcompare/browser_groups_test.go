package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// groupsNotebook writes a notebook with parameters (JSON) and metrics (a Python
// dict), which failed or not.
func groupsNotebook(t *testing.T, path, parameters, metrics string, failed bool) {
	t.Helper()
	cells := `{"cell_type": "code", "id": "a", "metadata": {"tags": ["metrics"]}, "execution_count": 1, "source": "", "outputs": [
		{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": ` + strconv.Quote(metrics) + `}}]}`
	if failed {
		cells += `, {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 2, "source": "", "outputs": [
			{"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}]}`
	}
	require.NoError(t, os.WriteFile(path, []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {"papermill": {"parameters": `+parameters+`}}, "cells": [`+cells+`]}`), 0o666))
}

// groupsFolder writes runs in groups of 1 to 60, with what makes groups hard:
// missing values, NaN, None, infinities, equal numbers, parameters that differ
// in their spelling alone, failed and unreadable runs, names that mean something
// to Markdown.
func groupsFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	sizes := []struct {
		model string
		runs  int
	}{{"gb", 60}, {"r_f|*x*", 55}, {"ridge <b>", 21}, {"lasso", 20}, {"svm", 4}, {"one", 1}, {"none", 3}}
	for m, size := range sizes {
		for i := range size.runs {
			f := random.NormFloat64()
			metrics := fmt.Sprintf("{'mse': %v, 'accuracy': %.2f, 'n': %d, 'loss': %v, 'tiny': %v, 'same': 3, 'text': 'x%d'", 100+f+float64(m), 0.5+f/10, i%3, f*1e7, f*1e-9, i%2)
			if i%7 == 1 {
				metrics += ", 'sparse': nan"
			} else if i%7 != 2 {
				metrics += fmt.Sprintf(", 'sparse': %d", 1000+i)
			}
			switch {
			case i%5 == 3:
				metrics += ", 'maybe': None"
			case i%11 == 4:
				metrics += ", 'maybe': inf"
			default:
				metrics += fmt.Sprintf(", 'maybe': %v", math.Round(10*f)/10)
			}
			if size.model == "none" {
				metrics = "{'same': 3"
			}
			lr := []string{"1", "1", "1.0", `"1"`}[i%4] // the first two are one value
			parameters := fmt.Sprintf(`{"model": %q, "seed": %d, "lr": %s, "data": "clean"`, size.model, i, lr)
			if i%3 == 0 {
				parameters += `, "extra": "` + strings.Repeat("long ", 20) + `"`
			}
			groupsNotebook(t, filepath.Join(folder, fmt.Sprintf("%d-%02d.ipynb", m, i)), parameters+"}", metrics+"}", i%9 == 8)
		}
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "9-broken.ipynb"), []byte(`{`), 0o666))
	return folder
}

// tableOf runs the verb table and returns what it writes.
func tableOf(t *testing.T, args ...string) string {
	t.Helper()
	var out, messages strings.Builder
	status := run(t.Context(), append([]string{"table"}, args...), Streams{In: strings.NewReader(""), Out: &out, Err: &messages})
	require.LessOrEqual(t, status, 1, messages.String()) // 1 for the broken notebook
	return out.String()
}

// TestGroupsInChromium groups the runs of a page: what it shows and copies is
// what `nbcompare table --group-by` says, to the last digit that is shown.
func TestGroupsInChromium(t *testing.T) {
	folder := groupsFolder(t)
	b := startBrowser(t)
	tb := b.newTab(t)
	var page string
	{
		var messages strings.Builder
		page = filepath.Join(t.TempDir(), "report.html")
		require.Equal(t, 1, run(t.Context(), []string{"report", "-o", page, folder}, Streams{In: strings.NewReader(""), Out: &messages, Err: &messages}), messages.String())
	}
	tb.load(fileURL(page))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)

	// At one click, and back.
	tb.click(`() => document.querySelector("#all-but-seed")`)
	tb.until(`() => document.querySelector("#overview table.grouped")`)
	require.Equal(t, "#group=all-but:params.seed", ask[string](tb, `() => location.hash`))
	tb.click(`() => document.querySelector("#all-but-seed")`)
	tb.until(`() => !document.querySelector("#overview table.grouped")`)

	compared := 0
	for _, choice := range []struct{ by, baseline string }{
		{"params.model", ""}, {"all-but:params.seed", ""}, {"all-but:params.seed", "2-00"}, {"params.model,params.extra", "1-01"}, {"params.lr", ""}, {"status", ""},
		{"all-but:params.seed,params.model,params.lr,params.extra", ""}, {"params.model", "4-00"},
	} {
		args := []string{"--group-by", choice.by, folder}
		hash := "#group=" + url.PathEscape(choice.by) + "&constants=on"
		if choice.baseline != "" {
			args, hash = append(args, "--baseline", choice.baseline), hash+"&baseline="+choice.baseline
		}
		tb.do(`(hash) => { location.hash = hash; }`, hash)
		tb.until(`(by) => document.querySelector(".group-bar .command")?.textContent.includes(by)`, choice.by)
		require.Equal(t, tableOf(t, append(args, "--format", "md")...), tb.copied("#overview [data-copy=markdown]"), choice)
		requireSameCSV(t, tableOf(t, append(args, "--format", "csv")...), tb.copied("#overview [data-copy=csv]"))
		compared += requireShown(tb, tableOf(t, append(args, "--format", "md")...))
		// The section of the metrics says the same, constants behind the others.
		for _, format := range []string{"markdown", "csv"} {
			copied := func(place string) []string {
				return slices.Sorted(strings.Lines(tb.copied(place + " [data-copy=" + format + "]")))
			}
			require.Equal(t, copied("#overview"), copied("section[data-key=metrics]"), choice)
		}
	}
	require.Greater(t, compared, 200)

	// A filter leaves runs out, and it is said.
	tb.do(`() => { location.hash = "#group=params.model&constants=on&filter=text=x1"; }`)
	tb.until(`() => document.querySelector(".group-bar").textContent.startsWith("5 groups of 79 of 165 runs")`)
	where := tableOf(t, "--group-by", "params.model", folder, "--where", `metrics.text == "x1"`, "--format", "csv")
	requireSameCSV(t, where, tb.copied("#overview [data-copy=csv]"))
	require.Contains(t, tb.copied("#overview [data-copy=markdown]"), "\n79 of 165 runs: text=x1\n")

	// The runs of a group, in the order of the metric that was clicked on; the group is remembered.
	tb.do(`() => { location.hash = "#group=params.model"; }`)
	tb.until(`() => document.querySelector(".group-bar").textContent.startsWith("7 groups of 164 runs")`)
	tb.click(`() => document.querySelector('#overview tr.group .unfold[data-key="svm"]')`)
	tb.until(`() => document.querySelectorAll("#overview tr.member").length === 4`)
	tb.click(`() => document.querySelector('#overview table.grouped th[data-column="metrics.mse"] .sort')`)
	tb.until(`() => document.querySelector('#overview table.grouped th[data-column="metrics.mse"]').ariaSort === "ascending"`)
	means := ask[[]float64](tb, `() => [...document.querySelectorAll('#overview tr.group td[data-column="metrics.mse"] .value')].map((cell) => parseFloat(cell.textContent))`)
	require.Len(t, means, 7)
	require.IsNonDecreasing(t, means[:6]) // the last has none
	members := ask[[]float64](tb, `() => [...document.querySelectorAll('#overview tr.member td[data-column="metrics.mse"] .value')].map((cell) => parseFloat(cell.textContent))`)
	require.IsNonDecreasing(t, members)
	require.Equal(t, "#sort=metrics.mse&group=params.model&members=svm", ask[string](tb, `() => location.hash`))

	// By ticks: two parameters, then none.
	tb.click(`() => document.querySelector('[data-group-by="params.lr"]')`)
	tb.until(`() => document.querySelector(".group-bar .command").textContent === "--group-by params.model,params.lr"`)
	tb.click(`() => document.querySelector('[data-group-by="params.lr"]')`)
	tb.click(`() => document.querySelector('[data-group-by="params.model"]')`)
	tb.until(`() => document.querySelectorAll("#overview tr.group").length === 1`)
	require.Contains(t, ask[string](tb, `() => document.querySelector("#overview tr.group .name").innerText`), "164 runs, 16 failed")

	// Another group to compare with, turned round, and again from the address.
	tb.do(`() => { location.hash = "#group=params.model&transpose=on"; }`)
	tb.until(`() => document.querySelectorAll("#overview table.paths.grouped thead .run").length === 7`)
	tb.do(`() => { location.hash = "#group=params.model"; }`)
	tb.until(`() => document.querySelectorAll("#overview tr.group").length === 7`)
	tb.click(`() => document.querySelector('#overview tr.group:nth-child(4) [data-action="baseline"]')`)
	tb.until(`() => document.querySelector("#overview tr.group.baseline .unfold").dataset.key === "lasso"`)
	again := b.newTab(t)
	again.load(tb.url + ask[string](tb, `() => location.hash`))
	again.until(`() => document.querySelector("#overview tr.group.baseline")`)
	text := `() => document.querySelector("#overview-table").innerText`
	require.Equal(t, ask[string](tb, text), ask[string](again, text))
	for _, seen := range []*tab{tb, again} {
		seen.settle()
		require.Equal(t, sightings{}, seen.sightings())
	}
	require.Empty(t, b.trap.caught())
}

// TestGroupedSectionsInChromium: a metric's section is drawn by group as long as
// runs are grouped, of the runs that the filter leaves.
func TestGroupedSectionsInChromium(t *testing.T) {
	folder := filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes")
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder)) + "#group=all-but:params.seed")
	tb.until(`() => document.querySelector('section[data-key="r2"] [data-grouped="true"]')`)

	type drawn struct{ Name, Value, Delta string }
	section := `(key) => [...document.querySelectorAll('section[data-key="' + key + '"] tr.group')].map((row) => ({
		Name: row.querySelector(".name .value").textContent, Value: row.querySelector("td .value").textContent, Delta: row.querySelector(".delta")?.textContent ?? "",
	}))`
	require.Equal(t, []drawn{{"ridge", "0.42040 ± 0.03546★", "▲ +0.15589 (+58.9 %), p 0.029"}, {"rf", "0.32648 ± 0.05783", "~, p 0.200"}, {"gb", "0.26451 ± 0.05992", ""}},
		ask[[]drawn](tb, section, "r2"), "the best first")
	require.Equal(t, tableOf(t, "--group-by", "all-but:params.seed", "-k", "r2", "--format", "md", folder), tb.copied("section[data-key=r2] [data-copy=markdown]"))
	requireSameCSV(t, tableOf(t, "--group-by", "all-but:params.seed", "-k", "r2", "--format", "csv", folder), tb.copied("section[data-key=r2] [data-copy=csv]"))
	// Means and intervals stand where their numbers are, and each run has its mark.
	require.Equal(t, []int{4, 4, 4}, ask[[]int](tb, `() => [...document.querySelectorAll('section[data-key="r2"] tr.group')].map((row) => row.querySelectorAll(".run-mark").length)`))
	require.True(t, ask[bool](tb, `() => [...document.querySelectorAll('section[data-key="r2"] tr.group')].every((row) => {
		const box = (selector) => row.querySelector(selector).getBoundingClientRect();
		const middle = ({ left, width }) => left + width / 2;
		return Math.abs(middle(box(".dot")) - middle(box(".interval-bar"))) < 2 && box(".interval-bar").left >= box(".plot").left - 1 && box(".interval-bar").right <= box(".plot").right + 1;
	})`))
	require.Equal(t, []string{"gb", "rf", "ridge"}, ask[[]string](tb, `() => [...document.querySelectorAll('section[data-key="metrics"] .paths.grouped thead .run > .value')].map((name) => name.textContent)`))
	// Parameters, texts and pictures stay by run.
	require.Equal(t, []string{"cv", "metrics", "metrics_table", "mse", "r2", "rmse", "tag:mse"},
		ask[[]string](tb, `() => [...document.querySelectorAll('section[data-key]:has([data-grouped="true"])')].map((section) => section.dataset.key).filter((key) => !/^(error|Run)/.test(key)).sort()`))

	// The filter leaves fewer, and it is said; without groups there are runs again.
	tb.do(`() => { const filter = document.querySelector("#filter"); filter.value = "seed=0"; filter.dispatchEvent(new Event("input")); }`)
	tb.until(`() => document.querySelector('section[data-key="r2"] .note-line:last-child').textContent === "3 of 12 runs: seed=0"`)
	require.Contains(t, ask[string](tb, `() => document.querySelector('section[data-key="r2"] tr.group td').innerText`), "one value, no interval")
	tb.click(`() => document.querySelector("#all-but-seed")`)
	tb.until(`() => document.querySelectorAll('section[data-key="r2"] table.dots tbody tr[data-run]').length === 12`)
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
}

// TestCopiesInChromium copies the overview and a metric as they stand, of
// notebooks whose names and values mean something to Markdown, CSV and HTML.
func TestCopiesInChromium(t *testing.T) {
	folder := t.TempDir()
	for i, name := range []string{"a|b", "c`d` <img src=x onerror=pwned(1)>", "e\nf _g_ *h*", "=1+1"} {
		groupsNotebook(t, filepath.Join(folder, fmt.Sprintf("%d.ipynb", i)), fmt.Sprintf(`{"title": %s, "seed": %d, "rows": 5}`, strconv.Quote(name), i),
			[]string{"{'mse': 2.5, 'r2': 0.5}", "{'mse': 1.25, 'r2': 0.75}", "{'mse': 10}", "{'mse': 0.123456789, 'r2': nan}"}[i], i == 2)
	}
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder, "--name", "{params.title}-{params.seed}")))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)

	tb.do(`() => { location.hash = "#sort=-metrics.mse&hide=meta.error"; }`)
	tb.until(`() => document.querySelector('th[data-column="metrics.mse"]').ariaSort === "descending"`)
	// The apostrophe is a backquote in what is copied.
	const marks = "\n**bold** best; ▲ better, ▼ worse than the baseline\n"
	ticks := strings.NewReplacer("'", "`")
	require.Equal(t, ticks.Replace(`baseline: a\|b-0

| notebook | status | params.seed | metrics.mse | metrics.r2 |
| --- | --- | ---: | ---: | ---: |
| a\|b-0 | ok | 0 | 2.500 | 0.5 |
| e<br>f \_g\_ \*h\*-2 | failed | 2 | 10 (▼ +7.500, +300.0 %) | – |
| c\'d\' &lt;img src=x onerror=pwned(1)\>-1 | ok | 1 | 1.250 (▲ −1.250, −50.0 %) | **0.75 (▲ +0.25, +50.0 %)** |
| =1+1-3 | ok | 3 | **0.123 (▲ −2.377, −95.1 %)** | NaN |
`)+marks+"\nthe same in every run: params.rows = 5\n", tb.copied("#overview [data-copy=markdown]"))
	require.Equal(t, "notebook,status,params.seed,metrics.mse,metrics.r2\r\na|b-0,ok,0,2.5,0.5\r\n\"e\nf _g_ *h*-2\",failed,2,10,\r\n"+
		"c`d` <img src=x onerror=pwned(1)>-1,ok,1,1.25,0.75\r\n'=1+1-3,ok,3,0.123456789,NaN\r\n", tb.copied("#overview [data-copy=csv]"))
	require.Equal(t, ticks.Replace(`baseline: a\|b-0

|  | a\|b-0 | c\'d\' &lt;img src=x onerror=pwned(1)\>-1 | e<br>f \_g\_ \*h\*-2 | =1+1-3 |
| --- | ---: | ---: | ---: | ---: |
| metrics.mse | 2.500 | 1.250 (▲ −1.250, −50.0 %) | 10 (▼ +7.500, +300.0 %) | **0.123 (▲ −2.377, −95.1 %)** |
| metrics.r2 | 0.5 | **0.75 (▲ +0.25, +50.0 %)** | – | NaN |
`)+marks, tb.copied("section[data-key=metrics] [data-copy=markdown]"))
	require.Equal(t, "notebook,metrics.mse,metrics.r2\r\na|b-0,2.5,0.5\r\nc`d` <img src=x onerror=pwned(1)>-1,1.25,0.75\r\n\"e\nf _g_ *h*-2\",10,\r\n'=1+1-3,0.123456789,NaN\r\n",
		tb.copied("section[data-key=metrics] [data-copy=csv]"))

	// As it is shown: filtered, limited, a pinned run, without differences, turned round.
	tb.do(`() => { location.hash = "#diff=off&filter=ok&hide=meta.error&hide=params.seed&hide=metrics.r2&range.metrics.mse=..2&transpose=on&pin=%3D1%2B1-3"; }`)
	tb.until(`() => document.querySelectorAll("#overview-table table.paths thead .run").length === 3`)
	require.Equal(t, ticks.Replace(`|  | a\|b-0 | =1+1-3 | c\'d\' &lt;img src=x onerror=pwned(1)\>-1 |
| --- | ---: | ---: | ---: |
| status | ok | ok | ok |
| metrics.mse | 2.500 | **0.123** | 1.250 |

**bold** best

2 of 4 runs: ok; metrics.mse ..2

the same in every run: params.rows = 5
`), tb.copied("#overview [data-copy=markdown]"))
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())
}

// requireSameCSV compares two tables, numbers to 9 digits: Go and JavaScript
// have their own logarithms.
func requireSameCSV(t *testing.T, want, got string) {
	t.Helper()
	wanted, err := csv.NewReader(strings.NewReader(want)).ReadAll()
	require.NoError(t, err)
	given, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	require.NoError(t, err)
	require.Len(t, given, len(wanted))
	for i := range wanted {
		require.Len(t, given[i], len(wanted[i]))
		for j, text := range wanted[i] {
			a, errA := strconv.ParseFloat(text, 64)
			b, errB := strconv.ParseFloat(given[i][j], 64)
			if errA != nil || errB != nil || a == b {
				require.Equal(t, text, given[i][j], "%v %s", wanted[i][:3], wanted[0][j])
				continue
			}
			require.InEpsilon(t, a, b, 1e-9, "%v %s", wanted[i][:3], wanted[0][j])
		}
	}
}

// requireShown compares the cells of the page with the rows of a table in
// Markdown: n, mean and deviation, the least and the largest, and the p-value. It
// returns how many it found.
func requireShown(tb *tab, table string) (compared int) {
	tb.t.Helper()
	// A long table draws only what is on the screen, whatever that is.
	shown := ask[[][5]string](tb, `() => [...document.querySelectorAll("#overview td[data-group][data-column] .range")].map((range) => {
		const cell = range.closest("td");
		const text = (selector) => cell.querySelector(selector)?.textContent ?? "";
		return [cell.dataset.column, cell.closest("tr").querySelector(".unfold .value").textContent, text(".value").replace("★", ""), text(".range"), text(".delta")];
	})`)
	head, rows := groupRows(table)
	require.NotEmpty(tb.t, shown)
	for _, cell := range shown {
		row, ok := rows[cell[0]+"\n"+cell[1]]
		require.True(tb.t, ok, cell)
		at := func(title string) string { return row[slices.Index(head, title)] }
		if at("n") == "0" {
			require.Equal(tb.t, "–", cell[2])
			continue
		}
		compared++
		require.Equal(tb.t, at("mean")+" ± "+cmp.Or(strings.Trim(at("std"), "-"), "–"), cell[2], cell)
		counts, bounds, _ := strings.Cut(cell[3], " · ")
		require.Equal(tb.t, at("n"), strings.Trim(strings.Fields(counts)[1], ","), cell)
		require.Equal(tb.t, at("min")+" … "+at("max"), bounds, cell)
		if !slices.Contains(head, "p") || at("p") == "-" {
			require.Empty(tb.t, cell[4])
			continue
		}
		require.Contains(tb.t, cell[4], at("p"), cell)
		require.Equal(tb.t, at("Δ") == "~", strings.HasPrefix(cell[4], "~"), cell)
	}
	return compared
}

// groupRows reads a table of groups in Markdown: its head, and its rows by the
// metric and the name that the page gives to the group.
func groupRows(table string) (head []string, rows map[string][]string) {
	rows = map[string][]string{}
	plain := strings.NewReplacer("**", "", "&lt;", "<", `\`, "", "¦", "|")
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.ReplaceAll(line, `\|`, "¦"), "| \n"), " | ")
		for i := range cells {
			cells[i] = plain.Replace(cells[i])
		}
		switch {
		case cells[0] == "metric":
			head = cells
		case head != nil && len(cells) == len(head):
			name := slices.Clone(cells[1:slices.Index(head, "n")])
			for i := range name {
				if name[i] == "-" {
					name[i] = "–" // no value
				}
			}
			key := cells[0] + "\n" + cmp.Or(strings.Join(name, " · "), "all runs")
			if _, twice := rows[key]; twice {
				panic("two groups of one name: " + key)
			}
			rows[key] = cells
		}
	}
	return head, rows
}
