package render

import (
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/nbcompare/nbcompare/collection"
)

const ansiCyan = "\x1b[36m"

// writeText writes the sections in the style of diff -u: - is the baseline, +
// is the run.
func (p *diffPage) writeText(w io.Writer) error {
	if len(p.sections) == 0 && len(p.singleRows()) == 0 {
		return nil
	}
	base, others := p.header()
	var b strings.Builder
	b.WriteString(p.paint("--- "+base, ansiRed) + "\n")
	b.WriteString(p.paint("+++ "+others, ansiGreen) + "\n")
	for i := range p.sections {
		b.WriteString("\n")
		p.writeSection(&b, &p.sections[i])
	}
	for _, table := range p.singleRows() {
		b.WriteString("\n" + p.paint(table.title, ansiBold) + "\n" + table.text)
	}
	if p.shortened {
		b.WriteString("\n… is more than is shown here: --full\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *diffPage) paint(text, code string) string { return painted(text, code, p.opts.Color) }

func (p *diffPage) writeSection(b *strings.Builder, s *diffSection) {
	if s.title != "" {
		b.WriteString(p.paint(s.title, ansiBold))
		if s.note != "" {
			b.WriteString(": " + s.note)
		}
		b.WriteString("\n")
	} else if p.many && len(s.rows) > 0 {
		p.writeBaseRow(b, &s.rows[0])
	}
	for _, line := range s.lines {
		b.WriteString(p.paint(lineText(line), lineColor(line.Op)) + "\n")
	}
	p.writeRows(b, s)
}

// lineText writes a line as diff -u does; a head has its own sign.
func lineText(line collection.DiffLine) string {
	if line.Op == '@' {
		return line.Text
	}
	if line.Text == "" && line.Op == ' ' {
		return ""
	}
	return string(line.Op) + line.Text
}

func lineColor(op byte) string {
	switch op {
	case '+':
		return ansiGreen
	case '-':
		return ansiRed
	case '@':
		return ansiCyan
	}
	return ""
}

// writeBaseRow writes the baseline's value above those of several runs.
func (p *diffPage) writeBaseRow(b *strings.Builder, row *diffRow) {
	text := row.old
	if row.op == '+' && row.note != "" {
		text += "  " + row.note
	}
	line := row.path + ": " + text
	if p.opts.Width > 0 && !p.opts.Full {
		line = fit(line, p.opts.Width)
	}
	path, rest, _ := strings.Cut(line, ": ")
	b.WriteString(p.paint(path, ansiBold))
	if rest != "" {
		b.WriteString(": " + rest)
	}
	b.WriteString("\n")
}

// rowWidths are how wide the parts of a section's rows are.
type rowWidths struct {
	name, old, new, delta, share int
	left                         bool // no numbers: the values stand to the left
}

func (w *rowWidths) padded(text string, width int) string {
	if w.left {
		return pad(text, width)
	}
	return padLeft(text, width)
}

// widest is how wide a value may be that stands beside its name.
const widest = 40

func (p *diffPage) writeRows(b *strings.Builder, s *diffSection) {
	widths := rowWidths{left: true}
	for i := range s.rows {
		row := &s.rows[i]
		if p.tooWide(row) {
			continue
		}
		widths.left = widths.left && row.delta == ""
		widths.name = max(widths.name, runewidth.StringWidth(p.nameOf(s, row)))
		widths.old = max(widths.old, runewidth.StringWidth(row.old))
		widths.new = max(widths.new, runewidth.StringWidth(row.new))
		widths.delta = max(widths.delta, runewidth.StringWidth(row.delta))
		widths.share = max(widths.share, runewidth.StringWidth(row.share))
	}
	if p.opts.Width > 0 && !p.opts.Full {
		rest := 1 + 2 + widths.old + 3 + widths.new + 2 + widths.delta + 2 + widths.share + 2
		widths.name = min(widths.name, max(p.opts.Width-rest, 12))
	}
	for i := range s.rows {
		row := &s.rows[i]
		switch {
		case row.old == "" && row.new == "":
			b.WriteString(" " + row.path + "\n") // how many more there are
		case p.tooWide(row):
			p.writeTall(b, s, row)
		default:
			p.writeRow(b, s, row, widths)
		}
	}
}

// nameOf is what stands before the values: the run where the path stands above.
func (p *diffPage) nameOf(s *diffSection, row *diffRow) string {
	if p.many && s.title == "" {
		return row.run
	}
	return row.path
}

func (p *diffPage) tooWide(row *diffRow) bool {
	return runewidth.StringWidth(row.old) > widest || runewidth.StringWidth(row.new) > widest
}

// writeTall writes long values below each other.
func (p *diffPage) writeTall(b *strings.Builder, s *diffSection, row *diffRow) {
	old, now := row.old, row.new
	if p.opts.Width > 0 && !p.opts.Full {
		old, now = p.window(old, now, max(p.opts.Width-6, 20))
	}
	b.WriteString(" " + p.nameOf(s, row) + "\n")
	if hasBase := p.many && s.title == ""; !hasBase && row.op != '+' {
		b.WriteString(p.paint("-  "+old, ansiRed) + "\n")
	}
	if row.op != '-' {
		b.WriteString(p.paint("+  "+now, ansiGreen) + "\n")
	}
	if row.note != "" {
		b.WriteString("   " + row.note + "\n")
	}
}

func (p *diffPage) writeRow(b *strings.Builder, s *diffSection, row *diffRow, widths rowWidths) {
	name := fitName(p.nameOf(s, row), widths.name)
	line := p.paint(string(row.op), lineColor(row.op)) + pad(name, widths.name) + "  "
	switch {
	case p.many && s.title == "":
		line += widths.padded(row.new, widths.new)
	case row.old == row.new: // pictures of one size
		line += row.old
	default:
		line += widths.padded(row.old, widths.old) + " → " + pad(row.new, widths.new)
	}
	if widths.delta > 0 {
		color, mark := "", ""
		switch {
		case row.verdict > 0:
			color, mark = ansiGreen, " ▲"
		case row.verdict < 0:
			color, mark = ansiRed, " ▼"
		}
		line += "  " + p.paint(padLeft(row.delta, widths.delta)+"  "+padLeft(row.share, widths.share)+mark, color)
	}
	if row.note != "" {
		line = p.withNote(strings.TrimRight(line, " "), row)
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

// withNote appends why a value is missing, as far as there is room.
func (p *diffPage) withNote(line string, row *diffRow) string {
	if p.many && row.op == '+' {
		return line // it stands with the baseline's value
	}
	note := "  " + row.note
	if p.opts.Width > 0 && !p.opts.Full {
		used := runewidth.StringWidth(ansi.ReplaceAllString(line, ""))
		if used+runewidth.StringWidth(note) > p.opts.Width {
			note = "\n" + strings.Repeat(" ", 5) + fit(row.note, max(p.opts.Width-5, 10))
		}
	}
	return line + note
}
