package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
)

// A document is a comparison to be read from top to bottom: the same sections
// as the page has, cut where a reader would not follow and said so. The
// notebook and the Markdown are two ways to write it.
type document struct {
	page     *pageData
	summary  *summary
	limits   partLimits
	pictures *pictureBook
	chapters []chapter     // one a key that differs, or that there is one run to show of
	equal    []sectionHead // keys that do not differ
}

// partLimits bound what a document shows of a key. What is beyond is counted.
type partLimits struct {
	runs     int // rows of a table of runs
	columns  int // of a table
	rows     int // of a table of cells
	lines    int // of a text
	groups   int // of runs with the same text, picture or value
	elements int // of a set, or names in a list
	wholes   bool
}

// A chapter is what a document says of a key.
type chapter struct {
	head  sectionHead
	parts []part
	// inOverview says that the table of runs has all of it.
	inOverview bool
}

// A part is one piece of a chapter: a title, and one of the fields below it.
// All text is as the notebooks have it; who writes it escapes it.
type part struct {
	title   string // who it is of, or what it is
	note    string
	table   *partTable
	diff    []collection.DiffLine
	text    string // with line breaks
	picture *picture
	alt     string // of the picture
	items   []string
	chart   *chart
}

// A partTable is a table of text; the first cell of a row names it.
type partTable struct {
	heads []partHead
	rows  [][]partCell
	more  string // what is left out; "" for nothing
}

type partHead struct {
	text  string
	right bool // numbers stand below
}

type partCell struct {
	text string
	best bool
	mark string // how it compares with the baseline
}

// shown is the cell's text with its marks, none of which is colour alone.
func (c *partCell) shown() string {
	text := c.text
	if c.best {
		text += " ★"
	}
	if c.mark != "" {
		text += " " + c.mark
	}
	return text
}

// newDocument arranges the sections of a page.
func newDocument(page *pageData, sections []*sectionData, pictures *pictureBook, limits partLimits) *document {
	d := &document{page: page, summary: newSummary(page), limits: limits, pictures: pictures}
	for _, section := range sections {
		if !section.Differs && len(page.Runs) > 1 && !section.Alone {
			d.equal = append(d.equal, section.sectionHead)
			continue
		}
		c := chapter{head: section.sectionHead, inOverview: d.inOverview(section)}
		c.parts = d.partsOf(section)
		d.chapters = append(d.chapters, c)
	}
	return d
}

// inOverview says whether the table of runs shows all that a section has.
func (d *document) inOverview(s *sectionData) bool {
	if s.Scalars == nil || s.History != nil || s.Displays != nil || s.Values != nil {
		return false
	}
	shown := d.summary.columns[:min(len(d.summary.columns), d.limits.columns)]
	for _, i := range s.Scalars.Columns {
		column := d.page.Columns[i]
		if !column.Constant && !slices.Contains(shown, column) {
			return false
		}
	}
	return len(d.page.Runs) <= d.limits.runs
}

// partsOf lists what a section shows.
func (d *document) partsOf(s *sectionData) (parts []part) {
	if len(s.Reasons) > 0 {
		var texts []string
		for _, reason := range s.Reasons[:min(len(s.Reasons), d.limits.groups)] {
			texts = append(texts, d.names(reason.Runs)+": "+reason.Reason)
		}
		texts = append(texts, moreOf(len(s.Reasons)-d.limits.groups, "more reason")...)
		parts = append(parts, part{title: "No value", note: strings.Join(texts, "; ")})
	}
	if s.History != nil {
		parts = append(parts, d.historyParts(s.Title, s.History)...)
	}
	switch {
	case s.History != nil && s.Sets == nil: // which says enough of its numbers
	case s.Scalars != nil:
		parts = append(parts, d.scalarParts(s.Scalars)...)
	case s.Sets != nil:
		parts = append(parts, d.setPart(s.Sets))
	case s.Tables != nil:
		parts = append(parts, d.tableParts(s.Tables)...)
	case s.Texts != nil:
		parts = append(parts, d.textParts(s.Texts)...)
	case s.Images != nil:
		parts = append(parts, d.imageParts(s.Title, s.Images)...)
	case s.Values != nil:
		parts = append(parts, d.valueParts(s.Title, s.Values)...)
	}
	if s.Displays != nil {
		parts = append(parts, d.valueParts(s.Title, s.Displays)...)
	}
	return parts
}

