package collection

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func TestRunNames(t *testing.T) {
	nb := notebookJSON(t, nil, testCell{"mse", "1"})
	t.Chdir(t.TempDir())
	write(t, map[string]string{"runs/a.ipynb": nb, "runs/deep/a.ipynb": nb, "runs/deep/b.ipynb": nb, "other/a.ipynb": nb, "runs2/a.ipynb": nb,
		"data.json": nb, "a#2.ipynb": nb, "a.ipynb": nb, "x/.ipynb": nb})
	here, err := os.Getwd()
	require.NoError(t, err)
	for _, test := range []struct {
		inputs string
		want   string
	}{
		{"runs/a.ipynb", "a"},
		{"runs/deep", "a b"},
		{"runs", "a deep/a deep/b"},
		{"runs/deep other", "runs/deep/a runs/deep/b other/a"},
		{"runs runs2", "runs/a runs/deep/a runs/deep/b runs2/a"},
		{"runs/a.ipynb runs/a.ipynb runs/a.ipynb", "a a#2 a#3"},
		{"a.ipynb a#2.ipynb a.ipynb", "a a#2 a#3"},
		{"data.json a.ipynb", "data.json a"},
		{"- runs/a.ipynb", "stdin a"},
		{"x/.ipynb runs/a.ipynb", "x/.ipynb runs/a"},
		{filepath.Join(here, "runs/a.ipynb") + " runs/deep/b.ipynb", "a deep/b"},
		{"runs/deep/../a.ipynb ./runs/deep/b.ipynb", "a deep/b"},
	} {
		c := load(t, Options{Stdin: strings.NewReader(nb)}, strings.Fields(test.inputs)...)
		require.Equal(t, strings.Fields(test.want), runNames(c), test.inputs)
		for i, r := range c.Runs {
			require.NoError(t, r.Err)
			require.Equal(t, value.ParseLiteral("1"), c.Entry(i, 0).Value)
		}
	}
}

func TestNameTemplate(t *testing.T) {
	t.Chdir(t.TempDir())
	run := func(model string, seed any) string {
		p := map[string]any{"model": model}
		if seed != nil {
			p["seed"] = seed
		}
		return notebookJSON(t, p, testCell{"metrics", `{"f1-score": 0.5, "x}y": 7}`})
	}
	write(t, map[string]string{"1.ipynb": run("rf", 1), "2.ipynb": run("gb", 2), "3.ipynb": run("rf", 1), "4.ipynb": run("ridge", nil), "5.ipynb": "{"})
	for _, test := range []struct {
		template string
		want     string
		warnings []string
	}{
		{"{params.model}-{params.seed}", "rf-1 gb-2 rf-1#2 4 5", []string{`{params.model}-{params.seed}: gives 1 of 5 runs a name that an earlier one has, first "rf-1"` +
			" (add a field that tells them apart, such as {notebook})"}},
		{"{notebook}_{params.model}", "1_rf 2_gb 3_rf 4_ridge 5", []string{}},
		{`{status}{{{metrics["f1-score"]}}}{metrics["x}y"]}{notebook}`, "ok{0.5}71 ok{0.5}72 ok{0.5}73 ok{0.5}74 5", []string{}},
	} {
		c := load(t, Options{Name: test.template, Keys: []string{"metrics"}}, ".")
		require.Equal(t, strings.Fields(test.want), runNames(c), test.template)
		require.Equal(t, test.warnings, messages(c))
	}
	for template, want := range map[string]InputError{
		"{params.sed}": {Input: "{params.sed}", Message: "no notebook has params.sed", Hint: "there are params.seed, params.model, " +
			`notebook, status, metrics["f1-score"], metrics["x}y"]`},
		"{a":  {Input: "{a", Message: "a { without a field and its } in the name template", Hint: "write {params.model}, or {{ for a brace"},
		"{}":  {Input: "{}", Message: "a { without a field and its } in the name template", Hint: "write {params.model}, or {{ for a brace"},
		"a}b": {Input: "a}b", Message: "a } without its { in the name template", Hint: "write }} for a brace"},
	} {
		_, err := Load(t.Context(), []string{"."}, Options{Name: template})
		require.Equal(t, &want, err)
	}
}

