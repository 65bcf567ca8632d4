package introspect

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/nbformat"
)

// FuzzFrame: no panic, no value beside an error, and never more than the
// guard allows (a crafted size would end the process).
func FuzzFrame(f *testing.F) {
	for _, file := range frameFiles(f) {
		f.Add(file)
	}
	f.Add([]byte("PAR1\xff\xff\xff\xffPAR1"))
	f.Fuzz(testenv.Inputs(func(t *testing.T, file []byte) {
		table, err := decodeFrame(base64.StdEncoding.AppendEncode(nil, file))
		require.Equal(t, err == nil, table != nil)
		if table != nil {
			for _, row := range table.Rows {
				if len(row) != len(table.Columns) {
					t.Fatalf("%d cells in %d columns", len(row), len(table.Columns))
				}
			}
		}
	}))
}

// frameFiles returns the small Parquet files of frames.ipynb.
func frameFiles(tb testing.TB) [][]byte {
	nb, err := nbformat.ReadFile(filepath.Join("testdata", "frames.ipynb"))
	require.NoError(tb, err)
	var files [][]byte
	for i := range nb.Cells {
		for _, o := range nb.Cells[i].Outputs() {
			text, ok := o.Data.Get("application/scrapbook.scrap.pandas+json").Get("data").Text()
			if file, err := base64.StdEncoding.DecodeString(text); ok && err == nil && len(file) < 6000 {
				files = append(files, file)
			}
		}
	}
	require.NotEmpty(tb, files)
	return files
}

// FuzzInspect: no panic, every entry has a value or a reason, keys are unique,
// and every cell that is named exists.
func FuzzInspect(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "notebooks", "*", "*.ipynb"))
	require.NoError(f, err)
	require.NotEmpty(f, paths)
	for _, path := range append(paths, filepath.Join("testdata", "frames.ipynb")) {
		source, err := os.ReadFile(path)
		require.NoError(f, err)
		if len(source) < 40_000 {
			f.Add(source)
		}
	}
	for _, c := range cases {
		f.Add([]byte(notebook(c.cells)))
	}
	f.Add([]byte(notebook(`{"cell_type":"code","source":"","metadata":{"tags":["",""]},"outputs":[{"output_type":"stream","text":"1"}]}`)))
	f.Add([]byte(notebook(`{"cell_type":"code","source":"","metadata":{"tags":["x","y"]},"outputs":[
		{"output_type":"display_data","metadata":{},"data":{"text/html":` + asPythonWrites(f, plainFrame) + `}}]}`)))
	f.Fuzz(testenv.Inputs(func(t *testing.T, source []byte) {
		nb, err := nbformat.Read(bytes.NewReader(source), "fuzz.ipynb")
		if err != nil {
			return
		}
		for _, opts := range []Options{{}, {StrictCompat: true}, {Cells: true}, {Scalars: true, Outputs: []string{"x"}}} {
			checkContent(testenv.Plain(t), nb, opts)
		}
		for i := range nb.Cells {
			Options{}.outputValues(nb, i)
		}
	}))
}

// checkContent checks what holds for the content of any notebook, and returns it.
func checkContent(t require.TestingT, nb *nbformat.Notebook, opts Options) *Content {
	c := Inspect(nb, opts)
	seen := map[key]bool{}
	for _, e := range append(append([]Entry{}, c.Entries...), c.Silent...) {
		k := key{e.Source, e.Name}
		require.False(t, seen[k], "%v comes twice", k)
		seen[k] = true
		require.True(t, e.Name != "" || opts.StrictCompat) // sklearn-evaluation takes an empty tag for a key
		require.Equal(t, e.Value == nil, e.Reason != "", "%v has both or neither of value and reason", k)
		require.True(t, -1 <= e.Cell && e.Cell < len(nb.Cells))
		switch e.Value.(type) {
		case *unreadFrame, *unreadTable:
			require.Fail(t, "a table was left unread", "%v", k)
		}
	}
	require.Equal(t, c.Status == StatusFailed, c.Failure != nil)
	for _, e := range c.Silent {
		require.Nil(t, e.Value)
	}
	for _, w := range c.Warnings {
		require.NotEmpty(t, w.Pointer)
		require.True(t, w.Offset < 0 || w.Line > 0)
	}
	return c
}
