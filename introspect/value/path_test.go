package value

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

func ExampleFullPath() {
	report := ParseLiteral("{'accuracy': 0.9, 'class 1': {'f1-score': 0.8}, 'loss': [0.3, 0.2]}")
	for _, leaf := range Flatten(report) {
		fmt.Println(FullPath("scrap:my report", leaf.Path), Repr(leaf.Value))
	}
	_, path, _ := ParsePath(`scrap:my report.loss[1]`)
	last, ok := Lookup(report, path)
	fmt.Println(last, ok)
	// Output:
	// scrap:my report.accuracy 0.9
	// scrap:my report["class 1"]["f1-score"] 0.8
	// scrap:my report.loss [0.3, 0.2]
	// 0.2 true
}

var pathCases = []struct {
	text string
	key  string
	path Path
}{
	{"mse", "mse", nil},
	{"feature-importance", "feature-importance", nil},
	{"scrap:mse", "scrap:mse", nil},
	{"roc#1", "roc#1", nil},
	{"my score", "my score", nil},
	{"métrique.été", "métrique", Path{{Name: "été"}}},
	{"a.b._c1", "a", Path{{Name: "b"}, {Name: "_c1"}}},
	{`m["f1-score"][0]["1"]`, "m", Path{{Name: "f1-score"}, {Index: 0, IsIndex: true}, {Name: "1"}}},
	{`t["row label"].column`, "t", Path{{Name: "row label"}, {Name: "column"}}},
	{`["a.b"].c`, "a.b", Path{{Name: "c"}}},
	{`["a\"\\\n\u0001"][""]`, "a\"\\\n\x01", Path{{Name: ""}}},
	{`[" x"]`, " x", nil},
	{`[""]`, "", nil},
	{`m["]"]["\u2028"]`, "m", Path{{Name: "]"}, {Name: "\u2028"}}},
}

func TestParsePath(t *testing.T) {
	for _, c := range pathCases {
		key, path, err := ParsePath(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.key, key, c.text)
		require.Equal(t, c.path, path, c.text)
		require.Equal(t, c.text, FullPath(key, path))
	}
}

var badPaths = map[string]string{
	"":           `path "": column 1: a path begins with a key`,
	".a":         `path ".a": column 1: a path begins with a key`,
	" a":         `path " a": column 1: a path begins with a key`,
	"[0]":        `path "[0]": column 1: a path begins with a key`,
	"a.":         `path "a.": column 3: want a name of letters, digits and "_", other names as ["name"]`,
	"a.1":        `path "a.1": column 3: want a name of letters, digits and "_", other names as ["name"]`,
	"a.f1-score": `path "a.f1-score": column 3: want a name of letters, digits and "_", other names as ["name"]`,
	"a..b":       `path "a..b": column 3: want a name of letters, digits and "_", other names as ["name"]`,
	"a[-1]":      `path "a[-1]": column 3: want an index as in [0] or a name as in ["name"]`,
	"a[01]":      `path "a[01]": column 3: want an index as in [0] or a name as in ["name"]`,
	"a[1":        `path "a[1": column 3: want an index as in [0] or a name as in ["name"]`,
	"a[b]":       `path "a[b]": column 3: want an index as in [0] or a name as in ["name"]`,
	`a["b`:       `path "a[\"b": column 3: want a name that ends with "]`,
	`a["b\`:      `path "a[\"b\\": column 3: want a name that ends with "]`,
	`a["\x"]`:    `path "a[\"\\x\"]": column 3: want a name quoted as in JSON`,
	`a["b"]c`:    `path "a[\"b\"]c": column 7: want "." or "["`,
	`a"b`:        `path "a\"b": column 2: want "." or "["`,
	"a]":         `path "a]": column 2: want "." or "["`,
}

func TestParsePathErrors(t *testing.T) {
	for text, want := range badPaths {
		_, _, err := ParsePath(text)
		require.EqualError(t, err, want)
	}
}

// Whatever is read is written so that it reads as the same; whatever names a
// value has can be written.
func FuzzPath(f *testing.F) {
	for _, c := range pathCases {
		f.Add(c.text, 0)
	}
	for text := range badPaths {
		f.Add(text, 3)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string, index int) {
		if key, path, err := ParsePath(text); err == nil {
			requirePathRoundTrip(t, key, path)
		}
		if utf8.ValidString(text) && index >= 0 {
			requirePathRoundTrip(t, text, Path{{Name: text}, {Index: index, IsIndex: true}, {Name: text}})
		}
	}))
}

func requirePathRoundTrip(t *testing.T, key string, path Path) {
	t.Helper()
	text := FullPath(key, path)
	againKey, againPath, err := ParsePath(text)
	require.NoError(t, err, text)
	require.Equal(t, key, againKey, text)
	require.Equal(t, path, againPath, text)
}

var oneRow = &Table{
	Columns: []Label{{"mse"}, {"f1-score"}, {"a", "b"}, {"none"}}, Index: []Label{{"0"}},
	Rows: [][]TableCell{{{"1", Int(1)}, {"2", Int(2)}, {"x", Text("x")}, {"None", nil}}},
}

