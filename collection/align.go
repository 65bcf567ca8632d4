package collection

import (
	"slices"
	"strings"
)

const (
	// alike is the least similarity of two sources that are taken for one cell,
	// edited. nbdime has 0.3 of characters.
	alike = 0.4
	// alikeWithID is that of two sources with the same id where ids only count.
	alikeWithID = 0.2
	// maxAligned bounds the pairs of cells between two that are equal which are
	// measured against each other.
	maxAligned = 1 << 18
	// fewCells bounds the pairs of cells of two notebooks that are all measured
	// against each other, which finds the best of all ways to align them.
	fewCells = 1 << 13
	// maxVariants is how many sources of one row a cell is measured against.
	maxVariants = 8
	// alignWork bounds the words that are compared for all notebooks together, some
	// tenths of a second. Beyond that only equal sources, ids and tags count.
	alignWork = 1 << 25
)

// A CellPair is a cell of one notebook and its counterpart in another; one of
// them is nil for a cell without.
type CellPair struct {
	Old, New *SourceCell
	Moved    bool
}

// AlignCells finds which cell of a notebook is which of another: equal cells
// first, then those with the same id, with a tag in common, or alike, all in
// order. Very long notebooks are held together by the equal cells that occur
// once. What is left on both sides with the same id or source, or a tag in common, has moved. The
// pairs stand in the order of the old notebook, new cells before what they
// stand before.
func AlignCells(old, now []SourceCell) []CellPair {
	rows, places := Align([][]SourceCell{old, now})
	pairs := make([]CellPair, rows)
	for i, place := range places[0] {
		pairs[place.Row].Old = &old[i]
	}
	for j, place := range places[1] {
		pairs[place.Row].New, pairs[place.Row].Moved = &now[j], place.Moved
	}
	return pairs
}

// A CellPlace is where a cell stands in an alignment.
type CellPlace struct {
	Row int // starting at 0
	// Moved says that the cell stands behind or before other cells than in the
	// notebooks before its own.
	Moved bool
}

// Align brings the cells of many notebooks into common rows. It returns their
// number and for each notebook one place a cell. No row holds two cells of a notebook.
//
// The first notebook gives the first rows. Each further one is aligned with the
// rows so far as [AlignCells] says, where a row is like a cell as much as the most
// similar of the sources that it holds: so a cell stays in its row when it is edited
// from notebook to notebook, and cells that the first notebook lacks meet each
// other. Time is linear in the notebooks where they have equal cells.
func Align(notebooks [][]SourceCell) (rows int, places [][]CellPlace) {
	w := newAlignment()
	if len(notebooks) <= 2 {
		w.work = -1
	}
	for _, cells := range notebooks {
		w.add(cells)
	}
	return len(w.order), w.finish()
}

func newAlignment() *alignment {
	return &alignment{texts: map[cellKey]*cellText{}, work: alignWork}
}

// finish returns the places of the cells, now that all rows are known.
func (w *alignment) finish() [][]CellPlace {
	for i, row := range w.order {
		row.at = i
	}
	for n, list := range w.rowsOf {
		for i, row := range list {
			w.places[n][i].Row = row.at
		}
	}
	return w.places
}

// An alignment grows by a notebook at a time.
type alignment struct {
	texts  map[cellKey]*cellText
	order  []*alignedRow
	rowsOf [][]*alignedRow // of each notebook, one a cell
	places [][]CellPlace   // the same; complete when all is done
	work   int             // words that may still be compared; -1 for no bound
}

// An alignedRow holds cells of several notebooks that are taken for one.
type alignedRow struct {
	texts []*cellText // the first maxVariants
	ids   []string
	tags  []string
	at    int
}

