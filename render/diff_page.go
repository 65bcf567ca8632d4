package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A diffPage is a diff arranged for people: sections of rows, one a value, or
// of lines.
type diffPage struct {
	c         *collection.Collection
	diff      *collection.Diff
	opts      *DiffOptions
	others    []int // runs that are compared with the baseline
	many      bool  // there are several
	sections  []diffSection
	shortened bool // something is left out or cut
}

// A diffSection has rows, or lines under a title.
type diffSection struct {
	title string // visible
	note  string // about the whole: 3 of 20 cells differ
	rows  []diffRow
	lines []collection.DiffLine // Op may be '@' too, for the head of a hunk
	group string                // rows of one group are aligned
}

// A diffRow is one value that differs. All texts are visible on one line.
type diffRow struct {
	op           byte // '+' added, '-' removed, ' ' changed
	path         string
	run          string   // of whom it tells; "" when there is but one
	runs         []string // the same, one by one
	old, new     string
	delta, share string // "" for none
	verdict      int
	note         string // why a value is missing; how pictures differ
}

// What is shown of one thing without Full.
const (
	mostRows     = 60  // of a key, or of the cells of a table
	mostElements = 30  // of those added to a list, or removed
	mostLines    = 200 // of a text
	longestValue = 160 // characters
)

func newDiffPage(c *collection.Collection, diff *collection.Diff, opts *DiffOptions) *diffPage {
	p := &diffPage{c: c, diff: diff, opts: opts}
	for run, r := range c.Runs {
		if run != c.Baseline && r.Err == nil {
			p.others = append(p.others, run)
		}
	}
	p.many = len(p.others) > 1
	if opts.Format == JSON {
		return p
	}
	for i := 0; i < len(diff.Differences); {
		n := 1 // of the same title
		for i+n < len(diff.Differences) && diff.Differences[i+n].Title == diff.Differences[i].Title {
			n++
		}
		p.add(diff.Differences[i : i+n])
		i += n
	}
	for i := range p.sections {
		p.limitRows(&p.sections[i])
	}
	return p
}

// add adds the differences under one title.
func (p *diffPage) add(same []collection.Difference) {
	var rows []diffRow
	style := styleOf(numbersIn(same))
	for i := range same {
		diff := &same[i]
		switch detail := diff.Detail.(type) {
		case *collection.SetDiff:
			p.addSet(diff, detail)
		case *collection.TableDiff:
			p.addTable(diff, detail)
		case *collection.LineDiff:
			p.addLines(p.titleOf(diff), "", detail)
		case *collection.CellDiff:
			p.addCell(diff, detail)
		default:
			rows = append(rows, p.row(diff, style))
		}
	}
	if len(rows) == 0 {
		return
	}
	rows = p.merge(rows)
	group := p.groupOf(&same[0])
	if last := len(p.sections) - 1; last >= 0 && p.sections[last].group == group {
		p.sections[last].rows = append(p.sections[last].rows, rows...)
		return
	}
	p.sections = append(p.sections, diffSection{rows: rows, group: group})
}

// groupOf names what is aligned with one another: parameters, keys that are one
// value, the values in a key; with many runs those of one title.
func (p *diffPage) groupOf(diff *collection.Difference) string {
	switch {
	case p.many:
		return "title " + diff.Title
	case diff.Key < 0:
		return "status"
	case p.c.Keys[diff.Key].Source == introspect.SourceParam:
		return "params"
	case isPicture(diff):
		return "pictures"
	case len(diff.Path) == 0 && diff.New.Delta != nil:
		return "numbers"
	case len(diff.Path) == 0:
		return "values"
	}
	return "key " + p.c.Keys[diff.Key].Title
}

// titleOf is a difference's title, with the run when there are several.
func (p *diffPage) titleOf(diff *collection.Difference) string {
	if p.many {
		return Visible(diff.Title) + ", " + p.runName(diff.Run)
	}
	return Visible(diff.Title)
}

func (p *diffPage) runName(run int) string { return Visible(p.c.Runs[run].Name) }

