package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A family is a folder of testdata/notebooks, its report and the tab in which it
// is open.
type family struct {
	t *testing.T
	*collection.Collection
	tab  *tab
	path string // of the report
}

// TestReportsInChromium uses the report of each family as a person would.
func TestReportsInChromium(t *testing.T) {
	b := startBrowser(t)
	for _, test := range []struct{ name, sortBy string }{
		{"diabetes", "metrics.mse"}, {"churn", "metrics.auc"}, {"training", "metrics.val_accuracy"}, {"broken", "mean"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := filepath.Join(testenv.Root(t), "testdata", "notebooks", test.name)
			c, err := collection.Load(t.Context(), []string{folder}, collection.Options{})
			require.NoError(t, err)
			f := &family{t, c, b.newTab(t), report(t, folder)}
			f.tab.load(fileURL(f.path))
			f.tab.until(`() => document.documentElement.dataset.ready === "true"`)

			f.requireConstantsUnfold()
			f.requireSectionsFold()
			f.requireProblems()
			f.requireSorts(test.sortBy)
			f.unfoldAll()
			f.requireValues()
			f.requirePictures()
			f.requirePaper()
			f.tab.settle()
			require.Equal(t, sightings{}, f.tab.sightings())
			f.requireSummaryWithoutScript(b, test.sortBy)
			require.Empty(t, b.trap.caught())
		})
	}
}

// requireConstantsUnfold opens the line of what is the same in every run.
func (f *family) requireConstantsUnfold() {
	f.t.Helper()
	constants := map[string]string{}
	for _, column := range f.Columns() {
		if column.Constant && scalar(column.Cells[0].Value) {
			constants[column.Title] = fullText(column.Cells[0].Value)
		}
	}
	if len(constants) == 0 {
		f.tab.until(`() => document.querySelector("#constants") === null`)
		return
	}
	require.False(f.t, ask[bool](f.tab, `() => document.querySelector("#constants dl").checkVisibility()`))
	f.tab.click(`() => document.querySelector("#constants > summary")`)
	f.tab.until(`() => document.querySelector("#constants dl").checkVisibility()`)
	shown := ask[map[string][2]string](f.tab, `() => Object.fromEntries([...document.querySelectorAll("#constants [data-column]")]
		.map((line) => [line.dataset.column, [line.querySelector("dd").textContent, line.querySelector("dd").title]]))`)
	for title, want := range constants {
		require.Contains(f.t, shown, title)
		require.True(f.t, shows(shown[title], want), "%s: %q shown as %q", title, want, shown[title])
	}
}

// requireSectionsFold unfolds a section that is folded, or folds and unfolds
// another.
func (f *family) requireSectionsFold() {
	f.t.Helper()
	key := ask[string](f.tab, `() => (document.querySelector('section[data-key]:has(button.fold[aria-expanded="false"])')
		?? document.querySelector("section[data-key]")).dataset.key`)
	open := func() bool {
		return ask[bool](f.tab, `(key) => (`+sectionOf+`)(key).querySelector(".body").checkVisibility()`, key)
	}
	clicks := 1
	if open() {
		clicks = 2
	}
	for range clicks {
		before := open()
		f.tab.click(`(key) => (`+sectionOf+`)(key).querySelector("button.fold")`, key)
		f.tab.until(`(key, before) => (`+sectionOf+`)(key).querySelector(".body").checkVisibility() !== before`, key, before)
	}
	require.True(f.t, open())
	f.tab.until(`(key) => (`+sectionOf+`)(key).querySelector(".body").innerText.trim() !== ""`, key)
}

// sectionOf finds the section of a key.
const sectionOf = `(key) => [...document.querySelectorAll("section[data-key]")].find((section) => section.dataset.key === key)`

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// requireProblems finds each run that is not ok among the problems, with its
// traceback, and finds out why it has none.
func (f *family) requireProblems() {
	f.t.Helper()
	words := map[introspect.Status]string{
		introspect.StatusFailed: "failed", introspect.StatusPartial: "partial", introspect.StatusNotExecuted: "not executed",
	}
	for i, run := range f.Runs {
		problem := fmt.Sprintf(`#problems li[data-run="%d"]`, i)
		if run.Status == introspect.StatusOK {
			require.True(f.t, ask[bool](f.tab, `(problem) => document.querySelector(problem) === null`, problem))
			continue
		}
		text := func() string {
			return ask[string](f.tab, `(problem) => document.querySelector(problem).innerText`, problem)
		}
		require.Contains(f.t, text(), run.Name)
		require.Contains(f.t, text(), words[run.Status])
		if run.Failure == nil {
			continue
		}
		require.Contains(f.t, text(), run.Failure.Ename)
		f.tab.click(`(problem) => document.querySelector(problem + " summary")`, problem)
		f.tab.until(`(problem) => document.querySelector(problem + " pre").checkVisibility()`, problem)
		require.NotEmpty(f.t, run.Failure.Traceback)
		for line := range strings.Lines(ansi.ReplaceAllString(strings.Join(run.Failure.Traceback, "\n"), "")) {
			require.Contains(f.t, text(), strings.TrimSpace(line))
		}
	}
}

