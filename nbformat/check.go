package nbformat

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
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
	return newChecker(src, forgiven).check()
}

func (c *checker) check() (document span, _ *Problem) {
	src, start := c.src, 0
	if bytes.HasPrefix(src, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
		c.forgive("bom", 0, "a byte order mark stands before the notebook")
	}
	start = skipSpace(src, start)
	end := c.document(start)
	switch {
	case c.problem == nil && end < len(src):
		c.fail(end, fmt.Sprintf("something follows the end of the notebook: %s", excerpt(src[end:])))
	case c.problem == nil && !validUTF8(src):
		c.invalidUTF8()
	}
	for end > start && isSpace(src[end-1]) {
		end--
	}
	return span{start, end}, c.problem
}

type span struct{ start, end int }

// A checker walks once over a document with a stack of its own, so that depth
// costs no Go stack, and knows at every moment the pointer to where it is.
type checker struct {
	src      []byte
	frames   []frame
	names    [][]byte // decoded names of all objects that are open
	tape     tape
	forgiven *notes
	problem  *Problem
}

// newChecker returns a checker with room for what most notebooks need.
func newChecker(src []byte, forgiven *notes) *checker {
	return &checker{src: src, forgiven: forgiven, frames: make([]frame, 0, 12), names: make([][]byte, 0, 48),
		tape: make(tape, 0, min(len(src)/128, 256))}
}

// A frame is an object or a list that is open.
type frame struct {
	object bool
	index  int  // list: of the element, starting at 0
	name   span // object: of the member, with its quotes; zero before the first
	first  int  // object: where its names start in checker.names
	start  int  // offset of the bracket
	taped  int  // index in checker.tape; tells nothing below tapeDepth
	seen   map[string]struct{}
}

// The walking functions return the offset after what they walked over, or -1
// when they failed.

// document walks over one value, whatever its depth, and the space after it.
func (c *checker) document(i int) int {
	for i >= 0 {
		i = c.value(i)
		for closed := true; closed && i >= 0; {
			i = skipSpace(c.src, i)
			if len(c.frames) == 0 {
				return i
			}
			i, closed = c.next(i)
		}
	}
	return -1
}

// value walks over a scalar, or over the opening of an object or list up to
// where its first value begins; an empty one is walked over whole.
func (c *checker) value(i int) int {
	for {
		switch b := c.at(i); {
		case b == '"':
			return c.str(i)
		case b == '{', b == '[':
			if len(c.frames) == maxDepth {
				return c.fail(i, fmt.Sprintf("nested deeper than %d levels", maxDepth))
			}
			c.push(i, b == '{')
			i = skipSpace(c.src, i+1)
			if c.at(i) == b+2 { // '}' and ']' stand two after '{' and '['
				c.pop(i + 1)
				return i + 1
			}
			if b == '{' {
				i = c.member(i)
			}
			if i < 0 {
				return -1
			}
		case b == '-' || '0' <= b && b <= '9':
			return c.number(i)
		default:
			return c.word(i)
		}
	}
}

// next walks over what follows a value: a comma, up to the next value, or a
// closing bracket, which closes another value.
func (c *checker) next(i int) (after int, closed bool) {
	f := &c.frames[len(c.frames)-1]
	closing := byte(']')
	if f.object {
		closing = '}'
	}
	switch c.at(i) {
	case closing:
		c.pop(i + 1)
		return i + 1, true
	case ',':
		i = skipSpace(c.src, i+1)
		if c.at(i) == closing {
			return c.fail(i, fmt.Sprintf("a comma stands before the closing %c", closing)), false
		}
		if f.object {
			return c.member(i), false
		}
		f.index++
		return i, false
	}
	return c.fail(i, fmt.Sprintf("expected a comma or %c, found %s", closing, excerpt(c.src[min(i, len(c.src)):]))), false
}

// member walks over a name and its colon.
func (c *checker) member(i int) int {
	if c.at(i) != '"' {
		problem := "expected a name in double quotes, found "
		if c.at(i) == '\'' {
			problem = "names stand in single quotes, as Python prints a dict, not as JSON: "
		}
		return c.fail(i, problem+excerpt(c.src[min(i, len(c.src)):]))
	}
	end := c.str(i)
	if end < 0 {
		return -1
	}
	f := &c.frames[len(c.frames)-1]
	f.name = span{i, end}
	c.noteDuplicate(f)
	i = skipSpace(c.src, end)
	if c.at(i) != ':' {
		return c.fail(i, "expected a colon after the name, found "+excerpt(c.src[min(i, len(c.src)):]))
	}
	return skipSpace(c.src, i+1)
}

