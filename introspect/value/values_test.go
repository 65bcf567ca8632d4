package value

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFormatFloat(t *testing.T) {
	for want, f := range map[string]float64{
		"0.0": 0, "-0.0": math.Copysign(0, -1), "1.0": 1, "0.1": 0.1, "0.0001": 1e-4, "1e-05": 1e-5, "1.5e-05": 1.5e-5, "1000000000000000.0": 1e15, "1e+16": 1e16, "-1.25e+100": -1.25e100,
		"5e-324": 5e-324, "1.7976931348623157e+308": math.MaxFloat64, "nan": math.NaN(), "inf": math.Inf(1), "-inf": math.Inf(-1), "123456.789": 123456.789,
	} {
		require.Equal(t, want, FormatFloat(f))
	}
}

func TestFormatFloatReadsBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		f := math.Float64frombits(random.Uint64())
		got, err := strconv.ParseFloat(FormatFloat(f), 64)
		require.NoError(t, err)
		require.True(t, got == f || f != f, FormatFloat(f))
	}
}

func TestNumberString(t *testing.T) {
	require.Equal(t, "0.930", spelled(0.93, "0.930").String())
	require.Equal(t, "3", Int(3).String())
	require.Equal(t, "3.0", Float(3).String())
	require.Equal(t, "3", Number{Float: 3, IsInt: true}.String())
	require.Equal(t, "NaN", nan.String())
	require.Equal(t, "-inf", negInf.String())
}

// everyKind holds values in the order of Compare, no two equal.
func everyKind(t *testing.T) []Value {
	png, err := NewImage("image/png", []byte(onePixelPNG))
	require.NoError(t, err)
	long := strings.Repeat("9", 100_000)
	for _, ordered := range [][2]Number{
		{newInt(long), newInt("1" + long)}, {newInt(long[1:] + "8"), newInt(long)}, {newInt("-1" + long), newInt("-" + long)}, {newInt("-" + long), newInt(long)},
		{Int(5), newInt(long)}, {newInt("-" + long), Float(1.5)}, {Float(1e300), newInt(long)},
		{newInt(long), Float(math.Inf(1))}, {Float(math.Inf(-1)), newInt("-" + long)}, {newInt("-" + long), Float(math.Inf(1))}, {Float(math.Inf(-1)), newInt(long)},
	} {
		require.Negative(t, Compare(ordered[0], ordered[1]), "%.10s %.10s", ordered[0], ordered[1])
		require.Positive(t, Compare(ordered[1], ordered[0]), "%.10s %.10s", ordered[0], ordered[1])
	}
	require.True(t, Equal(newInt(long), newInt(long)))
	big, bigger := newInt("9007199254740993"), newInt("9007199254740994")
	return []Value{
		nil, Null{}, Bool(false), Bool(true),
		negInf, newInt("-100000000000000000000"), Int(-1), Float(0.5), Int(1), Float(1.5), Float(9007199254740992), big, bigger, newInt("1" + strings.Repeat("0", 400)), inf, nan,
		Text(""), Text("a"), Text("b"), Bytes("a"), Tuple{}, Tuple{Int(1)}, Tuple{Int(1), Int(2)}, List{}, List{Int(1)}, List{Int(2)},
		Set{}, Set{Int(1), Int(2)}, Dict{}, Dict{{Text("a"), Int(1)}}, Dict{{Text("a"), Int(2)}},
		oneRow, png, &Figure{MIMEType: "application/vnd.plotly.v1+json", Spec: []byte("{\n\"a\": 1}")}, Markup{"text/html", "<b>"}, Markup{"text/latex", "x"}, Error{Ename: "ValueError", Evalue: "no"},
	}
}

func TestCompareIsAnOrder(t *testing.T) {
	values := everyKind(t)
	for i, a := range values {
		for j, b := range values {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			require.Equal(t, want, Compare(a, b), "%s and %s", Repr(a), Repr(b))
			require.Equal(t, i == j, Equal(a, b), "%s and %s", Repr(a), Repr(b))
		}
	}
}

func TestEqual(t *testing.T) {
	for _, pair := range [][2]Value{
		{Int(1), Float(1)}, {nan, nan}, {spelled(0.5, "0.50"), Float(0.5)}, {spelled(1, "1.0"), Int(1)}, {Float(0), Float(math.Copysign(0, -1))},
		{newInt("9007199254740992"), Float(9007199254740992)},
		{Dict{{Text("a"), Int(1)}, {Int(2), nan}}, Dict{{Float(2), nan}, {Text("a"), Float(1)}}},
		{Set{Int(1), Int(2)}, Set{Int(2), Float(1)}},
		{&Table{Columns: []Label{{"a"}}, Rows: [][]TableCell{{{"1.0", Float(1)}}}}, &Table{Columns: []Label{{"a"}}, Rows: [][]TableCell{{{"1", Int(1)}}}}},
		{Error{Ename: "E", Evalue: "v", Traceback: []string{"a"}}, Error{Ename: "E", Evalue: "v"}},
	} {
		require.True(t, Equal(pair[0], pair[1]), "%s and %s", Repr(pair[0]), Repr(pair[1]))
		require.True(t, Equal(pair[1], pair[0]))
	}
	for _, pair := range [][2]Value{
		{Int(1), Bool(true)}, {List{Int(1)}, Tuple{Int(1)}}, {Text("1"), Int(1)}, {nil, Null{}}, {newInt("9007199254740993"), Float(9007199254740992)},
		{Dict{{Text("a"), Int(1)}}, Dict{{Text("a"), Int(1)}, {Text("b"), Int(1)}}},
		{oneRow, &Table{Columns: oneRow.Columns, Index: oneRow.Index, Rows: oneRow.Rows, Truncated: true}},
	} {
		require.False(t, Equal(pair[0], pair[1]), "%s and %s", Repr(pair[0]), Repr(pair[1]))
	}
}

