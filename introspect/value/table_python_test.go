package value

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A shownFrame is a line of testdata/frames.py.
type shownFrame struct {
	HTML        string
	Columns     []Label
	ColumnNames []string `json:"column_names"`
	Index       []Label
	IndexNames  []string `json:"index_names"`
	Truncated   bool
	Cells       [][]*string
}

// The labels are those of the frame itself, which pandas.read_html loses; the
// cells are those that pandas.read_html reads. We differ where it types a
// column as a whole (see requireCell).
func TestParseTablesAgainstPandas(t *testing.T) {
	lines := runPython(t, nil, "frames.py", "1500")
	require.Len(t, lines, 1500)
	compared := 0
	for _, line := range lines {
		var frame shownFrame
		require.NoError(t, json.Unmarshal([]byte(line), &frame))
		tables := ParseTables(frame.HTML)
		require.Len(t, tables, 1, frame.HTML)
		got := tables[0]
		require.Equal(t, frame.labels(), labelsOf(got), frame.HTML)
		for i, row := range frame.Cells {
			requireRow(t, row, got, i, frame.HTML)
			compared += len(row)
		}
	}
	require.Greater(t, compared, 5_000, "too few cells were compared")
}

// labels returns all of a frame but its cells.
func (f shownFrame) labels() Table {
	return Table{Columns: f.Columns, ColumnNames: f.ColumnNames, Index: f.Index, IndexNames: f.IndexNames, Truncated: f.Truncated}
}

func labelsOf(t *Table) Table {
	return Table{Columns: t.Columns, ColumnNames: t.ColumnNames, Index: t.Index, IndexNames: t.IndexNames, Truncated: t.Truncated}
}

// requireRow compares a row, which has the index first in pandas.
func requireRow(t *testing.T, want []*string, got *Table, i int, html string) {
	t.Helper()
	var cells []TableCell
	if got.Index != nil {
		for _, part := range got.Index[i] {
			cells = append(cells, TableCell{part, cellValue(part)})
		}
	}
	if extra := len(want) - len(cells) - len(got.Rows[i]); got.Index == nil && got.ColumnNames != nil && extra > 0 {
		want = want[extra:] // the blank index that stands below the names of the columns
	}
	cells = append(cells, got.Rows[i]...)
	require.Len(t, cells, len(want), html)
	for j, cell := range cells {
		requireCell(t, want[j], cell, html)
	}
}

// requireCell compares a cell with what pandas gives: its text when the whole
// column is text for pandas, although this one cell is a number.
func requireCell(t *testing.T, want *string, cell TableCell, html string) {
	t.Helper()
	if want == nil {
		require.Nil(t, cell.Value, html)
		return
	}
	text := "s" + cell.Text
	switch v := cell.Value.(type) {
	case Bool:
		require.Contains(t, []string{text, Repr(v)}, *want, html)
	case Number:
		require.Contains(t, []string{strings.ReplaceAll(text, ",", ""), fmt.Sprintf("f%016x", math.Float64bits(v.Float))}, *want, html)
	case nil:
		require.Equal(t, "sNaT", *want, html) // missing for us
	default:
		require.Equal(t, *want, text, html)
	}
}

// Cells that are no numbers of a frame, each in a table of its own.
func TestCellsAgainstPandas(t *testing.T) {
	texts := []string{
		"1", "-1", "+1", "1.5", ".5", "5.", "1e5", "1E-05", "007", "-0", "1,234", "-1,234,567.8", "12,345.6e1", "inf", "-inf", "Infinity", "nan", "NaN", "-nan", "None", "NA", "N/A", "n/a", "NULL", "null", "<NA>", "#N/A", "",
		"True", "true", "FALSE", "yes", "1 2", "0x10", "1_000", "12%", "1.2.3", "1e", "e5", "--1", "+-1", ".", "-", "2024-01-02", "123456789012345678", "text",
		"1e400", "1,2", "12,34", "1,234,56", "NaT",
	}
	// pandas takes out every comma; we read only those between groups of three
	// digits, so that a list or a decimal comma is not read as another number.
	// What pandas prints for a missing date is missing. 007 names something.
	differ := map[string]string{"007": "'007'", "12,345.6e1": "'12,345.6e1'", "1,2": "'1,2'", "12,34": "'12,34'", "1,234,56": "'1,234,56'", "NaT": ""}
	var pages []string
	for _, text := range texts {
		pages = append(pages, "<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>"+html.EscapeString(text)+"</td></tr></table>")
	}
	for i, line := range runPython(t, jsonLines(t, pages), "frames.py", "cells") {
		got := ParseTables(pages[i])[0].Rows[0][1]
		require.Equal(t, texts[i], got.Text)
		if want, ok := differ[texts[i]]; ok {
			require.Equal(t, want, Repr(got.Value))
			continue
		}
		var rows [][]*string
		require.NoError(t, json.Unmarshal([]byte(line), &rows))
		want := rows[0][1]
		switch v := got.Value.(type) {
		case nil:
			require.Nil(t, want, texts[i])
		case Number:
			require.Equal(t, fmt.Sprintf("f%016x", math.Float64bits(v.Float)), *want, texts[i])
		case Bool:
			require.Equal(t, Repr(v), *want, texts[i])
		default:
			require.Equal(t, "s"+texts[i], *want, texts[i])
		}
	}
}
