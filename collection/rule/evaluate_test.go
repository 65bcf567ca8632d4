package rule

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// two are a baseline and a candidate with values of most kinds.
func two(t testing.TB) []run {
	return []run{
		{"base", [][2]string{
			{"metrics", "{'mse': 100.0, 'r2': 0.5, 'nan': nan, 'inf': inf, 'f1-score': 0.8, 'n': 3, 'if': 1}"},
			{"feature-importance", "{'age': 0.1}"},
			{"my.key", "{'a b': 1}"},
			{"folds", "[1, 2, 3]"},
			{"pair", "(1, 2)"},
			{"colours", "{'red', 'green'}"},
			{"big", "9007199254740992"},
			{"huge", strings.Repeat("9", 400)},
			{"note", "hello there"},
			{"flag", "True"},
			{"none", "None"},
			{"only_base", "1"},
			{"roc#1", "7"},
		}, map[string]any{"model": "rf", "seed": 0, "depth": nil}},
		{"cand", [][2]string{
			{"metrics", "{'mse': 104.0, 'r2': 0.25, 'nan': nan, 'inf': inf, 'f1-score': 0.75, 'n': 3.0, 'if': 2}"},
			{"feature-importance", "{'age': 0.2}"},
			{"my.key", "{'a b': 2}"},
			{"folds", "[1, 2, 3, 4]"},
			{"pair", "(1, 2)"},
			{"colours", "{'red'}"},
			{"big", "9007199254740993"},
			{"huge", strings.Repeat("9", 400) + "1"},
			{"note", "hello you"},
			{"flag", "False"},
			{"none", "None"},
			{"roc#1", "8"},
		}, map[string]any{"model": "gb", "seed": 3, "depth": nil}},
	}
}

