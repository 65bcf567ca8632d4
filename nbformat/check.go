package nbformat

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"
)

const (
	// maxDepth is the deepest nesting that is read. Python's reader gives up
	// at about the same depth, with a RecursionError.
	maxDepth = 1000
	// linearNames is the number of names of an object up to which a duplicate
	// is looked for one by one; a larger object gets a set.
	linearNames = 16

	byteOrderMark = "\uFEFF"
)

// check reports whether src is JSON as Python's json module reads it: strict
// but for a byte order mark, NaN, Infinity, lone surrogates and duplicate
// names, which it notes. After it every other function of this package walks
// without looking for the end. It returns the span of the document's value.
func check(src []byte, forgiven *notes) (document span, _ *Problem) {
	c := newChecker(src, forgiven)
	defer c.free()
	return c.check()
}

type span struct{ start, end int }

// A checker walks once over a document, at most maxDepth calls deep. It knows
// offsets only: where these stand in the document is found out by [pointerAt]
// when there is something to say.
type checker struct {
	src      []byte
	parts    parts  // of a notebook, where one is looked for
	names    []span // with their quotes, of all objects that are open
	lastName span   // of the member whose value comes next
	spelled  bool   // with escapes, the last name
	tape     tape
	taped    int // how deep containers get onto the tape
	escapes  int // how many escape sequences were seen
	notUTF8  int // offset of the first byte that is no UTF-8; -1 for none
	forgiven *notes
	problem  *Problem
}

// checkers holds those that nobody is using, for the memory that they have.
var checkers = sync.Pool{New: func() any { return &checker{names: make([]span, 0, 64), tape: make(tape, 0, 512)} }}

func newChecker(src []byte, forgiven *notes) *checker {
	c := checkers.Get().(*checker)
	c.reset(src, forgiven)
	return c
}

// reset makes the checker one for another document.
func (c *checker) reset(src []byte, forgiven *notes) {
	*c = checker{src: src, parts: parts{cells: c.parts.cells[:0]}, names: c.names[:0], tape: c.tape[:0],
		taped: tapeDepth, notUTF8: -1, forgiven: forgiven}
	if len(src) > maxTaped {
		c.taped = 0
	}
}

// free gives the checker back; nothing of it may be used any more.
func (c *checker) free() {
	const keep = 1 << 12
	if cap(c.names) > keep || cap(c.tape) > 16*keep || cap(c.parts.cells) > keep {
		return
	}
	*c = checker{parts: parts{cells: c.parts.cells}, names: c.names, tape: c.tape}
	checkers.Put(c)
}

func (c *checker) check() (document span, _ *Problem) { return c.checkAs(nothing) }

// checkAs is check for a document that may be a notebook: then the parts of its
// cells are noted.
func (c *checker) checkAs(root part) (document span, _ *Problem) {
	src, start := c.src, 0
	if bytes.HasPrefix(src, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
		c.forgive("bom", 0, 0, "a byte order mark stands before the notebook")
	}
	start = skipSpace(src, start)
	end := c.value(start, 0, root)
	switch next := skipSpace(src, max(end, 0)); {
	case c.problem == nil && next < len(src):
		c.fail(next, fmt.Sprintf("something follows the end of the notebook: %s", excerpt(src[next:])))
	case c.problem == nil && c.notUTF8 >= 0:
		c.invalidUTF8()
	}
	return span{start, max(start, end)}, c.problem
}

// The walking functions return the offset after what they walked over, or -1
// when they failed. depth is how many containers are open, and what the part of
// a notebook that the value is.

func (c *checker) value(i, depth int, what part) int {
	switch b := c.at(i); b {
	case '"':
		return c.str(i)
	case '{':
		return c.object(i, depth, what)
	case '[':
		return c.list(i, depth, what)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return c.number(i)
	}
	return c.word(i)
}

func (c *checker) object(i, depth int, what part) int {
	if depth == maxDepth {
		return c.failDepth(i)
	}
	start, taped, names := i, c.open(depth), objectNames{first: len(c.names)}
	i = skipSpace(c.src, i+1)
	for first := true; c.at(i) != '}' || !first; first = false {
		if i = c.name(i, &names); i < 0 {
			return -1
		}
		if what == nothing {
			i = c.value(i, depth+1, nothing)
		} else {
			i = c.partOf(what, i, depth)
		}
		if i < 0 {
			return -1
		}
		i = skipSpace(c.src, i)
		if c.at(i) == '}' {
			break
		}
		if i = c.comma(i, '}'); i < 0 {
			return -1
		}
	}
	c.names = c.names[:names.first]
	c.close(taped, start, i+1, false)
	return i + 1
}

func (c *checker) list(i, depth int, what part) int {
	if depth == maxDepth {
		return c.failDepth(i)
	}
	start, taped, texts := i, c.open(depth), true
	i = skipSpace(c.src, i+1)
	for first := true; c.at(i) != ']' || !first; first = false {
		switch {
		case what != nothing:
			texts = false
			i = c.elementOf(what, i, depth)
		case c.at(i) == '"':
			i = c.str(i)
		default:
			texts = false
			i = c.value(i, depth+1, nothing)
		}
		if i < 0 {
			return -1
		}
		i = skipSpace(c.src, i)
		if c.at(i) == ']' {
			break
		}
		if i = c.comma(i, ']'); i < 0 {
			return -1
		}
	}
	c.close(taped, start, i+1, texts)
	return i + 1
}

