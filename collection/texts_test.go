package collection

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func sides(lines []DiffLine) (a, b []string) {
	for _, l := range lines {
		if l.Op != '+' {
			a = append(a, l.Text)
		}
		if l.Op != '-' {
			b = append(b, l.Text)
		}
	}
	return a, b
}

func TestDiffLines(t *testing.T) {
	for _, test := range []struct{ a, b, want string }{
		{"", "", ""},
		{"a b c", "a b c", " a  b  c"},
		{"a b c", "a x c", " a -b +x  c"},
		{"", "a", "+a"},
		{"a", "", "-a"},
		{"a a a", "a a", " a  a -a"},
		{"a b c d", "b c d e", "-a  b  c  d +e"},
		{"x a y a z", "x a a z", " x  a -y  a  z"},
		{"a b", "b a", "-a  b +a"},
	} {
		var got []string
		for _, l := range diffLines(strings.Fields(test.a), strings.Fields(test.b)) {
			got = append(got, string(l.Op)+l.Text)
		}
		require.Equal(t, test.want, strings.Join(got, " "), "%s | %s", test.a, test.b)
	}
}

func TestTexts(t *testing.T) {
	got := compareValues(t, nil, value.Text("a\nb\n"), value.Text("a\r\nb"), value.Text("b\n\n")).Body
	require.Equal(t, &Texts{Base: 1, Diffs: []TextDiff{
		{},
		{Equal: true, Lines: []DiffLine{{' ', "a"}, {' ', "b"}}},
		{Equal: false, Lines: []DiffLine{{' ', "a"}, {' ', "b"}}}, // line breaks alone
		{Lines: []DiffLine{{'-', "a"}, {' ', "b"}, {'+', ""}}},
	}}, got)
}

// Long texts with many differences must neither take for ever nor lose what
// they share.
func TestDiffLongTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var a, b, c []string
	const lines = 100_000
	for i := range lines {
		a = append(a, "line "+strconv.Itoa(i))
		if i%50 == 0 {
			b = append(b, "changed")
		} else {
			b = append(b, a[i])
		}
		c = append(c, strconv.Itoa(random.IntN(3)))
	}
	diff := diffLines(a, b)
	require.Len(t, diff, lines+lines/50)
	for _, pair := range [][2][]string{{a, b}, {a, c}, {c, slices.Repeat([]string{"1"}, lines)}, {c, append(c[lines/2:], c[:lines/2]...)}} {
		x, y := sides(diffLines(pair[0], pair[1]))
		require.True(t, slices.Equal(x, pair[0]))
		require.True(t, slices.Equal(y, pair[1]))
	}
}

// The lines of many long texts are bounded.
func TestManyLongTexts(t *testing.T) {
	values := []value.Value{value.Text(strings.Repeat("x\n", maxDiffLines/4))}
	for range 6 {
		values = append(values, value.Text("y\nz"))
	}
	texts := compareValues(t, values...).Body.(*Texts)
	total := 0
	for _, d := range texts.Diffs {
		total += len(d.Lines)
	}
	require.LessOrEqual(t, total, maxDiffLines)
	require.True(t, texts.Diffs[6].Omitted)
	require.False(t, texts.Diffs[6].Equal)
}

func FuzzDiffLines(f *testing.F) {
	f.Add("a\nb\nc", "a\nx\nc")
	f.Add("", "\n\n")
	f.Add("a\na\nb\na", "b\na\na")
	f.Fuzz(testenv.Inputs(func(t *testing.T, a, b string) {
		linesA, linesB := strings.Split(a, "\n"), strings.Split(b, "\n")
		diff := diffLines(linesA, linesB)
		gotA, gotB := sides(diff)
		require.Equal(t, linesA, gotA)
		require.Equal(t, linesB, gotB)
		if a == b {
			require.Len(t, diff, len(linesA))
		}
	}))
}
