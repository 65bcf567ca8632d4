package render

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// describesRun says whether a source tells about a run and not about its results.
func describesRun(s introspect.Source) bool {
	return s == introspect.SourceParam || s == introspect.SourceMeta
}

// sortRuns returns the indices of the runs to show, in order.
func sortRuns(c *collection.Collection, columns []collection.Column, opts *TableOptions) ([]int, error) {
	order := make([]int, len(c.Runs))
	for i := range order {
		order[i] = i
	}
	values, err := sortValues(c, columns, opts.Sort)
	if err != nil {
		return nil, err
	}
	if values != nil {
		sortBy(order, values, opts.Descending)
	} else if opts.Descending {
		slices.Reverse(order)
	}
	return ends(order, opts), nil
}

// sortValues returns the values to sort by, one a run; nil for none.
func sortValues(c *collection.Collection, columns []collection.Column, path string) ([]value.Value, error) {
	values := make([]value.Value, len(c.Runs))
	switch path {
	case "":
		return nil, nil
	case "notebook":
		return namePlaces(c), nil
	case "status":
		for i, run := range c.Runs {
			values[i] = value.Text(statusText(run))
		}
		return values, nil
	}
	i, err := c.FindColumn(columns, path)
	if err != nil {
		return nil, err
	}
	for run, cell := range columns[i].Cells {
		values[run] = cell.Value
	}
	return values, nil
}

// namePlaces returns the place of each run's name in the natural order of names.
func namePlaces(c *collection.Collection) []value.Value {
	order := make([]int, len(c.Runs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return collection.CompareNames(c.Runs[a].Name, c.Runs[b].Name) })
	places := make([]value.Value, len(order))
	for place, run := range order {
		places[run] = value.Int(place)
	}
	return places
}

// sortBy sorts indices of values; equal ones keep their order, and NaN, then
// what is missing, come last whatever the direction.
func sortBy(order []int, values []value.Value, descending bool) {
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := values[a], values[b]
		if lastX, lastY := sortsLast(x), sortsLast(y); lastX != 0 || lastY != 0 {
			return lastX - lastY
		}
		if descending {
			x, y = y, x
		}
		return value.Compare(x, y)
	})
}

// sortsLast is 0 for a value that has a place in an order, 1 for NaN and 2 for
// a missing one.
func sortsLast(v value.Value) int {
	if v == nil {
		return 2
	}
	if n, ok := v.(value.Number); ok && math.IsNaN(n.Float) {
		return 1
	}
	return 0
}

// ends keeps the first or the last of a list.
func ends[T any](list []T, opts *TableOptions) []T {
	if opts.Top > 0 && opts.Top < len(list) {
		list = list[:opts.Top]
	}
	if opts.Tail > 0 && opts.Tail < len(list) {
		list = list[len(list)-opts.Tail:]
	}
	return list
}

// addRuns adds the columns notebook and, where one is not ok or status is set,
// status, and a row for each run of order. It returns the row of a run, or -1.
func (s *sheet) addRuns(c *collection.Collection, order []int, status bool) []int {
	status = status || slices.ContainsFunc(c.Runs, func(r *collection.Run) bool { return r.Err != nil || r.Status != introspect.StatusOK })
	s.columns = append(s.columns, sheetColumn{title: "notebook"})
	if status {
		s.columns = append(s.columns, sheetColumn{title: "status"})
	}
	rows := slices.Repeat([]int{-1}, len(c.Runs))
	for i, run := range order {
		rows[run] = i
		r := c.Runs[run]
		row := []sheetCell{textCell(r.Name)}
		if status {
			cell := textCell(statusText(r))
			cell.bad = r.Err != nil || r.Status != introspect.StatusOK
			row = append(row, cell)
		}
		s.rows = append(s.rows, row)
	}
	return rows
}

// addColumn adds a column and, when asked for, its differences.
func (s *sheet) addColumn(c *collection.Collection, col *collection.Column, rows []int, opts *TableOptions) {
	style := styleOf(numbersOf(col.Cells))
	ranked := false // none is best where all are equal
	for _, cell := range col.Cells {
		ranked = ranked || cell.Rank > 1
	}
	s.columns = append(s.columns, sheetColumn{title: col.Title, right: col.Numeric})
	for run, row := range rows {
		if row >= 0 {
			cell := &col.Cells[run]
			s.rows[row] = append(s.rows[row], sheetCell{
				text: sheetText(cell.Value, style, opts), value: cell.Value, best: ranked && cell.Rank == 1,
			})
		}
	}
	metric := col.Numeric && !describesRun(c.Keys[col.Key].Source)
	if opts.Delta && c.Baseline >= 0 && metric {
		s.addDeltas(c, col, rows, style, opts)
	}
}

// How much of a text a cell shows on a terminal. In a column that is a run, one
// list or date would widen all numbers, and so hide other runs.
const (
	longestCell       = 32
	longestTransposed = 16
)

