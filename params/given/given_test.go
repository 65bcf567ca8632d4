package given_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/given"
)

var words = []string{
	"1", "+1", "-1", "01", "08", "-0", " 5 ", "1_000", "1__0", "_1", "٣", "１２", "1_0.5", "1e5", "1e400", "-1e-400", "nan", "inf", "-Infinity", "NaN", "+nan",
	"true", "null", "0x10", "0b11", "0o17", "", "[1]", "1,2", "True", "False", "None", "true ", "010", "1:30", "1:30.5", "-1:00:00", ".5", "-.5", "+.5", "5.", "1.e+5", "1.5e5", "1.5e+5", "1e-3",
	"1.0e-3", ".inf", "-.Inf", "+.INF", ".nan", ".NaN", "~", "Null", "NULL", "yes", "No", "ON", "off", "y", "n", "2019-01-01", "0x_F", "1_2.3_4", "12345678901234567890123", "0.1", "1.0", "100000000000000000000.0",
	"1e16", "123456789.123456789", "\u00a05", "\x1c7", "a b", "é", "😀", "=", "<<", "0_7", "0b", "-0b1", "+0x1f", "1.", "1.2.3", "--1", "9" + strings.Repeat("0", 30),
}

type answers struct {
	Typed, YAML []*string
}

func askPapermill(t *testing.T, typed, yaml []string) answers {
	input, err := json.Marshal(map[string][]string{"typed": typed, "yaml": yaml})
	require.NoError(t, err)
	var a answers
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, input, filepath.Join("testdata", "papermill_given.py")), &a))
	return a
}

// TestTypedIsPapermills compares with papermill's own function.
func TestTypedIsPapermills(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	typed := words
	for range 3000 {
		var b strings.Builder
		for range 1 + rng.IntN(6) {
			b.WriteString([]string{"1", "0", "9", "_", ".", "e", "E", "+", "-", " ", "inf", "nan", "٣", "x", "\t"}[rng.IntN(15)])
		}
		typed = append(typed, b.String())
	}
	a := askPapermill(t, typed, nil)
	for i, text := range typed {
		require.NotNil(t, a.Typed[i])
		require.Equal(t, *a.Typed[i], value.Repr(given.Typed(text)), "%q", text)
	}
}

// yamlDocument writes a document in block or flow style.
func yamlDocument(rng *rand.Rand, depth int, indent string) string {
	word := func() string {
		w := strings.TrimSpace(words[rng.IntN(len(words))])
		switch rng.IntN(6) {
		case 0:
			return "'" + strings.ReplaceAll(w, "'", "''") + "'"
		case 1:
			text, _ := json.Marshal(w)
			return string(text)
		}
		return w
	}
	kind := rng.IntN(5)
	if depth > 3 {
		kind = 0
	}
	switch kind {
	case 1, 2:
		var b strings.Builder
		for i := range 1 + rng.IntN(3) {
			fmt.Fprintf(&b, "\n%sk%d: %s", indent, i, yamlDocument(rng, depth+1, indent+"  "))
		}
		return b.String()
	case 3:
		var b strings.Builder
		for range 1 + rng.IntN(3) {
			fmt.Fprintf(&b, "\n%s- %s", indent, word())
		}
		return b.String()
	case 4:
		parts := []string{}
		for range rng.IntN(4) {
			parts = append(parts, yamlFlow(rng, depth+1, word))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return word()
}

func yamlFlow(rng *rand.Rand, depth int, word func() string) string {
	if depth > 3 || rng.IntN(3) > 0 {
		for {
			if w := word(); !strings.ContainsAny(w, ",[]:") || strings.ContainsAny(w, `'"`) {
				return w
			}
		}
	}
	if rng.IntN(2) == 0 {
		return "[" + yamlFlow(rng, depth+1, word) + ", " + yamlFlow(rng, depth+1, word) + "]"
	}
	return "{a: " + yamlFlow(rng, depth+1, word) + ", b: " + yamlFlow(rng, depth+1, word) + "}"
}

// fixed are documents with what yamlDocument does not write.
var fixed = []string{
	"", "# nothing", "---\na: 1\n", "a: 1\n...\n", "a: &x [1, 2]\nb: *x\n", "base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n", "a: |\n  two\n  lines\nb: >\n  folded\n  text\n",
	"a: |-\n  x\n", "a: 1\na: 2\n", "{1: a, null: b, false: c}", "a: !!str 1\nb: !!float 1\nc: !!int 3\n", "? a\n: 1\n", "a: 'it''s'\nb: \"\\u00e9\\n\"\n", "- 1\n-   2\n", "a:\n- 1\n- 2\n",
	`{"a": [1, 2.5, "x", null, true], "b": {"c": 1e5}}`, "a: b: c", "[1, 2", "a: 1\n---\nb: 2\n", "a:\n  - b: 1\n    c: 2\n  - d\n", "a: x # comment\n", "a: x#y\n", "a: multi\n  line plain\n", "a: 10:30\n",
	"model: rf\nseeds: [0, 1]\nopt: {lr: 0.1, \"wd\": 1e-3}\n", "a:\nb: 1\n", "a: []\nb: {}\n", "{a: 1, b}", "a: http://x/y\n", "d: {<<: {x: 1}, y: 2}\n", "{a: [b:c, 10:30, http://x, {d: e}, f: g], b: [h: i]}",
}

// TestYAMLIsPyYAMLs compares with papermill's loader. What PyYAML refuses may
// be read here; what it reads must be read as the same.
func TestYAMLIsPyYAMLs(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	documents := fixed
	for range 4000 {
		documents = append(documents, strings.TrimPrefix(yamlDocument(rng, 0, ""), "\n")+"\n")
	}
	a := askPapermill(t, nil, documents)
	agreed := 0
	for i, text := range documents {
		if a.YAML[i] == nil {
			continue
		}
		v, err := given.YAML(text, nil)
		require.NoError(t, err, "%s\nPyYAML: %s", text, *a.YAML[i])
		require.Equal(t, *a.YAML[i], value.Repr(v), "%s", text)
		agreed++
	}
	require.Greater(t, agreed, 3000)
}

func TestYAMLErrors(t *testing.T) {
	for text, message := range map[string]string{
		"[1, 2":            "line 1, column 1: ",
		"a: *x":            "no anchor &x",
		"a: 1\n---\nb: 2":  "more than one YAML document",
		"a: !!python/x 1":  "the tag !!python/x is not understood",
		"a: \x00":          "NUL",
		"a: {<<: 1}":       "<< merges mappings only",
		"a: 1\n b: 2\n: x": "line ",
		"x: &a [*a]":       "nested deeper than 100",
		"a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n" +
			"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]": "more than 1000000 values",
	} {
		_, err := given.YAML(text, nil)
		require.ErrorContains(t, err, message, "%s", text)
	}
	_, err := given.Parameters("[1]")
	require.ErrorContains(t, err, "this is a list, not a mapping")
	none, err := given.Parameters("# nothing")
	require.NoError(t, err)
	require.Empty(t, none)
}

func FuzzYAML(f *testing.F) {
	for _, text := range fixed {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		v, err := given.YAML(text, nil)
		if (v == nil) != (err != nil) {
			t.Fatal("a value beside an error, or neither")
		}
	}))
}
