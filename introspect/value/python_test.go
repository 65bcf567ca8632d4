package value

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// runPython runs a script of testdata with its input and returns its lines.
func runPython(t *testing.T, stdin []byte, script string, args ...string) []string {
	t.Helper()
	out := testenv.RunPython(t, stdin, append([]string{"testdata/" + script}, args...)...)
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

func jsonLines(t *testing.T, texts []string) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, text := range texts {
		require.NoError(t, json.NewEncoder(&b).Encode(text))
	}
	return b.Bytes()
}

// canonical is canonical() of testdata/canonical.py.
func canonical(v Value) string {
	switch v := v.(type) {
	case Null:
		return "None"
	case Bool:
		return Repr(v)
	case Number:
		if v.IsInt {
			return "i" + v.Spelling
		} else if math.IsNaN(v.Float) {
			return "fnan"
		}
		return fmt.Sprintf("f%016x", math.Float64bits(v.Float))
	case Text:
		return "s" + hex.EncodeToString([]byte(v))
	case Bytes:
		return "b" + hex.EncodeToString(v)
	case List:
		return "[" + strings.Join(canonicals(v), ",") + "]"
	case Tuple:
		return "(" + strings.Join(canonicals(v), ",") + ")"
	case Set:
		elements := canonicals(v)
		slices.Sort(elements)
		return "{" + strings.Join(elements, ",") + "}"
	case Dict:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = canonical(item.Key) + ":" + canonical(item.Value)
		}
		return "<" + strings.Join(items, ",") + ">"
	}
	panic("no literal")
}

func canonicals(elements []Value) []string {
	texts := make([]string, len(elements))
	for i, v := range elements {
		texts[i] = canonical(v)
	}
	return texts
}

func TestStrictLiteralAgainstPython(t *testing.T) {
	texts := slices.Concat(generateLiterals(25_000), literalSeeds())
	texts = slices.DeleteFunc(texts, func(text string) bool { return strings.Contains(text, `\N{`) }) // we leave names to Python
	answers := runPython(t, jsonLines(t, texts), "canonical.py", "literal_eval")
	require.Len(t, answers, len(texts))
	read := 0
	for i, text := range texts {
		strict := ParseStrictLiteral(text)
		require.Equal(t, answers[i], canonical(strict), "%q", text)
		if strict.Kind() == KindText || isNumberWithCommas(strings.TrimSpace(text)) {
			continue
		}
		read++
		require.Equal(t, answers[i], canonical(ParseLiteral(text)), "%q without strictness", text)
	}
	require.Greater(t, read, 5_000, "too few of the generated texts are literals")
}

func TestLiteralOfPythonReprs(t *testing.T) {
	for _, line := range runPython(t, nil, "canonical.py", "reprs") {
		var printed struct{ Text, Means string }
		require.NoError(t, json.Unmarshal([]byte(line), &printed))
		require.Equal(t, printed.Means, canonical(ParseLiteral(printed.Text)), printed.Text)
		require.Equal(t, printed.Means, canonical(ParseLiteral(printed.Text+"\n")), printed.Text)
	}
}

// generateLiterals returns texts of which most are literals and some are
// nearly so. They are the same on every call.
func generateLiterals(n int) []string {
	g := literalGenerator{rand.New(rand.NewPCG(1, 2))}
	texts := make([]string, n)
	for i := range texts {
		text := g.space() + g.value(4, i%2 == 0)
		if g.IntN(5) == 0 {
			text = g.mutate(text)
		}
		texts[i] = text + g.pick("", "", "", "", "", "", "\n", "\n", "\n", " \n\n", "  # c", "\n# c\n", "\n 1", ",", ", 2", " \\\n", "\r\n")
	}
	return texts
}

type literalGenerator struct{ *rand.Rand }

func (g literalGenerator) pick(choices ...string) string { return choices[g.IntN(len(choices))] }

