package value

import (
	"strings"
	"testing"
	"time"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

func TestTerminal(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"plain\n":                 "plain\n",
		"10 %\r100 %\n":           "100 %\n",
		"0123\rab":                "ab23",
		"one\r\ntwo\r\n":          "one\ntwo\n",
		"abc\b\bX":                "aXc",
		"\b\bX":                   "X",
		"\x1b[1;31mred\x1b[0m":    "red",
		"long line\r\x1b[Kshort":  "short",
		"long line\x1b[2K\rshort": "short",
		"abc\x1b[1K":              "   ",
		"one\ntwo\x1b[A\rONE":     "ONE\ntwo",
		"a\x1b[9Ab\x1b[9Bc":       "abc",
		"\x1b]8;;https://a.b\x1b\\link\x1b]8;;\a": "link",
		"\x1b]0;cut off\nnext":                    "\nnext",
		"日本\r語":                                   "語本",
		"a\x1b":                                   "a",
		"a\x1b[12":                                "a",
		"a\x1b[3\nb":                              "a\nb",
		"\xff\r\xfe":                              "\ufffd",
	} {
		require.Equal(t, want, Terminal(text), "%q", text)
	}
}

// A cursor that is led far out on many lines would cost their product.
func TestTerminalIsLinear(t *testing.T) {
	text := strings.Repeat("\n", 50_000) + strings.Repeat("\x1b[A", 50_000) + strings.Repeat("x", 50_000) + strings.Repeat("\x1b[By", 50_000)
	start := time.Now()
	require.Less(t, len(Terminal(text)), 5*len(text)+4096)
	require.Less(t, time.Since(start), 5*time.Second)
}

