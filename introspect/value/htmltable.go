package value

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// ParseTables returns the tables of an HTML fragment in document order.
//
// Header rows are those of <thead>, or the leading rows that have only <th>.
// The leading columns whose body cells are all <th> are the index. As pandas
// prints them, a last header row that names only those columns holds the
// index names, and names in front of the column labels are those of the column
// levels. A table without header has the columns 0, 1, ...
//
// A cell of [Table] is typed on its own as pandas.read_html types a column:
// numbers (also 1,234), inf, True and False; missing is what pandas takes for
// it and NaT; all else is Text, such as 12 % and 2024-01-02. The text is what a
// browser shows, without line breaks. Hidden tables, rows and cells (display: none),
// scripts, drawings and great_tables' footnote marks are left out.
//
// A table in a cell of another is part of that cell's text, unless the outer
// table is only there for layout, its cells all holding tables or nothing: then
// the inner ones are returned. Rows and columns of "..." are left out, the
// table is then Truncated; so is one whose line "N rows × M columns" tells of
// more. Spans are limited as in browsers (1,000 columns, 65,534 rows), and
// spans and ragged rows that would make a table much larger than its text cut
// it off, which is Truncated too.
func ParseTables(fragment string) []*Table {
	if !strings.Contains(fragment, "<table") && !strings.Contains(strings.ToLower(fragment), "<table") {
		return nil
	}
	s := tableScratches.Get().(*tableScratch)
	defer s.free()
	s.plain.reset(fragment)
	p := s.parse(&s.plain)
	if s.plain.strange {
		p = s.parse(html.NewTokenizer(strings.NewReader(fragment)))
	}
	tables := make([]*Table, 0, len(p.found))
	for _, raw := range p.found {
		if t := raw.table(minCells + len(fragment)); t != nil {
			tables = append(tables, t)
		}
	}
	return tables
}

// minCells is how many cells the smallest fragment may have through its spans.
const minCells = 100_000

// maxTableDepth is how deep tables may nest; deeper ones are text.
const maxTableDepth = 8

type section int

const (
	sectionBody section = iota
	sectionHead
	sectionFoot
)

type rawCell struct {
	text             string
	header           bool // <th>
	holdsTable       bool
	formatted        bool   // by pandas' Styler or great_tables
	dtype            string // what a header says below its label, as in DuckDB
	colspan, rowspan int
}

type rawRow struct {
	section section
	role    rowRole
	cells   []rawCell
}

// A rawTable is a table as it is written, while it is read and after.
type rawTable struct {
	caption string
	// above and below are what stands outside, but for lines that tell the shape.
	above, below string
	rows         []rawRow
	inner        []*rawTable
	// shape is what "N rows × M columns" says; nil without such a line.
	shape *[2]int
	more  bool // a line says that there are more rows
	julia bool // of DataFrames

	section     section
	role        rowRole // of the rows of a <tfoot> that says so
	dtypeAt     int     // where in text the type of a column begins; 0 for nowhere
	inRow       bool
	hiddenRow   bool
	hiddenTable bool
	inCaption   bool
	inCell      bool
	cell        rawCell
	hidden      bool   // the cell is
	text        []byte // of the cell or caption so far
	texts       textSlab
	scratch     *tableScratch
}

type tableParser struct {
	z       tokenizer
	scratch *tableScratch
	open    []*rawTable
	tooDeep int // tables open beyond maxTableDepth
	skip    string
	found   []*rawTable
	last    *rawTable // the table closed last
	before  []byte    // the last text before a table
	outside []byte    // all text since the last table, or since the beginning
}

