package nbformat

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"sync"
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

	tape *tape // of the document, when the value is a container on it
	at   taped // where it stands there
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
		return v.joined()
	}
	return "", false
}

// joined returns the join of a list of strings.
func (v RawValue) joined() (text string, ok bool) {
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	all := (*scratch)[:0]
	for e := v.elements(); e.next(); {
		element := v.Bytes[e.steps.value.start:e.steps.value.end]
		if element[0] != '"' {
			return "", false
		}
		all = appendUnquoted(all, element[1:len(element)-1])
	}
	if cap(all) <= maxScratch {
		*scratch = all
	}
	return string(all), true
}

// scratches hold what a text was put together in.
var scratches = sync.Pool{New: func() any { return new([]byte) }}

// maxScratch is the size, in bytes, up to which one is kept.
const maxScratch = 1 << 16

// inner returns what stands between the quotes of a string.
func (v RawValue) inner() []byte { return v.Bytes[1 : len(v.Bytes)-1] }

// IsText reports whether Text would succeed, without decoding.
func (v RawValue) IsText() bool {
	if v.tape != nil && v.IsArray() {
		return (*v.tape)[v.at].texts
	}
	for e := v.elements(); e.next(); {
		if v.Bytes[e.steps.value.start] != '"' {
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
		for m := v.members(); m.next(); {
			if string(m.name()) == name {
				found = m.value()
			}
		}
		v = found
	}
	return v
}

// Pick returns the values that Get returns for each of at most four names of
// one object, for the time that it takes to walk over it once.
func (v RawValue) Pick(names ...string) (values [4]RawValue) {
	for m := v.members(); m.next(); {
		if i := slices.Index(names, string(m.name())); i >= 0 {
			values[i] = m.value()
		}
	}
	return values
}

// Members yields the members of an object in the order of the file, duplicate
// names included; nothing for any other value.
func (v RawValue) Members() iter.Seq2[string, RawValue] {
	return func(yield func(string, RawValue) bool) {
		for m := v.members(); m.next(); {
			if !yield(string(m.name()), m.value()) {
				return
			}
		}
	}
}

// Elements yields the elements of an array with their indices, starting at 0;
// nothing for any other value.
func (v RawValue) Elements() iter.Seq2[int, RawValue] {
	return func(yield func(int, RawValue) bool) {
		n := 0
		for e := v.elements(); e.next(); n++ {
			if !yield(n, e.value()) {
				return
			}
		}
	}
}

// count counts the elements of an array.
func (v RawValue) count() (n int) {
	for e := v.elements(); e.next(); {
		n++
	}
	return n
}

// A cursor walks over the members of an object, or the elements of a list.
type cursor struct {
	in    RawValue
	steps steps
}

// members walks over an object, and over nothing else.
func (v RawValue) members() cursor { return v.walk('{') }

// elements walks over a list, and over nothing else.
func (v RawValue) elements() cursor { return v.walk('[') }

func (v RawValue) walk(bracket byte) cursor {
	c := cursor{in: v}
	switch {
	case !v.starts(bracket):
	case v.tape == nil:
		c.steps = into(v.Bytes, nil, 0, untaped)
	default:
		c.steps = into(v.Bytes, *v.tape, 0, v.at)
	}
	return c
}

// next goes to the next member or element; there is none when it returns false.
func (c *cursor) next() bool {
	var tape tape
	if c.in.tape != nil {
		tape = *c.in.tape
	}
	return c.steps.next(c.in.Bytes, tape)
}

// value returns the value of the member or element.
func (c *cursor) value() RawValue {
	v := c.in.sub(c.steps.value.start, c.steps.value.end)
	if c.steps.at != untaped {
		v.tape, v.at = c.in.tape, c.steps.at
	}
	return v
}

// name returns the name of the member. It shares memory with the notebook
// where it has no escapes.
func (c *cursor) name() []byte {
	name := c.in.Bytes[c.steps.name.start:c.steps.name.end]
	if bytes.IndexByte(name, '\\') >= 0 {
		return appendUnquoted(nil, name)
	}
	return name
}

func (v RawValue) sub(start, end int) RawValue {
	off := v.Offset
	if off >= 0 {
		off += int64(start)
	}
	return RawValue{Bytes: v.Bytes[start:end:end], Offset: off}
}
