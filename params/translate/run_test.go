package translate

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The tests of this file run the cells in the language itself, all in one
// process, and compare what the variable holds with the value.

// writable returns the values that the language can hold, with their cells;
// refused counts the others.
func writable(t *testing.T, language string, values []value.Value) (held []value.Value, cells []string) {
	t.Helper()
	for _, v := range values {
		source, err := Cell(language, "", []Assignment{{Name: "x", Value: v}}, Options{})
		if err != nil {
			require.ErrorContains(t, err, `parameter "x": `)
			continue
		}
		held, cells = append(held, v), append(cells, source)
	}
	require.Greater(t, len(held), len(values)*2/3)
	return held, cells
}

// program finds an interpreter, or skips the test.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s on PATH", name)
	}
	return path
}

// sameLines compares what was printed for each value.
func sameLines(t *testing.T, out []byte, held []value.Value, cells []string, c canon) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	require.Len(t, lines, len(held))
	for i, v := range held {
		require.Equal(t, c.of(v), lines[i], "%s\n%s", value.Repr(v), cells[i])
	}
}

func script(t *testing.T, name string, parts ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(parts, "")), 0o600))
	return path
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(text)
}

func TestPythonRuns(t *testing.T) {
	held, cells := writable(t, "python", generator{nul: true, nested: true, dict: true, other: true}.generated(6000))
	input, err := json.Marshal(cells)
	require.NoError(t, err)
	out := testenv.RunPython(t, input, filepath.Join("testdata", "canon.py"))
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	require.Len(t, lines, len(held))
	for i, v := range held {
		require.Equal(t, pythonCanon(v), lines[i], "%s\n%s", value.Repr(v), cells[i])
	}
}

// pythonCanon keeps what Python alone can tell apart: the types of keys, and
// tuples.
func pythonCanon(v value.Value) string {
	switch v := v.(type) {
	case value.Tuple:
		return "(" + pythonCanons(v) + ")"
	case value.List:
		return "[" + pythonCanons(v) + "]"
	case value.Dict:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = pythonCanon(item.Key) + ":" + pythonCanon(item.Value)
		}
		return "{" + strings.Join(items, ",") + "}"
	}
	return canon{}.of(v)
}

func pythonCanons(l []value.Value) string {
	all := make([]string, len(l))
	for i, v := range l {
		all[i] = pythonCanon(v)
	}
	return strings.Join(all, ",")
}

func TestRRuns(t *testing.T) {
	rscript := program(t, "Rscript")
	held, cells := writable(t, "R", generator{nested: true, dict: true}.generated(4000))
	var b strings.Builder
	for _, source := range cells {
		b.WriteString(source + "cat(canon(x), \"\\n\", sep = \"\")\n")
	}
	out := testenv.Run(t, rscript, nil, "--vanilla", "--encoding=UTF-8", script(t, "cells.R", fixture(t, "canon.R"), b.String()))
	sameLines(t, out, held, cells, canon{doubles: true, emptyList: true})
}

func TestJavaScriptRuns(t *testing.T) {
	node := program(t, "node")
	held, cells := writable(t, "javascript", generator{nul: true, nested: true, dict: true}.generated(6000))
	for i, v := range held {
		require.Equal(t, cells[i], cellOf(t, "typescript", v, Options{}))
	}
	var b strings.Builder
	for _, source := range cells {
		b.WriteString(source + "lines.push(canon(x));\n")
	}
	out := testenv.Run(t, node, nil, script(t, "cells.js", fixture(t, "canon.js"), b.String(), "console.log(lines.join('\\n'));\n"))
	sameLines(t, out, held, cells, canon{doubles: true, sorted: true})
}

func TestGoRuns(t *testing.T) {
	held, cells := writable(t, "go", generator{nul: true, nested: true, dict: true}.generated(1500))
	var b strings.Builder
	calls := ""
	for i, source := range cells {
		fmt.Fprintf(&b, "func cell%d() {\n", i)
		for line := range strings.Lines(source) {
			if !strings.HasPrefix(line, "import ") {
				b.WriteString(line)
			}
		}
		b.WriteString("show(x)\n}\n")
		calls += fmt.Sprintf("cell%d()\n", i)
	}
	main := script(t, "main.go", fixture(t, "canon.go.txt"), b.String(), "func main() {\n", calls, "}\n")
	out := testenv.Run(t, program(t, "go"), nil, "run", main)
	// Integers among floats are floats in Go.
	sameLines(t, out, held, cells, canon{doubles: true, sorted: true})
}

func TestBashRuns(t *testing.T) {
	values := generator{nested: true, dict: true}.generated(6000)
	held, cells := writable(t, "bash", values)
	var b strings.Builder
	for i, source := range cells {
		b.WriteString("unset -v x\n" + source)
		switch held[i].(type) {
		case value.Dict:
			b.WriteString(`printf '%s\0' "${#x[@]}"; for k in "${!x[@]}"; do printf '%s=%s\0' "$k" "${x[$k]}"; done; printf '\0'` + "\n")
		default:
			b.WriteString(`printf '%s\0' "${#x[@]}" "${x[@]}"; printf '\0'` + "\n")
		}
	}
	out := testenv.Run(t, program(t, "bash"), nil, "--norc", script(t, "cells.sh", b.String()))
	rest := string(out)
	for i, v := range held {
		want := bashWords(v)
		for range len(want) {
			word, more, ok := strings.Cut(rest, "\x00")
			require.True(t, ok, "%s\n%s", value.Repr(v), cells[i])
			rest = more
			require.Contains(t, want, word, "%s\n%s", value.Repr(v), cells[i])
		}
		require.True(t, strings.HasPrefix(rest, "\x00"), "%s\n%s", value.Repr(v), cells[i])
		rest = rest[1:]
	}
	require.Empty(t, rest)
}

// bashWords is what the variable holds: its length, then its elements.
func bashWords(v value.Value) []string {
	words := []string{""}
	switch v := v.(type) {
	case value.List:
		for _, e := range v {
			words = append(words, bashShown(e))
		}
	case value.Dict:
		for _, item := range v {
			words = append(words, pythonStr(item.Key)+"="+bashShown(item.Value))
		}
	default:
		words = append(words, bashShown(v))
	}
	words[0] = fmt.Sprint(len(words) - 1)
	return words
}

func bashShown(v value.Value) string {
	switch v := v.(type) {
	case value.Null:
		return ""
	case value.Text:
		return string(v)
	case value.Bool:
		return fmt.Sprint(bool(v))
	case value.List, value.Dict:
		text, _ := jsonWriter.value(v)
		return text
	}
	return pythonStr(v)
}
