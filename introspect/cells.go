package introspect

import "github.com/nbcompare/nbcompare/introspect/value"

// withoutCells takes the cells out of tables that hold no scalars, where nobody
// asks for more. A name of
// two sources keeps them: it must be known whether both mean the same table.
func (in *inspector) withoutCells(entries []Entry) []Entry {
	sources := in.sources
	for i := range entries {
		sources[entries[i].Name]++
	}
	if in.readFrames(func(name string) bool { return sources[name] > 1 }) {
		entries = in.entries()
	}
	for i := range entries {
		e := &entries[i]
		if !in.opts.scalarsOnly(e.Name) {
			continue
		}
		e.Display = nil // no scalar of the key either
		switch t := e.Value.(type) {
		case *unreadFrame:
			e.Value = &value.Table{}
		case *unreadTable:
			e.Value = &value.Table{}
			if sources[e.Name] > 1 {
				e.Value = t.read()
			}
		case *value.Table:
			if sources[e.Name] == 1 && !t.HasScalars() {
				e.Value = &value.Table{Caption: t.Caption, Truncated: t.Truncated}
			}
		}
	}
	return entries
}

// readFrames reads the data frames that were left unread, of the scraps that
// are wanted after all.
func (in *inspector) readFrames(wanted func(name string) bool) (some bool) {
	for i := range in.scraps {
		s := &in.scraps[i]
		frame, ok := s.data.(*unreadFrame)
		if !ok || !wanted(s.name) {
			continue
		}
		some = true
		table, err := readFrame(frame.data)
		if s.data = table; err != nil {
			s.reason = in.scrapProblem(s.cell, s.output, s.name, err)
		}
	}
	return some
}
