package value

import (
	"strings"
	"unicode"
)

// maxBrackets is how deep brackets may nest, as in CPython's tokenizer.
const maxBrackets = 200

// ParseLiteral reads what a notebook prints for a value. It reads, without
// running anything:
//
//   - Python literals, as ast.literal_eval does;
//   - what Python cannot read back although it printed it: nan, inf, NaT, the
//     reprs of numpy's and pandas' scalars and arrays, of Decimal, Fraction,
//     datetime, pathlib, uuid and collections, of the tensors of torch, JAX and
//     TensorFlow;
//   - JSON's true, false, null, NaN and Infinity;
//   - R's vectors: [1] 0.93.
//
// Dates, durations, paths and UUIDs become the Text that str() gives. Text that
// is none of these, or only in part, is Text without the white space around
// it, but for the indentation of the first of several lines: also complex numbers, calls of other names, f-strings, \N{...} escapes,
// lone surrogates, arrays cut off by "...", more than 200 nested brackets,
// and numbers with thousands separators (1,234), which Python would take for
// a tuple.
func ParseLiteral(text string) Value { return parseLiteral(text, false) }

// ParseStrictLiteral reads exactly what Python's ast.literal_eval reads, as
// sklearn-evaluation does; all else is Text without the white space around
// it. Complex numbers, the Ellipsis, strings with lone surrogates and \N{...}
// escapes, which Python reads, are Text too.
func ParseStrictLiteral(text string) Value { return parseLiteral(text, true) }

