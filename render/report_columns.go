package render

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The most characters of a text that a cell shows, and that its tooltip shows.
const (
	cellText    = 80
	tooltipText = 2000
)

// A columnPool holds the columns of a page, each once, although the overview and
// a section may show the same.
type columnPool struct {
	subject *subject
	columns []*columnData
	byName  map[string]int
}

// add returns the column's index in the pool.
func (p *columnPool) add(c *collection.Column) int { return p.addMade(c, nil) }

// addMade is add for a column whose data are made already, unless they are nil.
func (p *columnPool) addMade(c *collection.Column, data *columnData) int {
	name := fmt.Sprintf("%d %s", c.Key, c.Path)
	if i, ok := p.byName[name]; ok {
		return i
	}
	if data == nil {
		data = p.newColumn(c)
	}
	p.byName[name] = len(p.columns)
	p.columns = append(p.columns, data)
	return p.byName[name]
}

func (p *columnPool) newColumn(c *collection.Column) *columnData {
	return newColumn(c, p.subject.keys[c.Key], p.subject.baseline)
}

// isScalar says whether a column fits in a table of runs: numbers, truth
// values, nulls, short texts and lists do, pictures and tables
// do not, and neither does a column in which no run has a value.
func isScalar(c *collection.Column) bool {
	some := false
	for _, cell := range c.Cells {
		some = some || cell.Value != nil
		switch v := cell.Value.(type) {
		case *value.Table, *value.Image, *value.Figure, value.Markup, value.Error, value.Bytes, value.Dict, value.Set:
			return false
		case value.Text:
			if utf8.RuneCountInString(string(v)) > cellText || strings.Contains(string(v), "\n") {
				return false
			}
		case value.List, value.Tuple:
			if utf8.RuneCountInString(value.Repr(v)) > cellText {
				return false
			}
		}
	}
	return some
}

func newColumn(c *collection.Column, key collection.Key, baseline int) *columnData {
	data := &columnData{
		Title:    c.Title,
		Key:      key.Title,
		Source:   string(key.Source),
		Constant: c.Constant,
		Numeric:  c.Numeric,
		Better:   direction(c.Direction),
	}
	data.Group, data.Label = headings(c, key)
	data.fill(c, baseline)
	return data
}

// headings splits a column's title into the line above and the line below of a
// table's head.
func headings(c *collection.Column, key collection.Key) (group, label string) {
	path := strings.TrimPrefix(c.Path.String(), ".")
	switch key.Source {
	case introspect.SourceParam:
		return "Parameters", join(key.Name, path)
	case introspect.SourceMeta:
		return "Run", join(key.Name, path)
	}
	if path == "" {
		return "", key.Title
	}
	return key.Title, path
}

// join writes a path after a name.
func join(name, path string) string {
	if path == "" || strings.HasPrefix(path, "[") {
		return name + path
	}
	return name + "." + path
}

func direction(d collection.Direction) string {
	switch d {
	case collection.LowerIsBetter:
		return "lower"
	case collection.HigherIsBetter:
		return "higher"
	}
	return ""
}

// fill writes the cells of a column; the baseline does not differ from itself.
func (d *columnData) fill(c *collection.Column, baseline int) {
	numbers := numbersOf(c.Cells)
	style := styleOf(numbers)
	if c.Numeric {
		written := newStyle(style, !slices.ContainsFunc(numbers, func(n value.Number) bool { return !n.IsInt }))
		d.Style = &written
	}
	cells := newCells(len(c.Cells), c.Numeric)
	for i, cell := range c.Cells {
		if cell.Value != nil && d.Kind == "" {
			d.Kind = cell.Value.Kind()
		}
		if i == baseline {
			cell.Delta = nil
		}
		cells.set(i, cell, style)
	}
	cells.drop()
	d.Text, d.Full, d.Reason, d.Number = cells.text, cells.full, cells.reason, cells.number
	d.Delta, d.Relative, d.Rank, d.Verdict = cells.delta, cells.relative, cells.rank, cells.verdict
}

