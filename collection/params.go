package collection

import (
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
)

// paramEntries returns the parameters that a run had, and notes in r the
// defaults of its template.
func (r *Run) paramEntries(reader *params.Reader, nb *nbformat.Notebook) ([]introspect.Entry, []*nbformat.Problem) {
	list, problems := reader.Of(nb)
	r.defaults = reader.Defaults()
	entries := make([]introspect.Entry, len(list))
	for i, p := range list {
		entries[i] = introspect.Entry{Source: introspect.SourceParam, Name: p.Name, Cell: p.Cell, Value: p.Value}
	}
	return entries, problems
}

// IsDefault reports whether a column of a parameter shows nothing but what the
// parameter cell of each run's notebook, the template's, assigns. A value that
// stands in no parameter cell is none.
func (c *Collection) IsDefault(col *Column) bool {
	key := c.Keys[col.Key]
	if key.Source != introspect.SourceParam {
		return false
	}
	for run, cell := range col.Cells {
		if cell.Value == nil {
			continue
		}
		assigned, ok := value.Lookup(c.Runs[run].defaults[key.Name], col.Path)
		if !ok || !value.Equal(assigned, cell.Value) {
			return false
		}
	}
	return true
}
