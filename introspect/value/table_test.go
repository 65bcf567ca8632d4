package value

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

func ExampleParseTables() {
	table := ParseTables(`<table><thead>
		<tr><th></th><th>mse</th><th>n</th></tr>
		<tr><th>model</th><th></th><th></th></tr></thead><tbody>
		<tr><th>ridge</th><td>0.50</td><td>1,000</td></tr></tbody></table>`)[0]
	fmt.Println(table.IndexNames, table.Index[0], table.Columns)
	fmt.Println(table.Rows[0][0].Value, table.Rows[0][1].Value)
	// Output:
	// [model] ridge [mse n]
	// 0.50 1000
}

// tableCases are fragments and the JSON of their tables.
var tableCases = map[string]string{
	"":                 `[]`,
	"no <b>tables</b>": `[]`,
	"<table></table>":  `[]`,
	"<TABLE><TR><TD>1": `[{"columns":["0"],"index":null,"data":[[1]]}]`,
	"<table><tr><th>a<th>b<tr><td>1<td>x  y<br>z":                        `[{"columns":["a","b"],"index":null,"data":[[1,"x y z"]]}]`,
	"<td>1</td><table><tr><td>2</table></table><table><tr><td>3</table>": `[{"columns":["0"],"index":null,"data":[[2]]},{"columns":["0"],"index":null,"data":[[3]]}]`,
	// statsmodels: no <thead>, a blank corner, <th> in the body.
	"<table><caption>OLS\n Results</caption><tr><td></td><th>coef</th></tr><tr><th>x1</th><td> 0.5</td></tr></table>": `[{"columns":["coef"],"index":["x1"],"data":[[0.5]]}]`,
	// And its head: labels and values by turns.
	"<table><tr><th>Model:</th><td>OLS</td><th>R-squared:</th><td>0.5</td></tr><tr><th>Date:</th><td>Mon</td><th></th><td> </td></tr></table>": `[{"columns":["0"],"index":["Model:","Date:","R-squared:"],"data":[["OLS"],["Mon"],[0.5]]}]`,
	"<table><tr><th>a</th><td>1</td><th>b</th><td>2</td></tr><tr><th>c</th><td>1</td><td>3</td><td>2</td></tr></table>":                        `[{"columns":["0","1","2"],"index":["a","c"],"data":[[1,"b",2],[1,3,2]]}]`,
	// pandas' Styler: classes, ids, a caption, level names, hidden cells.
	`<style type="text/css">#T_1 { color: red }</style><table id="T_1"><caption>cap</caption><thead><tr><th class="blank level0" >&nbsp;</th><th class="col_heading level0 col0" >a</th></tr>
	<tr><th class="index_name level0" >idx</th><th class="blank col0" >&nbsp;</th></tr></thead><tbody><tr><th class="row_heading level0 row0" >r</th><td class="data row0 col0" >12%</td></tr></tbody></table>`: `[{"columns":["a"],"index":["r"],"data":[[0.12]]}]`,
	`<table><tr><th>a</th></tr><tr style="display: none"><td>1</td></tr><tr><td style="DISPLAY:none">2</td><td>3</td></tr></table>`: `[{"columns":["a"],"index":null,"data":[[3]]}]`,
	// Spans.
	"<table><tr><td colspan=2>1<td rowspan=2>2<tr><td>3<td>4</table>":                                    `[{"columns":["0","1","2"],"index":null,"data":[[1,1,2],[3,4,2]]}]`,
	"<table><tr><td rowspan=0>1<td>2<tr><td>3<tr><td>4</table>":                                          `[{"columns":["0","1"],"index":null,"data":[[1,2],[1,3],[1,4]]}]`,
	"<table><tr><td>1<td rowspan=2>2<tr><td colspan=2>3</table>":                                         `[{"columns":["0","1"],"index":null,"data":[[1,2],[3,3]]}]`,
	"<table><tr><td>1<td>2<td rowspan=2>3<tr><td>4</table>":                                              `[{"columns":["0","1","2"],"index":null,"data":[[1,2,3],[4,null,3]]}]`,
	"<table><thead><tr><th rowspan=9>a</thead><tbody><tr><td>1<tr><td>2</tbody><tfoot><tr><td>3</table>": `[{"columns":["a"],"index":null,"data":[[1],[2],[3]]}]`,
	"<table><tr><td colspan=x>1<td colspan=-1>2<td colspan=0>3</table>":                                  `[{"columns":["0","1","2"],"index":null,"data":[[1,2,3]]}]`,
	// Tables in tables: text of the cell, unless the outer one only arranges them.
	"<table><tr><td>size<td><table><tr><td>1<tr><td>2</table></table>":                                                       `[{"columns":["0","1"],"index":null,"data":[["size","1 2"]]}]`,
	"<table><tr><td><h3>A</h3><table><tr><td>1</table><td><table><tr><td>2</table><tr><td> </table><table><tr><td>3</table>": `[{"columns":["0"],"index":null,"data":[[1]]},{"columns":["0"],"index":null,"data":[[2]]},{"columns":["0"],"index":null,"data":[[3]]}]`,
	// great_tables' powers of ten; other raised text stands as it is.
	`<table><tr><td class="gt_row gt_right">1.20 × 10<sup style='font-size: 65%;'>−6</sup></td><td>0.5<sup>***</sup></td></tr></table>`: `[{"columns":["0","1"],"index":null,"data":[[1.20e-6,"0.5***"]]}]`,
	// What is not shown.
	"<table><tr><td>1<tr><td>...<tr><td>3</table>":                                       `[{"columns":["0"],"index":null,"data":[[1],[3]],"truncated":true}]`,
	"<table><tr><th>a<th>...<th>b<tr><td>1<td>...<td>2</table><p>1 rows × 9 columns</p>": `[{"columns":["a","b"],"index":null,"data":[[1,2]],"truncated":true}]`,
	"<table><tr><td>1</table>\n<p>2 rows × 1 columns</p>":                                `[{"columns":["0"],"index":null,"data":[[1]],"truncated":true}]`,
	"<table><tr><td>1</table>\n<p>1 rows × 1 columns</p>":                                `[{"columns":["0"],"index":null,"data":[[1]]}]`,
	"<table><tr><td>1<td>...</table>":                                                    `[{"columns":["0","1"],"index":null,"data":[[1,"..."]]}]`,
	// DataFrames of Julia: rows are left out without dots, columns are; a string is never missing.
	`<span>9×1 DataFrame</span><span>8 rows omitted</span><table class="data-frame"><thead><tr><th class="rowNumber">Row<th>a<tr><th class="rowNumber"><th>String<tbody><tr><td class="rowNumber">1<td>missing</table>`: `[{"columns":["a"],"index":["1"],"data":[["missing"]],"truncated":true}]`,
	`<p>1 rows × 9 columns (omitted printing of 8 columns)</p><table class="data-frame"><thead><tr><th><th>a<tr><th><th>Any<tbody><tr><th>1<td>nothing</table>`:                                                         `[{"columns":["a"],"index":["1"],"data":[[null]],"truncated":true}]`,
	// Text that is markup stays text; scripts are not text.
	"<table><tr><td>&lt;script&gt;<td>a<script>alert('<td>')</script><td><b>b</b><i>c</i></table>": `[{"columns":["0","1","2"],"index":null,"data":[["<script>","a","bc"]]}]`,
}