func numbersOf(cells []collection.Cell) []value.Number {
	var numbers []value.Number
	for _, cell := range cells {
		if n, ok := cell.Value.(value.Number); ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// cellArrays holds cells as arrays, which is short in JSON and quick to read.
type cellArrays struct {
	texts                         []string // what text points to
	text                          []*string
	full, reason, delta, relative []string
	number                        []float
	rank, verdict                 []int
}

func newCells(n int, numeric bool) *cellArrays {
	c := &cellArrays{
		texts: make([]string, n), text: make([]*string, n), full: make([]string, n), reason: make([]string, n),
		delta: make([]string, n), relative: make([]string, n), rank: make([]int, n), verdict: make([]int, n),
	}
	if numeric {
		c.number = make([]float, n)
	}
	return c
}

// clear makes the cells anew, in the same memory.
func (c *cellArrays) clear() {
	clear(c.texts)
	clear(c.text)
	clear(c.full)
	clear(c.reason)
	clear(c.delta)
	clear(c.relative)
}

// copy gives the cells memory of their own. The numbers are shared still.
func (c *cellArrays) copy() {
	texts, text := slices.Clone(c.texts), make([]*string, len(c.text))
	for i := range text {
		if c.text[i] != nil {
			text[i] = &texts[i]
		}
	}
	c.texts, c.text = texts, text
	c.full, c.reason = slices.Clone(orNothing(c.full)), slices.Clone(orNothing(c.reason))
	c.delta, c.relative = slices.Clone(orNothing(c.delta)), slices.Clone(orNothing(c.relative))
	c.rank, c.verdict = slices.Clone(c.rank), slices.Clone(orNothing(c.verdict))
}

// set writes one cell.
func (c *cellArrays) set(i int, cell collection.Cell, style numberStyle) {
	c.reason[i], c.rank[i], c.verdict[i] = cell.Reason, cell.Rank, cell.Verdict
	if c.number != nil {
		c.number[i] = numberOf(cell.Value)
	}
	if cell.Value == nil {
		return
	}
	text, full := scalarText(cell.Value, style)
	c.texts[i], c.text[i] = text, &c.texts[i]
	if full != text {
		c.full[i] = full
	}
	switch {
	case cell.Delta == nil || math.IsNaN(*cell.Delta):
	case *cell.Delta == 0:
		c.delta[i] = "="
	default:
		c.delta[i] = style.delta(*cell.Delta)
		if cell.Relative != nil {
			c.relative[i] = relative(*cell.Relative)
		}
	}
}

// drop leaves out the arrays in which nothing stands.
func (c *cellArrays) drop() {
	c.full, c.reason = orNothing(c.full), orNothing(c.reason)
	c.relative = orNothing(c.relative)
	if !slices.ContainsFunc(c.delta, func(text string) bool { return text != "" && text != "=" }) {
		c.delta = nil
	}
	c.verdict = orNothing(c.verdict)
	if len(c.rank) == 0 || slices.Max(c.rank) < 2 { // none is best where all are equal
		c.rank = nil
	}
}

// orNothing returns nil for a slice of zeros.
func orNothing[T comparable](list []T) []T {
	var zero T
	for _, element := range list {
		if element != zero {
			return list
		}
	}
	return nil
}

func numberOf(v value.Value) float {
	n, ok := v.(value.Number)
	if !ok {
		return float(nan)
	}
	return float(n.Float)
}

// scalarText writes a value as a cell shows it, and as its tooltip does.
func scalarText(v value.Value, style numberStyle) (text, full string) {
	switch v := v.(type) {
	case value.Number:
		return style.text(v), v.String()
	case value.Text:
		full = string(v)
	default:
		full = value.Repr(v)
	}
	return shorten(full, cellText), shorten(full, tooltipText)
}

// shorten cuts a text to so many characters.
func shorten(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}

// First returns the text of the first run that has a value.
func (d *columnData) First() string {
	for _, text := range d.Text {
		if text != nil {
			return *text
		}
	}
	return ""
}
