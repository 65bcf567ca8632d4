package lazyre

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A wrong expression is found here and not by who uses it first: all that the
// program holds as literals are compiled.
func TestAllCompile(t *testing.T) {
	found := 0
	require.NoError(t, filepath.WalkDir("../..", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "node_modules" || e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") && len(e.Name()) > 2) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name, ok := call.Fun.(*ast.SelectorExpr); !ok || name.Sel.Name != "New" {
				return true
			} else if from, ok := name.X.(*ast.Ident); !ok || from.Name != "lazyre" {
				return true
			}
			if text, ok := literal(call.Args[0]); ok {
				found++
				_, err := regexp.Compile(text)
				require.NoError(t, err, path)
			}
			return true
		})
		return nil
	}))
	require.Greater(t, found, 50)
}

// literal returns what literals make together; ok is false where something else stands between them.
func literal(e ast.Expr) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, okLeft := literal(e.X)
		right, okRight := literal(e.Y)
		return left + right, okLeft && okRight
	}
	return "", false
}

func TestCompiledOnce(t *testing.T) {
	r := New("a(b+)")
	require.Equal(t, []string{"abb", "bb"}, r.FindStringSubmatch("xabbx"))
	require.True(t, r.MatchString("ab"))
	require.Same(t, r.compiled(), r.compiled())
	require.Panics(t, func() { New("(").MatchString("") })
}
