package nbformat

import (
	"bytes"
	"iter"
	"strconv"
	"strings"
)

// A RawValue is one JSON value as it stands in the notebook. The zero
// RawValue is an absent value.
type RawValue struct {
	// Bytes is the value's text without surrounding white space. It shares
	// memory with the notebook and must not be changed; nil when absent.
	Bytes []byte
	// Offset is the byte offset of Bytes[0] in the file, starting at 0; it is
	// -1 in a notebook that was upgraded from format 1 to 3.
	Offset int64

	tape tape // of the value's own containers; may be empty
}

// Exists reports whether there is a value; null is one.
func (v RawValue) Exists() bool { return len(v.Bytes) > 0 }

// IsNull reports whether the value is absent or null.
func (v RawValue) IsNull() bool { return len(v.Bytes) == 0 || v.Bytes[0] == 'n' }

// IsObject, IsArray and IsString report what the value is by its first byte.
func (v RawValue) IsObject() bool { return v.starts('{') }

// IsArray reports whether the value is a JSON array.
func (v RawValue) IsArray() bool { return v.starts('[') }

// IsString reports whether the value is one JSON string.
func (v RawValue) IsString() bool { return v.starts('"') }

func (v RawValue) starts(c byte) bool { return len(v.Bytes) > 0 && v.Bytes[0] == c }

// Text returns a string, or the join of a list of strings, which is how
// notebooks keep text of several lines ("multiline_string" in the schema).
// ok is false for every other value.
func (v RawValue) Text() (text string, ok bool) {
	switch {
	case v.IsString():
		return unquote(v.Bytes), true
	case v.IsArray():
		var b strings.Builder
		for _, e := range v.Elements() {
			if !e.IsString() {
				return "", false
			}
			b.WriteString(unquote(e.Bytes))
		}
		return b.String(), true
	}
	return "", false
}

// isText reports whether Text would succeed, without decoding.
func (v RawValue) isText() bool {
	for _, e := range v.Elements() {
		if !e.IsString() {
			return false
		}
	}
	return v.IsString() || v.IsArray()
}

// Int returns an integer that fits an int; ok is false for every other value.
func (v RawValue) Int() (n int, ok bool) {
	n, err := strconv.Atoi(string(v.Bytes))
	return n, err == nil
}

// Bool returns true or false; ok is false for every other value.
func (v RawValue) Bool() (b, ok bool) {
	switch string(v.Bytes) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

// Get follows member names down through objects and returns the value there,
// or the absent value. Of duplicate names the last counts, as in Python.
func (v RawValue) Get(names ...string) RawValue {
	for _, name := range names {
		var found RawValue
		for n, m := range v.members() {
			if string(n) == name {
				found = m
			}
		}
		v = found
	}
	return v
}

// Members yields the members of an object in the order of the file, duplicate
// names included; nothing for any other value.
func (v RawValue) Members() iter.Seq2[string, RawValue] {
	return func(yield func(string, RawValue) bool) {
		for name, m := range v.members() {
			if !yield(string(name), m) {
				return
			}
		}
	}
}

// members is Members without a copy of each name: they share memory with the
// notebook where they have no escapes.
func (v RawValue) members() iter.Seq2[[]byte, RawValue] {
	return func(yield func([]byte, RawValue) bool) {
		if !v.IsObject() {
			return
		}
		inner := v.tape.inner()
		i := skipSpace(v.Bytes, 1)
		for v.Bytes[i] != '}' {
			end := skipString(v.Bytes, i)
			name := v.Bytes[i+1 : end-1]
			if bytes.IndexByte(name, '\\') >= 0 {
				name = []byte(unquote(v.Bytes[i:end]))
			}
			i = skipSpace(v.Bytes, skipSpace(v.Bytes, end)+1) // over the colon
			var m RawValue
			m, inner = v.child(i, inner)
			if !yield(name, m) {
				return
			}
			i = skipComma(v.Bytes, i+len(m.Bytes))
		}
	}
}

// Elements yields the elements of an array with their indices, starting at 0;
// nothing for any other value.
func (v RawValue) Elements() iter.Seq2[int, RawValue] {
	return func(yield func(int, RawValue) bool) {
		if !v.IsArray() {
			return
		}
		inner := v.tape.inner()
		i := skipSpace(v.Bytes, 1)
		for n := 0; v.Bytes[i] != ']'; n++ {
			var e RawValue
			e, inner = v.child(i, inner)
			if !yield(n, e) {
				return
			}
			i = skipComma(v.Bytes, i+len(e.Bytes))
		}
	}
}

// child returns the value that starts at i. inner is the tape from its
// containers on, or of nothing; rest is what follows them.
func (v RawValue) child(i int, inner tape) (c RawValue, rest tape) {
	if b := v.Bytes[i]; len(inner) == 0 || b != '{' && b != '[' {
		return v.sub(i, skipValue(v.Bytes, i)), inner
	}
	c = v.sub(i, i+inner[0].length)
	c.tape, rest = inner[:inner[0].containers], inner[inner[0].containers:]
	return c, rest
}

// elements counts the elements of an array.
func (v RawValue) elements() (n int) {
	for range v.Elements() {
		n++
	}
	return n
}

func (v RawValue) sub(start, end int) RawValue {
	off := v.Offset
	if off >= 0 {
		off += int64(start)
	}
	return RawValue{Bytes: v.Bytes[start:end:end], Offset: off}
}
