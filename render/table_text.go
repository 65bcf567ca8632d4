package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// The colours of a terminal; each goes with a symbol or a word.
const (
	ansiBold  = "\x1b[1m"
	ansiGreen = "\x1b[1;32m"
	ansiRed   = "\x1b[31m"
	ansiReset = "\x1b[0m"
)

// gap is the number of spaces between two columns.
const gap = 2

// A textColumn is a column of a sheet as aligned text.
type textColumn struct {
	heads  [2]string // the upper one is "" for a heading of one line
	cells  []alignedCell
	right  bool
	blocks []blockWidth // of each block of rows
}

// A blockWidth is how wide the parts of the cells are in rows whose numbers
// are aligned with one another.
type blockWidth struct{ before, after int }

// An alignedCell is a cell, cut at the point.
type alignedCell struct {
	before, after string // a mark is part of after
	color         string
	block         int
}

// writeText writes the sheet in aligned columns. What does not fit into a
// terminal is left out from the right, and said.
func (s *sheet) writeText(w io.Writer, opts *TableOptions) error {
	width := opts.Width
	if opts.Full {
		width = 0
	}
	columns, hidden := s.layout(width)
	var b strings.Builder
	for _, line := range s.above {
		b.WriteString(fitLine(line, width) + "\n")
	}
	if len(s.shared) > 0 {
		b.WriteString(sharedLine(s.shared, width) + "\n")
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	writeAligned(&b, columns, len(s.rows), opts.Color)
	below := s.below
	if len(hidden) > 0 {
		below = append([]string{hiddenNote(hidden, len(s.columns), opts)}, below...)
	}
	if len(below) > 0 {
		b.WriteString("\n")
	}
	for _, line := range below {
		b.WriteString(fitLine(line, width) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func hiddenNote(titles []string, all int, opts *TableOptions) string {
	hint := "--columns, --transpose"
	switch {
	case opts.GroupBy != "":
		hint = "-o"
	case opts.Transpose:
		hint = "--top"
	}
	return fmt.Sprintf("%d of %s do not fit (%s): %s",
		len(titles), Counted(all, "column"), hint, strings.Join(titles, ", "))
}

func fitLine(line string, width int) string {
	if width <= 0 {
		return line
	}
	return fit(line, width)
}

// sharedLine writes what all rows share on one line, with the number of what
// does not fit.
func sharedLine(shared []string, width int) string {
	const head = "the same in all: "
	line := head + strings.Join(shared, "  ")
	for n := len(shared) - 1; n > 0 && width > 0 && runewidth.StringWidth(line) > width; n-- {
		line = fmt.Sprintf("%s%s  and %d more (--full)", head, strings.Join(shared[:n], "  "), len(shared)-n)
	}
	return fitLine(line, width)
}

// layout measures the columns, and returns those that fit into the width and
// the titles of the others.
func (s *sheet) layout(width int) (columns []textColumn, hidden []string) {
	used := -gap
	for j := range s.columns {
		col := s.textColumn(j, width)
		used += gap + col.width()
		if j > 0 && width > 0 && used > width {
			for _, rest := range s.columns[j:] {
				hidden = append(hidden, Visible(rest.title))
			}
			break
		}
		columns = append(columns, col)
	}
	return columns, hidden
}

func (s *sheet) textColumn(j, width int) textColumn {
	col := textColumn{right: s.columns[j].right, blocks: make([]blockWidth, 1)}
	for i, row := range s.rows {
		cell := row[j].aligned(col.right)
		if s.blocks != nil {
			cell.block = s.blocks[i]
		}
		if j == 0 && width > 0 {
			cell.before = fitName(cell.before, max(width*2/5, 8))
		}
		col.add(cell)
	}
	title := Visible(s.columns[j].title)
	switch {
	case s.columns[j].short != "":
		title = s.columns[j].short
	case width > 0 && j == 0:
		title = fit(title, max(col.width(), width*2/5))
	case width > 0 && runewidth.StringWidth(title) > col.width():
		col.heads[0], title = splitTitle(title)
	}
	col.heads[1] = title
	return col
}

func (c *textColumn) add(cell alignedCell) {
	c.cells = append(c.cells, cell)
	for len(c.blocks) <= cell.block {
		c.blocks = append(c.blocks, blockWidth{})
	}
	b := &c.blocks[cell.block]
	b.before = max(b.before, runewidth.StringWidth(cell.before))
	b.after = max(b.after, runewidth.StringWidth(cell.after))
}

// fitName cuts a name at its beginning, because paths differ at their end.
func fitName(name string, width int) string {
	if have := runewidth.StringWidth(name); have > width {
		return runewidth.TruncateLeft(name, have-width+1, "…")
	}
	return name
}

func (c *textColumn) width() int {
	width := max(runewidth.StringWidth(c.heads[0]), runewidth.StringWidth(c.heads[1]))
	for _, b := range c.blocks {
		width = max(width, b.before+b.after)
	}
	return width
}

// aligned cuts a cell at the point when it is a number.
func (cell *sheetCell) aligned(number bool) alignedCell {
	a := alignedCell{before: Visible(cell.shown())}
	if number {
		at := pointOf(a.before)
		a.before, a.after = a.before[:at], a.before[at:]
	}
	switch {
	case cell.best:
		a.after, a.color = a.after+"*", ansiGreen
	case cell.verdict > 0:
		a.after, a.color = a.after+verdictMark(cell), ansiGreen
	case cell.verdict < 0:
		a.after, a.color = a.after+verdictMark(cell), ansiRed
	case cell.bad:
		a.color = ansiRed
	}
	return a
}

// pointOf returns the offset of the point of a number, or of where it would be:
// behind the digits at the beginning.
func pointOf(text string) int {
	digits := false
	for i, r := range text {
		if r >= '0' && r <= '9' {
			digits = true
		} else if r == '.' || digits {
			return i
		}
	}
	return len(text)
}

// splitTitle cuts a title before its last step, for a heading of two lines:
// metrics and .mse.
func splitTitle(title string) (upper, lower string) {
	at, quoted := 0, false
	for i := 0; i < len(title); i++ {
		switch {
		case quoted && title[i] == '\\':
			i++
		case title[i] == '"':
			quoted = !quoted
		case !quoted && (title[i] == '.' || title[i] == '['):
			at = i
		}
	}
	return title[:at], title[at:]
}

// writeAligned writes the headings and the rows.
func writeAligned(b *strings.Builder, columns []textColumn, rows int, color bool) {
	widths, parts := make([]int, len(columns)), make([]string, len(columns))
	for j := range columns {
		widths[j] = columns[j].width()
	}
	for line := range 2 {
		some := line == 1
		for j := range columns {
			col := &columns[j]
			some = some || col.heads[line] != ""
			if col.right {
				parts[j] = padLeft(col.heads[line], widths[j])
			} else {
				parts[j] = pad(col.heads[line], widths[j])
			}
		}
		if some {
			b.WriteString(painted(joined(parts), ansiBold, color) + "\n")
		}
	}
	for i := range rows {
		for j := range columns {
			parts[j] = columns[j].cell(i, widths[j], color)
		}
		b.WriteString(joined(parts) + "\n")
	}
}

func joined(parts []string) string {
	return strings.TrimRight(strings.Join(parts, strings.Repeat(" ", gap)), " ")
}

// cell writes a cell with the spaces around it outside of its colour.
func (c *textColumn) cell(i, width int, color bool) string {
	cell := &c.cells[i]
	body, left := cell.before+cell.after, 0
	if b := c.blocks[cell.block]; c.right {
		left = width - b.after - runewidth.StringWidth(cell.before)
	}
	right := max(0, width-left-runewidth.StringWidth(body))
	return strings.Repeat(" ", left) + painted(body, cell.color, color) + strings.Repeat(" ", right)
}

func painted(text, code string, color bool) string {
	if !color || code == "" {
		return text
	}
	return code + text + ansiReset
}
