package nbformat

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// ask puts one request to testdata/peer.py, the real nbformat.
func ask[Answer any](t *testing.T, request any) (answer Answer) {
	t.Helper()
	input, err := json.Marshal(request)
	require.NoError(t, err)
	output := testenv.RunPython(t, input, filepath.Join("testdata", "peer.py"))
	require.NoError(t, json.Unmarshal(output, &answer))
	return answer
}

type attempt struct {
	Value any
	Error string
}

// corpus returns all notebooks of the repository and, where it is present, of
// the shared corpus.
func corpus(t testing.TB) []string {
	t.Helper()
	root := testenv.Root(t)
	paths, err := filepath.Glob(filepath.Join(root, "testdata", "notebooks", "*", "*.ipynb"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	shared, err := filepath.Glob(filepath.Join(filepath.Dir(root), "shared", "corpus", "*", "*.ipynb"))
	require.NoError(t, err)
	return append(paths, shared...)
}

// oldFiles writes oldNotebooks to files.
func oldFiles(t testing.TB) (paths []string) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range oldNotebooks {
		path := filepath.Join(folder, name+".ipynb")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		paths = append(paths, path)
	}
	return paths
}

// model is a notebook as nbformat.read gives it.
func model(nb *Notebook) map[string]any {
	cells := []any{}
	for i := range nb.Cells {
		cells = append(cells, cellModel(&nb.Cells[i]))
	}
	root := plainJSON(RawValue{Bytes: nb.document[skipSpace(nb.document, 0):]}).(map[string]any)
	root["cells"] = cells
	if metadata, ok := root["metadata"].(map[string]any); ok {
		delete(metadata, "orig_nbformat") // nbformat drops it when it reads
	}
	return root
}

func cellModel(c *Cell) any {
	m := plainJSON(c.Raw).(map[string]any)
	if metadata, ok := m["metadata"].(map[string]any); ok {
		delete(metadata, "trusted") // nbformat drops it when it reads
	}
	if _, ok := c.source.Text(); ok {
		m["source"] = c.Source()
	}
	if outputs, ok := m["outputs"].([]any); ok {
		for i, o := range c.Outputs() {
			output := outputs[i].(map[string]any)
			if _, ok := o.text.Text(); ok && o.Data == nil {
				output["text"] = o.Text()
			}
			for _, d := range o.Data {
				if text, ok := d.Text(); ok {
					output["data"].(map[string]any)[d.Type] = text
				}
			}
		}
	}
	return m
}

func plainJSON(v RawValue) (value any) {
	decoder := json.NewDecoder(bytes.NewReader(v.Bytes))
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	return value
}

func dropIDs(notebook any) {
	for _, c := range notebook.(map[string]any)["cells"].([]any) {
		delete(c.(map[string]any), "id")
	}
}

func TestReadLikeNbformat(t *testing.T) {
	paths := append(corpus(t), oldFiles(t)...)
	answers := ask[[]attempt](t, map[string]any{"read": paths})
	// What nbformat refuses and we read all the same, with a warning.
	forgiven := map[string]string{"test3_no_metadata.ipynb": "ValidationError"}
	upgraded := 0
	for i, path := range paths {
		nb, err := ReadFile(path)
		if answers[i].Error != "" && err != nil {
			continue
		}
		require.NoError(t, err)
		require.Equal(t, forgiven[filepath.Base(path)], answers[i].Error, path)
		if answers[i].Error != "" {
			require.NotEmpty(t, nb.Warnings, path)
			continue
		}
		got, want := any(model(nb)), answers[i].Value
		if nb.NBFormat < 4 {
			upgraded++
			dropIDs(got)
			dropIDs(want)
		}
		require.Equal(t, want, got, path)
	}
	require.NotZero(t, upgraded)
}

// What an old notebook becomes is, but for the random ids, what nbformat
// writes, byte for byte.
func TestUpgradeWritesLikeNbformat(t *testing.T) {
	paths := oldFiles(t)
	for _, path := range corpus(t) {
		if slices.Contains([]string{"test2.ipynb", "test3.ipynb", "test3_no_min_version.ipynb"}, filepath.Base(path)) {
			paths = append(paths, path)
		}
	}
	id := regexp.MustCompile(`"id": "[0-9a-f]{8}"`)
	answers := ask[[]attempt](t, map[string]any{"write": paths})
	for i, path := range paths {
		require.Empty(t, answers[i].Error, path)
		nb, err := ReadFile(path)
		require.NoError(t, err)
		want := id.ReplaceAllString(answers[i].Value.(string)+"\n", "ID")
		require.Equal(t, want, id.ReplaceAllString(string(nb.document), "ID"), path)
	}
}

// Thousands of damaged notebooks are taken or refused as by Python's json.
func TestCheckLikePython(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{`"`, `\`, `\u`, `\ud83d`, `\ude00`, `\u00e9`, "é", "\xff", "{", "}", "[", "]", ",", ":", "NaN", "-Infinity", "Infinity",
		"-", "0", "1", ".", "e", "E+5", "true", "null", " ", "\n", "\t", "\x01", "\x7f", "\u2028", "01", "1.5", `"a"`, `{"a":1}`, `\/`, `\x`}
	var texts [][]byte
	for range 6000 {
		text := []byte(smallNotebook)
		if random.IntN(2) == 0 {
			text = []byte(`{"a": [1, -2.5e-3, "x\n\u00e9", true, null, {}], "b": []}`)
		}
		for range 1 + random.IntN(2) {
			at, cut := random.IntN(len(text)+1), random.IntN(3)
			piece := pieces[random.IntN(len(pieces))]
			text = append(append(bytes.Clone(text[:at]), piece...), text[min(len(text), at+cut):]...)
		}
		texts = append(texts, text)
	}
	var encoded []string
	for _, text := range texts {
		encoded = append(encoded, base64.StdEncoding.EncodeToString(text))
	}
	taken := 0
	for i, want := range ask[[]bool](t, map[string]any{"json": encoded}) {
		_, problem := check(texts[i], &notes{})
		require.Equal(t, want, problem == nil, "%q: %v", texts[i], problem)
		if want {
			taken++
		}
	}
	require.Greater(t, taken, 300, "too few cases are JSON to say anything")
	require.Less(t, taken, len(texts)-300)
}

type change map[string]any

// Every corpus file, edited here, is for nbformat the file edited there.
func TestEditLikeNbformat(t *testing.T) {
	type edit struct {
		Original string   `json:"original"`
		Edited   string   `json:"edited"`
		Changes  []change `json:"changes"`
	}
	var cases []edit
	for i, path := range corpus(t) {
		nb, err := ReadFile(path)
		if err != nil || len(nb.Cells) == 0 || len(nb.Warnings) > 0 {
			continue
		}
		for n, changes := range changesFor(nb) {
			edited := filepath.Join(t.TempDir(), fmt.Sprintf("%d-%d.ipynb", i, n))
			require.NoError(t, os.WriteFile(edited, written(t, apply(t, nb, changes)), 0o666))
			cases = append(cases, edit{path, edited, changes})
		}
	}
	for i, answer := range ask[[]attempt](t, map[string]any{"edit": cases}) {
		require.Equal(t, attempt{Value: ""}, answer, "%s %v", cases[i].Original, cases[i].Changes)
	}
}

func changesFor(nb *Notebook) [][]change {
	last := len(nb.Cells) - 1
	all := [][]change{
		{{"do": "source", "cell": 0, "value": "a = 'é😀\\n'\nb = \"\"\r\n\tc\u2028d"}, {"do": "metadata", "path": []string{"papermill", "parameters"}, "value": map[string]any{"a": []any{1.5, nil}}}},
		{{"do": "source", "cell": last, "value": ""}, {"do": "cell metadata", "cell": last, "name": "tags", "value": []any{"x", "ä"}}},
		{{"do": "insert", "before": 0, "id": "new-cell", "value": "x = 1", "tags": []any{"parameters"}}},
		{{"do": "insert", "before": last, "id": "new-cell", "value": "x = 1\ny = 2", "tags": []any{}}, {"do": "cell metadata", "cell": 0, "name": "zz", "value": map[string]any{}}},
		{{"do": "insert", "before": last + 1, "id": "new-cell", "value": "", "tags": []any{"a", "b"}}},
		{{"do": "remove", "cell": 0}},
		{{"do": "remove", "cell": last}},
	}
	for i, c := range nb.Cells {
		if c.CellType == CodeCell {
			return append(all,
				[]change{{"do": "clear", "cell": i}, {"do": "count", "cell": i, "value": nil}},
				[]change{{"do": "count", "cell": i, "value": 77}, {"do": "outputs", "cell": i, "value": []any{
					map[string]any{"output_type": "stream", "name": "stdout", "text": "é\n\x1b[31mred\nend"},
					map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{
						"text/plain": "two\nlines", "image/png": "aGk=\n", "application/json": map[string]any{"a": []any{"x", "y"}}}},
				}}})
		}
	}
	return all
}

func apply(t *testing.T, nb *Notebook, changes []change) *Notebook {
	t.Helper()
	e := nb.Edit()
	for _, c := range changes {
		cell, _ := c["cell"].(int)
		switch c["do"] {
		case "source":
			e.SetSource(cell, c["value"].(string))
		case "clear":
			e.ClearOutputs(cell)
		case "outputs":
			outputs, err := json.Marshal(c["value"])
			require.NoError(t, err)
			e.SetOutputs(cell, outputs)
		case "count":
			var count *int
			if n, ok := c["value"].(int); ok {
				count = &n
			}
			e.SetExecutionCount(cell, count)
		case "cell metadata":
			e.SetCellMetadata(cell, c["value"], c["name"].(string))
		case "metadata":
			e.SetMetadata(c["value"], c["path"].([]string)...)
		case "remove":
			e.RemoveCell(cell)
		case "insert":
			var tags []string
			for _, tag := range c["tags"].([]any) {
				tags = append(tags, tag.(string))
			}
			if tags == nil {
				tags = []string{}
			}
			e.InsertCell(c["before"].(int), NewCell{CellType: CodeCell, ID: c["id"].(string), Source: c["value"].(string), Tags: tags})
		}
	}
	edited, err := e.Apply()
	require.NoError(t, err)
	return edited
}

func written(t testing.TB, nb *Notebook) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, nb.Write(&b))
	return b.Bytes()
}

func read(t testing.TB, text string) *Notebook {
	t.Helper()
	nb, err := Read(strings.NewReader(text), "nb.ipynb")
	require.NoError(t, err)
	return nb
}

const smallNotebook = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "a1",
   "metadata": {},
   "source": [
    "# Title"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 2,
   "id": "b2",
   "metadata": {
    "tags": [
     "mse"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "0.5\n",
      "done\n"
     ]
    }
   ],
   "source": [
    "x = 0.5\n",
    "print(x)"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "python3"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`
