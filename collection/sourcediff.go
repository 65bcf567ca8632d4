package collection

import (
	"fmt"
	"slices"
)

// A CellDiff is the difference of two cells' sources. Old or New is nil for a
// cell that only one of the notebooks has.
type CellDiff struct {
	Old, New *SourceCell
	// Moved says that the cell stands behind or before other cells than in the
	// baseline; its lines may be the same.
	Moved bool
	LineDiff
}

// sources compares the cells of every run with those of the baseline.
func (d *differ) sources() {
	base := d.c.Runs[d.c.Baseline].Sources()
	d.out.Cells = len(base)
	start := len(d.out.Differences)
	for _, run := range d.others() {
		for _, pair := range AlignCells(base, d.c.Runs[run].Sources()) {
			d.cell(run, pair)
		}
	}
	// Cells of several runs stand in the order of the baseline's.
	found := d.out.Differences[start:]
	if len(d.others()) > 1 {
		slices.SortStableFunc(found, func(a, b Difference) int { return placeOf(a) - placeOf(b) })
	}
	last := ""
	for _, diff := range found {
		if diff.Title != last {
			d.out.DifferingCells++
		}
		last = diff.Title
	}
}

// placeOf is the place of a cell in the baseline, cells that it does not have
// last.
func placeOf(diff Difference) int {
	detail := diff.Detail.(*CellDiff)
	if detail.Old == nil {
		return maxDiffLines + detail.New.Cell
	}
	return detail.Old.Cell
}

func (d *differ) cell(run int, pair CellPair) {
	detail := &CellDiff{Old: pair.Old, New: pair.New, Moved: pair.Moved}
	var old, now []string
	title := ""
	if pair.New != nil {
		title, now = fmt.Sprintf("new cell %d", pair.New.Cell), splitLines(pair.New.Source)
	}
	if pair.Old != nil {
		title, old = fmt.Sprintf("cell %d", pair.Old.Cell), splitLines(pair.Old.Source)
	}
	if len(old)+len(now) <= maxDiffLines {
		detail.Lines = diffLines(old, now)
	}
	if pair.Old != nil && pair.New != nil && !pair.Moved && pair.Old.CellType == pair.New.CellType && allAlike(detail.Lines) {
		return
	}
	if d.ignored(title) || slices.ContainsFunc(tagsOf(pair), d.ignored) {
		d.out.Ignored++
		return
	}
	d.out.Differences = append(d.out.Differences, Difference{Title: title, Key: -1, Run: run, Detail: detail})
}

func tagsOf(pair CellPair) []string {
	if pair.Old != nil {
		return pair.Old.Tags
	}
	return pair.New.Tags
}
