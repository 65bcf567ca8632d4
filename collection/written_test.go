package collection

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestComparisonsAreNoRuns: a comparison is left out beside runs, which are
// named as without it, and is read where it is all there is.
func TestComparisonsAreNoRuns(t *testing.T) {
	nb := notebookJSON(t, nil, testCell{"mse", "1"})
	written := strings.Replace(notebookJSON(t, nil, testCell{"auc", "2"}), `"metadata":{},`, `"metadata":{"nbcompare":{"comparison":{}}},`, 1)
	require.NotEqual(t, notebookJSON(t, nil, testCell{"auc", "2"}), written)
	t.Chdir(t.TempDir())
	write(t, map[string]string{"comparison.ipynb": written, "runs/a.ipynb": nb, "runs/b.ipynb": nb, "far/base.ipynb": nb})
	for _, test := range []struct{ inputs, baseline, runs, keys, left string }{
		{"comparison.ipynb runs", "", "a b", "mse", "comparison.ipynb: is a comparison that nbcompare wrote, and was left out"},
		{"*.ipynb runs/a.ipynb", "", "a", "mse", "comparison.ipynb: is a comparison that nbcompare wrote, and was left out"},
		{"runs", "", "a b", "mse", ""},
		{"runs comparison.ipynb", "far/base.ipynb", "a b base", "mse", "comparison.ipynb: is a comparison that nbcompare wrote, and was left out"},
		{"comparison.ipynb", "", "comparison", "auc", ""},
		{"comparison.ipynb", "runs/a.ipynb", "comparison runs/a", "auc mse", ""},
	} {
		c := load(t, Options{Baseline: test.baseline}, strings.Fields(test.inputs)...)
		require.Equal(t, strings.Fields(test.runs), runNames(c), test.inputs)
		require.Equal(t, strings.Fields(test.keys), keyTitles(c), test.inputs)
		var left []string
		for _, err := range c.LeftOut {
			left = append(left, err.Error())
		}
		require.Equal(t, test.left, strings.Join(left, "; "), test.inputs)
		require.Empty(t, c.Warnings, test.inputs)
	}
}
