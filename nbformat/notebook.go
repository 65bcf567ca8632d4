package nbformat

// A Notebook is one notebook that was read. It is never changed in place and
// may be used by several goroutines at once.
type Notebook struct {
	// Name is what messages call the notebook, usually its path.
	Name string
	// NBFormat and NBFormatMinor are the version that the file states, also
	// where the notebook was upgraded.
	NBFormat, NBFormatMinor int
	// Metadata is the notebook's metadata object; absent when the file has
	// none or it is no object.
	Metadata RawValue
	// Cells stand in the order of the file.
	Cells []Cell
	// Warnings says what was forgiven, in the order of the file.
	Warnings []*Problem
	// UnknownCells and UnknownOutputs count the cells and outputs whose type
	// the schema does not know. They are among Cells and Outputs like any other.
	UnknownCells, UnknownOutputs int

	source   []byte // what Write writes
	document []byte // what the spans point into: source, or its upgrade to 4.5
	tape     tape   // of document
	// What cells point to, made in one piece.
	tags   []string
	counts []int
	far    *far // of [ReadLarge]; nil when all is in memory
}

// CellType values of the schema. A cell may have another, unknown one.
const (
	CodeCell     = "code"
	MarkdownCell = "markdown"
	RawCell      = "raw"
)

// OutputType values of the schema. An output may have another, unknown one.
const (
	Stream        = "stream"
	DisplayData   = "display_data"
	ExecuteResult = "execute_result"
	ErrorOutput   = "error"
)

// A Cell is one cell of a notebook.
type Cell struct {
	CellType string
	ID       string   // "" where the file has none, as before nbformat 4.5
	Tags     []string // in the order of the file
	// ExecutionCount is nil for a cell that was not run.
	ExecutionCount *int
	Metadata       RawValue // absent when there is none or it is no object
	Raw            RawValue // the whole cell

	source  RawValue
	outputs RawValue
	far     *farOutputs // when they are in the file
}

// Source returns the cell's text, decoded anew at each call.
func (c *Cell) Source() string {
	text, _ := c.source.Text()
	return text
}

// RawSource returns the cell's text as it stands in the file.
func (c *Cell) RawSource() RawValue { return c.source }

// Outputs returns the cell's outputs, decoded anew at each call; none for a
// cell that is no code.
func (c *Cell) Outputs() []Output { return c.AppendOutputs(nil) }

// OutputsInFile reports whether the outputs are not in memory, but read from
// the file at each call of Outputs, see [ReadLarge].
func (c *Cell) OutputsInFile() bool { return c.far != nil }

// AppendOutputs appends what Outputs returns to list. Where there is room behind
// it, from an earlier use of the slice, the bundles of the outputs that stood
// there are made use of again.
func (c *Cell) AppendOutputs(list []Output) []Output {
	outputs := c.outputs
	if c.far != nil {
		outputs = c.far.read()
	}
	for e := outputs.elements(); e.next(); {
		if len(list) == cap(list) {
			list = append(list, Output{})
		} else {
			list = list[:len(list)+1]
		}
		list[len(list)-1].set(e.value())
	}
	return list
}

// Forget lets go of what outputs hold, but for the room of their bundles.
func Forget(outputs []Output) {
	for i := range outputs {
		o := &outputs[i]
		clear(o.Data)
		*o = Output{Data: o.Data[:0]}
	}
}

// HasOutputs reports whether Outputs would return any.
func (c *Cell) HasOutputs() bool {
	outputs := c.outputs.elements()
	return c.far != nil || outputs.next()
}

// HasTag reports whether tag is one of the cell's tags.
func (c *Cell) HasTag(tag string) bool {
	for _, t := range c.Tags {
		if t == tag {
			return true
		}
	}
	return false
}

// An Output is one output of a code cell. Which fields are set depends on
// OutputType.
type Output struct {
	OutputType string
	Name       string     // stream: "stdout" or "stderr"
	text       RawValue   // stream
	Data       MIMEBundle // display_data and execute_result
	Metadata   RawValue   // display_data and execute_result
	Ename      string     // error
	Evalue     string     // error
	Traceback  []string   // error; with ANSI colours, as the kernel sent it
	Raw        RawValue   // the whole output
}

// Text returns the text of a stream.
func (o *Output) Text() string {
	text, _ := o.text.Text()
	return text
}

// set makes o the output that raw holds, in its own memory.
func (o *Output) set(raw RawValue) {
	data := o.Data[:0]
	*o = Output{Raw: raw}
	for m := raw.members(); m.next(); {
		switch v := m.value(); string(m.name()) {
		case "output_type":
			o.OutputType = typeName(v)
		case "name":
			o.Name, _ = v.Text()
		case "text":
			o.text = v
		case "data":
			o.Data = appendMIMEBundle(data, v)
		case "metadata":
			o.Metadata = v
		case "ename":
			o.Ename, _ = v.Text()
		case "evalue":
			o.Evalue, _ = v.Text()
		case "traceback":
			o.Traceback = texts(v)
		}
	}
}

// typeName returns a cell or output type, without a copy of what the schema knows.
func typeName(v RawValue) string {
	if v.IsString() {
		switch string(v.inner()) {
		case CodeCell:
			return CodeCell
		case MarkdownCell:
			return MarkdownCell
		case RawCell:
			return RawCell
		case Stream:
			return Stream
		case DisplayData:
			return DisplayData
		case ExecuteResult:
			return ExecuteResult
		case ErrorOutput:
			return ErrorOutput
		}
	}
	name, _ := v.Text()
	return name
}

// texts returns the strings of a list, or one string as a list of one.
func texts(v RawValue) []string {
	if v.IsString() {
		return []string{unquote(v.Bytes)}
	}
	var list []string
	for _, e := range v.Elements() {
		if text, ok := e.Text(); ok {
			list = append(list, text)
		}
	}
	return list
}
