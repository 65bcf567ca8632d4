package collection

import (
	"github.com/nbcompare/nbcompare/introspect/value"
)

// SingleRows returns the table by which sklearn-evaluation's NotebookCollection
// compares tables of one row under "Compare": a row a metric, a column a run,
// and for exactly two runs diff (second - first), diff_relative (that over the
// second, other than everywhere else here) and ratio (second / first). It is
// nil where NotebookCollection makes none: when a run has no table there, or the first
// run's has not one row, or, of two runs, one has a metric that is no number.
// Runs that cannot be read are left out.
func (c *Collection) SingleRows(key int) *value.Table {
	var tables []*value.Table
	out := &value.Table{}
	for run, r := range c.Runs {
		if r.Err != nil {
			continue
		}
		e := c.Entry(run, key)
		if e == nil {
			return nil
		}
		t, ok := e.Value.(*value.Table)
		if !ok || len(t.Rows) != 1 {
			return nil
		}
		tables = append(tables, t)
		out.Columns = append(out.Columns, value.Label{r.Name})
	}
	metrics := singleRowMetrics(tables)
	if len(tables) < 2 || metrics == nil {
		return nil
	}
	for _, metric := range metrics {
		row := make([]value.TableCell, len(tables))
		for i, t := range tables {
			for j, column := range t.Columns {
				if column.String() == metric {
					row[i] = t.Rows[0][j]
				}
			}
		}
		if len(tables) == 2 {
			derived, ok := derive(row[0].Value, row[1].Value)
			if !ok {
				return nil
			}
			row = append(row, derived...)
		}
		out.Index = append(out.Index, value.Label{metric})
		out.Rows = append(out.Rows, row)
	}
	if len(tables) == 2 {
		out.Columns = append(out.Columns, value.Label{"diff"}, value.Label{"diff_relative"}, value.Label{"ratio"})
	}
	return out
}

// singleRowMetrics returns the columns of all tables in first-seen order; nil
// when a table has one twice.
func singleRowMetrics(tables []*value.Table) (metrics []string) {
	known := map[string]bool{}
	for _, t := range tables {
		own := map[string]bool{}
		for _, column := range t.Columns {
			name := column.String()
			if own[name] {
				return nil
			}
			own[name] = true
			if !known[name] {
				known[name] = true
				metrics = append(metrics, name)
			}
		}
	}
	return metrics
}

// derive returns diff, diff_relative and ratio as pandas computes them; a
// missing value gives missing ones. ok is false for what is no number.
func derive(first, second value.Value) (cells []value.TableCell, ok bool) {
	if first == nil || second == nil {
		_, isNumber := numberOr(first, second).(value.Number)
		return make([]value.TableCell, 3), isNumber || first == nil && second == nil
	}
	a, isA := first.(value.Number)
	b, isB := second.(value.Number)
	if !isA || !isB {
		return nil, false
	}
	diff := b.Float - a.Float
	for _, f := range []float64{diff, diff / b.Float, b.Float / a.Float} {
		cell := value.TableCell{}
		if f == f { // NaN is missing
			cell.Value = value.Float(f)
			cell.Text = cell.Value.(value.Number).String()
		}
		cells = append(cells, cell)
	}
	return cells, true
}

func numberOr(first, second value.Value) value.Value {
	if first != nil {
		return first
	}
	return second
}