// moreOf says that so many are left out; nothing of none.
func moreOf(n int, noun string) []string {
	if n <= 0 {
		return nil
	}
	return []string{"… and " + Counted(n, noun)}
}

// names lists runs, the first of many.
func (d *document) names(runs []int) string {
	const most = 4
	var names []string
	for _, run := range runs[:min(len(runs), most)] {
		names = append(names, d.page.Runs[run].Name)
	}
	if len(runs) > most {
		names = append(names, Counted(len(runs)-most, "more run"))
	}
	return strings.Join(names, ", ")
}

// titled is names with a word about the baseline, which stands first.
func (d *document) titled(runs []int) string {
	if len(d.page.Runs) < 2 || !slices.Contains(runs, d.page.Baseline) {
		return d.names(runs)
	}
	others := slices.DeleteFunc(slices.Clone(runs), func(run int) bool { return run == d.page.Baseline })
	title := d.page.Runs[d.page.Baseline].Name + " (baseline)"
	if len(others) == 0 {
		return title
	}
	return title + ", " + d.names(others)
}

// runTable has a row a run, those of rows alone unless it is nil.
func (d *document) runTable(columns []*columnData, status bool, rows []int) *partTable {
	t := &partTable{heads: []partHead{{text: "run"}}}
	if status {
		t.heads = append(t.heads, partHead{text: "status"})
	}
	var left []string
	shown := columns[:min(len(columns), d.limits.columns)]
	if n := len(columns) - len(shown); n > 0 {
		left = append(left, Counted(n, "more column"))
	}
	for _, column := range shown {
		t.heads = append(t.heads, partHead{column.Title, column.Numeric})
	}
	if rows == nil {
		for i := range d.page.Runs {
			rows = append(rows, i)
		}
	}
	if n := len(rows) - d.limits.runs; n > 0 {
		left, rows = append(left, Counted(n, "more run")), rows[:d.limits.runs]
	}
	for _, i := range rows {
		run := d.page.Runs[i]
		cells := []partCell{{text: d.titled([]int{i})}}
		if status {
			cells = append(cells, partCell{text: statusSymbol(run.Status) + " " + run.Status})
		}
		for _, cell := range d.summary.row(i, run, shown).Cells {
			cells = append(cells, partCellOf(cell))
		}
		t.rows = append(t.rows, cells)
	}
	t.more = leftOutHere(left)
	return t
}

func leftOutHere(left []string) string {
	if len(left) == 0 {
		return ""
	}
	return strings.Join(left, " and ") + " left out here."
}

func partCellOf(cell summaryCell) partCell {
	if cell.Missing {
		return partCell{text: "–"}
	}
	return partCell{text: cell.Text, best: cell.Best, mark: cell.Mark}
}

// turned swaps rows and columns, for few runs of many entries.
func (t *partTable) turned() *partTable {
	turned := &partTable{heads: []partHead{{text: "entry"}}, more: t.more}
	for _, row := range t.rows {
		turned.heads = append(turned.heads, partHead{row[0].text, true})
	}
	for j := 1; j < len(t.heads); j++ {
		cells := []partCell{{text: t.heads[j].text}}
		for _, row := range t.rows {
			cells = append(cells, row[j])
		}
		turned.rows = append(turned.rows, cells)
	}
	return turned
}

// fewRuns is up to how many runs stand beside each other, where they have more
// entries than there are runs.
const fewRuns = 4

// scalarParts is a line of what is equal, and a table of what differs: the
// last output is what a tag names.
func (d *document) scalarParts(data *scalarsData) (parts []part) {
	var differing, equal []*columnData
	for _, i := range data.Columns {
		if column := d.page.Columns[i]; column.Constant && len(d.page.Runs) > 1 {
			equal = append(equal, column)
		} else {
			differing = append(differing, column)
		}
	}
	if len(equal) > 0 {
		parts = append(parts, part{items: []string{d.constants(equal)}})
	}
	if len(differing) > 0 {
		if runs := len(d.page.Runs); runs <= fewRuns && len(differing) > runs {
			wide := *d // entries become rows, of which there may be more
			wide.limits.columns = d.limits.rows
			parts = append(parts, part{table: wide.runTable(differing, false, nil).turned()})
		} else {
			parts = append(parts, part{table: d.runTable(differing, false, nil)})
		}
	}
	return parts
}

