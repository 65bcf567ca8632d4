package render

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
)

// columns are the headings of a table of rows.
func (p *diffPage) columns(s *diffSection) []string {
	base, _ := p.header()
	names := []string{"path", base}
	if p.many && s.title == "" {
		names = append(names, "run", "value")
	} else if p.many {
		names = append(names, "run")
	} else {
		names = append(names, p.runName(p.others[0]))
	}
	return append(names, "Δ", "Δ%", "")
}

// cellsOf are the cells of a row under these headings.
func (p *diffPage) cellsOf(s *diffSection, row *diffRow) []string {
	cells := []string{row.path, row.old}
	if p.many && s.title == "" {
		cells = append(cells, row.run)
	}
	share := row.share
	if row.verdict != 0 {
		share += " " + verdictSymbol(row.verdict)
	}
	return append(cells, row.new, row.delta, share, row.note)
}

// tables puts neighbouring sections of rows into one.
func (p *diffPage) tables() (sections []diffSection) {
	for _, s := range p.sections {
		last := len(sections) - 1
		if s.title == "" && last >= 0 && sections[last].title == "" {
			sections[last].rows = append(sections[last].rows, s.rows...)
			continue
		}
		sections = append(sections, s)
	}
	return sections
}

// writeMarkdown writes tables and fenced diffs as GitHub shows them.
func (p *diffPage) writeMarkdown(w io.Writer) error {
	var b strings.Builder
	if len(p.others) > 0 {
		base, others := p.header()
		fmt.Fprintf(&b, "**%s** → **%s**\n\n", escapeMarkdown(base), escapeMarkdown(others))
	}
	for _, s := range p.tables() {
		if s.title != "" {
			fmt.Fprintf(&b, "**%s**", escapeMarkdown(s.title))
			if s.note != "" {
				b.WriteString(": " + escapeMarkdown(s.note))
			}
			b.WriteString("\n\n")
		}
		if len(s.lines) > 0 {
			writeFence(&b, "diff", s.lines)
		}
		if len(s.rows) > 0 {
			p.writeMarkdownRows(&b, &s)
		}
	}
	for _, table := range p.singleRows() {
		fmt.Fprintf(&b, "**%s**\n\n```\n%s```\n\n", escapeMarkdown(table.title), table.text)
	}
	b.WriteString(escapeMarkdown(p.summary()) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// writeFence writes lines of a language in a fence that none of them ends.
func writeFence(b *strings.Builder, language string, lines []collection.DiffLine) {
	longest := 2
	for _, line := range lines {
		run := 0
		for _, r := range line.Text {
			run++
			if r != '`' {
				run = 0
			}
			longest = max(longest, run)
		}
	}
	fence := strings.Repeat("`", longest+1)
	b.WriteString(fence + language + "\n")
	for _, line := range lines {
		b.WriteString(lineText(line) + "\n")
	}
	b.WriteString(fence + "\n\n")
}

func (p *diffPage) writeMarkdownRows(b *strings.Builder, s *diffSection) {
	heads := p.columns(s)
	rules := make([]string, len(heads))
	for i := range heads {
		heads[i], rules[i] = escapeMarkdown(heads[i]), "---"
		if i > 0 && i+1 < len(heads) && heads[i] != "run" {
			rules[i] = "---:"
		}
	}
	fmt.Fprintf(b, "| %s |\n| %s |\n", strings.Join(heads, " | "), strings.Join(rules, " | "))
	for i := range s.rows {
		cells := p.cellsOf(s, &s.rows[i])
		for j := range cells {
			cells[j] = escapeMarkdown(cells[j])
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	}
	b.WriteString("\n")
}

// writeHTML writes an element to be put into a page. All text is escaped, and
// there is no style but that numbers stand to the right.
func (p *diffPage) writeHTML(w io.Writer) error {
	var b strings.Builder
	b.WriteString("<div class=\"nbcompare-diff\">\n")
	if len(p.others) > 0 {
		base, others := p.header()
		fmt.Fprintf(&b, "<p><del>%s</del> → <ins>%s</ins></p>\n", html.EscapeString(base), html.EscapeString(others))
	}
	for _, s := range p.tables() {
		if s.title != "" {
			note := s.note
			if note != "" {
				note = ": " + note
			}
			fmt.Fprintf(&b, "<p><strong>%s</strong>%s</p>\n", html.EscapeString(s.title), html.EscapeString(note))
		}
		if len(s.lines) > 0 {
			writeHTMLLines(&b, s.lines)
		}
		if len(s.rows) > 0 {
			p.writeHTMLRows(&b, &s)
		}
	}
	for _, table := range p.singleRows() {
		fmt.Fprintf(&b, "<p><strong>%s</strong></p>\n<pre>%s</pre>\n", html.EscapeString(table.title), html.EscapeString(table.text))
	}
	fmt.Fprintf(&b, "<p>%s</p>\n</div>\n", html.EscapeString(p.summary()))
	_, err := io.WriteString(w, b.String())
	return err
}

func writeHTMLLines(b *strings.Builder, lines []collection.DiffLine) {
	b.WriteString("<pre>")
	for _, line := range lines {
		text := html.EscapeString(lineText(line))
		switch line.Op {
		case '+':
			text = "<ins>" + text + "</ins>"
		case '-':
			text = "<del>" + text + "</del>"
		}
		b.WriteString(text + "\n")
	}
	b.WriteString("</pre>\n")
}

func (p *diffPage) writeHTMLRows(b *strings.Builder, s *diffSection) {
	heads := p.columns(s)
	b.WriteString("<table>\n<thead>\n<tr>")
	for i, head := range heads {
		b.WriteString(`<th scope="col"` + alignment(p.toTheRight(i, heads)) + ">" + html.EscapeString(head) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for i := range s.rows {
		b.WriteString("<tr>")
		for j, cell := range p.cellsOf(s, &s.rows[i]) {
			if j == 0 {
				b.WriteString(`<th scope="row">` + html.EscapeString(cell) + "</th>")
				continue
			}
			b.WriteString("<td" + alignment(p.toTheRight(j, heads)) + ">" + html.EscapeString(cell) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
}

// toTheRight reports whether a column holds numbers or what stands for them.
func (p *diffPage) toTheRight(column int, heads []string) bool {
	return column > 0 && column+1 < len(heads) && !(p.many && heads[column] == "run" && column == 2 && len(heads) == 7)
}
