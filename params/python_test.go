package params

import (
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// TestPythonAssignmentsAgreeWithAST compares the assignments of every code
// cell of the corpus that is Python with those that Python itself finds.
func TestPythonAssignmentsAgreeWithAST(t *testing.T) {
	args := []string{filepath.Join("testdata", "python_assignments.py")}
	require.NoError(t, filepath.WalkDir(testenv.Corpus(t), func(path string, d fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".ipynb" {
			args = append(args, path)
		}
		return err
	}))
	out := testenv.RunPython(t, nil, args...)
	n := 0
	for _, cell := range (nbformat.RawValue{Bytes: out}).Elements() {
		source, _ := cell.Get("source").Text()
		var want, got [][2]string
		for _, a := range cell.Get("assignments").Elements() {
			n++
			var pair [2]string
			for i, part := range a.Elements() {
				pair[i], _ = part.Text()
			}
			want = append(want, pair)
		}
		for i, a := range assignments(source, python) {
			pair := [2]string{a.name, ""}
			if i < len(want) && want[i][1] != "" { // a literal; else what we read as data is ours to choose
				pair[1] = want[i][1]
				require.True(t, value.Equal(value.ParseStrictLiteral(want[i][1]), a.value), "%s = %s\nin %s", a.name, value.Repr(a.value), source)
			}
			got = append(got, pair)
		}
		require.Equal(t, want, got, source)
	}
	require.Greater(t, n, 100)
	t.Log(n, "assignments agree")
}