func TestBaseline(t *testing.T) {
	t.Chdir(t.TempDir())
	nb := func(n string) string { return notebookJSON(t, map[string]any{"n": n}, testCell{"mse", n}) }
	write(t, map[string]string{"runs/a.ipynb": "no notebook", "runs/b.ipynb": nb("2"), "runs/c.ipynb": nb("3"), "prod/b.ipynb": nb("1"), "prod/bad.ipynb": "[]"})
	for _, test := range []struct {
		baseline, name string
		want           string // name of the baseline
		extra          bool
	}{
		{"", "", "b", false}, // the first that could be read
		{"c", "", "c", false},
		{"runs/c.ipynb", "", "c", false},
		{"./runs/../runs/c.ipynb", "", "c", false},
		{"prod/b.ipynb", "", "b#2", true},
		{"n=3", "n={params.n}", "n=3", false},
		{"c", "n={params.n}", "n=3", false},
		{"prod/b.ipynb", "n={params.n}", "n=1", true},
	} {
		c := load(t, Options{Baseline: test.baseline, Name: test.name}, "runs")
		require.Equal(t, test.want, c.Runs[c.Baseline].Name, test)
		require.Equal(t, test.extra, c.Runs[c.Baseline].Extra, test)
		require.Len(t, c.Runs, map[bool]int{false: 3, true: 4}[test.extra])
		require.Error(t, c.Runs[0].Err)
	}
	c := load(t, Options{Baseline: "prod/b.ipynb"}, "runs/c.ipynb")
	require.Equal(t, []string{"c", "b"}, runNames(c))
	require.Equal(t, Cell{Value: value.ParseLiteral("3"), Delta: ptr(2), Relative: ptr(2), Rank: 2, Verdict: -1}, c.Columns()[1].Cells[0])

	for baseline, want := range map[string]string{
		"d":              "d: no run and no file of this name to be the baseline (did you mean a, b, c?)",
		"prod":           "prod: no run and no file of this name to be the baseline (the runs are a, b, c)",
		"gone/x.ipynb":   "gone/x.ipynb: no run and no file of this name to be the baseline (the runs are a, b, c)",
		"a":              "a: the baseline cannot be read: ",
		"prod/bad.ipynb": "prod/bad.ipynb: the baseline cannot be read: ",
	} {
		_, err := Load(t.Context(), []string{"runs"}, Options{Baseline: baseline})
		var got *InputError
		require.ErrorAs(t, err, &got)
		text := got.Error()
		if got.Hint != "" {
			text += " (" + got.Hint + ")"
		}
		require.True(t, strings.HasPrefix(text, want), text)
	}
}

// One bad notebook never stops the others.
func TestBadNotebooks(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{"1.ipynb": "", "2.ipynb": notebookJSON(t, nil, testCell{"mse", "1"}), "3.ipynb": `{"cells": [`, "4.ipynb": "<html>"})
	require.NoError(t, os.Symlink("nowhere", "5.ipynb"))
	c := load(t, Options{}, ".")
	var errs []bool
	for i, r := range c.Runs {
		errs = append(errs, r.Err != nil)
		if r.Err != nil {
			require.Equal(t, Run{Name: r.Name, pathName: r.Name, Path: r.Path, Err: r.Err, FailedCell: -1}, *r)
			require.Contains(t, r.Err.Error(), r.Path)
			require.Nil(t, c.Entry(i, 0))
		}
	}
	require.Equal(t, []bool{true, false, true, true, true}, errs)
	require.Equal(t, 1, c.Baseline)

	write(t, map[string]string{"2.ipynb": ""})
	c = load(t, Options{}, ".")
	require.Equal(t, -1, c.Baseline)
	require.Empty(t, c.Columns())
}

// Without any key, cells stand in; one key anywhere is enough to do without.
func TestCellsStandIn(t *testing.T) {
	t.Chdir(t.TempDir())
	plain := notebookJSON(t, map[string]any{"seed": 1}, testCell{"", "1"}, testCell{"", ""}, testCell{"", "2"})
	write(t, map[string]string{"plain/a.ipynb": plain, "plain/b.ipynb": plain, "tagged/c.ipynb": notebookJSON(t, nil, testCell{"mse", "1"}),
		"empty/a.ipynb": notebookJSON(t, nil)})
	c := load(t, Options{Jobs: 1}, "plain")
	require.Equal(t, []string{"params.seed", "cell:0", "cell:2"}, columnTitles(c))
	require.Equal(t, []string{"no notebook has a tagged cell, a scrap or a label, so cells are compared by their number " +
		`(tag the cells to compare, each with the name of what it shows, or use scrapbook.glue("name", value))`}, messages(c))
	for _, inputs := range [][]string{{"plain", "tagged"}, {"tagged", "plain"}} {
		c = load(t, Options{Jobs: 1}, inputs...)
		require.Equal(t, []string{"params.seed", "mse"}, columnTitles(c))
		require.Empty(t, c.Warnings)
	}
	require.Empty(t, load(t, Options{}, "empty").Warnings)

	// What is tagged, but was not reached or shows nothing, is told.
	write(t, map[string]string{
		"failed/d.ipynb": `{"nbformat":4,"nbformat_minor":4,"metadata":{},"cells":[{"cell_type":"code","execution_count":1,"metadata":{},"source":"1/0","outputs":[{"output_type":"error","ename":"ZeroDivisionError","evalue":"division by zero","traceback":[]}]},` +
			`{"cell_type":"code","execution_count":null,"metadata":{"tags":["mse"]},"source":"mse","outputs":[]}]}`,
		"silent/e.ipynb": notebookJSON(t, nil, testCell{"mse", ""}, testCell{"", "1"}),
	})
	const told = "no cell with a tag or a label shows a value, so cells are compared by their number "
	c = load(t, Options{Jobs: 1}, "failed")
	require.Equal(t, []string{told + "(d has a cell of the tag mse: failed before this cell)"}, messages(c))
	require.Equal(t, "d has a cell of the tag mse: failed before this cell", c.KeysHint("mse"))
	require.Equal(t, "d has a cell of the tag mse: failed before this cell", c.KeysHint("tag:mse"))
	require.Equal(t, []string{told + "(e has a cell of the tag mse: the cell has no output)"}, messages(load(t, Options{Jobs: 1}, "silent")))
}

func TestLoadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, err := Load(ctx, []string{"../testdata/notebooks"}, Options{})
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, c)
}

// summary writes everything that a renderer can see.
func summary(t testing.TB, c *Collection) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintln(&b, runNames(c), c.Baseline, messages(c))
	for _, col := range c.Columns() {
		fmt.Fprint(&b, col.Title, col.Direction, col.Constant, col.Numeric)
		for _, cell := range col.Cells {
			fmt.Fprint(&b, " ", cell.Reason, cell.Rank, cell.Verdict)
			if cell.Value != nil {
				fmt.Fprint(&b, value.Repr(cell.Value))
			}
		}
		fmt.Fprintln(&b)
	}
	for key := range c.Keys {
		cmp := c.Compare(key)
		require.NoError(t, c.ComparePixels(t.Context(), cmp))
		fmt.Fprintf(&b, "%s %v %T", c.Keys[key].Title, cmp.Differs, cmp.Body)
		switch body := cmp.Body.(type) {
		case *Images:
			fmt.Fprint(&b, body.Groups)
			for _, share := range body.Changed {
				if share != nil {
					fmt.Fprint(&b, " ", *share)
				}
			}
		case *Tables:
			fmt.Fprint(&b, body.Shapes, drawn(body))
		case *Texts:
			fmt.Fprint(&b, body.Diffs)
		case *Sets:
			fmt.Fprint(&b, body.Elements)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

func TestJobsGiveTheSame(t *testing.T) {
	want := summary(t, load(t, Options{Jobs: 1}, "../testdata/notebooks"))
	for jobs := 2; jobs <= 8; jobs++ {
		require.Equal(t, want, summary(t, load(t, Options{Jobs: jobs}, "../testdata/notebooks")))
	}
}

// What the notebooks of testdata hold stands in their README.
func TestRealNotebooks(t *testing.T) {
	c := load(t, Options{}, "../testdata/notebooks/diabetes")
	require.Equal(t, "gb-0 gb-1 gb-2 gb-3 rf-0 rf-1 rf-2 rf-3 ridge-0 ridge-1 ridge-2 ridge-3", strings.Join(runNames(c), " "))
	require.Equal(t, []string{"mse: the scrap and the tag of this name differ, first in gb-0 (the scrap is shown as mse, the tag as tag:mse)"}, messages(c))
	require.Empty(t, messages(load(t, Options{Keys: []string{"metrics"}}, "../testdata/notebooks/diabetes")), "keys that nobody asked for")
	want := map[string]string{"params.model": "*collection.Scalars", "tag:mse": "*collection.Scalars", "mse": "*collection.Scalars",
		"metrics": "*collection.Scalars", "metrics_table": "*collection.Scalars", "r2": "*collection.Scalars", "cv": "*collection.Scalars",
		"feature_importance": "*collection.Tables", "predictions": "*collection.Tables", "pred_vs_true": "*collection.Images",
		"residuals": "*collection.Images", "error_by_bmi": "*collection.Images", "best_feature": "*collection.Scalars"}
	for key, k := range c.Keys {
		cmp := c.Compare(key)
		if kind := want[k.Title]; kind != "" {
			require.Equal(t, kind, fmt.Sprintf("%T", cmp.Body), k.Title)
			require.True(t, cmp.Differs, k.Title)
			delete(want, k.Title)
		}
		if importance, ok := cmp.Body.(*Tables); ok && k.Name == "feature_importance" {
			require.Len(t, importance.Index, 10, "the rows are in another order in each run")
			require.Len(t, importance.Columns, 2)
		}
	}
	require.Empty(t, want)
	for _, col := range c.Columns() {
		require.Equal(t, strings.HasPrefix(col.Title, "params.") && col.Title != "params.model" && col.Title != "params.seed" ||
			col.Title == "meta.kernel", col.Constant, col.Title)
	}

	c = load(t, Options{}, "../testdata/notebooks/broken")
	status := map[string]introspect.Status{}
	for _, r := range c.Runs {
		require.NoError(t, r.Err)
		status[r.Name] = r.Status
	}
	require.Equal(t, map[string]introspect.Status{"ok": "ok", "failed": "failed", "never-run": "not-executed", "other-tags": "ok",
		"stderr-only": "ok", "error-only": "ok"}, status)
	for _, col := range c.Columns() {
		switch col.Title {
		case "mean":
			require.Equal(t, "not executed", col.Cells[2].Reason)
			require.Equal(t, "the cell printed only to stderr", col.Cells[5].Reason)
		case "chart":
			require.Equal(t, "failed before this cell", col.Cells[1].Reason)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{"{params.model}-{params.seed}", `{report["a}b"].x}`, "{{x}}", "{", "}", "{}", `{"\`, "{a}}", "é{é}"} {
		f.Add(seed)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, template string) {
		parts, err := parseTemplate(template)
		if err != nil {
			require.Nil(t, parts)
			return
		}
		var b strings.Builder
		for _, p := range parts {
			require.NotEmpty(t, p.text)
			if p.field {
				b.WriteString("{" + p.text + "}")
				continue
			}
			b.WriteString(strings.NewReplacer("{", "{{", "}", "}}").Replace(p.text))
		}
		require.Equal(t, template, b.String())
	}))
}

func BenchmarkLoad(b *testing.B) {
	const folder = "../testdata/notebooks/diabetes"
	size := int64(0)
	paths, err := filepath.Glob(folder + "/*.ipynb")
	require.NoError(b, err)
	for _, path := range paths {
		info, err := os.Stat(path)
		require.NoError(b, err)
		size += info.Size()
	}
	b.SetBytes(size)
	for b.Loop() {
		_, err := Load(b.Context(), []string{folder}, Options{})
		require.NoError(b, err)
	}
}

func BenchmarkCompare(b *testing.B) {
	c := load(b, Options{}, "../testdata/notebooks/diabetes")
	for b.Loop() {
		c.Columns()
		for key := range c.Keys {
			c.Compare(key)
		}
	}
}

func TestUnaskedNames(t *testing.T) {
	for _, c := range []struct {
		opts    Options
		unasked map[string]bool
	}{
		{Options{}, nil},
		{Options{Keys: []string{"tag:a*"}}, nil},
		{Options{Keys: []string{"tag:roc[0]"}}, nil},
		{Options{Keys: []string{"a"}, Better: map[string]Direction{"b": LowerIsBetter}}, nil},
		{Options{Keys: []string{"a"}, Name: "{params.seed}"}, nil},
		{Options{Keys: []string{"a"}, Keep: func(*Collection) ([]bool, error) { return nil, nil }}, nil},
		{Options{Keys: []string{"tag:mse", "metrics.r2"}},
			map[string]bool{"mse": false, "metrics": false, "r2": false, "predictions": true, "m\tx": false, "mäe": false, `a"b`: false}},
	} {
		got := unaskedNames(&c.opts)
		require.Equal(t, c.unasked == nil, got == nil)
		for name, want := range c.unasked {
			require.Equal(t, want, got(name), name)
		}
	}
}

// What -k leaves out need not be read, and what it names is as it was.
func TestUnaskedFramesAreNotRead(t *testing.T) {
	const folder = "../testdata/notebooks/diabetes"
	all, some := load(t, Options{}, folder), load(t, Options{Keys: []string{"tag:mse", "error_by_bmi"}}, folder)
	require.NotEmpty(t, some.Keys)
	for i, k := range some.Keys {
		j := slices.IndexFunc(all.Keys, func(other Key) bool { return other.Title == k.Title })
		for run := range all.Runs {
			require.True(t, value.Equal(all.Entry(run, j).Value, some.Entry(run, i).Value), k.Title)
		}
	}
	predictions := func(c *Collection) *value.Table {
		return c.Runs[0].entry(keyID{introspect.SourceScrap, "predictions"}).Value.(*value.Table)
	}
	require.NotEmpty(t, predictions(all).Rows)
	require.Empty(t, predictions(some).Rows)
}
