package collection

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// drawn writes a comparison of tables as text: a line a cell, "row column: run
// values", with < and > for a verdict.
func drawn(tables *Tables) []string {
	label := func(l AxisLabel) string {
		text := ""
		for i, part := range l.Label {
			if i > 0 {
				text += "/"
			}
			text += part
		}
		if !l.InAll {
			text += "?"
		}
		return text
	}
	var lines []string
	for i, row := range tables.Cells {
		for j, cells := range row {
			line := label(tables.Index[i]) + " " + label(tables.Columns[j]) + ":"
			for _, cell := range cells {
				line += " "
				if cell.Value == nil {
					line += "(" + cell.Reason + ")"
					continue
				}
				line += value.Repr(cell.Value)
				line += map[int]string{1: "<", -1: ">", 0: ""}[cell.Verdict]
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestTables(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []value.Value
		want   []string
	}{
		{"aligned by labels, in whatever order", []value.Value{table("mean std", "bmi 1 2", "age 3 4"), table("std mean", "age 5 3", "bmi 2 9")},
			[]string{"bmi mean: 1 9", "bmi std: 2 2", "age mean: 3 3", "age std: 4 5"}},
		{"added and removed", []value.Value{table("a b", "x 1 2", "y 3 4"), table("a c", "x 1 7", "z 5 6")},
			[]string{"x a: 1 1", "x c?: (no such column) 7", "x b?: 2 (no such column)", "z? a: (no such row) 5", "z? c?: (no such row) 6",
				"z? b?: (no such row) (no such column)", "y? a: 3 (no such row)", "y? c?: (no such column) (no such row)", "y? b?: 4 (no such row)"}},
		{"labels that repeat", []value.Value{table("a a", "x 1 2", "x 3 4"), table("a a", "x 1 5", "x 3 4")},
			[]string{"x a: 1 1", "x a: 2 5", "x a: 3 3", "x a: 4 4"}},
		{"levels", []value.Value{table("a/b a/c", "x/y 1 2", "x/z 3 4"), table("a/c a/b", "x/z 4 3", "x/y 2 1")},
			[]string{"x/y a/b: 1 1", "x/y a/c: 2 2", "x/z a/b: 3 3", "x/z a/c: 4 4"}},
		{"missing values and tables", []value.Value{table("a", "x 1", "y -"), nil, table("a", "x -", "y -")},
			[]string{"x a: 1 (no cell with this tag) (missing value)", "y a: (missing value) (no cell with this tag) (missing value)"}},
		{"direction of the column", []value.Value{table("precision support", "yes 0.5 10", "no 0.5 10"), table("precision support", "yes 0.6 12", "no 0.4 8")},
			[]string{"yes precision: 0.5 0.6<", "yes support: 10 12", "no precision: 0.5 0.4>", "no support: 10 8"}},
		{"direction of the row", []value.Value{table("train test std", "mse 1 1 1", "f1-score 1 1 1"), table("train test std", "mse 2 0 2", "f1-score 2 0 2")},
			[]string{"mse train: 1 2>", "mse test: 1 0<", "mse std: 1 2", "f1-score train: 1 2<", "f1-score test: 1 0>", "f1-score std: 1 2"}},
		{"texts have no direction", []value.Value{table("mse", "a 1", "b 2"), table("mse", "a 'x'", "b 1")},
			[]string{"a mse: 1 'x'", "b mse: 2 1<"}},
		{"records", []value.Value{dict("[{'epoch': 1, 'loss': 3}, {'epoch': 2, 'loss': 2}]"), dict("[{'epoch': 1, 'loss': 4, 'lr': 0.1}, {'epoch': 2}]")},
			[]string{"0 epoch: 1 1", "0 loss: 3 4>", "0 lr?: (no such column) 0.1", "1 epoch: 2 2", "1 loss: 2 (missing value)",
				"1 lr?: (no such column) (missing value)"}},
		{"no index", []value.Value{&value.Table{Columns: []value.Label{{"a"}}, Rows: [][]value.TableCell{{{Value: value.Int(1)}}, {{Value: value.Int(2)}}}},
			table("a", "0 1", "1 3")}, []string{"0 a: 1 1", "1 a: 2 3"}},
		{"labels that would run together", []value.Value{table("a", "x/y 1", "xy 2"), table("a", "xy 2", "x/y 1")}, []string{"x/y a: 1 1", "xy a: 2 2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := drawn(compareValues(t, test.values...).Body.(*Tables))
			require.Equal(t, test.want, got)
		})
	}
}

func TestTablesShape(t *testing.T) {
	a, b := table("a b", "x 1 2", "y 1 2", "z 1 2"), table("a", "x 1", "y 2")
	a.Truncated, b.IndexNames, b.ColumnNames = true, []string{"name"}, []string{"columns"}
	a.Caption, a.Dtypes, b.Dtypes = "scores", []string{"f64", "str"}, []string{"i64"}
	got := compareValues(t, a, b, nil).Body.(*Tables)
	require.Equal(t, [][2]int{{3, 2}, {2, 1}, {0, 0}}, got.Shapes)
	require.Equal(t, []bool{true, false, false}, got.Truncated)
	require.Equal(t, []string{"name"}, got.IndexNames)
	require.Equal(t, []string{"columns"}, got.ColumnNames)
	require.Equal(t, []string{"scores", "", ""}, got.Captions)
	require.Equal(t, []AxisLabel{{value.Label{"a"}, []bool{true, true, false}, true, []string{"f64", "i64"}}, {value.Label{"b"}, []bool{true, false, false}, false, []string{"str"}}}, got.Columns)
}

// A table that is too large keeps the rows that differ.
func TestHugeTables(t *testing.T) {
	a, b := &value.Table{Columns: []value.Label{{"a"}, {"b"}}}, &value.Table{Columns: []value.Label{{"a"}, {"b"}}}
	const rows, room = 9_000, 20_000
	for i := range rows {
		label := value.Label{strconv.Itoa(i)}
		a.Index, b.Index = append(a.Index, label), append(b.Index, label)
		cells := []value.TableCell{{Value: value.Int(1)}, {Value: value.Int(2)}}
		other := cells
		if i >= rows-5 {
			other = []value.TableCell{{Value: value.Int(1)}, {Value: value.Int(3)}}
		}
		a.Rows, b.Rows = append(a.Rows, cells), append(b.Rows, other)
	}
	c := collect(t, one(a), one(b))
	got := c.compareTablesWithin(0, []value.Value{a, b}, room)
	require.Equal(t, room/4, len(got.Index))
	require.Equal(t, rows-room/4, got.OmittedRows)
	require.Zero(t, got.OmittedColumns)
	require.Equal(t, value.Label{strconv.Itoa(rows - 1)}, got.Index[len(got.Index)-1].Label)
	require.Equal(t, value.Label{"0"}, got.Index[0].Label)

	wide := &value.Table{}
	row := make([]value.TableCell, 3*room)
	for i := range row {
		wide.Columns = append(wide.Columns, value.Label{strconv.Itoa(i)})
	}
	wide.Rows = [][]value.TableCell{row, row}
	got = c.compareTablesWithin(0, []value.Value{wide, nil}, room)
	require.Len(t, got.Columns, room/2)
	require.Equal(t, 3*room-room/2, got.OmittedColumns)
	require.Len(t, got.Index, 1)
}
