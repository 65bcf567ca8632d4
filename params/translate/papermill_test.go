package translate

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// papermillCells returns papermill's cells for values, by language; nil where
// it refuses.
func papermillCells(t *testing.T, values []value.Value) []map[string]*string {
	t.Helper()
	var input strings.Builder
	for _, v := range values {
		input.WriteString(value.Repr(v) + "\n")
	}
	out := testenv.RunPython(t, []byte(input.String()), filepath.Join("testdata", "codify.py"))
	var cells []map[string]*string
	require.NoError(t, json.Unmarshal(out, &cells))
	require.Len(t, cells, len(values))
	return cells
}

func TestPapermillsText(t *testing.T) {
	values := generator{nul: true, nested: true, dict: true}.generated(4000)
	for i, byLanguage := range papermillCells(t, values) {
		require.Len(t, byLanguage, 9)
		for language, want := range byLanguage {
			got, err := Cell(language, "", []Assignment{{Name: "x", Value: values[i]}}, Options{Papermill: true})
			if want == nil {
				require.Error(t, err, "%s: %s", language, value.Repr(values[i]))
				continue
			}
			require.NoError(t, err, "%s: %s", language, value.Repr(values[i]))
			require.Equal(t, *want, got, "%s: %s", language, value.Repr(values[i]))
		}
	}
}

// A difference is one row of the table in the package's documentation.
type difference struct {
	languages string // separated by spaces
	what      string
	has       func(v value.Value, language string) bool // true of some value in v
}

var differences = []difference{
	{"python scala julia", "keys that are no text", someKey(func(k value.Value) bool { return k.Kind() != value.KindText })},
	{"python", "tuples", some(func(v value.Value) bool { return v.Kind() == value.KindTuple })},
	{"R scala julia matlab .net-csharp .net-fsharp .net-powershell bash", "tuples", some(func(v value.Value) bool { return v.Kind() == value.KindTuple })},
	{"R julia", "characters from U+0080 to U+00FF", someText(func(c rune) bool { return 0x80 <= c && c <= 0xff })},
	{"R", "control characters beside others beyond ASCII", some(mixedEscapes)},
	{"R scala julia .net-csharp .net-fsharp", "nan, inf", some(hasNoDigits)},
	{"R", "an empty key", someKey(func(k value.Value) bool { return k == value.Text("") })},
	{"R matlab", "integers that a double does not hold", some(isWide)},
	{"scala .net-fsharp", "integers beyond 64 bits", some(beyond(63))},
	{".net-csharp", "integers beyond 64 bits", some(beyond(63))},
	{".net-powershell", "integers beyond 96 bits", some(beyond(96))},
	{"scala", "control characters, U+007F to U+00FF and those beyond U+FFFF", someText(func(c rune) bool { return !isNamed(c) && (c < 0x100 || c > 0xffff) })},
	{"scala julia", "lists of floats and of integers that a float64 does not hold", some(mixes(func(k numberKinds) bool { return k.floats && k.wide }))},
	{"julia", "$", someText(func(c rune) bool { return c == '$' })},
	{"julia", "lists of booleans and numbers", some(mixes(func(k numberKinds) bool { return k.bools && (k.ints || k.floats) }))},
	{"matlab", "backslashes, control characters, and all beyond ASCII", someText(func(c rune) bool { return c == '\\' || c < ' ' || c > '~' })},
	{"matlab", "null", some(func(v value.Value) bool { return v.Kind() == value.KindNull })},
	{".net-csharp", "null", some(func(v value.Value) bool { return v.Kind() == value.KindNull })},
	{".net-csharp", "control characters and those up to U+00FF before a hexadecimal digit", someText(func(c rune) bool { return !isNamed(c) && c < 0x100 })},
	{".net-csharp .net-fsharp", "lists that are empty or of several types", some(func(v value.Value) bool { l, ok := v.(value.List); return ok && csharpOrFsharpDiffer(l) })},
	{"matlab .net-fsharp", "empty dicts", some(func(v value.Value) bool { d, ok := v.(value.Dict); return ok && len(d) == 0 })},
	{".net-powershell", "backslashes, backticks, $, typographic quotes, control characters, and all beyond ASCII", someText(func(c rune) bool { return strings.ContainsRune("\\`$", c) || c < ' ' || c > '~' })},
	{".net-powershell", "a list of one list", some(func(v value.Value) bool {
		l, ok := v.(value.List)
		return ok && len(l) == 1 && l[0].Kind() == value.KindList
	})},
	{"bash", "dicts", some(func(v value.Value) bool { return v.Kind() == value.KindDict })},
	{"bash", "lists and null in lists", some(func(v value.Value) bool {
		l, ok := v.(value.List)
		return ok && slices.ContainsFunc(l, func(e value.Value) bool { return e.Kind() == value.KindList || e.Kind() == value.KindNull })
	})},
	{"R bash", "NUL", someText(func(c rune) bool { return c == 0 })},
}

