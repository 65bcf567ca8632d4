package render

import (
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A singleRow is the table that NotebookCollection shows for a key.
type singleRow struct {
	key   string
	title string // visible
	table *value.Table
	text  string
}

// singleRows returns the tables of the keys that differ, when they are asked
// for.
func (p *diffPage) singleRows() (tables []singleRow) {
	if !p.opts.SingleRows {
		return nil
	}
	seen := map[int]bool{}
	for _, diff := range p.diff.Differences {
		if diff.Key < 0 || seen[diff.Key] {
			continue
		}
		seen[diff.Key] = true
		if t := p.c.SingleRows(diff.Key); t != nil {
			key := p.c.Keys[diff.Key].Title
			tables = append(tables, singleRow{key: key, title: Visible(key) + ", as NotebookCollection compares it", table: t, text: tableText(t)})
		}
	}
	return tables
}
