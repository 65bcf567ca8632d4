package collection

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// grouped makes a collection of runs written as "param:model=gb tag:mse=1".
func grouped(t *testing.T, runs ...string) *Collection {
	t.Helper()
	lists := make([][]introspect.Entry, len(runs))
	for i, text := range runs {
		if text != "unreadable" {
			lists[i] = entries(t, text)
		}
	}
	return collect(t, lists...)
}

func TestGroupBy(t *testing.T) {
	c := grouped(t,
		"param:model='gb' param:seed=0 param:rows=9 tag:mse=1 tag:name='x'",
		"param:model='rf' param:seed=0 param:rows=9 tag:mse=4",
		"unreadable",
		"param:model='gb' param:seed=1 param:rows=9 tag:mse=3",
		"param:seed=1 param:rows=9 tag:mse=nan",
		"param:model='rf' param:seed=1.0 param:rows=9 tag:mse=None tag:none=None",
	)
	for by, want := range map[string]struct {
		by     []string
		values [][]value.Value
		runs   [][]int
	}{
		"params.model": {[]string{"params.model"},
			[][]value.Value{{value.Text("gb")}, {value.Text("rf")}, {nil}}, [][]int{{0, 3}, {1, 5}, {4}}},
		"model": {[]string{"params.model"},
			[][]value.Value{{value.Text("gb")}, {value.Text("rf")}, {nil}}, [][]int{{0, 3}, {1, 5}, {4}}},
		"all-but:params.seed": {[]string{"params.model"},
			[][]value.Value{{value.Text("gb")}, {value.Text("rf")}, {nil}}, [][]int{{0, 3}, {1, 5}, {4}}},
		"param:seed": {[]string{"params.seed"},
			[][]value.Value{{value.Int(0)}, {value.Int(1)}}, [][]int{{0, 1}, {3, 4, 5}}},
		" params.seed , params.model,params.seed ": {[]string{"params.seed", "params.model"},
			[][]value.Value{{value.Int(0), value.Text("gb")}, {value.Int(0), value.Text("rf")},
				{value.Int(1), value.Text("gb")}, {value.Int(1), nil}, {value.Number{Float: 1, Spelling: "1.0"}, value.Text("rf")}},
			[][]int{{0}, {1}, {3}, {4}, {5}}},
		"all-but:params.seed,params.model": {nil, [][]value.Value{{}}, [][]int{{0, 1, 3, 4, 5}}},
	} {
		g, err := c.GroupBy(by)
		require.NoError(t, err, by)
		var titles []string
		for _, col := range g.By {
			titles = append(titles, col.Title)
		}
		require.Equal(t, want.by, titles, by)
		var values [][]value.Value
		var runs [][]int
		for _, group := range g.Groups {
			values, runs = append(values, group.Values), append(runs, group.Runs)
		}
		require.Equal(t, want.values, values, by)
		require.Equal(t, want.runs, runs, by)
		require.Equal(t, 0, g.Baseline, by)
		require.Equal(t, 1, g.Unread, by)
		require.Len(t, g.Metrics, 1, "mse alone holds nothing but numbers")
		require.Equal(t, "mse", g.Metrics[0].Title)
	}
}

func TestGroupByErrors(t *testing.T) {
	c := grouped(t, "param:model='gb' tag:mse=1", "param:model='rf' tag:mse=2")
	for by, want := range map[string]InputError{
		"":                {Input: "", Message: "no column to group by", Hint: "write params.model, or all-but:params.seed"},
		" , ":             {Input: " , ", Message: "no column to group by", Hint: "write params.model, or all-but:params.seed"},
		"all-but:":        {Input: "all-but:", Message: "no column to group by", Hint: "write params.model, or all-but:params.seed"},
		"params.modell":   {Input: "params.modell", Message: "no such column", Hint: "the columns are params.model, mse"},
		"all-but:nothing": {Input: "nothing", Message: "no such column", Hint: "the columns are params.model, mse"},
	} {
		_, err := c.GroupBy(by)
		require.Equal(t, &want, err, by)
	}
}

