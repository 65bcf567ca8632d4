package collection

import (
	"slices"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
)

// readParams returns the parameters that a run had, which the reader's next call
// changes, and notes in r the defaults of its template.
func (r *Run) readParams(reader *params.Reader, nb *nbformat.Notebook) ([]params.Param, []*nbformat.Problem) {
	list, problems := reader.Of(nb)
	r.defaults = reader.Defaults()
	return list, problems
}

// withParams returns the entries with those of the parameters before them, in the
// same memory where there is room behind them.
func withParams(list []params.Param, entries []introspect.Entry) []introspect.Entry {
	n := len(list)
	all := slices.Grow(entries, n)[:n+len(entries)]
	copy(all[n:], entries)
	for i, p := range list {
		all[i] = introspect.Entry{Source: introspect.SourceParam, Name: p.Name, Cell: p.Cell, Value: p.Value}
	}
	return all
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
