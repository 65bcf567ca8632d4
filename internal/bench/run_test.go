package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckExecuted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ipynb")
	check := func(text string, cells int) error {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		return checkExecuted(path, cells)
	}
	const good = `{"cell_type": "code", "execution_count": 1, "source": "1", "outputs": []}`
	require.NoError(t, check(`{"cells": [`+good+`, {"cell_type": "markdown"}]}`, 1))
	require.ErrorContains(t, check(`{"cells": [`+good+`]}`, 2), "1 cells instead of 2")
	require.ErrorContains(t, check(`{"cells": [{"cell_type": "code", "execution_count": null, "source": "1"}]}`, 1), "cell 0 was not run")
	require.ErrorContains(t, check(`{"cells": [{"cell_type": "code", "execution_count": 1, "source": "1", "outputs": [{"output_type": "error"}]}]}`, 1), "cell 0 failed")
	require.Error(t, checkExecuted(filepath.Join(t.TempDir(), "none"), 1))
}

func TestRunContestants(t *testing.T) {
	s := &runJobs{folder: t.TempDir(), nbcompare: "nbcompare", python: "/env/bin/python", peers: "/peers/bin/python", runs: 4}
	require.NoError(t, s.make(filepath.Join("..", "..")))
	require.NoError(t, checkExecuted(s.path("diabetes.ipynb"), 0))
	jobs := map[string]int{}
	for _, c := range s.contestants(true) {
		jobs[c.job]++
		require.Equal(t, filepath.Base(c.argv[0]) != "nbcompare", c.peer, c.name)
	}
	require.Equal(t, map[string]int{runOneJob: 6, runManyJob: 5, runGridJob: 4, runWideJob: 1}, jobs)
	require.Len(t, s.contestants(false), 5)
}
