package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/collection/rule"
)

// checkFamily checks rules for all notebooks of a folder but the baseline.
func checkFamily(t testing.TB, rules []rule.Rule, baseline string, inputs ...string) (*collection.Collection, *rule.Verdict) {
	t.Helper()
	c, err := collection.Load(t.Context(), inputs, collection.Options{Baseline: baseline})
	require.NoError(t, err)
	if baseline == "" {
		c.Baseline = -1
	}
	var candidates []int
	for run := range c.Runs {
		if run != c.Baseline {
			candidates = append(candidates, run)
		}
	}
	verdict, err := rule.Check(t.Context(), c, rules, candidates)
	require.NoError(t, err)
	return c, verdict
}

func churnRules(t testing.TB) []rule.Rule {
	data, err := os.ReadFile("../testdata/notebooks/churn/rules.yaml")
	require.NoError(t, err)
	rules, err := rule.ReadRules("rules.yaml", data)
	require.NoError(t, err)
	return rules
}

func ruleOf(t testing.TB, name, text string, severity rule.Severity) rule.Rule {
	x, err := rule.Parse(text)
	require.NoError(t, err)
	return rule.Rule{Name: name, Expression: x, Severity: severity}
}

func checked(t testing.TB, c *collection.Collection, v *rule.Verdict, opts CheckOptions) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Check(&out, c, v, opts))
	return bytes.ReplaceAll(out.Bytes(), []byte("../testdata/notebooks/"), nil)
}

// The rules that are shipped with the notebooks of the family churn.
func TestCheckFormats(t *testing.T) {
	c, verdict := checkFamily(t, churnRules(t), "production", "../testdata/notebooks/churn")
	for _, format := range CheckFormats() {
		extension := map[Format]string{Text: "txt", JUnit: "junit.xml", GitHub: "github.txt"}[format]
		if extension == "" {
			extension = string(format)
		}
		golden(t, "churn.check."+extension, checked(t, c, verdict, CheckOptions{Format: format}))
	}
	golden(t, "churn.check.80.color.txt", checked(t, c, verdict, CheckOptions{Width: 80, Color: true}))
	golden(t, "churn.check.50.txt", checked(t, c, verdict, CheckOptions{Width: 50}))
	golden(t, "churn.check.key.md", checked(t, c, verdict, CheckOptions{Format: Markdown, Keys: []string{"metrics"}}))

	var none bytes.Buffer
	err := Check(&none, c, verdict, CheckOptions{Format: Markdown, Keys: []string{"metricss"}})
	input := new(collection.InputError)
	require.True(t, errors.As(err, &input))
	require.Zero(t, none.Len())
}

// Runs in every state, rules without a name, without a baseline, for nobody, and
// that cannot be told.
func TestCheckStates(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("../testdata/notebooks/broken")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cut-off.ipynb"), []byte(`{"cells": [`), 0o644))
	rules := []rule.Rule{
		ruleOf(t, "", `status == "ok"`, rule.SeverityError),
		ruleOf(t, "prices are as they should be", "300 < mean < 400", rule.SeverityWarning),
		ruleOf(t, "", `exists(chart) and meann > 3`, rule.SeverityError),
		ruleOf(t, "", `params.rows < 100`, rule.SeverityError),
	}
	rules[3].Runs = "prod-*"
	c, verdict := checkFamily(t, rules, "", dir)
	for _, run := range c.Runs { // the folder's name is not of equal length each time
		run.Path = filepath.Base(run.Path)
		if run.Err != nil {
			run.Err = errors.New(strings.ReplaceAll(run.Err.Error(), dir+string(filepath.Separator), ""))
		}
	}
	for _, strict := range []bool{false, true} {
		verdict.Strict = strict
		for _, format := range CheckFormats() {
			name := "broken.check."
			if strict {
				name += "strict."
			}
			golden(t, name+string(format), checked(t, c, verdict, CheckOptions{Format: format, Width: 80}))
		}
	}
}

