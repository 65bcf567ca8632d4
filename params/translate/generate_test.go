package translate

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// fragments make up the generated texts: what ends strings, begins escapes,
// interpolates, comments, or is written in an escape of its own somewhere.
var fragments = []string{
	"a", "b", "F", "0", "7", " ", "  ", "it's", `"`, `""`, `"""`, "'", "''", "'''", "`", "``", `\`, `\\`, `\"`, `\n`, `\x41`, `\u0041`, `\0`, `\`,
	"\n", "\r", "\r\n", "\t", "\a", "\b", "\f", "\v", "\x1b", "\x7f", "\x01", "\x1a", "\u0080", "\u0085", "\u00a0", "é", "ÿ", "é7", "éa", "中", "\u2028", "\u2029",
	"\ufeff", "\ufffd", "😀", "👩‍👩‍👧", "e\u0301", "𝒳", "“", "”", "„", "‘", "’", "«",
	"$b", "$(ls)", "${x}", "$$", "$1", "@x", "@{", "#", "# c", "//", "/*", "*/", "(*", "*)", "%", "%d", "%%", "{", "}", "{{x}}", "[1]", "]", ";", "; b = 2", ",", "&&", "|", ">", "<", "!", "!!", "~", "~/x", "*", "?",
	"=", "a = 1", "nan", "None", "null", "true", "TRUE", "-1", "1e5", "__proto__", "constructor", "import os", "math.", "big.", "os.",
}

type generator struct {
	*rand.Rand
	// without says what is left out of the values, for languages that lack it.
	nul, nested, dict, other bool
}

func (g generator) text() value.Text {
	var b strings.Builder
	for range g.IntN(5) {
		b.WriteString(fragments[g.IntN(len(fragments))])
	}
	if g.nul && g.IntN(20) == 0 {
		b.WriteString("\x00" + strconv.Itoa(g.IntN(2)))
	}
	return value.Text(b.String())
}

func integer(digits string) value.Number {
	n, _ := new(big.Int).SetString(digits, 10)
	f, _ := new(big.Float).SetInt(n).Float64()
	return value.Number{Float: f, IsInt: true, Spelling: digits}
}

var integers = []string{
	"0", "1", "-1", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "9007199254740992", "9007199254740993", "-9007199254740993",
	"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
	"100000000000000000000", "123456789012345678901234567890", "79228162514264337593543950336", "-123456789012345678901234567890123456789",
}

var floats = []float64{
	0, math.Copysign(0, -1), 1, 0.1, 0.3, 1.0 / 3, 1e-5, 1e16, 1e22, 1e23, -2.5e-300, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308,
	123456789.125, 1e15, 1e-4, 0.30000000000000004, math.NaN(), math.Inf(1), math.Inf(-1),
}

func (g generator) number() value.Number {
	switch g.IntN(5) {
	case 0:
		return integer(integers[g.IntN(len(integers))])
	case 1:
		return value.Float(floats[g.IntN(len(floats))])
	case 2:
		return value.Float(math.Ldexp(g.Float64()*2-1, g.IntN(120)-60))
	case 3:
		return integer(strconv.FormatInt(int64(g.Uint64()>>g.IntN(64)), 10))
	}
	return value.Int(g.IntN(200) - 100)
}

func (g generator) scalar() value.Value {
	switch g.IntN(8) {
	case 0:
		return value.Null{}
	case 1:
		return value.Bool(g.IntN(2) == 0)
	case 2, 3, 4:
		return g.number()
	}
	return g.text()
}

func (g generator) value(depth int) value.Value {
	kind := g.IntN(10)
	if depth > 3 || kind < 6 || !g.nested && depth > 0 {
		return g.scalar()
	}
	length := g.IntN(4)
	if kind < 8 || !g.dict {
		list := value.List{}
		same := g.value(depth + 1)
		for range length {
			if g.IntN(3) > 0 {
				same = g.value(depth + 1)
			}
			list = append(list, same)
		}
		if g.other && g.IntN(8) == 0 {
			return value.Tuple(list)
		}
		return list
	}
	dict := value.Dict{}
	seen := map[string]bool{}
	for range length {
		var key value.Value = g.text()
		if g.other && g.IntN(6) == 0 {
			key = g.scalar()
		}
		if name := strings.ToUpper(pythonStr(key)); !seen[name] {
			seen[name] = true
			dict = append(dict, value.Item{Key: key, Value: g.value(depth + 1)})
		}
	}
	return dict
}

// generated returns n values, the same ones each time.
func (g generator) generated(n int) []value.Value {
	g.Rand = rand.New(rand.NewPCG(5, 11))
	values := make([]value.Value, n)
	for i := range values {
		values[i] = g.value(0)
	}
	return values
}

// A canon tells how a value is written to be compared: what the language
// cannot tell apart is written alike.
type canon struct {
	doubles   bool // integers that a float64 holds are floats
	sorted    bool // dicts have no order
	emptyList bool // an empty dict is an empty list
	noMinus0  bool // -0.0 is 0.0
}

func (c canon) of(v value.Value) string {
	switch v := v.(type) {
	case value.Null:
		return "N"
	case value.Bool:
		return map[value.Bool]string{true: "T", false: "F"}[v]
	case value.Number:
		return c.number(v)
	case value.Text:
		return fmt.Sprintf("s%x", string(v))
	case value.List:
		return c.elements(v)
	case value.Tuple:
		return c.elements(v)
	case value.Dict:
		var items []string
		for _, item := range v {
			items = append(items, fmt.Sprintf("%x:%s", pythonStr(item.Key), c.of(item.Value)))
		}
		if c.sorted {
			slices.Sort(items)
		}
		if c.emptyList && len(v) == 0 {
			return "[]"
		}
		return "{" + strings.Join(items, ",") + "}"
	}
	panic(fmt.Sprintf("%T", v))
}

func (c canon) elements(l []value.Value) string {
	var all []string
	for _, v := range l {
		all = append(all, c.of(v))
	}
	return "[" + strings.Join(all, ",") + "]"
}

func (c canon) number(n value.Number) string {
	i, isInt := integerOf(n)
	f := n.Float
	switch {
	case isInt && !(c.doubles && isExact(i)):
		return "i" + i.String()
	case isInt:
		f, _ = new(big.Float).SetInt(i).Float64()
	case math.IsNaN(f):
		return "dnan"
	case f == 0 && c.noMinus0:
		f = 0
	}
	return fmt.Sprintf("d%016x", math.Float64bits(f))
}

// cellOf writes the cell of one parameter x.
func cellOf(t *testing.T, language string, v value.Value, o Options) string {
	t.Helper()
	source, err := Cell(language, "", []Assignment{{Name: "x", Value: v}}, o)
	require.NoError(t, err, "%s", value.Repr(v))
	return source
}
