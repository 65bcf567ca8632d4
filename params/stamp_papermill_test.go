package params_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
	"github.com/nbcompare/nbcompare/params/given"
	"github.com/nbcompare/nbcompare/params/translate"
)

type papermillCase struct {
	Template   string `json:"template"`
	Parameters string `json:"parameters"`
	ReportMode bool   `json:"report_mode"`
}

type stampedCell struct {
	Type    string   `json:"type"`
	Source  string   `json:"source"`
	Tags    []string `json:"tags"`
	Jupyter string   `json:"jupyter"`
	Outputs int      `json:"outputs"`
	Count   *int     `json:"count"`
}

type stampedNotebook struct {
	Error      string        `json:"error"`
	Cells      []stampedCell `json:"cells"`
	Parameters string        `json:"parameters"`
	Warnings   []string      `json:"warnings"`
}

// yamlParameters are what is passed; the first is no parameters at all.
var yamlParameters = []string{
	"", "alpha: 0.5", "model: rf\nseed: 3\n", `{"msg": "it's \"quoted\" \\ and\nlong é 😀", n: null, t: true, big: 123456789012345678901234567890}`,
	"a: [1, [2.5, {b: x}], null]\nd: {k: 1, 2: y, null: z}\nbar: .inf\nnan: .nan\n", "foo: 1e-3\nx_1: 1.0e-7\ny: 1.0e+16\ndate: 2019-01-01\n", "é: 1\n_a: ''\n",
}

// oddTemplates are notebooks whose tags stand in odd places.
func oddTemplates(t *testing.T) []string {
	dir := t.TempDir()
	markdown := func(tags string) string {
		return `{"cell_type": "markdown", "metadata": {"tags": [` + tags + `]}, "source": ["# x\n", "a = 2"]}`
	}
	code := func(tags, source, metadata string) string {
		text, _ := json.Marshal(source)
		return `{"cell_type": "code", "execution_count": 7, "metadata": {` + metadata + `"tags": [` + tags + `]}, "source": ` + string(text) + `, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x"]}]}`
	}
	const p, i, e = `"parameters"`, `"injected-parameters"`, `"papermill-error-cell-tag"`
	var paths []string
	for name, cells := range map[string][]string{
		"none":         {markdown(""), code("", "x = 1", "")},
		"parameters":   {markdown(""), code(p, "alpha = 1\nmodel = 'x'  # c = d", ""), code("", "print(alpha)", `"jupyter": {"outputs_hidden": true}, `)},
		"replace":      {code(p, "alpha = 1", ""), code(i, "alpha = 2", ""), code("", "x", "")},
		"before":       {code(i, "alpha = 2", ""), code("", "y", ""), code(p, "alpha = 1", "")},
		"lone":         {code("", "y", ""), code(i, "alpha = 2", ""), code("", "z", "")},
		"both":         {code("", "y", ""), code(p+", "+i, "alpha = 2", ""), code("", "z", "")},
		"markdown":     {markdown(p), code("", "y", ""), code(p, "alpha = 3", "")},
		"onlymarkdown": {markdown(""), markdown(p), code("", "y", "")},
		"two":          {code(p, "alpha = 1", ""), code(p, "beta = 1", ""), code("", "y", "")},
		"errors":       {markdown(e), code(p, "alpha = 1", ""), markdown(e), code(`"skip-execution"`, "y", "")},
		"empty":        {},
	} {
		text := `{"cells": [` + strings.Join(cells, ",") + `], "metadata": {"kernelspec": {"name": "python3", "display_name": "P"}, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}`
		path := filepath.Join(dir, name+".ipynb")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// stampTemplates are those of papermill's own tests, executed notebooks, and
// odd ones.
func stampTemplates(t *testing.T) []string {
	paths := oddTemplates(t)
	for _, folder := range []string{filepath.Join(testenv.Corpus(t), "papermill"), filepath.Join("..", "testdata", "notebooks")} {
		require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if filepath.Ext(path) == ".ipynb" && !strings.Contains(path, "wild") {
				paths = append(paths, path)
			}
			return err
		}))
	}
	return paths
}

