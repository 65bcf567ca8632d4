package introspect

import (
	"encoding/base64"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// TestScalarsAlone: who asks for scalars alone gets all of them, and no cells of
// other tables.
func TestScalarsAlone(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "notebooks", "*", "*.ipynb"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range append(paths, filepath.Join("testdata", "frames.ipynb")) {
		nb, err := nbformat.ReadFile(path)
		if err != nil {
			continue
		}
		all, scalars := Inspect(nb, Options{}), Inspect(nb, Options{Scalars: true})
		require.Equal(t, all.Warnings, scalars.Warnings, path)
		require.Len(t, scalars.Entries, len(all.Entries), path)
		for i, want := range all.Entries {
			got := scalars.Entries[i]
			leaves := value.Flatten(want.Value)
			if table, ok := want.Value.(*value.Table); ok && len(leaves[0].Path) == 0 {
				require.IsType(t, table, got.Value)
				require.Empty(t, got.Value.(*value.Table).Rows, "%s: %s", path, want.Name)
				continue
			}
			alone := value.Flatten(got.Value)
			require.Len(t, alone, len(leaves), "%s: %s", path, want.Name)
			for j, leaf := range leaves {
				if n, ok := leaf.Value.(value.Number); ok && math.IsNaN(n.Float) { // not equal to itself
					require.True(t, value.Equal(n, alone[j].Value), "%s: %s", path, want.Name)
					continue
				}
				require.Equal(t, leaf, alone[j], "%s: %s", path, want.Name)
			}
		}
	}
}

// storedFrame is a cell that stores a data frame of frames.ipynb as the scrap
// frame.
func storedFrame(file []byte, tag string) string {
	return fmt.Sprintf(`{"cell_type": "code", "execution_count": 1, "metadata": {"tags": [%q]}, "source": "", "outputs": [
		{"output_type": "display_data", "metadata": {}, "data": {"application/scrapbook.scrap.pandas+json":
			{"name": "frame", "encoder": "pandas", "version": 1, "data": %q}}},
		{"output_type": "stream", "name": "stdout", "text": "1"}]}`, tag, base64.StdEncoding.EncodeToString(file))
}

// TestSharedNameIsRead: a table whose name another source has too is read, and
// what is wrong with it is found then.
func TestSharedNameIsRead(t *testing.T) {
	inspect := func(file []byte, tag string) *Content {
		source := `{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [` + storedFrame(file, tag) + `]}`
		nb, err := nbformat.Read(strings.NewReader(source), "a.ipynb")
		require.NoError(t, err)
		return Inspect(nb, Options{Scalars: true})
	}
	file := longFrame(t)
	alone := inspect(file, "other")
	require.Equal(t, &value.Table{}, alone.Entries[0].Value)
	shared := inspect(file, "frame")
	require.NotEmpty(t, shared.Entries[0].Value.(*value.Table).Rows)

	broken := brokenPage(t, file)
	require.Empty(t, inspect(broken, "other").Warnings)
	shared = inspect(broken, "frame")
	require.Nil(t, shared.Entries[0].Value)
	require.Contains(t, shared.Entries[0].Reason, "the scrap cannot be read: ")
	require.Len(t, shared.Warnings, 1)
	require.Equal(t, "/cells/0/outputs/0", shared.Warnings[0].Pointer)
}

// longFrame is a frame of frames.ipynb without scalars.
func longFrame(tb testing.TB) []byte {
	for _, file := range frameFiles(tb) {
		if shape, known := shapeOfFrame(rawText(file)); known && shape.rows > 3 && shape.columns > 1 {
			return file
		}
	}
	tb.Fatal("no long frame")
	return nil
}

// brokenPage changes a byte so that the file cannot be decoded, although its
// footer and the heads of its pages tell nothing of it.
func brokenPage(tb testing.TB, file []byte) []byte {
	for i := range file {
		changed := append([]byte{}, file...)
		changed[i] ^= 0xff
		_, known := shapeOfFrame(rawText(changed))
		if _, err := readFrame(rawText(changed)); known && err != nil {
			return changed
		}
	}
	tb.Fatal("no such byte")
	return nil
}

func rawText(file []byte) nbformat.RawValue {
	return nbformat.RawValue{Bytes: []byte(`"` + base64.StdEncoding.EncodeToString(file) + `"`)}
}

// TestFrameShapes: a shape that the footer tells is that of the decoded table,
// whatever byte of the file is changed.
func TestFrameShapes(t *testing.T) {
	known := 0
	for _, file := range frameFiles(t) {
		if sameShape(t, file) {
			known++
		}
	}
	require.Greater(t, known, 10)
	file := longFrame(t)
	for i := range file {
		_, ok := shapeOfFrame(rawText(file[:i]))
		require.False(t, ok, "cut off at %d", i)
		for _, flip := range []byte{0x01, 0x02, 0x80, 0xff} {
			changed := append([]byte{}, file...)
			changed[i] ^= flip
			sameShape(t, changed)
		}
	}
}

// sameShape compares the shape that the footer tells with the table, when
// both can be had, and reports whether they can.
func sameShape(tb testing.TB, file []byte) bool {
	shape, known := shapeOfFrame(rawText(file))
	table, err := decodeFrame(base64.StdEncoding.AppendEncode(nil, file))
	if !known || err != nil {
		return false
	}
	require.Equal(tb, shape, frameShape{len(table.Rows), len(table.Columns)})
	return true
}

func TestIndexFields(t *testing.T) {
	for text, want := range map[string]int{
		`{"index_columns": [], "columns": []}`:                             0,
		`{"index_columns": ["a", "b"], "column_indexes"`:                   2,
		`{"index_columns": [{"kind": "range", "name": "x", "stop": 2}], `:  0,
		`{"index_columns": ["a" "b"]`:                                      -1,
		`{"index_columns": ["a\"b"]`:                                       -1,
		`{"index_columns": [{"kind": "range", "name": "}]", "stop": 2}], `: -1,
		`{"index_columns": [{"kind": "range", "name": "x"}, "a"], `:        -1,
		`{"index_columns": ["a"], "index_columns": []}`:                    -1,
		`{"columns": [], "index_columns": ["a"]}`:                          -1,
		`{"index_columns": ["a`:                                            -1,
		``:                                                                 -1,
	} {
		n, ok := indexFields([]byte(text))
		require.Equal(t, want >= 0, ok, text)
		require.Equal(t, max(want, 0), n*map[bool]int{true: 1}[ok], text)
	}
}

func BenchmarkFrame(b *testing.B) {
	data := rawText(longFrame(b))
	b.Run("shape", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			shapeOfFrame(data)
		}
	})
	b.Run("cells", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := readFrame(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
