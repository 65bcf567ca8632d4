package render

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// notebookOf writes a notebook with a cell a tag; what the cell shows is given
// by its MIME type, or under "stdout".
func notebookOf(t *testing.T, path string, cells ...[3]string) {
	type object = map[string]any
	var list []object
	for _, cell := range cells {
		output := object{"output_type": "display_data", "metadata": object{}, "data": object{cell[1]: cell[2]}}
		if cell[1] == "stdout" {
			output = object{"output_type": "stream", "name": "stdout", "text": cell[2]}
		}
		list = append(list, object{"cell_type": "code", "source": "", "execution_count": 1,
			"metadata": object{"tags": []string{cell[0]}}, "outputs": []object{output}})
	}
	data, err := json.Marshal(object{"nbformat": 4, "nbformat_minor": 4, "metadata": object{}, "cells": list})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, data, 0o666))
}

func loadFolder(t *testing.T, folder string) *collection.Collection {
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{})
	require.NoError(t, err)
	return c
}

func htmlRows(header string, rows ...string) string {
	return "<table><thead><tr><th>" + strings.ReplaceAll(header, ",", "</th><th>") + "</th></tr></thead><tbody><tr><th>" +
		strings.ReplaceAll(strings.ReplaceAll(strings.Join(rows, "</td></tr><tr><th>"), ",", "</td><td>"), "@", "</th><td>") +
		"</td></tr></tbody></table>"
}

func csvOf(t *testing.T, s *Stacked) string {
	var out bytes.Buffer
	require.NoError(t, s.Frame.Write(&out, CSV))
	return out.String()
}

func TestStackTables(t *testing.T) {
	dir := t.TempDir()
	notebookOf(t, filepath.Join(dir, "a.ipynb"), [3]string{"report", "text/html", htmlRows(",f1,support", "yes@0.5,10", "no@NaN,20")})
	notebookOf(t, filepath.Join(dir, "b.ipynb"), [3]string{"report", "text/html", htmlRows(",f1,notebook,recall", "yes@0.75,x,1")})
	notebookOf(t, filepath.Join(dir, "c.ipynb"), [3]string{"report", "text/plain", "3"}, [3]string{"other", "text/html", htmlRows(",a", "0@1", "1@2")})
	notebookOf(t, filepath.Join(dir, "d.ipynb"), [3]string{"other", "text/html", htmlRows(",a", "0@1", "1@2")})
	c := loadFolder(t, dir)
	s, err := StackTables(c, "report")
	require.NoError(t, err)
	require.Equal(t, `notebook,index,f1,support,report.notebook,recall
a,yes,0.5,10,,
a,no,NaN,20,,
b,yes,0.75,,x,1
`, csvOf(t, s))
	require.Equal(t, []string{"d has no report", "c has no table under report"}, s.Notes)

	for key, want := range map[string]collection.InputError{
		"reprot":   {Input: "reprot", Message: "no notebook has such a key", Hint: "did you mean report? The keys are report, other"},
		"report.x": {Input: "report.x", Message: "no run has a value there", Hint: "keys that hold a table: report, other"},
		`a["`:      {Input: `a["`, Message: `"a[\"": column 3: want a name that ends with "]`},
	} {
		_, err := StackTables(c, key)
		require.Equal(t, &want, err, key)
	}
}

func TestStackTablesKeepsIndexNames(t *testing.T) {
	dir := t.TempDir()
	notebookOf(t, filepath.Join(dir, "a.ipynb"), [3]string{"t", "text/html",
		`<table><thead><tr><th></th><th></th><th>mse</th><th>mse</th></tr><tr><th>model</th><th>seed</th><th></th><th></th></tr></thead>
		<tbody><tr><th rowspan="2">rf</th><th>0</th><td>1.5</td><td>x</td></tr><tr><th>1</th><td>2.5</td><td>NaN</td></tr></tbody></table>`})
	s, err := StackTables(loadFolder(t, dir), "t")
	require.NoError(t, err)
	require.Equal(t, "notebook,model,seed,mse,mse.1\na,rf,0,1.5,x\na,rf,1,2.5,\n", csvOf(t, s))
	require.Equal(t, frameInt, frameTypeOf(s.Frame.Columns[2].Cells))
	require.Empty(t, s.Notes)
}