// TestStampIsPapermills compares with the real papermill: with the option
// Papermill all that it makes of the cells, else sources, tags, parameters and
// the place, but where the injected cell stood before the defaults.
func TestStampIsPapermills(t *testing.T) {
	var cases []papermillCase
	for i, template := range stampTemplates(t) {
		for j, parameters := range yamlParameters {
			cases = append(cases, papermillCase{template, parameters, (i+j)%3 == 0})
		}
	}
	input, err := json.Marshal(cases)
	require.NoError(t, err)
	var want []stampedNotebook
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, input, filepath.Join("testdata", "papermill_stamp.py")), &want))
	require.Len(t, want, len(cases))
	compared := 0
	for i, c := range cases {
		if want[i].Error == "" {
			want[i].Parameters = reprOf(want[i].Parameters)
			for k := range want[i].Cells {
				want[i].Cells[k].Jupyter = reprOf(want[i].Cells[k].Jupyter)
			}
		}
		nb, err := nbformat.ReadFile(c.Template)
		require.NoError(t, err)
		dict, err := given.Parameters(c.Parameters)
		require.NoError(t, err)
		var assignments []translate.Assignment
		for _, item := range dict {
			assignments = append(assignments, translate.Assignment{Name: value.KeyName(item.Key), Value: item.Value})
		}
		o := params.StampOptions{Papermill: true, ReportMode: c.ReportMode}
		stamped, err := params.Stamp(nb, params.Copy{Assignments: assignments, InputPath: c.Template}, o)
		if want[i].Error != "" {
			if strings.Contains(want[i].Error, "No parameter translator") || strings.Contains(want[i].Error, "No kernel name") || strings.Contains(want[i].Error, "No language") {
				require.Error(t, err, "%s: %s", c.Template, want[i].Error)
			}
			continue
		}
		require.NoError(t, err, "%s\n%s", c.Template, c.Parameters)
		require.Equal(t, want[i].Cells, cellsOf(t, stamped), "%s\n%s", c.Template, c.Parameters)
		require.Equal(t, want[i].Parameters, recorded(t, stamped), "%s\n%s", c.Template, c.Parameters)
		compared++

		o.Papermill = false
		stamped, err = params.Stamp(nb, params.Copy{Assignments: assignments, InputPath: c.Template}, o)
		// In R, which has neither such integers nor such names.
		if err != nil && strings.HasSuffix(c.Template, "notimplemented_translator.ipynb") {
			continue
		}
		require.NoError(t, err, c.Template)
		if base := filepath.Base(c.Template); base == "before.ipynb" || base == "markdown.ipynb" {
			continue
		}
		theirs, ours := want[i].Cells, cellsOf(t, stamped)
		require.Len(t, ours, len(theirs), c.Template)
		for k := range ours {
			require.Equal(t, theirs[k].Tags, ours[k].Tags)
			if !slices.Contains(ours[k].Tags, params.InjectedTag) { // whose text may be better here
				require.Equal(t, theirs[k].Source, ours[k].Source)
			}
			if !slices.Contains(ours[k].Tags, "skip-execution") {
				require.Zero(t, ours[k].Outputs)
				require.Nil(t, ours[k].Count)
			}
		}
		if !strings.Contains(c.Parameters, ".inf") {
			require.Equal(t, want[i].Parameters, recorded(t, stamped), c.Template)
		}
	}
	require.Greater(t, compared, 200)
	t.Log(compared, "copies agree")
}

func cellsOf(t *testing.T, text []byte) []stampedCell {
	nb, err := nbformat.Parse(text, "copy")
	require.NoError(t, err)
	cells := []stampedCell{}
	for _, c := range nb.Cells {
		cell := stampedCell{Type: c.CellType, Source: c.Source(), Tags: append([]string{}, c.Tags...), Jupyter: "None", Outputs: len(c.Outputs()), Count: c.ExecutionCount}
		if j := c.Metadata.Get("jupyter"); j.Exists() {
			cell.Jupyter = reprOf(string(j.Bytes))
		}
		cells = append(cells, cell)
	}
	return cells
}

func recorded(t *testing.T, text []byte) string {
	nb, err := nbformat.Parse(text, "copy")
	require.NoError(t, err)
	return reprOf(string(nb.Metadata.Get("papermill", "parameters").Bytes))
}

// reprOf writes JSON as Python does after it has read it.
func reprOf(text string) string {
	return value.Repr(introspect.JSONValue(nbformat.RawValue{Bytes: []byte(text)}))
}
