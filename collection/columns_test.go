package collection

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func TestColumn(t *testing.T) {
	nan, inf := value.Float(math.NaN()), value.Float(math.Inf(1))
	key := func(name string) func(v ...value.Value) *Collection {
		return func(values ...value.Value) *Collection {
			var runs [][]introspect.Entry
			for _, v := range values {
				runs = append(runs, []introspect.Entry{})
				if v != nil {
					runs[len(runs)-1] = append(runs[len(runs)-1], entry(introspect.SourceTag, name, v))
				}
			}
			return collect(t, runs...)
		}
	}
	number := func(text string) value.Number { return value.ParseLiteral(text).(value.Number) }
	large, less := number("9007199254740993"), number("9007199254740992")
	beyond, more := number("1"+strings.Repeat("0", 400)), number("1"+strings.Repeat("0", 399)+"2")
	const missing = "no cell with this tag"
	for _, test := range []struct {
		name string
		c    *Collection
		want Column
	}{
		{"lower is better", key("mse")(value.Int(4), value.Int(2), value.Int(5), value.Int(2), nil),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Value: value.Int(4), Delta: ptr(0), Relative: ptr(0), Rank: 3},
				{Value: value.Int(2), Delta: ptr(-2), Relative: ptr(-0.5), Rank: 1, Verdict: 1},
				{Value: value.Int(5), Delta: ptr(1), Relative: ptr(0.25), Rank: 4, Verdict: -1},
				{Value: value.Int(2), Delta: ptr(-2), Relative: ptr(-0.5), Rank: 1, Verdict: 1},
				{Reason: missing}}}},
		{"higher is better, negative baseline", key("r2")(value.Float(-2), value.Float(-1), value.Float(-3)),
			Column{Title: "r2", Direction: HigherIsBetter, Numeric: true, Cells: []Cell{
				{Value: value.Float(-2), Delta: ptr(0), Relative: ptr(0), Rank: 2},
				{Value: value.Float(-1), Delta: ptr(1), Relative: ptr(0.5), Rank: 1, Verdict: 1},
				{Value: value.Float(-3), Delta: ptr(-1), Relative: ptr(-0.5), Rank: 3, Verdict: -1}}}},
		{"baseline 0, NaN is neutral", key("mse")(value.Int(0), nan, value.Int(1), inf),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Value: value.Int(0), Delta: ptr(0), Rank: 1},
				{Value: value.Number{}}, // see withoutNaN
				{Value: value.Int(1), Delta: ptr(1), Rank: 2, Verdict: -1},
				{Value: inf, Delta: ptr(math.Inf(1)), Rank: 3, Verdict: -1}}}},
		{"infinite baseline", key("mse")(inf, inf, value.Int(1)),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Value: inf, Delta: ptr(0), Relative: ptr(0), Rank: 2},
				{Value: inf, Delta: ptr(0), Relative: ptr(0), Rank: 2},
				{Value: value.Int(1), Delta: ptr(math.Inf(-1)), Rank: 1, Verdict: 1}}}},
		{"integers that no float tells apart", key("mse")(large, less, large),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Value: large, Delta: ptr(0), Relative: ptr(0), Rank: 2},
				{Value: less, Delta: ptr(-1), Relative: ptr(-1 / large.Float), Rank: 1, Verdict: 1},
				{Value: large, Delta: ptr(0), Relative: ptr(0), Rank: 2}}}},
		{"integers beyond all floats", key("mse")(beyond, more),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Value: beyond, Delta: ptr(0), Relative: ptr(0), Rank: 1},
				{Value: more, Delta: ptr(2), Rank: 2, Verdict: -1}}}},
		{"equal", key("mse")(value.Int(1), value.Float(1)),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Constant: true, Cells: []Cell{
				{Value: value.Int(1), Delta: ptr(0), Relative: ptr(0)},
				{Value: value.Float(1), Delta: ptr(0), Relative: ptr(0)}}}},
		{"one run is not constant", key("mse")(value.Int(1)),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Value: value.Int(1), Delta: ptr(0), Relative: ptr(0)}}}},
		{"unknown name", key("n")(value.Int(1), value.Int(2)),
			Column{Title: "n", Numeric: true, Cells: []Cell{
				{Value: value.Int(1), Delta: ptr(0), Relative: ptr(0)},
				{Value: value.Int(2), Delta: ptr(1), Relative: ptr(1)}}}},
		{"not only numbers", key("mse")(value.Int(1), value.Text("failed"), value.Bool(true), value.Int(2)),
			Column{Title: "mse", Cells: []Cell{
				{Value: value.Int(1), Delta: ptr(0), Relative: ptr(0)}, {Value: value.Text("failed")}, {Value: value.Bool(true)},
				{Value: value.Int(2), Delta: ptr(1), Relative: ptr(1)}}}},
		{"no number in the baseline", key("mse")(nil, value.Int(1)),
			Column{Title: "mse", Direction: LowerIsBetter, Numeric: true, Cells: []Cell{
				{Reason: missing}, {Value: value.Int(1)}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, []Column{test.want}, withoutNaN(test.c.Columns()))
		})
	}
	c := collect(t, entries(t, "param:mse=1"), entries(t, "param:mse=2"))
	require.Equal(t, []Column{{Title: "params.mse", Numeric: true, Cells: []Cell{
		{Value: value.ParseLiteral("1")}, {Value: value.ParseLiteral("2")}}}}, c.Columns())
}

