package nbformat

import (
	"slices"
	"strings"
)

// A container is an object or a list taken apart, so that it can be put
// together again with some of its items changed and every other byte as it was.
type container struct {
	bytes  []byte // begins with the opening bracket
	items  []span // elements, or members from the name to the end of the value
	names  []span // object: with their quotes
	values []span // the same as items in a list
}

// parseContainer takes apart the object or list that begins at b[i].
func parseContainer(b []byte, i int) container {
	c := container{bytes: b[i:]}
	object := b[i] == '{'
	b = c.bytes
	i = skipSpace(b, 1)
	for b[i] != '}' && b[i] != ']' {
		item := i
		if object {
			end := skipString(b, i)
			c.names = append(c.names, span{i, end})
			i = skipSpace(b, skipSpace(b, end)+1) // over the colon
		}
		end := skipValue(b, i)
		c.values = append(c.values, span{i, end})
		c.items = append(c.items, span{item, end})
		i = skipComma(b, end)
	}
	c.bytes = b[:i+1]
	return c
}

func (c container) slice(s span) []byte { return c.bytes[s.start:s.end] }

// lead returns what stands between the opening bracket and the first item.
func (c container) lead() string { return string(c.bytes[1:c.items[0].start]) }

// between returns what stands between the items i and i+1.
func (c container) between(i int) string {
	return string(c.bytes[c.items[i].end:c.items[i+1].start])
}

// colon returns what stands between the name and the value of a member.
func (c container) colon(i int) string {
	return string(c.bytes[c.names[i].end:c.values[i].start])
}

// find returns the index of the member that counts under a name, or -1.
func (c container) find(name string) int {
	for i := len(c.names) - 1; i >= 0; i-- {
		if unquote(c.slice(c.names[i])) == name {
			return i
		}
	}
	return -1
}

// inner returns the line end and indentation of the container's items, ""
// when they stand in one line; outer is that of the line the container
// begins in.
func (c container) inner(s style, outer string) string {
	if len(c.items) == 0 {
		return s.lead(outer)
	}
	lead := c.lead()
	end := lineEnd(lead)
	if end == "" {
		return ""
	}
	return end + lead[strings.LastIndexAny(lead, "\r\n")+1:]
}

// replace returns the container with another value of its i-th item.
func (c container) replace(i int, value []byte) []byte {
	return slices.Concat(c.bytes[:c.values[i].start], value, c.bytes[c.values[i].end:])
}

// An item is one item of a container that is put together again.
type item struct {
	text []byte
	from int // which item of the old container it is; -1 for a new one
}

// keep returns the items as they are.
func (c container) keep() []item {
	list := make([]item, len(c.items))
	for i, s := range c.items {
		list[i] = item{c.slice(s), i}
	}
	return list
}

// rebuild puts a container together from items, which may be changed, new or
// left out. Between two old neighbours stands what stood there; outer as for
// inner.
func (c container) rebuild(items []item, s style, outer string) []byte {
	open, end := c.bytes[0], c.bytes[len(c.bytes)-1]
	if len(items) == 0 {
		return append(s.end([]byte{open}, 0, outer, s.empty(open)), end)
	}
	inner := c.inner(s, outer)
	lead, tail := inner, outer
	if inner == "" {
		tail = ""
	}
	if n := len(c.items); n > 0 {
		lead, tail = c.lead(), string(c.bytes[c.items[n-1].end:len(c.bytes)-1])
	}
	out := append([]byte{open}, lead...)
	for i, it := range items {
		if i > 0 {
			out = append(out, c.separator(items[i-1].from, it.from, s, inner)...)
		}
		out = append(out, it.text...)
	}
	return append(append(out, tail...), end)
}

// separator returns what shall stand between two items, by which old items
// they are.
func (c container) separator(before, after int, s style, inner string) string {
	switch {
	case after > 0:
		return c.between(after - 1)
	case before >= 0 && before < len(c.items)-1:
		return c.between(before)
	case inner == "":
		return s.comma
	}
	return "," + inner
}

// insertMember returns the object with a new member: where it belongs when
// the names are in order, as nbformat writes them, else at the end.
func (c container) insertMember(name string, value []byte, s style, outer string) []byte {
	at := len(c.names)
	if c.isSorted() {
		for at > 0 && unquote(c.slice(c.names[at-1])) > name {
			at--
		}
	}
	colon := s.colon
	if len(c.items) > 0 {
		colon = c.colon(0)
	}
	text := append(quote(nil, name, s.ascii), colon...)
	items := slices.Insert(c.keep(), at, item{append(text, value...), -1})
	return c.rebuild(items, s, outer)
}

func (c container) isSorted() bool {
	return slices.IsSortedFunc(c.names, func(a, b span) int {
		return strings.Compare(unquote(c.slice(a)), unquote(c.slice(b)))
	})
}

// setPath returns an object with the value at path set, deleted when value
// is absent; objects on the way there are made. outer is as for inner.
func setPath(object []byte, outer string, path []string, value RawValue, s style) []byte {
	c := parseContainer(object, 0)
	i := c.find(path[0])
	if !value.Exists() && i < 0 {
		return object
	}
	if !value.Exists() && len(path) == 1 {
		return c.rebuild(slices.DeleteFunc(c.keep(), func(it item) bool {
			return unquote(c.slice(c.names[it.from])) == path[0]
		}), s, outer)
	}
	inner := c.inner(s, outer)
	text, same := newMember(c, i, path, value, s, inner)
	switch {
	case same:
		return object
	case i < 0:
		return c.insertMember(path[0], text, s, outer)
	}
	return c.replace(i, text)
}

// newMember returns the text of the member path[0] after the change, the i-th
// of its object or a new one, and whether it says the same as before.
func newMember(c container, i int, path []string, value RawValue, s style, inner string) (text []byte, same bool) {
	var old RawValue
	if i >= 0 {
		old = RawValue{Bytes: c.slice(c.values[i])}
	}
	if len(path) > 1 {
		if !old.IsObject() {
			if !value.Exists() {
				return nil, true
			}
			old = RawValue{Bytes: []byte("{}")}
		}
		return setPath(old.Bytes, inner, path[1:], value, s), false
	}
	if old.Exists() && sameValue(old, value) {
		return nil, true
	}
	return s.append(nil, value, inner), false
}

// sameValue reports whether two values differ in spelling only.
func sameValue(a, b RawValue) bool {
	plain := plainStyle()
	return string(plain.append(nil, a, "")) == string(plain.append(nil, b, ""))
}
