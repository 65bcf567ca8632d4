package collection

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func TestKeyTitles(t *testing.T) {
	for _, test := range []struct {
		name     string
		runs     []string
		want     []string // titles of the columns
		warnings []string
	}{
		{"one source each", []string{"param:seed scrap:rmse tag:mse label:fig-roc meta:duration"},
			[]string{"params.seed", "rmse", "mse", "fig-roc", "meta.duration"}, nil},
		{"equal values are one key", []string{"tag:mse=1 scrap:mse=1.0", "tag:mse=2 scrap:mse=2"}, []string{"mse"}, nil},
		{"values differ in one run", []string{"tag:mse=1 scrap:mse=1", "tag:mse=1 scrap:mse=2", "tag:mse=1 scrap:mse=3"},
			[]string{"tag:mse", "mse"}, []string{"mse: the scrap and the tag of this name differ, first in b " +
				"(the scrap is shown as mse, the tag as tag:mse)"}},
		{"never in one run", []string{"tag:mse=1", "scrap:mse=2", "label:mse=3"}, []string{"mse"}, nil},
		{"three sources, one differs", []string{"scrap:a=1 tag:a=2 label:a=1"}, []string{"a", "tag:a"},
			[]string{"a: the scrap and the tag of this name differ, first in a (the scrap is shown as a, the tag as tag:a)"}},
		{"tag over label", []string{"label:a=1 tag:a=2"}, []string{"label:a", "a"},
			[]string{"a: the tag and the label of this name differ, first in a (the tag is shown as a, the label as label:a)"}},
		{"reserved names", []string{"tag:notebook scrap:status tag:params.seed param:seed tag:meta.start meta:start scrap:params tag:meta"},
			[]string{"params.seed", "tag:notebook", "scrap:status", `["params.seed"]`, `["meta.start"]`, "scrap:params", "tag:meta", "meta.start"}, nil},
		{"names like sources", []string{"scrap:mse=1 tag:mse=2 tag:tag:mse tag:cell:1 cell:1"},
			[]string{"mse", "tag:mse", "tag:tag:mse", "tag:cell:1", "cell:1"},
			[]string{"mse: the scrap and the tag of this name differ, first in a (the scrap is shown as mse, the tag as tag:mse)"}},
		{"dict onto parameters", []string{`param:seed scrap:params={"seed":1,"x":2}`},
			[]string{"params.seed", "scrap:params.seed", "scrap:params.x"}, nil},
		{"dict onto another key", []string{`tag:a.b scrap:a={"b":1}`}, []string{`["a.b"]`, "a.b"}, nil},
		{"names with a dot", []string{`scrap:a.b tag:a.b=2 tag:a={"b":1}`}, []string{`["a.b"]`, `["tag:a.b"]`, "a.b"},
			[]string{`a.b: the scrap and the tag of this name differ, first in a (the scrap is shown as ["a.b"], the tag as ["tag:a.b"])`}},
		{"names that are no identifiers", []string{`param:learning-rate scrap:report={"f1-score":1,"1":{"n":2}}`},
			[]string{`params["learning-rate"]`, `report["f1-score"]`, `report["1"].n`}, nil},
		{"new keys go to their neighbours", []string{"tag:a tag:c", "tag:a tag:b tag:c tag:d", "tag:z tag:a", "tag:p tag:q"},
			[]string{"z", "a", "b", "c", "d", "p", "q"}, nil},
		{"paths too", []string{`tag:m={"a":1,"c":1}`, `tag:m={"a":1,"b":1,"c":1}`}, []string{"m.a", "m.b", "m.c"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var runs [][]introspect.Entry
			for _, text := range test.runs {
				runs = append(runs, entries(t, text))
			}
			c := collect(t, runs...)
			c.warnOfConflicts()
			require.Equal(t, test.want, columnTitles(c))
			require.Equal(t, append([]string{}, test.warnings...), messages(c))
		})
	}
}

