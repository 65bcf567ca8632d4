package collection

import (
	"fmt"
	"slices"

	"github.com/nbcompare/nbcompare/internal/cores"
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

// keysAtOnce is how many keys are flattened at a time.
const keysAtOnce = 8

// flatten makes the columns of all keys, at most room cells.
func (c *Collection) flatten(room int) {
	kept := c.Keys[:0]
	left := 0
	for first := 0; first < len(c.Keys); first += keysAtOnce {
		some := c.flatSome(first, min(first+keysAtOnce, len(c.Keys)), room)
		for i, flat := range some {
			k := c.Keys[first+i]
			if !flat.fits || len(flat.columns)*len(c.Runs) > room {
				flat = c.flatKey(first+i, room)
			}
			if flat.columns == nil {
				left++
				continue
			}
			kept = append(kept, k)
			room -= len(flat.columns) * len(c.Runs)
			if !flat.fits {
				c.warn(&InputError{Input: k.Title, Message: "holds too many values for columns of their own"})
			}
			for j := range flat.columns {
				flat.columns[j].key = len(kept) - 1
				flat.columns[j].title = k.Title + flat.columns[j].path.String()
			}
			c.flat = append(c.flat, flat.columns...)
		}
	}
	c.Keys = kept
	if left > 0 {
		c.warn(&InputError{Message: fmt.Sprintf("%d keys are left out, the table would be too large", left),
			Hint: "compare fewer notebooks at a time"})
	}
}

// flatSome makes the columns of some keys on all processors, each key within its
// share of the room. What does not fit there may fit the room that others leave.
func (c *Collection) flatSome(first, end, room int) []flatKey {
	some := make([]flatKey, end-first)
	cores.Each(len(some), func(i int) { some[i] = c.flatKey(first+i, room/len(some)) })
	return some
}

// A flatKey is the columns of a key: nil where not even one fits, the values as
// they are where not all columns fit.
type flatKey struct {
	columns []flatColumn
	fits    bool
}

// flatKey makes the columns of one key, at most room cells.
func (c *Collection) flatKey(key, room int) flatKey {
	if room < len(c.Runs) {
		return flatKey{}
	}
	runs := c.runsWith(&c.Keys[key])
	flat := make([]flatValue, len(runs))
	paths := newUnion[string]()
	entries := entryFinder{c: c, key: key}
	var before *leafShape // of the run before: mostly it is the same
	var like, leaves []value.Leaf
	values := make([]value.Value, 0, len(runs))
	for i, run := range runs {
		if paths.order.Len()*len(c.Runs) > room {
			break
		}
		e := entries.of(run)
		if e.Value == nil {
			continue
		}
		leaves = value.AppendLeaves(leaves[:0], e.Value, like)
		if before == nil || !before.isOf(leaves) {
			before = newLeafShape(leaves)
			like = before.leaves
			paths.add(before.paths)
		}
		first := len(values)
		for _, leaf := range leaves {
			values = append(values, leaf.Value)
		}
		flat[i] = flatValue{before, values[first:]}
	}
	order := paths.items()
	fits := len(order)*len(c.Runs) <= room
	if len(order) == 0 || !fits {
		return flatKey{[]flatColumn{c.wholeKey(key, runs)}, fits}
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
			column.path = f.shape.leaves[i].Path
			column.values[run] = f.values[i]
		}
	}
	return flatKey{columns, true}
}

// A flatValue is what one run holds for a key, leaf by leaf.
type flatValue struct {
	shape  *leafShape // nil for no value
	values []value.Value
}

// A leafShape is the paths of leaves, which those of many runs share.
type leafShape struct {
	leaves  []value.Leaf // the first ones, but for their values
	paths   []string     // as text
	columns []*flatColumn
}

func newLeafShape(leaves []value.Leaf) *leafShape {
	s := &leafShape{leaves: slices.Clone(leaves), paths: pathsOf(leaves)}
	for i := range s.leaves {
		s.leaves[i].Value = nil
	}
	return s
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
