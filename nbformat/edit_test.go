package nbformat

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// styles are files written in different ways; each is edited in the same way,
// and only the edit is to be seen, written as the rest is.
var styles = []struct{ name, before, after string }{
	{"jupyter",
		"{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 1,\n   \"metadata\": {},\n   \"outputs\": [],\n   \"source\": [\n    \"a\"\n   ]\n  }\n ],\n" +
			" \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 2\n}\n",
		"{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 1,\n   \"metadata\": {},\n   \"outputs\": [],\n   \"source\": [\n    \"é\\n\",\n    \"b\"\n   ]\n  },\n" +
			"  {\n   \"cell_type\": \"code\",\n   \"execution_count\": null,\n   \"metadata\": {\n    \"tags\": [\n     \"t\"\n    ]\n   },\n   \"outputs\": [],\n   \"source\": []\n  }\n ],\n" +
			" \"metadata\": {\n  \"papermill\": {\n   \"parameters\": {}\n  }\n },\n \"nbformat\": 4,\n \"nbformat_minor\": 2\n}\n"},
	{"two spaces, windows lines, escapes, text as strings, other order, no last line end",
		"{\r\n  \"nbformat\" : 4,\r\n  \"nbformat_minor\" : 2,\r\n  \"cells\" : [\r\n    {\r\n      \"source\" : \"\\u00fc\",\r\n      \"cell_type\" : \"code\",\r\n" +
			"      \"outputs\" : [ ],\r\n      \"metadata\" : { }\r\n    }\r\n  ],\r\n  \"metadata\" : {\r\n    \"z\" : 1.0e+3\r\n  }\r\n}",
		"{\r\n  \"nbformat\" : 4,\r\n  \"nbformat_minor\" : 2,\r\n  \"cells\" : [\r\n    {\r\n      \"source\" : \"\\u00e9\\nb\",\r\n      \"cell_type\" : \"code\",\r\n" +
			"      \"outputs\" : [ ],\r\n      \"metadata\" : { }\r\n    },\r\n    {\r\n      \"source\" : \"\",\r\n      \"cell_type\" : \"code\",\r\n      \"outputs\" : [ ],\r\n" +
			"      \"metadata\" : {\r\n        \"tags\" : [\r\n          \"t\"\r\n        ]\r\n      },\r\n      \"execution_count\" : null\r\n    }\r\n  ],\r\n" +
			"  \"metadata\" : {\r\n    \"papermill\" : {\r\n      \"parameters\" : { }\r\n    },\r\n    \"z\" : 1.0e+3\r\n  }\r\n}"},
	{"tabs and empty values over two lines",
		"{\n\t\"cells\": [\n\t\t{\n\t\t\t\"cell_type\": \"code\",\n\t\t\t\"metadata\": {\n\t\t\t},\n\t\t\t\"outputs\": [\n\t\t\t],\n\t\t\t\"source\": [\n\t\t\t\t\"a\"\n\t\t\t]\n\t\t}\n\t],\n" +
			"\t\"metadata\": {\n\t},\n\t\"nbformat\": 4,\n\t\"nbformat_minor\": 2\n}\n",
		"{\n\t\"cells\": [\n\t\t{\n\t\t\t\"cell_type\": \"code\",\n\t\t\t\"metadata\": {\n\t\t\t},\n\t\t\t\"outputs\": [\n\t\t\t],\n\t\t\t\"source\": [\n\t\t\t\t\"é\\n\",\n\t\t\t\t\"b\"\n\t\t\t]\n\t\t},\n" +
			"\t\t{\n\t\t\t\"cell_type\": \"code\",\n\t\t\t\"execution_count\": null,\n\t\t\t\"metadata\": {\n\t\t\t\t\"tags\": [\n\t\t\t\t\t\"t\"\n\t\t\t\t]\n\t\t\t},\n\t\t\t\"outputs\": [\n\t\t\t],\n\t\t\t\"source\": [\n\t\t\t]\n\t\t}\n\t],\n" +
			"\t\"metadata\": {\n\t\t\"papermill\": {\n\t\t\t\"parameters\": {\n\t\t\t}\n\t\t}\n\t},\n\t\"nbformat\": 4,\n\t\"nbformat_minor\": 2\n}\n"},
	{"one line, as json.dumps",
		`{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": ["\u00fc"]}], "metadata": {"z": {"a": 1}}, "nbformat": 4, "nbformat_minor": 2}`,
		`{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": ["\u00e9\n", "b"]}, ` +
			`{"cell_type": "code", "execution_count": null, "metadata": {"tags": ["t"]}, "outputs": [], "source": []}], ` +
			`"metadata": {"papermill": {"parameters": {}}, "z": {"a": 1}}, "nbformat": 4, "nbformat_minor": 2}`},
	{"one line without spaces, byte order mark, last line end",
		"\uFEFF" + `{"cells":[{"cell_type":"code","metadata":{},"outputs":[],"source":"é"}],"metadata":{},"nbformat":4,"nbformat_minor":2}` + "\n",
		"\uFEFF" + `{"cells":[{"cell_type":"code","metadata":{},"outputs":[],"source":"é\nb"},` +
			`{"cell_type":"code","execution_count":null,"metadata":{"tags":["t"]},"outputs":[],"source":""}],` +
			`"metadata":{"papermill":{"parameters":{}}},"nbformat":4,"nbformat_minor":2}` + "\n"},
	{"lines but no indentation, lists in one line",
		"{\n\"cells\": [\n{\n\"cell_type\": \"code\",\n\"metadata\": {},\n\"outputs\": [],\n\"source\": [\"a\\n\",\"c\"]\n}\n],\n\"metadata\": {},\n\"nbformat\": 4,\n\"nbformat_minor\": 2\n}",
		"{\n\"cells\": [\n{\n\"cell_type\": \"code\",\n\"metadata\": {},\n\"outputs\": [],\n\"source\": [\"é\\n\", \"b\"]\n},\n" +
			"{\n\"cell_type\": \"code\",\n\"execution_count\": null,\n\"metadata\": {\n\"tags\": [\n\"t\"\n]\n},\n\"outputs\": [],\n\"source\": []\n}\n],\n" +
			"\"metadata\": {\n\"papermill\": {\n\"parameters\": {}\n}\n},\n\"nbformat\": 4,\n\"nbformat_minor\": 2\n}"},
}

