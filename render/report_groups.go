package render

import (
	"slices"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The page groups the runs that it shows by itself (web/src/groups.ts), as
// there are more ways to group, filter and compare than a page could hold. Which
// values are one is decided here, as [collection.Collection.GroupBy] decides it.

// groupColumn is a parameter that runs can be grouped by.
type groupColumn struct {
	Title string `json:"title"`
	Label string `json:"label"`
	// Class holds one element a run: which of Text is its value, -1 for a run that
	// could not be read. Equal values are one class, and so are the missing ones;
	// classes are numbered in the order of the values.
	Class []int `json:"class"`
	// Text holds the value of each class as shown, null for a missing one; Full holds
	// it for machines where that is another, else "".
	Text    []*string `json:"text"`
	Full    []string  `json:"full,omitempty"`
	Numeric bool      `json:"numeric,omitempty"`
}

// groupColumns returns the parameters that differ, in the order of the columns:
// those that all-but groups by.
func groupColumns(s *subject) []groupColumn {
	list := []groupColumn{}
	for i := range s.columns {
		c := &s.columns[i]
		if key := s.keys[c.Key]; key.Source == introspect.SourceParam && !c.Constant {
			_, label := headings(c, key)
			list = append(list, newGroupColumn(c, label, s.runs))
		}
	}
	return list
}

func newGroupColumn(c *collection.Column, label string, runs []*collection.Run) groupColumn {
	g := groupColumn{Title: c.Title, Label: label, Class: make([]int, len(c.Cells)), Numeric: c.Numeric}
	var order []int
	for run := range runs {
		if g.Class[run] = -1; runs[run].Err == nil {
			order = append(order, run)
		}
	}
	valueOf := func(run int) value.Value { return c.Cells[run].Value }
	slices.SortStableFunc(order, func(a, b int) int { return value.Compare(valueOf(a), valueOf(b)) })
	style := styleOf(numbersOf(c.Cells))
	names := newGroupNames(c, style)
	for i, run := range order {
		if i == 0 || value.Compare(valueOf(order[i-1]), valueOf(run)) != 0 {
			text, full := classText(names.of(valueOf(run)), style)
			g.Text, g.Full = append(g.Text, text), append(g.Full, full)
		}
		g.Class[run] = len(g.Text) - 1
	}
	g.Full = orNothing(g.Full)
	return g
}

// classText writes a value as a table of groups does, and as its CSV does where that
// is another.
func classText(v value.Value, style numberStyle) (text *string, full string) {
	if v == nil {
		return nil, ""
	}
	shown := sheetText(v, style, &TableOptions{})
	if full = shorten(plainCell(v), tooltipText); full == shown {
		full = ""
	}
	return &shown, full
}
