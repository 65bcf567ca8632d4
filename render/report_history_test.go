package render

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// historyIn returns what newHistory makes of a key of two runs, as the page
// reads it; "null" for none.
func historyIn(t *testing.T, kind, a, b string) string {
	t.Helper()
	folder := t.TempDir()
	notebookOf(t, filepath.Join(folder, "a.ipynb"), [3]string{"curve", kind, a})
	notebookOf(t, filepath.Join(folder, "b.ipynb"), [3]string{"curve", kind, b})
	c := loadFolder(t, folder)
	s := &subject{runs: c.Runs, baseline: c.Baseline, keys: c.Keys, derive: c.Derived}
	for k, key := range c.Keys {
		if key.Title != "curve" {
			continue
		}
		history := newHistory(s, k, c.Compare(k).Cells)
		if history == nil {
			return "null"
		}
		history.Summary = nil // see TestHistorySummary
		for i := range history.Metrics {
			history.Metrics[i].Style = styleData{}
			require.Len(t, history.Metrics[i].Values, len(history.Runs))
		}
		data, err := json.Marshal(map[string]any{"x": history.X, "steps": history.Steps, "runs": history.Runs, "metrics": metricsOf(history)})
		require.NoError(t, err)
		return string(data)
	}
	require.FailNow(t, "no key")
	return ""
}

func metricsOf(h *historyData) map[string][][]float {
	metrics := map[string][][]float{}
	for _, m := range h.Metrics {
		metrics[m.Title] = m.Values
	}
	return metrics
}

func TestHistories(t *testing.T) {
	const both = `"runs":[{"run":0,"steps":0},{"run":1,"steps":0}]`
	table := func(index, column string) string {
		return `<table><thead><tr><th></th><th>` + column + `</th><th>loss</th></tr></thead><tbody>
			<tr><th>` + index + `0</th><td>1</td><td>0.5</td></tr><tr><th>` + index + `1</th><td>2</td><td>0.25</td></tr>
			<tr><th>` + index + `2</th><td>3</td><td>0.125</td></tr></tbody></table>`
	}
	for name, test := range map[string]struct{ kind, a, b, want string }{
		"a list of dicts": {"stdout", `[{'epoch': 1, 'loss': 3}, {'epoch': 2, 'loss': 2}, {'epoch': 3, 'loss': 1}]`, `[{'epoch': 1, 'loss': 5}, {'epoch': 2, 'loss': nan}, {'epoch': 3, 'loss': inf}]`,
			`{"metrics":{"loss":[[3,2,1],[5,null,1e999]]},` + both + `,"steps":[[1,2,3]],"x":"epoch"}`},
		"other steps, and a metric that one run has": {"stdout", `[{'step': 1, 'loss': 3}, {'step': 2, 'loss': 2}, {'step': 3, 'loss': 1}]`, `[{'step': 10, 'lr': 0.5}, {'step': 20, 'lr': 0.25}]`,
			`{"metrics":{"loss":[[3,2,1],[]],"lr":[[],[0.5,0.25]]},"runs":[{"run":0,"steps":0},{"run":1,"steps":1}],"steps":[[1,2,3],[10,20]],"x":"step"}`},
		"a dict of lists": {"stdout", `{'loss': [3, 2, 1, 1, 1, 1, 1, 0], 'note': ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']}`, `{'loss': [4, 3, 2, 1, 1, 1, 1, 1], 'note': ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']}`,
			`{"metrics":{"loss":[[3,2,1,1,1,1,1,0],[4,3,2,1,1,1,1,1]]},` + both + `,"steps":[[0,1,2,3,4,5,6,7]],"x":"step"}`},
		"lines of a log": {"stdout", "start\n{\"epoch\": 1, \"loss\": 2}\n{\"epoch\": 2, \"loss\": 1}\n{\"epoch\": 3, \"loss\": 0}\n", "{\"epoch\": 1, \"loss\": 4}\n",
			`{"metrics":{"loss":[[2,1,0],[4]]},"runs":[{"run":0,"steps":0},{"run":1,"steps":1}],"steps":[[1,2,3],[1]],"x":"epoch"}`},
		"a long list of numbers": {"stdout", `[8, 7, 6, 5, 4, 3, 2, 1]`, `[8, 7, None, 5, 4, 3, 2, 0.5]`,
			`{"metrics":{"curve":[[8,7,6,5,4,3,2,1],[8,7,null,5,4,3,2,0.5]]},` + both + `,"steps":[[0,1,2,3,4,5,6,7]],"x":"step"}`},
		"a table that counts epochs": {"text/html", table("", "epoch"), table("", "epoch"),
			`{"metrics":{"loss":[[0.5,0.25,0.125],[0.5,0.25,0.125]]},` + both + `,"steps":[[1,2,3]],"x":"epoch"}`},
		"a short list of numbers":     {"stdout", `[0.1, 0.5, 0.9]`, `[0.1, 0.5, 0.8]`, "null"},
		"a table of anything":         {"text/html", table("", "trees"), table("", "trees"), "null"},
		"a table with names":          {"text/html", table("model-", "trees"), table("model-", "trees"), "null"},
		"a dict with a list in it":    {"stdout", `{'folds': [1, 2, 3, 4, 5, 6, 7, 8], 'mean': 4}`, `{'folds': [1, 2, 3, 4, 5, 6, 7, 8], 'mean': 3}`, "null"},
		"lists of unequal lengths":    {"stdout", `{'a': [1, 2, 3, 4, 5, 6, 7, 8], 'b': [1]}`, `{'a': [1, 2, 3, 4, 5, 6, 7, 8], 'b': [2]}`, "null"},
		"a list of texts":             {"stdout", `['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']`, `['a']`, "null"},
		"text":                        {"stdout", "one\ntwo\nthree\n", "one\n", "null"},
		"a dict of scalars":           {"stdout", `{'epoch': 1, 'loss': 3}`, `{'epoch': 1, 'loss': 4}`, "null"},
		"steps without anything else": {"stdout", `[{'epoch': 1}, {'epoch': 2}, {'epoch': 3}]`, `[{'epoch': 1}]`, "null"},
	} {
		require.Equal(t, test.want, historyIn(t, test.kind, test.a, test.b), name)
	}
}