func TestEditInTheStyleOfTheFile(t *testing.T) {
	for _, tc := range styles {
		t.Run(tc.name, func(t *testing.T) {
			nb := read(t, tc.before)
			e := nb.Edit()
			e.SetSource(0, "é\nb")
			e.InsertCell(1, NewCell{CellType: CodeCell, ID: "left-out", Tags: []string{"t"}})
			e.SetMetadata(map[string]any{}, "papermill", "parameters")
			edited, err := e.Apply()
			require.NoError(t, err)
			require.Equal(t, tc.after, string(written(t, edited)))
			require.Equal(t, tc.before, string(written(t, nb)), "the edited notebook has changed")
		})
	}
}

func TestEditUndone(t *testing.T) {
	for _, path := range corpus(t) {
		nb, err := ReadFile(path)
		if err != nil || nb.NBFormat < 4 || len(nb.Cells) == 0 {
			continue
		}
		before := string(written(t, nb))
		for _, at := range []int{0, len(nb.Cells) / 2, len(nb.Cells)} {
			inserted := edit(t, nb, func(e *Editor) {
				e.InsertCell(at, NewCell{CellType: MarkdownCell, Source: "# New\n\ntext", Tags: []string{"a"}})
			})
			requireOnlyInserted(t, before, string(written(t, inserted)), path)
			removed := edit(t, inserted, func(e *Editor) { e.RemoveCell(at) })
			require.Equal(t, before, string(written(t, removed)), path)
		}
		deleted := edit(t, nb, func(e *Editor) { e.SetMetadata(1, "zzz", "y") })
		deleted = edit(t, deleted, func(e *Editor) { e.SetMetadata(RawValue{}, "zzz") })
		if len(before) == len(written(t, deleted)) { // an empty object may have been spelled otherwise
			require.Equal(t, before, string(written(t, deleted)), path)
		}
	}
}

// requireOnlyInserted asserts that after is before with one run of lines more.
func requireOnlyInserted(t *testing.T, before, after, path string) {
	t.Helper()
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	head := 0
	for head < len(a) && a[head] == b[head] {
		head++
	}
	require.Greater(t, len(b), len(a), path)
	require.Equal(t, strings.Join(a[head:], ""), strings.Join(b[head+len(b)-len(a):], ""), path)
}

// Setting what is there already leaves every byte as it is.
func TestEditChangesNothing(t *testing.T) {
	for _, path := range corpus(t) {
		nb, err := ReadFile(path)
		if err != nil {
			continue
		}
		same := edit(t, nb, func(e *Editor) {
			for i, c := range nb.Cells {
				if !c.Raw.IsObject() || !c.source.IsText() {
					continue
				}
				e.SetSource(i, c.Source())
				if c.Metadata.Exists() {
					e.SetCellMetadata(i, c.Metadata)
				}
				if tags := c.Metadata.Get("tags"); tags.IsArray() {
					e.SetCellMetadata(i, append([]string{}, c.Tags...), "tags")
				}
				if c.CellType == CodeCell && c.Raw.Get("execution_count").Exists() {
					e.SetExecutionCount(i, c.ExecutionCount)
				}
			}
			if nb.Metadata.Exists() {
				e.SetMetadata(nb.Metadata)
			}
		})
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(source), string(written(t, same)), path)
	}
}

