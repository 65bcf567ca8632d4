package render

import (
	"bufio"
	"io"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// writeJSON writes an array with an object on each line, as pandas.read_json
// reads it (orient="records").
func (f *Frame) writeJSON(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteByte('[')
	for i := range f.rows() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(f.appendObject(nil, i))
	}
	b.WriteString("\n]\n")
	return b.Flush()
}

// writeJSONLines writes an object a line.
func (f *Frame) writeJSONLines(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i := range f.rows() {
		b.Write(append(f.appendObject(nil, i), '\n'))
	}
	return b.Flush()
}

// appendObject appends row i. Every object has every column, null where the
// value is missing.
func (f *Frame) appendObject(b []byte, i int) []byte {
	b = append(b, '{')
	for j, col := range f.Columns {
		if j > 0 {
			b = append(b, ',')
		}
		b = append(value.AppendJSON(b, value.Text(col.Title)), ':')
		b = value.AppendJSON(b, col.Cells[i])
	}
	return append(b, '}')
}