// comma walks over a comma, up to the next value or name.
func (c *checker) comma(i int, closing byte) int {
	if c.at(i) != ',' {
		return c.fail(i, fmt.Sprintf("expected a comma or %c, found %s", closing, excerpt(c.src[min(i, len(c.src)):])))
	}
	next := skipSpace(c.src, i+1)
	if c.at(next) == closing {
		return c.failAt(next, i, fmt.Sprintf("a comma stands before the closing %c", closing))
	}
	return next
}

// name walks over a name and its colon, up to the value.
func (c *checker) name(i int, names *objectNames) int {
	if c.at(i) != '"' {
		problem := "expected a name in double quotes, found "
		if c.at(i) == '\'' {
			problem = "names stand in single quotes, as Python prints a dict, not as JSON: "
		}
		return c.fail(i, problem+excerpt(c.src[min(i, len(c.src)):]))
	}
	escapes := c.escapes
	end := c.str(i)
	if end < 0 {
		return -1
	}
	c.lastName, c.spelled = span{i, end}, c.escapes > escapes
	c.noteName(c.lastName, names, c.spelled)
	i = skipSpace(c.src, end)
	if c.at(i) != ':' {
		return c.fail(i, "expected a colon after the name, found "+excerpt(c.src[min(i, len(c.src)):]))
	}
	return skipSpace(c.src, i+1)
}

// open puts a container onto the tape, and close says where it ended.
func (c *checker) open(depth int) taped {
	if depth >= c.taped {
		return untaped
	}
	c.tape = append(c.tape, extent{})
	return taped(len(c.tape) - 1)
}

func (c *checker) close(at taped, start, end int, texts bool) {
	if at != untaped {
		c.tape[at] = extent{length: int32(end - start), containers: int32(len(c.tape)) - int32(at), texts: texts}
	}
}

// objectNames is what a checker knows of the names of one object that is open.
type objectNames struct {
	first int // where they start in checker.names
	// marks has a bit for each name, by its first and last byte and its
	// length: a name whose bit is not set is new.
	marks uint64
	seen  map[string]struct{} // of a large object
}

// noteName notes a name, and when it stands twice.
func (c *checker) noteName(name span, names *objectNames, escaped bool) {
	first, last := c.src[name.start+1], c.src[name.end-2] // of the empty name, its quotes
	mark := uint64(1) << ((uint(first)*7 + uint(last)*3 + uint(name.end-name.start)) % 64)
	if escaped { // may be any other name
		mark = ^uint64(0)
	}
	if names.marks&mark != 0 && c.knows(name, names) {
		c.forgive("duplicate", name.start, name.end, "the name stands twice in one object; the last one counts")
		return
	}
	names.marks |= mark
	c.names = append(c.names, name)
}

// knows reports whether a name stands among those before it.
func (c *checker) knows(name span, names *objectNames) bool {
	text, list := c.nameText(name), c.names[names.first:]
	if len(list) <= linearNames {
		return slices.ContainsFunc(list, func(other span) bool { return bytes.Equal(c.nameText(other), text) })
	}
	if names.seen == nil {
		names.seen = make(map[string]struct{}, 2*len(list))
	}
	for _, other := range list[len(names.seen):] { // those that came since the last time
		names.seen[string(c.nameText(other))] = struct{}{}
	}
	_, known := names.seen[string(text)]
	return known
}

func (c *checker) nameText(name span) []byte {
	text := c.src[name.start+1 : name.end-1]
	if bytes.IndexByte(text, '\\') >= 0 {
		return []byte(unquote(c.src[name.start:name.end]))
	}
	return text
}

// at returns the byte at i, or 0 after the end; fail tells them apart.
func (c *checker) at(i int) byte {
	if uint(i) < uint(len(c.src)) {
		return c.src[i]
	}
	return 0
}

// forgive notes something at an offset; place is one that has the same pointer.
func (c *checker) forgive(kind string, offset, place int, message string) {
	c.forgiven.add(kind, int64(offset), func() string { return pointerAt(c.src, place) }, func() string { return message })
}

// fail notes the problem; where the file ends it is that the file was cut off.
func (c *checker) fail(i int, message string) int { return c.failAt(i, i, message) }

// failAt is fail for a problem whose pointer is that of another offset.
func (c *checker) failAt(i, place int, message string) int {
	p := &Problem{Offset: int64(i), Pointer: pointerAt(c.src, place), Message: message}
	if i >= len(c.src) {
		p.Offset = int64(len(c.src))
		p.Message = fmt.Sprintf("the file is cut off at byte %d", len(c.src))
		p.Hint = "whatever wrote it died or is still writing: run it or copy it again"
	}
	c.problem = p
	return -1
}

func (c *checker) failDepth(i int) int {
	return c.fail(i, fmt.Sprintf("nested deeper than %d levels", maxDepth))
}

func (c *checker) invalidUTF8() {
	i := c.notUTF8
	c.problem = &Problem{Offset: int64(i), Pointer: pointerAt(c.src, i),
		Message: fmt.Sprintf("the file is not UTF-8: byte 0x%02X at offset %d", c.src[i], i),
		Hint:    "convert it, for example with iconv -f windows-1252 -t utf-8"}
}

// wide walks over characters beyond ASCII.
func (c *checker) wide(i int) int {
	src := c.src
	for i < len(src) && src[i] >= utf8.RuneSelf {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n <= 1 && c.notUTF8 < 0 {
			c.notUTF8 = i
		}
		i += n
	}
	return i
}
