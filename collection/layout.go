package collection

import (
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A layout is which keys a notebook has, in which order. Runs of one template
// have the same keys, and share it.
type layout struct {
	order []keyID       // each once
	at    map[keyID]int // index of the key's first entry
}

func newLayout(entries []introspect.Entry) *layout {
	a := &layout{at: make(map[keyID]int, len(entries))}
	for i, e := range entries {
		id := keyID{e.Source, e.Name}
		if _, twice := a.at[id]; !twice {
			a.at[id] = i
			a.order = append(a.order, id)
		}
	}
	return a
}

// setEntries gives a run its entries, and the layout of an earlier run with
// the same keys in the same order.
func (l *loader) setEntries(r *Run, entries []introspect.Entry) {
	var names []byte
	for _, e := range entries {
		names = append(append(append(append(names, e.Source...), 0), e.Name...), 0)
	}
	l.mutex.Lock()
	known := l.layouts[string(names)]
	if known == nil {
		known = newLayout(entries)
		if l.layouts == nil {
			l.layouts = map[string]*layout{}
		}
		l.layouts[string(names)] = known
	}
	l.mutex.Unlock()
	for i, e := range entries {
		if id := known.order[min(i, len(known.order)-1)]; id.name == e.Name {
			entries[i].Name = id.name // the same text, once in memory
		}
	}
	r.layout, r.entries = known, entries
}

// keys returns the keys of a run in their order: parameters, values in the
// order of the cells, metadata; none for a run that could not be read.
func (r *Run) keys() []keyID {
	if r.layout == nil {
		return nil
	}
	return r.layout.order
}

// entry returns what a run holds for a key, or nil.
func (r *Run) entry(id keyID) *introspect.Entry {
	if r.layout == nil {
		return nil
	}
	if i, ok := r.layout.at[id]; ok {
		return &r.entries[i]
	}
	return nil
}

// emptyTables takes the cells out of tables that are no scalars. A name of two
// sources keeps them: it must be known whether both mean the same table.
func (r *Run) emptyTables() {
	sources := make(map[string]int, len(r.entries))
	for _, e := range r.entries {
		sources[e.Name]++
	}
	for i := range r.entries {
		e := &r.entries[i]
		t, ok := e.Value.(*value.Table)
		if !ok || sources[e.Name] > 1 {
			continue
		}
		if leaves := value.Flatten(t); len(leaves) == 1 && len(leaves[0].Path) == 0 {
			e.Value = &value.Table{Caption: t.Caption, Truncated: t.Truncated}
		}
	}
}
