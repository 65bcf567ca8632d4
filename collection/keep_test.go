package collection

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// keepRuns loads a, b and c and keeps those that wanted has.
func keepRuns(t *testing.T, opts Options, wanted map[string]bool) *Collection {
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"a.ipynb": notebookJSON(t, map[string]any{"seed": 1}, testCell{"m", "{'x': 1, 'y': 2}"}),
		"b.ipynb": notebookJSON(t, map[string]any{"seed": 2}, testCell{"m", "{'x': 3}"}, testCell{"only_b", "7"}),
		"c.ipynb": notebookJSON(t, map[string]any{"seed": 3}, testCell{"m", "{'x': 5}"}),
	})
	opts.Keep = func(c *Collection) ([]bool, error) {
		keep := make([]bool, len(c.Runs))
		for i, r := range c.Runs {
			keep[i] = wanted[r.Name]
		}
		return keep, nil
	}
	return load(t, opts, ".")
}

func titlesOf(c *Collection) (titles []string) {
	for _, col := range c.Columns() {
		titles = append(titles, col.Title)
	}
	return titles
}

func TestKeep(t *testing.T) {
	c := keepRuns(t, Options{}, map[string]bool{"b": true, "c": true})
	require.Equal(t, "b", c.Runs[c.Baseline].Name)
	require.Equal(t, []string{"params.seed", "m.x", "only_b"}, titlesOf(c)) // not m.y
	require.Equal(t, 2.0, *c.Columns()[1].Cells[1].Delta)

	c = keepRuns(t, Options{}, map[string]bool{"c": true})
	require.Equal(t, []string{"params.seed", "m.x"}, titlesOf(c))
	require.Len(t, c.Keys, 2)

	// A key that was named stays, with its reason.
	c = keepRuns(t, Options{Keys: []string{"only_b"}}, map[string]bool{"c": true})
	require.Equal(t, []string{"only_b"}, titlesOf(c))
	require.Equal(t, "no cell with this tag", c.Columns()[0].Cells[0].Reason)

	// So does the baseline that was named, which is none of those that were kept.
	c = keepRuns(t, Options{Baseline: "b"}, map[string]bool{"c": true})
	require.Equal(t, []string{"b", "c"}, []string{c.Runs[0].Name, c.Runs[1].Name})
	require.Equal(t, 0, c.Baseline)
	require.Equal(t, 2.0, *c.Columns()[1].Cells[1].Delta)

	c = keepRuns(t, Options{}, map[string]bool{"a": true, "b": true, "c": true})
	require.Equal(t, []string{"params.seed", "m.x", "m.y", "only_b"}, titlesOf(c))
}

func TestKeepNamesItsError(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{"a.ipynb": notebookJSON(t, nil, testCell{"m", "1"})})
	wrong := errors.New("wrong")
	_, err := Load(t.Context(), []string{"."}, Options{Keep: func(*Collection) ([]bool, error) { return nil, wrong }})
	require.ErrorIs(t, err, wrong)
}
