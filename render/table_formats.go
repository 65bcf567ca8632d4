package render

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// write writes the sheet in the format of the options.
func (s *sheet) write(w io.Writer, opts *TableOptions) error {
	switch opts.Format {
	case Markdown:
		return s.writeMarkdown(w)
	case LaTeX:
		return s.writeLaTeX(w)
	case HTML:
		return s.writeHTML(w)
	case CSV:
		return s.frame().Write(w, CSV)
	case JSON:
		return s.frame().Write(w, JSON)
	}
	return s.writeText(w, opts)
}

// linesAbove are the lines above the table, for formats that wrap by themselves.
func (s *sheet) linesAbove() []string {
	if len(s.shared) == 0 {
		return s.above
	}
	return append(s.above[:len(s.above):len(s.above)], sharedLine(s.shared, 0))
}

// writeMarkdown writes a table as GitHub reads it; the best is bold.
func (s *sheet) writeMarkdown(w io.Writer) error {
	var b strings.Builder
	for _, line := range s.linesAbove() {
		b.WriteString(escapeMarkdown(line) + "\n\n")
	}
	heads, rules := make([]string, len(s.columns)), make([]string, len(s.columns))
	for j, col := range s.columns {
		heads[j], rules[j] = escapeMarkdown(Visible(col.title)), "---"
		if col.right {
			rules[j] = "---:"
		}
	}
	fmt.Fprintf(&b, "| %s |\n| %s |\n", strings.Join(heads, " | "), strings.Join(rules, " | "))
	for _, row := range s.rows {
		cells := make([]string, len(row))
		for j := range row {
			cells[j] = escapeMarkdown(Visible(row[j].shown())) + verdictMark(&row[j])
			if row[j].best {
				cells[j] = "**" + cells[j] + "**"
			}
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	for _, line := range s.notes("**bold**") {
		b.WriteString("\n" + line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// notes are the lines below, escaped for Markdown, with the mark of the best
// named as the format shows it.
func (s *sheet) notes(best string) []string {
	lines := make([]string, len(s.below))
	for i, line := range s.below {
		if rest, ok := strings.CutPrefix(line, legendBest); ok {
			lines[i] = best + " best" + escapeMarkdown(rest)
		} else {
			lines[i] = escapeMarkdown(line)
		}
	}
	return lines
}

func verdictMark(cell *sheetCell) string {
	if cell.verdict == 0 {
		return ""
	}
	return " " + verdictSymbol(cell.verdict)
}

// latexSymbols are the signs of ours that LaTeX needs a command for.
var latexSymbols = strings.NewReplacer(minus, "$-$", "Δ", `$\Delta$`, "±", `$\pm$`, "…", `\ldots{}`,
	"▲", `$\bigtriangleup$`, "▼", `$\bigtriangledown$`)

func latexCell(text string) string { return latexSymbols.Replace(latexText(text)) }

// writeLaTeX writes a tabular; the best is bold.
func (s *sheet) writeLaTeX(w io.Writer) error {
	var b strings.Builder
	for _, line := range s.linesAbove() {
		b.WriteString("% " + line + "\n")
	}
	b.WriteString("% needs \\usepackage{booktabs}\n\\begin{tabular}{")
	heads := make([]string, len(s.columns))
	for j, col := range s.columns {
		heads[j] = latexCell(Visible(col.title))
		if col.right {
			b.WriteString("r")
		} else {
			b.WriteString("l")
		}
	}
	b.WriteString("}\n\\toprule\n" + strings.Join(heads, " & ") + " \\\\\n\\midrule\n")
	for _, row := range s.rows {
		cells := make([]string, len(row))
		for j := range row {
			cells[j] = latexCell(Visible(row[j].shown()) + verdictMark(&row[j]))
			if row[j].best {
				cells[j] = `\textbf{` + cells[j] + `}`
			}
		}
		if strings.HasPrefix(cells[0], "[") || strings.HasPrefix(cells[0], "*") {
			cells[0] = "{}" + cells[0] // else the \\ before it takes it for an option
		}
		b.WriteString(strings.Join(cells, " & ") + " \\\\\n")
	}
	b.WriteString("\\bottomrule\n\\end{tabular}\n")
	for _, line := range s.below {
		b.WriteString("% " + strings.Replace(line, legendBest, "bold: best", 1) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeHTML writes a table element, to be put into a page; the best is strong.
func (s *sheet) writeHTML(w io.Writer) error {
	var b strings.Builder
	b.WriteString("<table class=\"nbcompare\">\n")
	if lines := s.linesAbove(); len(lines) > 0 {
		b.WriteString("<caption>" + html.EscapeString(strings.Join(lines, "\n")) + "</caption>\n")
	}
	b.WriteString("<thead>\n<tr>")
	for _, col := range s.columns {
		b.WriteString(`<th scope="col"` + alignment(col.right) + ">" + html.EscapeString(Visible(col.title)) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, row := range s.rows {
		b.WriteString("<tr>")
		for j := range row {
			s.writeHTMLCell(&b, j, &row[j])
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n")
	if len(s.below) > 0 {
		text := strings.Replace(strings.Join(s.below, "\n"), legendBest, "bold: best", 1)
		fmt.Fprintf(&b, "<tfoot>\n<tr><td colspan=\"%d\">%s</td></tr>\n</tfoot>\n", len(s.columns),
			strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"))
	}
	b.WriteString("</table>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func alignment(right bool) string {
	if right {
		return ` style="text-align: right"`
	}
	return ""
}

func (s *sheet) writeHTMLCell(b *strings.Builder, j int, cell *sheetCell) {
	text := html.EscapeString(Visible(cell.shown()) + verdictMark(cell))
	switch {
	case j == 0:
		b.WriteString(`<th scope="row">` + text + "</th>")
	case cell.best:
		b.WriteString("<td" + alignment(s.columns[j].right) + "><strong>" + text + "</strong></td>")
	default:
		b.WriteString("<td" + alignment(s.columns[j].right) + ">" + text + "</td>")
	}
}

// frame returns the values of the sheet that fit cells, for machines.
func (s *sheet) frame() *Frame {
	f := &Frame{}
	for j, col := range s.columns {
		column := FrameColumn{Title: col.title, Cells: make([]value.Value, len(s.rows))}
		for i := range s.rows {
			if v := s.rows[i][j].value; fitsCell(v) {
				column.Cells[i] = v
			}
		}
		f.Columns = append(f.Columns, column)
	}
	return f
}
