package collection

import (
	"fmt"
	"slices"
	"unicode"
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
	base := d.c.Runs[d.c.Baseline].sources
	d.out.Cells = len(base)
	start := len(d.out.Differences)
	for _, run := range d.others() {
		for _, pair := range AlignCells(base, d.c.Runs[run].sources) {
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

// A CellPair is a cell of one notebook and its counterpart in another; one of
// them is nil for a cell without.
type CellPair struct {
	Old, New *SourceCell
	Moved    bool
}

const (
	// alike is the least similarity of two sources that are taken for one cell,
	// edited. nbdime has 0.3 of characters.
	alike = 0.4
	// maxAligned bounds the pairs of cells between two that are equal which are
	// measured against each other.
	maxAligned = 1 << 18
	// fewCells bounds the pairs of cells of two notebooks that are all measured
	// against each other, which finds the best of all ways to align them.
	fewCells = 1 << 13
	// maxWords bounds the words of a cell that are looked at.
	maxWords = 2000
)

// AlignCells finds which cell of a notebook is which of another: equal cells
// first, then those with the same id, with a tag in common, or alike, all in
// order. Very long notebooks are held together by the equal cells that occur
// once. What is left on both sides with the same id or source, or a tag in common, has moved. The
// pairs stand in the order of the old notebook, new cells before what they
// stand before.
func AlignCells(old, now []SourceCell) []CellPair {
	a := &aligner{old: old, now: now, partner: slices.Repeat([]int{-1}, len(old))}
	var fixed [][2]int
	if len(old) > 0 && len(now) > fewCells/len(old) {
		fixed = anchors(identities(old), identities(now))
	}
	i, j := 0, 0
	for _, anchor := range append(fixed, [2]int{len(old), len(now)}) {
		a.between(i, anchor[0], j, anchor[1])
		if anchor[0] < len(old) {
			a.partner[anchor[0]] = anchor[1]
		}
		i, j = anchor[0]+1, anchor[1]+1
	}
	return a.pairs()
}

type aligner struct {
	old, now []SourceCell
	partner  []int // of each old cell, -1 for none; ascending
	words    [2][]map[string]int
}

// identities are texts that are equal for cells of the same type and source.
func identities(cells []SourceCell) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c.CellType + "\x00" + c.Source
	}
	return out
}

func (a *aligner) equal(i, j int) bool {
	return a.old[i].CellType == a.now[j].CellType && a.old[i].Source == a.now[j].Source
}

// between pairs the cells between two anchors.
func (a *aligner) between(i, iEnd, j, jEnd int) {
	for i < iEnd && j < jEnd && a.equal(i, j) {
		a.partner[i] = j
		i, j = i+1, j+1
	}
	for i < iEnd && j < jEnd && a.equal(iEnd-1, jEnd-1) {
		iEnd, jEnd = iEnd-1, jEnd-1
		a.partner[iEnd] = jEnd
	}
	n, m := iEnd-i, jEnd-j
	switch {
	case n == 0 || m == 0:
		return
	case n > maxAligned/m:
		a.byID(i, iEnd, j, jEnd)
		return
	}
	a.best(i, n, j, m)
}

// byID pairs very many cells by their ids alone.
func (a *aligner) byID(i, iEnd, j, jEnd int) {
	ids := func(cells []SourceCell) []string {
		out := make([]string, len(cells))
		for n, c := range cells {
			out[n] = c.ID
		}
		return out
	}
	for _, pair := range anchors(ids(a.old[i:iEnd]), ids(a.now[j:jEnd])) {
		if a.old[i+pair[0]].ID != "" {
			a.partner[i+pair[0]] = j + pair[1]
		}
	}
}

// best pairs n cells from i on with m from j on so that the sum of their scores
// is the largest.
func (a *aligner) best(i, n, j, m int) {
	// best[x][y] is that sum of the cells from i+x and j+y on.
	best, score := newTable(n+1, m+1), newTable(n, m)
	for x := n - 1; x >= 0; x-- {
		for y := m - 1; y >= 0; y-- {
			score[x][y] = a.score(i+x, j+y)
			best[x][y] = max(best[x+1][y], best[x][y+1])
			if s := score[x][y]; s > 0 {
				best[x][y] = max(best[x][y], s+best[x+1][y+1])
			}
		}
	}
	for x, y := 0, 0; x < n && y < m; {
		switch s := score[x][y]; {
		case s > 0 && best[x][y] == s+best[x+1][y+1]:
			a.partner[i+x] = j + y
			x, y = x+1, y+1
		case best[x][y] == best[x+1][y]:
			x++
		default:
			y++
		}
	}
}

func newTable(rows, columns int) [][]float64 {
	cells := make([]float64, rows*columns)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = cells[i*columns : (i+1)*columns]
	}
	return out
}

