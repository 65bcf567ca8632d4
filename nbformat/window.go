package nbformat

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sync"
)

// windowSize is how much of a file a window shows at least, in bytes.
const windowSize = 1 << 18

// A window is the part of a file that is looked at. It moves on with what is
// taken, and grows only for a value that is larger than it is.
type window struct {
	r   io.Reader
	b   []byte // what is in memory
	i   int    // how much of b was taken
	at  int64  // offset in the file of b[i], less i
	err error  // that of r; io.EOF at the end

	room *[windowSize]byte // what b was at first
}

// windowRooms hold the memory of windows that nobody looks through.
var windowRooms = sync.Pool{New: func() any { return new([windowSize]byte) }}

// newWindow returns a window of that size, at most windowSize.
func newWindow(r io.Reader, size int) *window {
	room := windowRooms.Get().(*[windowSize]byte)
	return &window{r: r, b: room[:0:size], room: room}
}

// close gives the window's memory back; nothing of it may be used any more.
func (w *window) close() { windowRooms.Put(w.room) }

// offset returns where in the file what was not taken yet begins.
func (w *window) offset() int64 { return w.at + int64(w.i) }

// rest returns what is in memory and not taken yet.
func (w *window) rest() []byte { return w.b[w.i:] }

// more reads on, and reports whether rest has become longer. What rest returned
// before must not be used any more.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	kept := copy(w.b, w.rest())
	w.at, w.i, w.b = w.offset(), 0, w.b[:kept]
	if kept > cap(w.b)/2 {
		w.b = append(make([]byte, 0, 2*cap(w.b)), w.b...)
	}
	var n int
	n, w.err = io.ReadAtLeast(w.r, w.b[kept:cap(w.b)], 1)
	w.b = w.b[:kept+n]
	return n > 0
}

// take moves the window on and returns what was in it.
func (w *window) take(n int) []byte {
	w.i += n
	return w.b[w.i-n : w.i]
}

// peek returns the byte n after the beginning, 0 at the end of the file.
func (w *window) peek(n int) byte {
	for len(w.rest()) <= n {
		if !w.more() {
			return 0
		}
	}
	return w.b[w.i+n]
}

// space returns how many bytes of white space come next.
func (w *window) space() int {
	n := 0
	for {
		n += skipSpace(w.rest()[n:], 0)
		if n < len(w.rest()) || !w.more() {
			return n
		}
	}
}

// value returns how long the value is that comes next; 0 when the file is
// over, or when no value can begin so. It hops: whether the value is valid
// says [check].
//
// Unless plain is nil, long strings in containers within the value need not
// stay in memory, but for names: parts of them, given to plain as strings, of which it
// reports that there is nothing to say, do not count and are not in rest.
func (w *window) value(plain func(text []byte) bool) int {
	depth, before := 0, byte(0)
	for n := 0; ; {
		b := w.peek(n)
		switch {
		case b == '"' && depth > 1 && (before == ':' || before == '['): // neither a name nor an output's type
			n = w.stringEnd(n, plain)
		case b == '"':
			n = w.stringEnd(n, nil)
		case b == '{' || b == '[':
			depth, n = depth+1, n+1
		case (b == '}' || b == ']') && depth > 0:
			depth, n = depth-1, n+1
		case b == 0 || b == '}' || b == ']' || depth == 0 && (b == ',' || b == ':'):
			return 0
		case b == ',' || b == ':':
			n++
		case isSpace(b):
			n++
			continue
		default:
			n = w.wordEnd(n)
		}
		if n == 0 || depth == 0 {
			return n
		}
		before = b
	}
}

// wordEnd returns where the number or word ends that begins at n.
func (w *window) wordEnd(n int) int {
	for n++; ; n++ {
		switch b := w.peek(n); b {
		case 0, ',', ':', ']', '}', '{', '[', '"', ' ', '\n', '\r', '\t':
			return n
		}
	}
}

// stringEnd returns where the string ends that begins at n, 0 when it does not.
// plain is as for value.
func (w *window) stringEnd(n int, plain func(text []byte) bool) int {
	for from := n + 1; ; {
		quote := bytes.IndexByte(w.rest()[from:], '"')
		if quote < 0 {
			if plain != nil && len(w.b) == cap(w.b) {
				w.shorten(n, plain)
			}
			from = len(w.rest())
			if !w.more() {
				return 0
			}
			continue
		}
		from += quote + 1
		slash := from - 1
		for slash > n+1 && w.rest()[slash-1] == '\\' {
			slash--
		}
		if (from-1-slash)%2 == 0 {
			return from
		}
	}
}

// shorten leaves out what it can of the string that begins at n and does not
// end in memory. Where that ends within a character or an escape sequence, plain tells:
// so a little less is tried, up to the length of a surrogate pair.
func (w *window) shorten(n int, plain func(text []byte) bool) {
	const longest = len(`\ud83d\ude00`)
	rest, first := w.rest(), n+1
	for end := len(rest) - 1; end > max(first, len(rest)-1-longest); end-- {
		after := rest[end]
		rest[end] = '"'
		ok := plain(rest[n : end+1])
		rest[end] = after
		if ok {
			w.b = slices.Delete(w.b, w.i+first, w.i+end)
			w.at += int64(end - first)
			return
		}
	}
}

// failed returns what kept the window from reading on, nil at the end.
func (w *window) failed() error {
	if w.err == nil || errors.Is(w.err, io.EOF) {
		return nil
	}
	return w.err
}
