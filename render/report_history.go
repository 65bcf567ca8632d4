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

// historyData shows series: a number a step, of every run that has them.
type historyData struct {
	X       string        `json:"x"`     // what the steps are: step, epoch, ...
	Steps   [][]float     `json:"steps"` // the different lists of steps, ascending or not, as they stand
	Runs    []historyRun  `json:"runs"`  // those that have a series
	Metrics []historyLine `json:"metrics"`
	// Summary holds the last, the smallest and the largest number of each
	// metric, as columns of a table of all runs.
	Summary []*columnData `json:"summary"`
}

// historyRun is the series of one run.
type historyRun struct {
	Run       int  `json:"run"`
	Steps     int  `json:"steps"` // index into historyData.Steps
	Truncated bool `json:"truncated,omitempty"`
}

// historyLine is one metric in all runs.
type historyLine struct {
	Title  string    `json:"title"`
	Better string    `json:"better,omitempty"` // lower or higher
	Style  styleData `json:"style"`
	// Values holds a list a run of historyData.Runs, as long as its steps; empty
	// for a run without the metric. What is no number is null.
	Values [][]float `json:"values"`
}

// styleData tells web/src/numberstyle.ts how to write numbers.
type styleData struct {
	AsSpelled  bool `json:"asSpelled,omitempty"`
	Scientific bool `json:"scientific,omitempty"`
	Decimals   int  `json:"decimals"`
	Ints       bool `json:"ints,omitempty"` // all are whole
}

func newStyle(s numberStyle, ints bool) styleData {
	return styleData{s.asSpelled, s.scientific, s.decimals, ints}
}

const (
	// leastSteps is how long a series must be to be drawn where its steps have a
	// name, and leastNumbers where it is numbers alone, which may be anything.
	leastSteps, leastNumbers = 3, 8
	// mostPoints bounds the numbers of one chart.
	mostPoints = 4_000_000
	// mostStyled is how many numbers of a metric choose how it is written.
	mostStyled = 20_000
)

// newHistory returns the series of a key; nil when its values are none or are
// more likely something else.
func newHistory(s *subject, key int, cells []collection.Cell) *historyData {
	source := s.keys[key].Source
	if s.derive == nil || source == introspect.SourceParam || source == introspect.SourceMeta {
		return nil
	}
	data := &historyData{}
	b := historyBuilder{data: data, key: s.keys[key].Name, steps: map[string]int{}, metrics: map[string]int{}}
	for run, cell := range cells {
		if cell.Value != nil {
			b.add(run, cell.Value)
		}
	}
	if !b.drawn || len(data.Metrics) == 0 || b.points > mostPoints {
		return nil
	}
	b.finish(s, key)
	return data
}

type historyBuilder struct {
	data    *historyData
	key     string
	steps   map[string]int // content of a list of steps to its index
	metrics map[string]int // title to index
	points  int
	drawn   bool // some run's series is long enough
}

func (b *historyBuilder) add(run int, v value.Value) {
	p := b.part(v)
	if p == nil || p.rows == 0 {
		return
	}
	x := stepColumn(p)
	least := leastSteps
	if x == nil {
		if !countsItself(v) {
			return // a table without steps is a table
		}
		if _, isText := v.(value.Text); !isText && !holdsDicts(v) {
			least = leastNumbers
		}
		x = &FrameColumn{Title: "step"}
		for i := range p.rows {
			x.Cells = append(x.Cells, value.Int(i))
		}
	}
	lines := numberColumns(p, x)
	if len(lines) == 0 {
		return
	}
	b.drawn = b.drawn || !p.single && p.rows >= least // a single dict is a step beside other runs' series
	if b.data.X == "" {
		b.data.X = x.Title
	}
	b.data.Runs = append(b.data.Runs, historyRun{Run: run, Steps: b.stepsIndex(floatsOf(x.Cells, p.rows)), Truncated: p.truncated})
	for _, line := range lines {
		b.line(line, p.rows)
	}
}

// part returns the columns of a series; nil for what is none.
func (b *historyBuilder) part(v value.Value) *framePart {
	t, ok := v.(*value.Table)
	switch {
	case !ok:
		return seriesPart(v, b.key)
	case !namesSteps(t):
		return nil // row numbers alone are no steps
	}
	return tablePart(t)
}

// namesSteps says whether a column of a table, or of its index, has the name of steps.
func namesSteps(t *value.Table) bool {
	return slices.ContainsFunc(t.IndexNames, isStepName) ||
		slices.ContainsFunc(t.Columns, func(l value.Label) bool { return isStepName(l.String()) })
}

func isStepName(name string) bool {
	return slices.ContainsFunc(stepNames, func(step string) bool { return strings.EqualFold(step, name) })
}

// stepNames are what training loops call their steps, the finest last: where a
// series has several, the coarsest that is there counts.
var stepNames = []string{"epoch", "epochs", "step", "global_step", "iteration", "iterations", "iter", "n_iter", "round", "boosting_round", "batch", "trial", "generation", "episode", "timestep"}

// stepColumn returns the column of numbers that counts the steps, or nil.
func stepColumn(p *framePart) *FrameColumn {
	columns := slices.Concat(p.index, p.columns)
	for _, name := range stepNames {
		for i := range columns {
			if strings.EqualFold(columns[i].Title, name) && isNumbers(columns[i].Cells) && len(columns[i].Cells) == p.rows {
				return &columns[i]
			}
		}
	}
	return nil
}

