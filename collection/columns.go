package collection

import (
	"cmp"
	"iter"
	"math"
	"math/big"
	"slices"

	"github.com/nbcompare/nbcompare/internal/cores"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// Columns flattens every key to scalars, in the order of c.Keys: parameters
// first and metadata last, or the order of Options.Keys. The columns notebook
// and status are not among them. Values that are no scalars (images, longer
// tables, nested lists) are columns too when at least one run has them at that
// path; a caller that cannot show them looks at their kind. Parameters have
// neither direction nor differences.
func (c *Collection) Columns() []Column {
	columns := make([]Column, len(c.flat))
	cores.Each(len(columns), func(i int) { columns[i] = c.column(&c.flat[i]) })
	return columns
}

// A ValueColumn is a column whose cells are not compared with each other.
type ValueColumn struct {
	Title  string
	Key    int           // index into Keys
	Values []value.Value // one a run, nil for none; must not be changed
}

// Values yields the columns that Columns returns, and costs next to nothing.
func (c *Collection) Values() iter.Seq[ValueColumn] {
	return func(yield func(ValueColumn) bool) {
		for i := range c.flat {
			f := &c.flat[i]
			if !yield(ValueColumn{Title: f.title, Key: f.key, Values: f.values}) {
				return
			}
		}
	}
}

// column compares the cells of one column.
func (c *Collection) column(f *flatColumn) Column {
	col := Column{Title: f.title, Key: f.key, Path: f.path, Cells: make([]Cell, len(c.Runs))}
	col.Numeric, col.Constant = c.describe(f.values)
	for run, v := range f.values {
		col.Cells[run].Value = v
		if v == nil {
			col.Cells[run].Reason = c.reasonAt(run, f.key, f.path)
		}
	}
	if c.Keys[f.key].Source != introspect.SourceParam {
		if col.Numeric {
			col.Direction = c.direction(f)
		}
		compareCells(col.Cells, c.Baseline, col.Direction)
	}
	return col
}

// describe reports whether the values are numbers, but for those that say that there is
// none, as None does; and whether every run that was read, of two at least, has the same.
func (c *Collection) describe(values []value.Value) (numeric, constant bool) {
	numbers, missing, present, read := 0, 0, 0, 0
	var first value.Value
	constant = true
	for run, v := range values {
		if c.Runs[run].Err != nil {
			continue
		}
		read++
		if v == nil {
			continue
		}
		present++
		if _, ok := v.(value.Number); ok {
			numbers++
		} else if value.IsMissing(v) {
			missing++
		}
		if first == nil {
			first = v
		} else if constant {
			constant = value.Equal(first, v)
		}
	}
	return numbers > 0 && numbers+missing == present, constant && present == read && read > 1
}

// compareCells fills in the differences to the baseline, the verdicts and the
// ranks of one column.
func compareCells(cells []Cell, baseline int, d Direction) {
	if baseline >= 0 {
		if base, ok := cells[baseline].Value.(value.Number); ok {
			differences := make([]difference, len(cells)) // one allocation for all
			for i := range cells {
				compareCellIn(&cells[i], base, d, &differences[i])
			}
		}
	}
	if d != NoDirection {
		rank(cells, d)
	}
}

// compareCell compares a cell with the baseline.
func compareCell(cell *Cell, base value.Number, d Direction) {
	compareCellIn(cell, base, d, new(difference))
}

// A difference is what Delta and Relative of a cell point to.
type difference struct{ delta, relative float64 }

// compareCellIn is compareCell with room for the difference.
func compareCellIn(cell *Cell, base value.Number, d Direction, room *difference) {
	n, ok := cell.Value.(value.Number)
	if !ok || math.IsNaN(n.Float) || math.IsNaN(base.Float) {
		return
	}
	delta := subtract(n, base)
	cell.Delta, room.delta = &room.delta, delta
	relative, told := delta/math.Abs(base.Float), delta == 0 || !math.IsInf(base.Float, 0)
	if told && base.Float != 0 && !math.IsNaN(relative) && !math.IsInf(relative, 0) {
		cell.Relative, room.relative = &room.relative, relative
	}
	switch better := cmp.Compare(delta, 0); d {
	case LowerIsBetter:
		cell.Verdict = -better
	case HigherIsBetter:
		cell.Verdict = better
	}
}

// exactInts is the end of the integers that a float64 counts one by one.
const exactInts = 1 << 53

// subtract returns n - base, neither of them NaN. It is 0 for equal numbers
// alone, two infinities among them: large integers are subtracted digit by digit.
func subtract(n, base value.Number) float64 {
	if max(len(n.Spelling), len(base.Spelling)) > value.MaxExactDigits && n.IsInt && base.IsInt {
		if order := value.Compare(n, base); order != 0 {
			return math.Inf(order)
		}
		return 0
	}
	if n.IsInt && base.IsInt && max(math.Abs(n.Float), math.Abs(base.Float)) >= exactInts {
		x, ok := new(big.Int).SetString(n.String(), 10)
		y, both := new(big.Int).SetString(base.String(), 10)
		if ok && both {
			delta, _ := new(big.Float).SetInt(x.Sub(x, y)).Float64()
			return delta
		}
	}
	if n.Float == base.Float {
		return 0
	}
	return n.Float - base.Float
}

// rank numbers the cells from the best; equal values share a rank, and NaN has
// none. Where all values are equal, or there is but one, none is best.
func rank(cells []Cell, d Direction) {
	order := make([]ranked, 0, len(cells))
	for i := range cells {
		if n, ok := cells[i].Value.(value.Number); ok && !math.IsNaN(n.Float) {
			order = append(order, ranked{n.Float, &cells[i]})
		}
	}
	slices.SortFunc(order, func(a, b ranked) int {
		if d == HigherIsBetter {
			a, b = b, a
		}
		return a.compare(b)
	})
	if len(order) == 0 || order[0].compare(order[len(order)-1]) == 0 {
		return
	}
	for i, r := range order {
		r.cell.Rank = i + 1
		if i > 0 && order[i-1].compare(r) == 0 {
			r.cell.Rank = order[i-1].cell.Rank
		}
	}
}

// A ranked cell holds a number, which is no NaN.
type ranked struct {
	float float64
	cell  *Cell
}

// compare is [value.Compare] of the numbers. Only large integers may differ where
// their floats do not.
func (a ranked) compare(b ranked) int {
	if c := cmp.Compare(a.float, b.float); c != 0 || math.Abs(a.float) < exactInts {
		return c
	}
	return value.Compare(a.cell.Value, b.cell.Value)
}
