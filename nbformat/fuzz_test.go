package nbformat

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

// seeds returns the texts of all table cases, and the small notebooks of the
// repository.
func seeds(f *testing.F) []string {
	texts := seedTexts()
	broken, err := filepath.Glob(filepath.Join("..", "testdata", "notebooks", "broken", "*.ipynb"))
	require.NoError(f, err)
	require.NotEmpty(f, broken)
	for _, path := range broken {
		text, err := os.ReadFile(path)
		require.NoError(f, err)
		if len(text) < 20_000 {
			texts = append(texts, string(text))
		}
	}
	return texts
}

// seedTexts returns the texts of all table cases.
func seedTexts() []string {
	texts := []string{smallNotebook}
	for _, tc := range badFiles {
		if len(tc.text) < 10_000 {
			texts = append(texts, tc.text)
		}
	}
	for _, tc := range warned {
		texts = append(texts, tc.text)
	}
	for _, tc := range styles {
		texts = append(texts, tc.before)
	}
	for _, text := range oldNotebooks {
		texts = append(texts, text)
	}
	return texts
}

// Whatever the bytes: no panic, no notebook beside an error, what was read is
// written, and JSON is what encoding/json takes for JSON.
func FuzzRead(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text []byte) {
		checkAgainstGo(t, text)
		validLikeJSONText(t, text)
		nb, err := Read(bytes.NewReader(text), "fuzz.ipynb")
		if err != nil {
			require.Nil(t, nb)
			require.IsType(t, &Problem{}, err)
			require.NotEmpty(t, err.Error())
			return
		}
		require.Equal(t, string(text), string(written(t, nb)))
		walk(t, nb)
	}))
}

// checkAgainstGo asserts that [check] differs from encoding/json in what it
// says it does only.
func checkAgainstGo(t *testing.T, text []byte) {
	t.Helper()
	var forgiven notes
	document, problem := check(text, &forgiven)
	lenient := false
	for kind := range forgiven.kinds {
		lenient = lenient || kind == "bom" || kind == "nan"
	}
	switch valid := json.Valid(text); {
	case problem == nil && !lenient:
		require.True(t, valid)
		requireSameValue(t, text[document.start:document.end])
	case problem != nil && utf8.Valid(text) && !strings.HasPrefix(problem.Message, "nested deeper"):
		require.False(t, valid, problem.Message)
	}
}

// requireSameValue asserts that values decode, and re-encode in the plain
// style, to what encoding/json decodes.
func requireSameValue(t *testing.T, text []byte) {
	t.Helper()
	var want, got any
	if decodeNumbers(text, &want) != nil {
		return // a number that Go does not take
	}
	got = decoded(RawValue{Bytes: text})
	require.Equal(t, want, got)
	require.NoError(t, decodeNumbers(plainStyle().append(nil, RawValue{Bytes: text}, ""), &got))
	require.Equal(t, want, got)
}

func decodeNumbers(text []byte, value *any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(value)
}

// decoded returns a value as encoding/json decodes it with its numbers' text.
func decoded(v RawValue) any {
	return decodedWith(v, func(number []byte) any { return json.Number(number) })
}

// decodedWith returns a value as encoding/json decodes it; number makes the numbers, and all else that is no text, list,
// object, bool or null.
func decodedWith(v RawValue, number func([]byte) any) any {
	switch {
	case v.IsObject():
		object := map[string]any{}
		for name, value := range v.Members() {
			object[name] = decodedWith(value, number)
		}
		return object
	case v.IsArray():
		list := []any{}
		for _, e := range v.Elements() {
			list = append(list, decodedWith(e, number))
		}
		return list
	case v.IsString():
		text, _ := v.Text()
		return text
	case v.IsNull():
		return nil
	}
	if b, ok := v.Bool(); ok {
		return b
	}
	return number(v.Bytes)
}

