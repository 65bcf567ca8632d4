package collection

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// table makes a table with an index of the given labels; "" is a missing value.
func table(columns string, rows ...string) *value.Table {
	t := &value.Table{}
	for c := range strings.FieldsSeq(columns) {
		t.Columns = append(t.Columns, value.Label(strings.Split(c, "/")))
	}
	for _, row := range rows {
		cells := strings.Fields(row)
		t.Index = append(t.Index, value.Label(strings.Split(cells[0], "/")))
		var out []value.TableCell
		for _, text := range cells[1:] {
			cell := value.TableCell{Text: text, Value: value.ParseLiteral(text)}
			if text == "-" {
				cell.Value = nil
			}
			out = append(out, cell)
		}
		t.Rows = append(t.Rows, out)
	}
	return t
}

var (
	dict    = func(text string) value.Value { return value.ParseLiteral(text) }
	longest = value.Text(strings.Repeat("x", shortText))
)

func TestCompareKinds(t *testing.T) {
	one, two := value.Int(1), value.Int(2)
	row := table("mse", "0 1")
	rows := table("mse", "0 1", "1 2")
	image := testImage(t, "image/png", 2, 2, 1)
	figure := &value.Figure{MIMEType: "application/vnd.plotly.v1+json", Spec: []byte("{}")}
	for _, test := range []struct {
		name    string
		values  []value.Value
		want    any
		differs bool
	}{
		{"numbers", []value.Value{one, two}, &Scalars{}, true},
		{"equal numbers", []value.Value{one, value.Float(1)}, &Scalars{}, false},
		{"one missing", []value.Value{one, nil, one}, &Scalars{}, true},
		{"scalars of many kinds", []value.Value{one, value.Null{}, value.Bool(true), value.Text("x")}, &Scalars{}, true},
		{"short texts", []value.Value{value.Text("a"), longest}, &Scalars{}, true},
		{"a text of two lines", []value.Value{value.Text("a"), value.Text("a\nb")}, &Texts{}, true},
		{"a long text", []value.Value{value.Text("a"), longest + "x"}, &Texts{}, true},
		{"a long text and a number", []value.Value{one, longest + "x"}, &Mixed{}, true},
		{"dicts", []value.Value{dict("{'a': 1}"), dict("{'a': 1, 'b': 2}")}, &Scalars{}, true},
		{"dicts in another order", []value.Value{dict("{'a': 1, 'b': 2}"), dict("{'b': 2, 'a': 1}")}, &Scalars{}, false},
		{"dict and number", []value.Value{dict("{'a': 1}"), one}, &Mixed{}, true},
		{"dict and table of one row", []value.Value{dict("{'mse': 1}"), row}, &Scalars{}, true},
		{"tables of one row", []value.Value{row, row}, &Scalars{}, false},
		{"tables of one row and two", []value.Value{row, rows}, &Tables{}, true},
		{"dict and table of two rows", []value.Value{dict("{'mse': 1}"), rows}, &Mixed{}, true},
		{"tables", []value.Value{rows, rows, nil}, &Tables{}, true},
		{"records", []value.Value{dict("[{'epoch': 1}, {'epoch': 2}]"), dict("[{'epoch': 1}]")}, &Tables{}, true},
		{"records and table", []value.Value{dict("[{'mse': 1}]"), rows}, &Tables{}, true},
		{"lists", []value.Value{dict("[1, 2]"), dict("(1, 2)"), dict("{1, 2}")}, &Sets{}, true},
		{"empty lists", []value.Value{value.List{}, value.List{}}, &Sets{}, false},
		{"nested lists", []value.Value{dict("[[1], [2]]")}, &Mixed{}, false},
		{"list and dict", []value.Value{dict("[1]"), dict("{}")}, &Mixed{}, true},
		{"markup", []value.Value{value.Markup{MIMEType: "text/html", Text: "<b>"}, value.Markup{MIMEType: "text/html", Text: "<i>"}}, &Texts{}, true},
		{"images", []value.Value{image, image}, &Images{}, false},
		{"image and figure", []value.Value{image, figure}, &Images{}, true},
		{"image and number", []value.Value{image, one}, &Mixed{}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmp := compareValues(t, test.values...)
			require.IsType(t, test.want, cmp.Body)
			require.Equal(t, test.differs, cmp.Differs)
			require.Len(t, cmp.Cells, len(test.values))
			for i, v := range test.values {
				require.Equal(t, v, cmp.Cells[i].Value)
				require.Equal(t, v == nil, cmp.Cells[i].Reason != "")
			}
		})
	}
}

