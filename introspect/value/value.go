// Package value holds what a notebook's outputs mean: numbers, text, lists,
// dicts, tables, images. It reads the texts that Python, R and others print
// for them (see [ParseLiteral]) and the HTML tables of pandas and its
// relatives (see [ParseTables]), as data: nothing is ever executed.
//
// A value that is absent is a nil [Value], never a 0, a NaN or an empty text.
package value

import "strings"

// Kind names what a value is; it stands in tables and JSON for users to read.
type Kind string

// The kinds of values.
const (
	KindNull   Kind = "null"
	KindBool   Kind = "bool"
	KindNumber Kind = "number"
	KindText   Kind = "text"
	KindList   Kind = "list"
	KindTuple  Kind = "tuple"
	KindSet    Kind = "set"
	KindDict   Kind = "dict"
	KindTable  Kind = "table"
	KindImage  Kind = "image"
	KindFile   Kind = "file" // an [Image] that is no picture
	KindFigure Kind = "figure"
	KindMarkup Kind = "markup"
	KindError  Kind = "error"
	KindBytes  Kind = "bytes"
)

// A Value is one of the types of this package: [Null], [Bool], [Number],
// [Text], [List], [Tuple], [Set], [Dict], [*Table], [*Image], [*Figure],
// [Markup], [Error] or [Bytes].
type Value interface {
	Kind() Kind
}

// Null is Python's None, R's NULL, JSON's null.
type Null struct{}

// Bool is true or false.
type Bool bool

// Text is a string, or an output that is nothing else.
type Text string

// List is an ordered sequence: a Python list or a one-dimensional array; an
// array of more dimensions is a list of lists.
type List []Value

// Tuple is a Python tuple.
type Tuple []Value

// Set is a Python set or frozenset: no two elements are equal, and they stand
// in the order of [Compare].
type Set []Value

// Dict is an ordered mapping. No two keys are equal.
type Dict []Item

// Get returns the value of the key that is this text, nil for none.
func (d Dict) Get(name string) Value {
	for _, item := range d {
		if item.Key == Text(name) {
			return item.Value
		}
	}
	return nil
}

// Item is one entry of a [Dict].
type Item struct{ Key, Value Value }

// Markup is an output to be looked at rather than computed with.
type Markup struct {
	MIMEType string // text/html, text/markdown, text/latex
	Text     string // untrusted
}

// Error is an exception as the kernel reported it.
type Error struct {
	Ename, Evalue string
	Traceback     []string // one entry a frame or line, with ANSI colours; may be nil
}

// Message returns the error as the last line of a traceback has it: ZeroDivisionError: division by
// zero; one of the two alone where the other is empty.
func (e Error) Message() string {
	if e.Ename == "" || e.Evalue == "" {
		return e.Ename + e.Evalue
	}
	return e.Ename + ": " + e.Evalue
}

// Bytes is a Python bytes literal.
type Bytes []byte

// Figure is a chart that a library draws from its specification.
type Figure struct {
	MIMEType string // application/vnd.plotly.v1+json, application/vnd.vegalite.v5+json, ...
	Spec     []byte // the raw JSON
	Static   *Image // the picture beside it; nil when there is none
}

// Kind returns KindNull.
func (Null) Kind() Kind { return KindNull }

// Kind returns KindBool.
func (Bool) Kind() Kind { return KindBool }

// Kind returns KindNumber.
func (Number) Kind() Kind { return KindNumber }

// Kind returns KindText.
func (Text) Kind() Kind { return KindText }

// Kind returns KindList.
func (List) Kind() Kind { return KindList }

// Kind returns KindTuple.
func (Tuple) Kind() Kind { return KindTuple }

// Kind returns KindSet.
func (Set) Kind() Kind { return KindSet }

// Kind returns KindDict.
func (Dict) Kind() Kind { return KindDict }

// Kind returns KindTable.
func (*Table) Kind() Kind { return KindTable }

// Kind returns KindImage, or KindFile for a document, sound or film.
func (m *Image) Kind() Kind {
	if strings.HasPrefix(m.MIMEType, "image/") {
		return KindImage
	}
	return KindFile
}

// Kind returns KindFigure.
func (*Figure) Kind() Kind { return KindFigure }

// Kind returns KindMarkup.
func (Markup) Kind() Kind { return KindMarkup }

// Kind returns KindError.
func (Error) Kind() Kind { return KindError }

// Kind returns KindBytes.
func (Bytes) Kind() Kind { return KindBytes }