func TestGroupStats(t *testing.T) {
	c := grouped(t,
		"param:m=1 tag:mse=1.0", "param:m=1 tag:mse=2.0", "param:m=1 tag:mse=nan", "param:m=1",
		"param:m=2 tag:mse=7",
		"param:m=3",
		"param:m=4 tag:mse=inf", "param:m=4 tag:mse=1",
		"param:m=5 tag:mse=inf", "param:m=5 tag:mse=-inf",
	)
	g, err := c.GroupBy("params.m")
	require.NoError(t, err)
	nan := math.NaN()
	half := 12.706204736174698 / 2 // of a t-distribution with one degree of freedom
	want := []Stats{
		{N: 2, NaN: 1, Mean: 1.5, Std: math.Sqrt(0.5), Min: 1, Max: 2, Low: 1.5 - half, High: 1.5 + half},
		{N: 1, Mean: 7, Std: nan, Min: 7, Max: 7, Low: nan, High: nan},
		{Mean: nan, Std: nan, Min: nan, Max: nan, Low: nan, High: nan},
		{N: 2, Mean: math.Inf(1), Std: nan, Min: 1, Max: math.Inf(1), Low: nan, High: nan},
		{N: 2, Mean: nan, Std: nan, Min: math.Inf(-1), Max: math.Inf(1), Low: nan, High: nan},
	}
	for i := range want {
		got := g.Groups[i].Stats[0]
		got.Against = nil
		requireFloats(t, numbersOf(want[i]), numbersOf(got))
		require.Equal(t, [2]int{want[i].N, want[i].NaN}, [2]int{got.N, got.NaN})
	}
	require.Nil(t, g.Groups[0].Stats[0].Against, "the baseline is not compared with itself")
	require.Nil(t, g.Groups[2].Stats[0].Against, "nothing to compare")
	require.NotNil(t, g.Groups[3].Stats[0].Against)
	require.Nil(t, g.Groups[3].Stats[0].Against.Relative)
}

func numbersOf(s Stats) []float64 {
	return []float64{s.Mean, s.Std, s.Min, s.Max, s.Low, s.High}
}

// requireFloats compares numbers, NaN equal to NaN, to 9 digits.
func requireFloats(t *testing.T, want, got []float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		if math.IsNaN(want[i]) || math.IsInf(want[i], 0) {
			require.True(t, math.IsNaN(want[i]) && math.IsNaN(got[i]) || want[i] == got[i], "%d: want %v, got %v", i, want, got)
			continue
		}
		require.InDelta(t, want[i], got[i], 1e-9*math.Max(1, math.Abs(want[i])), "%d: want %v, got %v", i, want, got)
	}
}

func TestCompareGroups(t *testing.T) {
	for _, test := range []struct {
		name      string
		base, own []float64
		direction Direction
		want      *Against
	}{
		{"all apart, lower", []float64{5, 6, 7, 8}, []float64{1, 2, 3, 4}, LowerIsBetter,
			&Against{Delta: -4, Relative: ptr(-4 / 6.5), P: 2. / 70, Significant: true, Verdict: 1}},
		{"all apart, higher", []float64{5, 6, 7, 8}, []float64{1, 2, 3, 4}, HigherIsBetter,
			&Against{Delta: -4, Relative: ptr(-4 / 6.5), P: 2. / 70, Significant: true, Verdict: -1}},
		{"no direction", []float64{5, 6, 7, 8}, []float64{1, 2, 3, 4}, NoDirection,
			&Against{Delta: -4, Relative: ptr(-4 / 6.5), P: 2. / 70, Significant: true}},
		{"three are too few", []float64{5, 6, 7}, []float64{1, 2, 3}, LowerIsBetter,
			&Against{Delta: -4, Relative: ptr(-4. / 6), P: 0.1, TooFew: true}},
		{"three and five are enough", []float64{5, 6, 7}, []float64{1, 2, 3, 4, 4.5}, LowerIsBetter,
			&Against{Delta: 2.9 - 6, Relative: ptr((2.9 - 6) / 6), P: 2. / 56, Significant: true, Verdict: 1}},
		{"one against many", []float64{5}, []float64{1, 2, 3, 4, 5.5, 6, 7, 8, 9}, LowerIsBetter,
			&Against{Delta: 45.5/9 - 5, Relative: ptr((45.5/9 - 5) / 5), P: 1, TooFew: true}},
		{"all equal", []float64{1, 1, 1, 1}, []float64{1, 1, 1, 1}, LowerIsBetter, &Against{Relative: ptr(0), P: 1}},
		{"equal numbers, groups of two sizes", []float64{10, 11}, []float64{10, 10, 10, 11, 11}, LowerIsBetter,
			&Against{Delta: -0.1, Relative: ptr(-0.1 / 10.5), P: 1, TooFew: true}},
		{"baseline of 0", []float64{0, 0}, []float64{1, 2}, LowerIsBetter, &Against{Delta: 1.5, P: 1. / 3, TooFew: true}},
		{"none in the baseline", nil, []float64{1}, LowerIsBetter, nil},
		{"none of its own", []float64{1}, nil, LowerIsBetter, nil},
	} {
		got := compareGroups(test.base, test.own, test.direction)
		if test.want != nil {
			require.InDelta(t, test.want.P, got.P, 1e-12, test.name)
			require.InDelta(t, test.want.Delta, got.Delta, 1e-12, test.name)
			got.P, got.Delta = test.want.P, test.want.Delta
			if test.want.Relative != nil && got.Relative != nil {
				require.InDelta(t, *test.want.Relative, *got.Relative, 1e-12, test.name)
				got.Relative = test.want.Relative
			}
		}
		require.Equal(t, test.want, got, test.name)
	}
}

