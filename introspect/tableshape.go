package introspect

import (
	"bytes"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// An unreadTable is HTML that is known to hold one table and no scalars. It
// stands for the table until all keys of the notebook are known, and with them
// whether anybody needs its cells.
type unreadTable struct{ html nbformat.RawValue }

// Kind returns KindTable.
func (*unreadTable) Kind() value.Kind { return value.KindTable }

func (t *unreadTable) read() value.Value {
	html, _ := t.html.Text()
	return tables(html)
}

// plainTable returns the HTML of a bundle that holds nothing richer, when it is
// known to be one table without scalars.
func plainTable(data nbformat.MIMEBundle) (html nbformat.RawValue, known bool) {
	for _, d := range data {
		switch d.Type {
		case "text/html":
			if html.Exists() {
				return html, false
			}
			html = d.Value
		case "text/plain":
		default:
			return html, false
		}
	}
	return html, html.IsText() && tableWithoutScalars(html.Bytes)
}

// tableWithoutScalars reports whether HTML, as it stands in JSON, is a table as
// pandas prints most of its frames, of two rows and columns at least: then it
// holds no scalars (see [value.MayHaveScalars]), which is seen without taking it
// apart. Of anything that pandas writes less often, or that another program
// writes, it says false, and the table must be read.
func tableWithoutScalars(html []byte) bool {
	head, body, ok := bytes.Cut(html, []byte("<tbody>"))
	if !ok || bytes.Contains(html, []byte("u003")) { // of \u003c, as some programs write "<"
		return false
	}
	return isPlainBody(body) && isPlainHead(head)
}

// isPlainHead reports whether one table begins, with rows of <th> alone.
func isPlainHead(head []byte) bool {
	tables := 0
	tags := plainTags{rest: head}
	for tags.next() {
		switch string(tags.name) {
		case "style scoped": // what it holds is text
			if !tags.next() || string(tags.name) != "/style" {
				return false
			}
		case `table border=\"1\" class=\"dataframe\"`:
			tables++
		case "div", "/div", "thead", "/thead", "tr", "/tr", "th", "/th", `tr style=\"text-align: right;\"`:
		default:
			return false
		}
	}
	return !tags.broken && tables == 1
}

// isPlainBody reports whether at least two rows follow that each have the same
// number of <td>, two at least, none of which may be dots.
func isPlainBody(body []byte) bool {
	tags := plainTags{rest: body}
	rows, cells, width := 0, 0, 0
	inRow, ended := false, false
	for tags.next() {
		switch name := string(tags.name); {
		case name == "tr" && !inRow && !ended:
			inRow, cells = true, 0
		case name == "/tr" && inRow:
			if rows++; rows == 1 {
				width = cells
			}
			if cells < 2 || cells != width {
				return false
			}
			inRow = false
		case name == "td" && inRow:
			if cells++; len(tags.rest) == 0 || mayBeginDots(tags.rest[0]) {
				return false
			}
		case (name == "th" || name == "/th" || name == "/td") && inRow:
		case (name == "/tbody" || name == "/table") && !inRow:
			ended = true
		case (name == "p" || name == "/p" || name == "/div") && ended:
		default:
			return false
		}
	}
	return !tags.broken && ended && rows >= 2
}

// mayBeginDots reports whether the text of a cell that begins so may be dots that
// stand for what is not shown, with white space before them or spelled in some
// other way. A quote or a backslash is the JSON's.
func mayBeginDots(first byte) bool {
	switch first {
	case '.', ' ', '"', '\\', '&':
		return true
	}
	return first >= utf8.RuneSelf
}

// plainTags are the tags of HTML as it stands in JSON. They are broken when one
// has no end, or is none.
type plainTags struct {
	rest   []byte // behind the tag
	name   []byte // all that stands in the tag
	broken bool
}

func (t *plainTags) next() bool {
	i := bytes.IndexByte(t.rest, '<') + 1
	if i == 0 {
		return false
	}
	rest := t.rest[i:]
	const short = 8 // as most names are
	end := min(len(rest), short)
	for i, b := range rest[:end] {
		if b == '>' {
			t.name, t.rest = rest[:i], rest[i+1:]
			return true
		}
	}
	if i = bytes.IndexByte(rest[end:], '>'); i < 0 {
		t.broken = true
		return false
	}
	t.name, t.rest = rest[:end+i], rest[end+i+1:]
	return true
}
