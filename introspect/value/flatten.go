package value

import (
	"slices"
	"strings"
)

// A Leaf is a value that is compared as one, and where it stands in another.
type Leaf struct {
	Path  Path  // empty for the whole value
	Value Value // nil for a missing cell of a one-row table
}

// Flatten returns the leaves of v in their order. A dict gives the leaves of
// its values, a table of one row its cells, and so does one of one column when
// it is like a row that was turned: all its cells are numbers, under labels
// that are more than a count, at most 50 and nothing cut off. All else is one
// leaf. So are what
// has no parts or no way to tell them apart: an empty dict, a dict in which two
// keys have one name ({1: 'a', '1': 'b'}), a one-row table without columns or
// with two equal columns.
func Flatten(v Value) []Leaf { return AppendLeaves(nil, v, nil) }

// AppendLeaves appends the leaves of v to list. Where their paths are those of
// leaves, in the same order, they share them: values of many runs are mostly alike.
func AppendLeaves(list []Leaf, v Value, leaves []Leaf) []Leaf {
	f := flattener{list, len(list), leaves}
	f.add(nil, v)
	return f.list
}

// A flattener appends the leaves of a value to a list.
type flattener struct {
	list  []Leaf
	first int    // where they begin
	like  []Leaf // those of a value that may have the same paths
}

func (f *flattener) add(at Path, v Value) {
	switch v := v.(type) {
	case Dict:
		if len(v) == 0 || !v.namesDiffer() {
			break
		}
		for _, item := range v {
			f.add(f.join(at, KeyName(item.Key)), item.Value)
		}
		return
	case *Table:
		switch {
		case v.isColumn():
			for i, label := range v.Index {
				f.list = append(f.list, Leaf{Path: f.join(at, label.String()), Value: v.Rows[i][0].Scalar()})
			}
			return
		case v.isRow():
			for j, column := range v.Columns {
				f.list = append(f.list, Leaf{Path: f.join(at, column.String()), Value: v.Rows[0][j].Scalar()})
			}
			return
		}
	}
	f.list = append(f.list, Leaf{Path: at, Value: v})
}

// HasScalars reports whether a table is more than one leaf to [Flatten], or its
// only cell.
func (t *Table) HasScalars() bool { return t.isColumn() || t.isRow() }

// MayHaveScalars reports whether a table of so many rows and columns may be more
// than one leaf to [Flatten].
func MayHaveScalars(rows, columns int) bool {
	return rows == 1 || columns == 1 && 2 <= rows && rows <= maxColumn
}

// join returns a path that goes one step further than p, shared with the leaf
// that stands where the next one will.
func (f *flattener) join(p Path, name string) Path {
	if n := len(f.list) - f.first; n < len(f.like) {
		like := f.like[n].Path
		if end := len(p) + 1; len(like) >= end && like[end-1] == (Segment{Name: name}) && slices.Equal(like[:end-1], p) {
			return like[:end:end]
		}
	}
	return append(p[:len(p):len(p)], Segment{Name: name})
}

// maxColumn is how many rows a table of one column may have to be flattened;
// it is as much as describe() and a report of metrics need.
const maxColumn = 50

// isRow reports whether a table is one row, whose columns have names of their own.
func (t *Table) isRow() bool { return len(t.Rows) == 1 && len(t.Columns) > 0 && t.columnsDiffer() }

// isColumn reports whether a table is a row that was turned: named numbers.
func (t *Table) isColumn() bool {
	if len(t.Rows) == 1 || !MayHaveScalars(len(t.Rows), len(t.Columns)) || t.Index == nil || t.Truncated {
		return false
	}
	seen := make(map[string]bool, len(t.Index))
	counted := true
	for i, label := range t.Index {
		switch t.Rows[i][0].Value.(type) {
		case nil, Number:
		default:
			return false
		}
		_, isNumber := cellValue(label.String()).(Number)
		counted = counted && isNumber
		seen[label.String()] = true
	}
	return !counted && len(seen) == len(t.Index)
}

// String joins the levels of a label with "/".
func (l Label) String() string { return strings.Join(l, "/") }

func (t *Table) columnsDiffer() bool {
	const few = 8
	if len(t.Columns) <= few {
		for j, column := range t.Columns {
			name := column.String()
			if slices.ContainsFunc(t.Columns[:j], func(l Label) bool { return l.String() == name }) {
				return false
			}
		}
		return true
	}
	seen := make(map[string]bool, len(t.Columns))
	for _, column := range t.Columns {
		seen[column.String()] = true
	}
	return len(seen) == len(t.Columns)
}

// Lookup follows a path into a value and returns what stands there, nil for a
// missing cell; false when the path leads nowhere. A dict's key is given by its
// [KeyName], of two keys with one name the first counts. Lists and tuples take
// an index. A table takes a row, by label or index, and then a column; a table
// of one row takes a column alone too, and one of one column a row. Labels of several levels are joined with
// "/", of equal ones the first counts.
func Lookup(v Value, p Path) (Value, bool) {
	for len(p) > 0 {
		if table, ok := v.(*Table); ok {
			return table.lookup(p)
		}
		ok := false
		if v, ok = step(v, p[0]); !ok {
			return nil, false
		}
		p = p[1:]
	}
	return v, true
}

// step goes into a dict, list or tuple.
func step(v Value, segment Segment) (Value, bool) {
	switch v := v.(type) {
	case List:
		return element(v, segment)
	case Tuple:
		return element(v, segment)
	case Dict:
		for _, item := range v {
			if !segment.IsIndex && KeyName(item.Key) == segment.Name {
				return item.Value, true
			}
		}
	}
	return nil, false
}

func element(elements []Value, segment Segment) (Value, bool) {
	if !segment.IsIndex || segment.Index < 0 || segment.Index >= len(elements) {
		return nil, false
	}
	return elements[segment.Index], true
}

func (t *Table) lookup(p Path) (Value, bool) {
	row := 0
	switch {
	case len(p) == 2:
		row = t.row(p[0])
	case len(p) == 1 && len(t.Columns) == 1 && len(t.Rows) != 1:
		if row = t.row(p[0]); row < 0 {
			return nil, false
		}
		return t.Rows[row][0].Scalar(), true
	case len(p) != 1 || len(t.Rows) != 1:
		return nil, false
	}
	column := p[len(p)-1]
	if column.IsIndex || row < 0 {
		return nil, false
	}
	j := slices.IndexFunc(t.Columns, func(l Label) bool { return l.String() == column.Name })
	if j < 0 {
		return nil, false
	}
	return t.Rows[row][j].Scalar(), true
}

// row returns the position of a row, -1 for none.
func (t *Table) row(segment Segment) int {
	if !segment.IsIndex {
		return slices.IndexFunc(t.Index, func(l Label) bool { return l.String() == segment.Name })
	}
	if segment.Index < 0 || segment.Index >= len(t.Rows) {
		return -1
	}
	return segment.Index
}
