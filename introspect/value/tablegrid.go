package value

import (
	"slices"
	"strconv"
	"strings"
)

// A gridCell is a place in a table after its spans are spread out.
type gridCell struct {
	text      string
	header    bool
	formatted bool
}

// A grid is a table in rows and columns of equal length.
type grid struct {
	head, body [][]gridCell
	types      []gridCell // of the columns; nil when they are not shown
	width      int
	index      int // leading columns that are the index
	cut, julia bool
	scratch    *tableScratch
}

// table makes the table of what is written; nil when there is no cell. limit
// is how many cells it may have.
func (t *rawTable) table(limit int) *Table {
	if len(t.rows) == 0 {
		return nil
	}
	t.spreadGroups()
	t.stackPairs()
	t.readCaption()
	g := t.grid(limit)
	around := slices.DeleteFunc([]string{t.above, t.caption, t.below}, func(s string) bool { return s == "" })
	table := &Table{Caption: strings.Join(around, " "), Truncated: g.cut || t.more}
	names := g.takeIndexNames()
	if g.julia {
		names = g.takeRowName()
	}
	table.Columns, table.ColumnNames = g.columnLabels()
	rows, columns := g.kept(table)
	if t.shape != nil && (t.shape[0] > len(rows) || t.shape[1] > len(columns)) {
		table.Truncated = true
	}
	g.fill(table, rows, columns)
	table.IndexNames = names
	table.indexStatistics()
	return table
}

// grid spreads the spans and finds out where header and index end.
func (t *rawTable) grid(limit int) *grid {
	head, body := t.sections()
	head, types := t.takeTypes(head)
	g := &grid{scratch: t.scratch, julia: t.julia}
	budget := limit
	g.head = g.expand(head, &budget)
	g.body = g.expand(body, &budget)
	for _, row := range slices.Concat(g.head, g.body) {
		g.width = max(g.width, len(row))
	}
	if most := limit / (len(g.head) + len(g.body) + 1); g.width > most {
		g.width, g.cut = max(most, 1), true
	}
	square(g.head, g.width)
	square(g.body, g.width)
	g.index = g.indexWidth(t.shape)
	if types != nil {
		g.types = (&spanExpander{scratch: g.scratch}).row(types, g.width)
		g.types = append(g.types, make([]gridCell, max(0, g.width-len(g.types)))...)
	}
	return g
}

// sections separates the header rows; foot rows follow the body.
func (t *rawTable) sections() (head, body []rawRow) {
	var foot []rawRow
	body = make([]rawRow, 0, len(t.rows))
	for _, row := range t.rows {
		switch row.section {
		case sectionHead:
			head = append(head, row)
		case sectionFoot:
			foot = append(foot, row)
		default:
			body = append(body, row)
		}
	}
	if len(head) == 0 {
		n := 0
		for n < len(body) && body[n].isHeader() {
			n++
		}
		head, body = body[:n], body[n:]
	}
	return head, append(body[:len(body):len(body)], foot...)
}

// isHeader reports whether a row has only <th>, but for a blank corner.
func (r rawRow) isHeader() bool {
	for i, cell := range r.cells {
		if corner := i == 0 && cell.text == "" && len(r.cells) > 1; !cell.header && !corner {
			return false
		}
	}
	return true
}

// A carried cell hangs down into the next rows of its column.
type carried struct {
	cell gridCell
	rows int
}

// expand spreads the spans of a section's rows. It stops when the budget of
// cells is spent.
func (g *grid) expand(rows []rawRow, budget *int) [][]gridCell {
	expanded := make([][]gridCell, 0, len(rows))
	e := spanExpander{scratch: g.scratch}
	for _, row := range rows {
		cells := e.row(row.cells, *budget)
		*budget -= len(cells)
		if *budget <= 0 {
			g.cut = true
			break
		}
		expanded = append(expanded, cells)
	}
	return expanded
}

type spanExpander struct {
	carried []carried // by column
	active  int       // how many of them still hang down
	scratch *tableScratch
}

