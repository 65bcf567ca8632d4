package kernel

import (
	"strconv"
	"strings"
)

// gaps finds messages that a kernel made but that never came. ipykernel and
// what stands on it number their messages: the id is SESSION_PROCESS_NUMBER,
// over all channels. Other kernels have random ids, and for these gaps knows
// nothing.
//
// Numbers do not come in order, because channels are faster and slower. At the
// end of a cell all that were made before its last message have come.
type gaps struct {
	prefix string       // of the kernel itself; its child processes have others
	next   int          // the lowest number that may still come
	seen   map[int]bool // from next on
}

func (g *gaps) saw(id string) {
	prefix, n, ok := numbered(id)
	if !ok {
		return
	}
	if g.seen == nil {
		g.prefix, g.next, g.seen = prefix, n, map[int]bool{}
	}
	if prefix == g.prefix && n >= g.next {
		g.seen[n] = true
	}
}

// skip forgets what is missing so far: before the subscription much is.
func (g *gaps) skip() {
	for n := range g.seen {
		g.next = max(g.next, n+1)
	}
	clear(g.seen)
}

// lost returns how many messages up to the one with this id, the last of a
// cell, never came. It counts each once.
func (g *gaps) lost(id string) (count int) {
	prefix, last, ok := numbered(id)
	if !ok || prefix != g.prefix || last < g.next {
		return 0
	}
	came := 0
	for n := range g.seen {
		if n <= last {
			came++
			delete(g.seen, n)
		}
	}
	count = last - g.next + 1 - came
	g.next = last + 1
	return count
}

// numbered splits SESSION_PROCESS_NUMBER.
func numbered(id string) (prefix string, n int, ok bool) {
	i := strings.LastIndexByte(id, '_')
	if i <= 0 || strings.IndexByte(id[:i], '_') < 0 {
		return "", 0, false
	}
	n, err := strconv.Atoi(id[i+1:])
	return id[:i], n, err == nil && n >= 0
}