func TestFlatten(t *testing.T) {
	require.Equal(t, []Leaf{
		{Path{{Name: "mse"}}, Int(1)}, {Path{{Name: "f1-score"}}, Int(2)}, {Path{{Name: "a/b"}}, Text("x")}, {Path{{Name: "none"}}, nil},
	}, Flatten(oneRow))
	for _, whole := range []Value{
		Int(1), Text(""), Null{}, Dict{}, List{Dict{{Text("a"), Int(1)}}}, Set{}, Tuple{Int(1)}, &Table{}, &Table{Rows: [][]TableCell{{}}},
		&Table{Columns: []Label{{"a"}, {"a"}}, Rows: [][]TableCell{make([]TableCell, 2)}}, Dict{{Int(1), Int(2)}, {Text("1"), Int(3)}}, &Image{}, nil,
	} {
		require.Equal(t, []Leaf{{nil, whole}}, Flatten(whole))
	}
	nested := Dict{{Text("a"), Dict{{Int(1), List{Int(1)}}, {Tuple{Bool(true)}, Dict{}}}}, {Text("t"), oneRow}}
	require.Equal(t, []string{`k.a["1"] [1]`, `k.a["(True,)"] {}`, `k.t.mse 1`, `k.t["f1-score"] 2`, `k.t["a/b"] 'x'`, `k.t.none `}, leafTexts(nested))
	for _, leaf := range Flatten(nested) {
		v, ok := Lookup(nested, leaf.Path)
		require.True(t, ok, leaf.Path.String())
		require.Equal(t, leaf.Value, v, leaf.Path.String())
	}
}

// A metric that is NaN is not missing, though pandas prints both alike.
func TestFlattenNaN(t *testing.T) {
	nan := &Table{Columns: []Label{{"loss"}}, Rows: [][]TableCell{{{"NaN", nil}}}}
	leaves := Flatten(nan)
	require.Len(t, leaves, 1)
	require.True(t, math.IsNaN(leaves[0].Value.(Number).Float))
	alone, ok := Lookup(nan, leaves[0].Path)
	require.True(t, ok)
	require.True(t, Equal(leaves[0].Value, alone))
}

func leafTexts(v Value) []string {
	var texts []string
	for _, leaf := range Flatten(v) {
		texts = append(texts, FullPath("k", leaf.Path)+" "+Repr(leaf.Value))
	}
	return texts
}

func TestLookup(t *testing.T) {
	v := Dict{
		{Text("l"), List{Int(1), Tuple{Int(2)}}}, {Int(1), Text("one")},
		{Text("t"), &Table{
			Columns: []Label{{"a"}, {"b"}, {"b"}}, Index: []Label{{"x", "1"}, {"y", ""}, {"y", ""}},
			Rows: [][]TableCell{{{"1", Int(1)}, {"2", Int(2)}, {}}, {{"3", Int(3)}, {"", nil}, {}}, {{}, {}, {}}},
		}},
		{Text("row"), oneRow},
	}
	for path, want := range map[string]Value{
		`k.l[1][0]`: Int(2), `k["1"]`: Text("one"), `k.t["x/1"].b`: Int(2), `k.t["y/"].a`: Int(3), `k.t[0].a`: Int(1), `k.t["y/"].b`: nil,
		`k.row.mse`: Int(1), `k.row[0].mse`: Int(1), `k.row["0"]["a/b"]`: Text("x"), `k`: v,
	} {
		_, p, err := ParsePath(path)
		require.NoError(t, err)
		got, ok := Lookup(v, p)
		require.True(t, ok, path)
		require.Equal(t, want, got, path)
	}
	for _, path := range []string{`k.x`, `k[0]`, `k.l[2]`, `k.l.a`, `k.l[0].a`, `k.t.a`, `k.t["x/1"]`, `k.t["x/1"].c`, `k.t[3].a`, `k.t.z.a`, `k.t[0][0]`, `k.t[0].a.b`, `k.row[1].mse`} {
		_, p, err := ParsePath(path)
		require.NoError(t, err)
		_, ok := Lookup(v, p)
		require.False(t, ok, path)
	}
}

// A table of one column is a row that was turned, when it holds named numbers.
func TestFlattenColumn(t *testing.T) {
	column := func(labels []string, cells ...Value) *Table {
		table := &Table{Columns: []Label{{"price"}}}
		for i, v := range cells {
			table.Index = append(table.Index, Label{labels[i]})
			table.Rows = append(table.Rows, []TableCell{{Value: v}})
		}
		return table
	}
	described := column([]string{"count", "25%", "std"}, Int(3), Float(1.5), nil)
	require.Equal(t, []Leaf{
		{Path{{Name: "count"}}, Int(3)}, {Path{{Name: "25%"}}, Float(1.5)}, {Path{{Name: "std"}}, nil},
	}, Flatten(described))
	for _, leaf := range Flatten(described) {
		v, ok := Lookup(described, leaf.Path)
		require.True(t, ok)
		require.Equal(t, leaf.Value, v)
	}
	_, ok := Lookup(described, Path{{Name: "max"}})
	require.False(t, ok)

	truncated := column([]string{"a", "b"}, Int(1), Int(2))
	truncated.Truncated = true
	for _, whole := range []*Table{
		truncated,
		column([]string{"0", "1"}, Int(1), Int(2)), // labels that only count
		column([]string{"a", "a"}, Int(1), Int(2)),
		column([]string{"a", "b"}, Int(1), Text("x")),
		column(strings.Split(strings.Repeat("a,", 60), ","), slices.Repeat([]Value{Int(1)}, 60)...),
	} {
		require.Equal(t, []Leaf{{nil, whole}}, Flatten(whole))
	}
}