// add aligns a notebook with the rows.
func (w *alignment) add(cells []SourceCell) {
	texts := make([]*cellText, len(cells))
	for i := range cells {
		texts[i] = w.text(&cells[i])
	}
	a := &aligner{alignment: w, rows: w.order, cells: cells, texts: texts, partner: slices.Repeat([]int{-1}, len(w.order))}
	a.align()
	places := make([]CellPlace, len(cells))
	rowOf := make([]*alignedRow, len(cells))
	for i, j := range a.partner {
		if j >= 0 {
			rowOf[j] = w.order[i]
		}
	}
	for i, j := range a.moved() {
		rowOf[j], places[j].Moved = w.order[i], true
	}
	w.insert(a.partner, rowOf)
	for j, row := range rowOf {
		row.take(&cells[j], texts[j])
	}
	w.rowsOf, w.places = append(w.rowsOf, rowOf), append(w.places, places)
}

// insert makes rows for the cells that have none, before what they stand before.
func (w *alignment) insert(partner []int, rowOf []*alignedRow) {
	order := make([]*alignedRow, 0, len(w.order)+len(rowOf))
	j := 0
	ahead := func(end int) {
		for ; j < end; j++ {
			if rowOf[j] == nil {
				rowOf[j] = &alignedRow{}
				order = append(order, rowOf[j])
			}
		}
	}
	for i, row := range w.order {
		if partner[i] >= 0 {
			ahead(partner[i])
		}
		order = append(order, row)
	}
	ahead(len(rowOf))
	w.order = order
}

// take adds a cell to the row.
func (r *alignedRow) take(cell *SourceCell, text *cellText) {
	if !slices.Contains(r.texts, text) && len(r.texts) < maxVariants {
		r.texts = append(r.texts, text)
	}
	if cell.ID != "" && !slices.Contains(r.ids, cell.ID) && len(r.ids) < maxVariants {
		r.ids = append(r.ids, cell.ID)
	}
	for _, tag := range cell.Tags {
		if !slices.Contains(r.tags, tag) && len(r.tags) < maxVariants {
			r.tags = append(r.tags, tag)
		}
	}
}

// An aligner finds which row is which cell.
type aligner struct {
	*alignment
	rows    []*alignedRow
	cells   []SourceCell
	texts   []*cellText // of the cells
	partner []int       // of each row, -1 for none; ascending
}

func (a *aligner) align() {
	var fixed [][2]int
	if len(a.rows) > 0 && len(a.cells) > fewCells/len(a.rows) {
		fixed = a.anchors()
	}
	i, j := 0, 0
	for _, anchor := range append(fixed, [2]int{len(a.rows), len(a.cells)}) {
		a.between(i, anchor[0], j, anchor[1])
		if anchor[0] < len(a.rows) {
			a.partner[anchor[0]] = anchor[1]
		}
		i, j = anchor[0]+1, anchor[1]+1
	}
}

// anchors pairs rows and cells with a source that occurs once in both, the most
// that stand in the same order.
func (a *aligner) anchors() [][2]int {
	at := make(map[*cellText]int, len(a.cells))
	for j, text := range a.texts {
		if _, twice := at[text]; twice {
			j = -1
		}
		at[text] = j
	}
	rowsOf := map[*cellText]int{}
	for _, row := range a.rows {
		for _, text := range row.texts {
			rowsOf[text]++
		}
	}
	var pairs [][2]int
	taken := map[int]bool{}
	for i, row := range a.rows {
		for _, text := range row.texts {
			if j, ok := at[text]; ok && j >= 0 && rowsOf[text] == 1 && !taken[j] {
				pairs = append(pairs, [2]int{i, j})
				taken[j] = true
				break
			}
		}
	}
	return ascending(pairs)
}

func (a *aligner) equal(i, j int) bool { return slices.Contains(a.rows[i].texts, a.texts[j]) }

// between pairs the rows and cells between two anchors.
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
	case n > maxAligned/m || !a.spend(n*m):
		a.byID(i, iEnd, j, jEnd)
		return
	}
	a.best(i, n, j, m)
}