// The caller's numbers keep their order, though the test sorts.
func TestCompareGroupsKeepsOrder(t *testing.T) {
	base, own := []float64{3, 1, 2}, []float64{6, 5, 4}
	compareGroups(base, own, NoDirection)
	require.Equal(t, []float64{3, 1, 2}, base)
	require.Equal(t, []float64{6, 5, 4}, own)
}

func TestSetBaseline(t *testing.T) {
	c := grouped(t, "param:m=1 tag:mse=1", "param:m=2 tag:mse=2")
	g, err := c.GroupBy("params.m")
	require.NoError(t, err)
	g.SetBaseline(1)
	require.Equal(t, -1., g.Groups[0].Stats[0].Against.Delta)
	require.Nil(t, g.Groups[1].Stats[0].Against)
	g.SetBaseline(-1)
	require.Nil(t, g.Groups[0].Stats[0].Against)
}

func TestFindColumn(t *testing.T) {
	c := grouped(t, "param:seed=1 scrap:mse=1 tag:mse=2 tag:seed=5 tag:report={'a':{'f1-score':1}}")
	columns := c.Columns()
	for path, want := range map[string]string{
		"mse": "mse", "scrap:mse": "mse", "tag:mse": "tag:mse", "params.seed": "params.seed", "param:seed": "params.seed",
		"seed": "seed", `report.a["f1-score"]`: `report.a["f1-score"]`, `tag:report.a["f1-score"]`: `report.a["f1-score"]`,
	} {
		i, err := c.FindColumn(columns, path)
		require.NoError(t, err, path)
		require.Equal(t, want, columns[i].Title, path)
	}
	_, err := c.FindColumn(columns, "report")
	require.EqualError(t, err, "report: no such column")
	_, err = c.FindColumn(nil, "report")
	require.Equal(t, &InputError{Input: "report", Message: "no such column", Hint: "there are no columns"}, err)
}

func TestSelectColumns(t *testing.T) {
	c := grouped(t, "param:seed=1 tag:m={'mse':1,'mae':2,'r2':3} tag:mse=2 tag:loss=4")
	for _, test := range []struct{ globs, want []string }{
		{nil, []string{"params.seed", "m.mse", "m.mae", "m.r2", "mse", "loss"}},
		{[]string{"loss", "m"}, []string{"loss", "m.mse", "m.mae", "m.r2"}},
		{[]string{"m.m*"}, []string{"m.mse", "m.mae"}},
		{[]string{"m.r2", "m*"}, []string{"m.r2", "m.mse", "m.mae", "mse"}},
		{[]string{"params.*", "tag:loss"}, []string{"params.seed", "loss"}},
	} {
		got, err := c.SelectColumns(c.Columns(), test.globs)
		require.NoError(t, err)
		var titles []string
		for _, col := range got {
			titles = append(titles, col.Title)
		}
		require.Equal(t, test.want, titles, "%q", test.globs)
	}
	_, err := c.SelectColumns(c.Columns(), []string{"lss"})
	require.Equal(t, &InputError{Input: "lss", Message: "matches no column",
		Hint: "the columns are loss, mse, params.seed, m.mse, m.mae, m.r2"}, err)
}

func TestIsDefault(t *testing.T) {
	t.Chdir(t.TempDir())
	notebook := func(defaults, injected string) string {
		return `{"nbformat":4,"nbformat_minor":4,"metadata":{"kernelspec":{"name":"python3","language":"python","display_name":"x"}},"cells":[
			{"cell_type":"code","execution_count":1,"metadata":{"tags":["parameters"]},"outputs":[],"source":"` + defaults + `"},
			{"cell_type":"code","execution_count":2,"metadata":{"tags":["injected-parameters"]},"outputs":[],"source":"` + injected + `"}]}`
	}
	write(t, map[string]string{
		"a.ipynb": notebook(`same = 1\nmoved = 1\nopts = {'x': 1, 'y': 2}`, `same = 1.0\nopts = {'x': 1, 'y': 3}`),
		"b.ipynb": notebook(`same = 2\nmoved = 1`, `moved = 2\nextra = 1`),
		"c.ipynb": "{}",
	})
	c := load(t, Options{}, "a.ipynb", "b.ipynb", "c.ipynb")
	isDefault := map[string]bool{}
	for _, col := range c.Columns() {
		isDefault[col.Title] = c.IsDefault(&col)
	}
	require.Equal(t, map[string]bool{"params.same": true, "params.moved": false, "params.opts.x": true, "params.opts.y": false,
		"params.extra": false, "meta.kernel": false}, isDefault)
}
