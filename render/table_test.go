package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
)

func tableOf(t *testing.T, c *collection.Collection, opts TableOptions) string {
	t.Helper()
	var out bytes.Buffer
	_, err := Table(&out, c, opts)
	require.NoError(t, err)
	return out.String()
}

// printedRun is a run that printed each value under a tag, in order: "mse", "0.5", ...
func printedRun(t *testing.T, dir, name string, tagged ...string) {
	t.Helper()
	cells := []any{}
	for i := 0; i < len(tagged); i += 2 {
		if tagged[i+1] == "" {
			continue // no value
		}
		cells = append(cells, map[string]any{"cell_type": "code", "execution_count": i + 1, "source": "x",
			"metadata": map[string]any{"tags": []string{tagged[i]}},
			"outputs":  []any{map[string]any{"output_type": "stream", "name": "stdout", "text": tagged[i+1]}}})
	}
	b, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": cells})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".ipynb"), b, 0o666))
}

func TestTableGoldens(t *testing.T) {
	for name, test := range map[string]struct {
		family string
		opts   TableOptions
	}{
		"diabetes.table.80.txt":        {"diabetes", TableOptions{Width: 80}},
		"diabetes.table.sort.txt":      {"diabetes", TableOptions{Sort: "metrics.mse", Top: 5, Columns: []string{"params.*", "metrics"}}},
		"diabetes.table.delta.txt":     {"diabetes", TableOptions{Delta: true, Tail: 4, Columns: []string{"metrics", "cv"}}},
		"diabetes.table.transpose.txt": {"diabetes", TableOptions{Transpose: true, Top: 3}},
		"diabetes.table.group.txt":     {"diabetes", TableOptions{GroupBy: "params.model", Columns: []string{"metrics", "meta.duration"}}},
		"diabetes.table.group.80.txt":  {"diabetes", TableOptions{GroupBy: "all-but:params.seed", Columns: []string{"metrics"}, Width: 80, Color: true}},
		"diabetes.table.group.md":      {"diabetes", TableOptions{GroupBy: "params.model", Columns: []string{"metrics"}, Format: Markdown}},
		"diabetes.table.group.few.txt": {"diabetes", TableOptions{GroupBy: "params.seed,params.model", Columns: []string{"mse"}, Top: 2}},
		"churn.table.80.color.txt":     {"churn", TableOptions{Width: 80, Color: true, Delta: true, Columns: []string{"metrics", "report.accuracy"}}},
		"broken.table.txt":             {"broken", TableOptions{Columns: []string{"params.*", "n_rows", "mean", "towns"}}},
		"broken.table.60.txt":          {"broken", TableOptions{Width: 60, Color: true}},
		"broken.table.full.txt":        {"broken", TableOptions{Full: true, Columns: []string{"params.rows", "mean", "median", "columns"}, Width: 60}},
		"broken.table.md":              {"broken", TableOptions{Format: Markdown, Columns: []string{"params.*", "mean", "median", "towns"}}},
		"broken.table.html":            {"broken", TableOptions{Format: HTML, Columns: []string{"params.*", "mean", "median", "towns"}}},
		"broken.table.tex":             {"broken", TableOptions{Format: LaTeX, Columns: []string{"params.*", "mean", "median", "towns"}}},
		"churn.table.delta.md":         {"churn", TableOptions{Format: Markdown, Delta: true, Columns: []string{"metrics"}}},
		"churn.table.delta.html":       {"churn", TableOptions{Format: HTML, Delta: true, Columns: []string{"metrics"}}},
		"churn.table.delta.tex":        {"churn", TableOptions{Format: LaTeX, Delta: true, Columns: []string{"metrics"}}},
		"churn.table.delta.csv":        {"churn", TableOptions{Format: CSV, Delta: true, Columns: []string{"metrics"}}},
		"churn.table.delta.json":       {"churn", TableOptions{Format: JSON, Delta: true, Columns: []string{"metrics"}}},
		"diabetes.table.group.csv":     {"diabetes", TableOptions{GroupBy: "params.model", Columns: []string{"metrics"}, Format: CSV}},
		"diabetes.table.group.json":    {"diabetes", TableOptions{GroupBy: "params.model", Columns: []string{"metrics.mse"}, Format: JSON}},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name, []byte(tableOf(t, loadFamily(t, test.family), test.opts)))
		})
	}
}

