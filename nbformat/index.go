package nbformat

import (
	"fmt"
	"strconv"
	"strings"
)

// maxCells bounds what a small hostile file of empty cells can make of memory.
const maxCells = 100_000

// An indexer notes where the parts of a notebook stand, and what of them is
// not as the schema says. Only what leaves nothing to read is an error.
type indexer struct {
	nb    *Notebook
	notes notes
	ids   map[string]bool
}

// A root is the members of the notebook object that matter.
type root struct {
	nbformat, minor, metadata, cells, worksheets RawValue
}

func newRoot(object RawValue) (r root) {
	for name, v := range object.members() {
		switch string(name) {
		case "nbformat":
			r.nbformat = v
		case "nbformat_minor":
			r.minor = v
		case "metadata":
			r.metadata = v
		case "cells":
			r.cells = v
		case "worksheets":
			r.worksheets = v
		}
	}
	return r
}

// notebook fills the notebook from the document's value.
func (in *indexer) notebook(object RawValue) *Problem {
	r := newRoot(object)
	if !object.IsObject() || !r.nbformat.Exists() && !r.cells.Exists() && !r.worksheets.Exists() {
		return describeJSON(object)
	}
	if p := in.version(r); p != nil {
		return p
	}
	if in.nb.NBFormat < 4 {
		document, p := upgrade(object, r, in.nb.NBFormat, &in.notes)
		if p != nil {
			return p
		}
		in.nb.document = document
		r = newRoot(RawValue{Bytes: document, Offset: -1})
	}
	in.nb.Metadata = in.object(r.metadata, "metadata", func() string { return "/metadata" })
	return in.cells(r.cells)
}

// version finds the format, also where the file does not say it.
func (in *indexer) version(r root) *Problem {
	major, exact := lenientInt(r.nbformat)
	switch {
	case !r.nbformat.Exists():
		major = guessVersion(r)
		in.note("nbformat missing", r.cells, "", fmt.Sprintf("nbformat is missing; read as %d", major))
	case major < 1 || major > 4:
		return unsupportedVersion(r.nbformat)
	case !exact:
		in.note("nbformat", r.nbformat, "/nbformat", fmt.Sprintf("nbformat is no whole number; read as %d", major))
	}
	minor, exact := lenientInt(r.minor)
	if major == 4 && !exact {
		in.note("nbformat_minor", r.minor, "/nbformat_minor", "nbformat_minor is missing or no whole number; read as "+strconv.Itoa(minor))
	}
	in.nb.NBFormat, in.nb.NBFormatMinor = major, minor
	return nil
}

// lenientInt reads a whole number, also one that is written as 4.0 or "4";
// exact is false for those, and for no number, which is 0.
func lenientInt(v RawValue) (n int, exact bool) {
	if n, ok := v.Int(); ok {
		return n, true
	}
	text := string(v.Bytes)
	if v.IsString() {
		text = unquote(v.Bytes)
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(text), ".0"))
	if err != nil {
		return 0, false
	}
	return n, false
}

// guessVersion tells the format of a file that does not state it: format 1
// did not have to.
func guessVersion(r root) int {
	if r.worksheets.Exists() {
		return 3
	}
	for _, cell := range r.cells.Elements() {
		if !cell.Get("source").Exists() && (cell.Get("code").Exists() || cell.Get("text").Exists()) {
			return 1
		}
	}
	return 4
}

func (in *indexer) cells(v RawValue) *Problem {
	switch n := v.elements(); {
	case !v.Exists():
		return &Problem{Offset: -1, Message: "not a notebook: cells is missing"}
	case !v.IsArray():
		return &Problem{Offset: v.Offset, Pointer: "/cells", Message: "cells is no list"}
	case n > maxCells:
		return &Problem{Offset: v.Offset, Pointer: "/cells", Message: fmt.Sprintf("%d cells; more than %d are not read", n, maxCells)}
	default:
		in.nb.Cells = make([]Cell, 0, n)
	}
	in.ids = make(map[string]bool, cap(in.nb.Cells))
	for i, raw := range v.Elements() {
		in.nb.Cells = append(in.nb.Cells, in.cell(i, raw))
	}
	return nil
}

