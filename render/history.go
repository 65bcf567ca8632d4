package render

import (
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// StackHistory puts the series of all runs under a key one under the other,
// one row a step: a list of dicts, a dict of lists, a list of numbers, a table,
// or text with a JSON object a line, as training loops print it. The columns
// are notebook, step, and what the steps hold, the union in first-seen order.
// step is the series' own when it has one, else the index of the row from 0.
// The error is a *collection.InputError that names the keys there are.
func StackHistory(c *collection.Collection, key string) (*Stacked, error) {
	found, err := findInRuns(c, key)
	if err != nil {
		return nil, err
	}
	parts := make([]*framePart, len(c.Runs))
	series := false
	for i, v := range found.values {
		if parts[i] = seriesPart(v, key); parts[i] != nil {
			parts[i].addSteps()
			series = series || !parts[i].single
		}
	}
	if !series {
		clear(parts)
	}
	return found.stack(parts, kindSought{"series", isSeries}, "notebook", "step")
}

// isSeries reports whether v is a series by itself. A dict of scalars, which
// may be the only line of a log, is one beside others.
func isSeries(v value.Value) bool {
	p := seriesPart(v, "")
	return p != nil && !p.single
}

// seriesPart returns the columns of a series; nil for what is none.
func seriesPart(v value.Value, key string) *framePart {
	switch v := v.(type) {
	case *value.Table:
		return tableSeries(v)
	case value.Text:
		return linesSeries(string(v))
	case value.Dict:
		return dictSeries(v)
	case value.List:
		return listSeries(v, key)
	case value.Tuple:
		return listSeries(value.List(v), key)
	}
	return nil
}

// addSteps adds the column step where the series has none.
func (p *framePart) addSteps() {
	for _, col := range append(p.index, p.columns...) {
		if col.Title == "step" {
			return
		}
	}
	steps := make([]value.Value, p.rows)
	for i := range steps {
		steps[i] = value.Int(i)
	}
	p.index = append([]FrameColumn{{"step", steps}}, p.index...)
}

// tableSeries is a data frame: an index without a name counts the steps when it
// holds ints, as that of a frame which is shown only in part.
func tableSeries(t *value.Table) *framePart {
	index := indexColumns(t, map[string]bool{})
	named := len(t.IndexNames) > 0 && t.IndexNames[0] != ""
	if len(index) != 1 || named || frameTypeOf(index[0].Cells) != frameInt {
		return tablePart(t)
	}
	counted := *t
	if slices.ContainsFunc(t.Columns, func(l value.Label) bool { return l.String() == "step" }) {
		counted.Index = nil
	} else {
		counted.IndexNames = []string{"step"}
	}
	return tablePart(&counted)
}

// linesSeries is text in which some lines are dicts, each by itself.
func linesSeries(text string) *framePart {
	var records []value.Dict
	ignored := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if record, ok := lineRecord(line); ok {
			records = append(records, record)
		} else {
			ignored++
		}
	}
	if len(records) == 0 {
		return nil
	}
	p := recordsPart(records)
	p.ignored = ignored
	return p
}

func lineRecord(line string) (value.Dict, bool) {
	if line[0] != '{' {
		return nil, false
	}
	record, ok := value.ParseLiteral(line).(value.Dict)
	return record, ok && len(record) > 0
}

// dictSeries is a dict of lists; what is no list in it is the same at every
// step. A dict without lists is one step, as the only line of a log is.
func dictSeries(d value.Dict) *framePart {
	p := &framePart{}
	lists := false
	for _, item := range d {
		if list, ok := asList(item.Value); ok {
			lists = true
			p.rows = max(p.rows, len(list))
		}
	}
	if !lists {
		if len(d) == 0 {
			return nil
		}
		p = recordsPart([]value.Dict{d})
		p.single = true
		return p
	}
	taken := map[string]bool{}
	for _, item := range d {
		cells := make([]value.Value, p.rows)
		list, ok := asList(item.Value)
		for i := range cells {
			if !ok {
				cells[i] = item.Value
			} else if i < len(list) {
				cells[i] = list[i]
			}
		}
		p.columns = append(p.columns, FrameColumn{distinctTitle(taken, value.KeyName(item.Key)), cells})
	}
	return p
}

func asList(v value.Value) (value.List, bool) {
	switch v := v.(type) {
	case value.List:
		return v, true
	case value.Tuple:
		return value.List(v), true
	}
	return nil, false
}

// listSeries is a list of dicts, or of numbers, which stand under the key.
func listSeries(list value.List, key string) *framePart {
	var records []value.Dict
	numbers := 0
	for _, v := range list {
		switch v := v.(type) {
		case value.Dict:
			records = append(records, v)
		case value.Number, value.Null:
			numbers++
		}
	}
	switch {
	case len(list) == 0:
		return &framePart{}
	case len(records) == len(list):
		return recordsPart(records)
	case numbers == len(list):
		return &framePart{columns: []FrameColumn{{key, list}}, rows: len(list)}
	}
	return nil
}

// recordsPart makes a row of each dict; dicts in it become columns such as
// train.loss.
func recordsPart(records []value.Dict) *framePart {
	s := newStack()
	for _, record := range records {
		taken := map[string]bool{}
		for _, leaf := range value.Flatten(record) {
			if len(leaf.Path) > 0 {
				s.put(distinctTitle(taken, leaf.Path[0].Name+leaf.Path[1:].String()), leaf.Value)
			}
		}
		s.endRow()
	}
	return &framePart{columns: s.frame.Columns, rows: s.rows}
}
