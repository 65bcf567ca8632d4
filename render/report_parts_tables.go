package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tableParts are the baseline's table, and the cells in which others differ.
func (d *document) tableParts(data *tablesData) (parts []part) {
	if base, ok := data.baseTable(d.page.Baseline); ok && (d.limits.wholes || len(data.Runs) == 1) {
		parts = append(parts, part{title: d.titled([]int{base.Run}), note: base.Caption, table: d.axesTable(data, base)})
	}
	var items []string
	for _, axis := range []struct {
		what   string
		labels []axisData
	}{{"row", data.Index}, {"column", data.Columns}} {
		items = append(items, d.absent(axis.what, axis.labels)...)
	}
	if n := data.OmittedRows; n > 0 {
		items = append(items, Counted(n, "row")+" not compared: the tables are too large together")
	}
	if n := data.OmittedColumns; n > 0 {
		items = append(items, Counted(n, "column")+" not compared: the tables are too large together")
	}
	for _, table := range data.Runs {
		if data.cellsOf(&table).Truncated {
			items = append(items, d.names([]int{table.Run})+": the notebook shows only part of its table")
		}
	}
	if len(items) > d.limits.elements {
		items = append(items[:d.limits.elements:d.limits.elements], moreOf(len(items)-d.limits.elements, "more line")...)
	}
	if len(items) > 0 {
		parts = append(parts, part{items: items})
	}
	if changed := d.changedTable(data); changed != nil {
		note := fmt.Sprintf("%d of %s", data.Changed, Counted(len(data.Index)*len(data.Columns), "cell"))
		parts = append(parts, part{title: "Cells that differ", note: note, table: changed})
	}
	return parts
}

// baseTable is the baseline's table, or the first there is.
func (data *tablesData) baseTable(baseline int) (tableRun, bool) {
	for _, table := range data.Runs {
		if table.Run == baseline {
			return table, true
		}
	}
	if len(data.Runs) == 0 {
		return tableRun{}, false
	}
	return data.Runs[0], true
}

// cellsOf returns the table whose cells a run's are.
func (data *tablesData) cellsOf(table *tableRun) *tableRun {
	if table.Same < 0 {
		return table
	}
	for i := range data.Runs {
		if data.Runs[i].Run == table.Same {
			return &data.Runs[i]
		}
	}
	return table
}

func (a *axisData) text() string { return strings.Join(a.Label, " · ") }

// axesTable is one run's table on the axes of all.
func (d *document) axesTable(data *tablesData, run tableRun) *partTable {
	cells := data.cellsOf(&run)
	t := &partTable{heads: []partHead{{text: strings.Join(data.IndexNames, " · ")}}}
	columns := ofRun(data.Columns, run.Run)
	index := ofRun(data.Index, run.Run)
	var left []string
	if n := len(columns) - d.limits.columns; n > 0 {
		left, columns = append(left, Counted(n, "more column")), columns[:d.limits.columns]
	}
	if n := len(index) - d.limits.rows; n > 0 {
		left, index = append(left, Counted(n, "more row")), index[:d.limits.rows]
	}
	for _, j := range columns {
		t.heads = append(t.heads, partHead{data.Columns[j].text(), data.Columns[j].Numeric})
	}
	for _, i := range index {
		row := []partCell{{text: data.Index[i].text()}}
		for _, j := range columns {
			row = append(row, cells.cell(i*len(data.Columns)+j))
		}
		t.rows = append(t.rows, row)
	}
	t.more = leftOutHere(left)
	return t
}

// ofRun lists the labels that a run's table has.
func ofRun(axis []axisData, run int) (list []int) {
	for i := range axis {
		if !slices.Contains(axis[i].Missing, run) {
			list = append(list, i)
		}
	}
	return list
}

// cell is one cell, without how it compares.
func (t *tableRun) cell(at int) partCell {
	if at >= len(t.Text) || t.Text[at] == nil {
		return partCell{text: "–"}
	}
	return partCell{text: *t.Text[at]}
}

// compared is one cell with how it compares with the baseline's.
func (t *tableRun) compared(at int) partCell {
	c := t.cell(at)
	if t.Verdict != nil && t.Verdict[at] != 0 {
		c.mark = strings.TrimSpace(verdictSymbol(t.Verdict[at]) + " " + element(t.Relative, at))
	} else if delta := element(t.Delta, at); delta != "" && delta != "=" {
		c.mark = strings.TrimSpace("(" + delta + ")")
	}
	return c
}

