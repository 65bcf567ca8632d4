package rule

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
)

// A run is the tagged outputs of a notebook, as text, in the order of names.
type run struct {
	name       string
	outputs    [][2]string // tag and printed text
	parameters map[string]any
}

// load writes a notebook a run and loads all; the first is the baseline.
func load(t testing.TB, runs ...run) *collection.Collection {
	dir := t.TempDir()
	var paths []string
	for _, r := range runs {
		path := filepath.Join(dir, r.name+".ipynb")
		require.NoError(t, os.WriteFile(path, notebook(t, r), 0o644))
		paths = append(paths, path)
	}
	return loadPaths(t, paths...)
}

func loadPaths(t testing.TB, paths ...string) *collection.Collection {
	c, err := collection.Load(t.Context(), paths, collection.Options{})
	require.NoError(t, err)
	return c
}

func notebook(t testing.TB, r run) []byte {
	cells := []any{}
	for i, output := range r.outputs {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": "c" + string(rune('a'+i)), "execution_count": i + 1, "source": "x",
			"metadata": map[string]any{"tags": []string{output[0]}},
			"outputs":  []any{map[string]any{"output_type": "stream", "name": "stdout", "text": output[1]}},
		})
	}
	metadata := map[string]any{}
	if r.parameters != nil {
		metadata["papermill"] = map[string]any{"parameters": r.parameters}
	}
	data, err := json.Marshal(map[string]any{"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
	require.NoError(t, err)
	return data
}
