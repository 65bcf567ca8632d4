package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// hardFrame has what formats stumble over.
func hardFrame() *Frame {
	nan, inf := value.Float(math.NaN()), value.Float(math.Inf(1))
	huge := value.Number{Float: 1e20, IsInt: true, Spelling: "100000000000000000001"}
	col := func(title string, cells ...value.Value) FrameColumn { return FrameColumn{title, cells} }
	text := func(s string) value.Value { return value.Text(s) }
	return &Frame{Columns: []FrameColumn{
		col("notebook", text("a"), text("[b|c]"), text("*one\ntwo, \"three\""), text("![x](http://x/y.png)")),
		col("int", value.Int(1), value.Int(-2), value.Int(3), value.Int(9007199254740993)),
		col("int.missing", value.Int(1), nil, value.Int(3), value.Null{}),
		col("float", value.Float(0.1), value.Float(1e-300), value.Int(2), value.Number{Float: 0.93, Spelling: "0.9300"}),
		col("float.missing", value.Float(0.5), nil, value.Float(-1.5), nil),
		col(`float["nan"]`, nan, nil, inf, value.Float(math.Inf(-1))),
		col("bool", value.Bool(true), value.Bool(false), value.Bool(true), value.Bool(true)),
		col("bool_missing", value.Bool(true), nil, value.Bool(false), nil),
		col("huge", huge, value.Int(1), nil, nil),
		col("list", value.List{value.Int(1), value.Null{}}, nil, value.Dict{{Key: text("k"), Value: nan}}, value.Tuple{}),
		col("mixed", value.Int(1), text("x & y_z %"), value.Bool(true), text(`\input{/etc/passwd} $x^2$ ~#{}`)),
		col("<script>=1", text("=1+1"), text("@SUM(A1)"), text("-5"), text("<b>bold</b>\x1b[2J\r\nend\n")),
		col("nothing", nil, nil, nil, nil),
	}}
}

func TestFormats(t *testing.T) {
	for _, format := range Formats() {
		var out, again bytes.Buffer
		require.NoError(t, hardFrame().Write(&out, format))
		require.NoError(t, hardFrame().Write(&again, format))
		require.Equal(t, out.Bytes(), again.Bytes(), format)
		if format != Parquet { // whose bytes are the library's; see TestParquet
			golden(t, "frame."+string(format), out.Bytes())
		}
		var empty bytes.Buffer
		require.NoError(t, (&Frame{Columns: []FrameColumn{{Title: "notebook"}}}).Write(&empty, format), format)
		require.Equal(t, format != JSONL, strings.Contains(empty.String(), "notebook") || format == JSON, format)
	}
	require.EqualError(t, hardFrame().Write(&bytes.Buffer{}, "xlsx"), "xlsx: no such format")
}

func TestSafeFormats(t *testing.T) {
	for _, format := range []Format{CSV, TSV} {
		var out bytes.Buffer
		require.NoError(t, hardFrame().WriteSafe(&out, format))
		golden(t, "frame.safe."+string(format), out.Bytes())
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{
		"a.csv": CSV, "a.b/c.TSV": TSV, "a.json": JSON, "a.jsonl": JSONL, "a.ndjson": JSONL, "a.parquet": Parquet,
		"a.pq": Parquet, "a.md": Markdown, "a.markdown": Markdown, "a.html": HTML, "a.htm": HTML, "a.tex": LaTeX,
	} {
		got, ok := FormatOf(path)
		require.True(t, ok, path)
		require.Equal(t, want, got, path)
	}
	for _, path := range []string{"-", "", "csv", "/dev/null", "a.xlsx", "a.csv.gz"} {
		_, ok := FormatOf(path)
		require.False(t, ok, path)
	}
}

func TestFrameTypes(t *testing.T) {
	one, half, yes, text := value.Int(1), value.Float(0.5), value.Bool(true), value.Text("1")
	huge := value.Number{Float: 1e20, IsInt: true, Spelling: "100000000000000000000"}
	for _, test := range []struct {
		cells []value.Value
		want  frameType
	}{
		{nil, frameText},
		{[]value.Value{nil, value.Null{}}, frameText},
		{[]value.Value{one, nil, value.Null{}}, frameInt},
		{[]value.Value{one, half}, frameFloat},
		{[]value.Value{one, value.Float(math.NaN())}, frameFloat},
		{[]value.Value{huge, one}, frameText},
		{[]value.Value{huge, half}, frameFloat},
		{[]value.Value{yes, nil}, frameBool},
		{[]value.Value{yes, one}, frameText},
		{[]value.Value{one, text}, frameText},
		{[]value.Value{value.List{one}}, frameText},
	} {
		require.Equal(t, test.want, frameTypeOf(test.cells), "%v", test.cells)
	}
}

func TestDisarmed(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1+cmd|' /C calc'!A0": "'+1+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", " =1": "' =1", "＝1": "'＝1", "-": "'-", "-infinity": "'-infinity", "+e": "'+e",
		"": "", "a=1": "a=1", "-5": "-5", "+0.5": "+0.5", "-1e-3": "-1e-3", "-inf": "-inf", "1-1": "1-1", "'=1": "'=1", "  ": "  ",
	} {
		require.Equal(t, want, disarmed(text), "%q", text)
	}
}

