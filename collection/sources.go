package collection

import (
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
)

// A SourceCell is a cell as somebody wrote it.
type SourceCell struct {
	Cell     int      // index in the notebook, starting at 0
	CellType string   // as nbformat.Cell has it
	ID       string   // "" for none
	Tags     []string // those that no other cell of the notebook has
	Source   string
}

// injectedTag is that of the cell in which papermill and others write the
// parameters of a run; they are compared as parameters.
const injectedTag = "injected-parameters"

// sourceCells returns the cells of a notebook that hold more than white space,
// without the one that was injected.
func sourceCells(nb *nbformat.Notebook) (cells []SourceCell) {
	often := map[string]int{}
	for i := range nb.Cells {
		for _, tag := range nb.Cells[i].Tags {
			often[tag]++
		}
	}
	for i := range nb.Cells {
		cell := &nb.Cells[i]
		source := strings.TrimRight(cell.Source(), "\n")
		if strings.TrimSpace(source) == "" || cell.HasTag(injectedTag) {
			continue
		}
		tags := slices.DeleteFunc(slices.Clone(cell.Tags), func(tag string) bool { return often[tag] > 1 })
		cells = append(cells, SourceCell{Cell: i, CellType: cell.CellType, ID: cell.ID, Tags: tags, Source: source})
	}
	return cells
}

// Sources returns the cells of a run; nil when the collection was loaded
// without Options.Sources.
func (r *Run) Sources() []SourceCell { return r.sources }
