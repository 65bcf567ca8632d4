package nbformat

import (
	"bytes"
	"fmt"
	"slices"
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

	b      []byte // the document
	root   RawValue
	faults map[int]*outputFault

	texts strings.Builder // of all cells, in one piece
}

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
func (in *indexer) notebook(object RawValue, found parts) *Problem {
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
		c := newChecker(document, &notes{})
		defer c.free()
		at, _ := c.checkAs(theNotebook)
		object, found = in.nb.taped(c.tape, at), c.parts
		object.Offset = -1
		r = newRoot(object)
	}
	in.nb.Metadata = r.metadata
	if !r.metadata.IsObject() {
		in.nb.Metadata = RawValue{}
		in.noMetadata("metadata", r.metadata.Exists(), r.metadata.Offset, "/metadata")
	}
	in.root, in.b, in.faults = object, in.nb.document, found.faults
	return in.cells(r.cells, found)
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

func (in *indexer) cells(v RawValue, found parts) *Problem {
	switch {
	case !v.Exists():
		return &Problem{Offset: -1, Message: "not a notebook: cells is missing"}
	case !v.IsArray():
		return &Problem{Offset: v.Offset, Pointer: "/cells", Message: "cells is no list"}
	case found.count > maxCells:
		return &Problem{Offset: v.Offset, Pointer: "/cells", Message: fmt.Sprintf("%d cells; more than %d are not read", found.count, maxCells)}
	}
	nb, n := in.nb, len(found.cells)
	nb.Cells = slices.Grow(nb.Cells[:0], n)[:n]
	clear(nb.Cells)
	nb.counts = slices.Grow(nb.counts[:0], n)
	for i := range found.cells {
		in.cellAt = i
		in.cell(&in.nb.Cells[i], &found.cells[i])
	}
	return nil
}

// starts reports whether there is a value that begins so.
func (in *indexer) starts(at spot, first byte) bool { return at.end > 0 && in.b[at.start] == first }

func (in *indexer) raw(at spot) RawValue {
	if at.end == 0 {
		return RawValue{}
	}
	v := RawValue{Bytes: in.b[at.start:at.end:at.end], Offset: in.offset(at)}
	if at.at != untaped {
		v.tape, v.at = in.root.tape, at.at
	}
	return v
}

func (in *indexer) cell(c *Cell, at *cellParts) {
	c.Raw = in.raw(at.raw)
	if !in.starts(at.raw, '{') {
		in.noteCell("cell", at.raw, "", "the cell is no object; it stays, but holds nothing")
		in.nb.UnknownCells++
		return
	}
	c.CellType = typeName(in.raw(at.kind))
	c.ID = in.text(at.id)
	c.ExecutionCount = in.executionCount(at.count)
	c.source, c.outputs = in.raw(at.source), in.raw(at.outputs)
	in.describe(c, at)
	if in.starts(at.metadata, '{') {
		c.Metadata = in.raw(at.metadata)
		in.cellTags(c, at.tags)
	} else {
		in.noMetadata("cell metadata", at.metadata.end > 0, in.offset(at.metadata), in.cellPointer("/metadata"))
	}
	if at.outputs.end > 0 && !in.starts(at.outputs, '[') {
		in.noteCell("outputs", at.outputs, "/outputs", "outputs is no list; read as none")
	}
	if fault := in.faults[in.cellAt]; fault != nil && c.CellType == CodeCell {
		in.outputs(fault)
	}
}

// describe notes what is not as it should be with the type, the source and the
// id of a cell.
func (in *indexer) describe(c *Cell, at *cellParts) {
	known := c.CellType == CodeCell || c.CellType == MarkdownCell || c.CellType == RawCell
	if !known {
		in.nb.UnknownCells++
		in.noteCell("cell_type", at.raw, "", fmt.Sprintf("unknown cell type %q", shorten(c.CellType, 40)))
	}
	if known && !in.raw(at.source).IsText() {
		in.noteCell("source", at.raw, "", "the cell's source is no text; read as empty")
	}
	if c.ID != "" && in.ids.has(in.nb.Cells, in.cellAt) {
		in.noteCell("id", at.raw, "", fmt.Sprintf("the cell id %q stands twice", shorten(c.ID, 64)))
	}
}

// executionCount returns nil for what is no whole number.
func (in *indexer) executionCount(at spot) *int {
	if at.end == 0 || in.b[at.start] != '-' && !isDigit(in.b[at.start]) {
		return nil
	}
	n, ok := in.raw(at).Int()
	if !ok {
		return nil
	}
	in.nb.counts = append(in.nb.counts, n)
	return &in.nb.counts[len(in.nb.counts)-1]
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

func (in *indexer) cellTags(c *Cell, tags spot) {
	if tags.end == 0 {
		return
	}
	nb := in.nb
	if nb.tags == nil {
		nb.tags = make([]string, 0, len(nb.Cells))
	}
	start := len(nb.tags)
	switch {
	case in.starts(tags, '"'):
		in.noteCell("tag string", tags, "/metadata/tags", "tags is one string, not a list; read as one tag")
		nb.tags = append(nb.tags, in.text(tags))
	case !in.starts(tags, '['):
		in.noteCell("tags", tags, "/metadata/tags", "tags is no list; left out")
	}
	if in.starts(tags, '[') {
		for s := into(in.b, nil, tags.start, untaped); s.next(in.b, nil); {
			if tag := (spot{s.value, untaped}); in.starts(tag, '"') {
				nb.tags = append(nb.tags, in.text(tag))
			} else {
				in.noteCell("tag", tag, "/metadata/tags", "a tag is no string; left out")
			}
		}
	}
	if end := len(nb.tags); end > start {
		c.Tags = nb.tags[start:end:end]
	}
}

func (in *indexer) outputs(fault *outputFault) {
	in.nb.UnknownOutputs += fault.unknown.count
	in.noteOutput("output_type", fault.unknown, fmt.Sprintf("unknown output type %q", shorten(fault.unknown.kind, 40)))
	in.noteOutput("text", fault.text, "the stream's text is no text; read as empty")
	in.noteOutput("data", fault.data, "the output's data is no object; read as empty")
}

func (in *indexer) noteOutput(kind string, first firstFault, message string) {
	if first.count > 0 {
		in.noteCell(kind, first.output, "/outputs/"+strconv.Itoa(first.n), message)
		in.notes.kinds[kind].count += first.count - 1
	}
}

// cellPointer returns the pointer to something in the cell that is looked at.
func (in *indexer) cellPointer(rest string) string {
	return "/cells/" + strconv.Itoa(in.cellAt) + rest
}

func (in *indexer) noteCell(kind string, at spot, rest, message string) {
	in.noteAt(kind, in.offset(at), in.cellPointer(rest), message)
}

// offset returns where a value stands in the file, -1 where in none.
func (in *indexer) offset(at spot) int64 {
	if at.end == 0 || in.root.Offset < 0 {
		return -1
	}
	return int64(at.start)
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