// requireSorts sorts the overview by a column and compares the order with the
// values.
func (f *family) requireSorts(title string) {
	f.t.Helper()
	columns := f.Columns()
	at := slices.IndexFunc(columns, func(c collection.Column) bool { return c.Title == title })
	require.GreaterOrEqual(f.t, at, 0, title)
	head := `(title) => [...document.querySelectorAll("#overview-table th[data-column]")].find((head) => head.dataset.column === title)`
	orders := map[string][]float64{}
	for range 3 { // to one direction, to the other, to the input's order
		f.tab.click(`(title) => (`+head+`)(title).querySelector("button.sort")`, title)
		var numbers []float64
		for _, run := range ask[[]int](f.tab, `() => [...document.querySelectorAll("#overview-table tbody tr[data-run]")].map((row) => Number(row.dataset.run))`) {
			if n, ok := columns[at].Cells[run].Value.(value.Number); ok {
				numbers = append(numbers, n.Float)
			}
		}
		orders[ask[string](f.tab, `(title) => (`+head+`)(title).ariaSort`, title)] = numbers
	}
	up := slices.Sorted(slices.Values(orders["none"]))
	down := slices.Clone(up)
	slices.Reverse(down)
	require.Equal(f.t, map[string][]float64{"none": orders["none"], "ascending": up, "descending": down}, orders)
}

// unfoldAll opens all that is folded, asks for all that is left out, and shows
// constants as columns and tables with all their columns.
func (f *family) unfoldAll() {
	f.t.Helper()
	f.tab.do(`async () => {
		const constants = document.querySelector("#show-constants");
		if (constants && !constants.checked) constants.click();
		for (const fold of document.querySelectorAll('button.fold[aria-expanded="false"]')) fold.click();
	}`)
	f.tab.scrollThrough()
	f.tab.do(`async () => {
		for (const button of document.querySelectorAll('.histories button[data-value="table"]')) button.click();
		for (const select of document.querySelectorAll(".select select")) {
			if (![...select.options].some((option) => option.value === "-1")) continue;
			select.value = "-1";
			select.dispatchEvent(new Event("change", { bubbles: true }));
		}
		for (let more; (more = document.querySelector("#sections button.link"));) more.click();
		for (const details of document.querySelectorAll("details")) details.open = true;
	}`)
}

// requireValues finds every value that the notebooks hold in the page.
func (f *family) requireValues() {
	f.t.Helper()
	shown := newShown(f.tab)
	found := map[value.Kind]int{}
	require.NotEmpty(f.t, f.Columns())
	for _, column := range f.Columns() {
		for run, cell := range column.Cells {
			f.requireCell(shown, &column, run, cell)
			if cell.Value != nil {
				found[cell.Value.Kind()]++
			}
		}
	}
	for k, key := range f.Keys {
		for run := range f.Runs {
			entry := f.Entry(run, k)
			if entry == nil {
				continue
			}
			f.requireInSection(shown, key.Title, run, entry.Value)
			f.requireInSection(shown, key.Title, run, entry.Display)
		}
	}
	require.NotZero(f.t, found[value.KindNumber])
	f.t.Logf("found %v", found)
}

// requireCell finds one value of a column in a table of runs.
func (f *family) requireCell(shown *shown, column *collection.Column, run int, cell collection.Cell) {
	f.t.Helper()
	texts := shown.Cells[fmt.Sprint(run, " ", column.Title)]
	switch {
	case cell.Value == nil:
		for _, text := range texts {
			require.Equal(f.t, "–", text[0], "%s of %s is missing", column.Title, f.Runs[run].Name)
		}
	case scalar(cell.Value) && len(texts) > 0:
		want := fullText(cell.Value)
		require.True(f.t, slices.ContainsFunc(texts, func(text [2]string) bool { return shows(text, want) }),
			"%s of %s: %q shown as %q", column.Title, f.Runs[run].Name, want, texts)
	default:
		f.requireInSection(shown, f.Keys[column.Key].Title, run, cell.Value)
	}
}