func (p *tableParser) run() {
	for {
		switch p.z.Next() {
		case html.ErrorToken: // the end: a string cannot fail to be read
			for len(p.open) > 0 {
				p.closeTable()
			}
			if last := p.last; last != nil {
				last.below = p.readOutside()
			}
			return
		case html.TextToken:
			if p.skip == "" {
				p.addText(p.z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			p.startTag()
		case html.EndTagToken:
			name, _ := p.z.TagName()
			p.endTag(string(name))
		}
	}
}

func (p *tableParser) top() *rawTable {
	if len(p.open) == 0 {
		return nil
	}
	return p.open[len(p.open)-1]
}

func (p *tableParser) startTag() {
	if p.skip != "" {
		return
	}
	name, hasAttr := p.z.TagName()
	switch string(name) {
	case "script", "style", "template", "noscript", "svg":
		p.skip = string(name)
	case "span":
		if len(p.open) > 0 && hasAttr && isFootnoteMark(p.attributes(true).class) {
			p.skip = string(name)
		}
	case "br", "p", "div", "li", "hr":
		p.addText([]byte(" "))
	case "sup": // 1.20 × 10⁶, which would read 106
		if t := p.top(); t != nil && bytes.HasSuffix(t.text, []byte("× 10")) {
			p.addText([]byte("^"))
		}
	case "small":
		if t := p.top(); t != nil && t.section == sectionHead && t.inCell && t.cell.header && p.tooDeep == 0 {
			t.dtypeAt = len(t.text)
		}
	case "table":
		p.openTable(p.attributes(hasAttr))
	case "caption", "thead", "tbody", "tfoot", "tr", "td", "th":
		p.addText([]byte(" ")) // to the cells of outer tables
		if t := p.top(); t != nil && p.tooDeep == 0 {
			t.start(string(name), p.attributes(hasAttr))
		}
	}
}

func (p *tableParser) endTag(name string) {
	if p.skip != "" {
		if name == p.skip {
			p.skip = ""
		}
		return
	}
	t := p.top()
	switch {
	case name == "p" || name == "div" || name == "li":
		p.addText([]byte(" "))
	case t == nil:
	case name == "table" && p.tooDeep > 0:
		p.tooDeep--
	case name == "table":
		p.closeTable()
	case p.tooDeep == 0:
		t.end(name)
	}
}

func (p *tableParser) openTable(a attributes) {
	if len(p.open) == maxTableDepth {
		p.tooDeep++
		return
	}
	t := p.scratch.table()
	if len(p.open) == 0 {
		above := p.readOutside()
		t.shape = polarsShape(p.before)
		if t.julia = isDataFrame(a.class); t.julia {
			t.readAbove(p.before)
		} else {
			t.above = strings.TrimSpace(polarsLine.ReplaceAllString(above, ""))
		}
		p.before = p.before[:0]
	}
	t.hiddenTable = a.hidden
	p.open = append(p.open, t)
}

// closeTable ends the innermost table and hands it, or the tables that it only
// arranges, to the outer one.
func (p *tableParser) closeTable() {
	t := p.top()
	t.closeRow()
	p.open = p.open[:len(p.open)-1]
	yield := []*rawTable{t}
	if t.isLayout() {
		yield = t.inner
		yield[0].above = t.above
	}
	if t.hiddenTable {
		return
	}
	outer := p.top()
	if outer == nil {
		p.found = append(p.found, yield...)
		p.last = yield[len(yield)-1]
		return
	}
	outer.inner = append(outer.inner, yield...)
	if outer.inCell {
		outer.cell.holdsTable = true
	}
}

// isLayout reports whether a table only arranges others.
func (t *rawTable) isLayout() bool {
	for _, row := range t.rows {
		for _, cell := range row.cells {
			if !cell.holdsTable && cell.text != "" {
				return false
			}
		}
	}
	return len(t.inner) > 0
}

// addText gives text to the cell of every open table, and to what follows the
// last one.
func (p *tableParser) addText(text []byte) {
	for _, t := range p.open {
		if t.inCaption || t.inCell {
			t.text = appendCollapsed(t.text, text)
		}
	}
	if len(p.open) > 0 {
		return
	}
	if len(bytes.TrimSpace(text)) > 0 {
		p.before = append(p.before[:0], text...) // polars' shape is a text of its own
	}
	if len(p.outside) < maxOutside {
		p.outside = appendCollapsed(p.outside, text[:min(len(text), maxOutside-len(p.outside))])
	}
}

// appendCollapsed appends text with every run of white space as one space.
func appendCollapsed(b, text []byte) []byte {
	for _, c := range text {
		if c == ' ' || '\t' <= c && c <= '\r' {
			if len(b) == 0 || b[len(b)-1] == ' ' {
				continue
			}
			c = ' '
		}
		b = append(b, c)
	}
	return b
}

// maxOutside is about how many bytes outside of tables are looked at.
const maxOutside = 4096

// What stands behind a table that shows only a part: pandas' shape, DuckDB's
// and JupySQL's lines.
var (
	shapeLine = lazyre.New(`^\s*(\d+) rows × (\d+) columns`)
	moreLine  = lazyre.New(`^\s*(?:\d+ of \d+ rows(?: or more)?|Truncated to displaylimit of \d+\.?)`)
)

// readOutside takes the text that stands outside of tables since the last one. It
// gives that one the shape that it says, and returns the rest.
func (p *tableParser) readOutside() string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(p.outside), "\uFFFD"))
	if len(p.outside) >= maxOutside { // perhaps cut off within a character
		text = strings.TrimRight(text, "\uFFFD") + "…"
	}
	last := p.last
	p.outside, p.last = p.outside[:0], nil
	if last == nil || text == "" {
		return text
	}
	if m := shapeLine.FindStringSubmatch(text); m != nil {
		last.shape = shapeOf(m[1], m[2])
		text = text[len(m[0]):]
	}
	if line := moreLine.FindString(text); line != "" {
		last.more = true
		text = text[len(line):]
	}
	return strings.TrimSpace(text)
}

