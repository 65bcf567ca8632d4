package render

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// LeftOut counts, by kind, the columns that a table has no cells for.
type LeftOut map[value.Kind]int

// cellColumns returns the columns that have a value which fits a CSV cell, and
// counts the others.
func cellColumns(columns []collection.Column) ([]collection.Column, LeftOut) {
	left := LeftOut{}
	var kept []collection.Column
	for _, col := range columns {
		fits, other := contentOf(valuesOf(col.Cells))
		if fits {
			kept = append(kept, col)
		}
		if other != "" {
			left[other]++
		}
	}
	return kept, left
}

// CSVCell returns a value as the text of a cell: a number in the notebook's
// spelling, True and False, None, text as it is, lists and dicts as JSON; ""
// for a missing value. ok is false for what a cell cannot hold: images,
// figures, tables and markup.
func CSVCell(v value.Value) (text string, ok bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case value.Null:
		return "None", true
	case value.Bool:
		if v {
			return "True", true
		}
		return "False", true
	case value.Number:
		return v.String(), true
	case value.Text:
		return strings.ToValidUTF8(string(v), "\uFFFD"), true // names of files are any bytes
	case value.List, value.Tuple, value.Set, value.Dict:
		if !fitsCell(v) {
			return "", false
		}
		return string(value.AppendJSON(nil, v)), true
	case value.Bytes:
		return value.Repr(v), true
	}
	return "", false
}

// fitsCell reports whether CSVCell has a text for v, without making it.
func fitsCell(v value.Value) bool {
	switch v := v.(type) {
	case nil, value.Null, value.Bool, value.Number, value.Text, value.Tuple, value.Set, value.Dict, value.Bytes:
		return true
	case value.List: // of an output with several tables it holds these
		return !slices.ContainsFunc(v, func(e value.Value) bool { return !fitsCell(e) })
	}
	return false
}

// TableCSV writes a data frame: the index first, then the columns, with one
// header row a level. Cells keep the text that the notebook shows.
func TableCSV(w io.Writer, t *value.Table) error { return tableCSV(w, t, asIs) }

// SafeTableCSV is TableCSV with the texts disarmed that a spreadsheet would run
// as formulas.
func SafeTableCSV(w io.Writer, t *value.Table) error { return tableCSV(w, t, disarmed) }

func asIs(text string) string { return text }

func tableCSV(w io.Writer, t *value.Table, cellText func(string) string) error {
	out := csv.NewWriter(w)
	write := func(row []string) {
		for j := range row {
			row[j] = cellText(row[j])
		}
		out.Write(row)
	}
	for _, row := range tableHeader(t) {
		write(row)
	}
	for i, cells := range t.Rows {
		row := make([]string, 0, len(cells)+1)
		if t.Index != nil {
			row = append(row, t.Index[i]...)
		}
		for _, cell := range cells {
			row = append(row, tableCellText(cell))
		}
		write(row)
	}
	out.Flush()
	return out.Error()
}

// tableHeader returns the header rows of a table, one a level of its columns,
// with the names of the index before the last.
func tableHeader(t *value.Table) [][]string {
	indexLevels, levels := 0, 1
	for _, label := range t.Index {
		indexLevels = max(indexLevels, len(label))
	}
	for _, label := range t.Columns {
		levels = max(levels, len(label))
	}
	rows := make([][]string, levels)
	for level := range rows {
		for k := range indexLevels {
			name := ""
			if level == levels-1 && k < len(t.IndexNames) {
				name = t.IndexNames[k]
			}
			rows[level] = append(rows[level], name)
		}
		for _, label := range t.Columns {
			part := ""
			if level < len(label) {
				part = label[level]
			}
			rows[level] = append(rows[level], part)
		}
	}
	return rows
}

// tableCellText returns a cell as the notebook shows it, but for the
// separators in 1,234,567.
func tableCellText(cell value.TableCell) string {
	if n, ok := cell.Value.(value.Number); ok && strings.ReplaceAll(cell.Text, ",", "") == n.Spelling {
		return n.Spelling
	}
	return cell.Text
}

// Describe tells what a value is where it cannot stand itself: its kind and size.
func Describe(v value.Value) string {
	switch v := v.(type) {
	case *value.Image:
		if v.Width == 0 || v.Height == 0 {
			return v.MIMEType
		}
		return v.MIMEType + " " + strconv.Itoa(v.Width) + "x" + strconv.Itoa(v.Height)
	case *value.Figure:
		return v.MIMEType
	case *value.Table:
		text := Counted(len(v.Rows), "row") + " x " + Counted(len(v.Columns), "column")
		if v.Truncated {
			text += ", truncated"
		}
		return text
	case value.Markup:
		return v.MIMEType + ", " + Counted(len([]rune(v.Text)), "character")
	}
	return value.Repr(v)
}

// Counted returns "1 run" or "3 runs".
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func statusText(run *collection.Run) string {
	if run.Err != nil {
		return "unreadable"
	}
	return string(run.Status)
}