// TestDifferencesFromPapermill holds the table: our text is papermill's unless
// a row says so, and each row is for some text the
// only reason.
func TestDifferencesFromPapermill(t *testing.T) {
	values := generator{nul: true, nested: true, dict: true, other: true}.generated(6000)
	used := map[string]bool{}
	for i, byLanguage := range papermillCells(t, values) {
		for language, want := range byLanguage {
			got, err := Cell(language, "", []Assignment{{Name: "x", Value: values[i]}}, Options{})
			if err == nil && want != nil && got == *want || err != nil && want == nil {
				continue
			}
			var rows []string
			for _, d := range differences {
				if slices.Contains(strings.Fields(d.languages), language) && d.has(values[i], language) {
					rows = append(rows, d.what)
				}
			}
			require.NotEmpty(t, rows, "%s: %s\nwe %s %v", language, value.Repr(values[i]), got, err)
			if len(rows) == 1 {
				used[language+" "+rows[0]] = true
			}
		}
	}
	for _, d := range differences {
		for _, language := range strings.Fields(d.languages) {
			assert.True(t, used[language+" "+d.what], "%s: %s makes no difference", language, d.what)
		}
	}
}

// some returns whether a value in v, or v itself, is so.
func some(is func(v value.Value) bool) func(value.Value, string) bool {
	var look func(v value.Value) bool
	look = func(v value.Value) bool {
		if is(v) {
			return true
		}
		switch v := v.(type) {
		case value.List:
			return slices.ContainsFunc(v, look)
		case value.Tuple:
			return slices.ContainsFunc(v, look)
		case value.Dict:
			return slices.ContainsFunc(v, func(i value.Item) bool { return look(i.Value) })
		}
		return false
	}
	return func(v value.Value, _ string) bool { return look(v) }
}

func someKey(is func(k value.Value) bool) func(value.Value, string) bool {
	return some(func(v value.Value) bool {
		d, _ := v.(value.Dict)
		return slices.ContainsFunc(d, func(i value.Item) bool { return is(i.Key) })
	})
}

func someText(is func(c rune) bool) func(value.Value, string) bool {
	in := func(v value.Value) bool {
		text, ok := v.(value.Text)
		return ok && strings.ContainsFunc(string(text), is)
	}
	return func(v value.Value, language string) bool { return some(in)(v, language) || someKey(in)(v, language) }
}

func hasNoDigits(v value.Value) bool {
	n, ok := v.(value.Number)
	return ok && !n.IsInt && strings.ContainsAny(value.FormatFloat(n.Float), "nf")
}

func beyond(bits int) func(value.Value) bool {
	return func(v value.Value) bool {
		n, ok := v.(value.Number)
		i, isInt := integerOf(n)
		return ok && isInt && i.BitLen() >= bits
	}
}

func isWide(v value.Value) bool {
	n, ok := v.(value.Number)
	i, isInt := integerOf(n)
	return ok && isInt && !isExact(i)
}

func mixes(is func(k numberKinds) bool) func(value.Value) bool {
	return func(v value.Value) bool {
		l, ok := v.(value.List)
		return ok && is(numbersIn(valuesOf(l), true))
	}
}

func mixedEscapes(v value.Value) bool {
	control, other := false, false
	look := func(s string) {
		for _, c := range s {
			control = control || c < 0x80 && !isNamed(c)
			other = other || c > 0x7f
		}
	}
	switch v := v.(type) {
	case value.Text:
		look(string(v))
	case value.Dict:
		for _, i := range v {
			look(pythonStr(i.Key))
		}
	}
	return control && other
}

func csharpOrFsharpDiffer(l value.List) bool {
	kinds := map[string]bool{}
	for _, v := range l {
		kinds[csharpType(v)] = true
	}
	return len(kinds) != 1
}