// withoutNaN makes columns comparable: NaN is equal to nothing, itself included.
func withoutNaN(columns []Column) []Column {
	for _, col := range columns {
		for i, cell := range col.Cells {
			if n, ok := cell.Value.(value.Number); ok && math.IsNaN(n.Float) {
				col.Cells[i].Value = value.Number{}
			}
		}
	}
	return columns
}

// To subtract integers of a million digits would take half a minute.
func TestSubtractLongIntegers(t *testing.T) {
	long := strings.Repeat("9", 1_000_000)
	a, b := value.ParseLiteral(long).(value.Number), value.ParseLiteral("1"+long[1:]).(value.Number)
	start := time.Now()
	require.Equal(t, math.Inf(1), subtract(a, b))
	require.Equal(t, math.Inf(-1), subtract(b, a))
	require.Zero(t, subtract(a, a))
	require.Less(t, time.Since(start), time.Second)
}

// A value that says that there is none does not make a metric something else.
func TestColumnWithoutAValue(t *testing.T) {
	null, text := value.Value(value.Null{}), value.Value(value.Text("N/A"))
	for _, test := range []struct {
		values  []value.Value
		numeric bool
		ranks   []int
	}{
		{[]value.Value{value.Int(2), null, value.Int(1)}, true, []int{2, 0, 1}},
		{[]value.Value{value.Int(2), text, value.Int(1)}, true, []int{2, 0, 1}},
		{[]value.Value{null, value.Int(2), value.Int(1)}, true, []int{0, 2, 1}},
		{[]value.Value{value.Int(2), value.Text("x"), value.Int(1)}, false, []int{0, 0, 0}},
		{[]value.Value{null, null, text}, false, []int{0, 0, 0}},
	} {
		var runs [][]introspect.Entry
		for _, v := range test.values {
			runs = append(runs, []introspect.Entry{{Source: introspect.SourceTag, Name: "loss", Value: v}})
		}
		col := collect(t, runs...).Columns()[0]
		require.Equal(t, test.numeric, col.Numeric, test.values)
		for i, cell := range col.Cells {
			require.Equal(t, test.ranks[i], cell.Rank, test.values)
		}
	}
}

func TestReasons(t *testing.T) {
	c := collect(t, entries(t, `tag:m={"a":1} scrap:s label:l param:p meta:start cell:3 tag:late`), entries(t, `tag:m={"b":1}`), nil,
		entries(t, ""), entries(t, ""), []introspect.Entry{{Source: introspect.SourceTag, Name: "m", Reason: "the cell failed"}})
	c.Runs[3].Status, c.Runs[3].FailedCell = introspect.StatusFailed, 5
	c.Runs[3].silent = map[keyID]*introspect.Entry{
		{introspect.SourceTag, "late"}: {Cell: 6, Reason: "not run"}, {introspect.SourceTag, "m"}: {Cell: 5, Reason: "the cell has no output"}}
	c.Runs[4].Status = introspect.StatusNotExecuted
	got := map[string][]string{}
	for _, col := range c.Columns() {
		for _, cell := range col.Cells[1:] {
			got[col.Title] = append(got[col.Title], cell.Reason)
		}
	}
	const unread = "notebook could not be read"
	require.Equal(t, map[string][]string{
		"m.a":        {"not in this run's value", unread, "the cell has no output", "not executed", "the cell failed"},
		"m.b":        {"", unread, "the cell has no output", "not executed", "the cell failed"},
		"s":          {"no scrap of this name", unread, "no scrap of this name, the run failed", "not executed", "no scrap of this name"},
		"l":          {"no cell with this label", unread, "no cell with this label", "not executed", "no cell with this label"},
		"params.p":   {"no such parameter", unread, "no such parameter", "no such parameter", "no such parameter"},
		"meta.start": {"not recorded", unread, "not recorded", "not recorded", "not recorded"},
		"cell:3":     {"no output in this cell", unread, "no output in this cell", "not executed", "no output in this cell"},
		"late":       {"no cell with this tag", unread, "failed before this cell", "not executed", "no cell with this tag"},
	}, got)
}

// Another order of the runs gives the same columns in another order.
func TestPermutedRuns(t *testing.T) {
	runs := [][]introspect.Entry{entries(t, "tag:mse=3 tag:auc=0.5"), entries(t, "tag:mse=1 tag:auc=0.7"), entries(t, "tag:mse=2"), nil}
	c := collect(t, runs...)
	want := c.Columns()
	for _, order := range [][]int{{0, 1, 2, 3}, {1, 0, 3, 2}, {3, 2, 1, 0}, {2, 3, 0, 1}} {
		var permuted [][]introspect.Entry
		for _, i := range order {
			permuted = append(permuted, runs[i])
		}
		p := collect(t, permuted...)
		p.Baseline = slices.Index(order, c.Baseline)
		got := p.Columns()
		for i := range got {
			cells := make([]Cell, len(order))
			for to, from := range order {
				cells[from] = got[i].Cells[to]
			}
			got[i].Cells = cells
		}
		slices.SortFunc(got, func(a, b Column) int { return len(a.Title) - len(b.Title) })
		require.ElementsMatch(t, want, got)
	}
}
