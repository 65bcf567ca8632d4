package render

import (
	"math"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A Frame is a table of typed columns: what every format of extract writes.
type Frame struct {
	Columns []FrameColumn
}

// A FrameColumn is one column of a [Frame].
type FrameColumn struct {
	Title string // no two columns of a frame have the same
	// Cells holds one value a row, nil for a missing one. All columns of a
	// frame have as many.
	Cells []value.Value
}

// rows returns how many rows the frame has.
func (f *Frame) rows() int {
	if len(f.Columns) == 0 {
		return 0
	}
	return len(f.Columns[0].Cells)
}

// A frameType is the type that a column has in a format with types.
type frameType int

const (
	frameText frameType = iota
	frameBool
	frameInt // all numbers are ints that fit 64 bits
	frameFloat
)

// frameTypeOf returns the narrowest type for all cells; missing cells and
// None go with every type. Texts, lists and mixtures are text, and so are ints
// beyond 64 bits, which keep their digits so.
func frameTypeOf(cells []value.Value) frameType {
	bools, ints, huge, floats, others := 0, 0, 0, 0, 0
	for _, cell := range cells {
		switch v := cell.(type) {
		case nil, value.Null:
		case value.Bool:
			bools++
		case value.Number:
			switch {
			case !v.IsInt:
				floats++
			case fitsInt64(v):
				ints++
			default:
				huge++
			}
		default:
			others++
		}
	}
	switch numbers := ints + huge + floats; {
	case others > 0 || bools > 0 && numbers > 0 || bools+numbers == 0:
		return frameText
	case bools > 0:
		return frameBool
	case floats > 0:
		return frameFloat
	case huge > 0:
		return frameText
	}
	return frameInt
}

func fitsInt64(n value.Number) bool {
	_, err := strconv.ParseInt(n.String(), 10, 64)
	return err == nil
}

// frameMissing reports whether a format without a word for None leaves the cell
// empty.
func frameMissing(v value.Value) bool {
	return v == nil || v.Kind() == value.KindNull
}

// isNumeric reports whether a column is set to the right.
func (t frameType) isNumeric() bool { return t == frameInt || t == frameFloat }

// maxFrameCells bounds the cells of a frame that is stacked of many tables:
// tables without a column in common make one that grows with their square.
const maxFrameCells = 1 << 24

// A stack is a frame that grows row by row, with columns as they come.
type stack struct {
	frame Frame
	at    map[string]int // title to index into frame.Columns
	rows  int
}

func newStack(titles ...string) *stack {
	s := &stack{at: map[string]int{}}
	for _, title := range titles {
		s.column(title)
	}
	return s
}

// column returns the column with this title, a new one if there is none. Its
// cells end with the last one that was put there.
func (s *stack) column(title string) *FrameColumn {
	i, ok := s.at[title]
	if !ok {
		i = len(s.frame.Columns)
		s.at[title] = i
		s.frame.Columns = append(s.frame.Columns, FrameColumn{Title: title})
	}
	return &s.frame.Columns[i]
}

// put sets a cell of the row that is being made.
func (s *stack) put(title string, v value.Value) {
	if col := s.column(title); v != nil {
		col.Cells = append(col.Cells, make([]value.Value, s.rows-len(col.Cells))...)
		col.Cells = append(col.Cells, v)
	}
}

// endRow ends the row that is being made.
func (s *stack) endRow() { s.rows++ }

// tooLarge reports whether the frame would have too many cells.
func (s *stack) tooLarge() bool { return s.rows*len(s.frame.Columns) > maxFrameCells }

// finish makes all columns equally long.
func (s *stack) finish() *Frame {
	for i := range s.frame.Columns {
		col := &s.frame.Columns[i]
		col.Cells = append(col.Cells, make([]value.Value, s.rows-len(col.Cells))...)
	}
	return &s.frame
}

// settleNaN decides what the NaN of a table's column mean, which pandas prints
// for both: among numbers they are numbers, elsewhere missing.
func settleNaN(cells []value.Value) {
	if frameTypeOf(cells).isNumeric() {
		return
	}
	for i, cell := range cells {
		if n, ok := cell.(value.Number); ok && math.IsNaN(n.Float) {
			cells[i] = nil
		}
	}
}

// labelValues returns the labels of one level of an index as values: numbers
// when all are written as JSON writes them, else texts.
func labelValues(labels []string) []value.Value {
	values := make([]value.Value, len(labels))
	for i, label := range labels {
		n, ok := value.ParseLiteral(label).(value.Number)
		if !ok || n.Spelling != label {
			return textValues(labels)
		}
		values[i] = n
	}
	return values
}

func textValues(labels []string) []value.Value {
	values := make([]value.Value, len(labels))
	for i, label := range labels {
		values[i] = value.Text(label)
	}
	return values
}

// distinctTitle returns title, or title.1 and so on as pandas.read_csv has it,
// so that it is not in taken, and adds it there.
func distinctTitle(taken map[string]bool, title string) string {
	free := title
	for n := 1; taken[free]; n++ {
		free = title + "." + strconv.Itoa(n)
	}
	taken[free] = true
	return free
}

// inOneLine returns text for a cell of a format that has no line breaks of its
// own: they become br, and other control characters are spelled out.
func inOneLine(text, br string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = Visible(line)
	}
	return strings.Join(lines, br)
}
