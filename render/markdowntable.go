package render

import (
	"bufio"
	"io"
	"strings"
	"unicode"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// writeMarkdown writes a table as GitHub reads it, numbers to the right.
func (f *Frame) writeMarkdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	line := func(cell func(col *FrameColumn) string) {
		for j := range f.Columns {
			b.WriteString("| " + cell(&f.Columns[j]) + " ")
		}
		b.WriteString("|\n")
	}
	line(func(col *FrameColumn) string { return markdownText(col.Title) })
	line(func(col *FrameColumn) string {
		if frameTypeOf(col.Cells).isNumeric() {
			return "---:"
		}
		return "---"
	})
	for i := range f.rows() {
		line(func(col *FrameColumn) string { return markdownCell(col.Cells[i]) })
	}
	return b.Flush()
}

func markdownCell(v value.Value) string {
	if n, ok := v.(value.Number); ok {
		return n.String()
	}
	return markdownText(plainCell(v))
}

// markdownText returns text that Markdown shows as it is: it can neither end
// the cell nor become a link, an image that is fetched, or HTML.
func markdownText(text string) string {
	lines := strings.Split(inOneLine(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = escapeMarkdown(line)
	}
	return strings.Join(lines, "<br>")
}

func escapeMarkdown(text string) string {
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '&':
			b.WriteString("&amp;")
			continue
		case r == '_' && i > 0 && i+1 < len(runes) && isWordRune(runes[i-1]) && isWordRune(runes[i+1]):
			// snake_case is no emphasis
		case strings.ContainsRune("\\`*_[]|~$>", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
