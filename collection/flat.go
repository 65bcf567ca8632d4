package collection

import (
	"fmt"
	"slices"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxCells bounds the cells of all columns, empty ones included: notebooks
// without a key in common make a table that grows with their square.
const maxCells = 1 << 24

// A flatColumn is a column before its cells are compared.
type flatColumn struct {
	title  string
	key    int
	path   value.Path
	values []value.Value // one a run, nil for none
}

// flatten makes the columns of all keys, at most room cells.
func (c *Collection) flatten(room int) {
	kept := c.Keys[:0]
	left := 0
	for key := range c.Keys {
		k := c.Keys[key]
		kept = append(kept, k)
		columns := c.flatKey(len(kept)-1, room)
		if columns == nil {
			kept = kept[:len(kept)-1]
			left++
			continue
		}
		room -= len(columns) * len(c.Runs)
		for i := range columns {
			columns[i].title = k.Title + columns[i].path.String()
		}
		c.flat = append(c.flat, columns...)
	}
	c.Keys = kept
	if left > 0 {
		c.warn(&InputError{Message: fmt.Sprintf("%d keys are left out, the table would be too large", left),
			Hint: "compare fewer notebooks at a time"})
	}
}

// flatKey makes the columns of one key, at most room cells; nil when not even
// one column fits.
func (c *Collection) flatKey(key, room int) []flatColumn {
	if room < len(c.Runs) {
		return nil
	}
	runs := c.runsWith(&c.Keys[key])
	flat := make([]flatValue, len(runs))
	paths := newUnion[string]()
	entries := entryFinder{c: c, key: key}
	var before *leafShape // of the run before: mostly it is the same
	for i, run := range runs {
		if paths.order.Len()*len(c.Runs) > room {
			break
		}
		e := entries.of(run)
		if e.Value == nil {
			continue
		}
		leaves := value.Flatten(e.Value)
		if before == nil || !before.isOf(leaves) {
			before = newLeafShape(leaves)
			paths.add(before.paths)
		}
		flat[i] = flatValue{before, leaves}
	}
	order := paths.items()
	if len(order)*len(c.Runs) > room {
		c.warn(&InputError{Input: c.Keys[key].Title, Message: "holds too many values for columns of their own"})
		order = nil
	}
	if len(order) == 0 {
		return []flatColumn{c.wholeKey(key, runs)}
	}
	columns := make([]flatColumn, len(order))
	at := make(map[string]*flatColumn, len(order))
	for i, p := range order {
		columns[i] = flatColumn{key: key, values: make([]value.Value, len(c.Runs))}
		at[p] = &columns[i]
	}
	for n, run := range runs {
		f := &flat[n]
		if f.shape == nil {
			continue
		}
		for i, column := range f.shape.columnsAt(at) {
			column.path = f.leaves[i].Path
			column.values[run] = f.leaves[i].Value
		}
	}
	return columns
}

// A flatValue is what one run holds for a key, in leaves.
type flatValue struct {
	shape  *leafShape // nil for no value
	leaves []value.Leaf
}

// A leafShape is the paths of leaves, which those of many runs share.
type leafShape struct {
	leaves  []value.Leaf // the first ones
	paths   []string     // as text
	columns []*flatColumn
}

func newLeafShape(leaves []value.Leaf) *leafShape {
	return &leafShape{leaves: leaves, paths: pathsOf(leaves)}
}

// isOf reports whether leaves have these paths, in this order.
func (s *leafShape) isOf(leaves []value.Leaf) bool {
	return slices.EqualFunc(s.leaves, leaves, func(a, b value.Leaf) bool { return slices.Equal(a.Path, b.Path) })
}

// columnsAt returns the columns of the paths.
func (s *leafShape) columnsAt(at map[string]*flatColumn) []*flatColumn {
	if s.columns == nil {
		for _, p := range s.paths {
			s.columns = append(s.columns, at[p])
		}
	}
	return s.columns
}

// An entryFinder is [Collection.Entry] for one key of many runs.
type entryFinder struct {
	c      *Collection
	key    int
	layout *layout // of the run before
	at     int     // where the key stands in it; -1 for nowhere
}

func (f *entryFinder) of(run int) *introspect.Entry {
	k, r := &f.c.Keys[f.key], f.c.Runs[run]
	if len(k.also) > 0 || r.layout == nil {
		return f.c.Entry(run, f.key)
	}
	if r.layout != f.layout {
		f.layout, f.at = r.layout, -1
		if i, ok := r.layout.at[keyID{k.Source, k.Name}]; ok {
			f.at = i
		}
	}
	if f.at < 0 {
		return nil
	}
	return &r.entries[f.at]
}

// wholeKey is the column that holds a key's values as they are.
func (c *Collection) wholeKey(key int, runs []int) flatColumn {
	f := flatColumn{key: key, values: make([]value.Value, len(c.Runs))}
	for _, run := range runs {
		f.values[run] = c.Entry(run, key).Value
	}
	return f
}

// pathsOf writes the paths of leaves; no two of one value are equal.
func pathsOf(leaves []value.Leaf) []string {
	paths := make([]string, len(leaves))
	for i := range leaves {
		paths[i] = leaves[i].Path.String()
	}
	return paths
}
