package collection

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxTableCells bounds the cells of one comparison of tables.
const maxTableCells = 1 << 21

// Tables compares data frames cell by cell, aligned by index and column labels.
// Labels that occur more than once are told apart by their occurrence.
type Tables struct {
	Columns []AxisLabel // union
	Index   []AxisLabel // union
	// Cells[i][j][run] is the cell at Index[i], Columns[j]. Its value is nil
	// where the run's table has a missing value or no such row or column.
	Cells [][][]Cell
	// OmittedRows and OmittedColumns are how many of the union were left out
	// because there are too many cells; rows that differ stay.
	OmittedRows, OmittedColumns int
	// Shapes holds each run's rows and columns; zero when it has no table.
	Shapes [][2]int
	// Truncated says which runs show only part of their table.
	Truncated []bool
	// ColumnNames and IndexNames are those of the first table that has any.
	ColumnNames, IndexNames []string
	// Captions holds each run's, "" for none.
	Captions []string
}

// An AxisLabel is one row or column of the union of several tables.
type AxisLabel struct {
	Label value.Label
	In    []bool // which runs have it
	InAll bool
	// Dtypes are the types of a column as the tables show them, each once.
	Dtypes []string
}

// An axis is the union of the rows' or the columns' labels.
type axis struct {
	labels []value.Label
	in     []map[int]int // by run: place in labels to place in its table
}

// newAxis aligns the labels of each run; a run with nil has no table.
func newAxis(runs [][]value.Label) *axis {
	ids, named := numberLabels(runs)
	order := newUnion[int]()
	for _, list := range ids {
		order.add(list)
	}
	a := &axis{in: make([]map[int]int, len(runs))}
	at := make([]int, len(named)) // place in labels by number
	for i, id := range order.items() {
		a.labels = append(a.labels, named[id])
		at[id] = i
	}
	for run, list := range ids {
		if run > 0 && slices.Equal(list, ids[run-1]) {
			a.in[run] = a.in[run-1] // as most runs of one template
			continue
		}
		a.in[run] = make(map[int]int, len(list))
		for i, id := range list {
			a.in[run][at[id]] = i
		}
	}
	return a
}

// numberLabels gives every label a number, and one more to each repetition of
// it within a run, so that the n-th of one run meets the n-th of another.
func numberLabels(runs [][]value.Label) (ids [][]int, named []value.Label) {
	first := map[string]int{} // label to the number of its first occurrence
	next := map[int]int{}     // a number to that of the next occurrence
	number := func(label value.Label) int {
		named = append(named, label)
		return len(named) - 1
	}
	ids = make([][]int, len(runs))
	for run, labels := range runs {
		if run > 0 && slices.EqualFunc(labels, runs[run-1], slices.Equal[value.Label]) {
			ids[run] = ids[run-1]
			continue
		}
		ids[run] = make([]int, len(labels))
		last := map[int]int{} // first number to the last one used in this run, where a label repeats
		seen := make([]bool, len(named), len(named)+len(labels))
		for i, label := range labels {
			text := labelID(label)
			id, known := first[text]
			if !known {
				id = number(label)
				first[text] = id
			}
			for len(seen) < len(named) {
				seen = append(seen, false)
			}
			if seen[id] {
				before, repeats := last[id]
				if !repeats {
					before = id
				}
				again, known := next[before]
				if !known {
					again = number(label)
					next[before] = again
				}
				last[id] = again
				id = again
			} else {
				seen[id] = true
			}
			ids[run][i] = id
		}
	}
	return ids, named
}

// labelID returns a text that is equal for equal labels alone.
func labelID(label value.Label) string {
	var b strings.Builder
	for _, part := range label {
		b.WriteString(strconv.Itoa(len(part)))
		b.WriteByte(':')
		b.WriteString(part)
	}
	return b.String()
}