func TestRepr(t *testing.T) {
	for want, v := range map[string]Value{
		`'it"s'`: Text(`it"s`), `"it's"`: Text("it's"), `'\'"'`: Text(`'"`), `'\\\n\t\r\x00\x7f\xa0é\u2028😀'`: Text("\\\n\t\r\x00\x7f\u00a0é\u2028😀"), `b'a\'"\xff\n'`: Bytes("a'\"\xff\n"),
		"(1,)": Tuple{Int(1)}, "[nan, inf, -inf]": List{nan, inf, negInf}, "{frozenset(): {1}}": Dict{{Set{}, Set{Int(1)}}}, "{(frozenset({1}),)}": Set{Tuple{Set{Int(1)}}},
		"<table 1x4>": oneRow, "<application/x>": &Figure{MIMEType: "application/x"}, "<text/html of 3 bytes>": Markup{"text/html", "<b>"}, "ValueError('no')": Error{Ename: "ValueError", Evalue: "no"}, "": nil,
	} {
		require.Equal(t, want, Repr(v))
	}
}

func TestAppendJSON(t *testing.T) {
	for want, v := range map[string]Value{
		`null`: nil, `true`: Bool(true), `[null,"NaN","Infinity","-Infinity",1e-05,2.50,1.0]`: List{Null{}, nan, inf, negInf, Float(1e-5), spelled(2.5, "2.50"), Float(1)},
		`"\"\\\n\t\r\u0000\u2028é😀</script>"`: Text("\"\\\n\t\r\x00\u2028é😀</script>"), `"b'\\xff'"`: Bytes("\xff"), `[[],[1]]`: Tuple{Set{}, Tuple{Int(1)}},
		`{"a":1,"2":"x","None":{},"(1,)":0}`: Dict{{Text("a"), Int(1)}, {Int(2), Text("x")}, {Null{}, Dict{}}, {Tuple{Int(1)}, Int(0)}},
		`[[1,"a"],["1","b"]]`:                Dict{{Int(1), Text("a")}, {Text("1"), Text("b")}},
		`{"columns":["mse","f1-score",["a","b"],"none"],"index":["0"],"data":[[1,2,"x",null]]}`: oneRow,
		`{"columns":[],"index":null,"data":[],"truncated":true}`:                                &Table{Truncated: true},
		`{"mime_type":"a/b","spec":{"a":[1]}}`:                                                  &Figure{MIMEType: "a/b", Spec: []byte("{\n \"a\": [1]\n}")}, `{"mime_type":"a/b","spec":"[NaN]"}`: &Figure{MIMEType: "a/b", Spec: []byte("[NaN]")},
		`{"mime_type":"text/html","text":"<b>"}`:                   Markup{"text/html", "<b>"},
		`{"ename":"E","evalue":"v","traceback":["x","\u001b[0m"]}`: Error{"E", "v", []string{"x", "\x1b[0m"}},
		"\"\ufffd\"": Text("\xff"),
	} {
		require.Equal(t, want, string(AppendJSON(nil, v)))
		require.True(t, json.Valid([]byte(want)), want)
	}
	for _, v := range everyKind(t) {
		b := AppendJSON([]byte("x"), v)
		require.True(t, json.Valid(b[1:]), string(b))
		require.NotContains(t, string(b), "\n")
	}
}

// The leaves of a value are the same, whatever other leaves they may share paths with.
func TestAppendLeaves(t *testing.T) {
	one := ParseTables("<table><tr><th>a<th>b<tr><td>1<td>2</table>")[0]
	turned := ParseTables("<table><tr><th><th>a<tr><th>x<td>1<tr><th>y<td>2</table>")[0]
	values := []Value{Int(1), Text("a"), one, turned, List{one}}
	for _, text := range []string{"{}", "{'a': 1}", "{'a': 1, 'b': 2}", "{'b': 1, 'a': 2}", "{'a': {'b': 1}}", "{'a': {'a': 1, 'b': 2}, 'b': 3}",
		"{'a': {}, 'b': {'a': {'b': 1}}}", "{1: 2, '1': 3}", "{'a': [1], 'b': None}"} {
		values = append(values, ParseLiteral(text))
	}
	list := []Leaf{{Value: Text("stays")}}
	for _, v := range values {
		for _, like := range values {
			require.Equal(t, append(list[:1:1], Flatten(v)...), AppendLeaves(list[:1:1], v, Flatten(like)), "%v beside %v", v, like)
		}
	}
}
