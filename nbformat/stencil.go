package nbformat

import (
	"bytes"
	"fmt"
	"strings"
)

// A Stencil is an edited notebook with open places: what stands between them
// is copied, and what is put into them is written as the [Editor] would write
// it there. A thousand copies of a notebook that differ in a few values cost
// little more than their bytes. It is never changed and may be used by several
// goroutines at once.
type Stencil struct {
	parts  [][]byte // before, between and after the places
	places []place
	style  style
}

// A Place is a value of a notebook that the copies of a stencil have different.
type Place struct {
	Value RawValue
	// Text is for the source of a cell: it is filled with text, which stands
	// in the file as one string or as a list of lines. Other places are filled
	// with JSON.
	Text bool
}

type place struct {
	outer string // line end and indentation of the line it begins in; "" inside a line
	text  bool
}

// Stencil returns a stencil of a notebook that this editor's Apply returned.
// The places are values of that notebook, in the order of the file, none inside
// another.
func (e *Editor) Stencil(nb *Notebook, places ...Place) (*Stencil, error) {
	s := &Stencil{style: e.style}
	from := 0
	for _, p := range places {
		start := int(p.Value.Offset)
		if !p.Value.Exists() || start < from || !bytes.HasPrefix(nb.source[start:], p.Value.Bytes) {
			return nil, fmt.Errorf("place %d of a stencil is no value of the notebook behind the others", len(s.places))
		}
		s.parts = append(s.parts, nb.source[from:start])
		s.places = append(s.places, place{e.style.lineOf(nb.source[:start]), p.Text})
		from = start + len(p.Value.Bytes)
	}
	s.parts = append(s.parts, nb.source[from:])
	return s, nil
}

// lineOf returns the line end and indentation of the line that ends in before,
// when all that stands in it is the name of a member; else "".
func (s style) lineOf(before []byte) string {
	line := before[bytes.LastIndexAny(before, "\r\n")+1:]
	text := strings.TrimLeft(string(line), " \t")
	if s.newline == "" || len(line) == len(before) || !strings.HasPrefix(text, `"`) {
		return ""
	}
	if end := skipString([]byte(text), 0); strings.TrimSpace(text[end:]) != ":" {
		return ""
	}
	return s.newline + string(line[:len(line)-len(text)])
}

// Append appends the notebook with these values in the places to dst: text, or
// JSON as Python reads it, with NaN. There must be as many values as places.
func (s *Stencil) Append(dst []byte, values ...string) ([]byte, error) {
	if len(values) != len(s.places) {
		return nil, fmt.Errorf("%d values for %d places of a stencil", len(values), len(s.places))
	}
	for i, p := range s.places {
		dst = append(dst, s.parts[i]...)
		if p.text {
			dst = s.style.append(dst, s.style.text(values[i]), p.outer)
			continue
		}
		var ignored notes
		span, problem := check([]byte(values[i]), &ignored)
		if problem != nil {
			return nil, fmt.Errorf("value %d of a stencil: no JSON from byte %d on", i, problem.Offset)
		}
		dst = s.style.append(dst, RawValue{Bytes: []byte(values[i])[span.start:span.end]}, p.outer)
	}
	return append(dst, s.parts[len(s.places)]...), nil
}