// A gate that checked nothing is not passed, in any format.
func TestNothingChecked(t *testing.T) {
	rules := []rule.Rule{ruleOf(t, "price", "mean > 3", rule.SeverityError)}
	rules[0].Runs = "zzz*"
	c, verdict := checkFamily(t, rules, "", "../testdata/notebooks/churn/production.ipynb", "../testdata/notebooks/churn/candidate.ipynb")
	for _, format := range CheckFormats() {
		out := string(checked(t, c, verdict, CheckOptions{Format: format}))
		require.NotContains(t, strings.ReplaceAll(out, "0 of 2 candidates passed", ""), "passed", format)
		require.Contains(t, out, "not checked", format)
	}
	var page checkJSON
	require.NoError(t, json.Unmarshal(checked(t, c, verdict, CheckOptions{Format: JSON}), &page))
	require.Equal(t, []string{"not checked", "not checked", "not checked"},
		[]string{page.Verdict, page.Candidates[0].Verdict, page.Candidates[1].Verdict})
	require.Contains(t, string(checked(t, c, verdict, CheckOptions{})), "0 of 2 candidates passed, 2 not checked\n")
	require.Contains(t, string(checked(t, c, verdict, CheckOptions{Format: Markdown})), "### ⚠️ 0 of 2 candidates passed, 2 not checked\n\n#### ⚠️ ")

	verdict.Strict = true
	require.NoError(t, json.Unmarshal(checked(t, c, verdict, CheckOptions{Format: JSON}), &page))
	require.Equal(t, "failed", page.Verdict)
	require.Equal(t, "not checked", page.Candidates[0].Verdict)
}

func TestHeadlines(t *testing.T) {
	for want, c := range map[string]checkedRun{
		"passed with 1 warning, the rule does not hold":     {warned: 1, lines: make([]checkLine, 1)},
		"passed with 2 warnings, none of 2 rules holds":     {warned: 2, lines: make([]checkLine, 2)},
		"passed with 1 warning, 1 of 2 rules holds":         {warned: 1, lines: make([]checkLine, 2)},
		"failed, the rule does not hold":                    {failed: 1, lines: make([]checkLine, 1)},
		"failed, 1 of 2 rules does not hold, and 1 warning": {failed: 1, warned: 1, lines: make([]checkLine, 2)},
		"passed, the rule holds":                            {lines: make([]checkLine, 1)},
		"not checked, no rule is for this run":              {},
	} {
		require.Equal(t, want, c.headline())
	}
}

func TestCheckTextFitsTheTerminal(t *testing.T) {
	c, verdict := checkFamily(t, churnRules(t), "production", "../testdata/notebooks/churn")
	for width := 40; width <= 120; width += 5 {
		for _, line := range strings.Split(string(checked(t, c, verdict, CheckOptions{Width: width})), "\n") {
			require.LessOrEqual(t, runewidth.StringWidth(line), width, line)
		}
	}
}

// hostile is a notebook whose names, values and texts would break out of each
// format.
func hostile(t testing.TB, folder, name string, metrics int) string {
	bad := "x\n::error::y\r\x1b[31m|<img src=x onerror=alert(1)>`**_]]>&\u202e @octocat #12 https://evil.example <details> % :,"
	values := map[string]any{"text": bad, bad: 1.5}
	for i := range metrics {
		values[fmt.Sprintf("m%d %s", i, bad)] = float64(len(name)*1000 + i)
	}
	data, err := json.Marshal(values)
	require.NoError(t, err)
	nb, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": []any{
		map[string]any{"cell_type": "code", "id": "a", "execution_count": 1, "source": "", "metadata": map[string]any{"tags": []string{"m"}},
			"outputs": []any{map[string]any{"output_type": "execute_result", "execution_count": 1, "metadata": map[string]any{},
				"data": map[string]any{"application/json": json.RawMessage(data)}}}},
	}})
	require.NoError(t, err)
	path := filepath.Join(folder, name+".ipynb")
	require.NoError(t, os.WriteFile(path, nb, 0o644))
	return path
}