// shapeOf returns the shape that two numbers say.
func shapeOf(rows, columns string) *[2]int {
	var shape [2]int
	shape[0], _ = strconv.Atoi(rows)
	shape[1], _ = strconv.Atoi(columns)
	return &shape
}

type attributes struct {
	colspan, rowspan int
	hidden           bool
	class            string
}

// Browsers limit spans, see the HTML standard, "forming a table".
const (
	maxColspan = 1000
	maxRowspan = 65534
)

func (p *tableParser) attributes(more bool) attributes {
	a := attributes{colspan: 1, rowspan: 1}
	for more {
		var key, val []byte
		key, val, more = p.z.TagAttr()
		switch string(key) {
		case "colspan":
			a.colspan = max(1, span(string(val), maxColspan))
		case "rowspan":
			if a.rowspan = span(string(val), maxRowspan); a.rowspan == 0 {
				a.rowspan = maxRowspan // to the end of the section
			}
		case "style":
			style := strings.ReplaceAll(strings.ToLower(string(val)), " ", "")
			a.hidden = a.hidden || strings.Contains(style, "display:none")
		case "hidden":
			a.hidden = true
		case "class":
			a.class = string(val)
		}
	}
	return a
}

// span reads the value of a span as browsers do: 1 for what is no number.
func span(text string, limit int) int {
	text = strings.TrimSpace(text)
	digits := text[:leadingDigits(text)]
	if digits == "" {
		return 1
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > limit {
		return limit
	}
	return n
}

func (t *rawTable) start(name string, a attributes) {
	switch name {
	case "td", "th":
		t.closeCell()
		if !t.inRow {
			t.openRow(false, roleData)
		}
		t.cell = rawCell{header: name == "th" || t.julia && isRowNumber(a.class), colspan: a.colspan, rowspan: a.rowspan, formatted: isFormatted(a.class)}
		t.inCell, t.hidden, t.dtypeAt = true, a.hidden, 0
		return
	}
	t.closeRow()
	switch name {
	case "tr":
		t.openRow(a.hidden, roleOf(a.class))
	case "thead":
		t.section = sectionHead
	case "tfoot":
		t.section, t.role = sectionFoot, roleOf(a.class)
	case "tbody":
		t.section = sectionBody
	case "caption":
		t.inCaption = true
	}
}

func (t *rawTable) end(name string) {
	switch name {
	case "td", "th":
		t.closeCell()
	case "tr", "caption":
		t.closeRow()
	case "thead", "tbody", "tfoot":
		t.closeRow()
		t.section, t.role = sectionBody, roleData
	}
}

func (t *rawTable) openRow(hidden bool, role rowRole) {
	t.inRow, t.hiddenRow = true, hidden
	const someCells = 8
	width := someCells
	if n := len(t.rows); n > 0 {
		width = len(t.rows[n-1].cells) // most are as long as the one above
	}
	t.rows = append(t.rows, rawRow{section: t.section, role: max(role, t.role), cells: t.scratch.cells.take(width)})
}

func (t *rawTable) closeCell() {
	if !t.inCell {
		return
	}
	if !t.hidden {
		if t.dtypeAt > 0 {
			t.cell.dtype = strings.TrimSpace(string(t.text[t.dtypeAt:]))
			t.text = t.text[:t.dtypeAt]
		}
		t.cell.text = t.texts.add(bytes.TrimSpace(t.text))
		row := &t.rows[len(t.rows)-1]
		row.cells = append(row.cells, t.cell)
	}
	t.inCell, t.text = false, t.text[:0]
}

// closeRow ends the row, or the caption.
func (t *rawTable) closeRow() {
	t.closeCell()
	switch {
	case t.inRow && (t.hiddenRow || len(t.rows[len(t.rows)-1].cells) == 0):
		t.rows = t.rows[:len(t.rows)-1]
	case t.inRow:
		t.takeRole()
	}
	t.inRow = false
	if t.inCaption {
		t.caption = strings.TrimSpace(string(t.text))
		t.inCaption, t.text = false, t.text[:0]
	}
}