func TestParseText(t *testing.T) {
	for text, want := range map[string]string{
		// pandas' Series
		"a    1\nb    2\nName: x, dtype: int64":           `{"columns":["x"],"index":["a","b"],"data":[[1],[2]]}`,
		"0    NaN\n1    2.5\ndtype: float64":              `{"columns":["0"],"index":["0","1"],"data":[[null],[2.5]]}`,
		"epoch\n0    1\n1    2\nName: loss, dtype: int64": `{"columns":["loss"],"index":["0","1"],"data":[[1],[2]]}`,
		// Names of the index that are as long as the labels, longer, of two words
		"letter\na    3\nb    1\nName: count, dtype: int64":                                    `{"columns":["count"],"index":["a","b"],"data":[[3],[1]]}`,
		"petal length\n1.4    13\n1.5     2\nName: count, dtype: int64":                        `{"columns":["count"],"index":["1.4","1.5"],"data":[[13],[2]]}`,
		"part of it  k\ntrain       x    1.5\n            y    2.5\nName: mse, dtype: float64": `{"columns":["mse"],"index":[["train","x"],["train","y"]],"data":[[1.5],[2.5]]}`,
		// Levels without names
		"a  x    1\n   y    2\nb  x    3\ndtype: int64": `{"columns":["0"],"index":[["a","x"],["a","y"],["b","x"]],"data":[[1],[2],[3]]}`,
		"     x\nb    y\ndtype: object":                 `{"columns":["0"],"index":["","b"],"data":[["x"],["y"]]}`,
		// Dates and durations stand nearer
		"0   2024-01-01 12:00:00\n1                   NaT\nName: day, dtype: datetime64[ns]": `{"columns":["day"],"index":["0","1"],"data":[["2024-01-01 12:00:00"],[null]]}`,
		"a     0 days 00:00:01\nb   -1 days +21:00:00\ndtype: timedelta64[ns]":               `{"columns":["0"],"index":["a","b"],"data":[["0 days 00:00:01"],["-1 days +21:00:00"]]}`,
		// So do numbers when the longest has a sign, or a format of the user's own
		"Intercept   -1.5\nx            2.5\nName: coef, dtype: float64":  `{"columns":["coef"],"index":["Intercept","x"],"data":[[-1.5],[2.5]]}`,
		"0   -1\n1    2\ndtype: int64":                                    `{"columns":["0"],"index":["0","1"],"data":[[-1],[2]]}`,
		"a    b   -1.5\nc    d   -2.0\ndtype: float64":                    `{"columns":["0"],"index":["a    b","c    d"],"data":[[-1.5],[-2.0]]}`,
		"k  l\na  x   -1.5\n   y    2.0\ndtype: float64":                  `{"columns":["0"],"index":[["a","x"],["a","y"]],"data":[[-1.5],[2.0]]}`,
		"key\na   -1.5\nb    2.0\ndtype: float64":                         `{"columns":["0"],"index":["a","b"],"data":[[-1.5],[2.0]]}`,
		"a   50.0%\nb   25.0%\ndtype: float64":                            `{"columns":["0"],"index":["a","b"],"data":[["50.0%"],["25.0%"]]}`,
		"0   -1\n1    2\ndtype: category\nCategories (2, int64): [-1, 2]": `{"columns":["0"],"index":["0","1"],"data":[[-1],[2]]}`,
		"a   -1.5\nb    aaa\ndtype: object":                               `{"columns":["0"],"index":["a","b"],"data":[[-1.5],["aaa"]]}`,
		"0    a   b\n1    c   d\ndtype: object":                           `{"columns":["0"],"index":["0","1"],"data":[["a   b"],["c   d"]]}`,
		"a  1\nb  2\ndtype: int64":                                        `"a  1\nb  2\ndtype: int64"`,
		"prose\nName: x, dtype: int64":                                    `"prose\nName: x, dtype: int64"`,
		"dtype: int64":                                                    `"dtype: int64"`,
		// R
		"accuracy       f1 \n    0.93     0.50 \n": `{"accuracy":0.93,"f1":0.50}`,
		"\na b \n2 1 \n":                       `{"a":2,"b":1}`,
		"a b\n2 1\n":                           `"a b\n2 1"`,
		"$a\n[1] 1\n\n$b\n[1] \"x\" \"y\"\n\n": `{"a":1,"b":["x","y"]}`,
		"$a\n[1] 1\n\n$a\n[1] 2\n":             `"$a\n[1] 1\n\n$a\n[1] 2"`,
		"$5 is the price":                      `"$5 is the price"`,
		"[1] low  high <NA>\nLevels: high low": `["low","high",null]`,
		"[1] very low\nLevels: very low high":  `["very","low"]`,
		"NULL":                                 `null`,
		// pandas' Categorical and its other arrays
		"['a', 'b', NaN]\nCategories (2, object): ['a' < 'b']":                `["a","b","NaN"]`,
		"[1, 2]\nCategories (2, int64): [1, 2]":                               `[1,2]`,
		"['a', 'b', ..., 'z']\nLength: 9\nCategories (9, object): ['a', 'b']": `"['a', 'b', ..., 'z']\nLength: 9\nCategories (9, object): ['a', 'b']"`,
		"['a']\nCategories (see below)":                                       `"['a']\nCategories (see below)"`,
		"<IntegerArray>\n[1, 2, <NA>]\nLength: 3, dtype: Int64":               `[1,2,null]`,
		"<StringArray>\n[\n'a', \n'b'\n]\nLength: 2, dtype: string":           `["a","b"]`,
		"<IntegerArray>\n[1]\nLength: 3, dtype: Int64":                        `"<IntegerArray>\n[1]\nLength: 3, dtype: Int64"`,
		// numpy's arrays, and Go's slices
		"[0.93 1.86]\n":                          `[0.93,1.86]`,
		"[[ 1. -2.]\n [nan inf]]":                `[[1.0,-2.0],["NaN","Infinity"]]`,
		"['a' 'b c'\n 'd' None]":                 `["a","b c","d",null]`,
		"['a long text that '\n 'goes on', 'b']": `["a long text that goes on","b"]`,
		"[(1, 0.5) (2, 0.25)]":                   `[[1,0.5],[2,0.25]]`,
		"[1 -- 3]":                               `[1,null,3]`,
		"[true false]":                           `[true,false]`,
		"[0 1 ... 8 9]":                          `"[0 1 ... 8 9]"`,
		"[1 2][3]":                               `"[1 2][3]"`,
		"[10 20] steps":                          `"[10 20] steps"`,
		"[1 2\x00]":                              `"[1 2\u0000]"`,
		"[" + strings.Repeat("[", 200) + "1 2":   `"[` + strings.Repeat("[", 200) + `1 2"`,
		// The header of a printed table stays over its columns
		"   model  mse\n0     rf  0.5\n": `"   model  mse\n0     rf  0.5"`,
		"\n \n  a\n b \n":                `"  a\n b"`,
		"  one line \n":                  `"one line"`,
		// Colours around a number
		"\x1b[1m0.93\x1b[0m\n": `0.93`,
	} {
		require.Equal(t, want, string(AppendJSON(nil, ParseText(text))), "%q", text)
	}
}