func numbersIn(same []collection.Difference) (numbers []value.Number) {
	for i := range same {
		for _, v := range []value.Value{same[i].Old.Value, same[i].New.Value} {
			if n, ok := v.(value.Number); ok {
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}

// row writes a value that changed.
func (p *diffPage) row(diff *collection.Difference, style numberStyle) diffRow {
	row := p.cells(&diff.Old, &diff.New, style)
	row.path = Visible(diff.Title)
	if before, ok := diff.Old.Value.(value.Text); ok && diff.Key < 0 {
		row.old, row.new = Visible(string(before)), Visible(string(diff.New.Value.(value.Text))) // a status is a word of ours
	}
	if p.many {
		row.runs = []string{p.runName(diff.Run)}
	}
	if detail, ok := diff.Detail.(*collection.PictureDiff); ok {
		row.note = pictureNote(diff, detail)
	} else if row.old == row.new {
		row.note = "the contents differ"
	}
	return row
}

// merge makes one row of the runs that have the same value.
func (p *diffPage) merge(rows []diffRow) []diffRow {
	type content struct{ op, new, note string }
	at := map[content]int{}
	var out []diffRow
	for _, row := range rows {
		id := content{string(row.op), row.new, row.note}
		if i, there := at[id]; there && p.many {
			out[i].runs = append(out[i].runs, row.runs...)
			continue
		}
		at[id] = len(out)
		out = append(out, row)
	}
	for i := range out {
		out[i].run = p.listed(out[i].runs)
	}
	return out
}

// listed writes names, of many the first few.
func (p *diffPage) listed(names []string) string {
	const most = 4
	if len(names) <= most || p.opts.Full {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most-1], ", ") + fmt.Sprintf(" and %d more", len(names)-most+1)
}

func (p *diffPage) cells(old, now *collection.Cell, style numberStyle) diffRow {
	row := diffRow{op: ' ', verdict: now.Verdict}
	row.old, row.new = p.values(old.Value, now.Value, style)
	switch {
	case old.Value == nil:
		row.op, row.note = '+', Visible(old.Reason)
	case now.Value == nil:
		row.op, row.note = '-', Visible(now.Reason)
	}
	if now.Delta != nil {
		row.delta = deltaText(*now.Delta, style, &TableOptions{Full: p.opts.Full})
	}
	if now.Relative != nil {
		row.share = relative(*now.Relative)
	}
	return row
}

// values writes two values on a line each, long ones cut so that their first
// difference is seen.
func (p *diffPage) values(old, now value.Value, style numberStyle) (string, string) {
	a, b := p.value(old, style), p.value(now, style)
	if p.opts.Full {
		return a, b
	}
	return p.window(a, b, longestValue)
}

func (p *diffPage) value(v value.Value, style numberStyle) string {
	switch v := v.(type) {
	case nil:
		return missingCell
	case value.Number:
		if !p.opts.Full {
			return style.text(v)
		}
		return v.String()
	case value.Text:
		return Visible(value.Repr(v)) // so that '1' is not 1
	case value.Error:
		return Visible(v.Message())
	}
	return Visible(Describe(v))
}

// window cuts two texts to a width, both from the same place on, which lies a
// little before where they begin to differ.
func (p *diffPage) window(a, b string, width int) (string, string) {
	x, y := []rune(a), []rune(b)
	if len(x) <= width && len(y) <= width {
		return a, b
	}
	p.shortened = true
	const before = 20
	start := 0
	for start < len(x) && start < len(y) && x[start] == y[start] {
		start++
	}
	start = max(0, min(start-before, max(len(x), len(y))-width))
	return cutFrom(x, start, width), cutFrom(y, start, width)
}

func cutFrom(text []rune, start, width int) string {
	start = min(start, len(text))
	out := string(text[start:min(len(text), start+width)])
	if start > 0 {
		out = "…" + out
	}
	if start+width < len(text) {
		out += "…"
	}
	return out
}

// limitRows leaves out rows where there are very many.
func (p *diffPage) limitRows(s *diffSection) {
	if len(s.rows) <= mostRows || p.opts.Full {
		return
	}
	p.shortened = true
	left := len(s.rows) - mostRows
	s.rows = slices.Clip(s.rows[:mostRows])
	s.rows = append(s.rows, diffRow{op: ' ', path: fmt.Sprintf("… and %d more", left)})
}
