package render

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// groupSheet makes a table with one row a metric and group.
func groupSheet(c *collection.Collection, opts *TableOptions) (*sheet, LeftOut, error) {
	g, err := c.GroupBy(opts.GroupBy)
	if err != nil {
		return nil, nil, err
	}
	if opts.BaselineGroup != "" {
		i, err := namedGroup(g, opts.BaselineGroup)
		if err != nil {
			return nil, nil, err
		}
		g.SetBaseline(i)
	}
	metrics, err := shownMetrics(c, g, opts)
	if err != nil {
		return nil, nil, err
	}
	order, err := sortGroups(c, g, opts)
	if err != nil {
		return nil, nil, err
	}
	s := &sheet{}
	compared := len(g.Groups) > 1 && g.Baseline >= 0
	if compared {
		s.above = append(s.above, "baseline: "+Visible(groupName(g, g.Baseline, columnNames(g))))
	}
	s.addGroupColumns(g, compared, opts)
	for _, m := range metrics {
		s.addMetric(g, m, order, compared, opts)
	}
	s.explainGroups(g, metrics, order, compared)
	return s, LeftOut{}, nil
}

// namedGroup returns the group that a user calls by its values: ridge, or
// ridge,clean.
func namedGroup(g *collection.Grouping, name string) (int, error) {
	names, apart := []string(nil), columnNames(g)
	for i := range g.Groups {
		plain := plainGroupName(g, i, apart)
		if plain == name || groupName(g, i, apart) == name {
			return i, nil
		}
		names = append(names, plain)
	}
	const most = 10
	hint := "the groups are " + strings.Join(names[:min(len(names), most)], "; ")
	if len(names) > most {
		hint += "; ..."
	}
	return -1, &collection.InputError{Input: name, Message: "no run, no file and no group of this name to be the baseline", Hint: hint}
}

func plainGroupName(g *collection.Grouping, group int, names []*groupNames) string {
	parts := make([]string, len(g.By))
	for i, v := range g.Groups[group].Values {
		parts[i] = valueName(names[i].of(v))
	}
	return strings.Join(parts, ",")
}

// groupName names a group by its columns and values.
func groupName(g *collection.Grouping, group int, names []*groupNames) string {
	if len(g.By) == 0 {
		return "all runs"
	}
	parts := make([]string, len(g.By))
	for i, v := range g.Groups[group].Values {
		parts[i] = g.By[i].Title + "=" + valueName(names[i].of(v))
	}
	return strings.Join(parts, "  ")
}

// valueName is a value of a group as its name has it.
func valueName(v value.Value) string {
	if v == nil {
		return missingCell
	}
	return plainCell(v)
}

// shownMetrics returns the indices of the metrics to show.
func shownMetrics(c *collection.Collection, g *collection.Grouping, opts *TableOptions) ([]int, error) {
	chosen, err := c.SelectColumns(c.Columns(), opts.Columns)
	if err != nil {
		return nil, err
	}
	var metrics []int
	for _, col := range chosen {
		if m := slices.IndexFunc(g.Metrics, func(metric collection.Column) bool { return metric.Title == col.Title }); m >= 0 {
			metrics = append(metrics, m)
		}
	}
	if len(metrics) == 0 {
		return nil, &collection.InputError{Message: "no metric to sum up: none of the columns holds numbers alone",
			Hint: "nbcompare table without --group-by shows the columns"}
	}
	return metrics, nil
}

// sortGroups returns the indices of the groups to show, in order: by the mean
// of a metric, or by a column of the grouping.
func sortGroups(c *collection.Collection, g *collection.Grouping, opts *TableOptions) ([]int, error) {
	order := make([]int, len(g.Groups))
	for i := range order {
		order[i] = i
	}
	if opts.Sort != "" {
		known := append(g.By[:len(g.By):len(g.By)], g.Metrics...)
		at, err := c.FindColumn(known, opts.Sort)
		if err != nil {
			return nil, err
		}
		values := make([]value.Value, len(g.Groups))
		for i := range g.Groups {
			if at < len(g.By) {
				values[i] = g.Groups[i].Values[at]
			} else {
				values[i] = finite(g.Groups[i].Stats[at-len(g.By)].Mean)
			}
		}
		sortBy(order, values, opts.Descending)
	} else if opts.Descending {
		slices.Reverse(order)
	}
	return ends(order, opts), nil
}

