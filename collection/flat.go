package collection

import (
	"fmt"

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
	leaves := make([][]value.Leaf, len(runs))
	paths := newUnion[string]()
	for i, run := range runs {
		if paths.order.Len()*len(c.Runs) > room {
			break
		}
		if e := c.Entry(run, key); e.Value != nil {
			leaves[i] = value.Flatten(e.Value)
			paths.add(pathsOf(leaves[i]))
		}
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
		for i, p := range pathsOf(leaves[n]) {
			at[p].path = leaves[n][i].Path
			at[p].values[run] = leaves[n][i].Value
		}
	}
	return columns
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