func TestParseTables(t *testing.T) {
	for fragment, want := range tableCases {
		require.Equal(t, want, tablesJSON(ParseTables(fragment)), fragment)
	}
}

func tablesJSON(tables []*Table) string {
	list := make(List, len(tables))
	for i, table := range tables {
		list[i] = table
	}
	return string(AppendJSON(nil, list))
}

func TestParseTablesKeepsAll(t *testing.T) {
	got := ParseTables(`<table><caption> A
		frame </caption><thead><tr><th></th><th>c</th><th>v</th></tr><tr><th>p</th><th>q</th><th></th></tr></thead><tr><th rowspan=2>x</th><th>1</th><td>1,234.50</td></tr><tr><th>2</th><td>NaN</td></tr></table>`)
	require.Equal(t, []*Table{{
		Caption: "A frame", Columns: []Label{{"v"}}, ColumnNames: []string{"c"}, Index: []Label{{"x", "1"}, {"x", "2"}}, IndexNames: []string{"p", "q"},
		Rows: [][]TableCell{{{"1,234.50", spelled(1234.5, "1234.50")}}, {{"NaN", nil}}},
	}}, got)
}

// What stands around a table is part of its caption, but for what tells the shape.
func TestParseTablesAround(t *testing.T) {
	const table = `<table><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>`
	const captioned = `<table><caption>mean</caption><tr><td>1</td></tr></table>`
	for fragment, want := range map[string][]string{
		"<style>x</style><div>\n" + table + "\n</div>":                             {""},
		"<p>Accuracy: <b>0.9</b></p>" + table:                                      {"Accuracy: 0.9"},
		table + "<p>Accuracy: 0.9</p><script>x</script>":                           {"Accuracy: 0.9"},
		table + "<p>1 rows × 1 columns</p>":                                        {""},
		table + "<p>1 rows × 1 columns</p><p>of the validation set</p>":            {"of the validation set"},
		"<h3>Before</h3>" + captioned + "after":                                    {"Before mean after"},
		"<h3>One</h3>" + table + "<p>1 rows × 1 columns</p>Two" + table + "!":      {"One", "Two !"},
		"<small>shape: (1, 1)</small>" + table:                                     {""},
		"<p>scores</p><small>shape: (1, 1)</small>" + table:                        {"scores"},
		table + "10 of 100 rows or more":                                           {""},
		table + `<span>Truncated to displaylimit of 10.</span>`:                    {""},
		"Both<table><tr><td>" + table + "</td><td>" + table + "</td></tr></table>": {"Both", ""},
		"é" + strings.Repeat(" 日本", 10_000) + table:                                {"é" + strings.Repeat(" 日本", 584) + " 日…"},
		"\xff" + table: {"\uFFFD"},
	} {
		var captions []string
		for _, t := range ParseTables(fragment) {
			captions = append(captions, t.Caption)
		}
		require.Equal(t, want, captions, "%.200s", fragment)
	}
	require.Equal(t, "scores", (&Table{Caption: "scores"}).Title())
	require.Empty(t, (&Table{Caption: "A data.frame: 2 × 3"}).Title())
	marked := ParseTables(`<table><tr><th>v</th></tr><tr><td><span class="gt_footnote_marks" style="white-space:nowrap;"><sup>1</sup></span> <span>-0.5</span></td></tr><tr><td>2</td></tr></table>`)
	require.Equal(t, `[{"columns":["v"],"index":null,"data":[[-0.5],[2]]}]`, tablesJSON(marked))
	drawn := ParseTables(`<table><tr><td><table><tr><th></th><th>Array</th></tr><tr><th>Bytes</th><td>78 kiB</td></tr></table></td><td><svg width="170"><text>100</text></svg></td></tr></table>`) // of dask
	require.Equal(t, `[{"columns":["Array"],"index":["Bytes"],"data":[["78 kiB"]]}]`, tablesJSON(drawn))
	hidden := ParseTables(`<table style="display: none"><tr><td>1</td></tr></table><table hidden><tr><td>2</td></tr></table><table><tr hidden><td>3</td></tr><tr><td>4</td></tr></table>`)
	require.Equal(t, `[{"columns":["0"],"index":null,"data":[[4]]}]`, tablesJSON(hidden))
}

