package rule

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

func TestReadRules(t *testing.T) {
	rules, err := ReadRules("r.yaml", []byte(`# what must hold
rules:
  - name: the error does not grow
    rule: metrics.mse <= baseline * 1.05
  - rule: >
      params.seed == 0
      and exists(metrics.mse)
    severity: warning
    runs: 'rf-*'
    where: params.model == "rf"
  - {name: 3, rule: true}
`))
	require.NoError(t, err)
	var got [][5]string
	for _, r := range rules {
		where := ""
		if r.Where != nil {
			where = r.Where.String()
		}
		got = append(got, [5]string{r.Title(), r.Expression.String(), string(r.Severity), r.Runs, where})
	}
	require.Equal(t, [][5]string{
		{"the error does not grow", "metrics.mse <= baseline * 1.05", "error", "", ""},
		{"params.seed == 0 and exists(metrics.mse)", "params.seed == 0 and exists(metrics.mse)\n", "warning", "rf-*", `params.model == "rf"`},
		{"3", "true", "error", "", ""},
	}, got)
	require.True(t, rules[0].NeedsBaseline())
	require.False(t, rules[1].NeedsBaseline())
}

func TestReadRulesSaysWhere(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "r.yaml: holds no rules"},
		{"# nothing\n", "r.yaml: holds no rules"},
		{"rules:\n", "r.yaml: holds no rules"},
		{"rules: []\n", "r.yaml: holds no rules"},
		{"rules:\n  - rule: a < 1\n    serverity: warning\n", `r.yaml:3:5: unknown field "serverity"`},
		{"rule:\n  - rule: a < 1\n", `r.yaml:1:1: unknown field "rule"`},
		{"rules:\n  - rule: a < 1\n    severity: fatal\n", `r.yaml:3:15: "fatal" is no severity`},
		{"rules:\n  - name: x\n    severity: error\n", "r.yaml:2:5: a rule without the field rule"},
		{"rules:\n  - name: x\n    rule:\n", "r.yaml:2:5: a rule without the field rule"},
		{"rules:\n  - rule: [a]\n", "r.yaml:2:11: want a text"},
		{"rules:\n  - a < 1\n", "r.yaml:2:5: want a rule with the fields name, rule, severity, runs, where"},
		{"rules:\n  - rule: a <\n", "r.yaml:2:11: column 4: the expression ends too early"},
		{"rules:\n  - rule: a < 1\n    where: a +\n", "r.yaml:3:12: column 4: the expression ends too early"},
		{"rules:\n  - rule: |\n      a < 1\n      and foo(a)\n", "r.yaml:2:11: line 2, column 5: there is no function foo"},
		{"rules:\n  - rule: a < 1\n    rule: a < 2\n", `r.yaml:3:5: mapping key "rule" already defined at [2:5]`},
		{"rules:\n  - rule: a < 1\n    runs: '['\n", `r.yaml:3:11: "[" is no glob`},
		{"rules:\n  - rule: a < 1\n---\nrules:\n  - rule: b < 1\n", "r.yaml: holds more than one YAML document"},
		{"rules:\n\t- rule: a < 1\n", "r.yaml:2:1: found character '\t' that cannot start any token"},
		{"rules: 3\n", "r.yaml:1:8: "},
		{"- rule: a < 1\n", "r.yaml:1:1: "},
		{"rules:\n  - rule: 'a\n", "r.yaml:2:11: could not find end character of single-quoted text"},
		{"rules: &a [*a, *a]\n", "r.yaml"},
		{"rules:\n !here: b == 2\n", "r.yaml: this YAML cannot be read"},
		{strings.Repeat("[", 2000), "r.yaml:1:2000: sequence end token ']' not found"},
		{strings.Repeat("- ", 4000), "r.yaml"},
		{strings.Repeat("#", 1<<15+1), "r.yaml: a file of rules has at most 32768 bytes"},
	} {
		rules, err := ReadRules("r.yaml", []byte(test.text))
		require.Error(t, err, "%.80s", test.text)
		require.Nil(t, rules)
		require.True(t, strings.HasPrefix(err.Error(), test.want), "%.80s\ngave %q\nwant %q", test.text, err, test.want)
		input := new(collection.InputError)
		require.True(t, errors.As(err, &input), "%.80s", test.text)
		require.NotContains(t, input.Error(), "\n")
	}
}