// The bare name of merged sources means, in each run, the first that has it.
func TestEntryOfMergedSources(t *testing.T) {
	c := collect(t, entries(t, "tag:mse=1"), entries(t, "scrap:mse=2"), entries(t, "tag:mse=3 scrap:mse=3"), entries(t, ""), nil,
		[]introspect.Entry{{Source: introspect.SourceScrap, Name: "mse", Reason: "unknown encoder"}, entry(introspect.SourceTag, "mse", value.Int(4))},
		[]introspect.Entry{{Source: introspect.SourceScrap, Name: "mse", Reason: "unknown encoder"}})
	require.Equal(t, []string{"mse"}, keyTitles(c))
	var got []string
	for run := range c.Runs {
		e := c.Entry(run, 0)
		switch {
		case e == nil:
			got = append(got, "none")
		case e.Value == nil:
			got = append(got, string(e.Source)+" "+e.Reason)
		default:
			got = append(got, string(e.Source)+" "+e.Value.(value.Number).String())
		}
	}
	require.Equal(t, []string{"tag 1", "scrap 2", "scrap 3", "none", "none", "tag 4", "scrap unknown encoder"}, got)
}

// No two columns share a title, whatever the keys are called.
func TestTitlesAreUnique(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	names := []string{"a", "b", "a.b", "a#2", "a.b#2", "tag:a", "tag:a.b", "scrap:a", "tag:tag:a.b", "params", "params.a", "meta.a", "notebook",
		"status", "", ".", "[0]", `["a"]`, `a["b"]`, "a\x00", "a b", "1", "01", "cell:1", "label:a", "#2", "a\n", "params[\"a b\"]"}
	pick := func() string { return names[random.IntN(len(names))] }
	sources := []introspect.Source{introspect.SourceScrap, introspect.SourceTag, introspect.SourceLabel, introspect.SourceParam,
		introspect.SourceMeta, introspect.SourceCell}
	var any func(depth int) value.Value
	any = func(depth int) value.Value {
		switch random.IntN(4) {
		case 0:
			if depth > 2 {
				break
			}
			dict := value.Dict{}
			for range random.IntN(4) {
				dict = append(dict, value.Item{Key: value.Text(pick()), Value: any(depth + 1)})
			}
			return dict
		case 1:
			table := &value.Table{Index: []value.Label{{pick()}}}
			for range random.IntN(4) {
				table.Columns = append(table.Columns, value.Label{pick()})
			}
			table.Rows = [][]value.TableCell{make([]value.TableCell, len(table.Columns))}
			for j := range table.Columns {
				table.Rows[0][j] = value.TableCell{Text: "1", Value: value.Int(1)}
			}
			return table
		}
		return value.Int(random.IntN(2))
	}
	for range 3000 {
		runs := make([][]introspect.Entry, 1+random.IntN(3))
		for i := range runs {
			runs[i] = []introspect.Entry{}
			for range random.IntN(8) {
				runs[i] = append(runs[i], entry(sources[random.IntN(len(sources))], pick(), any(0)))
			}
		}
		c := collect(t, runs...)
		seen := map[string]bool{"notebook": true, "status": true}
		for _, col := range c.Columns() {
			require.False(t, seen[col.Title], "%q in %v", col.Title, runs)
			seen[col.Title] = true
			k := c.Keys[col.Key]
			isParam := strings.HasPrefix(col.Title, "params.") || strings.HasPrefix(col.Title, "params[")
			require.Equal(t, k.Source == introspect.SourceParam, isParam, col.Title)
		}
		keys := map[string]bool{}
		for _, k := range c.Keys {
			require.False(t, keys[k.Title], "%q in %v", k.Title, runs)
			keys[k.Title] = true
		}
	}
}

