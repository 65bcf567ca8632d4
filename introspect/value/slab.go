package value

import "strings"

// A textSlab makes strings that stand side by side in memory: many short texts
// that live as long as each other cost one allocation.
type textSlab struct{ b strings.Builder }

// A text slab begins small, as most tables do, and grows no further than pays.
const (
	firstSlab = 64 // bytes
	mostSlab  = 1024
)

// add returns a copy of text.
func (s *textSlab) add(text []byte) string {
	if s.b.Cap()-s.b.Len() < len(text) {
		room := max(firstSlab, min(2*s.b.Cap(), mostSlab), len(text))
		s.b = strings.Builder{} // growing would copy the texts that are there
		s.b.Grow(room)
	}
	start := s.b.Len()
	s.b.Write(text)
	return s.b.String()[start:]
}

// A slab makes slices that stand side by side in memory, for the same reason.
type slab[T any] struct{ rest []T }

// slabSlices is how many slices of one length are allocated at a time.
const slabSlices = 8

// An arena is a slab for slices that nobody keeps: after a reset it gives out the
// same memory again.
type arena[T any] struct{ all, rest []T }

// mostArena is how many elements an arena may have to be used again.
const mostArena = 1 << 13

// take returns an empty slice with room for n elements.
func (a *arena[T]) take(n int) []T {
	if len(a.rest) < n {
		a.all = make([]T, max(2*len(a.all), slabSlices*n))
		a.rest = a.all
	}
	taken := a.rest[:0:n]
	a.rest = a.rest[n:]
	return taken
}

// reset takes all slices back; usable is false when the arena has become too large.
func (a *arena[T]) reset() (usable bool) {
	if len(a.all) > mostArena {
		return false
	}
	clear(a.all[:len(a.all)-len(a.rest)])
	a.rest = a.all
	return true
}

// take returns an empty slice with room for n elements.
func (s *slab[T]) take(n int) []T {
	if len(s.rest) < n {
		s.rest = make([]T, slabSlices*n)
	}
	taken := s.rest[:0:n]
	s.rest = s.rest[n:]
	return taken
}