// A run that could not be read does not make the others differ.
func TestCompareUnread(t *testing.T) {
	c := collect(t, nil, one(value.Int(1)), one(value.Int(1)))
	cmp := c.Compare(0)
	require.False(t, cmp.Differs)
	require.Equal(t, "notebook could not be read", cmp.Cells[0].Reason)
	require.Equal(t, 1, c.Baseline)
}

// A key whose runs all lack a value is shown with their reasons.
func TestCompareNothing(t *testing.T) {
	silent := []introspect.Entry{{Source: introspect.SourceTag, Name: "it", Reason: "the cell printed only to stderr"}}
	c := collect(t, silent, silent)
	cmp := c.Compare(0)
	require.Equal(t, &Comparison{Cells: []Cell{{Reason: silent[0].Reason}, {Reason: silent[0].Reason}}, Body: &Mixed{}}, cmp)
}

func TestScalarsDifferingFirst(t *testing.T) {
	cmp := compareValues(t, dict("{'a': 1, 'mse': 2, 'x': {'y': 3}}"), dict("{'a': 1, 'mse': 1, 'x': {'y': 3}, 'new': 0}"))
	var got []string
	for _, row := range cmp.Body.(*Scalars).Rows {
		got = append(got, row.Title)
	}
	require.Equal(t, []string{"it.mse", "it.new", "it.a", "it.x.y"}, got)
	require.Equal(t, 1, cmp.Body.(*Scalars).Rows[0].Cells[1].Verdict)
}

// PEERS.md 1.2: the set comparison of [1, 2, 3] and [2, 3, 4].
func TestSets(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []string // "" is missing
		want   Sets
	}{
		{"peer", []string{"[1, 2, 3]", "[2, 3, 4]"}, Sets{Elements: []Element{
			{value.ParseLiteral("2"), []int{1, 1}, true}, {value.ParseLiteral("3"), []int{1, 1}, true},
			{value.ParseLiteral("1"), []int{1, 0}, false}, {value.ParseLiteral("4"), []int{0, 1}, false}}}},
		{"order alone", []string{"[1, 'a', 1.0]", "['a', 1, 1]"}, Sets{SameMembers: true, Elements: []Element{
			{value.ParseLiteral("1"), []int{2, 2}, true}, {value.ParseLiteral("'a'"), []int{1, 1}, true}}}},
		{"how often", []string{"[1, 1]", "[1]", ""}, Sets{Elements: []Element{{value.ParseLiteral("1"), []int{2, 1, 0}, true}}}},
		{"kinds are apart", []string{"[1]", "['1']", "[True]"}, Sets{Elements: []Element{
			{value.ParseLiteral("1"), []int{1, 0, 0}, false}, {value.ParseLiteral("'1'"), []int{0, 1, 0}, false},
			{value.ParseLiteral("True"), []int{0, 0, 1}, false}}}},
		{"zeros and large numbers", []string{"[0.0, 9007199254740993]", "[-0.0, 9007199254740992]"}, Sets{Elements: []Element{
			{value.ParseLiteral("0.0"), []int{1, 1}, true}, {value.ParseLiteral("9007199254740993"), []int{1, 0}, false},
			{value.ParseLiteral("9007199254740992"), []int{0, 1}, false}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			values := make([]value.Value, len(test.values))
			for i, text := range test.values {
				if text != "" {
					values[i] = value.ParseLiteral(text)
				}
			}
			require.Equal(t, &test.want, compareValues(t, values...).Body)
		})
	}
}