// What a spreadsheet would run starts no cell of a safe file, whatever it is.
func FuzzSafeCSV(f *testing.F) {
	for _, text := range []string{"=1", "-5", "+1-1", "\"=1", ",=1", "\n=1", "a\n=1", "-0x1p3", "＋1"} {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		var out bytes.Buffer
		frame := &Frame{Columns: []FrameColumn{{Title: "k" + text}, {Title: text + "!"}}}
		frame.Columns[0].Cells = []value.Value{value.Text(text)}
		frame.Columns[1].Cells = []value.Value{value.List{value.Text(text)}}
		require.NoError(t, frame.WriteSafe(&out, CSV))
		rows, err := csv.NewReader(&out).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2)
		for _, cell := range append(rows[0], rows[1]...) {
			if cell != "-inf" && !isDecimal(cell) {
				require.NotContains(t, []string{"=", "+", "-", "@", "\t", "\r"}, cell[:min(1, len(cell))], "%q", cell)
			}
		}
	}))
}

// No text of a notebook ends a cell, a row or the table, or begins HTML.
func FuzzMarkdownAndHTML(f *testing.F) {
	f.Add("a|b")
	f.Add(`\|`)
	f.Add("<img src=x>")
	f.Add("a\n\nb")
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		frame := &Frame{Columns: []FrameColumn{{"x", []value.Value{value.Text(text)}}, {"y", []value.Value{value.Text("end")}}}}
		var md, html bytes.Buffer
		require.NoError(t, frame.Write(&md, Markdown))
		require.Equal(t, 3, strings.Count(md.String(), "\n"))
		row := strings.Split(md.String(), "\n")[2]
		require.Equal(t, 3, strings.Count(strings.ReplaceAll(strings.ReplaceAll(row, `\\`, ""), `\|`, ""), "|"), "%q", row)
		require.NotContains(t, strings.ReplaceAll(row, "<br>", ""), "<")
		require.NoError(t, frame.Write(&html, HTML))
		tables := value.ParseTables(html.String())
		require.Len(t, tables, 1)
		require.Len(t, tables[0].Rows, 1)
		require.Equal(t, "end", tables[0].Rows[0][1].Text)
	}))
}

func TestJSONIsValid(t *testing.T) {
	var array, lines bytes.Buffer
	require.NoError(t, hardFrame().Write(&array, JSON))
	require.NoError(t, hardFrame().Write(&lines, JSONL))
	var fromArray, fromLines []map[string]any
	require.NoError(t, json.Unmarshal(array.Bytes(), &fromArray))
	for line := range strings.Lines(lines.String()) {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object))
		fromLines = append(fromLines, object)
	}
	require.Equal(t, fromArray, fromLines)
	require.Len(t, fromArray, 4)
	require.Len(t, fromArray[0], len(hardFrame().Columns))
}

// What Parquet holds is what the frame holds, with the columns in their order.
func TestParquet(t *testing.T) {
	var out bytes.Buffer
	frame := hardFrame()
	for range parquetBatch { // more than one batch of rows
		for j := range frame.Columns {
			frame.Columns[j].Cells = append(frame.Columns[j].Cells, hardFrame().Columns[j].Cells...)
		}
	}
	require.NoError(t, frame.Write(&out, Parquet))
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	titles := []string{}
	for _, path := range file.Schema().Columns() {
		require.Len(t, path, 1)
		titles = append(titles, path[0])
	}
	want := []string{}
	for _, col := range frame.Columns {
		want = append(want, col.Title)
	}
	require.Equal(t, want, titles)
	require.Equal(t, int64(frame.rows()), file.NumRows())
	rows := make([]parquet.Row, 4)
	reader := file.RowGroups()[0].Rows()
	defer reader.Close()
	_, err = reader.ReadRows(rows)
	require.NoError(t, err)
	at := map[string]int{}
	for j, title := range titles {
		at[title] = j
	}
	require.Equal(t, int64(9007199254740993), rows[3][at["int"]].Int64())
	require.True(t, math.IsNaN(rows[0][at[`float["nan"]`]].Double()))
	require.True(t, rows[1][at[`float["nan"]`]].IsNull())
	require.False(t, rows[0][at[`float["nan"]`]].IsNull())
	require.True(t, rows[3][at["int.missing"]].IsNull(), "None")
	require.Equal(t, "100000000000000000001", rows[0][at["huge"]].String())
	require.Equal(t, "[1,null]", rows[0][at["list"]].String())
}

func TestFileStem(t *testing.T) {
	long := strings.Repeat("ä/", 300)
	names := map[string]bool{}
	for _, text := range []string{long, long + "b", strings.Repeat("/", 300), "..", ".", "a/../b", "con", "a\x00b", `a\b`, ""} {
		name := FileStem(text)
		require.LessOrEqual(t, len(name), longestStem, text)
		require.False(t, names[name], name)
		require.NotContains(t, name, "/")
		require.NotContains(t, name, `\`)
		require.NotContains(t, []string{".", ".."}, name)
		names[name] = true
	}
}

// BenchmarkWrite writes 10,000 runs with 30 columns.
func BenchmarkWrite(b *testing.B) {
	const rows = 10_000
	frame := &Frame{}
	for j := range 30 {
		col := FrameColumn{Title: "metrics.m" + strconv.Itoa(j)}
		for i := range rows {
			var v value.Value = value.Float(float64(i) * 1.1)
			if j%3 == 0 {
				v = value.Text("run " + strconv.Itoa(i))
			}
			col.Cells = append(col.Cells, v)
		}
		frame.Columns = append(frame.Columns, col)
	}
	for _, format := range Formats() {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, frame.Write(io.Discard, format))
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