// score says how much two cells look like one: 0 not at all.
func (a *aligner) score(i, j int) float64 {
	old, now := &a.old[i], &a.now[j]
	sameID := old.ID != "" && old.ID == now.ID
	switch {
	case old.CellType != now.CellType && !sameID:
		return 0
	case a.equal(i, j):
		return 4
	case sameID:
		return 2 + a.similarity(i, j)
	case slices.ContainsFunc(old.Tags, func(tag string) bool { return slices.Contains(now.Tags, tag) }):
		return 1 + a.similarity(i, j)
	}
	if s := a.similarity(i, j); s >= alike {
		return s
	}
	return 0
}

// similarity is the share of the words that two cells have in common (Dice), 0 to 1.
func (a *aligner) similarity(i, j int) float64 {
	if a.words[0] == nil {
		a.words[0], a.words[1] = make([]map[string]int, len(a.old)), make([]map[string]int, len(a.now))
	}
	x, y := countWords(&a.words[0][i], a.old[i].Source), countWords(&a.words[1][j], a.now[j].Source)
	if len(x) > len(y) {
		x, y = y, x
	}
	common, all := 0, x[""]+y[""]
	for word, n := range x {
		if word != "" {
			common += min(n, y[word])
		}
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(common) / float64(all)
}

// countWords counts the words and signs of a source, all of them under "".
func countWords(known *map[string]int, source string) map[string]int {
	if *known != nil {
		return *known
	}
	words := map[string]int{}
	start := -1
	end := func(i int) {
		if start >= 0 {
			words[source[start:i]]++
			words[""]++
		}
		start = -1
	}
	for i, r := range source {
		if words[""] >= maxWords {
			break
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			if start < 0 {
				start = i
			}
			continue
		}
		end(i)
		if !unicode.IsSpace(r) {
			words[string(r)]++
			words[""]++
		}
	}
	end(len(source))
	*known = words
	return words
}

// pairs puts the cells of both into one order.
func (a *aligner) pairs() []CellPair {
	moved := a.moved()
	taken := map[int]bool{}
	for _, j := range moved {
		taken[j] = true
	}
	var out []CellPair
	j := 0
	ahead := func(end int) {
		for ; j < end; j++ {
			if !taken[j] {
				out = append(out, CellPair{New: &a.now[j]})
			}
		}
	}
	for i := range a.old {
		if other, ok := moved[i]; ok {
			out = append(out, CellPair{Old: &a.old[i], New: &a.now[other], Moved: true})
			continue
		}
		if a.partner[i] < 0 {
			out = append(out, CellPair{Old: &a.old[i]})
			continue
		}
		ahead(a.partner[i])
		out = append(out, CellPair{Old: &a.old[i], New: &a.now[j]})
		j++
	}
	ahead(len(a.now))
	return out
}

// moved finds the cells that are left on both sides and have one id, one source
// or a tag in common: old place to new place.
func (a *aligner) moved() map[int]int {
	left := map[string][]int{}
	paired := map[int]bool{}
	for _, j := range a.partner {
		paired[j] = true
	}
	names := func(c *SourceCell) []string {
		list := []string{"source " + c.CellType + "\x00" + c.Source}
		for _, tag := range c.Tags {
			list = append(list, "tag "+tag)
		}
		if c.ID != "" {
			list = append([]string{"id " + c.ID}, list...)
		}
		return list
	}
	for j := range a.now {
		if !paired[j] {
			for _, name := range names(&a.now[j]) {
				left[name] = append(left[name], j)
			}
		}
	}
	out, taken := map[int]int{}, map[int]bool{}
	for i := range a.old {
		if a.partner[i] >= 0 {
			continue
		}
		for _, name := range names(&a.old[i]) {
			free := slices.IndexFunc(left[name], func(j int) bool { return !taken[j] })
			if free >= 0 {
				j := left[name][free]
				out[i], taken[j] = j, true
				break
			}
		}
	}
	return out
}
