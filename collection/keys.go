package collection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// owners are the sources that a bare name may mean, in order of precedence.
var owners = []introspect.Source{introspect.SourceScrap, introspect.SourceTag, introspect.SourceLabel, introspect.SourceMatch}

// Entry returns a run's entry for a key, or nil when the run has none. Where
// several sources hold the key's values it is the first that has one.
func (c *Collection) Entry(run, key int) *introspect.Entry {
	k, r := &c.Keys[key], c.Runs[run]
	e := r.entry(keyID{k.Source, k.Name})
	for _, s := range k.also {
		if e != nil && e.Value != nil {
			break
		}
		if other := r.entry(keyID{s, k.Name}); other != nil && (e == nil || other.Value != nil) {
			e = other
		}
	}
	return e
}

// runsWith returns the runs that hold a key, in order.
func (c *Collection) runsWith(k *Key) []int {
	runs := c.holders[keyID{k.Source, k.Name}]
	if len(k.also) == 0 {
		return runs
	}
	runs = slices.Clone(runs)
	for _, s := range k.also {
		runs = append(runs, c.holders[keyID{s, k.Name}]...)
	}
	slices.Sort(runs)
	return slices.Compact(runs)
}

// findKeys makes the union of the runs' keys (parameters, values, metadata)
// and flattens their values to at most room cells.
func (c *Collection) findKeys(room int) {
	ids := c.unionOfKeys()
	c.holders = c.findHolders()
	c.conflicts = map[string][]*InputError{}
	owned := map[string]*owner{} // by name
	for _, id := range ids {
		if !slices.Contains(owners, id.source) {
			c.Keys = append(c.Keys, Key{Source: id.source, Name: id.name, Title: title(id, false)})
			continue
		}
		o := owned[id.name]
		if o == nil {
			o = c.ownerOf(id.name)
			owned[id.name] = o
		}
		c.addOwned(o, id)
	}
	c.flatten(room)
	c.holders = nil
}

// findHolders returns the runs that have a key, in order.
func (c *Collection) findHolders() map[keyID][]int {
	holders := map[keyID]*[]int{}
	ofLayout := map[*layout][]*[]int{} // those of its keys
	for run, r := range c.Runs {
		if r.layout == nil {
			continue
		}
		lists := ofLayout[r.layout]
		if lists == nil {
			for _, id := range r.layout.order {
				if holders[id] == nil {
					holders[id] = new([]int)
				}
				lists = append(lists, holders[id])
			}
			ofLayout[r.layout] = lists
		}
		for _, list := range lists {
			*list = append(*list, run)
		}
	}
	found := make(map[keyID][]int, len(holders))
	for id, list := range holders {
		found[id] = *list
	}
	return found
}

// unionOfKeys returns the keys of all runs: parameters, values, metadata.
func (c *Collection) unionOfKeys() []keyID {
	var groups [3]*union[keyID]
	for g := range groups {
		groups[g] = newUnion[keyID]()
	}
	added := map[*layout]bool{}
	for _, r := range c.Runs {
		if added[r.layout] {
			continue // would add nothing
		}
		added[r.layout] = true
		var parts [3][]keyID
		for _, id := range r.keys() {
			g := groupOf(id.source)
			parts[g] = append(parts[g], id)
		}
		for g := range groups {
			groups[g].add(parts[g])
		}
	}
	return slices.Concat(groups[0].items(), groups[1].items(), groups[2].items())
}

func groupOf(s introspect.Source) int {
	switch s {
	case introspect.SourceParam:
		return 0
	case introspect.SourceMeta:
		return 2
	}
	return 1
}

// An owner is the source that a bare name means, with those that hold the
// same values.
type owner struct {
	source introspect.Source
	also   []introspect.Source
	added  bool
}

// ownerOf finds the owner of a name and notes a warning about each source that
// holds other values under it.
func (c *Collection) ownerOf(name string) *owner {
	var sources []introspect.Source
	for _, s := range owners {
		if len(c.holders[keyID{s, name}]) == 0 {
			continue
		}
		run := c.differingRun(name, sources, s)
		if run == nil {
			sources = append(sources, s)
			continue
		}
		bare, other := title(keyID{sources[0], name}, false), title(keyID{s, name}, true)
		c.conflicts[name] = append(c.conflicts[name], &InputError{Input: name, Message: fmt.Sprintf("the %s and the %s of this name differ, first in %s",
			sources[0], s, run.Name), Hint: fmt.Sprintf("the %s is shown as %s, the %s as %s", sources[0], bare, s, other)})
	}
	return &owner{source: sources[0], also: sources[1:]}
}

// warnOfConflicts warns about the names that mean more than one key, where one
// of them was selected.
func (c *Collection) warnOfConflicts() {
	for _, k := range c.Keys {
		if !slices.Contains(owners, k.Source) {
			continue
		}
		for _, w := range c.conflicts[k.Name] {
			c.Warnings = append(c.Warnings, w)
		}
		delete(c.conflicts, k.Name)
	}
	c.conflicts = nil
}

// differingRun returns the first run in which source holds another value
// under a name than the first of sources that has one, or nil.
func (c *Collection) differingRun(name string, sources []introspect.Source, source introspect.Source) *Run {
	if len(sources) == 0 {
		return nil
	}
	for _, run := range c.holders[keyID{source, name}] {
		r := c.Runs[run]
		e := r.entry(keyID{source, name})
		if e.Value == nil {
			continue
		}
		for _, s := range sources {
			if first := r.entry(keyID{s, name}); first != nil && first.Value != nil {
				if !value.Equal(first.Value, e.Value) {
					return r
				}
				break
			}
		}
	}
	return nil
}

// addOwned adds the key id unless its owner stands for it and is there.
func (c *Collection) addOwned(o *owner, id keyID) {
	switch {
	case id.source != o.source && !slices.Contains(o.also, id.source):
		c.Keys = append(c.Keys, Key{Source: id.source, Name: id.name, Title: title(id, true)})
	case !o.added:
		o.added = true
		id.source = o.source
		c.Keys = append(c.Keys, Key{Source: id.source, Name: id.name, Title: title(id, false), also: o.also})
	}
}

// title returns how users write a key, as [value.FullPath] does: params.seed,
// meta.duration, cell:10, the bare name, or source:name where the bare name is
// owned by another source or means something else.
func title(id keyID, prefixed bool) string {
	switch id.source {
	case introspect.SourceParam:
		return value.FullPath("params", value.Path{{Name: id.name}})
	case introspect.SourceMeta:
		return value.FullPath("meta", value.Path{{Name: id.name}})
	case introspect.SourceOutput:
		return id.name
	case introspect.SourceCell:
		prefixed = true
	}
	if prefixed || reserved(id.name) {
		return value.FullPath(qualified(id), nil)
	}
	return value.FullPath(id.name, nil)
}

func qualified(id keyID) string { return string(id.source) + ":" + id.name }

// reserved reports whether a bare name would be read as a column of another
// kind or as source:name. As no bare name holds a dot or bracket that is not
// quoted, all other titles are distinct.
func reserved(name string) bool {
	switch name {
	case "notebook", "status", "params", "meta":
		return true
	}
	source, _, ok := strings.Cut(name, ":")
	switch introspect.Source(source) {
	case introspect.SourceScrap, introspect.SourceTag, introspect.SourceLabel, introspect.SourceParam, introspect.SourceMeta,
		introspect.SourceMatch, introspect.SourceCell:
		return ok
	}
	return false
}
