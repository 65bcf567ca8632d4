package collection

import (
	"slices"
	"strconv"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A TableDiff tells in what two tables differ, aligned by their labels.
// The names of levels are not compared, and captions by themselves.
type TableDiff struct {
	// Cells are those of rows and columns that both have, row by row.
	Cells                           []TableChange
	RemovedRows, AddedRows          []value.Label
	RemovedColumns, AddedColumns    []value.Label
	ReorderedRows, ReorderedColumns bool // those that both have stand in another order
	// Shared counts the cells that both have, Omitted those changes among them
	// that are too many for Cells.
	Shared, Omitted int
	// Truncated says that a notebook shows only part of its table.
	Truncated bool
}

// A TableChange is one cell that differs. A missing value has no reason.
type TableChange struct {
	Path        value.Path // inside the table: of the row and of the column
	Row, Column value.Label
	Old, New    Cell
}

// captions compares those of two tables.
func (d *differ) captions(path value.Path, base, v value.Value) {
	a, isTable := base.(*value.Table)
	b, areTables := v.(*value.Table)
	if isTable && areTables {
		d.values(step(path, value.Segment{Name: "caption"}), captionOf(a), captionOf(b))
	}
}

// captionOf returns a table's caption, unless that only tells its shape; nil for none.
func captionOf(t *value.Table) value.Value {
	if caption := t.Title(); caption != "" {
		return value.Text(caption)
	}
	return nil
}

// tables compares two tables, or what makes tables, cell by cell.
func (d *differ) tables(path value.Path, base, v value.Value) {
	a, b := tableOf(base), tableOf(v)
	t := &tableDiffer{d: d, path: path, a: a, b: b, out: &TableDiff{}, records: base.Kind() != value.KindTable && v.Kind() != value.KindTable}
	t.g = &grid{
		c: d.c, key: d.key, tables: []*value.Table{a, b},
		rows:    newAxis([][]value.Label{indexOf(a), indexOf(b)}),
		columns: newAxis([][]value.Label{a.Columns, b.Columns}),
	}
	t.compare()
	out := t.out
	if len(out.Cells)+len(out.RemovedRows)+len(out.AddedRows)+len(out.RemovedColumns)+len(out.AddedColumns) == 0 &&
		!out.ReorderedRows && !out.ReorderedColumns {
		if out.Truncated {
			d.out.Partial++
		}
		return
	}
	d.changeWith(path, base, v, out)
}

type tableDiffer struct {
	d    *differ
	path value.Path
	a, b *value.Table
	g    *grid
	out  *TableDiff
	// records says that the rows are dicts of a list.
	records bool
}

// A place is where a row or a column stands in both tables.
type place struct{ union, a, b int }

func (t *tableDiffer) compare() {
	var rows, columns []place
	rows, t.out.RemovedRows, t.out.AddedRows, t.out.ReorderedRows = t.align(t.g.rows, t.rowTitle)
	columns, t.out.RemovedColumns, t.out.AddedColumns, t.out.ReorderedColumns = t.align(t.g.columns, t.columnTitle)
	t.out.Shared = len(rows) * len(columns)
	t.out.Truncated = t.a.Truncated || t.b.Truncated
	rowDirections := t.g.directions(t.g.rows, unionPlaces(rows))
	columnDirections := t.g.directions(t.g.columns, unionPlaces(columns))
	for i, row := range rows {
		for j, column := range columns {
			direction := columnDirections[j]
			if direction == NoDirection && !t.g.aboutMetric(column.union) {
				direction = rowDirections[i]
			}
			t.cell(row, column, direction)
		}
	}
}

// align returns the rows, or columns, that both tables have, in the baseline's
// order, and the labels of those that one has.
func (t *tableDiffer) align(a *axis, title func(value.Label) string) (both []place, removed, added []value.Label, reordered bool) {
	for union, label := range a.labels {
		i, inA := a.in[0][union]
		j, inB := a.in[1][union]
		switch {
		case inA && inB:
			both = append(both, place{union, i, j})
		case t.d.ignored(title(label)):
			t.d.out.Ignored++
		case inA:
			removed = append(removed, label)
		default:
			added = append(added, label)
		}
	}
	slices.SortFunc(both, func(x, y place) int { return x.a - y.a })
	reordered = !slices.IsSortedFunc(both, func(x, y place) int { return x.b - y.b })
	return both, removed, added, reordered
}

func unionPlaces(places []place) []int {
	out := make([]int, len(places))
	for i, p := range places {
		out[i] = p.union
	}
	return out
}

func (t *tableDiffer) rowTitle(row value.Label) string {
	return t.d.title(step(t.path, t.rowSegment(row)))
}

func (t *tableDiffer) rowSegment(row value.Label) value.Segment {
	if n, err := strconv.Atoi(row.String()); err == nil && t.records {
		return value.Segment{Index: n, IsIndex: true}
	}
	return value.Segment{Name: row.String()}
}

// columnTitle writes a column as a path without a row: table[*].column.
func (t *tableDiffer) columnTitle(column value.Label) string {
	return t.d.title(t.path) + "[*]" + value.Path{{Name: column.String()}}.String()
}

// cell compares one cell.
func (t *tableDiffer) cell(row, column place, direction Direction) {
	x, y := t.a.Rows[row.a][column.a].Value, t.b.Rows[row.b][column.b].Value
	if t.same(x, y) {
		return
	}
	change := TableChange{Path: value.Path{t.rowSegment(t.g.rows.labels[row.union]), {Name: t.g.columns.labels[column.union].String()}}, Row: t.g.rows.labels[row.union], Column: t.g.columns.labels[column.union], Old: Cell{Value: x}, New: Cell{Value: y}}
	if len(t.d.ignore) > 0 && (t.d.ignored(t.d.title(t.path)+change.Path.String()) || t.d.ignored(t.columnTitle(change.Column))) {
		t.d.out.Ignored++
		return
	}
	if len(t.out.Cells) == maxDifferences {
		t.out.Omitted++
		return
	}
	if n, ok := x.(value.Number); ok {
		compareCell(&change.New, n, direction)
	}
	t.out.Cells = append(t.out.Cells, change)
}

// same reports whether two cells mean the same.
func (t *tableDiffer) same(x, y value.Value) bool {
	if value.Equal(x, y) {
		return true
	}
	switch a := x.(type) {
	case value.Number:
		b, ok := y.(value.Number)
		return ok && t.d.tolerates(a, b)
	case value.Text:
		b, ok := y.(value.Text)
		return ok && normalText(string(a)) == normalText(string(b))
	}
	return false
}