func TestStackHistory(t *testing.T) {
	dir := t.TempDir()
	for name, cell := range map[string][2]string{
		"1-records":   {"text/plain", "[{'epoch': 1, 'loss': 0.5, 'val': {'loss': 0.75}}, {'epoch': 2, 'loss': nan}]"},
		"2-lists":     {"text/plain", "{'loss': [3, 2, 1], 'acc': [0.5, 0.75], 'lr': 0.1}"},
		"3-table":     {"text/html", htmlRows(",loss,notebook", "10@0.5,x", "20@0.25,y")},
		"4-lines":     {"stdout", "training...\n{\"step\": 100, \"loss\": 0.5}\n\n{\"step\": 200, \"loss\": null, \"note\": \"=1\"}\ndone\n"},
		"5-one-line":  {"stdout", "{\"step\": 7, \"loss\": 0.125}\n"},
		"6-numbers":   {"text/plain", "[0.5, 0.25]"},
		"7-other":     {"text/plain", "'text'"},
		"8-empty":     {"text/plain", "[]"},
		"9-truncated": {"text/html", strings.Replace(htmlRows(",loss", "0@9", "1@8", "...@...", "99@7"), "</table>", "</table><p>100 rows × 1 columns</p>", 1)},
	} {
		notebookOf(t, filepath.Join(dir, name+".ipynb"), [3]string{"history", cell[0], cell[1]})
	}
	notebookOf(t, filepath.Join(dir, "0-other.ipynb"), [3]string{"metrics", "text/plain", "{'mse': 1}"}, [3]string{"mse", "text/plain", "1"})
	c := loadFolder(t, dir)
	s, err := StackHistory(c, "history")
	require.NoError(t, err)
	require.Equal(t, `notebook,step,epoch,loss,val.loss,acc,lr,history.notebook,note,history
1-records,0,1,0.5,0.75,,,,,
1-records,1,2,NaN,,,,,,
2-lists,0,,3,,0.5,0.1,,,
2-lists,1,,2,,0.75,0.1,,,
2-lists,2,,1,,,0.1,,,
3-table,10,,0.5,,,,x,,
3-table,20,,0.25,,,,y,,
4-lines,100,,0.5,,,,,,
4-lines,200,,None,,,,,=1,
5-one-line,7,,0.125,,,,,,
6-numbers,0,,,,,,,,0.5
6-numbers,1,,,,,,,,0.25
9-truncated,0,,9,,,,,,
9-truncated,1,,8,,,,,,
9-truncated,99,,7,,,,,,
`, csvOf(t, s))
	require.Equal(t, []string{
		"0-other has no history",
		"7-other has no series under history",
		"9-truncated shows only part of the table history",
		"4-lines has lines in history that are no JSON objects",
	}, s.Notes)

	for key, message := range map[string]string{"metrics": "holds a dict, no series", "mse": "holds a number, no series"} {
		_, err = StackHistory(c, key)
		require.Equal(t, &collection.InputError{Input: key, Message: message, Hint: "keys that hold a series: history"}, err)
	}
}

// Runs without a column in common make a frame that grows with their square.
func TestStackIsBounded(t *testing.T) {
	dir := t.TempDir()
	var lines strings.Builder
	for i := range 5000 {
		lines.WriteString(`{"k` + strings.Repeat("x", i%7) + string(rune('0'+i%10)) + jsonInt(i) + `": 1}` + "\n")
	}
	notebookOf(t, filepath.Join(dir, "a.ipynb"), [3]string{"history", "stdout", lines.String()})
	_, err := StackHistory(loadFolder(t, dir), "history")
	require.EqualError(t, err, "history: all tables together are too large")
}

func jsonInt(i int) string {
	text, _ := json.Marshal(i)
	return string(text)
}

// A frame of which the notebook shows an index of ints, beside columns that are
// named as ours.
func TestTableSeriesSteps(t *testing.T) {
	dir := t.TempDir()
	notebookOf(t, filepath.Join(dir, "a.ipynb"), [3]string{"h", "text/html", htmlRows(",index,loss", "0@7,0.5")})
	notebookOf(t, filepath.Join(dir, "b.ipynb"), [3]string{"h", "text/html", htmlRows(",step,loss", "0@100,0.25")})
	notebookOf(t, filepath.Join(dir, "c.ipynb"), [3]string{"h", "text/html", htmlRows(",loss", "first@1")})
	s, err := StackHistory(loadFolder(t, dir), "h")
	require.NoError(t, err)
	require.Equal(t, "notebook,step,index,loss\na,0,7,0.5\nb,100,,0.25\nc,0,first,1\n", csvOf(t, s))
}

// Whatever a notebook prints, a series has columns with different titles, none
// longer than it has rows.
func FuzzSeries(f *testing.F) {
	for _, text := range []string{
		"[{'a': 1}, {'a': {'b': 2}}]", "{'a': [1, 2], 'b': (3,), 'c': 4}", "{1: [1], '1': [2]}", "[1, None]", "[]", "{}",
		"{\"a\": 1}\n{\"a\": 2, \"step\": 3}\nx", "{'a': []}", "[{}]", "{'a': {}}\n{'a': {1: 2, '1': 3}}",
	} {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		for _, v := range []value.Value{value.ParseLiteral(text), value.Text(text)} {
			p := seriesPart(v, "key")
			if p == nil {
				continue
			}
			p.addSteps()
			titles := map[string]bool{}
			for _, col := range append(p.index, p.columns...) {
				require.LessOrEqual(t, len(col.Cells), p.rows)
				require.False(t, titles[col.Title], col.Title)
				titles[col.Title] = true
			}
			require.True(t, titles["step"])
		}
	}))
}
