package rule

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

func TestParseSaysWhere(t *testing.T) {
	for _, test := range []struct {
		text, want, hint string
	}{
		{``, "column 1: there is no expression", "write one such as 'metrics.mse < 3000'"},
		{"  \n", "column 1: there is no expression", "write one such as 'metrics.mse < 3000'"},
		{`metrics.mse <`, "column 14: the expression ends too early", ""},
		{`metrics.mse = 3`, "column 13: unexpected =", "for equality write =="},
		{`a < 1 & b < 2`, "column 7: unexpected &", "write and"},
		{`a < 1 | b > 2`, "column 11: unexpected >", "write or"},
		{`roc#1 > 2`, "column 4: unexpected #", `write a key with such characters as key("roc#1")`},
		{`(a < 1`, "column 7: the expression ends too early", ""},
		{`a < 'x`, "column 7: literal not terminated", ""},
		{`a < 1 // 2`, "column 7: a comment has no place in an expression", "to divide write /"},
		{`a /* x */ < 1`, "column 3: a comment has no place in an expression", "to divide write /"},
		{"a < 1 // x\nand b < 2", "column 7: a comment has no place in an expression", "to divide write /"},
		{"a < 1\nand foo(b)", "line 2, column 5: there is no function foo", "there are abs, base, exists, isnan, key, max, min, rows, similar"},
		{`größe < 1 and foo(b)`, "column 15: there is no function foo", "there are abs, base, exists, isnan, key, max, min, rows, similar"},
		{`filter(a, # > 1) == 1`, "column 1: there is no function filter", "there are abs, base, exists, isnan, key, max, min, rows, similar"},
		{`a.b(c) < 1`, "column 3: this has no place in an expression here", ""},
		{`let x = 1; x < 2`, "column 5: let has no place in an expression here", ""},
		{`a < 1; b < 2`, "column 3: a second expression has no place in an expression here", ""},
		{`{a: 1} == b`, "column 1: a map has no place in an expression here", ""},
		{`a[1:2] == 3`, "column 2: a slice has no place in an expression here", ""},
		{`a?.b == 3`, "column 4: ?. has no place in an expression here", ""},
		{`params.seed in 1..3`, "column 17: .. has no place in an expression here", "write 0 <= params.seed < 5, or params.seed in [0, 1, 2]"},
		{`a[-1] == 3`, `column 3: a step of a path is an index as in [0] or a name as in ["name"]`, ""},
		{`(a + b).c == 3`, "column 2: a path begins with a key", `write metrics.mse, or key("my key").mse`},
		{`3`, "column 1: an expression is true or false, and this is a number", ""},
		{`metrics.mse * 2`, "column 1: an expression is true or false, and this is a number", ""},
		{`a + "x" < 3`, "column 5: + is for numbers", ""},
		{`"x" < 3`, "column 5: < cannot compare text with a number", ""},
		{`status < 3`, "column 8: < cannot compare text with a number", ""},
		{`a < true`, "column 3: < cannot compare this with a bool", ""},
		{`a in 3`, "column 3: 3 is a number, and in is for what is in a list, a set or a dict", ""},
		{`a < 3 and 4`, "column 11: and is for true and false", ""},
		{`not 4`, "column 5: not is for true and false", ""},
		{`-"x" < 3`, "column 2: - is for numbers", ""},
		{`abs("x") < 3`, "column 5: abs is for numbers", ""},
		{`abs(1, 2) < 3`, "column 1: abs wants one argument", ""},
		{`max() < 3`, "column 1: max wants an argument at least", ""},
		{`similar(1) > 3`, "column 9: similar wants a path", "write similar(roc_curve)"},
		{`exists(1 + a)`, "column 8: exists wants a path", "write exists(roc_curve)"},
		{`key(a) > 3`, `column 1: key wants a name in quotes, as in key("feature-importance")`, ""},
		{`base() > 3`, "column 1: base wants a path", `write base("metrics.mse")`},
		{`baseline > 3`, "column 1: baseline on the left stands for the key there, and there is none", `write base("metrics.mse")`},
		{`baseline`, "column 1: baseline stands in a comparison, for the left side's value in the baseline run", `write metrics.mse <= baseline * 1.05, or base("metrics.mse")`},
		{`3 > baseline`, "column 5: baseline stands for the left side's value in the baseline run, and the left side names no key", `write metrics.mse <= baseline * 1.05, or base("metrics.mse")`},
		{`a matches b`, `column 11: matches wants a pattern in quotes, such as "^rf-"`, ""},
		{`a matches "("`, "column 11: missing closing ): `(`", ""},
		{`a < 99999999999999999999`, "column 5: the number is too large for an integer here", "write it as a float, such as 1e19"},
		{"a < \xff", "column 1: the expression is not valid UTF-8", ""},
		{`tagːa < 1`, "column 4: this is no colon", ""},
		{strings.Repeat("(", 5000), "column 4097: the expression is longer than 4096 characters", ""},
		{strings.Repeat("-", 3000) + "1 < 2", "column 1: the expression has more than 1000 parts", ""},
	} {
		_, err := Parse(test.text)
		require.Error(t, err, test.text)
		problem, ok := err.(*Error)
		require.True(t, ok, test.text)
		require.Equal(t, [3]string{test.text, test.want, test.hint}, [3]string{problem.Text, problem.Error(), problem.Hint})
	}
}