// countsItself says whether a value without a column of steps is a series all
// the same: a list, a dict of lists of one length, lines of a log.
func countsItself(v value.Value) bool {
	switch v := v.(type) {
	case value.List, value.Tuple, value.Text:
		return true
	case value.Dict:
		length := -1
		for _, item := range v {
			list, ok := asList(item.Value)
			if !ok || length >= 0 && len(list) != length {
				return false
			}
			length = len(list)
		}
		return length > 0
	}
	return false
}

func holdsDicts(v value.Value) bool {
	list, ok := asList(v)
	return ok && len(list) > 0 && list[0].Kind() == value.KindDict
}

// numberColumns returns the columns of numbers beside that of the steps.
func numberColumns(p *framePart, x *FrameColumn) []FrameColumn {
	var lines []FrameColumn
	for _, col := range p.columns {
		if col.Title != x.Title && isNumbers(col.Cells) {
			lines = append(lines, col)
		}
	}
	return lines
}

// isNumbers says whether cells hold at least one number and nothing but numbers
// and gaps.
func isNumbers(cells []value.Value) bool {
	some := false
	for _, cell := range cells {
		switch cell.(type) {
		case value.Number:
			some = true
		case nil, value.Null:
		default:
			return false
		}
	}
	return some
}

func floatsOf(cells []value.Value, rows int) []float {
	floats := make([]float, rows)
	for i := range floats {
		floats[i] = float(nan)
		if i < len(cells) {
			floats[i] = numberOf(cells[i])
		}
	}
	return floats
}

// stepsIndex returns the index of a list of steps, each of which stands once.
func (b *historyBuilder) stepsIndex(steps []float) int {
	content := fmt.Sprint(steps)
	i, ok := b.steps[content]
	if !ok {
		i = len(b.data.Steps)
		b.steps[content] = i
		b.data.Steps = append(b.data.Steps, steps)
	}
	return i
}

func (b *historyBuilder) line(col FrameColumn, rows int) {
	i, ok := b.metrics[col.Title]
	if !ok {
		i = len(b.data.Metrics)
		b.metrics[col.Title] = i
		b.data.Metrics = append(b.data.Metrics, historyLine{Title: col.Title})
	}
	metric := &b.data.Metrics[i]
	for len(metric.Values) < len(b.data.Runs)-1 {
		metric.Values = append(metric.Values, []float{}) // runs without it
	}
	metric.Values = append(metric.Values, floatsOf(col.Cells, rows))
	b.points += rows
}

// finish chooses how numbers are written and sums the series up.
func (b *historyBuilder) finish(s *subject, key int) {
	for i := range b.data.Metrics {
		metric := &b.data.Metrics[i]
		for len(metric.Values) < len(b.data.Runs) {
			metric.Values = append(metric.Values, []float{})
		}
		ints := areWhole(metric.Values)
		style := styleOf(sampleOf(metric.Values, ints))
		metric.Style = newStyle(style, ints)
		b.summarise(s, key, metric)
	}
}

func areWhole(lists [][]float) bool {
	for _, list := range lists {
		for _, f := range list {
			if f64 := float64(f); f64 == f64 && (f64 != math.Trunc(f64) || math.Abs(f64) >= 1<<53) {
				return false
			}
		}
	}
	return true
}

// numberFrom makes a number of a float, an int of one among ints.
func numberFrom(f float, ints bool) value.Number {
	if ints {
		return value.Int(int(f))
	}
	return value.Float(float64(f))
}

// sampleOf returns numbers enough to choose a style by.
func sampleOf(lists [][]float, ints bool) []value.Number {
	total := 0
	for _, list := range lists {
		total += len(list)
	}
	every := max(1, total/mostStyled)
	var numbers []value.Number
	at := 0
	for _, list := range lists {
		for _, f := range list {
			if at%every == 0 && !math.IsNaN(float64(f)) {
				numbers = append(numbers, numberFrom(f, ints))
			}
			at++
		}
	}
	return numbers
}

// summarise makes the columns last, min and max of a metric. Better is the
// last, and of the other two the one that looks for the best.
func (b *historyBuilder) summarise(s *subject, key int, metric *historyLine) {
	last, least, most := make([]value.Value, len(s.runs)), make([]value.Value, len(s.runs)), make([]value.Value, len(s.runs))
	for i, run := range b.data.Runs {
		for _, f := range metric.Values[i] {
			if math.IsNaN(float64(f)) {
				continue
			}
			n := numberFrom(f, metric.Style.Ints)
			last[run.Run] = n
			if m, ok := least[run.Run].(value.Number); !ok || n.Float < m.Float {
				least[run.Run] = n
			}
			if m, ok := most[run.Run].(value.Number); !ok || n.Float > m.Float {
				most[run.Run] = n
			}
		}
	}
	path := value.Path{{Name: metric.Title}}
	if metric.Title == s.keys[key].Name {
		path = nil
	}
	for _, part := range []struct {
		label  string
		values []value.Value
		not    collection.Direction // of the metric, where this says nothing of the best
	}{{"last", last, collection.NoDirection}, {"min", least, collection.HigherIsBetter}, {"max", most, collection.LowerIsBetter}} {
		column := s.derive(key, path, part.values)
		metric.Better = direction(column.Direction)
		if part.not != collection.NoDirection && column.Direction == part.not {
			column = withoutDirection(column)
		}
		data := newColumn(&column, s.keys[key], s.baseline)
		data.Title, data.Group, data.Label = metric.Title+" "+part.label, metric.Title, part.label
		b.data.Summary = append(b.data.Summary, data)
	}
}

func withoutDirection(c collection.Column) collection.Column {
	c.Direction = collection.NoDirection
	c.Cells = slices.Clone(c.Cells)
	for i := range c.Cells {
		c.Cells[i].Rank, c.Cells[i].Verdict = 0, 0
	}
	return c
}