// axisLabels describes the labels at the given places.
func (a *axis) axisLabels(places []int, tables []*value.Table) []AxisLabel {
	out := make([]AxisLabel, len(places))
	for i, p := range places {
		out[i] = AxisLabel{Label: a.labels[p], In: make([]bool, len(tables)), InAll: true}
		for run, t := range tables {
			_, out[i].In[run] = a.in[run][p]
			out[i].InAll = out[i].InAll && (t == nil || out[i].In[run])
		}
	}
	return out
}

// compareTables aligns the tables of all runs.
func (c *Collection) compareTables(key int, values []value.Value) *Tables {
	return c.compareTablesWithin(key, values, maxTableCells)
}

func (c *Collection) compareTablesWithin(key int, values []value.Value, room int) *Tables {
	g := &grid{c: c, key: key, room: room, values: values, tables: make([]*value.Table, len(values))}
	rows, columns := make([][]value.Label, len(values)), make([][]value.Label, len(values))
	out := &Tables{Shapes: make([][2]int, len(values)), Truncated: make([]bool, len(values)), Captions: make([]string, len(values))}
	for run, v := range values {
		t := tableOf(v)
		if t == nil {
			continue
		}
		g.tables[run] = t
		rows[run], columns[run] = indexOf(t), t.Columns
		out.Shapes[run] = [2]int{len(t.Rows), len(t.Columns)}
		out.Truncated[run], out.Captions[run] = t.Truncated, t.Caption
		if out.ColumnNames == nil {
			out.ColumnNames = t.ColumnNames
		}
		if out.IndexNames == nil {
			out.IndexNames = t.IndexNames
		}
	}
	g.rows, g.columns = newAxis(rows), newAxis(columns)
	rowPlaces, columnPlaces := g.selected()
	out.Index = g.rows.axisLabels(rowPlaces, g.tables)
	out.Columns = g.columns.axisLabels(columnPlaces, g.tables)
	for j, place := range columnPlaces {
		out.Columns[j].Dtypes = g.dtypes(place)
	}
	out.OmittedRows = len(g.rows.labels) - len(rowPlaces)
	out.OmittedColumns = len(g.columns.labels) - len(columnPlaces)
	out.Cells = g.cells(rowPlaces, columnPlaces)
	return out
}

// dtypes returns the types that the tables show for a column.
func (g *grid) dtypes(place int) (list []string) {
	for run, t := range g.tables {
		if t == nil || t.Dtypes == nil {
			continue
		}
		if j, ok := g.columns.in[run][place]; ok && !slices.Contains(list, t.Dtypes[j]) {
			list = append(list, t.Dtypes[j])
		}
	}
	return list
}

// indexOf returns the labels of a table's rows; a table without an index has
// row numbers, as pandas counts them.
func indexOf(t *value.Table) []value.Label {
	if len(t.Index) == len(t.Rows) {
		return t.Index
	}
	labels := make([]value.Label, len(t.Rows))
	for i := range labels {
		labels[i] = value.Label{strconv.Itoa(i)}
	}
	return labels
}

// tableOf returns a table, or the table that a list of dicts makes; nil for
// every other value.
func tableOf(v value.Value) *value.Table {
	switch v := v.(type) {
	case *value.Table:
		return v
	case value.List:
		return recordsTable(v)
	case value.Tuple:
		return recordsTable(v)
	}
	return nil
}

// recordsTable makes a table of dicts: a row each, numbered from 0, and the
// union of their keys as columns.
func recordsTable(records []value.Value) *value.Table {
	names := newUnion[string]()
	dicts := make([]map[string]value.Value, len(records))
	for i, r := range records {
		dict, _ := r.(value.Dict)
		dicts[i] = make(map[string]value.Value, len(dict))
		order := make([]string, len(dict))
		for j, item := range dict {
			order[j] = value.KeyName(item.Key)
			dicts[i][order[j]] = item.Value
		}
		names.add(order)
	}
	t := &value.Table{}
	columns := names.items()
	for _, name := range columns {
		t.Columns = append(t.Columns, value.Label{name})
	}
	for _, dict := range dicts {
		row := make([]value.TableCell, len(columns))
		for j, name := range columns {
			if v := dict[name]; v != nil {
				row[j] = value.TableCell{Text: value.Repr(v), Value: v}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