// sheetText writes a value on one line.
func sheetText(v value.Value, style numberStyle, opts *TableOptions) string {
	switch v := v.(type) {
	case nil:
		return ""
	case value.Number:
		if opts.exact() {
			return v.String()
		}
		return style.text(v)
	case value.Text:
		return limited(string(v), opts)
	}
	if text, ok := numbersText(v); ok && !opts.exact() {
		return limited(text, opts)
	}
	return limited(Describe(v), opts)
}

// numbersText writes a list of numbers with as few digits as a column of them.
func numbersText(v value.Value) (string, bool) {
	list, ok := v.(value.List)
	if !ok || len(list) == 0 {
		return "", false
	}
	numbers := make([]value.Number, len(list))
	for i, element := range list {
		if numbers[i], ok = element.(value.Number); !ok {
			return "", false
		}
	}
	style, texts := styleOf(numbers), make([]string, len(list))
	for i, n := range numbers {
		texts[i] = style.text(n)
	}
	return "[" + strings.Join(texts, ", ") + "]", true
}

func limited(text string, opts *TableOptions) string {
	switch {
	case opts.exact():
		return text
	case opts.Width > 0 && opts.Transpose:
		return shorten(text, longestTransposed)
	case opts.Width > 0:
		return shorten(text, longestCell)
	}
	return shorten(text, cellText)
}

// addDeltas adds the difference to the baseline, and the relative one; nothing
// where no run differs.
func (s *sheet) addDeltas(c *collection.Collection, col *collection.Column, rows []int, style numberStyle, opts *TableOptions) {
	delta, share := "Δ", "Δ%"
	if opts.forMachines() {
		delta, share = "delta", "delta_percent"
	}
	s.columns = append(s.columns,
		sheetColumn{title: s.unused(delta + " " + col.Title), short: delta, right: true},
		sheetColumn{title: s.unused(share + " " + col.Title), short: share, right: true})
	for run, row := range rows {
		if row < 0 {
			continue
		}
		cell := &col.Cells[run]
		var delta, share sheetCell
		if cell.Delta != nil && (run != c.Baseline || opts.forMachines()) {
			delta = sheetCell{text: deltaText(*cell.Delta, style, opts), value: value.Float(*cell.Delta), verdict: cell.Verdict}
			if cell.Relative != nil {
				share.value, share.text = value.Float(100**cell.Relative), relative(*cell.Relative)
			}
		}
		s.rows[row] = append(s.rows[row], delta, share)
	}
}

func deltaText(d float64, style numberStyle, opts *TableOptions) string {
	switch {
	case opts.Full:
		return plus(d) + value.Float(d).String()
	case d == 0:
		return "="
	}
	return style.delta(d)
}

// unused returns a title that no column has or will have: a tag may be called
// anything.
func (s *sheet) unused(title string) string {
	for s.taken[title] {
		title += "'"
	}
	s.take(title)
	return title
}

// take notes that a column has a title.
func (s *sheet) take(title string) {
	if s.taken == nil {
		s.taken = map[string]bool{}
	}
	s.taken[title] = true
}

// explain adds the lines below a table of runs.
func (s *sheet) explain(c *collection.Collection, order, rows []int, opts *TableOptions) {
	if len(order) < len(c.Runs) {
		s.below = append(s.below, fmt.Sprintf("%d of %s", len(order), Counted(len(c.Runs), "run")))
	}
	s.addLegend()
	for _, run := range order {
		if r := c.Runs[run]; r.Failure != nil {
			text := fmt.Sprintf("cell %d: %s", r.FailedCell, r.Failure.Message())
			s.below = append(s.below, Visible(r.Name)+": "+fit(Visible(text), problemWidth))
		}
	}
}

// problemWidth is how much of an error a line below the table tells.
const problemWidth = 200

// legendBest begins the line that explains the mark of the best.
const legendBest = "* best"

// addLegend says what the marks mean that stand in the table.
func (s *sheet) addLegend() {
	best, moved := false, false
	for _, row := range s.rows {
		for i := range row {
			best = best || row[i].best
			moved = moved || row[i].verdict != 0
		}
	}
	var legend []string
	if best {
		legend = append(legend, legendBest)
	}
	if moved {
		legend = append(legend, "▲ better, ▼ worse than the baseline")
	}
	if len(legend) > 0 {
		s.below = append(s.below, strings.Join(legend, "; "))
	}
}

// transposed turns rows into columns.
func (s *sheet) transposed() *sheet {
	t := &sheet{above: s.above, shared: s.shared, below: s.below}
	t.columns = []sheetColumn{{title: t.unused(s.columns[0].title)}}
	for _, row := range s.rows {
		t.columns = append(t.columns, sheetColumn{title: t.unused(row[0].text), right: true})
	}
	for j := 1; j < len(s.columns); j++ {
		row := []sheetCell{textCell(s.columns[j].title)}
		for i := range s.rows {
			row = append(row, s.rows[i][j])
		}
		t.rows, t.blocks = append(t.rows, row), append(t.blocks, j)
	}
	return t
}
