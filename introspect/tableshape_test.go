package introspect

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// plainFrame is a frame as pandas prints it.
const plainFrame = `<div>
<style scoped>
    .dataframe tbody tr th:only-of-type {
        vertical-align: middle;
    }

    .dataframe thead th {
        text-align: right;
    }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>mse</th>
      <th>r2</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>rf</th>
      <td>0.5</td>
      <td>a</td>
    </tr>
    <tr>
      <th>gb</th>
      <td>0.25</td>
      <td>NaN</td>
    </tr>
  </tbody>
</table>
<p>2 rows × 2 columns</p>
</div>`

// asPythonWrites returns a value as JSON, with the signs of HTML as they are.
func asPythonWrites(tb testing.TB, v any) string {
	tb.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	require.NoError(tb, e.Encode(v))
	return b.String()
}

// withoutScalarsInJSON asks of HTML as notebooks store it, in one string or in lines.
func withoutScalarsInJSON(t *testing.T, html string) bool {
	t.Helper()
	var spellings [2]bool
	for i, text := range []any{html, strings.SplitAfter(html, "\n")} {
		spellings[i] = tableWithoutScalars([]byte(asPythonWrites(t, text)))
	}
	require.Equal(t, spellings[0], spellings[1])
	return spellings[0]
}

// Every change makes a table of which the shape is not known, or that has scalars.
func TestTableWithoutScalars(t *testing.T) {
	require.True(t, withoutScalarsInJSON(t, plainFrame))
	for _, change := range [][2]string{
		{"      <td>0.25</td>\n      <td>NaN</td>\n", "      <td>0.25</td>\n"},
		{"    <tr>\n      <th>gb</th>\n      <td>0.25</td>\n      <td>NaN</td>\n    </tr>\n", ""},
		{"<td>a</td>", "<td>...</td>"},
		{"<td>a</td>", "<td>…</td>"},
		{"<td>a</td>", "<td> ...</td>"},
		{"<td>a</td>", "<td>\n...</td>"},
		{"<td>a</td>", "<td>\u00a0...</td>"},
		{"<td>a</td>", "<td>&hellip;</td>"},
		{"<td>a</td>", "<td>a<br></td>"},
		{"<td>a</td>", "<td><table><tr><td>1</td></tr></table></td>"},
		{"<td>a</td>", `<td colspan="2">a</td>`},
		{"<tr>", `<tr style="display: none">`},
		{"      <td>a</td>", "    <tr>\n      <td>a</td>"},
		{"<thead>", "<thead><tr><td>1</td></tr>"},
		{"<style scoped>", "<script></script><style scoped>"},
		{"<style scoped>", `<style scoped><table border="1" class="dataframe">`},
		{"</style>", ""},
		{"<table", "<audio></audio><table"},
		{"</table>", "</table><table></table>"},
		{"</table>", "</table><table"},
		{"<table", "<!-- <table"},
		{"</tbody>\n</table>", ""},
		{"<div>", `<div hidden>`},
	} {
		changed := strings.ReplaceAll(plainFrame, change[0], change[1])
		require.NotEqual(t, plainFrame, changed, change)
		require.False(t, withoutScalarsInJSON(t, changed), changed)
	}
	require.False(t, tableWithoutScalars([]byte(strings.ReplaceAll(plainFrame, "<", `\u003c`))))
}

func BenchmarkTableWithoutScalars(b *testing.B) {
	html := []byte(asPythonWrites(b, strings.SplitAfter(plainFrame, "\n")))
	b.SetBytes(int64(len(html)))
	for b.Loop() {
		require.True(b, tableWithoutScalars(html))
	}
}

// FuzzTableWithoutScalars: what is said to hold no scalars is one table without any.
func FuzzTableWithoutScalars(f *testing.F) {
	f.Add(plainFrame)
	f.Add(strings.ReplaceAll(plainFrame, "<td>0.5</td>", ""))
	f.Add(strings.ReplaceAll(plainFrame, "<td>a</td>", "<td>...</td>"))
	f.Add(`<table border="1" class="dataframe"><tbody><tr><td>1<td>2</tr><tr><th><td>1<td>2</tr></table>`)
	f.Add(`<style scoped></style><table border="1" class="dataframe"><tr><th>a</th></tr><tbody><tr><td>1<td>2<th></tr>`)
	f.Fuzz(testenv.Inputs(func(t *testing.T, html string) {
		if !withoutScalarsInJSON(t, strings.ToValidUTF8(html, "?")) {
			return
		}
		found := value.ParseTables(html)
		require.Len(t, found, 1)
		require.Equal(t, []value.Leaf{{Value: found[0]}}, value.Flatten(found[0]))
	}))
}

// TestPlainTable: a table of which nobody asks for more keeps no cells, but where
// two sources may mean the same one.
func TestPlainTable(t *testing.T) {
	html := asPythonWrites(t, strings.SplitAfter(plainFrame, "\n"))
	shown := func(tag, bundle string) string {
		return `{"cell_type": "code", "source": "", "metadata": {"tags": ["` + tag + `"]}, "execution_count": 1, "outputs": [
			{"output_type": "display_data", "metadata": {}, "data": {` + bundle + `}}]}`
	}
	scrap := `{"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": [{"output_type": "display_data", "metadata": {},
		"data": {"application/scrapbook.scrap.json+json": {"name": "both", "data": 1, "encoder": "json", "version": 1}}}]}`
	nb, err := nbformat.Parse([]byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [`+
		shown("alone", `"text/html": `+html+`, "text/plain": "x"`)+","+
		shown("both", `"text/html": `+html)+","+scrap+","+
		shown("other", `"text/html": `+html+`, "application/json": 1`)+`]}`), "x.ipynb")
	require.NoError(t, err)
	whole := value.ParseTables(plainFrame)[0]
	want := map[string]value.Value{"tag:alone": whole, "tag:both": whole, "scrap:both": value.Int(1), "tag:other": whole}
	for _, scalars := range []bool{false, true} {
		if scalars {
			want["tag:alone"], want["tag:other"] = &value.Table{}, &value.Table{}
		}
		got := map[string]value.Value{}
		for _, e := range Inspect(nb, Options{Scalars: scalars}).Entries {
			got[string(e.Source)+":"+e.Name] = e.Value
		}
		require.Equal(t, want, got)
	}
}

// TestTableWithoutScalarsOfPandas: of the frames that pandas really prints, of all
// shapes and with all kinds of labels, none with scalars is taken for one without.
func TestTableWithoutScalarsOfPandas(t *testing.T) {
	out := testenv.RunPython(t, nil, filepath.Join("value", "testdata", "frames.py"), "1500")
	frames, known := 0, 0
	for line := range strings.Lines(string(out)) {
		var frame struct{ HTML string }
		require.NoError(t, json.Unmarshal([]byte(line), &frame))
		frames++
		if !withoutScalarsInJSON(t, frame.HTML) {
			continue
		}
		known++
		tables := value.ParseTables(frame.HTML)
		require.Len(t, tables, 1)
		require.False(t, tables[0].HasScalars(), frame.HTML)
	}
	require.Equal(t, 1500, frames)
	require.Greater(t, known, 150, "too few are known")
}
