package value

import "sync"

// A tableScratch is the memory in which the tables of a fragment are taken
// apart, and those of another one after it. Nothing of it stands in a [Table].
type tableScratch struct {
	plain  plainTokens
	parser tableParser
	tables []*rawTable // those from used on are free
	used   int
	cells  arena[rawCell]
	places arena[gridCell]
}

// tableScratches holds those that nobody is using.
var tableScratches = sync.Pool{New: func() any { return new(tableScratch) }}

// parse runs the parser over the tokens of a fragment.
func (s *tableScratch) parse(z tokenizer) *tableParser {
	p := &s.parser
	*p = tableParser{z: z, scratch: s, open: p.open[:0], found: p.found[:0], before: p.before[:0], outside: p.outside[:0]}
	p.run()
	return p
}

// table returns one in which nothing stands.
func (s *tableScratch) table() *rawTable {
	if s.used == len(s.tables) {
		s.tables = append(s.tables, &rawTable{scratch: s})
	}
	s.used++
	return s.tables[s.used-1]
}

// free gives the scratch back, unless the fragment was an unusual one.
func (s *tableScratch) free() {
	const mostBytes, mostTables = 1 << 18, 16
	if cap(s.plain.source) > mostBytes || s.used > mostTables || !s.cells.reset() || !s.places.reset() {
		return
	}
	for _, t := range s.tables[:s.used] {
		clear(t.rows)
		*t = rawTable{scratch: s, rows: t.rows[:0], text: t.text[:0]}
	}
	s.used = 0
	s.parser.z = nil
	tableScratches.Put(s)
}