// TestHistorySummary: the last of a loss is compared, and of the other two only
// the smallest, which is what one wants of a loss.
func TestHistorySummary(t *testing.T) {
	folder := t.TempDir()
	notebookOf(t, filepath.Join(folder, "a.ipynb"), [3]string{"history", "stdout", `[{'epoch': 1, 'loss': 3.5}, {'epoch': 2, 'loss': 0.5}, {'epoch': 3, 'loss': nan}, {'epoch': 4, 'loss': 1.5}]`})
	notebookOf(t, filepath.Join(folder, "b.ipynb"), [3]string{"history", "stdout", `[{'epoch': 1, 'loss': 2.5}, {'epoch': 2, 'loss': 1.0}]`})
	notebookOf(t, filepath.Join(folder, "c.ipynb"), [3]string{"history", "stdout", "failed"})
	c := loadFolder(t, folder)
	s := &subject{runs: c.Runs, baseline: c.Baseline, keys: c.Keys, derive: c.Derived}
	history := newHistory(s, 0, c.Compare(0).Cells)
	type summed struct {
		title, better string
		texts, deltas []string
		rank          []int
	}
	var got []summed
	for _, column := range history.Summary {
		line := summed{title: column.Title, better: column.Better, deltas: column.Delta, rank: column.Rank}
		for _, text := range column.Text {
			line.texts = append(line.texts, deref(text))
		}
		got = append(got, line)
	}
	require.Equal(t, []summed{
		{"loss last", "lower", []string{"1.5", "1.0", ""}, []string{"", "−0.5", ""}, []int{2, 1, 0}},
		{"loss min", "lower", []string{"0.5", "1.0", ""}, []string{"", "+0.5", ""}, []int{1, 2, 0}},
		{"loss max", "", []string{"3.5", "2.5", ""}, []string{"", "−1", ""}, nil},
	}, got)
}

func TestPictureSize(t *testing.T) {
	size := func(m *value.Image) int { return newPicture(m, "image-1").Shown }
	require.Equal(t, 96, size(&value.Image{Width: 24, Height: 16, ShownWidth: 96, ShownHeight: 64}))
	require.Equal(t, 48, size(&value.Image{Width: 24, Height: 16, ShownHeight: 32}))
	require.Equal(t, 0, size(&value.Image{ShownHeight: 32}), "of a picture whose size is unknown, the height says nothing of the width")
	require.Equal(t, 0, size(&value.Image{Width: 24, Height: 16}))
}
