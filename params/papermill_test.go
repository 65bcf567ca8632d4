package params_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
)

// TestOfPapermillCells reads what the real papermill injects, in each of its
// languages, and compares the values with those that were passed.
func TestOfPapermillCells(t *testing.T) {
	script := filepath.Join("testdata", "papermill_cells.py")
	out := testenv.RunPython(t, nil, script, "1", "900")
	n := 0
	for _, raw := range (nbformat.RawValue{Bytes: out}).Elements() {
		language, _ := raw.Get("language").Text()
		source, _ := raw.Get("source").Text()
		// No papermill record, so that the cell has to tell.
		got, _ := params.Of(read(t, notebook(language, source, "", "")))
		i := 0
		for name, want := range raw.Get("parameters").Members() {
			n++
			require.Less(t, i, len(got), "%s: %s", language, source)
			require.Equal(t, name, got[i].Name, "%s: %s", language, source)
			wanted := introspect.JSONValue(want)
			if escapesDiffer(language, wanted) {
				i++
				continue
			}
			require.True(t, value.Equal(wanted, got[i].Value), "%s: %s\nwant %s = %s\ngot %s", language, source, name, value.Repr(wanted), value.Repr(got[i].Value))
			i++
		}
		require.Len(t, got, i, "%s: %s", language, source)
	}
	require.Greater(t, n, 900)
}

// escapesDiffer reports whether papermill writes a string that means another
// one in the language: its backslashes mean nothing in MATLAB and PowerShell
// (so the run had the other string), and bash has no types.
func escapesDiffer(language string, v value.Value) bool {
	switch language {
	case "bash", "matlab", ".net-powershell":
	default:
		return false
	}
	switch v := v.(type) {
	case value.Text:
		return language == "bash" || strings.ContainsFunc(string(v), func(r rune) bool { return r < ' ' || r > '~' || r == '\\' })
	case value.List:
		for _, e := range v {
			if escapesDiffer(language, e) {
				return true
			}
		}
	case value.Dict:
		for _, e := range v {
			if escapesDiffer(language, e.Key) || escapesDiffer(language, e.Value) {
				return true
			}
		}
	}
	return false
}