// Each expression is that for the candidate, the second run.
func TestEvaluate(t *testing.T) {
	c := load(t, two(t)...)
	for _, test := range []struct {
		text string
		want string // true, false, or how Undefined begins
	}{
		{`metrics.mse <= baseline * 1.05`, "true"},
		{`metrics.mse <= baseline * 1.03`, "false"},
		{`metrics.mse <= base("metrics.mse") * 1.05`, "true"},
		{`metrics.mse - base("metrics.mse") == 4`, "true"},
		{`metrics.mse - base(metrics.mse) == 4`, "true"},
		{`metrics["f1-score"] >= baseline - 0.1`, "true"},
		{`metrics.f1-score > 0`, "no run has metrics.f1"},
		{`key("feature-importance").age == 0.2`, "true"},
		{`key("feature-importance")["age"] == baseline * 2`, "true"},
		{`key("feature-importance.age") == 0.2`, "true"},
		{`feature-importance > 0`, "no run has feature"},
		{`["my.key"]["a b"] == 2`, "true"},
		{`key("my.key")["a b"] == 2`, "true"},
		{`base("[\"my.key\"][\"a b\"]") == 1`, "true"},
		{`tag:metrics.mse == 104 and tag:flag == false`, "true"},
		{`key("tag:metrics").mse == 104`, "true"},
		{`key("metrics.mse") == 104`, "true"},
		{`key("roc#1") == 8`, "true"},
		{`folds[3] == 4`, "true"},
		{`folds[3] == baseline`, "in the baseline folds[3] is missing: not in this run's value"},
		{`rows(folds) > baseline`, "true"},
		{`folds == [1, 2, 3, 4] and pair == [1, 2] and folds != pair`, "true"},
		{`4 in folds and 5 not in folds and "red" in colours and "mse" in metrics`, "true"},
		{`params.model == "gb" and model == 'gb' and params.seed in [1, 3]`, "true"},
		{`notebook == "cand" and status == "ok"`, "true"},
		{`params.depth == None and none == nil and metrics.mse != None`, "true"},
		{`note startsWith "hello" and note matches "y.u$" and note contains "o y" and not (note endsWith "x")`, "true"},
		{`flag == False and not flag and !flag`, "true"},
		{`0 < metrics.r2 < 1 && metrics.r2 < baseline || false`, "true"},
		{`metrics.r2 < baseline and metrics.mse < baseline`, "false"},
		{`metrics.if == 2`, "true"},
		{`metrics.mse > 1000 ? metrics.nothing > 1 : true`, "true"},

		// Integers keep all their digits, and floats are no integers.
		{`big > baseline`, "true"},
		{`big == baseline`, "false"},
		{`big == 9007199254740993`, "true"},
		{`big + 0 == 9007199254740993 and -big == -9007199254740993`, "true"},
		{`big - baseline == 1`, "true"},
		{`big * big - 81129638414606735738984533590049 == 0`, "too large"},
		{`huge > baseline and huge > 1e308`, "true"},
		{`huge * 2.5 > 1`, "huge * 2.5: the integer is too large to calculate with"},
		{`huge * huge > 1`, "huge * huge: the integer is too large to calculate with"},
		{`metrics.n == 3 and metrics.n / 2 == 1.5 and 7 % 4 == 3 and -7 % 4 == 1 and 7 % -4 == -1`, "true"},
		{`2 ** 10 == 1024 and 2 ^ 0.5 > 1.41 and 9 ** 9 ** 9 > 1e300`, "true"},
		{`0.1 + 0.2 > 0.3`, "true"},
		{`metrics.mse / 0 > 1`, "metrics.mse / 0: division by zero"},
		{`abs(0 - metrics.mse) == 104 and min(3, 1, 2) == 1 and max(folds) == 4 and abs(-3) == 3`, "true"},

		// NaN decides nothing.
		{`metrics.nan < 1`, "metrics.nan is NaN, and no comparison with NaN holds"},
		{`metrics.nan != metrics.nan`, "metrics.nan is NaN"},
		{`not (metrics.nan > 1)`, "metrics.nan is NaN"},
		{`1 < metrics.nan + 1`, "metrics.nan + 1 is NaN"},
		{`max(1, metrics.nan) < 3`, "max(1, metrics.nan) is NaN"},
		{`metrics.mse < base("metrics.nan")`, `base("metrics.nan") is NaN`},
		{`metrics.inf - metrics.inf < 1`, "metrics.inf - metrics.inf is NaN"},
		{`isnan(metrics.nan) and not isnan(metrics.mse) and metrics.inf > 1e308`, "true"},

		// On the left baseline is for the one path there.
		{`abs(metrics.mse - baseline) < 5 and abs(metrics.mse - baseline) > 3`, "true"},
		{`abs(baseline - key("metrics.mse")) == 4 and baseline - metrics.mse == -4`, "true"},
		{`abs(metrics.mse - baseline) / baseline == 0.04 and (metrics.mse - baseline) / metrics.mse < 0.04`, "true"},
		{`abs(metrics.mse - baseline) <= baseline * 0.04`, "true"},
		{`abs(metrics.mse - baseline) < baseline * 0.03`, "false"},
		{`(abs(metrics.mse - baseline) < 5) == true`, "true"},
		{`key("feature-importance").age - baseline == 0.1`, "true"},
		{`abs(metrics.mse) <= baseline + 4`, "true"},
		{`metrics.mse - metrics.r2 - baseline < 5`, "column 28: baseline on the left stands for the one key there, and there are more"},
		{`abs(baseline) < metrics.mse`, "column 5: baseline on the left stands for the key there, and there is none"},
		{`only_base - baseline < 5`, "only_base is missing"},

		// Missing is never false.
		{`metrics.nothing < 1`, "no run has metrics.nothing"},
		{`not (metrics.nothing < 1)`, "no run has metrics.nothing"},
		{`only_base == 1`, "only_base is missing: no cell with this tag"},
		{`base("only_base") == 1`, "true"},
		{`exists(metrics.mse) and not exists(metrics.nothing) and not exists(nothing) and exists(base("only_base"))`, "true"},
		{`exists("metrics.mse") and not exists(base(nothing))`, "true"},
		{`metrics.mse > 0 or metrics.nothing > 0`, "true"},
		{`(metrics.nothing ?? 5) == 5 and (metrics.mse ?? 5) == 104`, "true"},
		{`(metrics.nan ?? 5) == 5`, "metrics.nan is NaN"},

		// A text is no number.
		{`note < 3`, "note is text, which < cannot compare with a number"},
		{`params.model == metrics.mse`, "params.model is text, which == cannot compare with a number"},
		{`metrics.mse contains "a"`, "metrics.mse is a number, and contains is for text"},
		{`note startsWith metrics.mse`, "metrics.mse is a number, and startsWith is for text"},
		{`metrics matches "a"`, "metrics is a dict, and matches is for text"},
		{`3 endsWith "a"`, "3 is a number, and endsWith is for text"},
		{`note contains 3`, "3 is a number, and contains is for text"},
		{`3 in note`, "note is text, and in is for what is in a list, a set or a dict"},
		{`note + 1 > 3`, "note is text, no number"},
		{`none < 3`, "none is None, which < cannot compare with a number"},
		{`flag == 1`, "flag is a bool, which == cannot compare with a number"},
		{`metrics < 3`, "metrics is a dict, which < cannot compare with a number"},
		{`metrics.mse and true`, "metrics.mse is a number, neither true nor false"},
		{`abs(note) > 1`, "abs(note): the argument is text, no number"},
		{`rows(note) > 1`, "rows(note): text has no rows"},
		{`max(colours) > 1`, "max(colours): there is text among the arguments, no number"},
		{`max([]) > 1`, "max(the list): the list is empty"},
		{`similar(note) > 0.5`, "note is no picture"},
	} {
		expression, err := Parse(test.text)
		if err != nil {
			require.ErrorContains(t, err, test.want, test.text)
			continue
		}
		result := NewEvaluator(t.Context(), c).Evaluate(expression, 1)
		if result.Undefined != nil {
			require.True(t, strings.HasPrefix(result.Undefined.Problem, test.want), "%s\ngave %q\nwant %q", test.text, result.Undefined.Problem, test.want)
			require.False(t, result.Holds)
			continue
		}
		require.Equal(t, test.want, fmt.Sprint(result.Holds), test.text)
	}
}

