package params_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
)

// notebook returns a notebook of a language with a parameter cell, an injected
// cell ("" for none) and what papermill recorded, as JSON ("" for none).
func notebook(language, defaults, injected, recorded string) string {
	cells := []string{`{"cell_type": "markdown", "metadata": {"tags": ["parameters"]}, "source": "x = 0"}`, cell("parameters", defaults)}
	if injected != "" {
		cells = append(cells, cell("injected-parameters", injected))
	}
	metadata := fmt.Sprintf(`"language_info": {"name": %q}`, language)
	if recorded != "" {
		metadata += `, "papermill": {"parameters": ` + recorded + `}`
	}
	return `{"cells": [` + strings.Join(cells, ",") + `], "metadata": {` + metadata + `}, "nbformat": 4, "nbformat_minor": 4}`
}

func cell(tag, source string) string {
	text, _ := json.Marshal(source)
	return fmt.Sprintf(`{"cell_type": "code", "execution_count": 1, "metadata": {"tags": [%q]}, "source": %s, "outputs": []}`, tag, text)
}

func read(tb testing.TB, source string) *nbformat.Notebook {
	tb.Helper()
	nb, err := nbformat.Read(strings.NewReader(source), "a.ipynb")
	require.NoError(tb, err)
	return nb
}

// lines writes parameters as "name kind repr".
func lines(list []params.Param) string {
	var out []string
	for _, p := range list {
		out = append(out, fmt.Sprintf("%s %s %s", p.Name, p.Value.Kind(), value.Repr(p.Value)))
	}
	return strings.Join(out, "\n")
}

var cases = []struct{ name, language, source, want string }{
	{"literals", "python", "a = 1\nb = -0.5\nc = 'x'\nd = None\ne=True\nf = [1,\n  2, # two\n 3]\n", "a number 1\nb number -0.5\nc text 'x'\nd null None\ne bool True\nf list [1, 2, 3]"},
	{"comments and hashes", "python", "# Parameters\na = '#fff'  # a colour = nice\nb = \"it's\" # don't\n", "a text '#fff'\nb text \"it's\""},
	{"several on a line", "python", "a = 1; b = 2;c=';'", "a number 1\nb number 2\nc text ';'"},
	{"annotations", "python", "a: int = 1\nb: 'List[str]' = ['x']\nc: dict[str, int] = {'k': 1}\nd: int\n", "a number 1\nb list ['x']\nc dict {'k': 1}"},
	{"multi-line", "python", "a = {\n    'k': [1,\n2],  # list\n}\nb = '''x\ny = 2'''\nc = (1 +\n 2)\nd = 1 \\\n + 2\n", "a dict {'k': [1, 2]}\nb text 'x\\ny = 2'\nc text '(1 +\\n 2)'\nd text '1   + 2'"},
	{"floats of papermill", "python", "a = float('nan')\nb = [float('inf'), float(\"-inf\")]\nc = \"float('nan')\"\nd = myfloat('nan')", "a number nan\nb list [inf, -inf]\nc text \"float('nan')\"\nd text \"myfloat('nan')\""},
	{"calls stay text", "python", "a = dict(b=1)\nb = os.environ['X'] == 'y'\n", "a text 'dict(b=1)'\nb text \"os.environ['X'] == 'y'\""},
	{"several targets", "python", "x = y = 1\na, b = 1, 'z'\n(c, d) = (3, 4)\ne, f = g\n", "x number 1\ny number 1\na number 1\nb text 'z'\nc number 3\nd number 4"},
	{"no assignments", "python", "x == 1\nx += 1\nx.y = 2\nx[0] = 3\nprint('a = 1', end='')\nassert x >= 1\nif x: z = 1; q = 2\nfor i in y:\n    a = 1\ndef f(a=1):\n    b = 2\nlambda a=1: 0\n", ""},
	{"magics", "python", "%matplotlib inline\n!echo it's \"\n%%x = 1\n?help\na = 1\n", "a number 1"},
	{"cell magic with Python", "python", "%%time\na = 1\n", "a number 1"},
	{"cell magic without", "python", "%%bash\na=1\n", ""},
	{"last assignment counts", "python", "a = 1\nb = 2\na = 3", "a number 3\nb number 2"},
	{"unicode, walrus, broken", "python", "é = 1\n(n := 10)\ns = 'open\nt = 2\nu = [1, 2\n", "é number 1\ns text \"'open\"\nt number 2\nu text '[1, 2'"},
	{"R", "R", "a = 1\nb <- \"x\\ny\"  # c\nd = list(1, list(TRUE), \"s\")\ne = list(\"k\" = NULL)\nf.g <- 10L\nh = c(a=1, b=2.5)\ni <- mean(x)\n", "a number 1\nb text 'x\\ny'\nd list [1, [True], 's']\ne dict {'k': None}\nf.g number 10\nh dict {'a': 1, 'b': 2.5}\ni text 'mean(x)'"},
	{"Scala", "scala", "// Parameters\nval a = 1099511627776L\nval b: Double = 1.5\nval c = Map(\"k\" -> Seq(1, 2))\nvar d = None\n", "a number 1099511627776\nb number 1.5\nc dict {'k': [1, 2]}\nd null None"},
	{"Julia", "julia", "a = Dict(\"k\" => nothing)\nb = [1, 2.5]\nc = x'\nd = \"a\\\"b\"\n", "a dict {'k': None}\nb list [1, 2.5]\nc text \"x'\"\nd text 'a\"b'"},
	{"MATLAB", "matlab", "% Parameters\na = 1;\nb = \"q\"\"uo\";\nc = {1, {true}};\nd = nan;\n", "a number 1\nb text 'q\"uo'\nc list [1, [True]]\nd number nan"},
	{"C#", "C#", "// Parameters\nvar a = new [] { 1, 2 };\nvar b = new Dictionary<string,Object>{ { \"k\" , 1 } };\nint c = 5;\n", "a list [1, 2]\nb text 'new Dictionary<string,Object>{ { \"k\" , 1 } }'\nc number 5"},
	{"F#", "F#", "(* Parameters *)\nlet a = [ 1; 2 ]\nlet mutable b = true\n", "a list [1, 2]\nb bool True"},
	{"PowerShell", "PowerShell", "# Parameters\n$a = @(1, $True)\n$b = @{\"k\" = $Null}\n$c = \"q`\"uo\"\n", "a list [1, True]\nb dict {'k': None}\nc text 'q\"uo'"},
	{"bash", "bash", "# Parameters\na=1\ns='it'\"'\"'s; = x'\nb=true\nexport c=word\nd=\n", "a number 1\ns text \"it's; = x\"\nb bool True\nc text 'word'\nd text ''"},
	{"Go", "go", "a := 1\nvar b = \"x\"\nvar c float64 = 0.5\nd := []int{1, 2}\n", "a number 1\nb text 'x'\nc number 0.5\nd list [1, 2]"},
	{"TypeScript", "typescript", "const a: number = 1;\nlet b = {k: [1, null]};\n", "a number 1\nb dict {'k': [1, None]}"},
	{"Rust", "rust", "let a: f64 = 1_000.5;\nlet mut b = vec![1, 2];\nlet c = 3u8;\n", "a number 1000.5\nb list [1, 2]\nc number 3"},
	{"unknown language", "prolog", "a = 1", ""},
}

