package collection

import (
	"slices"

	"github.com/nbcompare/nbcompare/internal/cores"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A grid is the tables of all runs laid over each other.
type grid struct {
	c             *Collection
	key           int
	room          int // how many cells there may be
	values        []value.Value
	tables        []*value.Table // nil for a run without one
	rows, columns *axis
}

// cell returns the cell of one run; nil where its table has no such row or column.
func (g *grid) cell(run, row, column int) *value.TableCell {
	if g.tables[run] == nil {
		return nil
	}
	i, hasRow := g.rows.in[run][row]
	j, hasColumn := g.columns.in[run][column]
	if !hasRow || !hasColumn || j >= len(g.tables[run].Rows[i]) {
		return nil
	}
	return &g.tables[run].Rows[i][j]
}

// selected returns the rows and columns to show: all, or as many as
// the room allows, rows that differ before the others.
func (g *grid) selected() (rows, columns []int) {
	runs := len(g.tables)
	for j := range min(len(g.columns.labels), max(1, g.room/runs)) {
		columns = append(columns, j)
	}
	most := max(1, g.room/runs/max(1, len(columns)))
	all := len(g.rows.labels)
	var equal []int
	for i := 0; i < all && len(rows) < most; i++ {
		if all <= most || g.rowDiffers(i, columns) {
			rows = append(rows, i)
		} else if len(equal) < most {
			equal = append(equal, i)
		}
	}
	rows = append(rows, equal[:min(len(equal), most-len(rows))]...)
	slices.Sort(rows)
	return rows, columns
}

// rowDiffers reports whether the tables differ in a row.
func (g *grid) rowDiffers(row int, columns []int) bool {
	for _, j := range columns {
		first := true
		var shared *value.TableCell
		for run, t := range g.tables {
			if t == nil {
				continue
			}
			cell := g.cell(run, row, j)
			if first {
				shared, first = cell, false
				continue
			}
			if (cell == nil) != (shared == nil) || cell != nil && !value.Equal(cell.Value, shared.Value) {
				return true
			}
		}
	}
	return false
}

// cells compares the cells at the given rows and columns.
func (g *grid) cells(rows, columns []int) [][][]Cell {
	columnDirections := g.directions(g.columns, columns)
	rowDirections := g.directions(g.rows, rows)
	reasons := make([]string, len(g.tables))
	for run, v := range g.values {
		if v == nil {
			reasons[run] = g.c.reason(run, g.key)
		}
	}
	columnsIn := make([][]int, len(columns))
	for j, column := range columns {
		columnsIn[j] = g.columns.placesOf(column)
	}
	out := make([][][]Cell, len(rows))
	cores.Each(len(rows), func(i int) {
		rowIn := g.rows.placesOf(rows[i])
		out[i] = make([][]Cell, len(columns))
		for j, column := range columns {
			cells := make([]Cell, len(g.tables))
			for run := range cells {
				cells[run] = g.outcome(run, rowIn[run], columnsIn[j][run], reasons[run])
			}
			d := columnDirections[j]
			if d == NoDirection && !g.aboutMetric(column) {
				d = rowDirections[i]
			}
			if !allNumbers(cells) {
				d = NoDirection
			}
			compareCells(cells, g.c.Baseline, d)
			out[i][j] = cells
		}
	})
	return out
}

// placesOf returns where a label stands in the table of each run; -1 for nowhere.
func (a *axis) placesOf(label int) []int {
	places := make([]int, len(a.in))
	for run := range places {
		places[run] = -1
		if place, ok := a.in[run][label]; ok {
			places[run] = place
		}
	}
	return places
}

// outcome returns a run's cell at a row and a column of its table, or the reason
// why there is none; reason is why it has no table.
func (g *grid) outcome(run, row, column int, reason string) Cell {
	table := g.tables[run]
	switch {
	case table == nil:
		return Cell{Reason: reason}
	case row < 0:
		return Cell{Reason: "no such row"}
	case column < 0 || column >= len(table.Rows[row]):
		return Cell{Reason: "no such column"}
	case table.Rows[row][column].Value == nil:
		return Cell{Reason: "missing value"}
	}
	return Cell{Value: table.Rows[row][column].Value}
}

// directions finds the direction of each label by its parts, the last first.
func (g *grid) directions(a *axis, places []int) []Direction {
	k := &g.c.Keys[g.key]
	out := make([]Direction, len(places))
	for i, p := range places {
		names := append([]string{k.Name}, a.labels[p]...)
		column := value.Path{{Name: a.labels[p].String()}}
		out[i] = g.c.directionOf(k.Title+column.String(), names)
	}
	return out
}

// aboutMetric reports whether a column says something about a metric that
// stands in its row: its deviation, the number of samples.
func (g *grid) aboutMetric(column int) bool {
	label := g.columns.labels[column]
	if len(label) == 0 {
		return false
	}
	return slices.ContainsFunc(metricWords(label[len(label)-1]), func(w string) bool { return aboutMetrics[w] })
}

func allNumbers(cells []Cell) bool {
	any := false
	for i := range cells {
		_, ok := cells[i].Value.(value.Number)
		if !ok && cells[i].Value != nil {
			return false
		}
		any = any || ok
	}
	return any
}
