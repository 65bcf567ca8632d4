package nbformat

import (
	"maps"
	"slices"
)

// append appends a value in the style. outer is the line end and indentation
// of the line in which it begins, "" to write it in one line.
func (s style) append(dst []byte, v RawValue, outer string) []byte {
	if v.Exists() {
		dst, _ = s.appendAt(dst, v.Bytes, 0, outer)
	}
	return dst
}

// appendAt appends the value that begins at b[i] and returns the offset after
// it.
func (s style) appendAt(dst, b []byte, i int, outer string) (_ []byte, end int) {
	switch {
	case b[i] == '{' && s.sorted:
		return s.appendSorted(dst, b, i, outer)
	case b[i] == '{' || b[i] == '[':
		return s.appendContainer(dst, b, i, outer)
	case b[i] == '"':
		end = skipString(b, i)
		return requote(dst, b[i:end], s.ascii), end
	}
	end = skipValue(b, i)
	return append(dst, b[i:end]...), end
}

func (s style) appendContainer(dst, b []byte, i int, outer string) (_ []byte, end int) {
	open, outer := b[i], s.outer(outer)
	dst = append(dst, open)
	count := 0
	for i = skipSpace(b, i+1); b[i] != open+2; count++ { // '}' and ']' stand two after '{' and '['
		dst = s.separate(dst, count, outer)
		if open == '{' {
			end := skipString(b, i)
			dst = append(requote(dst, b[i:end], s.ascii), s.colon...)
			i = skipSpace(b, skipSpace(b, end)+1) // over the colon
		}
		dst, i = s.appendAt(dst, b, i, s.lead(outer))
		i = skipComma(b, i)
	}
	return append(s.end(dst, count, outer, s.empty(open)), open+2), i + 1
}

// appendSorted appends an object with its members in the order of their
// names, and of equal ones only the last.
func (s style) appendSorted(dst, b []byte, i int, outer string) (_ []byte, end int) {
	c := parseContainer(b, i)
	last := make(map[string]int, len(c.names))
	for k, name := range c.names {
		last[unquote(c.slice(name))] = k
	}
	dst, outer = append(dst, '{'), s.outer(outer)
	for n, name := range slices.Sorted(maps.Keys(last)) {
		k := last[name]
		dst = s.separate(dst, n, outer)
		dst = append(requote(dst, c.slice(c.names[k]), s.ascii), s.colon...)
		dst, _ = s.appendAt(dst, c.bytes, c.values[k].start, s.lead(outer))
	}
	return append(s.end(dst, len(last), outer, s.object), '}'), i + len(c.bytes)
}

// outer returns outer, or "" where the values below it stand in one line.
func (s style) outer(outer string) string {
	if s.lead(outer) == "" {
		return ""
	}
	return outer
}

// separate appends what stands before the i-th value of a container.
func (s style) separate(dst []byte, i int, outer string) []byte {
	switch {
	case i > 0 && outer == "":
		return append(dst, s.comma...)
	case i > 0:
		dst = append(dst, ',')
	}
	return append(dst, s.lead(outer)...)
}

// empty returns what stands within an empty container.
func (s style) empty(open byte) string {
	if open == '{' {
		return s.object
	}
	return s.array
}

// end appends what stands before the closing bracket of a container.
func (s style) end(dst []byte, count int, outer, empty string) []byte {
	if count > 0 || lineEnd(empty) != "" {
		return append(dst, outer...)
	}
	return append(dst, empty...)
}