// requireInSection finds what a value holds in the section of its key.
func (f *family) requireInSection(shown *shown, key string, run int, v value.Value) {
	f.t.Helper()
	switch v := v.(type) {
	case nil, *value.Image, *value.Figure: // requirePictures
	case *value.Table:
		f.requireTable(shown, key, run, v)
	case value.Markup:
		require.Contains(f.t, shown.Sections, key)
	case value.List, value.Tuple, value.Set, value.Dict:
		for _, text := range scalarsIn(v) {
			require.True(f.t, shown.anywhere(run, key, text), "%s of %s holds %s", key, f.Runs[run].Name, text)
		}
	default:
		for line := range strings.Lines(fullText(v)) {
			line = strings.TrimRight(line, "\r\n")
			require.True(f.t, shown.anywhere(run, key, line), "%s of %s holds %q", key, f.Runs[run].Name, line)
		}
	}
}

// requireTable finds every cell of a run's table under its column.
func (f *family) requireTable(shown *shown, key string, run int, table *value.Table) {
	f.t.Helper()
	require.NotEmpty(f.t, table.Rows)
	for i, row := range table.Rows {
		for j, cell := range row {
			label := strings.Join(slices.DeleteFunc(slices.Clone(table.Columns[j]), func(part string) bool { return part == "" }), " / ")
			want := cell.Text
			if cell.Value != nil {
				want = fullText(cell.Value)
			}
			texts := append(shown.Cells[fmt.Sprint(run, " ", key, "\n", label)], shown.Cells[fmt.Sprint(run, " ", key, ".", label)]...)
			path := value.Path{{Name: table.Columns[j].String()}} // of a one-row table
			texts = append(texts, shown.Cells[fmt.Sprint(run, " ", key, path)]...)
			require.True(f.t, slices.ContainsFunc(texts, func(text [2]string) bool {
				return shows(text, want) || shows(text, cell.Text) || cell.Value == nil && (text[0] == "" || text[0] == "–")
			}),
				"%s of %s, row %d, %s: %q not among %q", key, f.Runs[run].Name, i, label, want, texts)
		}
	}
}

// requirePictures brings every picture to the screen, where it must be decoded
// in its size.
func (f *family) requirePictures() {
	f.t.Helper()
	count := 0
	for k, key := range f.Keys {
		for run := range f.Runs {
			entry := f.Entry(run, k)
			if entry == nil {
				continue
			}
			for _, v := range []value.Value{entry.Value, entry.Display} {
				if picture := pictureOf(v); picture != nil {
					f.requirePicture(key.Title, run, picture)
					count++
				}
			}
		}
	}
	require.NotZero(f.t, count)
	f.t.Logf("found %d pictures", count)
}

func (f *family) requirePicture(key string, run int, picture *value.Image) {
	f.t.Helper()
	image := `(key, run) => (` + sectionOf + `)(key).querySelector('figure[data-run~="' + run + '"] img')`
	f.tab.do(`(...args) => (`+image+`)(...args).scrollIntoView({ block: "center", behavior: "instant" })`, key, run)
	f.tab.until(`(key, run, width, height) => {
		const picture = (`+image+`)(key, run);
		return picture.complete && picture.naturalWidth === width && picture.naturalHeight === height && picture.checkVisibility();
	}`, key, run, picture.Width, picture.Height)
}

func pictureOf(v value.Value) *value.Image {
	switch v := v.(type) {
	case *value.Image:
		if v.Kind() == value.KindFile {
			return nil // named, not shown
		}
		return v
	case *value.Figure:
		return v.Static
	}
	return nil
}

// requirePaper prints the page: a PDF of some size, with the names of the runs.
func (f *family) requirePaper() {
	f.t.Helper()
	ctx, done := context.WithTimeout(f.tab.ctx, patience)
	defer done()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
	require.NoError(f.t, err)
	require.True(f.t, bytes.HasPrefix(pdf, []byte("%PDF-")))
	require.Greater(f.t, len(pdf), 10_000)

	media := func(name string) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
		require.NoError(f.t, err)
	}
	media("print")
	text := ask[string](f.tab, `() => document.body.innerText`)
	for _, run := range f.Runs {
		require.Contains(f.t, text, run.Name)
	}
	media("")
}

// requireSummaryWithoutScript opens the page where scripts are not allowed.
func (f *family) requireSummaryWithoutScript(b *browser, metric string) {
	f.t.Helper()
	tb := b.newTab(f.t)
	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(f.t, err)
	tb.load(fileURL(f.path))
	require.True(f.t, ask[bool](tb, `() => document.documentElement.dataset.ready === undefined && !document.querySelector("#app").checkVisibility()`))
	text := ask[string](tb, `() => document.body.innerText`)
	require.Contains(f.t, text, metric)
	for _, run := range f.Runs {
		require.Contains(f.t, text, run.Name)
		if run.Failure != nil {
			require.Contains(f.t, text, run.Failure.Ename)
		}
	}
	seen := tb.sightings()
	seen.Console = slices.DeleteFunc(seen.Console, func(text string) bool { return strings.Contains(text, "Blocked script execution") })
	if len(seen.Console) == 0 {
		seen.Console = nil
	}
	require.Equal(f.t, sightings{}, seen)
}
