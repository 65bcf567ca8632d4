package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/nbformat"
)

func TestStampTemplate(t *testing.T) {
	nb, err := nbformat.Parse(stampTemplate(), "template.ipynb")
	require.NoError(t, err)
	require.Empty(t, nb.Warnings)
	require.True(t, nb.Cells[0].HasTag("parameters"))
	require.InDelta(t, templateSize*1.05, len(stampTemplate()), templateSize*0.05)
}

func TestStampContestants(t *testing.T) {
	s := &stampJobs{folder: t.TempDir(), programs: &programs{nbcompare: "nbcompare", python: "python"}, runs: 5, copies: 2}
	require.Len(t, s.contestants(false), 3)
	all := s.contestants(true)
	require.Len(t, all, 5)
	all[0].results = []measurement{{Seconds: 1}}
	all[3].results = []measurement{{Seconds: 9, Stdout: `{"seconds": 0.5}`}}
	all[4].results = []measurement{{Seconds: 2}}
	require.NoError(t, s.scale(all))
	require.Equal(t, []float64{1, 0.01, 4}, []float64{all[0].results[0].Seconds, all[3].results[0].Seconds, all[4].results[0].Seconds})
	all[3].results[0].Stdout = "?"
	require.ErrorContains(t, s.scale(all), papermillCalls)

	require.Error(t, s.checkCopies("none", 1))
	require.NoError(t, os.Mkdir(s.path("two"), 0o777))
	for _, name := range []string{"1.ipynb", "2.ipynb"} {
		require.NoError(t, os.WriteFile(filepath.Join(s.path("two"), name), append(stampTemplate(), "seed = 2"...), 0o666))
	}
	require.NoError(t, s.checkCopies("two", 2))
	require.ErrorContains(t, s.checkCopies("two", 3), "two has 2 copies, not 3")
	require.NoError(t, os.WriteFile(filepath.Join(s.path("two"), "2.ipynb"), stampTemplate(), 0o666))
	require.ErrorContains(t, s.checkCopies("two", 2), "no copy with its parameter")
}
