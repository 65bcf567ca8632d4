package collection

import (
	"slices"
	"strconv"
)

// findBaseline sets c.Baseline: the run that the user named, else the first
// one that could be read.
func (c *Collection) findBaseline(baseline string) error {
	c.Baseline = slices.IndexFunc(c.Runs, func(r *Run) bool { return r.Err == nil })
	if baseline == "" {
		return nil
	}
	i := c.runNamed(baseline)
	if i < 0 {
		i = c.runAt(baseline)
	}
	switch {
	case i < 0:
		var names []string
		for _, r := range c.Runs {
			names = append(names, r.Name)
		}
		hint := didYouMean(near(baseline, names))
		if hint == "" {
			hint = "the runs are " + listed(names)
		}
		return &InputError{Input: baseline, Message: "no run and no file of this name to be the baseline", Hint: hint}
	case c.Runs[i].Err != nil:
		return &InputError{Input: baseline, Message: "the baseline cannot be read: " + c.Runs[i].Err.Error(), Err: c.Runs[i].Err}
	}
	c.Baseline = i
	return nil
}

// runNamed returns the index of the run with a name, or -1. The names of a
// template go before the names of the paths.
func (c *Collection) runNamed(name string) int {
	i := slices.IndexFunc(c.Runs, func(r *Run) bool { return r.Name == name })
	if i < 0 {
		i = slices.IndexFunc(c.Runs, func(r *Run) bool { return r.pathName == name })
	}
	return i
}

// runAt returns the index of the first run of a file, or -1.
func (c *Collection) runAt(path string) int {
	id := identity(path)
	return slices.IndexFunc(c.Runs, func(r *Run) bool { return identity(r.Path) == id })
}

// distinct tells equal names apart: gb_0, gb_0#2, gb_0#3.
func distinct(names []string) []string {
	taken := make(map[string]bool, len(names))
	for _, name := range names {
		taken[name] = true
	}
	next := make(map[string]int, len(names)) // the number that an equal name got last
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		n := next[name]
		for n > 0 && taken[out[i]] {
			n++
			out[i] = name + "#" + strconv.Itoa(n)
		}
		taken[out[i]] = true
		next[name] = max(n, 1)
	}
	return out
}