// constants lists what is the same in every run.
func (d *document) constants(columns []*columnData) string {
	var texts []string
	for _, column := range columns[:min(len(columns), d.limits.elements)] {
		texts = append(texts, column.Title+" = "+column.First())
	}
	texts = append(texts, moreOf(len(columns)-d.limits.elements, "more")...)
	return "The same in every run: " + strings.Join(texts, ", ")
}

// setPart says which elements which runs have.
func (d *document) setPart(data *setsData) part {
	p := part{}
	for _, group := range data.Groups[:min(len(data.Groups), d.limits.groups)] {
		who := "Only in " + d.names(group.Runs)
		if group.InAll {
			who = "In every run"
		}
		var texts []string
		for _, member := range group.Elements[:min(len(group.Elements), d.limits.elements)] {
			texts = append(texts, member.Text+countsText(group.Runs, member.Counts))
		}
		texts = append(texts, moreOf(len(group.Elements)-d.limits.elements, "more")...)
		p.items = append(p.items, who+": "+strings.Join(texts, ", "))
	}
	p.items = append(p.items, moreOf(len(data.Groups)-d.limits.groups, "more group")...)
	return p
}

// countsText says how often runs have an element that one has more than once.
func countsText(runs, counts []int) string {
	if counts == nil || len(runs) == 0 {
		return ""
	}
	least, most := counts[runs[0]], counts[runs[0]]
	for _, run := range runs {
		least, most = min(least, counts[run]), max(most, counts[run])
	}
	if least == most {
		return fmt.Sprintf(" (%d times)", most)
	}
	return fmt.Sprintf(" (%d to %d times)", least, most)
}

// imageParts are the pictures, equal ones once.
func (d *document) imageParts(title string, data *imagesData) (parts []part) {
	for _, group := range data.Groups[:min(len(data.Groups), d.limits.groups)] {
		p := part{title: d.titled(group.Runs), picture: group.Picture, alt: title + " of " + d.names(group.Runs)}
		var notes []string
		if len(group.Runs) > 1 {
			notes = append(notes, "the same picture in "+Counted(len(group.Runs), "run"))
		}
		if group.Changed != "" && !slices.Contains(group.Runs, data.Base) {
			note := group.Changed + " of the pixels differ"
			if data.Base != d.page.Baseline {
				note += " from " + d.page.Runs[data.Base].Name
			}
			notes = append(notes, note)
		}
		if group.Picture == nil {
			notes = append(notes, "a figure without a static picture ("+group.Figure.MIMEType+")")
		}
		p.note = strings.Join(notes, ", ")
		parts = append(parts, p)
	}
	return append(parts, d.moreGroups(len(data.Groups), "more picture")...)
}

// moreGroups says how many of so many groups are beyond the limit.
func (d *document) moreGroups(total int, noun string) []part {
	if n := total - d.limits.groups; n > 0 {
		return []part{{items: []string{"… and " + Counted(n, noun) + ", which the HTML report shows"}}}
	}
	return nil
}

// textParts are the base's text and how others differ from it.
func (d *document) textParts(data *textsData) (parts []part) {
	for i, group := range data.Groups[:min(len(data.Groups), d.limits.groups)] {
		switch {
		case i == 0 && data.Base >= 0:
			if !d.limits.wholes && len(data.Groups) > 1 {
				continue
			}
			parts = append(parts, part{title: d.titled(group.Runs), text: d.cutLines(group.Lines)})
		case group.Omitted:
			parts = append(parts, part{title: d.titled(group.Runs), note: "too long to be compared line by line", text: d.cutLines(group.Lines)})
		default:
			parts = append(parts, part{title: d.titled(group.Runs), diff: d.hunks(group.Lines)})
		}
	}
	return append(parts, d.moreGroups(len(data.Groups), "more text")...)
}

func (d *document) cutLines(lines []string) string {
	shown := slices.Clone(lines[:min(len(lines), d.limits.lines)])
	for i := range shown {
		shown[i] = shorten(shown[i], longestLine)
	}
	return strings.Join(append(shown, moreOf(len(lines)-d.limits.lines, "more line")...), "\n")
}

