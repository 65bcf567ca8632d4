package value

import (
	"cmp"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// What the makers of tables say by classes, captions and rows of their own:
// great_tables and R's gt, polars, DuckDB, R's repr, pandas' Styler. Julia's
// are in htmljulia.go.

// rowRole says what a row is for.
type rowRole int

const (
	roleData  rowRole = iota
	roleTitle         // part of the caption
	roleGroup         // the label of the rows below
	roleNote          // a note below the table
)

// roleOf reads the class of a row or of <tfoot>.
func roleOf(class string) rowRole {
	for name := range strings.FieldsSeq(class) {
		switch name {
		case "gt_heading":
			return roleTitle
		case "gt_group_heading_row":
			return roleGroup
		case "gt_sourcenotes", "gt_footnotes":
			return roleNote
		}
	}
	return roleData
}

// isFormatted reports whether a cell's class is that of a Styler's or
// great_tables' data, whose text was made by a formatter.
func isFormatted(class string) bool {
	return strings.HasPrefix(class, "data row") || strings.HasPrefix(class, "gt_row ")
}

// isFootnoteMark reports whether a class is that of the number of a footnote in a cell
// of great_tables, which stands before or behind what the cell says.
func isFootnoteMark(class string) bool { return class == "gt_footnote_marks" }

// takeRole removes the row that was read last when it is no data, and keeps
// what it says.
func (t *rawTable) takeRole() {
	row := t.rows[len(t.rows)-1]
	switch row.role {
	case roleTitle, roleNote:
		t.rows = t.rows[:len(t.rows)-1]
	}
	if row.role == roleTitle {
		for _, cell := range row.cells {
			t.caption = strings.TrimPrefix(t.caption+": "+cell.text, ": ")
		}
	}
}

// spreadGroups makes the rows that only label those below them an index level
// in front of the others.
func (t *rawTable) spreadGroups() {
	grouped := false
	for _, row := range t.rows {
		grouped = grouped || row.role == roleGroup
	}
	if !grouped {
		return
	}
	rows := t.rows[:0:0]
	group := ""
	for _, row := range t.rows {
		switch {
		case row.role == roleGroup:
			group = row.cells[0].text
			continue
		case row.section == sectionHead:
			row.cells = append([]rawCell{{header: true, colspan: 1, rowspan: 1}}, row.cells...)
		default:
			row.cells = append([]rawCell{{text: group, header: true, colspan: 1, rowspan: 1}}, row.cells...)
		}
		rows = append(rows, row)
	}
	t.rows = rows
}

// stackPairs makes one column of a table without header whose rows are labels
// and values by turns, as the head of statsmodels' summary: the first pair of every
// row, then the second, without those that are blank.
func (t *rawTable) stackPairs() {
	pairs := len(t.rows[0].cells) / 2
	if pairs < 2 || !t.rows[0].cells[0].header {
		return
	}
	for _, row := range t.rows {
		if len(row.cells) != 2*pairs || row.section != sectionBody {
			return
		}
		for i, cell := range row.cells {
			if cell.header != (i%2 == 0) || cell.colspan > 1 || cell.rowspan > 1 {
				return
			}
		}
	}
	var rows []rawRow
	for pair := range pairs {
		for _, row := range t.rows {
			if cells := row.cells[2*pair : 2*pair+2]; cells[0].text != "" || cells[1].text != "" {
				rows = append(rows, rawRow{cells: cells})
			}
		}
	}
	if len(rows) > 0 {
		t.rows = rows
	}
}

var (
	polarsLine = lazyre.New(`shape: \((\d+),(?: (\d+))?\)\s*$`)
	rCaption   = lazyre.New(`^A [\w.]+: (\d+) × (\d+)(?: of type (\w+))?$`)
	rType      = lazyre.New(`^<[^<>]+>$`)
)

// polarsShape reads the line above a table of polars; nil for another text. A
// Series has one column.
func polarsShape(before []byte) *[2]int {
	m := polarsLine.FindSubmatch(before)
	if m == nil {
		return nil
	}
	return shapeOf(string(m[1]), cmp.Or(string(m[2]), "1"))
}

// Title returns the caption, but not one that only tells the table's type and shape, as
// that of R's repr does.
func (t *Table) Title() string {
	if rCaption.MatchString(t.Caption) {
		return ""
	}
	return t.Caption
}

// readCaption takes the shape from the caption that R's repr gives.
func (t *rawTable) readCaption() {
	if t.caption == "" {
		return
	}
	if m := rCaption.FindStringSubmatch(t.caption); m != nil && t.shape == nil {
		t.shape = shapeOf(m[1], m[2])
	}
}

// takeTypes removes the header row that names the columns' types: in polars
// the last one, the only one of <td>; in R the last one, each type in angle
// brackets; in Julia the last one. DuckDB has them below the labels.
func (t *rawTable) takeTypes(head []rawRow) (rest []rawRow, types []rawCell) {
	if len(head) == 0 {
		return head, nil
	}
	last := head[len(head)-1]
	if len(head) > 1 && last.section == sectionHead && (t.julia || last.isPolarsTypes() || rCaption.MatchString(t.caption) && last.isRTypes()) {
		return head[:len(head)-1], last.cells
	}
	for _, cell := range last.cells {
		if cell.dtype == "" {
			return head, nil
		}
	}
	for _, cell := range last.cells {
		cell.text = cell.dtype
		types = append(types, cell)
	}
	return head, types
}

func (r rawRow) isPolarsTypes() bool {
	for _, cell := range r.cells {
		if cell.header || cell.text == "" {
			return false
		}
	}
	return len(r.cells) > 0
}

func (r rawRow) isRTypes() bool {
	found := false
	for _, cell := range r.cells {
		if cell.text != "" && !rType.MatchString(cell.text) {
			return false
		}
		found = found || cell.text != ""
	}
	return found
}

// indexStatistics makes the names of what polars' describe tells the index, as they
// are in pandas: a frame of polars has none.
func (t *Table) indexStatistics() {
	if t.Dtypes == nil || t.Index != nil || len(t.Columns) < 2 || t.Columns[0].String() != "statistic" || t.Dtypes[0] != "str" {
		return
	}
	t.Index, t.IndexNames = make([]Label, len(t.Rows)), []string{"statistic"}
	for i, row := range t.Rows {
		t.Index[i], t.Rows[i] = Label{row[0].Text}, row[1:]
	}
	t.Columns, t.Dtypes = t.Columns[1:], t.Dtypes[1:]
}

// typeName is a type without R's brackets.
func typeName(text string) string {
	if rType.MatchString(text) {
		return text[1 : len(text)-1]
	}
	return text
}

// unquoted removes the quotes in which polars shows a string.
func unquoted(text, dtype string) string {
	switch dtype {
	case "str", "cat", "enum":
		if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
			return text[1 : len(text)-1]
		}
	}
	return text
}