// What IJulia 1.2x shows and prints, with Julia 1.10.
func TestParseJulia(t *testing.T) {
	for text, want := range map[string]string{
		"0.93f0": `0.93`, "-1.5f-5": `-1.5e-5`, "Float16(0.5)": `0.5`, "1//2": `0.5`, "-3//4": `-0.75`, "0x05": `5`, "true": `true`, `"abc"`: `"abc"`,
		"3-element Vector{Float64}:\n 0.1\n 0.2\n 0.93":                           `[0.1,0.2,0.93]`,
		"3-element Array{Float64,1}:\n 0.1\n 0.2\n 0.93":                          `[0.1,0.2,0.93]`,
		"2-element Vector{Float32}:\n 0.1\n 1.0f-7":                               `[0.1,1.0e-7]`,
		"4-element Vector{Float64}:\n NaN\n  Inf\n -Inf\n   1.0":                  `["NaN","Infinity","-Infinity",1.0]`,
		"2-element Vector{Union{Missing, Float64}}:\n 1.0\n  missing":             `[1.0,null]`,
		"4-element Vector{Any}:\n 1\n  \"a\\$\"\n  nothing\n  :b":                 `[1,"a$",null,"b"]`,
		"3-element BitVector:\n 1\n 0\n 1":                                        `[true,false,true]`,
		"2-element Vector{Bool}:\n 1\n 0":                                         `[true,false]`,
		"2-element Vector{Date}:\n 2024-01-01\n 2024-02-29":                       `["2024-01-01","2024-02-29"]`,
		"2-element Vector{Vector{Int64}}:\n [1, 2]\n [3]":                         `[[1,2],[3]]`,
		"100-element Vector{Float64}:\n  0.1\n  ⋮\n 10.0":                         `"100-element Vector{Float64}:\n  0.1\n  ⋮\n 10.0"`,
		"3-element Vector{Int64}:\n 1\n 2":                                        `"3-element Vector{Int64}:\n 1\n 2"`,
		"2×2 Matrix{Float64}:\n 1.0   2.0\n 3.0  -4.0":                            `[[1.0,2.0],[3.0,-4.0]]`,
		"1×2 Matrix{String}:\n \"a b\"  \"c\"":                                    `[["a b","c"]]`,
		"1×2 BitMatrix:\n 1  0":                                                   `[[true,false]]`,
		"9×9 Matrix{Int64}:\n 1  …  9\n ⋮  ⋱  ⋮\n 1  …  9":                        `"9×9 Matrix{Int64}:\n 1  …  9\n ⋮  ⋱  ⋮\n 1  …  9"`,
		"Dict{String, Float64} with 2 entries:\n  \"f1\"  => 0.5\n  \"a\" => NaN": `{"f1":0.5,"a":"NaN"}`,
		"OrderedDict{Symbol, Any} with 1 entry:\n  :a => [1, 2]":                  `{"a":[1,2]}`,
		"Dict{Int64, Any} with 9 entries:\n  1 => 2\n  ⋮ => ⋮":                    `"Dict{Int64, Any} with 9 entries:\n  1 => 2\n  ⋮ => ⋮"`,
		"Set{Int64} with 2 elements:\n  2\n  1":                                   `[1,2]`,
		"Dict(\"accuracy\" => 0.93, \"f1\" => 0.5)":                               `{"accuracy":0.93,"f1":0.5}`,
		"Dict{Any, Any}()": `{}`, "Float64[]": `[]`, "Float32[0.1, 0.2]": `[0.1,0.2]`, "Bool[1, 0]": `[true,false]`, "Any[1, \"a\", nothing]": `[1,"a",null]`, "Union{Missing, Int64}[1, missing]": `[1,null]`, "Set([1, 2])": `[1,2]`,
		"(a = 1, b = 2)": `{"a":1,"b":2}`, "(mse = 0.5,)": `{"mse":0.5}`, "(f = 1.0f0, sub = (x = \"y\", d = Date(\"2024-01-01\")))": `{"f":1.0,"sub":{"x":"y","d":"2024-01-01"}}`, "(1, 2.5f0)": `[1,2.5]`,
		// What others print
		"(n = 5)": `"(n = 5)"`, "losses[1]": `"losses[1]"`, "Foo(3)": `"Foo(3)"`, "f(a = 1)": `"f(a = 1)"`, "1//0": `"1//0"`, "1:10": `"1:10"`, "(1, 2": `"(1, 2"`, "the list:\n 1": `"the list:\n 1"`,
	} {
		require.Equal(t, want, string(AppendJSON(nil, ParseText(text))), "%q", text)
	}
}