// A path is what collection.FindColumn says of its text: the entry of a dict
// before the tag of this name.
func TestPathsAreFoundAsColumnsAre(t *testing.T) {
	c := load(t, run{"a", [][2]string{{"metrics.mse", "1"}, {"metrics", "{'mse': 9}"}, {"cv.mae", "2"}, {"cv", "[4]"}, {"params.seed", "5"}},
		map[string]any{"seed": 7}})
	columns := c.Columns()
	for _, test := range []struct{ text, column string }{
		{`metrics.mse == 9`, `metrics.mse`},
		{`metrics["mse"] == 9`, `metrics.mse`},
		{`key("metrics").mse == 9`, `metrics.mse`},
		{`key("metrics.mse") == 1`, `["metrics.mse"]`},
		{`cv.mae == 2`, `cv.mae`},
		{`params.seed == 7 and seed == 7`, `params.seed`},
		{`key("params.seed") == 5`, `["params.seed"]`},
	} {
		x, err := Parse(test.text)
		require.NoError(t, err)
		require.True(t, NewEvaluator(t.Context(), c).Evaluate(x, 0).Holds, test.text)
		i, err := c.FindColumn(columns, test.column)
		require.NoError(t, err)
		last := test.text[strings.LastIndex(test.text, " ")+1:]
		require.Equal(t, last, value.Repr(columns[i].Cells[0].Value), test.text)
	}
}

func TestSidesAreThoseThatDecided(t *testing.T) {
	c := load(t, two(t)...)
	expression, err := Parse(`metrics.mse <= baseline * 1.05 and metrics.r2 >= baseline and metrics.n > 1`)
	require.NoError(t, err)
	result := NewEvaluator(t.Context(), c).Evaluate(expression, 1)
	for i := range result.Sides {
		if n, ok := result.Sides[i].Left.(value.Number); ok {
			result.Sides[i].Left = value.Float(n.Float) // without the notebook's spelling
		}
		if n, ok := result.Sides[i].Right.(value.Number); ok {
			result.Sides[i].Right = value.Float(n.Float)
		}
	}
	require.Equal(t, []Side{
		{"<=", value.Float(104), value.Float(105), true},
		{">=", value.Float(0.25), value.Float(0.5), false},
	}, result.Sides)
}