// Every change of one run at once, and each in the place that the original
// notebook counts.
func TestEditManyAtOnce(t *testing.T) {
	nb := read(t, notebookOf(`{"cell_type":"raw","metadata":{},"source":"0"},{"cell_type":"raw","metadata":{},"source":"1"},{"cell_type":"raw","metadata":{},"source":"2"}`))
	edited := edit(t, nb, func(e *Editor) {
		e.InsertCell(0, NewCell{CellType: RawCell, Source: "a"})
		e.InsertCell(0, NewCell{CellType: RawCell, Source: "b"})
		e.RemoveCell(0)
		e.RemoveCell(2)
		e.SetSource(1, "one")
		e.InsertCell(3, NewCell{CellType: RawCell, Source: "z"})
	})
	var sources []string
	for _, c := range edited.Cells {
		sources = append(sources, c.Source())
	}
	require.Equal(t, []string{"a", "b", "one", "z"}, sources)
	none := edit(t, edited, func(e *Editor) {
		for i := range edited.Cells {
			e.RemoveCell(i)
		}
	})
	require.Equal(t, `{ "cells" : [],"metadata":{},"nbformat":4,"nbformat_minor":5}`, string(written(t, none)))
	require.Len(t, edit(t, none, func(e *Editor) { e.InsertCell(0, NewCell{CellType: CodeCell}) }).Cells, 1)
}

func TestEditCellIDs(t *testing.T) {
	nb := read(t, smallNotebook)
	insert := func(id string) func(*Editor) {
		return func(e *Editor) {
			e.InsertCell(1, NewCell{CellType: CodeCell, ID: id, Source: "x"})
			e.InsertCell(2, NewCell{CellType: CodeCell, ID: "", Source: "x"})
		}
	}
	edited := edit(t, nb, insert(""))
	require.Regexp(t, "^[0-9a-f]{8}$", edited.Cells[1].ID)
	require.NotEqual(t, edited.Cells[1].ID, edited.Cells[3].ID)
	require.Empty(t, edited.Warnings)
	require.Equal(t, written(t, edited), written(t, edit(t, nb, insert(""))), "ids are not deterministic")
	require.Equal(t, "mine", edit(t, nb, insert("mine")).Cells[1].ID)
	for _, bad := range []string{"a1", "with space", strings.Repeat("x", 65), "é"} {
		e := nb.Edit()
		insert(bad)(e)
		_, err := e.Apply()
		require.ErrorContains(t, err, "cell id")
	}
}

func TestEditMetadata(t *testing.T) {
	for _, tc := range []struct {
		name, before, after string
		edit                func(*Editor)
	}{
		{"sorted names", `{"a":1,"c":3}`, `{"a":1,"b":2,"c":3}`, func(e *Editor) { e.SetMetadata(2, "b") }},
		{"unsorted names", `{"c":3,"a":1}`, `{"c":3,"a":1,"b":2}`, func(e *Editor) { e.SetMetadata(2, "b") }},
		{"last of duplicates", `{"a":1,"a":2}`, `{"a":1,"a":3}`, func(e *Editor) { e.SetMetadata(3, "a") }},
		{"delete all duplicates", `{"a":1,"b":0,"a":2}`, `{"b":0}`, func(e *Editor) { e.SetMetadata(RawValue{}, "a") }},
		{"delete what is not there", `{ }`, `{ }`, func(e *Editor) { e.SetMetadata(RawValue{}, "a", "b") }},
		{"delete below no object", `{"a":1}`, `{"a":1}`, func(e *Editor) { e.SetMetadata(RawValue{}, "a", "b") }},
		{"below no object", `{"a":1}`, `{"a":{"b":2}}`, func(e *Editor) { e.SetMetadata(2, "a", "b") }},
		{"twice below one new object", `{}`, `{"p":{"a":1,"b":"<é>"}}`, func(e *Editor) { e.SetMetadata(1, "p", "a"); e.SetMetadata("<é>", "p", "b") }},
		{"equal but for spelling", `{"a":{"x":"\u00e9", "y":[ ]}}`, `{"a":{"x":"\u00e9", "y":[ ]}}`, func(e *Editor) { e.SetMetadata(json.RawMessage(`{"y":[],"x":"é"}`), "a") }},
		{"python's numbers", `{}`, `{"a":[NaN,-Infinity]}`, func(e *Editor) { e.SetMetadata(json.RawMessage(`[NaN, -Infinity]`), "a") }},
		{"odd names", `{"a/b":1}`, `{"\"\n":3,"a/b":2}`, func(e *Editor) { e.SetMetadata(3, "\"\n"); e.SetMetadata(2, "a/b") }},
		{"no object", `7`, `{"a":1}`, func(e *Editor) { e.SetMetadata(1, "a") }},
		{"all of it", `{"a":1}`, `{"b":null}`, func(e *Editor) { e.SetMetadata(map[string]any{"b": nil}) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			notebook := func(metadata string) string {
				return `{"cells":[],"metadata":` + metadata + `,"nbformat":4,"nbformat_minor":5}`
			}
			require.Equal(t, notebook(tc.after), string(written(t, edit(t, read(t, notebook(tc.before)), tc.edit))))
		})
	}
	added := edit(t, read(t, `{"cells":[],"nbformat":4,"nbformat_minor":5}`), func(e *Editor) { e.SetMetadata(1, "a") })
	require.Equal(t, `{"cells":[],"metadata":{"a":1},"nbformat":4,"nbformat_minor":5}`, string(written(t, added)))
}

