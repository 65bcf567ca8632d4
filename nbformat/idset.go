package nbformat

import "hash/maphash"

// idSeed makes the ids that would fall on one slot different in each process.
var idSeed = maphash.MakeSeed()

// An idSet tells which cell ids were there before. The zero idSet is empty.
type idSet struct {
	slots []int32 // index of a cell + 1, by the hash of its id; 0 is free
}

// has adds the id of a cell and reports whether it was there: the id of a cell
// before it. Of the cells it looks at the ids only.
func (s *idSet) has(cells []Cell, at int) bool {
	if s.slots == nil {
		size := 16
		for size < 2*len(cells) {
			size *= 2
		}
		s.slots = make([]int32, size)
	}
	id, mask := cells[at].ID, len(s.slots)-1
	for i := int(maphash.String(idSeed, id)) & mask; ; i = (i + 1) & mask {
		switch other := s.slots[i]; {
		case other == 0:
			s.slots[i] = int32(at) + 1
			return false
		case cells[other-1].ID == id:
			return true
		}
	}
}
