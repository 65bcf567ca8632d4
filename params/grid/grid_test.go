package grid_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/grid"
)

// pairs writes points as make_ploomber.py does.
func pairs(points []grid.Point) [][][2]string {
	var out [][][2]string
	for _, p := range points {
		list := [][2]string{}
		for _, param := range p {
			list = append(list, [2]string{param.Name, value.Repr(param.Value)})
		}
		out = append(out, list)
	}
	return out
}

// TestGridIsPloombers compares with the real ploomber; ploomber.json is what it
// answered to make_ploomber.py.
func TestGridIsPloombers(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "ploomber.json"))
	require.NoError(t, err)
	var golden []struct {
		Task, Error string
		Points      [][][2]string
	}
	require.NoError(t, json.Unmarshal(text, &golden))
	require.Greater(t, len(golden), 300)
	for _, want := range golden {
		g, err := grid.Read("grid.yaml", []byte(want.Task), grid.ReadOptions{})
		if want.Error != "" {
			require.Error(t, err, "%s: %s", want.Task, want.Error)
			continue
		}
		require.NoError(t, err, want.Task)
		points, err := g.Points()
		require.NoError(t, err, want.Task)
		require.Equal(t, want.Points, pairs(points), want.Task)
	}
}

// lines writes points one a line.
func lines(points []grid.Point) string {
	var out []string
	for _, p := range points {
		var words []string
		for _, param := range p {
			words = append(words, param.Name+"="+value.Repr(param.Value))
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, "\n")
}

func TestInline(t *testing.T) {
	for text, want := range map[string]string{
		"model=[rf, gb];seed=0..2":                "model='rf' seed=0\nmodel='rf' seed=1\nmodel='rf' seed=2\nmodel='gb' seed=0\nmodel='gb' seed=1\nmodel='gb' seed=2",
		" a = 1 ; b = x ; ":                       "a=1 b='x'",
		"opt={lr: 1e-3, wd: 0..2}":                "opt={'lr': 0.001, 'wd': '0..2'}",
		"opt=[{lr: 0.1}, {lr: 0.2}]":              "opt={'lr': 0.1}\nopt={'lr': 0.2}",
		"a=['x;y', \"z=;\"]":                      "a='x;y'\na='z=;'",
		"lr=[1e-3, 0.1, 1E5, .5e-2]":              "lr=0.001\nlr=0.1\nlr=100000.0\nlr=0.005",
		"a=[None, null, ~, true, nan, inf, -inf]": "a=None\na=None\na=None\na=True\na=nan\na=inf\na=-inf",
		"a=3..1":              "a=3\na=2\na=1",
		"a=0..10..5":          "a=0\na=5\na=10",
		"a=[0..1, 7, -2..-1]": "a=0\na=1\na=7\na=-2\na=-1",
		"a=[[1, 2], [3]]":     "a=[1, 2]\na=[3]",
		"a='0..4'":            "a='0..4'",
		"a=it's;b=1":          "a=\"it's\" b=1",
		"a=''":                "a=''",
		"a=1.5":               "a=1.5",
		"path=../data":        "path='../data'",
		"version=1.2.3":       "version='1.2.3'",
		"a=[x..y]":            "a='x..y'",
		"q=[{c: [1, 2], d: {e: null}}, [a, [b]], 3]": "q={'c': [1, 2], 'd': {'e': None}}\nq=['a', ['b']]\nq=3",
	} {
		g, err := grid.Inline(text)
		require.NoError(t, err, text)
		points, err := g.Points()
		require.NoError(t, err)
		require.Equal(t, want, lines(points), text)
	}
}

func TestInlineErrors(t *testing.T) {
	for text, message := range map[string]string{
		"":                          "the grid is empty",
		"model":                     `"model" is not name=values`,
		"=1":                        "is not name=values",
		"a=1;a=2":                   "the name a stands twice",
		"a=[1":                      "a=[1: line 1",
		"a=":                        "a has no values; an empty text is written ''",
		"a=[]":                      "a has no values",
		"a=0.1..0.5":                "a: 0.1..0.5: a range is of whole numbers",
		"a=0..9999999":              "more than 1000000 values",
		"a=0..4..0":                 "out of range",
		"a=0..99999999999999999999": "out of range",
		"a=m.sub::values":           "m.sub::values is a function that ploomber would call",
	} {
		_, err := grid.Inline(text)
		require.ErrorContains(t, err, message, text)
	}
}

func TestRead(t *testing.T) {
	pipeline := "tasks:\n- source: load.py\n- {source: nbs/fit.ipynb, name: fit-, grid: {a: [1, 2]}, params: {b: x}, product: p}\n- {source: other.ipynb, name: other, grid: [{c: 3}]}\n"
	for _, c := range []struct{ name, file, text, want string }{
		{"wrapped", "g.yaml", "grid: {a: [1, 2]}\nzip: {b: [x, y], c: 0..1}\nparams: {d: [1]}\nexclude: {a: 2, b: [y, z]}", "a=1 b='x' c=0 d=[1]\na=1 b='y' c=1 d=[1]\na=2 b='x' c=0 d=[1]"},
		{"concatenated", "g.yml", "- grid: {a: [1, 2]}\n  exclude: [{a: 1}]\n- zip: {a: [3, 4], b: [5, 6]}\n- c: 7\n", "a=2\na=3 b=5\na=4 b=6\nc=7"},
		{"a parameter called grid", "g.yaml", "grid: [10, 20]\nzip: 1\n", "grid=10 zip=1\ngrid=20 zip=1"},
		{"floats of people", "g.yaml", "lr: [1e-3, 1.0e-2]\nflag: None", "lr=0.001 flag='None'\nlr=0.01 flag='None'"},
		{"JSON", "g.json", `{"a": [1, 2.50], "b": "0..4"}`, "a=1 b='0..4'\na=2.50 b='0..4'"},
		{"CSV", "g.csv", "\uFEFFmodel,seed,rate\nrf,0,0.1\n\"g,b\",,None\nTrue,1e3,\n", "model='rf' seed=0 rate=0.1\nmodel='g,b' rate=None\nmodel=True seed=1000.0"},
		{"TSV", "g.TSV", "a\tb\n1\tx y\n", "a=1 b='x y'"},
		{"JSON lines", "g.jsonl", "{\"a\": 1, \"b\": [null, {\"c\": 1.50}]}\n\n{\"b\": \"x\"}\r\n", "a=1 b=[None, {'c': 1.50}]\nb='x'"},
		{"a manifest", "g.jsonl", `{"notebook": "a.ipynb", "parameters": {"a": 1}}`, "a=1"},
		{"pipeline by source", "pipeline.yaml", pipeline, "a=1 b='x'\na=2 b='x'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := grid.Read(c.file, []byte(c.text), grid.ReadOptions{Template: "./etl/nbs/fit.ipynb"})
			require.NoError(t, err)
			points, err := g.Points()
			require.NoError(t, err)
			require.Equal(t, c.want, lines(points))
		})
	}
	g, err := grid.Read("pipeline.yaml", []byte(pipeline), grid.ReadOptions{Template: "nbs/fit.ipynb", Task: "other"})
	require.NoError(t, err)
	require.Equal(t, []string{"c"}, g.Names())
	_, err = grid.Read("pipeline.yaml", []byte(pipeline), grid.ReadOptions{Template: "x.ipynb"})
	require.ErrorContains(t, err, "several tasks of the pipeline have a grid: fit-, other")
	_, err = grid.Read("pipeline.yaml", []byte(pipeline), grid.ReadOptions{Task: "load"})
	require.ErrorContains(t, err, "no task load with a grid; there is fit-, other")
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ file, text, message string }{
		{"g.yaml", "", "nothing in it"},
		{"g.yaml", "x", "not a text"},
		{"g.yaml", "[1, 2]", "element 0 of the list of grids is a number"},
		{"g.yaml", "[]", "the list of grids is empty"},
		{"g.yaml", "{}", "names no parameter"},
		{"g.yaml", "a: [1", "line 1, column"},
		{"g.yaml", "grid: {a: [1]}\nname: x", "name does not stand beside"},
		{"g.yaml", "grid: {a: [1]}\nzip: {a: [1]}", "a stands in both grid and zip"},
		{"g.yaml", "grid: {a: [1]}\nzip: {}", "zip names no parameter"},
		{"g.yaml", "zip: {a: [1, 2], b: [1]}", "zip: a has 2 values and b 1"},
		{"g.yaml", "grid: {a: [1]}\nexclude: {b: 1}", "the grid has no parameter b; it has a"},
		{"g.yaml", "grid: {a: [1]}\nexclude: [1]", "a rule is a mapping"},
		{"g.yaml", "tasks: [{source: a}]", "no task of the pipeline has a grid"},
		{"g.json", "{a: 1}", "no JSON"},
		{"g.csv", "a,a\n1,2\n", `column 2 has the name "a"`},
		{"g.csv", "a,b\n1\n", "wrong number of fields"},
		{"g.csv", "a,b\n", "no points"},
		{"g.jsonl", "{}\n[1]\n", "line 2 is no JSON object"},
		{"g.jsonl", "{", "line 1 is no JSON object"},
	} {
		_, err := grid.Read(c.file, []byte(c.text), grid.ReadOptions{})
		require.ErrorContains(t, err, c.message, c.text)
	}
	g, err := grid.Inline("a=[1, 2]")
	require.NoError(t, err)
	require.NoError(t, g.Exclude("a=1..2"))
	_, err = g.Points()
	require.ErrorContains(t, err, "all 2 points of the grid are excluded")
	g, err = grid.Inline("a=0..999;b=0..999;c=0..999")
	require.NoError(t, err)
	_, err = g.Points()
	require.ErrorContains(t, err, "1000000000 points, more than 1000000")
}

