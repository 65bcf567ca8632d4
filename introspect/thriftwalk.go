package introspect

import (
	"encoding/binary"
	"errors"
)

// A thriftWalker goes over a struct in thrift's compact protocol, in which
// Parquet writes its footer and page headers, and finds lengths and counts that
// the bytes cannot hold. After the walk i is the length of the struct.
type thriftWalker struct {
	b   []byte
	i   int
	err error
}

// Types of the compact protocol.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

var errThrift = errors.New("broken Parquet: its metadata cannot be read")

func (w *thriftWalker) structure(depth int) {
	w.fields(func(_ int, kind byte) { w.value(kind, depth) })
}

// fields calls do with the number and the type of each field of a struct,
// but for truth values, which have no bytes of their own. It must walk over the
// field's value.
func (w *thriftWalker) fields(do func(field int, kind byte)) {
	field := 0
	for w.err == nil {
		head := w.byte()
		if w.err != nil || head == 0 {
			return
		}
		if step := int(head >> 4); step > 0 {
			field += step
		} else {
			field = int(w.number()) // when it is no small step from the last
		}
		if kind := head & 0xf; kind != thriftTrue && kind != thriftFalse {
			do(field, kind)
		}
	}
}

func (w *thriftWalker) value(kind byte, depth int) {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		w.skip(1)
	case thriftDouble:
		w.skip(8)
	case thriftBinary:
		w.skip(w.varint())
	case thriftList, thriftSet:
		w.list(depth)
	case thriftMap: // Parquet has none
		w.err = errThrift
	case thriftStruct:
		if depth >= maxNesting {
			w.err = errThrift
			return
		}
		w.structure(depth + 1)
	default: // i16, i32, i64, and what the decoder refuses
		w.varint()
	}
}

func (w *thriftWalker) list(depth int) {
	if depth >= maxNesting {
		w.err = errThrift
		return
	}
	w.elements(func(kind byte) { w.value(kind, depth+1) })
}

// elements calls do with the type of each element of a list, over which it must
// walk, and returns how many there are.
func (w *thriftWalker) elements(do func(kind byte)) uint64 {
	head := w.byte()
	size := uint64(head >> 4)
	if size == 15 {
		size = w.varint()
	}
	if size > uint64(len(w.b)-w.i) { // an element has a byte or more
		w.err = errThrift
		return 0
	}
	for n := uint64(0); n < size && w.err == nil; n++ {
		do(head & 0xf)
	}
	return size
}

func (w *thriftWalker) byte() byte {
	if w.i >= len(w.b) {
		w.err = errThrift
	}
	if w.err != nil {
		return 0
	}
	w.i++
	return w.b[w.i-1]
}

func (w *thriftWalker) varint() uint64 {
	if w.err != nil {
		return 0
	}
	v, n := binary.Uvarint(w.b[w.i:])
	if n <= 0 {
		w.err = errThrift
		return 0
	}
	w.i += n
	return v
}

// number reads a signed number.
func (w *thriftWalker) number() int64 {
	n := w.varint()
	return int64(n>>1) ^ -int64(n&1)
}

// binary returns a text, shared with the bytes that are walked over.
func (w *thriftWalker) binary() []byte {
	start := w.i
	w.skip(w.varint())
	if w.err != nil {
		return nil
	}
	_, n := binary.Uvarint(w.b[start:])
	return w.b[start+n : w.i]
}

func (w *thriftWalker) skip(n uint64) {
	if w.err != nil || n > uint64(len(w.b)-w.i) {
		w.err = errThrift
		return
	}
	w.i += int(n)
}
