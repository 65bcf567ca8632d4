package collection

import (
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// Derived compares values, one a run, that a caller computed from what stands
// at a path of a key, such as the last of a series, as [Collection.Columns]
// compares those of a notebook. The direction is that of the path.
func (c *Collection) Derived(key int, path value.Path, values []value.Value) Column {
	f := flatColumn{key: key, path: path, title: c.Keys[key].Title + path.String(), values: values}
	col := Column{Title: f.title, Key: key, Path: path, Cells: make([]Cell, len(c.Runs))}
	col.Numeric, col.Constant = c.describe(values)
	for run, v := range values {
		col.Cells[run].Value = v
	}
	if c.Keys[key].Source != introspect.SourceParam {
		if col.Numeric {
			col.Direction = c.direction(&f)
		}
		compareCells(col.Cells, c.Baseline, col.Direction)
	}
	return col
}
