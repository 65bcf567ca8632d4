package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// refused are the notebooks of the corpus that are none, with the reason. All
// others can be shown.
var refused = map[string]string{
	"nbformat/test3_no_worksheets.ipynb":           "not a notebook: nbformat is 3, but the list worksheets is missing",
	"nbformat/test3_worksheet_with_no_cells.ipynb": "/worksheets/0: not a notebook: the list cells is missing",
}

func TestShowEveryNotebookOfTheCorpus(t *testing.T) {
	corpus := testenv.Corpus(t)
	shown := 0
	err := filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".ipynb" {
			return err
		}
		shown++
		name, err := filepath.Rel(corpus, path)
		require.NoError(t, err)
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"show", "--json", path}, Streams{Out: &out, Err: &errs})
		if reason, ok := refused[filepath.ToSlash(name)]; ok {
			require.Equal(t, exitSomeFailed, code, name)
			require.Equal(t, "nbcompare: "+path+": "+reason+"\n", errs.String())
			require.Empty(t, out.String(), name)
			return nil
		}
		require.Equal(t, exitDone, code, "%s: %s", name, errs.String())
		require.True(t, json.Valid(out.Bytes()), name)
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, shown, 50)
}