// Values below a deep indentation stand in one line.
func TestEditDeep(t *testing.T) {
	path := strings.Split(strings.Repeat("a", 120), "")
	edited := edit(t, read(t, smallNotebook), func(e *Editor) { e.SetMetadata([]int{1, 2}, path...) })
	text := string(written(t, edited))
	require.Equal(t, "[1, 2]", string(edited.Metadata.Get(path...).Bytes))
	require.Contains(t, text, "\n"+strings.Repeat(" ", maxIndent)+`"a": {"a": `)
	again := edit(t, edited, func(e *Editor) { e.SetMetadata([]int{3}, path...) })
	require.Equal(t, strings.Replace(text, "[1, 2]", "[3]", 1), string(written(t, again)))
}

func TestEditErrors(t *testing.T) {
	for message, change := range map[string]func(*Editor){
		"no cell 2: the notebook has 2":         func(e *Editor) { e.SetSource(2, "") },
		"no cell -1":                            func(e *Editor) { e.RemoveCell(-1) },
		"no place 3 for a cell":                 func(e *Editor) { e.InsertCell(3, NewCell{CellType: RawCell}) },
		"cell 0 was removed":                    func(e *Editor) { e.RemoveCell(0); e.SetCellMetadata(0, 1, "a") },
		"cell 0 is no code":                     func(e *Editor) { e.SetExecutionCount(0, nil) },
		"outputs of cell 1: no list":            func(e *Editor) { e.SetOutputs(1, []byte("{}")) },
		"value to set: no JSON from byte 1 on":  func(e *Editor) { e.SetOutputs(1, []byte("[")) },
		"value to set: json: unsupported value": func(e *Editor) { e.SetMetadata(math.NaN(), "a") },
		"metadata of a new cell: no object":     func(e *Editor) { e.InsertCell(0, NewCell{CellType: RawCell, Metadata: 1}) },
	} {
		e := read(t, smallNotebook).Edit()
		change(e)
		e.SetSource(0, "later changes are of no account")
		nb, err := e.Apply()
		require.Nil(t, nb)
		require.ErrorContains(t, err, message)
	}
	odd := read(t, notebookOf(`null`)).Edit()
	odd.SetSource(0, "x")
	_, err := odd.Apply()
	require.ErrorContains(t, err, "cell 0 is no object")
}

func edit(t testing.TB, nb *Notebook, changes func(*Editor)) *Notebook {
	t.Helper()
	e := nb.Edit()
	changes(e)
	edited, err := e.Apply()
	require.NoError(t, err)
	return edited
}

// What is written between changes is what it would be without those that
// follow, and does not disturb them.
func TestAppendBetweenChanges(t *testing.T) {
	for _, path := range corpus(t) {
		nb, err := ReadFile(path)
		if err != nil {
			continue
		}
		changes := []func(*Editor){
			func(e *Editor) { e.SetMetadata("now", "nbcompare", "at") },
			func(e *Editor) { e.InsertCell(0, NewCell{CellType: MarkdownCell, Source: "top"}) },
			func(e *Editor) { e.SetMetadata(RawValue{}, "nbcompare", "at") },
		}
		for i, c := range nb.Cells {
			if c.CellType == CodeCell && c.Raw.IsObject() {
				changes = slices.Insert(changes, len(changes)-1,
					func(e *Editor) { e.SetOutputs(i, []byte(`[{"output_type":"stream","name":"stdout","text":"a\nb"}]`)) },
					func(e *Editor) { e.SetCellMetadata(i, "ran", "papermill", "status") })
			}
		}
		if len(changes) > 12 {
			changes = changes[:12]
		}
		many := nb.Edit()
		var buffer []byte
		for n, change := range changes {
			change(many)
			buffer, err = many.Append(buffer[:0])
			require.NoError(t, err, path)
			once := edit(t, nb, func(e *Editor) {
				for _, change := range changes[:n+1] {
					change(e)
				}
			})
			require.Equal(t, string(written(t, once)), string(buffer), path)
		}
	}
}
