package collection

import "github.com/nbcompare/nbcompare/introspect/value"

// At returns what a run holds at a path inside a key's value, nil with the reason
// where it holds nothing.
func (c *Collection) At(run, key int, path value.Path) (v value.Value, reason string) {
	if e := c.Entry(run, key); e != nil && e.Value != nil {
		v, _ = value.Lookup(e.Value, path)
	}
	if v == nil {
		reason = c.reasonAt(run, key, path)
	}
	return v, reason
}