func (g literalGenerator) space() string {
	return g.pick("", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", " ", " ", " ", " ", "\t", "\n", "  ", "\f", "# c\n", "\\\n", "\n  ", "\r\n")
}

// value generates a value; inside brackets white space may be anything.
func (g literalGenerator) value(depth int, bracketed bool) string {
	if depth > 0 && (bracketed || g.IntN(2) == 0) {
		switch g.IntN(6) {
		case 0:
			return g.sequence("[", "]", depth)
		case 1:
			return g.sequence("(", ")", depth)
		case 2:
			return g.sequence("{", "}", depth)
		case 3, 4:
			return g.dict(depth)
		}
	}
	return g.scalar()
}

func (g literalGenerator) sequence(opening, closing string, depth int) string {
	var b strings.Builder
	b.WriteString(opening + g.space())
	for i := range g.IntN(4) {
		if i > 0 {
			b.WriteString("," + g.space())
		}
		b.WriteString(g.value(depth-1, false) + g.space())
	}
	return b.String() + g.pick("", "", ",") + g.space() + closing
}

func (g literalGenerator) dict(depth int) string {
	var b strings.Builder
	b.WriteString("{" + g.space())
	for i := range g.IntN(5) {
		if i > 0 {
			b.WriteString("," + g.space())
		}
		key := g.scalar()
		if g.IntN(8) == 0 {
			key = g.value(1, true)
		}
		b.WriteString(key + g.space() + ":" + g.space() + g.value(depth-1, false) + g.space())
	}
	return b.String() + g.pick("", "", ",") + "}"
}

func (g literalGenerator) scalar() string {
	switch g.IntN(8) {
	case 0, 1:
		return g.pick("", "", "-", "+", "- ", "--") + g.number()
	case 2:
		return g.number()
	case 3:
		return g.pick("True", "False", "None", "set()", "set ( )", "nan", "inf", "true", "...", "Ellipsis", "f'a'", "x", "1j", "(1)", "-(2)", "1, 2", "1 + 2j")
	}
	text := g.text()
	for g.IntN(6) == 0 {
		text += g.pick("", " ", "\t", "\n") + g.text()
	}
	return text
}

func (g literalGenerator) number() string {
	return g.pick("0", "1", "01", "00", "0_0", "42", "1_000", "1__0", "1_", "0x1F", "0X_f", "0o17", "0b101", "0b12", "0x", "1.", ".5", "1.5", "1e5", "1E-7",
		"1.e3", "1e", "1_0.0_1e1_0", "01.5", "1e400", "5e-324", "0.1", "123456789012345678901234567890", "9007199254740993", "1.0", "0.0", "1_.5", "1._5",
		fmt.Sprint(g.IntN(100)), fmt.Sprint(g.Float64()), fmt.Sprintf("%e", g.ExpFloat64()), strings.Repeat("9", 4300), strings.Repeat("9", 4301))
}

func (g literalGenerator) text() string {
	prefix := g.pick("", "", "", "", "", "", "", "", "", "", "", "b", "r", "u", "B", "Rb", "bR", "br", "f", "ub", "bb", "rr")
	quote := g.pick("'", "'", `"`, `"`, "'''", `"""`)
	var b strings.Builder
	for range g.IntN(5) {
		b.WriteString(g.pick("a", "b c", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "é", "😀", "'", `"`, `\n`, `\'`, `\"`, `\\`, `\x41`, `\xe9`, `\x4`, `\101`, `\400`, `\8`, `\0`, `\u00e9`, `\U0001f600`,
			`\ud83d\ude00`, `\ud800`, `\U00110000`, `\uz`, `\q`, "\\\n", "\\\r\n", "\n", "\r\n", "\r", "\t", "#", "\\", "{", "]", "''"))
	}
	return prefix + quote + b.String() + quote
}

// mutate damages a text in one place.
func (g literalGenerator) mutate(text string) string {
	runes := []rune(text)
	if len(runes) == 0 {
		return text
	}
	i := g.IntN(len(runes))
	switch g.IntN(3) {
	case 0:
		return string(slices.Delete(runes, i, i+1))
	case 1:
		return string(slices.Insert(runes, i, []rune(g.pick(",", ":", "[", "]", "(", ")", "{", "}", "'", `"`, "\\", "\n", " ", "*", "_", "e", ".", "1", "\x00", "é", "\u00a0", "\v", "\x1c"))...))
	}
	return string(runes[:i])
}