func TestOfAssignments(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, warnings := params.Of(read(t, notebook(c.language, c.source, "", "")))
			require.Equal(t, c.want, lines(got))
			require.Empty(t, warnings)
		})
	}
}

func TestOfMerge(t *testing.T) {
	nb := read(t, notebook("python", "a = 1\nb = 2\nc = 3", "# Parameters\nc = 30\nb = 20\nd = 40\n", `{"c": 300, "e": [NaN, "x"], "c": 301}`))
	got, warnings := params.Of(nb)
	require.Empty(t, warnings)
	require.Equal(t, "a number 1\nb number 20\nc number 301\nd number 40\ne list [nan, 'x']", lines(got))
	require.Equal(t, []int{1, 2, -1, 2, -1}, cells(got))
}

func cells(list []params.Param) []int {
	var cells []int
	for _, p := range list {
		cells = append(cells, p.Cell)
	}
	return cells
}

func TestOfMisplacedInjection(t *testing.T) {
	nb := read(t, `{"cells": [`+cell("injected-parameters", "a = 2")+`,`+cell("parameters", "a = 1")+`], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`)
	_, warnings := params.Of(nb)
	require.Len(t, warnings, 1)
	require.Equal(t, "/cells/0", warnings[0].Pointer)
}

func TestOfExecutedNotebook(t *testing.T) {
	nb, err := nbformat.ReadFile(filepath.Join("..", "testdata", "notebooks", "diabetes", "gb-1.ipynb"))
	require.NoError(t, err)
	got, warnings := params.Of(nb)
	require.Empty(t, warnings)
	require.Equal(t, "model text 'gb'\nseed number 1\ntest_size number 0.25\nn_estimators number 120\nmax_depth number 4\nalpha number 0.1\nquantiles list [0.1, 0.5, 0.9]", lines(got))
}

func FuzzParams(f *testing.F) {
	for _, c := range cases {
		f.Add(c.language, c.source)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, language, source string) {
		quoted, _ := json.Marshal(language)
		nb := read(t, strings.Replace(notebook("@", source, "", ""), `"@"`, string(quoted), 1))
		got, _ := params.Of(nb)
		seen := map[string]bool{}
		for _, p := range got {
			require.NotEmpty(t, p.Name)
			require.NotNil(t, p.Value)
			require.False(t, seen[p.Name])
			seen[p.Name] = true
		}
	}))
}

func Example() {
	nb, err := nbformat.ReadFile(filepath.Join("..", "testdata", "notebooks", "diabetes", "ridge-3.ipynb"))
	if err != nil {
		fmt.Println(err)
		return
	}
	list, _ := params.Of(nb)
	for _, p := range list[:3] {
		fmt.Printf("%s = %s\n", p.Name, value.Repr(p.Value))
	}
	// Output:
	// model = 'ridge'
	// seed = 3
	// test_size = 0.25
}
