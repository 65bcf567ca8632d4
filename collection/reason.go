package collection

import (
	"cmp"
	"fmt"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// reason says why a run has no value in a column of a key.
func (c *Collection) reason(run, key int) string {
	k, r := &c.Keys[key], c.Runs[run]
	if r.Err != nil {
		return "notebook could not be read"
	}
	if e := c.Entry(run, key); e != nil {
		return cmp.Or(e.Reason, "no value")
	}
	switch k.Source {
	case introspect.SourceParam:
		return "no such parameter"
	case introspect.SourceMeta:
		return "not recorded"
	}
	return r.missing(k)
}

// reasonAt says why a run has no value at a path inside a key's.
func (c *Collection) reasonAt(run, key int, path value.Path) string {
	if e := c.Entry(run, key); e != nil && e.Value != nil {
		if _, there := value.Lookup(e.Value, path); there {
			return "missing value" // of a table
		}
		return "not in this run's value"
	}
	return c.reason(run, key)
}

// Unshown says of a name that is no key that a run has it as a tag or a label, and why
// that gives no value; "" when none has. An empty name stands for any.
func (c *Collection) Unshown(name string) string {
	for _, r := range c.Runs {
		var first *introspect.Entry
		for id, e := range r.silent {
			if (name == "" || name == id.name || name == string(id.source)+":"+id.name) &&
				(first == nil || e.Cell < first.Cell || e.Cell == first.Cell && e.Name < first.Name) {
				first = e
			}
		}
		if first != nil {
			return fmt.Sprintf("%s has a cell of the %s %s: %s", r.Name, first.Source, first.Name, r.missing(&Key{Source: first.Source, Name: first.Name}))
		}
	}
	return ""
}

// missing says why a notebook that was read has no entry for a key of its cells.
func (r *Run) missing(k *Key) string {
	silent := r.silent[keyID{k.Source, k.Name}]
	switch {
	case r.Status == introspect.StatusNotExecuted:
		return "not executed"
	case silent != nil && r.FailedCell >= 0 && silent.Cell > r.FailedCell:
		return "failed before this cell"
	case silent != nil:
		return silent.Reason
	case r.Status == introspect.StatusFailed && k.Source == introspect.SourceScrap:
		return "no scrap of this name, the run failed"
	}
	switch k.Source {
	case introspect.SourceScrap:
		return "no scrap of this name"
	case introspect.SourceLabel:
		return "no cell with this label"
	case introspect.SourceMatch:
		return "no output matches"
	case introspect.SourceCell:
		return "no output in this cell"
	}
	return "no cell with this tag"
}