// A grid has as many distinct points as its product says.
func TestPointsAreDistinct(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for range 300 {
		var parts []string
		want := 1
		for k := range 1 + rng.IntN(4) {
			n := 1 + rng.IntN(6)
			want *= n
			parts = append(parts, fmt.Sprintf("p%d=%d..%d", k, 10-n, 9))
		}
		g, err := grid.Inline(strings.Join(parts, ";"))
		require.NoError(t, err)
		points, err := g.Points()
		require.NoError(t, err)
		distinct := map[string]bool{}
		for _, p := range points {
			distinct[lines([]grid.Point{p})] = true
		}
		require.Len(t, distinct, want)
		require.Equal(t, want, g.Len())
	}
}

func TestSample(t *testing.T) {
	for _, text := range []string{"a=0..99;b=0..9", "a=0..9999;b=0..9999;c=[x, y]"} {
		g, err := grid.Inline(text)
		require.NoError(t, err)
		require.NoError(t, g.Exclude("b=0..4"))
		draw := func(n int, seed uint64) string {
			points, err := g.Sample(n, seed)
			require.NoError(t, err)
			require.Len(t, points, n)
			distinct := map[string]bool{}
			for _, p := range points {
				require.Greater(t, p[1].Value.(value.Number).Float, 4.0, "an excluded point was drawn")
				distinct[lines([]grid.Point{p})] = true
			}
			require.Len(t, distinct, n)
			return lines(points)
		}
		require.Equal(t, draw(50, 1), draw(50, 1))
		require.NotEqual(t, draw(50, 1), draw(50, 2))
	}
	g, err := grid.Inline("a=0..4")
	require.NoError(t, err)
	points, err := g.Sample(100, 0)
	require.NoError(t, err)
	require.Equal(t, "a=0\na=1\na=2\na=3\na=4", lines(points))
}

// The draws of a seed are part of what users write down.
func TestSampleStaysTheSame(t *testing.T) {
	g, err := grid.Inline("a=0..99;b=0..9")
	require.NoError(t, err)
	points, err := g.Sample(4, 7)
	require.NoError(t, err)
	require.Equal(t, "a=22 b=4\na=24 b=2\na=46 b=6\na=63 b=9", lines(points))
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"a: [1, 2]", "grid: {a: 0..4}\nzip: {b: [1]}", "a=[rf, gb];b=0..4", "a,b\n1,2\n", `{"a": 1}`, "tasks: [{grid: {a: 1}}]", "exclude: {a: 1}"} {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		for _, name := range []string{"g.yaml", "g.csv", "g.jsonl", "g.json"} {
			if g, err := grid.Read(name, []byte(text), grid.ReadOptions{}); err == nil && g.Len() < 1000 {
				if points, err := g.Points(); err == nil && len(points) == 0 {
					t.Fatal("no points and no error")
				}
			}
		}
		if g, err := grid.Inline(text); err == nil && g.Len() == 0 {
			t.Fatal("an empty grid")
		}
	}))
}
