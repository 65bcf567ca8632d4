package render

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// However it is cut into writes, what a terminal gets is visible.
func TestVisibleWriter(t *testing.T) {
	text := "a,b\n\t\"\x1b[31mred\x07\u202eé\U0001f600\"\n"
	for size := 1; size <= len(text); size++ {
		var b strings.Builder
		w := VisibleWriter(&b)
		for part := range slices.Chunk([]byte(text), size) {
			n, err := w.Write(part)
			require.NoError(t, err)
			require.Len(t, part, n)
		}
		require.Equal(t, "a,b\n\t\"\\x1b[31mred\\a\\u202eé\U0001f600\"\n", b.String(), "%d bytes at a time", size)
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain":               "plain",
		"für 🤖":               "für 🤖",
		"a\nb\tc":             `a\nb\tc`,
		"\x1b[2J\x07":         `\x1b[2J\a`,
		"txt.\u202eexe":       `txt.\u202eexe`,
		"line\u2028separator": `line\u2028separator`,
		"\u009b31m":           `\u009b31m`,
		"broken \xff":         "broken \ufffd",
	} {
		require.Equal(t, want, Visible(text), "%q", text)
	}
	require.Equal(t, "two\nlines\tof \\x1b[1mtext", visibleLines("two\nlines\tof \x1b[1mtext"))
}

