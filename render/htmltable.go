package render

import (
	"bufio"
	"html"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// writeHTML writes a <table> to be put into a page. It has no style but that
// numbers stand to the right, and all text is escaped.
func (f *Frame) writeHTML(w io.Writer) error {
	b := bufio.NewWriter(w)
	numeric := make([]bool, len(f.Columns))
	b.WriteString("<table>\n<thead>\n<tr>")
	for j, col := range f.Columns {
		numeric[j] = frameTypeOf(col.Cells).isNumeric()
		b.WriteString(htmlTag("th", numeric[j]) + htmlText(col.Title) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for i := range f.rows() {
		b.WriteString("<tr>")
		for j, col := range f.Columns {
			b.WriteString(htmlTag("td", numeric[j]) + htmlCell(col.Cells[i]) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	return b.Flush()
}

func htmlTag(name string, numeric bool) string {
	if numeric {
		return "<" + name + ` style="text-align: right">`
	}
	return "<" + name + ">"
}

func htmlCell(v value.Value) string { return htmlText(plainCell(v)) }

func htmlText(text string) string {
	return strings.ReplaceAll(html.EscapeString(inOneLine(text, "\n")), "\n", "<br>")
}