// changedTable has a row a cell that differs, and a column a run.
func (d *document) changedTable(data *tablesData) *partTable {
	if len(data.Runs) < 2 || data.Changed == 0 {
		return nil
	}
	t := &partTable{heads: []partHead{{text: "row"}, {text: "column"}}}
	tables, left := d.shownTables(data)
	for i := range tables {
		t.heads = append(t.heads, partHead{d.titled([]int{tables[i].Run}), true})
	}
	rows := 0
	for i := range data.Index {
		if !data.Index[i].Differs {
			continue
		}
		for j := range data.Columns {
			at := i*len(data.Columns) + j
			if !data.Columns[j].Differs || !data.differsAt(at) {
				continue
			}
			if rows++; rows > d.limits.rows {
				continue
			}
			row := []partCell{{text: data.Index[i].text()}, {text: data.Columns[j].text()}}
			for k := range tables {
				row = append(row, data.cellsOf(&tables[k]).compared(at))
			}
			t.rows = append(t.rows, row)
		}
	}
	if n := rows - d.limits.rows; n > 0 {
		left = append(left, Counted(n, "more cell"))
	}
	t.more = leftOutHere(left)
	return t
}

// shownTables are the tables that stand beside each other, the baseline's first.
func (d *document) shownTables(data *tablesData) (tables []tableRun, left []string) {
	for _, table := range data.Runs {
		if table.Run == d.page.Baseline {
			tables = slices.Insert(tables, 0, table)
		} else {
			tables = append(tables, table)
		}
	}
	if n := len(tables) - d.limits.columns; n > 0 {
		return tables[:d.limits.columns], []string{Counted(n, "more run")}
	}
	return tables, nil
}

// differsAt says whether two runs have unlike values in a cell.
func (data *tablesData) differsAt(at int) bool {
	first, some := "", false
	for i := range data.Runs {
		text := data.cellsOf(&data.Runs[i]).exact(at)
		if !some {
			first, some = text, true
		} else if text != first && !equalNumbers(text, first) {
			return true
		}
	}
	return false
}

// exact is a cell with all its digits; one that is missing is like no other.
func (t *tableRun) exact(at int) string {
	if at >= len(t.Text) || t.Text[at] == nil {
		return "\x00"
	}
	return cmp.Or(element(t.Full, at), *t.Text[at])
}

// equalNumbers says whether two texts are one number, as 819 and 819.0 are.
func equalNumbers(a, b string) bool {
	x, err := strconv.ParseFloat(strings.Replace(a, minus, "-", 1), 64)
	y, err2 := strconv.ParseFloat(strings.Replace(b, minus, "-", 1), 64)
	return err == nil && err2 == nil && x == y
}

// absent says which runs lack a row or a column.
func (d *document) absent(what string, axis []axisData) (items []string) {
	for i := range axis {
		if missing := axis[i].Missing; len(missing) > 0 {
			items = append(items, fmt.Sprintf("%s %s: not in %s", what, axis[i].text(), d.names(missing)))
		}
	}
	return items
}

// wholeTable is a table that is not compared.
func (d *document) wholeTable(data *tableData) *partTable {
	t := &partTable{}
	if data.Index != nil {
		t.heads = append(t.heads, partHead{})
	}
	columns := min(len(data.Columns), d.limits.columns)
	var left []string
	left = append(left, countedSome(len(data.Columns)-columns, "more column")...)
	left = append(left, countedSome(len(data.Rows)-d.limits.rows, "more row")...)
	for _, label := range data.Columns[:columns] {
		t.heads = append(t.heads, partHead{text: strings.Join(label, " · ")})
	}
	for i, texts := range data.Rows[:min(len(data.Rows), d.limits.rows)] {
		var row []partCell
		if data.Index != nil {
			label := ""
			if i < len(data.Index) {
				label = strings.Join(data.Index[i], " · ")
			}
			row = append(row, partCell{text: label})
		}
		for j := range columns {
			if j < len(texts) {
				row = append(row, partCell{text: texts[j]})
			} else {
				row = append(row, partCell{})
			}
		}
		t.rows = append(t.rows, row)
	}
	if data.Truncated {
		left = append(left, "what the notebook itself cut is")
	}
	t.more = leftOutHere(left)
	return t
}

func countedSome(n int, noun string) []string {
	if n <= 0 {
		return nil
	}
	return []string{Counted(n, noun)}
}
