package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
)

// addLines writes the hunks of two texts.
func (p *diffPage) addLines(title, note string, detail *collection.LineDiff) {
	s := diffSection{title: title, note: note}
	if detail.Lines == nil {
		s.note = "the texts are too long to be compared line by line"
	}
	hunks := collection.Hunks(detail.Lines, 3)
	for _, hunk := range hunks {
		if len(hunks) > 1 || len(hunk.Lines) < len(detail.Lines) {
			s.lines = append(s.lines, collection.DiffLine{Op: '@', Text: hunkHead(hunk)})
		}
		s.lines = append(s.lines, p.shownLines(hunk.Lines)...)
	}
	if len(s.lines) > mostLines && !p.opts.Full {
		p.shortened = true
		more := len(s.lines) - mostLines
		s.lines = append(slices.Clip(s.lines[:mostLines]), collection.DiffLine{Op: '@', Text: fmt.Sprintf("… and %s", Counted(more, "more line"))})
	}
	p.sections = append(p.sections, s)
}

// longestLine is how much of a line of a text is shown.
const longestLine = 240

// shownLines makes lines visible and cuts long ones: a line that was replaced
// and the one in its place where they begin to differ.
func (p *diffPage) shownLines(lines []collection.DiffLine) []collection.DiffLine {
	out := make([]collection.DiffLine, len(lines))
	for i, line := range lines {
		out[i] = collection.DiffLine{Op: line.Op, Text: visibleTabs(line.Text)}
	}
	if p.opts.Full {
		return out
	}
	for i := 0; i < len(out); {
		removed := 0
		for i+removed < len(out) && out[i+removed].Op == '-' {
			removed++
		}
		for n := range removed {
			if other := i + removed + n; other < len(out) && out[other].Op == '+' {
				out[i+n].Text, out[other].Text = p.window(out[i+n].Text, out[other].Text, longestLine)
			}
		}
		i += max(removed, 1)
	}
	for i := range out {
		if len(out[i].Text) > longestLine && len([]rune(out[i].Text)) > longestLine+2 {
			out[i].Text, p.shortened = shorten(out[i].Text, longestLine), true
		}
	}
	return out
}

// visibleTabs is Visible, but keeps tabs.
func visibleTabs(text string) string { return spellControls(text, "\t") }

func hunkHead(h collection.Hunk) string {
	old, now := 0, 0
	for _, line := range h.Lines {
		if line.Op != '+' {
			old++
		}
		if line.Op != '-' {
			now++
		}
	}
	return "@@ -" + span(h.Old, old) + " +" + span(h.New, now) + " @@"
}

// span writes the lines of a hunk as diff -u does.
func span(start, n int) string {
	switch n {
	case 0:
		return fmt.Sprintf("%d,0", start-1)
	case 1:
		return fmt.Sprint(start)
	}
	return fmt.Sprintf("%d,%d", start, n)
}

// addCell writes a cell that was edited, moved, added or removed.
func (p *diffPage) addCell(diff *collection.Difference, detail *collection.CellDiff) {
	var notes []string
	switch old, now := detail.Old, detail.New; {
	case now == nil:
		notes = append(notes, old.CellType, "removed")
	case old == nil:
		notes = append(notes, now.CellType, "added")
	default:
		notes = append(notes, old.CellType)
		if old.CellType != now.CellType {
			notes[0] += " → " + now.CellType
		}
		if detail.Moved {
			notes = append(notes, fmt.Sprintf("moved to cell %d", now.Cell))
		} else if old.Cell != now.Cell {
			notes = append(notes, fmt.Sprintf("now cell %d", now.Cell))
		}
	}
	if cell := detail.Old; cell != nil && len(cell.Tags) > 0 {
		notes = append(notes, "tags "+strings.Join(cell.Tags, ", "))
	}
	p.addLines(p.titleOf(diff), Visible(strings.Join(notes, ", ")), &detail.LineDiff)
}