// Whatever the width, no line is wider than the terminal, and every column is
// either there or counted.
func TestTableFitsTheTerminal(t *testing.T) {
	for _, family := range []string{"diabetes", "churn", "training", "broken"} {
		c := loadFamily(t, family)
		for _, opts := range []TableOptions{{}, {Delta: true}, {Transpose: true}, {GroupBy: "meta.kernel"}, {Sort: "notebook", Top: 1}} {
			for width := 20; width <= 160; width += 7 {
				opts.Width = width
				for line := range strings.Lines(tableOf(t, c, opts)) {
					require.LessOrEqual(t, runewidth.StringWidth(strings.TrimSuffix(line, "\n")), width, "%s %+v: %s", family, opts, line)
				}
			}
		}
	}
}

// Lists and dates do not set the widths of a table with a column a run; --full
// shows them whole.
func TestTableTransposedCutsLongTexts(t *testing.T) {
	c := loadFamily(t, "diabetes")
	text := tableOf(t, c, TableOptions{Transpose: true, Width: 80})
	require.Contains(t, text, "\n9 of 13 columns do not fit (--top): ")
	require.Regexp(t, `(?m)^cv\.folds +\[45\.043, 48\.537…  \[50\.179, 48\.103…  \[44\.421, 44\.229…$`, text)
	require.NotContains(t, tableOf(t, c, TableOptions{Transpose: true, Width: 80, Full: true}), "…")
}

func TestTableSaysHowManyColumnsAreHidden(t *testing.T) {
	c := loadFamily(t, "diabetes")
	all := strings.Fields(strings.Split(tableOf(t, c, TableOptions{}), "\n")[2])
	narrow := tableOf(t, c, TableOptions{Width: 80})
	shown := strings.Fields(strings.Split(narrow, "\n")[3])
	require.Contains(t, narrow, fmt.Sprintf("\n%d of %d columns do not fit (", len(all)-len(shown), len(all)))
	require.NotContains(t, tableOf(t, c, TableOptions{Width: 80, Full: true}), "do not fit")
}

// In a column of numbers every point stands in the same place.
func TestTableAlignsPoints(t *testing.T) {
	dir := t.TempDir()
	for i, text := range []string{"1.25", "-1234.5678901", "7", "nan", "0.000123456", "inf", "", "99999.123456"} {
		printedRun(t, dir, "r"+strconv.Itoa(i), "mse", text, "x", "'behind'")
	}
	lines := strings.Split(tableOf(t, loadFolder(t, dir), TableOptions{Columns: []string{"mse", "x"}}), "\n")
	require.Equal(t, []string{
		"notebook          mse  x",
		"r0            1.2      behind",
		"r1        −1235*       behind",
		"r2            7        behind",
		"r3          NaN        behind",
		"r4            0.00012  behind",
		"r5          inf        behind",
		"r6            -        behind",
		"r7        99999        behind",
		"", "* best", "",
	}, lines)
}

func TestTableSorts(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a": "2", "b": "nan", "c": "10", "d": "-1", "e": "", "f": "2.0", "run_10": "inf", "run_9": "'text'"} {
		printedRun(t, dir, name, "mse", text)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "g.ipynb"), []byte("{"), 0o666))
	c := loadFolder(t, dir)
	for _, test := range []struct {
		opts TableOptions
		want string
	}{
		{TableOptions{}, "a b c d e f g run_9 run_10"},
		{TableOptions{Descending: true}, "run_10 run_9 g f e d c b a"},
		{TableOptions{Sort: "mse"}, "d a f c run_10 run_9 b e g"},
		{TableOptions{Sort: "mse", Descending: true}, "run_9 run_10 c a f d b e g"},
		{TableOptions{Sort: "tag:mse", Top: 3}, "d a f"},
		{TableOptions{Sort: "mse", Tail: 2}, "e g"},
		{TableOptions{Sort: "mse", Top: 100}, "d a f c run_10 run_9 b e g"},
		{TableOptions{Sort: "notebook", Descending: true}, "run_10 run_9 g f e d c b a"},
		{TableOptions{Sort: "status"}, "e a b c d f run_9 run_10 g"},
	} {
		test.opts.Format = CSV
		rows, err := csv.NewReader(strings.NewReader(tableOf(t, c, test.opts))).ReadAll()
		require.NoError(t, err)
		var names []string
		for _, row := range rows[1:] {
			names = append(names, row[0])
		}
		require.Equal(t, test.want, strings.Join(names, " "), "%+v", test.opts)
	}
}