func (c *checker) push(start int, object bool) {
	if len(c.frames) < tapeDepth {
		c.tape = append(c.tape, extent{})
	}
	c.frames = append(c.frames, frame{object: object, first: len(c.names), start: start, taped: len(c.tape) - 1})
}

func (c *checker) pop(end int) {
	last := len(c.frames) - 1
	f := &c.frames[last]
	if last < tapeDepth {
		c.tape[f.taped] = extent{length: end - f.start, containers: len(c.tape) - f.taped}
	}
	c.names = c.names[:f.first]
	c.frames = c.frames[:last]
}

func (c *checker) noteDuplicate(f *frame) {
	name := c.src[f.name.start+1 : f.name.end-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		name = []byte(unquote(c.src[f.name.start:f.name.end]))
	}
	if c.knows(f, name) {
		c.forgive("duplicate", f.name.start, "the name stands twice in one object; the last one counts")
		return
	}
	c.names = append(c.names, name)
	if f.seen != nil {
		f.seen[string(name)] = struct{}{}
	}
}

func (c *checker) knows(f *frame, name []byte) bool {
	names := c.names[f.first:]
	if f.seen == nil && len(names) > linearNames {
		f.seen = make(map[string]struct{}, 2*len(names))
		for _, n := range names {
			f.seen[string(n)] = struct{}{}
		}
	}
	if f.seen != nil {
		_, known := f.seen[string(name)]
		return known
	}
	for _, n := range names {
		if bytes.Equal(n, name) {
			return true
		}
	}
	return false
}

// at returns the byte at i, or 0 after the end; fail tells them apart.
func (c *checker) at(i int) byte {
	if i < len(c.src) {
		return c.src[i]
	}
	return 0
}

func (c *checker) forgive(kind string, offset int, message string) {
	c.forgiven.add(kind, int64(offset), c.pointer, func() string { return message })
}

// fail notes the problem; where the file ends it is that the file was cut off.
func (c *checker) fail(i int, message string) int {
	p := &Problem{Offset: int64(i), Pointer: c.pointer(), Message: message}
	if i >= len(c.src) {
		p.Offset = int64(len(c.src))
		p.Message = fmt.Sprintf("the file is cut off at byte %d", len(c.src))
		p.Hint = "whatever wrote it died or is still writing: run it or copy it again"
	}
	c.problem = p
	return -1
}

func (c *checker) invalidUTF8() {
	i := 0
	for {
		r, n := utf8.DecodeRune(c.src[i:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		i += n
	}
	// Not the checker's own pointer: it has walked to the end by now.
	c.problem = &Problem{Offset: int64(i), Pointer: pointerAt(c.src, i),
		Message: fmt.Sprintf("the file is not UTF-8: byte 0x%02X at offset %d", c.src[i], i),
		Hint:    "convert it, for example with iconv -f windows-1252 -t utf-8"}
}

// pointerAt returns the pointer to the value that offset i of a well-formed
// document stands in.
func pointerAt(src []byte, i int) string {
	c := newChecker(src[:i], &notes{})
	c.document(skipSpace(c.src, len(src)-len(bytes.TrimPrefix(src, []byte(byteOrderMark)))))
	return c.pointer()
}

func (c *checker) pointer() string {
	var b strings.Builder
	for _, f := range c.frames {
		switch {
		case !f.object:
			b.WriteString("/" + strconv.Itoa(f.index))
		case f.name.end > 0:
			b.WriteString("/" + escapePointer(unquote(c.src[f.name.start:f.name.end])))
		}
	}
	return b.String()
}

func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// excerpt quotes the beginning of what stands somewhere, for messages.
func excerpt(b []byte) string {
	const limit = 20
	text := string(b[:min(len(b), 4*limit)])
	if i := strings.IndexAny(text, "\r\n"); i > 0 {
		text = text[:i]
	}
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit]) + "…"
	}
	return strconv.Quote(text)
}
