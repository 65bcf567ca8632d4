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

	// The list of cells: all offsets of this file are in its bytes.
	list RawValue
	b    []byte
	tape tape

	// What cells point to, made in one piece.
	texts  strings.Builder
	tags   []string
	counts []int
}

// A spot is where a value stands; the zero spot is that of an absent one.
type spot struct {
	span
	at taped
}

func (s *steps) spot() spot { return spot{s.value, s.at} }

// A root is the members of the notebook object that matter.
type root struct {
	nbformat, minor, metadata, cells, worksheets RawValue
}

func newRoot(object RawValue) (r root) {
	for m := object.members(); m.next(); {
		switch v := m.value(); string(m.name()) {
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
		r = newRoot(in.nb.upgraded())
	}
	in.nb.Metadata = r.metadata
	if !r.metadata.IsObject() {
		in.nb.Metadata = RawValue{}
		in.noMetadata("metadata", r.metadata.Exists(), r.metadata.Offset, "/metadata")
	}
	return in.cells(r.cells)
}

// version finds the format, also where the file does not say it.
func (in *indexer) version(r root) *Problem {
	major, exact := lenientInt(r.nbformat)
	switch {
	case !r.nbformat.Exists():
		major = guessVersion(r)
		in.noteValue("nbformat missing", r.cells, "", fmt.Sprintf("nbformat is missing; read as %d", major))
	case major < 1 || major > 4:
		return unsupportedVersion(r.nbformat)
	case !exact:
		in.noteValue("nbformat", r.nbformat, "/nbformat", fmt.Sprintf("nbformat is no whole number; read as %d", major))
	}
	minor, exact := lenientInt(r.minor)
	if major == 4 && !exact {
		in.noteValue("nbformat_minor", r.minor, "/nbformat_minor", "nbformat_minor is missing or no whole number; read as "+strconv.Itoa(minor))
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
	in.list, in.b = v, v.Bytes
	if v.tape != nil {
		in.tape = *v.tape
	}
	for s := in.into(spot{span{0, len(v.Bytes)}, v.at}, '['); s.next(in.b, in.tape); in.cellAt++ {
		in.cell(&in.nb.Cells[in.cellAt], s.spot())
	}
	return nil
}

// into returns the steps over a container that begins with a bracket, and over
// nothing else.
func (in *indexer) into(p spot, bracket byte) steps {
	switch {
	case !in.starts(p, bracket):
		return steps{}
	case in.tape == nil:
		return into(in.b, nil, p.start, untaped)
	}
	return into(in.b, in.tape, p.start, p.at)
}

func (in *indexer) starts(p spot, first byte) bool { return p.end > 0 && in.b[p.start] == first }

func (in *indexer) raw(p spot) RawValue {
	if p.end == 0 {
		return RawValue{}
	}
	v := in.list.sub(p.start, p.end)
	if in.tape != nil && p.at != untaped {
		v.tape, v.at = in.list.tape, p.at
	}
	return v
}

// name returns the name of a member.
func (in *indexer) name(s *steps) []byte {
	name := in.b[s.name.start:s.name.end]
	if bytes.IndexByte(name, '\\') >= 0 {
		return appendUnquoted(nil, name)
	}
	return name
}

func (in *indexer) cell(c *Cell, at spot) {
	c.Raw = in.raw(at)
	if !in.starts(at, '{') {
		in.noteCell("cell", at, "", "the cell is no object; it stays, but holds nothing")
		in.nb.UnknownCells++
		return
	}
	var metadata, source, outputs spot
	for s := in.into(at, '{'); s.next(in.b, in.tape); {
		switch string(in.name(&s)) {
		case "cell_type":
			c.CellType = in.typeName(s.value)
		case "id":
			c.ID = in.text(s.spot())
		case "metadata":
			metadata = s.spot()
		case "source":
			source = s.spot()
		case "execution_count":
			c.ExecutionCount = in.count(s.value)
		case "outputs":
			outputs = s.spot()
		}
	}
	c.source, c.outputs = in.raw(source), in.raw(outputs)
	in.describe(c, at, source)
	in.metadata(c, metadata)
	if outputs.end > 0 && !in.starts(outputs, '[') {
		in.noteCell("outputs", outputs, "/outputs", "outputs is no list; read as none")
	}
	if c.CellType == CodeCell {
		in.outputs(outputs)
	}
}

// describe notes what is not as it should be with the type, the source and the
// id of a cell.
func (in *indexer) describe(c *Cell, at, source spot) {
	known := c.CellType == CodeCell || c.CellType == MarkdownCell || c.CellType == RawCell
	if !known {
		in.nb.UnknownCells++
		in.noteCell("cell_type", at, "", fmt.Sprintf("unknown cell type %q", shorten(c.CellType, 40)))
	}
	if known && !in.isText(source) {
		in.noteCell("source", at, "", "the cell's source is no text; read as empty")
	}
	if c.ID != "" && in.ids.has(in.nb.Cells, in.cellAt) {
		in.noteCell("id", at, "", fmt.Sprintf("the cell id %q stands twice", shorten(c.ID, 64)))
	}
}

// typeName returns a cell or output type.
func (in *indexer) typeName(at span) string { return typeName(RawValue{Bytes: in.b[at.start:at.end]}) }

// count returns an execution count; nil for what is no whole number.
func (in *indexer) count(at span) *int {
	text := in.b[at.start:at.end]
	n, ok := 0, text[0] == '-' || isDigit(text[0])
	if ok {
		n, ok = RawValue{Bytes: text}.Int()
	}
	if !ok {
		return nil
	}
	in.counts = append(in.counts, n)
	return &in.counts[len(in.counts)-1]
}

// isText reports whether a value is a string or a list of strings.
func (in *indexer) isText(p spot) bool {
	switch {
	case !in.starts(p, '['):
		return in.starts(p, '"')
	case in.tape != nil && p.at != untaped:
		return in.tape[p.at].texts
	}
	return in.raw(p).isText()
}

// text returns a short text, one of many.
func (in *indexer) text(p spot) string {
	if !in.starts(p, '"') || bytes.IndexByte(in.b[p.start:p.end], '\\') >= 0 {
		text, _ := in.raw(p).Text()
		return text
	}
	if in.texts.Cap() == 0 {
		in.texts.Grow(min(16*len(in.nb.Cells), 1<<16))
	}
	start := in.texts.Len()
	in.texts.Write(in.b[p.start+1 : p.end-1])
	return in.texts.String()[start:]
}

// noMetadata notes that metadata is missing or no object.
func (in *indexer) noMetadata(kind string, exists bool, offset int64, pointer string) {
	if exists {
		in.noteAt(kind, offset, pointer, "metadata is no object; read as empty")
		return
	}
	in.noteAt(kind+" missing", -1, pointer, "metadata is missing; read as empty")
}

func (in *indexer) metadata(c *Cell, at spot) {
	if !in.starts(at, '{') {
		in.noMetadata("cell metadata", at.end > 0, in.offset(at), in.cellPointer("/metadata"))
		return
	}
	c.Metadata = in.raw(at)
	var tags spot
	for s := in.into(at, '{'); s.next(in.b, in.tape); {
		if string(in.name(&s)) == "tags" {
			tags = s.spot()
		}
	}
	if tags.end > 0 {
		in.cellTags(c, tags)
	}
}

func (in *indexer) cellTags(c *Cell, tags spot) {
	start := len(in.tags)
	switch {
	case in.starts(tags, '"'):
		in.noteCell("tag string", tags, "/metadata/tags", "tags is one string, not a list; read as one tag")
		in.tags = append(in.tags, in.text(tags))
	case !in.starts(tags, '['):
		in.noteCell("tags", tags, "/metadata/tags", "tags is no list; left out")
	}
	for s := in.into(tags, '['); s.next(in.b, in.tape); {
		if in.starts(s.spot(), '"') {
			in.tags = append(in.tags, in.text(s.spot()))
		} else {
			in.noteCell("tag", s.spot(), "/metadata/tags", "a tag is no string; left out")
		}
	}
	if end := len(in.tags); end > start {
		c.Tags = in.tags[start:end:end]
	}
}

func (in *indexer) outputs(outputs spot) {
	n := 0
	for s := in.into(outputs, '['); s.next(in.b, in.tape); n++ {
		in.output(s.spot(), n)
	}
}

func (in *indexer) output(at spot, n int) {
	var outputType, text, data spot
	for s := in.into(at, '{'); s.next(in.b, in.tape); {
		switch string(in.name(&s)) {
		case "output_type":
			outputType = s.spot()
		case "text":
			text = s.spot()
		case "data":
			data = s.spot()
		}
	}
	switch kind := in.typeName(outputType.span); kind {
	case Stream:
		if !in.isText(text) {
			in.noteOutput("text", at, n, "the stream's text is no text; read as empty")
		}
	case DisplayData, ExecuteResult:
		if !in.starts(data, '{') {
			in.noteOutput("data", at, n, "the output's data is no object; read as empty")
		}
	case ErrorOutput:
	default:
		in.nb.UnknownOutputs++
		in.noteOutput("output_type", at, n, fmt.Sprintf("unknown output type %q", shorten(kind, 40)))
	}
}

// cellPointer returns the pointer to something in the cell that is looked at.
func (in *indexer) cellPointer(rest string) string {
	return "/cells/" + strconv.Itoa(in.cellAt) + rest
}

func (in *indexer) noteOutput(kind string, at spot, n int, message string) {
	in.noteCell(kind, at, "/outputs/"+strconv.Itoa(n), message)
}

func (in *indexer) noteCell(kind string, at spot, rest, message string) {
	in.noteAt(kind, in.offset(at), in.cellPointer(rest), message)
}

// offset returns where a value stands in the file, -1 where in none.
func (in *indexer) offset(at spot) int64 {
	if at.end == 0 || in.list.Offset < 0 {
		return -1
	}
	return in.list.Offset + int64(at.start)
}

// noteValue notes something about a value; an absent one has no place.
func (in *indexer) noteValue(kind string, v RawValue, pointer, message string) {
	offset := v.Offset
	if !v.Exists() {
		offset = -1
	}
	in.noteAt(kind, offset, pointer, message)
}

func (in *indexer) noteAt(kind string, offset int64, pointer, message string) {
	in.notes.add(kind, offset, func() string { return pointer }, func() string { return message })
}