func TestFormattedValue(t *testing.T) {
	for text, want := range map[string]string{
		"44.0%": "0.44", "-150.0%": "-1.5", "\u2212150.0%": "-1.5", "1,234.5%": "12.345", "$1,200": "1200", "-$5": "-5", "\u22125.5": "-5.5", "-1.20 × 10^6": "-1.20e6", "3.4 × 10^\u22125": "3.4e-5", "2 × 10^x": "'2 × 10^x'",
		"%": "'%'", "": "", "-": "", "–": "", "—": "", "-x": "'-x'", "5% of all": "'5% of all'", "x%": "'x%'", "€": "'€'",
	} {
		require.Equal(t, want, Repr(formattedValue(text)), text)
	}
}

func TestHTMLText(t *testing.T) {
	require.Equal(t, "a & b", HTMLText(" <b>a</b> &amp; b<br>"))
}

func FuzzParseText(f *testing.F) {
	for _, text := range []string{
		"\r\b\x1b[2K\x1b[A\x1b[B\x1b]0;x\a", "a    1\nb    2\nName: x, dtype: int64", "m  s\na  0    1\n   1    2\n...\nLength: 9, dtype: int64",
		"['a' 'b']", "['a\\  \n ", "[1 -- [2]]", "['a']\nCategories (1, object): ['a']", "<IntegerArray>\n[1]\nLength: 1, dtype: Int64",
		"3-element BitVector:\n 1\n 0\n 1", "1×2 Matrix{Int64}:\n 1  2", "Dict{Symbol, Any} with 1 entry:\n  :a => (b = 1//2,)", "Set{Int64} with 1 element:\n  1", "Any[Dict(1 => 2), Float16(0.5), 0.5f0]",
		"letter\na    3\nName: count, dtype: int64", "a  x    1\n   y    2\ndtype: int64", "0   2024-01-01\ndtype: datetime64[ns]",
		"a b \n2 1 \n", "a\tb \n  1 \n", "$a\n[1] 1\n\n$b\nNULL", "[1] a\nLevels: a",
	} {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		once := Terminal(text)
		require.Equal(t, once, Terminal(once))
		if table, ok := ParseText(text).(*Table); ok {
			for _, row := range table.Rows {
				require.Len(t, row, len(table.Columns))
			}
			require.Len(t, table.Index, len(table.Rows))
		}
	}))
}