// Small texts that ask for large tables. Each is cut off, not built.
func TestParseTablesHostile(t *testing.T) {
	row := "<tr>" + strings.Repeat("<td colspan=1000000000 rowspan=1000000000>x", 200)
	for name, fragment := range map[string]string{
		"spans":   "<table>" + strings.Repeat(row, 500),
		"columns": "<table><tr>" + strings.Repeat("<td colspan=1000>", 50_000),
		"ragged":  "<table><tr>" + strings.Repeat("<td>", 100_000) + strings.Repeat("<tr><td>", 100_000),
		"rowspan": "<table><tr>" + strings.Repeat("<td rowspan=65534>", 5_000) + strings.Repeat("<tr><td>", 50_000),
	} {
		tables := ParseTables(fragment)
		require.Len(t, tables, 1, name)
		require.True(t, tables[0].Truncated, name)
		require.LessOrEqual(t, cells(tables[0]), minCells+len(fragment), name)
	}
	for _, part := range []string{"<table>", "<table><tr><td>", "<tr>", "<td>", "</table>", "<table></table>", "<style>", "<", "<!--", "<caption>", "<th colspan=", "x ", "<table><tr><td>1</table>5 rows × "} {
		ParseTables("<table>" + strings.Repeat(part, (1<<20)/len(part)))
	}
}

func cells(t *Table) int { return len(t.Rows) * len(t.Columns) }

func TestParseTablesLarge(t *testing.T) {
	got := ParseTables(largeTable(1_000, 1_000))
	require.Len(t, got, 1)
	require.Equal(t, 1_000_000, cells(got[0]))
	require.False(t, got[0].Truncated)
	require.Equal(t, Int(999_999), got[0].Rows[999][999].Value)
}

// largeTable prints a frame of the numbers from 0 up.
func largeTable(rows, columns int) string {
	var b strings.Builder
	b.WriteString("<table><thead><tr><th></th>" + strings.Repeat("<th>c</th>", columns) + "</tr></thead><tbody>")
	for i := range rows {
		fmt.Fprintf(&b, "<tr><th>%d</th>", i)
		for j := range columns {
			fmt.Fprintf(&b, "<td>%d</td>", i*columns+j)
		}
		b.WriteString("</tr>")
	}
	return b.String() + "</tbody></table>"
}

// A table is always a rectangle with a label for every row and column.
func FuzzTables(f *testing.F) {
	for fragment := range tableCases {
		f.Add(fragment)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, fragment string) {
		for _, table := range ParseTables(fragment) {
			require.LessOrEqual(t, cells(table), minCells+len(fragment))
			if table.Index != nil {
				require.Len(t, table.Index, len(table.Rows))
			}
			for _, row := range table.Rows {
				require.Len(t, row, len(table.Columns))
			}
			for _, column := range table.Columns {
				require.Len(t, column, len(table.Columns[0]))
				require.NotEmpty(t, column)
			}
			Flatten(table)
			require.True(t, Equal(table, ParseTables(fragment)[0]) || len(ParseTables(fragment)) > 1)
		}
	}))
}

func BenchmarkParseTables(b *testing.B) {
	for _, rows := range []int{1, 10_000} {
		fragment := largeTable(rows, 10)
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			b.SetBytes(int64(len(fragment)))
			b.ReportAllocs()
			for b.Loop() {
				ParseTables(fragment)
			}
		})
	}
}
