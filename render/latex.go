package render

import (
	"bufio"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// writeLaTeX writes a tabular, numbers to the right, as pandas' to_latex does:
// the document needs \usepackage{booktabs}.
func (f *Frame) writeLaTeX(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("% needs \\usepackage{booktabs}\n\\begin{tabular}{")
	for _, col := range f.Columns {
		if frameTypeOf(col.Cells).isNumeric() {
			b.WriteByte('r')
		} else {
			b.WriteByte('l')
		}
	}
	b.WriteString("}\n\\toprule\n")
	f.latexRow(b, func(col *FrameColumn) value.Value { return value.Text(col.Title) })
	b.WriteString("\\midrule\n")
	for i := range f.rows() {
		f.latexRow(b, func(col *FrameColumn) value.Value { return col.Cells[i] })
	}
	b.WriteString("\\bottomrule\n\\end{tabular}\n")
	return b.Flush()
}

func (f *Frame) latexRow(b *bufio.Writer, cell func(*FrameColumn) value.Value) {
	for j := range f.Columns {
		if j > 0 {
			b.WriteString(" & ")
		}
		text := latexText(plainCell(cell(&f.Columns[j])))
		if j == 0 && (strings.HasPrefix(text, "[") || strings.HasPrefix(text, "*")) {
			text = "{}" + text // else the \\ before it takes it for an option
		}
		b.WriteString(text)
	}
	b.WriteString(" \\\\\n")
}

// latexText returns text that LaTeX sets as it is: no command of a notebook
// gets into the document.
func latexText(text string) string { return latexEscapes.Replace(inOneLine(text, " ")) }

var latexEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `&`, `\&`, `#`, `\#`, `%`, `\%`, `_`, `\_`,
	`~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`, `<`, `\textless{}`, `>`, `\textgreater{}`, `|`, `\textbar{}`,
)
