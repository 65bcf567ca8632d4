package render

import (
	"slices"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A FileWriter puts a value that fits no cell into a file of its own and
// returns what stands in the cell for it: the file's path, or nil when the
// value could not be written.
type FileWriter func(run *collection.Run, item Item) value.Value

// WideFrame has one row a run: notebook, status, then a column for each scalar
// and each list of the collection. Images, figures, markup and tables of more
// than one row go to files; they are left out and counted when files is nil.
func WideFrame(c *collection.Collection, files FileWriter) (*Frame, LeftOut) {
	f := &Frame{Columns: []FrameColumn{{Title: "notebook"}, {Title: "status"}}}
	for _, run := range c.Runs {
		f.Columns[0].Cells = append(f.Columns[0].Cells, value.Text(run.Name))
		f.Columns[1].Cells = append(f.Columns[1].Cells, value.Text(statusText(run)))
	}
	left := LeftOut{}
	for col := range c.Values() {
		if files == nil {
			fits, other := contentOf(col.Values)
			if other != "" {
				left[other]++
			}
			if !fits {
				continue
			}
		}
		f.Columns = append(f.Columns, FrameColumn{col.Title, frameCells(c, col, files)})
	}
	return f, left
}

// frameCells returns what stands for the values of a column: the values
// themselves where all fit a cell.
func frameCells(c *collection.Collection, col collection.ValueColumn, files FileWriter) []value.Value {
	if !slices.ContainsFunc(col.Values, func(v value.Value) bool { return !fitsCell(v) }) {
		return col.Values
	}
	cells := make([]value.Value, len(c.Runs))
	for i, run := range c.Runs {
		cells[i] = frameCell(c, run, col.Title, col.Key, col.Values[i], files)
	}
	return cells
}

// frameCell returns what stands for a value in a cell; nil for what cannot.
func frameCell(c *collection.Collection, run *collection.Run, title string, key int, v value.Value, files FileWriter) value.Value {
	switch {
	case fitsCell(v):
		return v
	case files == nil:
		return nil
	}
	return files(run, Item{Key: collection.Key{Title: title, Source: c.Keys[key].Source}, Cell: -1, Value: v})
}

// contentOf reports whether a column has values that fit a cell, and the kind
// of one that does not; "" for none. A column without values has room for them.
func contentOf(values []value.Value) (fits bool, other value.Kind) {
	empty := true
	for _, v := range values {
		switch {
		case v == nil:
			continue
		case fitsCell(v):
			fits = true
		default:
			other = v.Kind()
		}
		empty = false
	}
	return fits || empty, other
}

// LongFrame has one row a value: notebook, key, source, kind, value. Each run
// has a row for its status. What fits no cell goes to a file; it is described
// by its type and size when files is nil.
func LongFrame(c *collection.Collection, files FileWriter) *Frame {
	s := newStack("notebook", "key", "source", "kind", "value")
	row := func(run *collection.Run, key, source string, kind value.Kind, v value.Value) {
		s.put("notebook", value.Text(run.Name))
		s.put("key", value.Text(key))
		s.put("source", value.Text(source))
		s.put("kind", value.Text(kind))
		s.put("value", v)
		s.endRow()
	}
	columns := slices.Collect(c.Values())
	for i, run := range c.Runs {
		row(run, "status", "meta", value.KindText, value.Text(statusText(run)))
		for _, col := range columns {
			v := col.Values[i]
			if v == nil {
				continue
			}
			cell := frameCell(c, run, col.Title, col.Key, v, files)
			if cell == nil && files == nil {
				cell = value.Text(Describe(v))
			}
			row(run, col.Title, string(c.Keys[col.Key].Source), v.Kind(), cell)
		}
	}
	return s.finish()
}
