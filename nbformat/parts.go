package nbformat

// What the checker notes of a notebook while it walks over it, so that nobody
// has to walk again: where the parts of the cells stand that matter.

// A part is what a value is in a notebook.
type part uint8

const (
	nothing part = iota // that matters
	theNotebook
	theCells
	aCell
	theCellType
	theID
	theCellMetadata
	theTags
	theSource
	theCount
	theOutputs
	anOutput
	theOutputType
	theText
	theData
)

// A spot is where a value stands; the zero spot is that of an absent one.
type spot struct {
	span
	at taped
}

type parts struct {
	cells  []cellParts
	count  int                  // of cells, more than cells where there are too many
	output outputParts          // of the one that is walked over
	faults map[int]*outputFault // by the index of the cell
}

type cellParts struct {
	raw                                              spot
	kind, id, metadata, tags, source, count, outputs spot
	outputCount                                      int
}

type outputParts struct{ kind, text, data spot }

// An outputFault is what is wrong with the outputs of one cell.
type outputFault struct {
	text, data, unknown firstFault
}

// A firstFault is the first of count faults of one kind.
type firstFault struct {
	count  int
	output spot
	n      int // of the output, starting at 0
	kind   string
}

func (f *firstFault) add(output spot, n int, kind string) {
	if f.count++; f.count == 1 {
		f.output, f.n, f.kind = output, n, kind
	}
}

// partOf walks over the value at i of a member of a part.
func (c *checker) partOf(what part, i, depth int) int {
	member := c.memberOf(what)
	if member == nothing {
		return c.value(i, depth+1, nothing)
	}
	at := c.spotAt(i, depth+1)
	switch member {
	case theCells:
		c.parts.cells, c.parts.count, c.parts.faults = c.parts.cells[:0], 0, nil
	case theCellMetadata:
		c.cell().tags = spot{}
	case theOutputs:
		c.cell().outputCount = 0
		if c.parts.faults != nil {
			delete(c.parts.faults, len(c.parts.cells)-1)
		}
	}
	if at.end = c.value(i, depth+1, inner(member, c.at(i))); at.end >= 0 {
		c.note(member, at)
	}
	return at.end
}

// spotAt returns the spot of the value that begins at i, but for its end.
func (c *checker) spotAt(i, depth int) spot {
	at := spot{span: span{start: i}, at: untaped}
	if b := c.at(i); depth < c.taped && (b == '{' || b == '[') {
		at.at = taped(len(c.tape))
	}
	return at
}

// memberOf returns what the member of a part whose name was walked over is.
func (c *checker) memberOf(what part) part {
	text := c.src[c.lastName.start+1 : c.lastName.end-1]
	if c.spelled {
		text = c.nameText(c.lastName)
	}
	switch what {
	case theNotebook:
		if string(text) == "cells" {
			return theCells
		}
	case theCellMetadata:
		if string(text) == "tags" {
			return theTags
		}
	case aCell:
		switch string(text) {
		case "cell_type":
			return theCellType
		case "id":
			return theID
		case "metadata":
			return theCellMetadata
		case "source":
			return theSource
		case "execution_count":
			return theCount
		case "outputs":
			return theOutputs
		}
	case anOutput:
		switch string(text) {
		case "output_type":
			return theOutputType
		case "text":
			return theText
		case "data":
			return theData
		}
	}
	return nothing
}

// cell returns the cell that is walked over.
func (c *checker) cell() *cellParts { return &c.parts.cells[len(c.parts.cells)-1] }

func (c *checker) note(what part, at spot) {
	switch what {
	case theCellType:
		c.cell().kind = at
	case theID:
		c.cell().id = at
	case theCellMetadata:
		c.cell().metadata = at
	case theTags:
		c.cell().tags = at
	case theSource:
		c.cell().source = at
	case theCount:
		c.cell().count = at
	case theOutputs:
		c.cell().outputs = at
	case theOutputType:
		c.parts.output.kind = at
	case theText:
		c.parts.output.text = at
	case theData:
		c.parts.output.data = at
	}
}

// elementOf walks over the element at i of a part.
func (c *checker) elementOf(what part, i, depth int) int {
	at := c.spotAt(i, depth+1)
	if what == theOutputs {
		c.parts.output = outputParts{}
		if at.end = c.value(i, depth+1, inner(anOutput, c.at(i))); at.end >= 0 {
			c.endOutput(at)
		}
		return at.end
	}
	if c.parts.count++; c.parts.count > maxCells {
		return c.value(i, depth+1, nothing)
	}
	c.parts.cells = append(c.parts.cells, cellParts{})
	at.end = c.value(i, depth+1, inner(aCell, c.at(i)))
	c.cell().raw = at
	return at.end
}

// inner returns what a value that begins with b is to be walked over as: nothing,
// unless there is something to note in it.
func inner(what part, b byte) part {
	switch what {
	case theCells, theOutputs:
		if b == '[' {
			return what
		}
	case aCell, theCellMetadata, anOutput:
		if b == '{' {
			return what
		}
	}
	return nothing
}

// endOutput looks at an output that was walked over.
func (c *checker) endOutput(at spot) {
	out, n := c.parts.output, c.cell().outputCount
	c.cell().outputCount++
	kind := typeName(RawValue{Bytes: c.src[out.kind.start:out.kind.end]})
	switch kind {
	case Stream:
		if !c.isText(out.text) {
			c.fault().text.add(at, n, kind)
		}
	case DisplayData, ExecuteResult:
		if out.data.end == 0 || c.src[out.data.start] != '{' {
			c.fault().data.add(at, n, kind)
		}
	case ErrorOutput:
	default:
		c.fault().unknown.add(at, n, kind)
	}
}

// fault returns what is wrong with the outputs of the cell that is walked over.
func (c *checker) fault() *outputFault {
	if c.parts.faults == nil {
		c.parts.faults = map[int]*outputFault{}
	}
	at := len(c.parts.cells) - 1
	if c.parts.faults[at] == nil {
		c.parts.faults[at] = &outputFault{}
	}
	return c.parts.faults[at]
}

// isText reports whether a value is a string or a list of strings.
func (c *checker) isText(p spot) bool {
	switch {
	case p.end == 0 || c.src[p.start] != '[':
		return p.end > 0 && c.src[p.start] == '"'
	case p.at != untaped:
		return c.tape[p.at].texts
	}
	return RawValue{Bytes: c.src[p.start:p.end]}.IsText()
}
