package collection

import (
	"math"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// Alpha is the level of significance, and one minus it the confidence of the
// intervals: 5 % and 95 %, as benchstat has them.
const Alpha = 0.05

// A Grouping is the runs of a collection in groups, with the statistics of each
// metric.
type Grouping struct {
	By      []Column // that the runs of a group agree in; the Key of the status is -1
	Metrics []Column // what is summed up: columns of numbers and None, none of By, no parameters
	Groups  []Group  // in the order of their first runs
	// Baseline is the index of the group of the baseline run, which the others
	// are compared with; -1 for none.
	Baseline int
	// Unread counts the runs that are in no group, as they could not be read.
	Unread int
}

// A Group is runs that agree in the columns that they are grouped by.
type Group struct {
	Values []value.Value // one a column of Grouping.By; nil for a missing one
	Runs   []int         // indices into Collection.Runs, ascending
	Stats  []Stats       // one a metric of Grouping.Metrics
}

// Stats sum up the numbers that the runs of a group have in a metric. NaN is
// left out, as pandas does, and counted.
type Stats struct {
	N, NaN int
	// Mean, Min and Max are NaN when N is 0; Std, with N-1 below it, is NaN when N is
	// below 2.
	Mean, Std, Min, Max float64
	// Low and High bound the 95 % confidence interval of the mean by Student's
	// t-distribution; NaN when N is below 2.
	Low, High float64
	// Against compares with the baseline group; nil in that group, and where
	// one of the two has no number.
	Against *Against
}

// Against is how the numbers of a group compare with those of the baseline
// group.
type Against struct {
	// Delta is the difference of the means; Relative is Delta over the absolute
	// value of the baseline's mean, nil when that is 0 or one of the two is no finite number.
	Delta    float64
	Relative *float64
	// P is the p-value of a two-sided Mann-Whitney U test, with nothing done
	// about the number of tests: exact up to 50 runs a group, 25 when some
	// numbers are equal, else by the normal approximation. It is 1 when all
	// numbers are equal.
	P float64
	// Significant says that P is at most Alpha.
	Significant bool
	// TooFew says that no numbers at all could be significant for so few runs.
	TooFew bool
	// Verdict is +1 for a significantly better mean, -1 for a worse one; 0
	// where nothing is significant or the metric has no direction.
	Verdict int
}

// allBut begins a list of the parameters that runs are not grouped by.
const allBut = "all-but:"

// GroupBy groups the runs by columns: by names a few, separated by commas
// (params.model,params.data), or all parameters but some (all-but:params.seed).
// status is how the runs ended, where no column is called so.
// The error is an [*InputError].
func (c *Collection) GroupBy(by string) (*Grouping, error) {
	columns := c.Columns()
	g := &Grouping{Baseline: -1}
	chosen, err := c.groupColumns(columns, by)
	if err != nil {
		return nil, err
	}
	for _, i := range chosen {
		if i == len(columns) {
			g.By = append(g.By, c.statusColumn())
			continue
		}
		g.By = append(g.By, columns[i])
	}
	for i := range columns {
		col := &columns[i]
		if col.Numeric && !slices.Contains(chosen, i) && c.Keys[col.Key].Source != introspect.SourceParam {
			g.Metrics = append(g.Metrics, *col)
		}
	}
	g.group(c)
	g.SetBaseline(g.groupOf(c.Baseline))
	return g, nil
}

// statusColumn tells how the runs ended.
func (c *Collection) statusColumn() Column {
	col := Column{Title: statusTitle, Key: -1, Cells: make([]Cell, len(c.Runs))}
	for run, r := range c.Runs {
		if r.Err == nil {
			col.Cells[run].Value = value.Text(r.Status)
		}
	}
	return col
}

const statusTitle = "status"

// groupColumns returns the indices of the columns that by names, len(columns)
// for the status. all-but leaves out parameters that are the same everywhere, as they tell nothing apart.
func (c *Collection) groupColumns(columns []Column, by string) ([]int, error) {
	list, isAllBut := strings.CutPrefix(by, allBut)
	var named []int
	for _, path := range splitPaths(list) {
		i, err := c.FindColumn(columns, path)
		switch {
		case err != nil && path == statusTitle && !isAllBut:
			i = len(columns)
		case err != nil:
			return nil, err
		}
		if !slices.Contains(named, i) {
			named = append(named, i)
		}
	}
	if len(named) == 0 {
		return nil, &InputError{Input: by, Message: "no column to group by", Hint: "write params.model, or all-but:params.seed"}
	}
	if !isAllBut {
		return named, nil
	}
	var others []int
	for i := range columns {
		if c.Keys[columns[i].Key].Source == introspect.SourceParam && !columns[i].Constant && !slices.Contains(named, i) {
			others = append(others, i)
		}
	}
	return others, nil
}

// group puts each run that was read into its group.
func (g *Grouping) group(c *Collection) {
	var order []int
	for run, r := range c.Runs {
		if r.Err != nil {
			g.Unread++
			continue
		}
		values := make([]value.Value, len(g.By))
		for i := range g.By {
			values[i] = g.By[i].Cells[run].Value
		}
		at, ok := g.find(order, values)
		if !ok {
			order = slices.Insert(order, at, len(g.Groups))
			g.Groups = append(g.Groups, Group{Values: values})
		}
		g.Groups[order[at]].Runs = append(g.Groups[order[at]].Runs, run)
	}
	for i := range g.Groups {
		for m := range g.Metrics {
			g.Groups[i].Stats = append(g.Groups[i].Stats, statsOf(g.numbers(i, m)))
		}
	}
}

// find returns the place in order, of indices into g.Groups by their values, of the group with
// these values. Values that mean the same are one: 1 and 1.0 are.
func (g *Grouping) find(order []int, values []value.Value) (int, bool) {
	return slices.BinarySearchFunc(order, values, func(i int, values []value.Value) int {
		return slices.CompareFunc(g.Groups[i].Values, values, value.Compare)
	})
}

// groupOf returns the index of the group that a run is in, or -1.
func (g *Grouping) groupOf(run int) int {
	return slices.IndexFunc(g.Groups, func(group Group) bool { return slices.Contains(group.Runs, run) })
}

// SetBaseline compares every group with another one, that of this index; -1
// compares none.
func (g *Grouping) SetBaseline(baseline int) {
	g.Baseline = baseline
	for m := range g.Metrics {
		var base []float64
		if baseline >= 0 {
			base, _ = g.numbers(baseline, m)
		}
		for i := range g.Groups {
			stats := &g.Groups[i].Stats[m]
			stats.Against = nil
			if baseline >= 0 && i != baseline {
				own, _ := g.numbers(i, m)
				stats.Against = compareGroups(base, own, g.Metrics[m].Direction)
			}
		}
	}
}

// numbers returns the numbers of a group in a metric, without NaN, and how many
// were NaN.
func (g *Grouping) numbers(group, metric int) (numbers []float64, nan int) {
	for _, run := range g.Groups[group].Runs {
		n, ok := g.Metrics[metric].Cells[run].Value.(value.Number)
		switch {
		case !ok:
		case math.IsNaN(n.Float):
			nan++
		default:
			numbers = append(numbers, n.Float)
		}
	}
	return numbers, nan
}