func TestTableErrors(t *testing.T) {
	c := loadFamily(t, "churn")
	for _, test := range []struct {
		opts TableOptions
		want string
	}{
		{TableOptions{Sort: "metrics.acuracy"}, "metrics.acuracy: no such column"},
		{TableOptions{Columns: []string{"nothing*"}}, "nothing*: matches no column"},
		{TableOptions{GroupBy: "params.nothing"}, "params.nothing: no such column"},
		{TableOptions{GroupBy: "params.data", BaselineGroup: "cleann"}, "cleann: no run, no file and no group of this name to be the baseline"},
		{TableOptions{GroupBy: "params.data", Columns: []string{"decision"}}, "no metric to sum up: none of the columns holds numbers alone"},
		{TableOptions{GroupBy: "params.data", Sort: "decision"}, "decision: no such column"},
	} {
		var out bytes.Buffer
		_, err := Table(&out, c, test.opts)
		require.EqualError(t, err, test.want)
		require.IsType(t, &collection.InputError{}, err)
		require.Empty(t, out.String())
	}
}

// CSV and JSON hold the values of extract, whatever else is asked for.
func TestTableForMachinesIsExact(t *testing.T) {
	for _, family := range []string{"diabetes", "churn", "training", "broken"} {
		c := loadFamily(t, family)
		var wide bytes.Buffer
		frame, _ := WideFrame(c, nil)
		require.NoError(t, frame.Write(&wide, CSV))
		require.Equal(t, wide.String(), tableOf(t, c, TableOptions{Format: CSV, Width: 40, Color: true}))

		rows, err := csv.NewReader(&wide).ReadAll()
		require.NoError(t, err)
		var records []map[string]any
		require.NoError(t, json.Unmarshal([]byte(tableOf(t, c, TableOptions{Format: JSON, Width: 40})), &records))
		require.Len(t, records, len(rows)-1)
		for i, row := range rows[1:] {
			for j, title := range rows[0] {
				require.Contains(t, records[i], title)
				if row[j] == "" {
					require.Nil(t, records[i][title])
				}
				if f, ok := records[i][title].(float64); ok {
					want, err := strconv.ParseFloat(row[j], 64)
					require.NoError(t, err)
					require.Equal(t, want, f)
				}
			}
		}
	}
}

func TestTableGroupOrder(t *testing.T) {
	c := loadFamily(t, "diabetes")
	for _, test := range []struct {
		opts TableOptions
		want []string
	}{
		{TableOptions{}, []string{"gb", "rf", "ridge"}},
		{TableOptions{Sort: "metrics.mse"}, []string{"ridge", "rf", "gb"}},
		{TableOptions{Sort: "metrics.mse", Descending: true, Top: 2}, []string{"gb", "rf"}},
		{TableOptions{Sort: "params.model", Descending: true, Tail: 1}, []string{"gb"}},
	} {
		test.opts.GroupBy, test.opts.Format, test.opts.Columns = "params.model", CSV, []string{"metrics.mse"}
		rows, err := csv.NewReader(strings.NewReader(tableOf(t, c, test.opts))).ReadAll()
		require.NoError(t, err)
		var groups []string
		for _, row := range rows[1:] {
			groups = append(groups, row[1])
		}
		require.Equal(t, test.want, groups, "%+v", test.opts)
	}
}

