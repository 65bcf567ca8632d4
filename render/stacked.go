package render

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A Stacked is what several runs hold under one key, one under the other.
type Stacked struct {
	Frame *Frame
	// Notes tell what is not in the frame, each in one line: runs without the
	// key, tables of which the notebook shows only a part.
	Notes []string
}

// StackTables puts the tables of all runs under a key one under the other. The
// columns are notebook, those of the index by their names (index, or level_0
// and so on, where they have none), and those of the tables, the union in
// first-seen order. key may go on with a path into the value. The error is a
// *collection.InputError that names the keys there are.
func StackTables(c *collection.Collection, key string) (*Stacked, error) {
	found, err := findInRuns(c, key)
	if err != nil {
		return nil, err
	}
	parts := make([]*framePart, len(c.Runs))
	for i, v := range found.values {
		if t, ok := v.(*value.Table); ok {
			parts[i] = tablePart(t)
		}
	}
	return found.stack(parts, kindSought{"table", isTable}, "notebook")
}

func isTable(v value.Value) bool { return v.Kind() == value.KindTable }

// A framePart is what one run adds to a stacked frame. Missing cells at the end
// of a column may be left out.
type framePart struct {
	index, columns []FrameColumn
	rows           int
	truncated      bool
	ignored        int  // lines that are no JSON objects
	single         bool // one dict of scalars, which need not be a series
}

// tablePart returns the columns of a table's index and of the table.
func tablePart(t *value.Table) *framePart {
	taken := map[string]bool{}
	p := &framePart{index: indexColumns(t, taken), rows: len(t.Rows), truncated: t.Truncated}
	for j, label := range t.Columns {
		col := FrameColumn{Title: distinctTitle(taken, label.String())}
		for _, row := range t.Rows {
			col.Cells = append(col.Cells, row[j].Scalar())
		}
		settleNaN(col.Cells)
		p.columns = append(p.columns, col)
	}
	return p
}

// indexColumns returns a column for each level of a table's index, named as
// pandas' reset_index names them.
func indexColumns(t *value.Table, taken map[string]bool) []FrameColumn {
	levels := 0
	for _, label := range t.Index {
		levels = max(levels, len(label))
	}
	columns := make([]FrameColumn, levels)
	for k := range columns {
		title := "index"
		if levels > 1 {
			title = fmt.Sprintf("level_%d", k)
		}
		if k < len(t.IndexNames) && t.IndexNames[k] != "" {
			title = t.IndexNames[k]
		}
		labels := make([]string, len(t.Index))
		for i, label := range t.Index {
			if k < len(label) {
				labels[i] = label[k]
			}
		}
		columns[k] = FrameColumn{distinctTitle(taken, title), labelValues(labels)}
	}
	return columns
}

// stack puts the parts of the runs under each other; nil is a run without one.
// fixed are the titles of the columns of our own; what a part has under one of
// them keeps the key for a prefix.
func (found *foundKey) stack(parts []*framePart, sought kindSought, fixed ...string) (*Stacked, error) {
	if err := found.checkKind(parts, sought); err != nil {
		return nil, err
	}
	s := newStack(fixed...)
	for _, p := range parts { // first all index columns, so that they stand in front
		if p != nil {
			p.keepFree(fixed[0], found.title+"."+fixed[0])
			for _, col := range p.index {
				s.column(col.Title)
			}
		}
	}
	for i, p := range parts {
		if p == nil {
			continue
		}
		for range p.rows {
			s.put(fixed[0], value.Text(found.c.Runs[i].Name))
			s.endRow()
		}
		for _, columns := range [][]FrameColumn{p.index, p.columns} {
			for _, col := range columns {
				s.fill(col.Title, s.rows-p.rows, col.Cells)
			}
		}
		if s.tooLarge() {
			return nil, &collection.InputError{Input: found.title, Message: "all tables together are too large",
				Hint: "take fewer notebooks at a time"}
		}
	}
	return &Stacked{s.finish(), found.notes(parts, sought)}, nil
}

// keepFree renames a column that has the title of one of our own.
func (p *framePart) keepFree(title, other string) {
	taken := map[string]bool{}
	for _, columns := range [][]FrameColumn{p.index, p.columns} {
		for _, col := range columns {
			taken[col.Title] = true
		}
	}
	for _, columns := range [][]FrameColumn{p.index, p.columns} {
		for j := range columns {
			if columns[j].Title == title {
				columns[j].Title = distinctTitle(taken, other)
			}
		}
	}
}

// fill sets the cells of a column from row from on.
func (s *stack) fill(title string, from int, cells []value.Value) {
	col := s.column(title)
	col.Cells = append(col.Cells, make([]value.Value, from-len(col.Cells))...)
	col.Cells = append(col.Cells, cells...)
}

// notes tells what is not in the stacked frame.
func (found *foundKey) notes(parts []*framePart, sought kindSought) []string {
	var without, others, truncated, ignoring []string
	for i, p := range parts {
		run := found.c.Runs[i]
		switch {
		case run.Err != nil:
		case p == nil && found.values[i] == nil:
			without = append(without, run.Name)
		case p == nil:
			others = append(others, run.Name)
		case p.truncated:
			truncated = append(truncated, run.Name)
		case p.ignored > 0:
			ignoring = append(ignoring, run.Name)
		}
	}
	var notes []string
	note := func(runs []string, one, many string) {
		if len(runs) == 1 {
			notes = append(notes, runs[0]+" "+one)
		} else if len(runs) > 1 {
			notes = append(notes, fmt.Sprintf("%d runs %s: %s", len(runs), many, listedNames(runs)))
		}
	}
	note(without, "has no "+found.title, "have no "+found.title)
	note(others, "has no "+sought.name+" under "+found.title, "have no "+sought.name+" under "+found.title)
	note(truncated, "shows only part of the table "+found.title, "show only part of the table "+found.title)
	note(ignoring, "has lines in "+found.title+" that are no JSON objects", "have lines in "+found.title+" that are no JSON objects")
	return notes
}

// mostListed is how many names a message lists.
const mostListed = 12

func listedNames(names []string) string {
	if len(names) > mostListed {
		return strings.Join(names[:mostListed], ", ") + fmt.Sprintf(" and %d more", len(names)-mostListed)
	}
	return strings.Join(names, ", ")
}