func TestCheckOfHostileNotebooks(t *testing.T) {
	dir := t.TempDir()
	base, bad := hostile(t, dir, "base", 3), hostile(t, dir, "can,did::ate|<b>%0A@octocat", 3)
	rules := []rule.Rule{
		ruleOf(t, "a,b::c|<b>%0A\n@octocat", `m.text == "z"`, rule.SeverityError),
		ruleOf(t, "", `m.text contains "<script>" or m["a|b"] > 3`, rule.SeverityWarning),
		ruleOf(t, "", `m.text == baseline`, rule.SeverityError),
	}
	c, verdict := checkFamily(t, rules, base, bad)

	for _, line := range strings.Split(strings.TrimSpace(string(checked(t, c, verdict, CheckOptions{Format: GitHub}))), "\n") {
		require.Regexp(t, `^::(error|warning) file=[^:,]*,title=[^:,]*::`, line)
		require.NotRegexp(t, `[\x00-\x1f\x{202e}]`, line)
	}
	markdown := string(checked(t, c, verdict, CheckOptions{Format: Markdown}))
	for _, never := range []string{"<img", "<b>", "<script", "@octocat", "#12", "://e", "\x1b", "\u202e", "\r"} {
		require.NotContains(t, markdown, never)
	}
	for _, line := range strings.Split(markdown, "\n") {
		if strings.HasPrefix(line, "|") {
			bars := strings.Count(line, "|") - strings.Count(line, `\|`)
			require.Contains(t, []int{4, 6}, bars, line)
		}
	}
	text := string(checked(t, c, verdict, CheckOptions{}))
	require.NotRegexp(t, `[\x00-\x09\x0b-\x1f\x{202e}]`, text)
	require.NotRegexp(t, `(?m)^\s*::`, text)

	var suites junitSuites
	junit := checked(t, c, verdict, CheckOptions{Format: JUnit})
	require.NoError(t, xml.Unmarshal(junit, &suites))
	require.Equal(t, 3, suites.Suites[0].Tests)
	require.Equal(t, 1, suites.Failures)
	var page checkJSON
	require.NoError(t, json.Unmarshal(checked(t, c, verdict, CheckOptions{Format: JSON}), &page))
	require.Equal(t, "failed", page.Verdict)
	require.Equal(t, "a,b::c|<b>%0A\n@octocat", page.Candidates[0].Rules[0].Name)
}

// GitHub takes comments of 65,536 characters; what is left out is counted, and
// what is folded is closed.
func TestCheckMarkdownIsBounded(t *testing.T) {
	dir := t.TempDir()
	base := hostile(t, dir, "base", 400)
	var inputs []string
	for i := range 6 {
		inputs = append(inputs, hostile(t, dir, fmt.Sprintf("candidate-%d", i), 400))
	}
	var rules []rule.Rule
	for i := range 100 {
		rules = append(rules, ruleOf(t, fmt.Sprintf("rule %d", i), strings.Repeat("m.text != 'x' and ", 40)+"m.text == baseline", rule.SeverityError))
	}
	c, verdict := checkFamily(t, rules, base, inputs...)
	markdown := string(checked(t, c, verdict, CheckOptions{Format: Markdown}))
	require.Less(t, len(markdown), 65_536)
	require.Greater(t, len(markdown), 50_000)
	require.Regexp(t, `\n[0-9]+ more lines are left out: a comment on GitHub has an end\.\n$`, markdown)
	require.Equal(t, strings.Count(markdown, "<details>"), strings.Count(markdown, "</details>"))
}

func TestCaret(t *testing.T) {
	require.Equal(t, "    a < b\n      ^", Caret("a < b", 3))
	require.Equal(t, "    größe = 数値 + 1\n                 ^", Caret("größe = 数値 + 1", 12))
	require.Equal(t, "    a\\x1b < b\n          ^", Caret("a\x1b < b", 4))
	require.Equal(t, "    a\n     ^", Caret("a", 9))
	long := Caret(strings.Repeat("x", 500), 300)
	for _, line := range strings.Split(long, "\n") {
		require.LessOrEqual(t, runewidth.StringWidth(line), 80)
	}
}

func BenchmarkCheck(b *testing.B) {
	c, err := collection.Load(b.Context(), []string{"../testdata/notebooks/diabetes"}, collection.Options{Baseline: "ridge-0"})
	require.NoError(b, err)
	rules := []rule.Rule{
		ruleOf(b, "", `status == "ok"`, rule.SeverityError),
		ruleOf(b, "", "metrics.mse <= baseline * 1.05", rule.SeverityError),
		ruleOf(b, "", "rows(feature_importance) == baseline", rule.SeverityError),
	}
	var candidates []int
	for run := range c.Runs {
		if run != c.Baseline {
			candidates = append(candidates, run)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		verdict, err := rule.Check(b.Context(), c, rules, candidates)
		require.NoError(b, err)
		require.NoError(b, Check(io.Discard, c, verdict, CheckOptions{Format: Markdown}))
	}
}
