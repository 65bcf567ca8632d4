package render

import (
	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A movedMetric is a number that is another one in the candidate than in the
// baseline, or is in one of them only.
type movedMetric struct {
	title    string
	from, to sheetCell // as in a table with differences
	cell     *collection.Cell
	delta    sheetCell
	share    sheetCell
}

// findMoved finds the metrics that moved, for each candidate.
func (p *checkPage) findMoved() error {
	columns, err := p.c.SelectColumns(p.c.Columns(), p.opts.Keys)
	if err != nil || p.c.Baseline < 0 {
		return err
	}
	for i := range columns {
		col := &columns[i]
		if !col.Numeric || describesRun(p.c.Keys[col.Key].Source) {
			continue
		}
		style := styleOf(numbersOf(col.Cells))
		for j := range p.candidates {
			checked := &p.candidates[j]
			if checked.unread == "" && hasMoved(&col.Cells[p.c.Baseline], &col.Cells[checked.run]) {
				checked.moved = append(checked.moved, p.moved(col, checked.run, style))
			}
		}
	}
	return nil
}

func hasMoved(from, to *collection.Cell) bool {
	switch {
	case from.Value == nil && to.Value == nil:
		return false
	case from.Value == nil || to.Value == nil:
		return true
	}
	return !value.Equal(from.Value, to.Value)
}

func (p *checkPage) moved(col *collection.Column, run int, style numberStyle) movedMetric {
	opts := &TableOptions{}
	from, to := &col.Cells[p.c.Baseline], &col.Cells[run]
	m := movedMetric{title: col.Title, cell: to,
		from: sheetCell{text: sheetText(from.Value, style, opts), value: from.Value},
		to:   sheetCell{text: sheetText(to.Value, style, opts), value: to.Value},
	}
	if to.Delta != nil {
		m.delta = sheetCell{text: deltaText(*to.Delta, style, opts), value: value.Float(*to.Delta), verdict: to.Verdict}
	}
	if to.Relative != nil {
		m.share = sheetCell{text: relative(*to.Relative), value: value.Float(*to.Relative)}
	}
	return m
}