// finite is a number as a value, nil for NaN: a statistic that is undefined.
func finite(f float64) value.Value {
	if math.IsNaN(f) {
		return nil
	}
	return value.Float(f)
}

// addGroupColumns adds the columns, the most telling first: those at the end
// are the first that a narrow terminal does not show.
func (s *sheet) addGroupColumns(g *collection.Grouping, compared bool, opts *TableOptions) {
	s.columns = []sheetColumn{{title: s.unused("metric")}}
	for i := range g.By {
		s.columns = append(s.columns, sheetColumn{title: s.unused(g.By[i].Title), right: g.By[i].Numeric})
	}
	titles := []string{"n", "mean", "± 95%", "std", "min", "max"}
	if compared {
		titles = []string{"n", "mean", "± 95%", "Δ", "Δ%", "p", "std", "min", "max"}
	}
	if opts.forMachines() {
		titles = []string{"n", "mean", "std", "min", "max", "ci_low", "ci_high"}
		if compared {
			titles = append(titles, "delta", "delta_percent", "p", "significant")
		}
	}
	for _, title := range titles {
		s.columns = append(s.columns, sheetColumn{title: s.unused(title), right: true})
	}
}

// addMetric adds the rows of a metric, one a group.
func (s *sheet) addMetric(g *collection.Grouping, m int, order []int, compared bool, opts *TableOptions) {
	metric := &g.Metrics[m]
	style, spread := groupStyles(g, m)
	byStyles, names := make([]numberStyle, len(g.By)), columnNames(g)
	for k := range g.By {
		byStyles[k] = styleOf(numbersOf(g.By[k].Cells))
	}
	best, ranked := bestMean(g, m)
	for _, i := range order {
		group := &g.Groups[i]
		row := []sheetCell{textCell(metric.Title)}
		for k, v := range group.Values {
			if opts.Format != JSON { // which has types
				v = names[k].of(v)
			}
			row = append(row, sheetCell{text: sheetText(v, byStyles[k], opts), value: v})
		}
		stats := &group.Stats[m]
		if opts.forMachines() {
			row = append(row, exactStats(stats, compared)...)
		} else {
			row = append(row, shownStats(stats, style, spread, compared, i == g.Baseline, opts)...)
			row[len(group.Values)+2].best = ranked && stats.Mean == best
		}
		s.rows, s.blocks = append(s.rows, row), append(s.blocks, m)
	}
}

// groupStyles chooses how to write the numbers of a metric, and how the
// uncertainty of the means. The two differ where the numbers are short as they
// stand: those of a spread hardly ever are, so they get two significant digits,
// and no fewer decimals than the means.
func groupStyles(g *collection.Grouping, m int) (numbers, spread numberStyle) {
	means := meansOf(g, m)
	if numbers = styleOf(means); !numbers.asSpelled {
		return numbers, numbers
	}
	largest, all := 0.0, means
	for i := range g.Groups {
		if stats := &g.Groups[i].Stats[m]; stats.N > 0 {
			all = append(all, value.Float(stats.Min), value.Float(stats.Max))
			largest = math.Max(largest, finiteOr0(stats.Std))
			largest = math.Max(largest, finiteOr0(stats.High-stats.Mean))
		}
	}
	if numbers = styleOf(all); !numbers.asSpelled {
		return numbers, numbers
	}
	spread.scientific, spread.decimals = largest >= 1e9, 1
	if spread.scientific {
		return numbers, spread
	}
	for _, n := range means {
		if _, decimals, ok := strings.Cut(n.String(), "."); ok && !strings.Contains(decimals, "e") {
			spread.decimals = max(spread.decimals, len(decimals))
		}
	}
	if largest >= 1e-4 { // smaller ones have two digits and an exponent in any style
		spread.decimals = max(spread.decimals, 1-exponentOf(largest))
	}
	return numbers, spread
}