func TestCanonicalAgreesWithEqual(t *testing.T) {
	var all []value.Value
	for _, text := range []string{"0", "-0.0", "0.0", "1", "1.0", "True", "False", "None", "'1'", "'True'", "''", "b'1'", "nan", "inf", "-inf",
		"9007199254740992", "9007199254740993", "9007199254740992.0", "9007199254740994.0", "1e22", "10000000000000000000000", "1e300", "0.1", "0.10"} {
		all = append(all, value.ParseLiteral(text))
	}
	for _, a := range all {
		for _, b := range all {
			require.Equal(t, value.Equal(a, b), canonical(a) == canonical(b), "%v %v", a, b)
		}
	}
}

// PEERS.md 1.2: single-row tables give diff = second - first; the relative
// difference is over the first here.
func TestSingleRowParity(t *testing.T) {
	cmp := compareValues(t, table("mse name r2", "0 4.0 'a' 0.5"), table("mse name r2", "1 5.0 'b' 0.25"))
	rows := cmp.Body.(*Scalars).Rows
	require.Len(t, rows, 3)
	require.Equal(t, []string{"it.mse", "it.name", "it.r2"}, []string{rows[0].Title, rows[1].Title, rows[2].Title})
	require.Equal(t, Cell{Value: value.ParseLiteral("5.0"), Delta: ptr(1), Relative: ptr(0.25), Rank: 2, Verdict: -1}, rows[0].Cells[1])
	require.Equal(t, Cell{Value: value.Text("b")}, rows[1].Cells[1])
	require.Equal(t, Cell{Value: value.ParseLiteral("0.25"), Delta: ptr(-0.25), Relative: ptr(-0.5), Rank: 2, Verdict: -1}, rows[2].Cells[1])
}

// Equal notebooks differ in nothing.
func TestEqualRuns(t *testing.T) {
	image := testImage(t, "image/png", 3, 3, 7)
	run := []introspect.Entry{entry(introspect.SourceTag, "n", value.Int(1)), entry(introspect.SourceTag, "d", dict("{'a': [1], 'b': {'c': nan}}")),
		entry(introspect.SourceTag, "l", dict("[3, 1, 1]")), entry(introspect.SourceTag, "t", table("a a b", "x 1 2 3", "x 4 5 -")),
		entry(introspect.SourceTag, "text", value.Text("a\nb\n")), entry(introspect.SourceTag, "i", image),
		entry(introspect.SourceTag, "h", dict("[{'a': 1}, {'a': 2, 'b': 3}]")), entry(introspect.SourceParam, "p", value.Text("x"))}
	c := collect(t, run, run, run)
	for key := range c.Keys {
		cmp := c.Compare(key)
		require.NoError(t, c.ComparePixels(t.Context(), cmp))
		require.False(t, cmp.Differs, c.Keys[key].Title)
		switch body := cmp.Body.(type) {
		case *Scalars:
			for _, row := range body.Rows {
				requireNeutral(t, row.Cells)
			}
		case *Sets:
			require.True(t, body.SameMembers)
		case *Tables:
			for _, row := range body.Cells {
				for _, cells := range row {
					requireNeutral(t, cells)
				}
			}
		case *Texts:
			for _, d := range body.Diffs {
				require.Equal(t, TextDiff{Equal: true, Lines: []DiffLine{{' ', "a"}, {' ', "b"}}}, d)
			}
		case *Images:
			require.Equal(t, &Images{Groups: []int{0, 0, 0}, Changed: []*float64{ptr(0), ptr(0), ptr(0)}}, body)
		default:
			t.Errorf("%s: %T", c.Keys[key].Title, body)
		}
	}
	for _, col := range c.Columns() {
		require.True(t, col.Constant, col.Title)
		requireNeutral(t, col.Cells)
	}
}

func requireNeutral(t *testing.T, cells []Cell) {
	t.Helper()
	for _, cell := range cells {
		require.Zero(t, cell.Verdict)
		require.LessOrEqual(t, cell.Rank, 1)
		if cell.Delta != nil {
			require.Zero(t, *cell.Delta)
		}
	}
}
