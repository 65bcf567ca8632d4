package params_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
	"github.com/nbcompare/nbcompare/params/translate"
)

// TestPapermillAndScrapbookReadCopies passes copies on: scrapbook reads the
// parameters, and papermill replaces the cell as one of its own.
func TestPapermillAndScrapbookReadCopies(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for _, template := range stampTemplates(t) {
		nb, err := nbformat.ReadFile(template)
		require.NoError(t, err)
		if kernel, _ := nb.Metadata.Get("kernelspec", "name").Text(); kernel != "python3" || nb.NBFormat < 4 || strings.Contains(template, "before") {
			continue
		}
		stamped, err := params.Stamp(nb, params.Copy{InputPath: "t.ipynb", Assignments: []translate.Assignment{
			{Name: "alpha", Value: value.Float(0.5)}, {Name: "names", Value: value.List{value.Text("é"), value.Null{}}}}}, params.StampOptions{})
		require.NoError(t, err)
		path := filepath.Join(dir, strings.ReplaceAll(strings.TrimLeft(template, "./"), "/", "-"))
		require.NoError(t, os.WriteFile(path, stamped, 0o666))
		paths = append(paths, path)
	}
	require.Greater(t, len(paths), 30)
	input, err := json.Marshal(paths)
	require.NoError(t, err)
	var results []struct {
		Scrapbook map[string]any
		Injected  []string
		Unique    bool
	}
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, input, filepath.Join("testdata", "papermill_reads.py")), &results))
	for i, r := range results {
		require.Equal(t, map[string]any{"alpha": 0.5, "names": []any{"é", nil}}, r.Scrapbook, paths[i])
		require.Equal(t, []string{"# Parameters\nalpha = 9\n"}, r.Injected, paths[i])
		require.True(t, r.Unique, paths[i])
	}
}