func TestSelectKeys(t *testing.T) {
	const run = `param:model="rf" param:seed tag:mse=1 scrap:mse=2 tag:metrics={"mse":1,"mae":2,"r2":3} tag:a/b tag:x[1] tag:x1 label:roc meta:start`
	for _, test := range []struct {
		name          string
		keys, exclude string
		keysWant      string
		columnsWant   string // "" is the same
	}{
		{"all", "", "", `params.model params.seed tag:mse mse metrics a/b ["x[1]"] x1 roc meta.start`,
			`params.model params.seed tag:mse mse metrics.mse metrics.mae metrics.r2 a/b ["x[1]"] x1 roc meta.start`},
		{"order of the globs", "roc params.* mse", "", "roc params.model params.seed mse", ""},
		{"bare name is not the other source", "mse", "", "mse", ""},
		{"source and name", "tag:mse scrap:mse param:seed", "", "tag:mse mse params.seed", ""},
		{"glob of a source", "tag:x*", "", `["x[1]"] x1`, ""},
		{"exact name over glob", "x[1]", "", `["x[1]"]`, ""},
		{"glob that is also a name in brackets", "x[12]", "", "x1", ""},
		{"slash is a character", "a*", "", "a/b", ""},
		{"each key once", "m* mse", "", "mse metrics meta.start", "mse metrics.mse metrics.mae metrics.r2 meta.start"},
		{"column", "metrics.mse", "", "metrics", "metrics.mse"},
		{"columns", "metrics.m*", "", "metrics", "metrics.mse metrics.mae"},
		{"columns one by one", "metrics.r2 roc metrics.mse", "", "metrics roc", "metrics.mse metrics.r2 roc"},
		{"column, then key", "metrics.r2 metrics", "", "metrics", "metrics.mse metrics.mae metrics.r2"},
		{"exclude a key", "m*", "metrics meta.*", "mse", ""},
		{"exclude columns", "metrics", "metrics.m*", "metrics", "metrics.r2"},
		{"exclude all columns", "metrics mse", "metrics.mse metrics.mae metrics.r2", "mse", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := collect(t, entries(t, run))
			require.NoError(t, c.selectKeys(strings.Fields(test.keys), strings.Fields(test.exclude)))
			if test.columnsWant == "" {
				test.columnsWant = test.keysWant
			}
			require.Equal(t, strings.Fields(test.keysWant), keyTitles(c))
			require.Equal(t, strings.Fields(test.columnsWant), columnTitles(c))
			for _, col := range c.Columns() {
				require.True(t, strings.HasPrefix(col.Title, c.Keys[col.Key].Title), "%s belongs to %s", col.Title, c.Keys[col.Key].Title)
			}
		})
	}
}

func TestSelectKeysErrors(t *testing.T) {
	const run = "tag:mse tag:metrics"
	for glob, want := range map[string]InputError{
		"metrcs": {Input: "metrcs", Message: "matches no key", Hint: "did you mean metrics? The keys are mse, metrics"},
		"zzz*":   {Input: "zzz*", Message: "matches no key", Hint: "the keys are mse, metrics"},
	} {
		require.Equal(t, &want, collect(t, entries(t, run)).selectKeys([]string{"mse", glob}, nil))
	}
	err := collect(t, entries(t, run)).selectKeys([]string{"m[", "mse"}, nil)
	require.EqualError(t, err, "m[: no such key, and not a valid glob")
	c := collect(t, entries(t, run))
	require.NoError(t, c.selectKeys(nil, []string{"mae"}))
	require.Equal(t, []string{"mse", "metrics"}, keyTitles(c))
	require.Equal(t, []string{"mae: excludes no key (did you mean mse? The keys are mse, metrics)"}, messages(c))
}

// Notebooks without a key in common make a table that grows with the square of
// their number; memory must not.
func TestManyKeys(t *testing.T) {
	runs := make([][]introspect.Entry, 300)
	for i := range runs {
		runs[i] = []introspect.Entry{}
		for j := range 10 {
			runs[i] = append(runs[i], entry(introspect.SourceTag, strings.Repeat("k", 1+j)+value.Int(i).String(), value.Int(j)))
		}
	}
	const room = 100_000
	c := collectWithin(t, room, runs)
	require.LessOrEqual(t, len(c.flat)*len(c.Runs), room)
	require.Len(t, c.Keys, room/300)
	require.Equal(t, []string{"2667 keys are left out, the table would be too large (compare fewer notebooks at a time)"}, messages(c))

	wide := value.Dict{}
	for i := range 2000 {
		wide = append(wide, value.Item{Key: value.Int(i), Value: value.Int(i)})
	}
	runs = runs[:100]
	for i := range runs {
		runs[i] = []introspect.Entry{entry(introspect.SourceTag, "wide", wide), entry(introspect.SourceTag, "mse", value.Int(i))}
	}
	c = collectWithin(t, room, runs)
	require.Equal(t, []string{"wide", "mse"}, columnTitles(c))
	require.Equal(t, []string{"wide: holds too many values for columns of their own"}, messages(c))
}