func TestCSVCell(t *testing.T) {
	image, err := value.NewImage("image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	require.NoError(t, err)
	table := &value.Table{Columns: []value.Label{{"a"}}, Rows: [][]value.TableCell{{{Text: "1"}}}}
	for _, test := range []struct {
		v    value.Value
		want string
		ok   bool
	}{
		{nil, "", true},
		{value.Null{}, "None", true},
		{value.Bool(true), "True", true},
		{value.Int(3), "3", true},
		{value.Number{Float: 0.93, Spelling: "0.9300"}, "0.9300", true},
		{value.Float(math.NaN()), "NaN", true},
		{value.Float(math.Inf(1)), "inf", true},
		{value.Float(math.Inf(-1)), "-inf", true},
		{value.Text("a, \"b\"\n"), "a, \"b\"\n", true},
		{value.Text("a\xff"), "a\uFFFD", true},
		{value.List{value.Int(1), value.Text("x"), value.Null{}}, `[1,"x",null]`, true},
		{value.Tuple{value.Int(1)}, `[1]`, true},
		{value.Dict{}, `{}`, true},
		{value.Bytes("\x00"), `b'\x00'`, true},
		{image, "", false},
		{table, "", false},
		{value.List{table}, "", false},
		{value.Markup{MIMEType: "text/html", Text: "<p>"}, "", false},
		{&value.Figure{MIMEType: "application/vnd.plotly.v1+json"}, "", false},
	} {
		text, ok := CSVCell(test.v)
		require.Equal(t, test.want, text, "%#v", test.v)
		require.Equal(t, test.ok, ok, "%#v", test.v)
	}
}

func TestTableCSV(t *testing.T) {
	table := &value.Table{
		Columns:    []value.Label{{"train", "mse"}, {"test", "mse"}},
		Index:      []value.Label{{"rf", "0"}, {"rf", "1"}},
		IndexNames: []string{"model", "seed"},
		Rows: [][]value.TableCell{
			{{Text: "1.50", Value: value.Number{Float: 1.5, Spelling: "1.50"}}, {Text: "1,234", Value: value.Number{Float: 1234, IsInt: true, Spelling: "1234"}}},
			{{Text: "NaN"}, {Text: `a "b"`, Value: value.Text(`a "b"`)}},
		},
	}
	var out strings.Builder
	require.NoError(t, TableCSV(&out, table))
	require.Equal(t, `,,train,test
model,seed,mse,mse
rf,0,1.50,1234
rf,1,NaN,"a ""b"""
`, out.String())
	require.Equal(t, `             train   test
model  seed    mse    mse
rf     0      1.50   1234
rf     1       NaN  a "b"
`, tableText(table))
}

// Every value of every notebook stands in the long form, and what stands in
// the wide form is the same.
func TestWideAndLongAgree(t *testing.T) {
	for _, family := range []string{"diabetes", "churn", "training", "broken"} {
		c := loadFamily(t, family)
		var wide, long bytes.Buffer
		frame, _ := WideFrame(c, nil)
		require.NoError(t, frame.Write(&wide, CSV))
		require.NoError(t, LongFrame(c, nil).Write(&long, CSV))

		wideRows, err := csv.NewReader(&wide).ReadAll()
		require.NoError(t, err)
		longRows, err := csv.NewReader(&long).ReadAll()
		require.NoError(t, err)
		inLong := map[[2]string]string{}
		for _, row := range longRows[1:] {
			inLong[[2]string{row[0], row[1]}] = row[4]
		}
		require.Len(t, wideRows, len(c.Runs)+1)
		for _, row := range wideRows[1:] {
			for j := 1; j < len(row); j++ {
				require.Equal(t, row[j], inLong[[2]string{row[0], wideRows[0][j]}], "%s %s", row[0], wideRows[0][j])
			}
		}
		require.Greater(t, len(inLong), len(c.Runs)*3)
	}
}

func TestFindItem(t *testing.T) {
	items := []Item{
		{Key: collection.Key{Source: introspect.SourceParam, Name: "seed", Title: "params.seed"}, Cell: -1, Value: value.Int(7)},
		{Key: collection.Key{Source: introspect.SourceTag, Name: "mse", Title: "mse"}, Value: value.Float(0.5)},
		{Key: collection.Key{Source: introspect.SourceScrap, Name: "report", Title: "report"}, Value: value.Dict{
			{Key: value.Text("f1-score"), Value: value.List{value.Int(1), value.Int(2)}}}},
		{Key: collection.Key{Source: introspect.SourceTag, Name: "a.b", Title: `["a.b"]`}, Value: value.Int(3)},
	}
	for path, want := range map[string]value.Value{
		"mse":                   value.Float(0.5),
		"tag:mse":               value.Float(0.5),
		"params.seed":           value.Int(7),
		"param:seed":            value.Int(7),
		`report["f1-score"][1]`: value.Int(2),
		`["a.b"]`:               value.Int(3),
	} {
		item, err := FindItem(items, path)
		require.NoError(t, err, path)
		require.Equal(t, want, item.Value, path)
	}
	for path, want := range map[string]string{
		"ms":               `no key "ms"`,
		"scrap:mse":        `no key "scrap:mse"`,
		"params":           `no key "params"`,
		"mse.x":            `the key "mse" has nothing at .x`,
		"report.accuracy":  `the key "report" has nothing at .accuracy`,
		`report["f1-score`: `path "report[\"f1-score": column 8: want a name that ends with "]`,
	} {
		_, err := FindItem(items, path)
		require.EqualError(t, err, want, path)
	}
}

func TestFileNamesDiffer(t *testing.T) {
	names := map[string]string{}
	for _, title := range []string{"a/b", "a_b", "a%2Fb", "../x", ".hidden", "a b", "ä", "tag:mse", `a["b"]`, "con"} {
		name := FileName(Item{Key: collection.Key{Title: title}, Value: &value.Table{}})
		require.NotContains(t, names, name)
		require.NotContains(t, name, "/")
		require.False(t, strings.HasPrefix(name, "."), name)
		names[name] = title
	}
	require.Equal(t, "a/b", names["a%2Fb.csv"])
}

func loadFamily(t *testing.T, family string) *collection.Collection {
	c, err := collection.Load(context.Background(), []string{"../testdata/notebooks/" + family}, collection.Options{})
	require.NoError(t, err)
	return c
}

// What a table's cells say is written as it stands: a code keeps its zeros.
func TestTableTextIsKept(t *testing.T) {
	table := value.ParseTables(`<table><thead><tr><th></th><th>id</th></tr></thead><tbody>` +
		`<tr><th>0</th><td>007</td></tr><tr><th>1</th><td>1e5</td></tr><tr><th>2</th><td>True</td></tr><tr><th>3</th><td>1,234</td></tr></tbody></table>`)[0]
	var out strings.Builder
	require.NoError(t, TableCSV(&out, table))
	require.Equal(t, ",id\n0,007\n1,1e5\n2,True\n3,1234\n", out.String())
}

// One run has nothing to be equal to or to differ from.
func TestReportOfOneRun(t *testing.T) {
	c := loadFamily(t, "diabetes/gb-0.ipynb")
	var out bytes.Buffer
	require.NoError(t, Report(&out, c, ReportOptions{}))
	require.NotContains(t, out.String(), " differ\"")
	require.Contains(t, out.String(), `"alone":true`)
}
