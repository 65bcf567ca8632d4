package params_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params"
)

func TestDeclared(t *testing.T) {
	for _, c := range []struct{ name, language, source, want string }{
		{"annotations and type comments", "python", "a: int = 1  # rows\nb = None  # type: float the rate\nc: 'List[str]' = ['x']# t\nd: \"Optional[int]\"\n",
			"a|int|1|1|rows\nb|float|None|None|the rate\nc|List[str]|['x']|['x']|t\nd|Optional[int]|||"},
		{"types of literals", "python", "a = 1\nb = 1e-3\nc = 'x'\nd = True\ne = [1]\nf = {}\ng = (1, 2)\nh = b'x'\ni = {1}\nj = None\nk = float('inf')",
			"a|int|1|1|\nb|float|1e-3|1e-3|\nc|str|'x'|'x'|\nd|bool|True|True|\ne|list|[1]|[1]|\nf|dict|{}|{}|\ng|tuple|(1, 2)|(1, 2)|\nh|bytes|b'x'|b'x'|\ni|set|{1}|{1}|\nj|None|None|None|\nk|float|float('inf')|inf|"},
		{"equal signs and hashes", "python", "a = 'k=v'  # help = yes # really\nb = '#fff'\nc = dict(b=1)  # call\nd = a == 'x'\n",
			"a|str|'k=v'|'k=v'|help = yes # really\nb|str|'#fff'|'#fff'|\nc||dict(b=1)||call\nd||a == 'x'||"},
		{"several on a line", "python", "a = 1; b = 2  # both\nc = d = 3\ne, f = 4, 'x'  # pair", "a|int|1|1|\nb|int|2|2|both\nc|int|3|3|\nd|int|3|3|\ne|int|4|4|pair\nf|str|'x'|'x'|pair"},
		{"multi-line", "python", "a = [  # no\n    1,  # one\n    2,\n]  # help\nb = '''x\n# no comment\n'''\n# lone\nc = 1", "a|list|[  \n    1,  \n    2,\n]|[1, 2]|help\nb|str|'''x\n# no comment\n'''|'x\\n# no comment\\n'|\nc|int|1|1|"},
		{"magics around", "python", "%load_ext autoreload\n!ls = x\na = 1\n%matplotlib inline", "a|int|1|1|"},
		{"no declarations", "python", "if x: y = 1\nfor i in x: pass\nprint(x)\nelse: int\nx[1]: int\nx.y: int = 3\n", ""},
		{"twice", "python", "a = 1  # first\nb = 2\na = 'x'  # second", "a|str|'x'|'x'|second\nb|int|2|2|"},
		{"R", "R", "alpha <- 0.1  # rate\nmodel = \"rf\"\nx = c(1, 2)\nf <- mean(x)", "alpha|float|0.1|0.1|rate\nmodel|str|\"rf\"|'rf'|\nx|list|c(1, 2)|[1, 2]|\nf||mean(x)||"},
		{"Julia", "julia", "n::Int = 3  # rows\nm = nothing", "n|Int|3|3|rows\nm|None|nothing|None|"},
		{"Scala", "scala", "val n: Int = 3 // rows\nval s = \"x\"", "n|Int|3|3|rows\ns|str|\"x\"|'x'|"},
		{"Go", "go", "var n int = 3 // rows\ns := \"x\"\nt := f(1)", "n|int|3|3|rows\ns|str|\"x\"|'x'|\nt||f(1)||"},
		{"bash", "bash", "n=3 # rows\ns='a b'\nt=word\nu=$HOME/x", "n|int|3|3|rows\ns|str|'a b'|'a b'|\nt|str|word|'word'|\nu||$HOME/x||"},
		{"C#", "C#", "var n = 3; // rows\nint m = 4;", "n|int|3|3|rows\nm|int|4|4|"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, ok := params.Declared(read(t, notebook(c.language, c.source, "", "")))
			require.True(t, ok)
			var lines []string
			for _, d := range list {
				lines = append(lines, fmt.Sprintf("%s|%s|%s|%s|%s", d.Name, d.Type, d.Default, value.Repr(d.Value), d.Help))
			}
			require.Equal(t, c.want, strings.Join(lines, "\n"))
		})
	}
	_, ok := params.Declared(read(t, `{"cells": [`+cell("other", "a = 1")+`], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`))
	require.False(t, ok)
}