// hunks are the changes in lines that begin with their marks.
func (d *document) hunks(marked []string) (lines []collection.DiffLine) {
	all := make([]collection.DiffLine, len(marked))
	for i, line := range marked {
		all[i] = collection.DiffLine{Op: line[0], Text: shorten(visibleTabs(line[1:]), longestLine)}
	}
	for _, hunk := range collection.Hunks(all, 3) {
		lines = append(append(lines, collection.DiffLine{Op: '@', Text: hunkHead(hunk)}), hunk.Lines...)
	}
	if n := len(lines) - d.limits.lines; n > 0 {
		lines = append(slices.Clip(lines[:d.limits.lines]), collection.DiffLine{Op: '@', Text: moreOf(n, "more line")[0]})
	}
	return lines
}

// valueParts are whole values, equal ones once.
func (d *document) valueParts(title string, data *valuesData) (parts []part) {
	for _, group := range data.Groups[:min(len(data.Groups), d.limits.groups)] {
		p := part{title: d.titled(group.Runs), note: string(group.Kind)}
		switch {
		case group.Picture != nil:
			p.picture, p.alt = group.Picture, title+" of "+d.names(group.Runs)
		case group.Table != nil:
			p.table = d.wholeTable(group.Table)
		default:
			p.text = d.cutLines(ownLines(group.Text))
		}
		parts = append(parts, p)
	}
	return append(parts, d.moreGroups(len(data.Groups), "more value")...)
}

// historyParts are a chart, and how the series end.
func (d *document) historyParts(title string, data *historyData) (parts []part) {
	rows := make([]int, len(data.Runs))
	for i, run := range data.Runs {
		rows[i] = run.Run
	}
	parts = append(parts, part{note: "per " + data.X, table: d.runTable(data.Summary, false, rows)})
	if !d.limits.wholes {
		return parts
	}
	for i := range data.Metrics[:min(len(data.Metrics), mostCharts)] {
		parts = append(parts, part{title: data.Metrics[i].Title, note: "per " + data.X, alt: title, chart: d.newChart(data, i)})
	}
	if n := len(data.Metrics) - mostCharts; n > 0 {
		parts = append(parts, part{items: []string{"… and " + Counted(n, "more curve") + ", which the HTML report shows"}})
	}
	return parts
}

// counts says how many runs there are, and in which state.
func (d *document) counts() string {
	var texts []string
	for _, count := range d.page.Counts {
		texts = append(texts, fmt.Sprintf("%d %s", count.Count, count.Status))
	}
	return Counted(len(d.page.Runs), "run") + ": " + strings.Join(texts, ", ") + "."
}

// bestTable names the runs that are best.
func (d *document) bestTable() *partTable {
	t := &partTable{heads: []partHead{{text: "metric"}, {text: "better is"}, {"best", true}, {text: "run"}}}
	for _, best := range d.summary.Best {
		t.rows = append(t.rows, []partCell{{text: best.Title}, {text: best.Better}, {text: best.Text, best: true}, {text: best.Runs}})
	}
	return t
}

// runsTable is the table of all runs.
func (d *document) runsTable() *partTable {
	var columns []*columnData
	for _, i := range d.page.Overview {
		if column := d.page.Columns[i]; !column.Constant || len(d.page.Runs) == 1 {
			columns = append(columns, column)
		}
	}
	return d.runTable(columns, len(d.summary.Problems) > 0, nil)
}

// equalTitles lists the keys that do not differ.
func (d *document) equalTitles(escape func(string) string) string {
	var titles []string
	for _, head := range d.equal[:min(len(d.equal), d.limits.elements)] {
		titles = append(titles, escape(head.Title))
	}
	return strings.Join(append(titles, moreOf(len(d.equal)-d.limits.elements, "more key")...), ", ")
}

// about is the line below a chapter's title.
func (h *sectionHead) about() string {
	texts := []string{h.Kind}
	if h.Note != "" {
		texts = append(texts, h.Note)
	}
	if h.Missing > 0 {
		texts = append(texts, "missing in "+Counted(h.Missing, "run"))
	}
	if h.Agrees {
		texts = append(texts, "equal where it is there")
	}
	return strings.Join(texts, "; ")
}
