package render

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func isPicture(diff *collection.Difference) bool {
	_, ok := diff.Detail.(*collection.PictureDiff)
	return ok
}

// pictureNote says how two pictures differ.
func pictureNote(diff *collection.Difference, detail *collection.PictureDiff) string {
	if detail.Changed != nil {
		return pixels(*detail.Changed)
	}
	a, ok := diff.Old.Value.(*value.Image)
	b, both := diff.New.Value.(*value.Image)
	switch {
	case !ok || !both:
	case isDamaged(a) && isDamaged(b):
		return "neither can be decoded"
	case isDamaged(a):
		return "the baseline's cannot be decoded"
	case isDamaged(b):
		return "cannot be decoded"
	case a.Width > 0 && b.Width > 0 && (a.Width != b.Width || a.Height != b.Height):
		return "of another size"
	}
	return "the pictures differ"
}

// isDamaged reports whether not even the size of a picture of pixels can be told.
func isDamaged(img *value.Image) bool { return img.Width == 0 && img.MIMEType != "image/svg+xml" }

func pixels(share float64) string {
	text := strings.TrimPrefix(relative(share), "+")
	return text + " of the pixels differ"
}

// addSet writes the elements that only one list has.
func (p *diffPage) addSet(diff *collection.Difference, detail *collection.SetDiff) {
	s := diffSection{title: p.titleOf(diff)}
	old, now := diff.Old.Value.Kind(), diff.New.Value.Kind()
	switch {
	case detail.Reordered:
		s.note = "the same elements in another order"
	case len(detail.Removed)+len(detail.Added) == 0:
		s.note = fmt.Sprintf("%s → %s of the same elements", old, now)
	default:
		s.note = fmt.Sprintf("%d removed, %d added", len(detail.Removed), len(detail.Added))
	}
	s.lines = append(p.elements('-', detail.Removed), p.elements('+', detail.Added)...)
	p.sections = append(p.sections, s)
}

// elements packs elements into lines.
func (p *diffPage) elements(op byte, list []value.Value) (lines []collection.DiffLine) {
	style := styleOf(numbersAmong(list))
	width := 78
	if p.opts.Width > 0 {
		width = p.opts.Width - 2
	}
	line := ""
	for i, v := range list {
		if i == mostElements && !p.opts.Full {
			p.shortened = true
			lines = append(lines, collection.DiffLine{Op: op, Text: line})
			return append(lines, collection.DiffLine{Op: op, Text: fmt.Sprintf("… and %d more", len(list)-i)})
		}
		text := p.value(v, style)
		if !p.opts.Full && len([]rune(text)) > longestValue {
			text, p.shortened = shorten(text, longestValue), true
		}
		switch {
		case line == "":
			line = text
		case len(line)+2+len(text) > width:
			lines = append(lines, collection.DiffLine{Op: op, Text: line})
			line = text
		default:
			line += ", " + text
		}
	}
	if line != "" {
		lines = append(lines, collection.DiffLine{Op: op, Text: line})
	}
	return lines
}

func numbersAmong(list []value.Value) (numbers []value.Number) {
	for _, v := range list {
		if n, ok := v.(value.Number); ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// addTable writes the rows and columns that only one table has, and the cells.
func (p *diffPage) addTable(diff *collection.Difference, detail *collection.TableDiff) {
	s := diffSection{title: p.titleOf(diff), note: tableNote(detail)}
	for _, part := range []struct {
		op     byte
		what   string
		labels []value.Label
	}{{'-', "column", detail.RemovedColumns}, {'+', "column", detail.AddedColumns}, {'-', "row", detail.RemovedRows}, {'+', "row", detail.AddedRows}} {
		for i, label := range part.labels {
			if i == mostElements && !p.opts.Full {
				p.shortened = true
				s.lines = append(s.lines, collection.DiffLine{Op: part.op, Text: fmt.Sprintf("… and %d more %ss", len(part.labels)-i, part.what)})
				break
			}
			s.lines = append(s.lines, collection.DiffLine{Op: part.op, Text: part.what + " " + Visible(label.String())})
		}
	}
	styles := map[string]numberStyle{}
	for _, cell := range detail.Cells {
		column := cell.Column.String()
		if _, known := styles[column]; !known {
			styles[column] = styleOf(numbersOfColumn(detail.Cells, column))
		}
		row := p.cells(&cell.Old, &cell.New, styles[column])
		row.op, row.note = ' ', "" // a cell that has no value is still there
		row.path = strings.TrimPrefix(Visible(cell.Path.String()), ".")
		s.rows = append(s.rows, row)
	}
	p.sections = append(p.sections, s)
}

func numbersOfColumn(cells []collection.TableChange, column string) (numbers []value.Number) {
	for _, cell := range cells {
		if cell.Column.String() == column {
			numbers = append(numbers, numbersAmong([]value.Value{cell.Old.Value, cell.New.Value})...)
		}
	}
	return numbers
}

func tableNote(detail *collection.TableDiff) string {
	var notes []string
	if n := len(detail.Cells) + detail.Omitted; n > 0 {
		notes = append(notes, fmt.Sprintf("%d of %s %s", n, Counted(detail.Shared, "cell"), verb(n, "differ")))
	}
	if detail.ReorderedRows {
		notes = append(notes, "rows in another order")
	}
	if detail.ReorderedColumns {
		notes = append(notes, "columns in another order")
	}
	for _, part := range []struct {
		n    int
		what string
	}{
		{len(detail.RemovedColumns), "column"}, {len(detail.RemovedRows), "row"},
	} {
		if part.n > 0 {
			notes = append(notes, Counted(part.n, part.what)+" removed")
		}
	}
	for _, part := range []struct {
		n    int
		what string
	}{
		{len(detail.AddedColumns), "column"}, {len(detail.AddedRows), "row"},
	} {
		if part.n > 0 {
			notes = append(notes, Counted(part.n, part.what)+" added")
		}
	}
	if detail.Truncated {
		notes = append(notes, "the notebooks show only part of the table")
	}
	return strings.Join(notes, ", ")
}
