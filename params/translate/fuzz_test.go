package translate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// FuzzCell writes a text, also as a key, in one of the languages. Python's literal
// reads back to it; nowhere does it end the line that it stands on.
func FuzzCell(f *testing.F) {
	languages := Supported()
	seeds := append(slices.Clone(fragments), "\"\nimport os\n\"", "\xff\xfe")
	for which := range 2 * len(languages) {
		for _, fragment := range seeds {
			f.Add(fragment, which)
		}
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, s string, which int) {
		v := value.Dict{{Key: value.Text("k" + s), Value: value.List{value.Text(s), value.Null{}}}}
		language := languages[uint(which)/2%uint(len(languages))]
		source, err := Cell(language, "", []Assignment{{Name: "x", Value: v}}, Options{Papermill: which%2 != 0})
		if err == nil && language != "Bash" { // which keeps the ends of lines in its quotes
			require.Equal(t, 2, strings.Count(source, "\n"), "%s: %q", language, source)
			require.False(t, strings.ContainsFunc(source, func(c rune) bool { return c != '\n' && isLineEnd(c) }), "%s: %q", language, source)
		}
		source, err = Cell("python", "", []Assignment{{Name: "x", Value: v}}, Options{})
		require.NoError(t, err)
		_, expr, _ := strings.Cut(source, "x = ")
		valid := strings.ToValidUTF8(s, "\uFFFD")
		want := value.Dict{{Key: value.Text(strings.ToValidUTF8("k"+s, "\uFFFD")), Value: value.List{value.Text(valid), value.Null{}}}}
		require.Equal(t, want, value.ParseStrictLiteral(expr))
	}))
}

// TestPythonReadsBack reads whole values back from Python's text.
func TestPythonReadsBack(t *testing.T) {
	for _, v := range (generator{nul: true, nested: true, dict: true, other: true}).generated(5000) {
		_, expr, _ := strings.Cut(cellOf(t, "python", v, Options{}), "x = ")
		if strings.Contains(expr, "float('") {
			continue // a call
		}
		require.True(t, value.Equal(v, value.ParseLiteral(expr)) || v.Kind() == value.KindText, "%s: %s", value.Repr(v), expr)
	}
}

// TestGoImportsWhatItUses reads the cells as Go files: each has the imports
// that it uses, and no other.
func TestGoImportsWhatItUses(t *testing.T) {
	for _, v := range (generator{nul: true, nested: true, dict: true}).generated(5000) {
		source := cellOf(t, "go", v, Options{})
		file, err := parser.ParseFile(token.NewFileSet(), "cell.go", "package cell\n"+source, parser.SkipObjectResolution)
		require.NoError(t, err, "%s", source)
		var imported, used []string
		for _, spec := range file.Imports {
			unquoted, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			imported = append(imported, path.Base(unquoted))
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if name, ok := s.X.(*ast.Ident); ok {
					used = append(used, name.Name)
				}
			}
			return true
		})
		slices.Sort(imported)
		slices.Sort(used)
		require.Equal(t, slices.Compact(used), imported, "%s", source)
	}
}