func TestPaths(t *testing.T) {
	for text, want := range map[string][]string{
		`tag:roc[0] == baseline`:                  {"tag:roc[0]"},
		`a.b > base("c[1].d") and exists("e f")`:  {"a.b", `["c[1].d"]`, "c[1].d", "e f"},
		`key("my.key")["x y"][2] == 1 or a > 1`:   {`["my.key"]["x y"][2]`, `my.key["x y"][2]`, "a"},
		`status == "ok" and similar(tag:x) > 0.9`: {"status", "tag:x"},
	} {
		expression, err := Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, expression.Paths(), text)
	}
}

// A long chain takes no longer than its length.
func TestLongChains(t *testing.T) {
	const limit = 30 * time.Second
	c := load(t, two(t)...)
	for _, text := range []string{
		"(" + strings.Repeat("mse ?? ", 400) + "mse) > 0",
		strings.Repeat("(true ? ", 150) + "mse" + strings.Repeat(" : mse)", 150) + " > 0",
		strings.Repeat("(mse ?? ", 300) + "mse" + strings.Repeat(")", 300) + " > 0",
		strings.Repeat("not ", 400) + "(mse > 0)",
		"mse" + strings.Repeat(" + mse", 400) + " > 0",
		"mse > 0" + strings.Repeat(" and mse > 0", 200),
	} {
		ended := make(chan error, 1)
		go func() {
			expression, err := Parse(text)
			if err == nil {
				NewEvaluator(context.Background(), c).Evaluate(expression, 1)
			}
			ended <- err
		}()
		select {
		case err := <-ended:
			require.NoError(t, err, text)
		case <-time.After(limit):
			require.Fail(t, "it takes too long", text)
		}
	}
}

// Whatever the text is, it is refused with a place inside it, or is evaluated
// without a panic and in bounded time.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`metrics.mse <= baseline * 1.05`, `key("feature-importance").age > 0`, `report["1"]["f1-score"] >= base("a.b")`,
		`abs(a) + min(1, 2) ** 3 % 4 in [1, "x", nil] ? tag:a[0] : b matches "x"`, `not (a ?? 1) == 2 and -huge < 1e308`,
		"let x = 1; x", `filter(a, {# > 1})`, `a?.b[1:2]`, `(((((`, `a == baseline == baseline == baseline`, "`x`", `b"x"`, `if a { b } else { c }`,
		"9 ** 9 ** 9 ** 9 > 1", "(" + strings.Repeat("a ?? ", 60) + "1) > 0", `rows(folds) > 1 and similar(note) > 1`, `::a(b)`, `a | abs() > 1`, `big * big * big > huge`,
	} {
		f.Add(seed)
	}
	c := load(f, two(f)...)
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		expression, err := Parse(text)
		if err != nil {
			require.Nil(t, expression)
			problem, ok := err.(*Error)
			require.True(t, ok)
			require.Positive(t, problem.Line)
			require.Positive(t, problem.Column)
			require.NotEmpty(t, problem.Message)
			lines := strings.Split(text, "\n")
			require.LessOrEqual(t, problem.Line, len(lines))
			require.LessOrEqual(t, problem.Column, len([]rune(lines[problem.Line-1]))+1)
			return
		}
		for run := range c.Runs {
			result := NewEvaluator(t.Context(), c).Evaluate(expression, run)
			require.False(t, result.Holds && result.Undefined != nil)
			again := NewEvaluator(t.Context(), c).Evaluate(expression, run)
			require.Equal(t, fmt.Sprint(result.Holds, result.Undefined, len(result.Sides)), fmt.Sprint(again.Holds, again.Undefined, len(again.Sides)))
		}
	}))
}