// walk calls everything that reads a notebook.
func walk(t *testing.T, nb *Notebook) {
	t.Helper()
	for _, w := range nb.Warnings {
		require.NotEmpty(t, w.Error())
	}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		require.True(t, utf8.ValidString(c.Source()))
		require.Equal(t, len(c.Outputs()) > 0, c.HasOutputs())
		require.False(t, c.HasTag("\x00"))
		for _, o := range c.Outputs() {
			require.True(t, utf8.ValidString(o.Text()))
			for _, d := range o.Data {
				_, ok := d.Text()
				require.False(t, ok && d.IsJSON())
				require.True(t, o.Data.Get(d.Type).Exists())
			}
		}
		if at := c.Raw.Offset; at >= 0 {
			require.Equal(t, string(c.Raw.Bytes), string(nb.source[at:int(at)+len(c.Raw.Bytes)]))
		}
	}
}

// Whatever the notebook and the change: it can be read again, holds what was
// set, and nothing else has changed.
func FuzzEdit(f *testing.F) {
	for i, text := range seeds(f) {
		f.Add([]byte(text), i, "source é\n\n", "name", `{"a": [1, "ü\n"]}`)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text []byte, at int, source, name, value string) {
		nb, err := Read(bytes.NewReader(text), "fuzz.ipynb")
		if err != nil || !utf8.ValidString(source) || !utf8.ValidString(name) {
			return
		}
		insertAndRemove(t, nb, max(at, -(at+1))%(len(nb.Cells)+1), source)
		setAndRead(t, nb, max(at, -(at+1)), source, name, value)
	}))
}

func insertAndRemove(t *testing.T, nb *Notebook, at int, source string) {
	if len(nb.Cells) == maxCells {
		return
	}
	inserted := edit(t, nb, func(e *Editor) {
		e.InsertCell(at, NewCell{CellType: CodeCell, Source: source, Tags: []string{source}})
	})
	require.Len(t, inserted.Cells, len(nb.Cells)+1)
	require.Equal(t, source, inserted.Cells[at].Source())
	require.Equal(t, []string{source}, inserted.Cells[at].Tags)
	for i := range nb.Cells {
		j := i
		if i >= at {
			j++
		}
		require.Equal(t, string(nb.Cells[i].Raw.Bytes), string(inserted.Cells[j].Raw.Bytes))
	}
	removed := edit(t, inserted, func(e *Editor) { e.RemoveCell(at) })
	if len(nb.Cells) > 0 { // an empty list may have been spelled otherwise
		require.Equal(t, string(nb.document), string(written(t, removed)))
	}
}

func setAndRead(t *testing.T, nb *Notebook, at int, source, name, value string) {
	var ignored notes
	document, problem := check([]byte(value), &ignored)
	if problem != nil || strings.Count(value, "[")+strings.Count(value, "{") > 900 {
		return
	}
	e := nb.Edit()
	e.SetMetadata(json.RawMessage(value), "nbcompare", name)
	cell := -1
	if len(nb.Cells) > 0 && nb.Cells[at%len(nb.Cells)].Raw.IsObject() {
		cell = at % len(nb.Cells)
		e.SetSource(cell, source)
		e.SetCellMetadata(cell, json.RawMessage(value), name)
		if nb.Cells[cell].CellType == CodeCell {
			e.ClearOutputs(cell)
		}
	}
	edited, err := e.Apply()
	require.NoError(t, err)
	want := RawValue{Bytes: []byte(value)[document.start:document.end]}
	require.True(t, sameValue(want, edited.Metadata.Get("nbcompare", name)))
	require.Len(t, edited.Cells, len(nb.Cells))
	for i := range nb.Cells {
		if i != cell {
			require.Equal(t, string(nb.Cells[i].Raw.Bytes), string(edited.Cells[i].Raw.Bytes))
			continue
		}
		require.Equal(t, source, edited.Cells[i].Source())
		require.True(t, sameValue(want, edited.Cells[i].Metadata.Get(name)))
		require.False(t, edited.Cells[i].CellType == CodeCell && edited.Cells[i].HasOutputs())
	}
}
