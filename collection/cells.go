package collection

import (
	"crypto/sha256"
	"hash"
	"slices"
	"strings"
	"sync"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/nbformat"
)

// CellDetail says what a collection keeps of the cells of its notebooks, beside
// the values of keys.
type CellDetail int

// The details.
const (
	NoCells     CellDetail = iota
	CellSources            // what somebody wrote
	// CellOutputs also keeps what the cells showed: of the first OutputRuns runs, and
	// of every cell that failed. Long texts lose their middle.
	CellOutputs
	// AllCells keeps the outputs of every run.
	AllCells
)

// OutputRuns is of how many runs CellOutputs keeps all outputs. Sources are the same
// in most runs and cost nothing; outputs are not.
const OutputRuns = 300

// So many bytes of one text output are kept.
const (
	outputText    = 20_000
	allOutputText = 1 << 20
)

// A SourceCell is a cell as somebody wrote it.
type SourceCell struct {
	Cell     int      // index in the notebook, starting at 0
	CellType string   // as nbformat.Cell has it
	ID       string   // "" for none
	Tags     []string // those that no other cell of the notebook has
	// Source is empty for the cell of injected parameters, see [Run.Injected].
	Source string
}

// Injected reports whether a program wrote the cell to give a run its parameters.
func (c *SourceCell) Injected() bool { return slices.Contains(c.Tags, injectedTag) }

// CellOutput is what the code cell Cell, counted from 0, showed.
type CellOutput struct {
	Cell    int
	Outputs []introspect.Shown
}

// injectedTag is that of the cell in which papermill and others write the
// parameters of a run; they are compared as parameters.
const injectedTag = "injected-parameters"

// errorTags are those of the cells that papermill adds to a notebook that failed.
var errorTags = []string{"papermill-error-cell-tag", "papermill-error-cell"}

// cellList is the cells of a notebook without what differs from run to run. Runs
// of one template share it.
type cellList struct {
	cells []SourceCell // those with a source, an output or a tag
	// written are the cells whose source holds more than white space, but for the
	// injected one.
	written []SourceCell
}

// runCells is what a run keeps of its cells.
type runCells struct {
	list *cellList
	// injected is the source of the injected cell.
	injected string
	outputs  []CellOutput // ascending
}

// HasCells reports whether the collection kept the run's cells.
func (r *Run) HasCells() bool { return r.cells.list != nil }

// Sources returns the cells that somebody wrote; nil when the collection was
// loaded without Options.Cells. They belong to the collection.
func (r *Run) Sources() []SourceCell {
	if r.cells.list == nil {
		return nil
	}
	return r.cells.list.written
}

// Injected returns the source of the cell that gave the run its parameters.
func (r *Run) Injected() string { return r.cells.injected }

// Outputs returns what the code cells showed, as far as Options.Cells kept it.
func (r *Run) Outputs() []CellOutput { return r.cells.outputs }

// A cellPool holds lists of cells and sources once, however many notebooks have them.
type cellPool struct {
	mutex   sync.Mutex
	lists   map[[sha256.Size]byte]*cellList
	sources map[string]string
}

// keepOutputs says of which runs all outputs will be kept. That a run is among
// them depends on the inputs alone, not on which notebook is read first.
func (c *Collection) keepOutputs(detail CellDetail) {
	for i, r := range c.Runs {
		r.keepOutputs = detail == AllCells || detail == CellOutputs && (i < OutputRuns || r.Extra)
	}
}

// AllOutputs reports whether the outputs of all cells were kept, as far as Options.Cells
// wants outputs.
func (r *Run) AllOutputs() bool { return r.keepOutputs }

// cellsOf returns what a run keeps of the cells of a notebook.
func (l *loader) cellsOf(r *Run, nb *nbformat.Notebook, options introspect.Options) (kept runCells) {
	shown := shownCells(nb)
	for _, i := range shown {
		if nb.Cells[i].HasTag(injectedTag) {
			kept.injected = strings.TrimRight(nb.Cells[i].Source(), "\n")
		}
	}
	kept.list = l.pool.list(nb, shown)
	limit := outputText
	switch l.opts.Cells {
	case CellSources:
		return kept
	case AllCells:
		limit = allOutputText
	}
	for _, i := range shown {
		if !r.keepOutputs && i != r.FailedCell {
			continue
		}
		if outputs := introspect.ShownOutputs(nb, i, options, limit); len(outputs) > 0 {
			kept.outputs = append(kept.outputs, CellOutput{Cell: i, Outputs: outputs})
		}
	}
	return kept
}

// shownCells returns the cells that a reader looks at: not the empty ones, and not
// what papermill adds to say that a cell failed.
func shownCells(nb *nbformat.Notebook) (shown []int) {
	for i := range nb.Cells {
		cell := &nb.Cells[i]
		if slices.ContainsFunc(errorTags, cell.HasTag) {
			continue
		}
		if len(cell.Tags) > 0 || cell.HasOutputs() || !isBlank(cell) {
			shown = append(shown, i)
		}
	}
	return shown
}

// isBlank reports whether a cell's source holds nothing but white space.
func isBlank(cell *nbformat.Cell) bool { return strings.TrimSpace(cell.Source()) == "" }

// list returns the cells at these indices, shared with all notebooks that have the same.
func (p *cellPool) list(nb *nbformat.Notebook, shown []int) *cellList {
	key := listKey(nb, shown)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if list := p.lists[key]; list != nil {
		return list
	}
	often := map[string]int{}
	for i := range nb.Cells {
		for _, tag := range nb.Cells[i].Tags {
			often[tag]++
		}
	}
	list := &cellList{}
	for _, i := range shown {
		cell := &nb.Cells[i]
		tags := slices.DeleteFunc(slices.Clone(cell.Tags), func(tag string) bool { return often[tag] > 1 })
		source := SourceCell{Cell: i, CellType: cell.CellType, ID: cell.ID, Tags: tags}
		if !source.Injected() {
			source.Source = p.shared(strings.TrimRight(cell.Source(), "\n"))
		}
		list.cells = append(list.cells, source)
		if strings.TrimSpace(source.Source) != "" && !cell.HasTag(injectedTag) {
			list.written = append(list.written, source)
		}
	}
	if p.lists == nil {
		p.lists = map[[sha256.Size]byte]*cellList{}
	}
	p.lists[key] = list
	return list
}

// shared returns a source, once in memory.
func (p *cellPool) shared(source string) string {
	if known, ok := p.sources[source]; ok {
		return known
	}
	if p.sources == nil {
		p.sources = map[string]string{}
	}
	source = strings.Clone(source)
	p.sources[source] = source
	return source
}

// listKey is equal for notebooks with the same cells. It looks at the sources as
// they stand in the file: those of runs of one template do not differ there.
func listKey(nb *nbformat.Notebook, shown []int) (key [sha256.Size]byte) {
	sum := sha256.New()
	for _, i := range shown {
		cell := &nb.Cells[i]
		hashParts(sum, []byte{byte(i), byte(i >> 8), byte(i >> 16)}, []byte(cell.CellType), []byte(cell.ID))
		for _, tag := range cell.Tags {
			hashParts(sum, []byte(tag))
		}
		if !cell.HasTag(injectedTag) {
			hashParts(sum, nil, cell.RawSource().Bytes)
		}
	}
	sum.Sum(key[:0])
	return key
}

// hashParts hashes parts that cannot run into each other.
func hashParts(sum hash.Hash, parts ...[]byte) {
	for _, part := range parts {
		n := len(part)
		sum.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
		sum.Write(part)
	}
}
