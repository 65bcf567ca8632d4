package collection

import (
	"slices"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// keep leaves out the runs that Options.Keep does not want. A baseline that the user named stays: without it
// there would be nothing to compare with.
func (c *Collection) keep(opts *Options) error {
	if opts.Keep == nil {
		return nil
	}
	wanted, err := opts.Keep(c)
	if err != nil {
		return err
	}
	var kept []int
	for run := range c.Runs {
		if wanted[run] || run == c.Baseline && opts.Baseline != "" {
			kept = append(kept, run)
		}
	}
	if len(kept) == len(c.Runs) {
		return nil
	}
	c.Baseline = slices.Index(kept, c.Baseline)
	c.Runs = at(c.Runs, kept)
	if c.Baseline < 0 {
		c.Baseline = slices.IndexFunc(c.Runs, func(r *Run) bool { return r.Err == nil })
	}
	for i := range c.flat {
		c.flat[i].values = at(c.flat[i].values, kept)
	}
	if len(opts.Keys) == 0 { // who names a key wants it, though no run has it
		c.dropEmpty()
	}
	return nil
}

// dropEmpty leaves out the keys and columns that no run has.
func (c *Collection) dropEmpty() {
	all, flat := c.Keys, c.flat
	c.Keys, c.flat = nil, nil
	last := -1 // the key of all that was kept last
	for _, f := range flat {
		whole := len(f.path) == 0 && c.someEntry(&all[f.key]) // a key without a value has its reason
		if !whole && !slices.ContainsFunc(f.values, func(v value.Value) bool { return v != nil }) {
			continue
		}
		if f.key != last {
			last = f.key
			c.Keys = append(c.Keys, all[f.key])
		}
		f.key = len(c.Keys) - 1
		c.flat = append(c.flat, f)
	}
}

// someEntry reports whether a run has an entry for a key, with a value or not.
func (c *Collection) someEntry(k *Key) bool {
	return slices.ContainsFunc(c.Runs, func(r *Run) bool {
		if r.entry(keyID{k.Source, k.Name}) != nil {
			return true
		}
		for _, s := range k.also {
			if r.entry(keyID{s, k.Name}) != nil {
				return true
			}
		}
		return false
	})
}

// at returns the elements of a list at indices.
func at[T any](list []T, indices []int) []T {
	kept := make([]T, len(indices))
	for i, index := range indices {
		kept[i] = list[index]
	}
	return kept
}
