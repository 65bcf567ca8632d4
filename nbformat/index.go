package nbformat

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// maxCells bounds what a small hostile file of empty cells can make of memory.
const maxCells = 100_000

// An indexer notes where the parts of a notebook stand, and what of them is
// not as the schema says. Only what leaves nothing to read is an error.
type indexer struct {
	nb     *Notebook
	notes  notes
	cellAt int // the cell that is looked at
	ids    idSet

	// What cells point to, made in one piece.
	texts  strings.Builder
	tags   []string
	counts []int
}

// A root is the members of the notebook object that matter.
type root struct {
	nbformat, minor, metadata, cells, worksheets RawValue
}

func newRoot(object RawValue) (r root) {
	for m := object.members(); m.next(); {
		switch string(m.text()) {
		case "nbformat":
			r.nbformat = m.value
		case "nbformat_minor":
			r.minor = m.value
		case "metadata":
			r.metadata = m.value
		case "cells":
			r.cells = m.value
		case "worksheets":
			r.worksheets = m.value
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
	in.nb.Metadata = r.metadata
	if !r.metadata.IsObject() {
		in.nb.Metadata = RawValue{}
		in.noMetadata("metadata", r.metadata, "/metadata")
	}
	return in.cells(r.cells)
}

// version finds the format, also where the file does not say it.
func (in *indexer) version(r root) *Problem {
	major, exact := lenientInt(r.nbformat)
	switch {
	case !r.nbformat.Exists():
		major = guessVersion(r)
		in.noteAt("nbformat missing", r.cells, "", fmt.Sprintf("nbformat is missing; read as %d", major))
	case major < 1 || major > 4:
		return unsupportedVersion(r.nbformat)
	case !exact:
		in.noteAt("nbformat", r.nbformat, "/nbformat", fmt.Sprintf("nbformat is no whole number; read as %d", major))
	}
	minor, exact := lenientInt(r.minor)
	if major == 4 && !exact {
		in.noteAt("nbformat_minor", r.minor, "/nbformat_minor", "nbformat_minor is missing or no whole number; read as "+strconv.Itoa(minor))
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
	switch n := v.count(); {
	case !v.Exists():
		return &Problem{Offset: -1, Message: "not a notebook: cells is missing"}
	case !v.IsArray():
		return &Problem{Offset: v.Offset, Pointer: "/cells", Message: "cells is no list"}
	case n > maxCells:
		return &Problem{Offset: v.Offset, Pointer: "/cells", Message: fmt.Sprintf("%d cells; more than %d are not read", n, maxCells)}
	default:
		in.nb.Cells = make([]Cell, n)
		in.counts = make([]int, 0, n)
	}
	for e := v.elements(); e.next(); in.cellAt++ {
		c := &in.nb.Cells[in.cellAt]
		c.Raw = e.value
		in.cell(c)
	}
	return nil
}

func (in *indexer) cell(c *Cell) {
	if !c.Raw.IsObject() {
		in.noteCell("cell", c.Raw, "", "the cell is no object; it stays, but holds nothing")
		in.nb.UnknownCells++
		return
	}
	in.members(c)
	known := c.CellType == CodeCell || c.CellType == MarkdownCell || c.CellType == RawCell
	if !known {
		in.nb.UnknownCells++
		in.noteCell("cell_type", c.Raw, "", fmt.Sprintf("unknown cell type %q", shorten(c.CellType, 40)))
	}
	if known && !c.source.isText() {
		in.noteCell("source", c.Raw, "", "the cell's source is no text; read as empty")
	}
	if c.ID != "" && in.ids.has(in.nb.Cells, in.cellAt) {
		in.noteCell("id", c.Raw, "", fmt.Sprintf("the cell id %q stands twice", shorten(c.ID, 64)))
	}
	if !c.Metadata.IsObject() {
		in.noMetadata("cell metadata", c.Metadata, in.cellPointer("/metadata"))
		c.Metadata = RawValue{}
	}
	in.cellTags(c)
	in.outputs(c)
}

// members notes the members of a cell that matter.
func (in *indexer) members(c *Cell) {
	for m := c.Raw.members(); m.next(); {
		switch string(m.text()) {
		case "cell_type":
			c.CellType = typeName(m.value)
		case "id":
			c.ID = in.text(m.value)
		case "metadata":
			c.Metadata = m.value
		case "source":
			c.source = m.value
		case "execution_count":
			c.ExecutionCount = nil
			if n, ok := m.value.Int(); ok {
				in.counts = append(in.counts, n)
				c.ExecutionCount = &in.counts[len(in.counts)-1]
			}
		case "outputs":
			c.outputs = m.value
		}
	}
}

// text returns a short text, one of many.
func (in *indexer) text(v RawValue) string {
	if !v.IsString() || bytes.IndexByte(v.Bytes, '\\') >= 0 {
		text, _ := v.Text()
		return text
	}
	if in.texts.Cap() == 0 {
		in.texts.Grow(min(16*len(in.nb.Cells), 1<<16))
	}
	start := in.texts.Len()
	in.texts.Write(v.inner())
	return in.texts.String()[start:]
}

// noMetadata notes that metadata is missing or no object.
func (in *indexer) noMetadata(kind string, v RawValue, pointer string) {
	if v.Exists() {
		in.noteAt(kind, v, pointer, "metadata is no object; read as empty")
		return
	}
	in.noteAt(kind+" missing", v, pointer, "metadata is missing; read as empty")
}

func (in *indexer) cellTags(c *Cell) {
	tags, start := c.Metadata.Get("tags"), len(in.tags)
	switch {
	case !tags.Exists():
		return
	case tags.IsString():
		in.noteCell("tag string", tags, "/metadata/tags", "tags is one string, not a list; read as one tag")
		in.tags = append(in.tags, in.text(tags))
	case !tags.IsArray():
		in.noteCell("tags", tags, "/metadata/tags", "tags is no list; left out")
	}
	for e := tags.elements(); e.next(); {
		if e.value.IsString() {
			in.tags = append(in.tags, in.text(e.value))
		} else {
			in.noteCell("tag", e.value, "/metadata/tags", "a tag is no string; left out")
		}
	}
	if end := len(in.tags); end > start {
		c.Tags = in.tags[start:end:end]
	}
}

func (in *indexer) outputs(c *Cell) {
	if c.outputs.Exists() && !c.outputs.IsArray() {
		in.noteCell("outputs", c.outputs, "/outputs", "outputs is no list; read as none")
	}
	if c.CellType != CodeCell {
		return
	}
	n := 0
	for e := c.outputs.elements(); e.next(); n++ {
		in.output(e.value, n)
	}
}

func (in *indexer) output(raw RawValue, n int) {
	var outputType, text, data RawValue
	for m := raw.members(); m.next(); {
		switch string(m.text()) {
		case "output_type":
			outputType = m.value
		case "text":
			text = m.value
		case "data":
			data = m.value
		}
	}
	switch kind := typeName(outputType); kind {
	case Stream:
		if !text.isText() {
			in.noteOutput("text", raw, n, "the stream's text is no text; read as empty")
		}
	case DisplayData, ExecuteResult:
		if !data.IsObject() {
			in.noteOutput("data", raw, n, "the output's data is no object; read as empty")
		}
	case ErrorOutput:
	default:
		in.nb.UnknownOutputs++
		in.noteOutput("output_type", raw, n, fmt.Sprintf("unknown output type %q", shorten(kind, 40)))
	}
}

// cellPointer returns the pointer to something in the cell that is looked at.
func (in *indexer) cellPointer(rest string) string {
	return "/cells/" + strconv.Itoa(in.cellAt) + rest
}

func (in *indexer) noteOutput(kind string, raw RawValue, n int, message string) {
	in.noteCell(kind, raw, "/outputs/"+strconv.Itoa(n), message)
}

func (in *indexer) noteCell(kind string, v RawValue, rest, message string) {
	in.noteAt(kind, v, in.cellPointer(rest), message)
}

// noteAt notes something about a value; an absent one has no place.
func (in *indexer) noteAt(kind string, v RawValue, pointer, message string) {
	offset := v.Offset
	if !v.Exists() {
		offset = -1
	}
	in.notes.add(kind, offset, func() string { return pointer }, func() string { return message })
}