func TestTableBaselineGroup(t *testing.T) {
	c := loadFamily(t, "diabetes")
	for _, name := range []string{"ridge", "params.model=ridge"} {
		text := tableOf(t, c, TableOptions{GroupBy: "params.model", BaselineGroup: name, Columns: []string{"mse"}})
		require.True(t, strings.HasPrefix(text, "baseline: params.model=ridge\n"), text)
	}
}

// The number 1 and the text 1 make two groups, which have two names.
func TestTableGroupNames(t *testing.T) {
	dir := t.TempDir()
	for i, lr := range []string{"1", "1.0", "'1'", "True", "'True'", "'0.1'", "'plain'"} {
		printedRun(t, dir, strconv.Itoa(i), "lr", lr, "mse", strconv.Itoa(i))
	}
	c := loadFolder(t, dir)
	rows, err := csv.NewReader(strings.NewReader(tableOf(t, c, TableOptions{GroupBy: "lr", Format: CSV, Columns: []string{"mse"}}))).ReadAll()
	require.NoError(t, err)
	var groups []string
	for _, row := range rows[1:] {
		groups = append(groups, row[1])
	}
	require.Equal(t, []string{"1", "'1'", "True", "'True'", "0.1", "plain"}, groups)
	require.Contains(t, tableOf(t, c, TableOptions{GroupBy: "lr"}), "\nmse     'True'  1 ")
	require.True(t, strings.HasPrefix(tableOf(t, c, TableOptions{GroupBy: "lr", BaselineGroup: "'1'"}), "baseline: lr='1'\n"))
	require.Contains(t, tableOf(t, c, TableOptions{GroupBy: "lr", Format: JSON}), `"lr":"True"`)
	require.Contains(t, tableOf(t, c, TableOptions{GroupBy: "lr", Format: JSON}), `"lr":true`)
}

// What a notebook says moves no cursor, ends no cell, and is no markup.
func TestTableOfHostileTexts(t *testing.T) {
	dir := t.TempDir()
	texts := []string{"'\x1b[2J\u202e'", "'a|b'", "'<script>alert(1)</script>'", `'\\input{x} $1 & 2 % 3'`, "'![](http://x/y)'"}
	for i, text := range texts {
		printedRun(t, dir, fmt.Sprintf("r%d|<b>", i), "x|<i>_y", text, "Δ mse", "1", "mse", strconv.Itoa(i), "delta mse", "1")
	}
	c := loadFolder(t, dir)
	columnsOf := map[Format]int{}
	for _, format := range TableFormats() {
		for _, opts := range []TableOptions{{}, {Delta: true}, {Transpose: true}, {GroupBy: `x|<i>_y`}} {
			opts.Format = format
			text := tableOf(t, c, opts)
			columnsOf[format]++
			if format != CSV && format != JSON { // which carry what there is
				require.NotContains(t, text, "\x1b")
				require.NotContains(t, text, "\u202e")
			}
			switch format {
			case HTML:
				require.NotContains(t, text, "<script")
				require.NotContains(t, text, "<i>")
				require.NotContains(t, text, "<b>")
			case LaTeX:
				require.NotContains(t, text, `\input`)
			case Markdown:
				require.NotContains(t, text, "<script")
				require.NotContains(t, text, "![")
				pipes := map[int]bool{}
				for line := range strings.Lines(text) {
					if strings.HasPrefix(line, "|") {
						pipes[strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")] = true
					}
				}
				require.Len(t, pipes, 1, "as many cells in every row")
			case CSV:
				rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
				require.NoError(t, err)
				require.Len(t, slices.Compact(slices.Sorted(slices.Values(rows[0]))), len(rows[0]), "no two equal headers")
			}
		}
	}
	require.Len(t, columnsOf, 6)
}

func TestTableKeepsItsCollection(t *testing.T) {
	c := loadFamily(t, "diabetes")
	before := tableOf(t, c, TableOptions{})
	tableOf(t, c, TableOptions{Sort: "mse", Descending: true, Delta: true, Transpose: true, NonDefault: true})
	require.Equal(t, before, tableOf(t, c, TableOptions{}))
}

func TestTableOfOneRunAndOfNone(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.ipynb"), []byte("no"), 0o666))
	require.Equal(t, "notebook  status\nbad       unreadable\n", tableOf(t, loadFolder(t, dir), TableOptions{}))
	printedRun(t, dir, "good", "mse", "1.5")
	require.Equal(t, "notebook  status      mse\nbad       unreadable  -\ngood      ok          1.5\n",
		tableOf(t, loadFolder(t, dir), TableOptions{Columns: []string{"mse"}}))
}

// A difference that is not significant is marked also where it is shown.
func TestTableGroupFullMarksWhatIsNotSignificant(t *testing.T) {
	text := tableOf(t, loadFamily(t, "diabetes"), TableOptions{GroupBy: "params.model", Columns: []string{"metrics.mse"}, Full: true})
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "metrics.mse") {
			require.Equal(t, strings.Contains(line, " rf "), strings.Contains(line, " ~ "), line)
		}
	}
	require.Contains(t, text, "−8.4 %", "the difference is shown")
}