func parseLiteral(text string, strict bool) Value {
	trimmed := strings.TrimFunc(text, isPythonSpace)
	if !mayBeLiteral(trimmed, strict) {
		return unread(text, trimmed, strict)
	}
	r := literalReader{text: trimmed, strict: strict}
	if strict || strings.HasSuffix(trimmed, `\`) {
		r.text = text // a backslash may join the last line to an empty one
	}
	if v, ok := r.document(); ok {
		return v
	}
	if !strict {
		if v, ok := parseR(trimmed); ok {
			return v
		}
	}
	return unread(text, trimmed, strict)
}

// unread returns a text that is no literal. The first of several lines keeps its
// indentation: in a printed table it is the header.
func unread(text, trimmed string, strict bool) Text {
	if strict || strings.IndexByte(trimmed, '\n') < 0 {
		return Text(trimmed)
	}
	start := len(text) - len(strings.TrimLeftFunc(text, isPythonSpace))
	line := strings.LastIndexByte(text[:start], '\n') + 1
	return Text(text[line : start+len(trimmed)])
}

// isPythonSpace reports whether str.strip removes c.
func isPythonSpace(c rune) bool {
	return unicode.IsSpace(c) || 0x1c <= c && c <= 0x1f
}

// mayBeLiteral looks at the beginning alone, so that most prose costs nothing.
func mayBeLiteral(trimmed string, strict bool) bool {
	if trimmed == "" {
		return false
	}
	switch c := trimmed[0]; {
	case c == '<':
		return !strict && (strings.HasPrefix(trimmed, "<NA>") || strings.HasPrefix(trimmed, "<tf."))
	case isNameStart(c) || isDigit(c):
		return true
	}
	return strings.IndexByte("'\"([{+-.#\\", trimmed[0]) >= 0
}

// literalReader is a recursive descent reader; every method that reads leaves
// pos behind what it read, or returns false, which ends the whole reading.
// It never goes back over more than a name, so time is linear.
type literalReader struct {
	text   string
	pos    int
	depth  int // open brackets
	strict bool
	sets   int // sets read so far that were not made a frozenset
	keyed  int // bytes of keys built so far, see [literalReader.key]
}

// document reads a whole text: one expression on its line, blank lines and
// comments around it.
func (r *literalReader) document() (Value, bool) {
	if strings.IndexByte(r.text, 0) >= 0 || !r.skipBlankLines() {
		return nil, false
	}
	if !r.strict && isNumberWithCommas(r.text[r.pos:]) {
		return nil, false
	}
	v, ok := r.value()
	if !ok {
		return nil, false
	}
	r.skipSpace()
	if r.peek() == ',' {
		if v, ok = r.bareTuple(v); !ok {
			return nil, false
		}
	}
	return v, r.atEnd()
}

// skipBlankLines moves to the first token. Python allows it to be indented on
// the first line only.
func (r *literalReader) skipBlankLines() bool {
	r.pos = len(r.text) - len(strings.TrimLeft(r.text, " \t"))
	for {
		start := r.pos
		r.skipInline()
		if r.peek() != '#' && !r.atNewline() {
			indent := r.text[start:r.pos]
			return !strings.ContainsAny(indent[1+strings.LastIndexByte(indent, '\f'):], " \t")
		}
		r.skipComment()
		if !r.atNewline() {
			return false // a comment and nothing else
		}
		r.pos++
	}
}

// bareTuple reads on after the first element of a tuple without parentheses.
func (r *literalReader) bareTuple(first Value) (Value, bool) {
	tuple := Tuple{first}
	for r.peek() == ',' {
		r.pos++
		r.skipSpace()
		if c := r.peek(); c == 0 || c == '#' || r.atNewline() {
			break
		}
		v, ok := r.value()
		if !ok {
			return nil, false
		}
		tuple = append(tuple, v)
		r.skipSpace()
	}
	return tuple, true
}

// atEnd reports whether only blank lines and comments are left.
func (r *literalReader) atEnd() bool {
	for {
		r.skipInline()
		r.skipComment()
		if !r.atNewline() {
			return r.pos == len(r.text)
		}
		r.pos++
	}
}

// value reads one value, white space before it skipped by the caller.
func (r *literalReader) value() (Value, bool) {
	switch c := r.peek(); {
	case c == '(':
		return r.parenthesised()
	case c == '[':
		items, ok := r.sequence(']')
		return List(items), ok
	case c == '{':
		return r.braces()
	case c == '-' && r.depth > 0 && r.atMasked():
		r.pos += len("--")
		return Null{}, true
	case c == '+' || c == '-':
		return r.signed()
	case c == '"' || c == '\'':
		return r.stringValue()
	case isDigit(c) || c == '.':
		return r.number()
	case isNameStart(c):
		return r.named()
	case c == '<' && !r.strict && strings.HasPrefix(r.text[r.pos:], "<NA>"):
		r.pos += len("<NA>")
		return Null{}, true
	case c == '<' && !r.strict && r.atTensor():
		return r.tensor()
	}
	return nil, false
}

// parenthesised reads a tuple, or a value in parentheses.
func (r *literalReader) parenthesised() (Value, bool) {
	items, comma, ok := r.items(')')
	switch {
	case !ok:
		return nil, false
	case len(items) == 1 && !comma:
		return items[0], true
	}
	return Tuple(items), true
}

func (r *literalReader) sequence(closing byte) ([]Value, bool) {
	items, _, ok := r.items(closing)
	return items, ok
}

// items reads bracketed values; comma reports whether there was any comma.
// The slice is never nil.
func (r *literalReader) items(closing byte) (items []Value, comma, ok bool) {
	if !r.open() {
		return nil, false, false
	}
	items = []Value{}
	for r.peek() != closing {
		v, ok := r.value()
		if !ok {
			return nil, false, false
		}
		items = append(items, v)
		r.skipSpace()
		if r.peek() != ',' {
			break
		}
		comma = true
		r.pos++
		r.skipSpace()
	}
	return items, comma, r.shut(closing)
}

// braces reads a dict or a set.
func (r *literalReader) braces() (Value, bool) {
	if !r.open() {
		return nil, false
	}
	if r.peek() == '}' {
		return Dict{}, r.shut('}')
	}
	first, ok := r.hashable()
	if !ok {
		return nil, false
	}
	r.skipSpace()
	if r.peek() == ':' {
		return r.dict(first)
	}
	return r.set(first)
}

// dict reads on after the first key.
func (r *literalReader) dict(key Value) (Value, bool) {
	entries := newDictBuilder(r)
	for {
		if r.peek() != ':' {
			return nil, false
		}
		r.pos++
		r.skipSpace()
		v, ok := r.value()
		if !ok || !entries.put(key, v) {
			return nil, false
		}
		r.skipSpace()
		if !r.another('}') {
			return entries.dict, r.shut('}')
		}
		if key, ok = r.hashable(); !ok {
			return nil, false
		}
		r.skipSpace()
	}
}

// set reads on after the first element.
func (r *literalReader) set(element Value) (Value, bool) {
	elements := []Value{element}
	r.skipSpace()
	for r.another('}') {
		v, ok := r.hashable()
		if !ok {
			return nil, false
		}
		elements = append(elements, v)
		r.skipSpace()
	}
	if !r.shut('}') {
		return nil, false
	}
	r.sets++
	return r.newSet(elements)
}

// hashable reads a key or an element of a set. Lists and dicts are refused
// later, by [literalReader.key]; here those sets that are no frozenset.
func (r *literalReader) hashable() (Value, bool) {
	before := r.sets
	v, ok := r.value()
	return v, ok && r.sets == before
}

// another reads a comma and reports whether an element follows it.
func (r *literalReader) another(closing byte) bool {
	if r.peek() != ',' {
		return false
	}
	r.pos++
	r.skipSpace()
	return r.peek() != closing
}

// open reads an opening bracket and the white space behind it.
func (r *literalReader) open() bool {
	r.depth++
	r.pos++
	r.skipSpace()
	return r.depth <= maxBrackets
}

// shut reads the closing bracket.
func (r *literalReader) shut(closing byte) bool {
	if r.peek() != closing {
		return false
	}
	r.depth--
	r.pos++
	return true
}
