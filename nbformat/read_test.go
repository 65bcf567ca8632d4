package nbformat

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// badFiles are files that are no notebook, and what is said of them.
var badFiles = []struct{ name, text, message, hint string }{
	{"empty", "", "empty", "whatever wrote it died"},
	{"white space", " \n\t\r\n", "white space only", ""},
	{"byte order mark only", "\uFEFF", "white space only", ""},
	{"zero bytes", "\x00\x00\x00\x00", "zero bytes only", "the computer stopped"},
	{"lfs pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a Git LFS pointer", "git lfs pull"},
	{"html", "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", "an HTML page", "download the raw file"},
	{"html with xml declaration", `<?xml version="1.0"?><html xmlns="x">`, "an HTML page", "download the raw file"},
	{"zip", "PK\x03\x04\x14\x00", "a zip archive", ""},
	{"gzip", "\x1f\x8b\x08\x00abc", "a gzip file", ""},
	{"png", "\x89PNG\r\n\x1a\n", "a PNG image", ""},
	{"binary", "{\"a\": \x00\x01", "a binary file", ""},
	{"utf-16 with mark", "\xff\xfe{\x00}\x00", "UTF-16 text", "save it as UTF-8"},
	{"utf-16 without", "{\x00\"\x00", "UTF-16LE text", "save it as UTF-8"},
	{"utf-32", "\x00\x00\x00{", "UTF-32BE text", "save it as UTF-8"},
	{"conflict", "{\n \"cells\": [\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> b\n ]}", "nb.ipynb:3:1: a git conflict marker", "git checkout --ours"},
	{"conflict in the first line", "<<<<<<< HEAD\n{}", "nb.ipynb:1:1: a git conflict marker", "git checkout --ours"},
	{"script", "# %%\nprint(1)\n", `begins with "# %%"`, "jupytext --to ipynb"},
	{"markdown", "---\ntitle: x\n---\n", `begins with "---"`, "Markdown"},
	{"text", "hello there, this is no notebook\n", `nb.ipynb:1:1: not JSON, and so no notebook; it begins with "hello there, this is…"`, ""},
	{"python dict", "{'cells': []}", "nb.ipynb:1:2: names stand in single quotes", ""},
	{"list", `[1, 2]`, "JSON, but no notebook: a list of 2", ""},
	{"string", `"x"`, "JSON, but no notebook: a string", ""},
	{"number", `-1.5e3`, "JSON, but no notebook: a number", ""},
	{"null", `null`, "JSON, but no notebook: null", ""},
	{"true", `true`, "JSON, but no notebook: a value", ""},
	{"empty object", `{}`, "JSON, but no notebook: an empty object", ""},
	{"object", `{"name": 1, "version": 2, "name": 3}`, `an object with "name", "version"`, ""},
	{"plotly", `{"data": [], "layout": {}}`, "a plotly figure", ""},
	{"vega", `{"$schema": "https://vega.github.io/schema/vega-lite/v5.json"}`, "a Vega or Vega-Lite chart", ""},
	{"contents api", `{"name": "a.ipynb", "type": "notebook", "content": {"cells": []}}`, "Jupyter's contents API", "under content"},
	{"github api", `{"message": "Not Found", "documentation_url": "https://docs.github.com"}`, "GitHub's API", "download the raw file"},
	{"cut off in a string", `{"cells": [{"source": "abc`, "nb.ipynb:1:27: /cells/0/source: the file is cut off at byte 26", "run it or copy it again"},
	{"cut off in an escape", `{"cells": ["\u12`, "/cells/0: the file is cut off at byte 16", "run it"},
	{"cut off after a backslash", `{"cells": ["\`, "/cells/0: the file is cut off at byte 13", "run it"},
	{"cut off in a word", `{"cells": nul`, "/cells: the file is cut off at byte 13", "run it"},
	{"cut off in a number", `{"cells": -`, "/cells: the file is cut off at byte 11", "run it"},
	{"cut off after a value", "{\"cells\": [\n", "nb.ipynb:2:1: /cells/0: the file is cut off at byte 12", "run it"},
	{"cut off in a character", "{\"cells\": \"\xc3", "the file is cut off at byte 12", "run it"},
	{"trailing bytes", `{"cells": [], "nbformat": 4} {}`, `nb.ipynb:1:30: something follows the end of the notebook: "{}"`, ""},
	{"trailing comma", "{\"cells\": [\n 1,\n]}", "nb.ipynb:3:1: /cells/0: a comma stands before the closing ]", ""},
	{"missing comma", `{"cells": [1 2]}`, `/cells/0: expected a comma or ], found "2]}"`, ""},
	{"missing colon", `{"cells" []}`, `expected a colon after the name, found "[]}"`, ""},
	{"mixed brackets", `{"cells": [}`, `expected a value, found "}"`, ""},
	{"word", `{"cells": None}`, `expected a value, found "None}"`, ""},
	{"leading zero", `{"cells": 01}`, `expected a comma or }, found "1}"`, ""},
	{"no digit", `{"cells": 1.}`, `expected a digit, found "}"`, ""},
	{"line end in a string", "{\"é\": \"é\n\"}", "nb.ipynb:1:9: /é: a control character (U+000A)", ""},
	{"escape", `{"a": "\x41"}`, `/a: JSON knows no escape sequence "\\x"`, ""},
	{"hexadecimal digits", `{"a": "\u12g4"}`, `JSON knows no escape sequence "\\u12g4"`, ""},
	{"latin-1", "{\n \"cells\": [\"caf\xe9 x\"]}", `nb.ipynb:2:16: /cells/0: the file is not UTF-8: byte 0xE9 at offset 17`, "iconv"},
	{"surrogate as UTF-8", "{\"cells\": [\"\xed\xa0\x80\"]}", `the file is not UTF-8: byte 0xED at offset 12`, "iconv"},
	{"too deep", strings.Repeat("[", 10_000), "nested deeper than 1000 levels", ""},
	{"too deep in objects", strings.Repeat(`{"a":`, 10_000), "nested deeper than 1000 levels", ""},
	{"cells missing", `{"nbformat": 4, "metadata": {}}`, "nb.ipynb: not a notebook: cells is missing", ""},
	{"cells no list", `{"nbformat": 4, "cells": {}}`, "nb.ipynb:1:26: /cells: cells is no list", ""},
	{"worksheets missing", `{"nbformat": 3, "cells": []}`, "the list worksheets is missing", ""},
	{"cells missing in format 2", `{"nbformat": 2, "worksheets": [{}]}`, "/worksheets/0: not a notebook: the list cells is missing", ""},
	{"format 5", `{"nbformat": 5, "cells": []}`, "nb.ipynb:1:14: /nbformat: nbformat 5 is newer", "nbconvert"},
	{"format 0", `{"nbformat": 0, "cells": []}`, "/nbformat: nbformat is \"0\"; the formats are 1 to 4", ""},
	{"format of another kind", `{"nbformat": [4], "cells": []}`, "/nbformat: nbformat is \"[4]\"", ""},
	{"too many cells", `{"nbformat": 4, "cells": [{}` + strings.Repeat(",{}", maxCells) + `]}`, "100001 cells", ""},
	{"name with a control character", "{\"a\\u001b[31m/~\": \n'", `/a\u001b[31m~1~0: expected a value`, ""},
}

func TestReadBadFiles(t *testing.T) {
	for _, tc := range badFiles {
		t.Run(tc.name, func(t *testing.T) {
			nb, err := Read(strings.NewReader(tc.text), "nb.ipynb")
			require.Nil(t, nb)
			var problem *Problem
			require.ErrorAs(t, err, &problem)
			require.Contains(t, err.Error(), tc.message)
			require.Contains(t, problem.Hint, tc.hint)
			require.Equal(t, tc.hint == "", problem.Hint == "")
		})
	}
}

// However a notebook is cut off, it is an error, and never a panic.
func TestReadCutOffAnywhere(t *testing.T) {
	whole := strings.TrimSpace(smallNotebook)
	for i := 1; i < len(whole); i++ {
		_, err := Read(strings.NewReader(whole[:i]), "nb.ipynb")
		require.ErrorContains(t, err, "cut off at byte", "%d", i)
	}
}

// warned are notebooks that are read, and what was forgiven.
var warned = []struct {
	name, text string
	warnings   []string
}{
	{"nothing", smallNotebook, nil},
	{"byte order mark", "\uFEFF" + notebookOf(``), []string{"1:1: a byte order mark stands before the notebook"}},
	{"nan", notebookOf(`{"cell_type":"raw","source":"","metadata":{"a":[NaN,-Infinity,Infinity]}}`),
		[]string{"1:63: /cells/0/metadata/a/0: NaN is no JSON number; read as Python reads it (the first of 3)"}},
	{"surrogates", notebookOf(`{"cell_type":"raw","source":"\ud83d\ude00 \ud83d \ude00 \ud83d\u0041","metadata":{}}`),
		[]string{"1:57: /cells/0/source: half a character (a lone surrogate) stands in a string; read as U+FFFD (the first of 3)"}},
	{"duplicate names", notebookOf(`{"cell_type":"raw","source":"a","metadata":{},"sourc\u0065":"b"}`),
		[]string{"1:61: /cells/0/source: the name stands twice in one object; the last one counts"}},
	{"tags string", notebookOf(`{"cell_type":"raw","source":"","metadata":{"tags":"mse"}}`),
		[]string{"1:65: /cells/0/metadata/tags: tags is one string, not a list; read as one tag"}},
	{"tags", notebookOf(`{"cell_type":"raw","source":"","metadata":{"tags":{}}},{"cell_type":"raw","source":"","metadata":{"tags":["a",1]}}`),
		[]string{"1:65: /cells/0/metadata/tags: tags is no list; left out", "1:125: /cells/1/metadata/tags: a tag is no string; left out"}},
	{"cell", notebookOf(`null`), []string{"1:15: /cells/0: the cell is no object; it stays, but holds nothing"}},
	{"cell type", notebookOf(`{"cell_type":"slide","metadata":{}},{"metadata":{}}`), []string{"1:15: /cells/0: unknown cell type \"slide\" (the first of 2)"}},
	{"source", notebookOf(`{"cell_type":"raw","metadata":{},"source":["a",1]}`), []string{"1:15: /cells/0: the cell's source is no text; read as empty"}},
	{"ids", notebookOf(`{"cell_type":"raw","id":"a","metadata":{},"source":""},{"cell_type":"raw","id":"a","metadata":{},"source":""}`),
		[]string{"1:70: /cells/1: the cell id \"a\" stands twice"}},
	{"metadata", `{"cells":[{"cell_type":"raw","source":"","metadata":[]}],"metadata":null,"nbformat":4,"nbformat_minor":5}`,
		[]string{"1:53: /cells/0/metadata: metadata is no object; read as empty", "1:69: /metadata: metadata is no object; read as empty"}},
	{"no metadata", `{"cells":[{"cell_type":"raw","source":""}],"nbformat":4,"nbformat_minor":5}`,
		[]string{"/metadata: metadata is missing; read as empty", "/cells/0/metadata: metadata is missing; read as empty"}},
	{"outputs", notebookOf(`{"cell_type":"code","source":"","metadata":{},"outputs":{}}`), []string{"1:71: /cells/0/outputs: outputs is no list; read as none"}},
	{"output", notebookOf(`{"cell_type":"code","source":"","metadata":{},"outputs":[7,{"output_type":"stream"},{"output_type":"display_data","data":[]}]}`),
		[]string{"1:72: /cells/0/outputs/0: unknown output type \"\"", "1:74: /cells/0/outputs/1: the stream's text is no text; read as empty",
			"1:99: /cells/0/outputs/2: the output's data is no object; read as empty"}},
	{"format", `{"cells":[],"metadata":{},"nbformat":4.0,"nbformat_minor":"5"}`,
		[]string{"1:38: /nbformat: nbformat is no whole number; read as 4", "1:59: /nbformat_minor: nbformat_minor is missing or no whole number; read as 5"}},
	{"no format", `{"cells":[],"metadata":{}}`,
		[]string{"/nbformat_minor: nbformat_minor is missing or no whole number; read as 0", "1:10: nbformat is missing; read as 4"}},
	{"format 1 without saying so", `{"cells":[{"cell_type":"code","code":"a"}]}`, []string{"1:10: nbformat is missing; read as 1"}},
	{"newer minor", `{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":99,"future":{}}`, nil},
}

// notebookOf returns a notebook with one line per cell; the first begins in
// column 15.
func notebookOf(cells string) string {
	return `{ "cells" : [ ` + cells + `],"metadata":{},"nbformat":4,"nbformat_minor":5}`
}

func TestReadWarnings(t *testing.T) {
	for _, tc := range warned {
		t.Run(tc.name, func(t *testing.T) {
			nb := read(t, tc.text)
			var got []string
			for _, w := range nb.Warnings {
				got = append(got, strings.TrimLeft(strings.TrimPrefix(w.Error(), "nb.ipynb:"), " "))
			}
			require.Equal(t, tc.warnings, got)
			require.Equal(t, tc.text, string(written(t, nb)))
		})
	}
}

func TestReadCell(t *testing.T) {
	two := 2
	nb := read(t, smallNotebook)
	want := Cell{CellType: CodeCell, ID: "b2", Tags: []string{"mse"}, ExecutionCount: &two}
	got := nb.Cells[1]
	require.Equal(t, "x = 0.5\nprint(x)", got.Source())
	require.True(t, got.HasTag("mse"))
	require.False(t, got.HasTag("ms"))
	require.True(t, got.HasOutputs())
	require.False(t, nb.Cells[0].HasOutputs())
	require.Equal(t, "0.5\ndone\n", got.Outputs()[0].Text())
	for _, v := range []RawValue{got.Raw, got.Metadata, got.Outputs()[0].Raw} {
		require.Equal(t, smallNotebook[v.Offset:int(v.Offset)+len(v.Bytes)], string(v.Bytes))
	}
	got.Metadata, got.Raw, got.source, got.outputs = RawValue{}, RawValue{}, RawValue{}, RawValue{}
	require.Equal(t, want, got)
	require.Equal(t, []int{4, 5, 0, 0}, []int{nb.NBFormat, nb.NBFormatMinor, nb.UnknownCells, nb.UnknownOutputs})
}

func TestReadCountsTheUnknown(t *testing.T) {
	nb := read(t, notebookOf(`{"cell_type":"slide"},3,{"cell_type":"code","outputs":[{"output_type":"pyout"},{}]}`))
	require.Equal(t, []int{3, 2, 2}, []int{len(nb.Cells), nb.UnknownCells, nb.UnknownOutputs})
	require.Len(t, nb.Cells[2].Outputs(), 2)
}

// What must not be joined is not joined.
func TestMIMEText(t *testing.T) {
	nb := read(t, notebookOf(`{"cell_type":"code","source":"","metadata":{},"outputs":[{"output_type":"display_data","data":{
	 "text/plain":["a\n","b"],"application/json":["a","b"],"application/geo+json":["a"],"image/png":"aGk=","text/x":[1]}}]}`))
	var got []any
	for _, d := range nb.Cells[0].Outputs()[0].Data {
		text, ok := d.Text()
		got = append(got, d.Type, d.IsJSON(), text, ok)
	}
	require.Equal(t, []any{"text/plain", false, "a\nb", true, "application/json", true, "", false, "application/geo+json", true, "", false,
		"image/png", false, "aGk=", true, "text/x", false, "", false}, got)
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("the network is gone")
	_, err := Read(iotest.ErrReader(broken), "x")
	require.Equal(t, broken, err)
	_, err = ReadFile(filepath.Join(t.TempDir(), "none.ipynb"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// What is read is written, byte for byte.
func TestWriteWhatWasRead(t *testing.T) {
	read := 0
	for _, path := range corpus(t) {
		nb, err := ReadFile(path)
		if err != nil {
			continue
		}
		read++
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Equal(source, written(t, nb)), path)
	}
	require.NotZero(t, read)
}

func TestLocate(t *testing.T) {
	nb := read(t, "\uFEFF{\"cells\": [],\n \"é\": 1, \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}")
	placed, unplaced := &Problem{Offset: nb.Metadata.Offset}, &Problem{Offset: -1}
	nb.Locate(placed, unplaced)
	require.Equal(t, &Problem{Name: "nb.ipynb", Offset: 39, Line: 2, Column: 22}, placed)
	require.Equal(t, &Problem{Name: "nb.ipynb", Offset: -1}, unplaced)
}

func TestWriteReportsErrors(t *testing.T) {
	reader, writer := io.Pipe()
	require.NoError(t, reader.Close())
	require.ErrorIs(t, read(t, smallNotebook).Write(writer), io.ErrClosedPipe)
}

// A Reader says of each file what reading it alone says, whatever it read before.
func TestReaderAsReadFile(t *testing.T) {
	var reader Reader
	for _, path := range append(corpus(t), filepath.Join(t.TempDir(), "none.ipynb")) {
		want, wantErr := ReadFile(path)
		got, err := reader.ReadFile(path)
		require.Equal(t, wantErr, err, path)
		if err != nil {
			continue
		}
		require.Equal(t, want.Warnings, got.Warnings, path)
		require.Equal(t, want.Metadata.Bytes, got.Metadata.Bytes, path)
		require.Len(t, got.Cells, len(want.Cells), path)
		var outputs []Output
		for i := range want.Cells {
			w, g := &want.Cells[i], &got.Cells[i]
			require.Equal(t, []any{w.CellType, w.ID, w.Tags, w.ExecutionCount, w.Source()}, []any{g.CellType, g.ID, g.Tags, g.ExecutionCount, g.Source()}, path)
			Forget(outputs)
			outputs = g.AppendOutputs(outputs[:0])
			for n, o := range w.Outputs() {
				require.Equal(t, string(o.Raw.Bytes), string(outputs[n].Raw.Bytes), path)
				require.Equal(t, o.Text(), outputs[n].Text(), path)
				require.Len(t, outputs[n].Data, len(o.Data), path)
				for m, d := range o.Data {
					require.Equal(t, d.Type, outputs[n].Data[m].Type, path)
					require.Equal(t, string(d.Value.Bytes), string(outputs[n].Data[m].Value.Bytes), path)
				}
			}
		}
	}
}