func finiteOr0(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

func meansOf(g *collection.Grouping, m int) []value.Number {
	var means []value.Number
	for i := range g.Groups {
		if stats := &g.Groups[i].Stats[m]; stats.N > 0 {
			means = append(means, value.Float(stats.Mean))
		}
	}
	return means
}

// bestMean returns the best mean of a metric; ok is false when it has no
// direction, or nothing is better than another.
func bestMean(g *collection.Grouping, m int) (best float64, ok bool) {
	first, direction := true, g.Metrics[m].Direction
	for _, n := range meansOf(g, m) {
		switch {
		case math.IsNaN(n.Float):
		case first:
			best, first = n.Float, false
		default:
			ok = ok || n.Float != best
			if (n.Float < best) == (direction == collection.LowerIsBetter) {
				best = n.Float
			}
		}
	}
	return best, ok && direction != collection.NoDirection
}

// exactStats are the cells of a group for machines.
func exactStats(stats *collection.Stats, compared bool) []sheetCell {
	values := []value.Value{value.Int(stats.N), finite(stats.Mean), finite(stats.Std), finite(stats.Min), finite(stats.Max),
		finite(stats.Low), finite(stats.High)}
	if a := stats.Against; compared && a != nil {
		var percent value.Value
		if a.Relative != nil {
			percent = value.Float(100 * *a.Relative)
		}
		values = append(values, finite(a.Delta), percent, value.Float(a.P), value.Bool(a.Significant))
	} else if compared {
		values = append(values, nil, nil, nil, nil)
	}
	cells := make([]sheetCell, len(values))
	for i, v := range values {
		cells[i].value = v
	}
	return cells
}

// shownStats are the cells of a group for people; spread is the style of the
// standard deviation and the interval.
func shownStats(stats *collection.Stats, style, spread numberStyle, compared, baseline bool, opts *TableOptions) []sheetCell {
	number := func(f float64, style numberStyle) sheetCell {
		v := finite(f)
		return sheetCell{text: sheetText(v, style, opts), value: v}
	}
	cells := []sheetCell{{text: strconv.Itoa(stats.N), value: value.Int(stats.N)}, number(stats.Mean, style),
		number(stats.High-stats.Mean, spread)}
	if compared {
		cells = append(cells, againstCells(stats, style, baseline, opts)...)
	}
	return append(cells, number(stats.Std, spread), number(stats.Min, style), number(stats.Max, style))
}

// againstCells are Δ, Δ% and p. A difference that is not significant is ~, as
// benchstat writes it; too few runs for any to be are said to be.
func againstCells(stats *collection.Stats, style numberStyle, baseline bool, opts *TableOptions) []sheetCell {
	a := stats.Against
	switch {
	case baseline || a == nil:
		return make([]sheetCell, 3)
	case a.TooFew:
		return []sheetCell{textCell("~"), textCell("~"), textCell(tooFew)}
	}
	p := textCell(pText(a.P, opts))
	if !a.Significant && !opts.Full {
		return []sheetCell{textCell("~"), textCell("~"), p}
	}
	text := deltaText(a.Delta, style, opts)
	if !a.Significant {
		text += " ~"
	}
	delta := textCell(text)
	delta.verdict = a.Verdict
	share := sheetCell{}
	if a.Relative != nil {
		share = textCell(relative(*a.Relative))
	}
	return []sheetCell{delta, share, p}
}

// tooFew stands in the place of a p-value that no data could make small enough.
const tooFew = "n too small"

func pText(p float64, opts *TableOptions) string {
	switch {
	case opts.Full:
		return value.FormatFloat(p)
	case p < 0.001:
		return "<0.001"
	}
	return strconv.FormatFloat(p, 'f', 3, 64)
}

// explainGroups adds the lines below a table of groups.
func (s *sheet) explainGroups(g *collection.Grouping, metrics, order []int, compared bool) {
	if len(order) < len(g.Groups) {
		s.below = append(s.below, fmt.Sprintf("%d of %s", len(order), Counted(len(g.Groups), "group")))
	}
	s.addLegend()
	if compared {
		s.below = append(s.below, "~ no significant difference (Mann-Whitney U, two-sided, p > 0.05)")
	}
	nan, few := 0, false
	for _, i := range order {
		for _, m := range metrics {
			stats := &g.Groups[i].Stats[m]
			nan += stats.NaN
			few = few || stats.Against != nil && stats.Against.TooFew
		}
	}
	if few {
		s.below = append(s.below, tooFew+": so few runs cannot differ significantly; from 4 a group they can")
	}
	if nan > 0 {
		s.below = append(s.below, Counted(nan, "NaN value")+" left out")
	}
	if g.Unread > 0 {
		s.below = append(s.below, Counted(g.Unread, "run")+" that could not be read left out")
	}
}