func TestHints(t *testing.T) {
	c := load(t, two(t)...)
	for text, want := range map[string]string{
		`metrics.msee < 1`:       "the columns are metrics.mse, ",
		`params.model == rf`:     `a text stands in quotes: "rf"; the columns are `,
		`metrcs.mse < 1`:         "the columns are metrics.mse, ",
		`feature-importance < 1`: `write key("feature-importance")`,
		`metrics.f1-score > 1`:   `write metrics["f1-score"]`,
		`roc > 1`:                `write key("roc#1")`,
	} {
		expression, err := Parse(text)
		require.NoError(t, err, text)
		undefined := NewEvaluator(t.Context(), c).Evaluate(expression, 1).Undefined
		require.NotNil(t, undefined, text)
		require.True(t, undefined.Unknown && undefined.Missing, text)
		require.True(t, strings.HasPrefix(undefined.Hint, want), "%s\nhint %q", text, undefined.Hint)
	}
}

// The candidate's pictures differ from production's; a picture is like itself.
func TestSimilarPictures(t *testing.T) {
	churn := filepath.Join(testenv.Root(t), "testdata", "notebooks", "churn")
	c := loadPaths(t, filepath.Join(churn, "production.ipynb"), filepath.Join(churn, "candidate.ipynb"), filepath.Join(churn, "candidate_good.ipynb"))
	v := NewEvaluator(t.Context(), c)
	same, err := Parse(`similar(roc_curve) == 1 and similar(tag:roc_curve) <= baseline`)
	require.NoError(t, err)
	require.True(t, v.Evaluate(same, 0).Holds)
	near, err := Parse(`0.5 < similar(roc_curve) < 1`)
	require.NoError(t, err)
	require.True(t, v.Evaluate(near, 2).Holds)
	typo, err := Parse(`classification_report.left.recal > 0.1`)
	require.NoError(t, err)
	require.Equal(t, "the columns of the table are precision, recall, f1-score, support; its rows are stayed, left, accuracy, macro avg, weighted avg",
		v.Evaluate(typo, 1).Undefined.Hint)
	unequal, err := Parse(`similar(metrics) > 0`)
	require.NoError(t, err)
	require.Equal(t, "metrics is no picture", v.Evaluate(unequal, 1).Undefined.Problem)
	frame, err := Parse(`classification_report.left.recall > 0.1 and rows(classification_report) == 5 and classification_report["left"].precision > 0 and classification_report[0]["f1-score"] > 0`)
	require.NoError(t, err)
	require.Nil(t, v.Evaluate(frame, 1).Undefined)
	require.True(t, v.Evaluate(frame, 1).Holds)
}

// An output of a tagged cell is a key where it was asked for.
func TestOutputsOfCells(t *testing.T) {
	x, err := Parse(`tag:roc_curve[0] == roc_curve and similar(tag:roc_curve[0]) < 1 and not exists(tag:roc_curve[7])`)
	require.NoError(t, err)
	churn := filepath.Join(testenv.Root(t), "testdata", "notebooks", "churn")
	c, err := collection.Load(t.Context(), []string{churn}, collection.Options{Baseline: "production", Outputs: x.Paths()})
	require.NoError(t, err)
	result := NewEvaluator(t.Context(), c).Evaluate(x, 0)
	require.Nil(t, result.Undefined)
	require.True(t, result.Holds)
}

// Each level of baseline looks at the innermost path once more.
func TestWorkIsBounded(t *testing.T) {
	text := "metrics.mse == baseline"
	for range 40 {
		text = "(" + text + ") == baseline"
	}
	expression, err := Parse(text)
	require.NoError(t, err)
	result := NewEvaluator(t.Context(), load(t, two(t)...)).Evaluate(expression, 1)
	require.Equal(t, "the expression takes too many steps", result.Undefined.Problem)
}