// row returns the cells of a row with its own spans and those from above; it
// stops soon after limit cells.
func (e *spanExpander) row(cells []rawCell, limit int) []gridCell {
	out := e.scratch.places.take(len(cells))
	waiting := e.active // of those from above, how many columns are to come
	for _, cell := range cells {
		if len(out) > limit {
			return out
		}
		for waiting > 0 && e.takes(len(out)) {
			out = e.take(out)
			waiting--
		}
		placed := gridCell{text: cell.text, header: cell.header, formatted: cell.formatted}
		for range cell.colspan {
			if waiting > 0 && e.takes(len(out)) { // overlapping spans: the newer cell is seen
				e.drop(len(out))
				waiting--
			}
			e.hang(len(out), placed, cell.rowspan-1)
			out = append(out, placed)
		}
	}
	for waiting > 0 && len(out) <= limit {
		if e.takes(len(out)) {
			out = e.take(out)
			waiting--
		} else {
			out = append(out, gridCell{})
		}
	}
	return out
}

func (e *spanExpander) takes(column int) bool {
	return column < len(e.carried) && e.carried[column].rows > 0
}

func (e *spanExpander) take(out []gridCell) []gridCell {
	c := &e.carried[len(out)]
	c.rows--
	if c.rows == 0 {
		e.active--
	}
	return append(out, c.cell)
}

func (e *spanExpander) drop(column int) {
	e.carried[column].rows = 0
	e.active--
}

func (e *spanExpander) hang(column int, cell gridCell, rows int) {
	if rows <= 0 {
		return
	}
	for len(e.carried) <= column {
		e.carried = append(e.carried, carried{})
	}
	e.carried[column] = carried{cell, rows}
	e.active++
}

// square makes every row as long as width.
func square(rows [][]gridCell, width int) {
	for i, row := range rows {
		if len(row) > width {
			rows[i] = row[:width]
			continue
		}
		rows[i] = append(row, make([]gridCell, width-len(row))...)
	}
}

// indexWidth counts the leading columns of <th>. A table without rows shows
// its index by the shape that it says to have, the index names, or blank corners.
func (g *grid) indexWidth(shape *[2]int) int {
	switch {
	case len(g.body) == 0 && shape != nil && shape[1] <= g.width:
		return g.width - shape[1]
	case len(g.body) == 0:
		return g.emptyIndexWidth()
	}
	n := g.width
	for _, row := range g.body {
		n = min(n, leading(row, func(c gridCell) bool { return c.header }))
	}
	return n
}

func (g *grid) emptyIndexWidth() int {
	if len(g.head) == 0 {
		return 0
	}
	last := g.head[len(g.head)-1]
	named := leading(last, func(c gridCell) bool { return c.text != "" })
	if len(g.head) > 1 && allBlank(last[named:]) && (named < g.width || allBlank(g.head[0])) {
		return named
	}
	blank := g.width
	for _, row := range g.head {
		blank = min(blank, leading(row, isBlank))
	}
	return blank
}

// leading counts the cells at the beginning of a row that hold.
func leading(row []gridCell, holds func(gridCell) bool) int {
	n := slices.IndexFunc(row, func(c gridCell) bool { return !holds(c) })
	if n < 0 {
		return len(row)
	}
	return n
}

func isBlank(c gridCell) bool { return c.text == "" }

func allBlank(cells []gridCell) bool { return leading(cells, isBlank) == len(cells) }

// takeIndexNames removes the header row that names the index levels and
// returns the names; nil when there is none.
func (g *grid) takeIndexNames() []string {
	if g.index == 0 || len(g.head) == 0 || len(g.head) == 1 && g.index < g.width {
		return nil
	}
	last := g.head[len(g.head)-1]
	if allBlank(last[:g.index]) || !allBlank(last[g.index:]) {
		return nil
	}
	g.head = g.head[:len(g.head)-1]
	return appendTexts(nil, last[:g.index])
}

