package render

import (
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
	columns, left := c.Columns(), LeftOut{}
	if files == nil {
		columns, left = cellColumns(columns)
	}
	for _, col := range columns {
		cells := make([]value.Value, len(c.Runs))
		for i, run := range c.Runs {
			cells[i] = frameCell(c, run, &col, col.Cells[i].Value, files)
		}
		f.Columns = append(f.Columns, FrameColumn{col.Title, cells})
	}
	return f, left
}

// frameCell returns what stands for a value in a cell; nil for what cannot.
func frameCell(c *collection.Collection, run *collection.Run, col *collection.Column, v value.Value, files FileWriter) value.Value {
	switch _, ok := CSVCell(v); {
	case ok:
		return v
	case files == nil:
		return nil
	}
	return files(run, Item{Key: collection.Key{Title: col.Title, Source: c.Keys[col.Key].Source}, Cell: -1, Value: v})
}

// contentOf reports whether a column has values that fit a cell, and the kind
// of one that does not; "" for none. A column without values has room for them.
func contentOf(col collection.Column) (fits bool, other value.Kind) {
	empty := true
	for _, cell := range col.Cells {
		if cell.Value == nil {
			continue
		}
		empty = false
		if _, ok := CSVCell(cell.Value); ok {
			fits = true
		} else {
			other = cell.Value.Kind()
		}
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
	columns := c.Columns()
	for i, run := range c.Runs {
		row(run, "status", "meta", value.KindText, value.Text(statusText(run)))
		for _, col := range columns {
			v := col.Cells[i].Value
			if v == nil {
				continue
			}
			cell := frameCell(c, run, &col, v, files)
			if cell == nil && files == nil {
				cell = value.Text(Describe(v))
			}
			row(run, col.Title, string(c.Keys[col.Key].Source), v.Kind(), cell)
		}
	}
	return s.finish()
}
