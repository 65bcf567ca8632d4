package nbformat

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// stencilEdit is one copy's change: an inserted cell, and two values below the
// metadata.
func stencilEdit(nb *Notebook, at int, source string, parameters json.RawMessage) *Editor {
	e := nb.Edit()
	e.InsertCell(at, NewCell{CellType: CodeCell, ID: "stencil-cell", Source: source, Tags: []string{"t"}})
	e.SetMetadata(json.RawMessage(`{"name":"x","parameters":`+string(parameters)+`}`), "zz_stencil")
	return e
}

// A filled stencil is what the editor writes.
func TestStencilIsTheEditor(t *testing.T) {
	var texts []string
	for _, s := range styles {
		texts = append(texts, s.before)
	}
	for _, path := range corpus(t) {
		if nb, err := ReadFile(path); err == nil {
			texts = append(texts, string(written(t, nb)))
		}
	}
	fills := []struct{ source, parameters string }{
		{"", "{}"}, {"a = 1\n", `{"a": 1}`}, {"é = 'ü'\nb = \"\\n\"\n\n", `{"é": ["ü", {"k": [], "l": {}}], "n": NaN}`}, {"one line", `{"a":{"b":{"c":[1,[2,3]]}},"d":null}`},
	}
	checked := 0
	for _, text := range texts {
		nb, err := Parse([]byte(text), "a.ipynb")
		require.NoError(t, err)
		at := len(nb.Cells) / 2
		e := stencilEdit(nb, at, "x = 1\n", json.RawMessage("{}"))
		first, err := e.Apply()
		if err != nil {
			continue // another cell has the id, or the like
		}
		cell, record := first.Cells[at].Raw, first.Metadata.Get("zz_stencil", "parameters")
		source := cell.Get("source")
		s, err := e.Stencil(first, places(Place{Value: record}, Place{Value: source, Text: true})...)
		require.NoError(t, err)
		for _, fill := range fills {
			want, err := stencilEdit(nb, at, fill.source, json.RawMessage(fill.parameters)).Apply()
			require.NoError(t, err)
			values := []string{fill.parameters, fill.source}
			if source.Offset < record.Offset {
				values = []string{fill.source, fill.parameters}
			}
			got, err := s.Append(nil, values...)
			require.NoError(t, err)
			require.Equal(t, string(written(t, want)), string(got))
			checked++
		}
	}
	require.Greater(t, checked, 4*len(styles))
}

// places puts two places into the order of the file.
func places(a, b Place) []Place {
	if a.Value.Offset < b.Value.Offset {
		return []Place{a, b}
	}
	return []Place{b, a}
}

func TestStencilErrors(t *testing.T) {
	nb := read(t, smallNotebook)
	e := nb.Edit()
	metadata, cells := Place{Value: nb.Metadata}, Place{Value: nb.Cells[0].Raw}
	_, err := e.Stencil(nb, Place{})
	require.ErrorContains(t, err, "place 0")
	both := places(metadata, cells)
	_, err = e.Stencil(nb, both[1], both[0])
	require.ErrorContains(t, err, "place 1")
	s, err := e.Stencil(nb, metadata)
	require.NoError(t, err)
	_, err = s.Append(nil)
	require.ErrorContains(t, err, "0 values for 1 places")
	for _, bad := range []string{"", "{", "1 2", "x"} {
		_, err = s.Append(nil, bad)
		require.ErrorContains(t, err, "no JSON", fmt.Sprintf("%q", bad))
	}
}
