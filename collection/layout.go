package collection

import (
	"slices"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A layout is which keys a notebook has, in which order. Runs of one template
// have the same keys, and share it.
type layout struct {
	order []keyID       // each once
	at    map[keyID]int // index of the key's first entry
	// tables are the first ones of the entries, by index: the labels of those
	// of other runs are mostly the same.
	tables map[int]*value.Table
}

func newLayout(entries []introspect.Entry) *layout {
	a := &layout{at: make(map[keyID]int, len(entries)), tables: map[int]*value.Table{}}
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
	const most = 1 << 10 // of what most notebooks have
	names := make([]byte, 0, most)
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
	for i, e := range entries {
		if t, ok := e.Value.(*value.Table); ok {
			known.shareLabels(i, t)
		}
	}
	l.mutex.Unlock()
	for i, e := range entries {
		if id := known.order[min(i, len(known.order)-1)]; id.name == e.Name {
			entries[i].Name = id.name // the same text, once in memory
		}
	}
	r.layout, r.entries = known, entries
}

// shareLabels lets a table have the labels of an earlier run's, once in memory,
// where they are the same. It leaves empty ones, as nil means that there are none.
func (a *layout) shareLabels(entry int, t *value.Table) {
	first := a.tables[entry]
	if first == nil {
		a.tables[entry] = t
		return
	}
	same := func(a, b []value.Label) bool { return len(a) > 0 && slices.EqualFunc(a, b, slices.Equal[value.Label]) }
	if same(t.Columns, first.Columns) {
		t.Columns = first.Columns
	}
	if same(t.Index, first.Index) {
		t.Index = first.Index
	}
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