func TestFilter(t *testing.T) {
	c := load(t,
		run{"a", [][2]string{{"mse", "1.0"}, {"depth", "3"}}, nil},
		run{"b", [][2]string{{"mse", "2.0"}, {"depth", "auto"}}, nil},
		run{"c", [][2]string{{"mse", "nan"}, {"depth", "5"}}, nil},
		run{"d", [][2]string{{"depth", "None"}}, nil},
		run{"e", nil, nil},
	)
	filter := func(text string) ([]bool, []string, error) {
		x, err := Parse(text)
		require.NoError(t, err)
		return Filter(t.Context(), c, x)
	}
	keep, notes, err := filter("mse < 2")
	require.NoError(t, err)
	require.Equal(t, []bool{true, false, false, false, false}, keep)
	require.Equal(t, []string{
		"2 runs are left out, the first is d: mse is missing: no cell with this tag",
		"1 run is left out, c: mse is NaN, and no comparison with NaN holds",
	}, notes)

	keep, notes, err = filter("depth > 3")
	require.NoError(t, err)
	require.Equal(t, []bool{false, false, true, false, false}, keep)
	require.Equal(t, []string{
		"1 run is left out, e: depth is missing: not executed",
		"2 runs are left out, the first is b: depth is text, which > cannot compare with a number",
	}, notes)

	keep, notes, err = filter(`exists(mse) and mse <= baseline`)
	require.NoError(t, err)
	require.Equal(t, []bool{true, false, false, false, false}, keep)
	require.Equal(t, []string{"1 run is left out, c: mse is NaN, and no comparison with NaN holds"}, notes)

	// What no run has is a mistake, also where it is not looked at in each.
	_, _, err = filter(`notebook == "a" or msee < 2`)
	require.EqualError(t, err, "column 20: no run has msee")
	require.Equal(t, "the columns are mse, depth", err.(*Error).Hint)
	_, _, err = filter(`depth startsWith "x" and depth > "y" and mse`)
	require.NoError(t, err)
	_, _, err = filter(`mse startsWith "x"`)
	require.EqualError(t, err, "column 1: mse is a number, and startsWith is for text")
}

func TestCheck(t *testing.T) {
	c := load(t, two(t)...)
	rules, err := ReadRules("r.yaml", []byte(`
rules:
  - rule: metrics.mse <= baseline * 1.05
  - rule: metrics.r2 >= baseline
    severity: warning
  - rule: metrics.nan < 1
  - {rule: metrics.mse < 0, runs: 'b*'}
  - {rule: metrics.mse < 0, runs: 'c*', where: params.seed == 0}
  - {rule: metrics.mse > 0, runs: 'c*', where: params.sed == 0}
`))
	require.NoError(t, err)
	verdict, err := Check(t.Context(), c, rules, []int{1})
	require.NoError(t, err)
	var got []string
	for i := range verdict.Outcomes {
		o := &verdict.Outcomes[i]
		text := o.Rule.Title()
		if o.Undefined != nil {
			text += ": " + o.Undefined.Problem
		}
		switch {
		case verdict.Fails(o):
			text = "fails " + text
		case !o.Holds:
			text = "warns " + text
		}
		got = append(got, text)
	}
	require.Equal(t, []string{
		"metrics.mse <= baseline * 1.05",
		"warns metrics.r2 >= baseline",
		"fails metrics.nan < 1: metrics.nan is NaN, and no comparison with NaN holds",
		"fails metrics.mse > 0: where: no run has params.sed",
	}, got)
	failed, warned := verdict.Failed()
	require.Equal(t, [2]int{2, 1}, [2]int{failed, warned})
	require.Equal(t, []*Rule{&rules[3], &rules[4]}, verdict.Unused())
	require.False(t, verdict.Passed())

	// Warnings and rules for nobody pass, unless the check is strict.
	verdict, err = Check(t.Context(), c, []Rule{rules[0], rules[1], rules[3]}, []int{1})
	require.NoError(t, err)
	require.True(t, verdict.Passed())
	verdict.Strict = true
	require.False(t, verdict.Passed())
	verdict, err = Check(t.Context(), c, []Rule{rules[0], rules[3]}, []int{1})
	require.NoError(t, err)
	verdict.Strict = true
	require.False(t, verdict.Passed())
}

func FuzzReadRules(f *testing.F) {
	f.Add([]byte("rules:\n  - name: a\n    rule: a < 1\n    severity: warning\n    runs: 'x*'\n    where: b == 2\n"))
	f.Add([]byte("rules: [{rule: 'a'}, {rule: &x b}, *x]\n---\n"))
	f.Add([]byte("rules:\n- rule: |\n   a\n   and b\n"))
	f.Add([]byte("rules:\n !here: b == 2\n"))
	f.Fuzz(testenv.Inputs(func(t *testing.T, data []byte) {
		rules, err := ReadRules("r.yaml", data)
		if err != nil {
			require.Nil(t, rules)
			input := new(collection.InputError)
			require.True(t, errors.As(err, &input))
			return
		}
		require.NotEmpty(t, rules)
		for i := range rules {
			require.NotNil(t, rules[i].Expression)
		}
	}))
}