// spend takes some of the work that is left, and says whether there was enough.
func (w *alignment) spend(work int) bool {
	if w.work < 0 {
		return true
	}
	if w.work < work {
		return false
	}
	w.work -= work
	return true
}

// byID pairs very many cells by their ids alone.
func (a *aligner) byID(i, iEnd, j, jEnd int) {
	at := make(map[string]int, jEnd-j)
	for n := j; n < jEnd; n++ {
		if id := a.cells[n].ID; id != "" {
			if _, twice := at[id]; twice {
				at[id] = -1
				continue
			}
			at[id] = n
		}
	}
	var pairs [][2]int
	for n := i; n < iEnd; n++ {
		for _, id := range a.rows[n].ids {
			if cell, ok := at[id]; ok && cell >= 0 {
				pairs = append(pairs, [2]int{n, cell})
				at[id] = -1
				break
			}
		}
	}
	for _, pair := range ascending(pairs) {
		a.partner[pair[0]] = pair[1]
	}
}

// best pairs n rows from i on with m cells from j on so that the sum of their scores
// is the largest.
func (a *aligner) best(i, n, j, m int) {
	// best[x][y] is that sum of those from i+x and j+y on.
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

// score says how much a row and a cell look like one: 0 not at all.
func (a *aligner) score(i, j int) float64 {
	row, cell := a.rows[i], &a.cells[j]
	if a.equal(i, j) {
		return 4
	}
	sameID := cell.ID != "" && slices.Contains(row.ids, cell.ID) && (!isCounted(cell.ID) || a.similarity(i, j) >= alikeWithID)
	switch {
	case !sameID && !row.hasType(cell.CellType):
		return 0
	case sameID:
		return 2 + a.similarity(i, j)
	case slices.ContainsFunc(cell.Tags, func(tag string) bool { return slices.Contains(row.tags, tag) }):
		return 1 + a.similarity(i, j)
	}
	if s := a.similarity(i, j); s >= alike {
		return s
	}
	return 0
}

// isCounted reports whether an id is a number that some tools count up, such as 3 or
// cell-03: it means nothing in a notebook that is no copy.
func isCounted(id string) bool {
	word := strings.TrimRight(id, "0123456789")
	return len(id)-len(word) > 0 && len(id)-len(word) < 5 && !strings.ContainsAny(word, "0123456789")
}

func (r *alignedRow) hasType(cellType string) bool {
	return slices.ContainsFunc(r.texts, func(t *cellText) bool { return t.cellType == cellType })
}

// moved finds the rows and cells that are left and have one id, one source
// or a tag in common: place of the row to that of the cell.
func (a *aligner) moved() map[int]int {
	left := map[any][]int{}
	paired := map[int]bool{}
	for _, j := range a.partner {
		paired[j] = true
	}
	type id string
	type tag string
	for j := range a.cells {
		if paired[j] {
			continue
		}
		if cell := &a.cells[j]; cell.ID != "" && !isCounted(cell.ID) {
			left[id(cell.ID)] = append(left[id(cell.ID)], j)
		}
		left[a.texts[j]] = append(left[a.texts[j]], j)
		for _, t := range a.cells[j].Tags {
			left[tag(t)] = append(left[tag(t)], j)
		}
	}
	out, taken := map[int]int{}, map[int]bool{}
	if len(left) == 0 {
		return out
	}
	take := func(i int, name any) bool {
		free := slices.IndexFunc(left[name], func(j int) bool { return !taken[j] })
		if free < 0 {
			return false
		}
		out[i], taken[left[name][free]] = left[name][free], true
		return true
	}
	for i, row := range a.rows {
		if a.partner[i] >= 0 {
			continue
		}
		_ = slices.ContainsFunc(row.ids, func(name string) bool { return take(i, id(name)) }) ||
			slices.ContainsFunc(row.texts, func(text *cellText) bool { return take(i, text) }) ||
			slices.ContainsFunc(row.tags, func(name string) bool { return take(i, tag(name)) })
	}
	return out
}
