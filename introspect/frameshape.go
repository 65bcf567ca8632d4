package introspect

import (
	"bytes"
	"encoding/base64"
	"sync"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A frameShape is what the footer of a Parquet file tells of its data frame.
// Who needs no cells learns from it, in a tenth of the time, that the frame
// holds no scalars.
type frameShape struct {
	rows, columns int // columns without the index
}

// frameRooms hold what a frame's file was decoded into, up to a size in bytes.
var frameRooms = sync.Pool{New: func() any { return new([]byte) }}

const mostFrameRoom = 1 << 20

// shapeOfFrame returns the shape of a data frame that scrapbook stored. It is
// known only where the whole file says the same: every page of every column
// stands in the file, and they hold as many values as there are rows. What
// pandas writes but for columns of lists is so; for all else the frame must
// be decoded, which finds what is wrong.
func shapeOfFrame(data nbformat.RawValue) (shape frameShape, known bool) {
	text, ok := textBytes(data)
	if !ok {
		return frameShape{}, false
	}
	room := frameRooms.Get().(*[]byte)
	defer frameRooms.Put(room)
	file, err := base64.StdEncoding.AppendDecode((*room)[:0], text)
	if err != nil {
		return frameShape{}, false
	}
	if cap(file) <= mostFrameRoom {
		*room = file
	}
	footer, err := footerOf(file)
	if err != nil {
		return frameShape{}, false
	}
	r := shapeReader{file: file, footer: thriftWalker{b: footer}}
	return r.shape()
}

// A shapeReader reads no more of the file's metadata than its shape, by the
// numbers that fields have in parquet.thrift.
type shapeReader struct {
	file   []byte
	footer thriftWalker

	elements uint64 // of the schema: the frame itself, then the columns
	children int64  // of the first element
	repeated bool
	rows     int64 // of the whole file
	grouped  int64 // the sum of the row groups' rows
	index    int   // how many columns are the index; -1 when it cannot be told
	strange  bool  // something that pandas does not write
}

func (r *shapeReader) shape() (frameShape, bool) {
	w := &r.footer
	w.fields(func(field int, kind byte) {
		switch {
		case field == 2 && kind == thriftList:
			r.elements = w.elements(r.element)
		case field == 3 && isNumber(kind):
			r.rows = w.number()
		case field == 4 && kind == thriftList:
			w.elements(r.rowGroup)
		case field == 5 && kind == thriftList:
			w.elements(r.keyValue)
		default:
			w.value(kind, 0)
		}
	})
	columns := r.children - int64(r.index)
	flat := r.elements == uint64(r.children)+1 && !r.repeated
	if w.err != nil || r.strange || !flat || r.grouped != r.rows || r.rows <= 0 || columns < 0 ||
		r.rows > maxValues || r.rows*r.children > maxValues {
		return frameShape{}, false
	}
	return frameShape{int(r.rows), int(columns)}, true
}

func isNumber(kind byte) bool { return kind > thriftByte && kind < thriftDouble }

// element reads an element of the schema.
func (r *shapeReader) element(kind byte) {
	w := &r.footer
	first := r.elements == 0
	r.elements++
	r.structure(kind, func(field int, kind byte) {
		switch {
		case field == 3 && isNumber(kind):
			const repeated = 2
			r.repeated = w.number() == repeated || r.repeated
		case field == 5 && isNumber(kind) && first:
			r.children = w.number()
		default:
			w.value(kind, 0)
		}
	})
}

// rowGroup reads a row group: each of its columns must hold its rows.
func (r *shapeReader) rowGroup(kind byte) {
	w := &r.footer
	var rows, columns int64
	least, most := int64(maxValues), int64(0)
	r.structure(kind, func(field int, kind byte) {
		switch {
		case field == 1 && kind == thriftList:
			columns = int64(w.elements(func(kind byte) {
				n := r.column(kind)
				least, most = min(least, n), max(most, n)
			}))
		case field == 3 && isNumber(kind):
			rows = w.number()
		default:
			w.value(kind, 0)
		}
	})
	r.grouped += rows
	if columns != r.children || columns > 0 && (least != rows || most != rows) {
		r.strange = true
	}
}

// column reads a column of a row group and returns how many values its pages
// hold.
func (r *shapeReader) column(kind byte) (values int64) {
	w := &r.footer
	var size, dataPage, dictionary int64
	r.structure(kind, func(field int, kind byte) {
		if field != 3 || kind != thriftStruct {
			w.value(kind, 0)
			return
		}
		w.fields(func(field int, kind byte) {
			switch {
			case field == 4 && isNumber(kind):
				const uncompressed, snappy = 0, 1
				codec := w.number()
				r.strange = r.strange || codec != uncompressed && codec != snappy
			case field == 7 && isNumber(kind):
				size = w.number()
			case field == 9 && isNumber(kind):
				dataPage = w.number()
			case field == 11 && isNumber(kind):
				dictionary = w.number()
			default:
				w.value(kind, 0)
			}
		})
	})
	start := dataPage
	if dictionary != 0 {
		start = dictionary
	}
	if start < 0 || size < 0 || start > int64(len(r.file)) || size > int64(len(r.file))-start {
		r.strange = true
		return 0
	}
	return r.pages(r.file[start : start+size])
}

// pages walks over the pages of a column and returns how many values they hold.
func (r *shapeReader) pages(b []byte) (values int64) {
	for len(b) > 0 {
		w := thriftWalker{b: b}
		const dataPage, dictionaryPage = 0, 2
		var size, n int64
		pageType := int64(-1)
		w.fields(func(field int, kind byte) {
			switch {
			case field == 1 && isNumber(kind):
				pageType = w.number()
			case field == 3 && isNumber(kind):
				size = w.number()
			case field == 5 && kind == thriftStruct:
				w.fields(func(field int, kind byte) {
					if field == 1 && isNumber(kind) {
						n = w.number()
						return
					}
					w.value(kind, 0)
				})
			default:
				w.value(kind, 0)
			}
		})
		if w.err != nil || size < 0 || size > int64(len(b)-w.i) || n < 0 || n > maxValues ||
			pageType != dataPage && pageType != dictionaryPage {
			r.strange = true
			return 0
		}
		values += n
		b = b[int64(w.i)+size:]
	}
	return values
}

// keyValue reads a note beside the data, of which pandas' tells the index.
func (r *shapeReader) keyValue(kind byte) {
	w := &r.footer
	var name, text []byte
	r.structure(kind, func(field int, kind byte) {
		switch {
		case field == 1 && kind == thriftBinary:
			name = w.binary()
		case field == 2 && kind == thriftBinary:
			text = w.binary()
		default:
			w.value(kind, 0)
		}
	})
	if string(name) != "pandas" {
		return
	}
	n, ok := indexFields(text)
	r.strange = r.strange || !ok || r.index > 0
	r.index = n
}

// structure walks over a struct in a list.
func (r *shapeReader) structure(kind byte, do func(field int, kind byte)) {
	if kind != thriftStruct {
		r.footer.err = errThrift
		return
	}
	r.footer.fields(do)
}

// indexFields counts the columns of the file that are the index, at the
// beginning of what pandas says: {"index_columns": ["__index_level_0__"], ...
// The rest of the JSON is not looked at. Where it is broken, decoding takes
// all columns for data, so that there are no fewer than counted here.
func indexFields(text []byte) (n int, ok bool) {
	const beginning = `{"index_columns": [`
	rest, ok := bytes.CutPrefix(text, []byte(beginning))
	if !ok || bytes.Contains(rest, []byte(`"index_columns"`)) {
		return 0, false
	}
	if bytes.HasPrefix(rest, []byte(`{"kind": "range"`)) { // which no column holds
		end := bytes.IndexByte(rest, '}') + 1
		inText := bytes.Count(rest[:end], []byte{'"'})%2 == 1
		return 0, end > 0 && !inText && bytes.HasPrefix(rest[end:], []byte{']'})
	}
	for len(rest) > 0 && rest[0] == '"' {
		end := bytes.IndexByte(rest[1:], '"') + 1
		if end == 0 || bytes.IndexByte(rest[:end], '\\') >= 0 {
			return 0, false
		}
		n++
		rest = bytes.TrimPrefix(rest[end+1:], []byte(", "))
	}
	return n, len(rest) > 0 && rest[0] == ']'
}

// withoutScalars reports whether a data frame is known to hold no scalars.
func withoutScalars(data nbformat.RawValue) bool {
	shape, known := shapeOfFrame(data)
	return known && !value.MayHaveScalars(shape.rows, shape.columns)
}