// columnLabels returns the label of every column behind the index, and the
// names of the levels, which stand before them.
func (g *grid) columnLabels() (labels []Label, names []string) {
	labels = make([]Label, g.width-g.index)
	var parts slab[string]
	for j := range labels {
		labels[j] = parts.take(len(g.head))
		for _, row := range g.head {
			labels[j] = append(labels[j], row[g.index+j].text)
		}
		if len(g.head) == 0 {
			labels[j] = Label{strconv.Itoa(j)}
		}
	}
	named := false
	for _, row := range g.head {
		name := ""
		for _, cell := range row[:g.index] {
			if cell.text != "" {
				name, named = cell.text, true
			}
		}
		names = append(names, name)
	}
	if !named {
		return labels, nil
	}
	return labels, names
}

func appendTexts(texts []string, cells []gridCell) []string {
	for _, cell := range cells {
		texts = append(texts, cell.text)
	}
	return texts
}

// kept returns the rows and columns that are data, and marks the table when
// some only stand for what is not shown. The shape that a table says to have
// cannot tell dots from data: a row of dots may stand for one row.
func (g *grid) kept(table *Table) (rows, columns []int) {
	rows, columns = make([]int, 0, len(g.body)), make([]int, 0, g.width-g.index)
	for i, row := range g.body {
		if !g.isDotsRow(row) {
			rows = append(rows, i)
		}
	}
	for j := range g.width - g.index {
		if !g.isDotsColumn(g.index+j, table.Columns[j]) {
			columns = append(columns, j)
		}
	}
	if len(rows) < len(g.body) || len(columns) < g.width-g.index {
		table.Truncated = true
	}
	return rows, columns
}

func isDots(text string) bool {
	return text == "..." || text == "…" || text == "⋮" || text == "⋯"
}

// isDotsRow reports whether a row stands for others. Of a sparse index only
// the last level has dots.
func (g *grid) isDotsRow(row []gridCell) bool {
	cells := row[max(0, g.index-1):]
	return len(cells) > 0 && leading(cells, func(c gridCell) bool { return isDots(c.text) }) == len(cells)
}

func (g *grid) isDotsColumn(column int, label Label) bool {
	return isDots(label[len(label)-1]) && !slices.ContainsFunc(g.body, func(row []gridCell) bool { return !isDots(row[column].text) })
}

// fill copies the labels and cells that are kept.
func (g *grid) fill(table *Table, rows, columns []int) {
	all := table.Columns
	table.Columns = make([]Label, len(columns))
	for j, column := range columns {
		table.Columns[j] = all[column]
		if g.types != nil {
			table.Dtypes = append(table.Dtypes, typeName(g.types[g.index+column].text))
		}
	}
	indexed := g.index > 0 && (len(rows) == 0 || !g.blankIndex(rows))
	if indexed {
		table.Index = make([]Label, len(rows))
	}
	table.Rows = make([][]TableCell, len(rows))
	cells := make([]TableCell, len(rows)*len(columns))
	var labels slab[string]
	for i, r := range rows {
		row := g.body[r]
		if indexed {
			table.Index[i] = appendTexts(labels.take(g.index), row[:g.index])
		}
		table.Rows[i], cells = cells[:len(columns):len(columns)], cells[len(columns):]
		for j, column := range columns {
			table.Rows[i][j] = g.cell(row, g.index+column)
		}
	}
}

// blankIndex reports whether no row has a label. So pandas prints a frame
// without index when its columns have a name.
func (g *grid) blankIndex(rows []int) bool {
	return !slices.ContainsFunc(rows, func(r int) bool { return !allBlank(g.body[r][:g.index]) })
}

// cell types the cell of a row.
func (g *grid) cell(row []gridCell, column int) TableCell {
	text := row[column].text
	switch {
	case row[column].formatted:
		return TableCell{Text: text, Value: formattedValue(text)}
	case g.julia && g.types != nil && isJuliaMissing(text, g.types[column].text):
		return TableCell{Text: text}
	case g.types != nil:
		if inner := unquoted(text, g.types[column].text); inner != text {
			return TableCell{Text: inner, Value: Text(inner)}
		}
	}
	return TableCell{Text: text, Value: cellValue(text)}
}