func TestTableGroupNotes(t *testing.T) {
	dir := t.TempDir()
	for i, text := range []string{"1.5", "nan", "2.5", "None", "inf"} {
		printedRun(t, dir, "r"+strconv.Itoa(i), "kind", strconv.Quote(string("aabbc"[i])), "mse", text)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.ipynb"), []byte("no"), 0o666))
	require.Equal(t, `baseline: kind=a

metric  kind  n    mean  ± 95%  Δ  Δ%            p  std    min    max
mse     a     1    1.5*      -  -   -            -    -    1.5    1.5
mse     b     1    2.5       -  ~   ~  n too small    -    2.5    2.5
mse     c     1  inf         -  ~   ~  n too small    -  inf    inf

* best
~ no significant difference (Mann-Whitney U, two-sided, p > 0.05)
n too small: so few runs cannot differ significantly; from 4 a group they can
1 NaN value left out
1 run that could not be read left out
`, tableOf(t, loadFolder(t, dir), TableOptions{GroupBy: "kind"}))
}

// Short means leave the spread around them two digits, not sixteen; long numbers
// among short means round all.
func TestTableGroupSpreadIsRounded(t *testing.T) {
	for _, test := range []struct {
		numbers []string // three of group a, three of b
		want    []string // mean, ± 95%, std, min, max of each
	}{
		{[]string{"1", "2", "3", "4", "5", "6"}, []string{"2.0 2.5 1.0 1.0 3.0", "5.0 2.5 1.0 4.0 6.0"}},
		{[]string{"0.25", "0.255", "0.26", "0.5", "0.7", "0.9"}, []string{"0.255 0.012 0.005 0.25 0.26", "0.7 0.497 0.200 0.5 0.9"}},
		{[]string{"1e-5", "2e-5", "3e-5", "5e-5", "5e-5", "5e-5"}, []string{"2e-05 2.5e-05 1e-05 1e-05 3e-05", "5e-05 0.0 0.0 5e-05 5e-05"}},
		{[]string{"1e17", "2e17", "3e17", "5e17", "5e17", "5e17"},
			[]string{"2e+17 2.5e+17 1.0e+17 1e+17 3e+17", "5e+17 0.0e+00 0.0e+00 5e+17 5e+17"}},
		{[]string{"0.1234567", "0.5", "0.8765433", "1", "2", "3"},
			[]string{"0.5000 0.9354 0.3765 0.1235 0.8765", "2.0000 2.4841 1.0000 1.0000 3.0000"}},
	} {
		dir := t.TempDir()
		for i, text := range test.numbers {
			printedRun(t, dir, "r"+strconv.Itoa(i), "kind", strconv.Quote(string("aaabbb"[i])), "x", text)
		}
		var got []string
		for line := range strings.Lines(tableOf(t, loadFolder(t, dir), TableOptions{GroupBy: "kind"})) {
			if f := strings.Fields(line); len(f) > 6 && f[0] == "x" {
				got = append(got, strings.Join(append(f[3:5:5], f[len(f)-3:]...), " "))
			}
		}
		require.Equal(t, test.want, got)
	}
}