func (in *indexer) cell(i int, raw RawValue) Cell {
	at := func() string { return "/cells/" + strconv.Itoa(i) }
	c := newCell(raw)
	if !raw.IsObject() {
		in.noteAt("cell", raw, at, "the cell is no object; it stays, but holds nothing")
		in.nb.UnknownCells++
		return c
	}
	known := c.CellType == CodeCell || c.CellType == MarkdownCell || c.CellType == RawCell
	if !known {
		in.nb.UnknownCells++
		in.noteAt("cell_type", raw, at, fmt.Sprintf("unknown cell type %q", shorten(c.CellType, 40)))
	}
	if known && !c.source.isText() {
		in.noteAt("source", raw, at, "the cell's source is no text; read as empty")
	}
	if c.ID != "" && in.ids[c.ID] {
		in.noteAt("id", raw, at, fmt.Sprintf("the cell id %q stands twice", shorten(c.ID, 64)))
	}
	in.ids[c.ID] = true
	c.Metadata = in.object(c.Metadata, "cell metadata", func() string { return at() + "/metadata" })
	in.tags(c.Metadata.Get("tags"), at)
	in.outputs(&c, at)
	return c
}

// object returns v when it is an object, else the absent value.
func (in *indexer) object(v RawValue, what string, at func() string) RawValue {
	switch {
	case v.IsObject():
		return v
	case v.Exists():
		in.noteAt(what, v, at, "metadata is no object; read as empty")
	default:
		in.noteAt(what+" missing", v, at, "metadata is missing; read as empty")
	}
	return RawValue{}
}

func (in *indexer) tags(tags RawValue, cell func() string) {
	at := func() string { return cell() + "/metadata/tags" }
	if tags.IsString() {
		in.noteAt("tag string", tags, at, "tags is one string, not a list; read as one tag")
		return
	}
	if tags.Exists() && !tags.IsArray() {
		in.noteAt("tags", tags, at, "tags is no list; left out")
	}
	for _, tag := range tags.Elements() {
		if !tag.IsString() {
			in.noteAt("tag", tag, at, "a tag is no string; left out")
		}
	}
}

func (in *indexer) outputs(c *Cell, cell func() string) {
	if c.outputs.Exists() && !c.outputs.IsArray() {
		in.noteAt("outputs", c.outputs, func() string { return cell() + "/outputs" }, "outputs is no list; read as none")
	}
	if c.CellType != CodeCell {
		return
	}
	for i, raw := range c.outputs.Elements() {
		in.output(raw, func() string { return cell() + "/outputs/" + strconv.Itoa(i) })
	}
}

func (in *indexer) output(raw RawValue, at func() string) {
	var outputType, text, data RawValue
	for name, v := range raw.members() {
		switch string(name) {
		case "output_type":
			outputType = v
		case "text":
			text = v
		case "data":
			data = v
		}
	}
	switch kind := typeName(outputType); kind {
	case Stream:
		if !text.isText() {
			in.noteAt("text", raw, at, "the stream's text is no text; read as empty")
		}
	case DisplayData, ExecuteResult:
		if !data.IsObject() {
			in.noteAt("data", raw, at, "the output's data is no object; read as empty")
		}
	case ErrorOutput:
	default:
		in.nb.UnknownOutputs++
		in.noteAt("output_type", raw, at, fmt.Sprintf("unknown output type %q", shorten(kind, 40)))
	}
}

func (in *indexer) note(kind string, v RawValue, pointer, message string) {
	in.noteAt(kind, v, func() string { return pointer }, message)
}

// noteAt notes something about a value; an absent one has no place.
func (in *indexer) noteAt(kind string, v RawValue, pointer func() string, message string) {
	offset := v.Offset
	if !v.Exists() {
		offset = -1
	}
	in.notes.add(kind, offset, pointer, func() string { return message })
}

func newCell(raw RawValue) Cell {
	c := Cell{Raw: raw}
	for name, v := range raw.members() {
		switch string(name) {
		case "cell_type":
			c.CellType = typeName(v)
		case "id":
			c.ID, _ = v.Text()
		case "metadata":
			c.Metadata = v
		case "source":
			c.source = v
		case "execution_count":
			c.ExecutionCount = nil
			if n, ok := v.Int(); ok {
				c.ExecutionCount = &n
			}
		case "outputs":
			c.outputs = v
		}
	}
	c.Tags = texts(c.Metadata.Get("tags"))
	return c
}
