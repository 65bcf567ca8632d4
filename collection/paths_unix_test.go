//go:build unix

package collection

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A key is selected by the same paths that lead into its value.
func TestKeysTakePathsIntoValues(t *testing.T) {
	c := load(t, Options{Keys: []string{"cv.mae", "cv.folds[1]", `feature_importance["bmi"].mean`, "params.quantiles[0]"}},
		"../testdata/notebooks/diabetes")
	require.Equal(t, []string{"cv.mae.mean", "cv.mae.std", "cv.folds[1]", `feature_importance.bmi.mean`, "params.quantiles[0]"}, columnTitles(c))
	for _, col := range c.Columns() {
		for run := range c.Runs {
			require.IsType(t, value.Number{}, col.Cells[run].Value, "%s of %s", col.Title, c.Runs[run].Name)
		}
	}
	for _, path := range []string{"cv.maee", "cv.folds[9]", `feature_importance["bmi"].median`, "cv.", "cv[", "nothing.at.all"} {
		_, err := Load(t.Context(), []string{"../testdata/notebooks/diabetes"}, Options{Keys: []string{path}})
		var input *InputError
		require.ErrorAs(t, err, &input, path)
		require.Equal(t, path, input.Input)
	}
}

const twoOutputs = `{"cells": [{"cell_type": "code", "execution_count": 1, "metadata": {"tags": ["two"]}, "source": "f()", "outputs": [
 {"output_type": "stream", "name": "stdout", "text": "7\n"},
 {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "[1, 2]"}},
 {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "0.5"}}]}],
 "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`

// tag:two[0] is an output of the cell, two[0] an element of its value.
func TestOutputsOfATaggedCell(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ipynb")
	require.NoError(t, os.WriteFile(path, []byte(twoOutputs), 0o666))
	c := load(t, Options{Keys: []string{"tag:two[0]", "tag:two[1]", "two"}}, path)
	require.Equal(t, []string{"tag:two[0]", "tag:two[1]", "two"}, columnTitles(c))
	require.Equal(t, value.Int(7), c.Columns()[0].Cells[0].Value)
	require.Equal(t, value.List{value.Int(1), value.Int(2)}, c.Columns()[1].Cells[0].Value)
	require.Equal(t, 0.5, c.Columns()[2].Cells[0].Value.(value.Number).Float)

	c = load(t, Options{}, path)
	require.NotContains(t, columnTitles(c), "tag:two[0]", "nobody asked")
	_, err := Load(t.Context(), []string{path}, Options{Keys: []string{"tag:two[3]"}})
	require.Error(t, err)
}

// A pipe in a folder is said to be none of the notebooks; nobody waits for it.
func TestPipeInAFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe.ipynb"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.ipynb"), []byte(twoOutputs), 0o666))
	for _, input := range []string{dir, filepath.Join(dir, "*.ipynb")} {
		c := load(t, Options{}, input)
		require.Equal(t, []string{"a", "pipe"}, runNames(c))
		require.NoError(t, c.Runs[0].Err)
		require.EqualError(t, c.Runs[1].Err, filepath.Join(dir, "pipe.ipynb")+": not a regular file")
	}
}

func TestLinkedFoldersAreMerged(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "runs"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "runs", "a.ipynb"), []byte(twoOutputs), 0o666))
	require.NoError(t, os.Symlink("runs", filepath.Join(dir, "link")))
	c := load(t, Options{}, filepath.Join(dir, "link"), filepath.Join(dir, "runs"))
	require.Len(t, c.Runs, 1)
}

func TestDirectionsNobodyHas(t *testing.T) {
	better, err := ParseBetter("nope=lower,metrics.r2=higher,mean=higher,mse=lower")
	require.NoError(t, err)
	c := load(t, Options{Better: better, Exclude: []string{"*mse"}}, "../testdata/notebooks/diabetes")
	require.Len(t, messages(c), 1)
	require.Contains(t, messages(c)[0], "nope: no metric has this name, so its direction is of no use")

	c = load(t, Options{Keys: []string{"r2"}, Exclude: []string{"r2"}}, "../testdata/notebooks/diabetes")
	require.Equal(t, []string{"every key is left out, so nothing is compared"}, messages(c))
}
