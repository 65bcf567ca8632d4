package render

import (
	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A groupNames tells apart the values of a column that runs are grouped by. The
// number 1 and the text 1 make two groups: where both stand in a column, the text
// is written with quotes, as Python writes it.
type groupNames struct {
	taken map[string]bool // what values other than texts read as
}

func newGroupNames(column *collection.Column, style numberStyle) *groupNames {
	names := &groupNames{taken: map[string]bool{}}
	for _, cell := range column.Cells {
		switch v := cell.Value.(type) {
		case value.Text:
		case nil:
			names.taken[""], names.taken[missingCell] = true, true
		default:
			names.taken[plainCell(v)] = true
			names.taken[sheetText(v, style, &TableOptions{})] = true
		}
	}
	return names
}

// columnNames returns the names of the columns that runs are grouped by.
func columnNames(g *collection.Grouping) []*groupNames {
	names := make([]*groupNames, len(g.By))
	for i := range g.By {
		names[i] = newGroupNames(&g.By[i], styleOf(numbersOf(g.By[i].Cells)))
	}
	return names
}

// of returns the value as it is to be written: another text where it would read as
// another value does.
func (n *groupNames) of(v value.Value) value.Value {
	if text, ok := v.(value.Text); ok && n.taken[string(text)] {
		return value.Text(value.Repr(text))
	}
	return v
}
