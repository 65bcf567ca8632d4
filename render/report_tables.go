package render

import (
	"crypto/sha256"
	"fmt"
	"math"
	"strconv"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// tablesData shows tables on their common axes.
type tablesData struct {
	Columns     []axisData `json:"columns"`
	Index       []axisData `json:"index"`
	ColumnNames []string   `json:"columnNames,omitempty"`
	IndexNames  []string   `json:"indexNames,omitempty"`
	Runs        []tableRun `json:"runs"` // those that have a table
	// Changed counts the cells that differ between any two runs.
	Changed int `json:"changed"`
	// OmittedRows and OmittedColumns were left out because the tables are too
	// large together.
	OmittedRows    int `json:"omittedRows,omitempty"`
	OmittedColumns int `json:"omittedColumns,omitempty"`
}

// axisData is one row or column of the union.
type axisData struct {
	Label   []string `json:"label"`
	Missing []int    `json:"missing,omitempty"` // runs whose table lacks it
	Numeric bool     `json:"numeric,omitempty"` // all its cells are numbers
	Differs bool     `json:"differs,omitempty"` // some of its cells differ
	// Style is that of a column of numbers.
	Style *styleData `json:"style,omitempty"`
}

// tableRun is the table of one run: arrays of cells, row by row over the union.
type tableRun struct {
	Run       int    `json:"run"`
	Shape     [2]int `json:"shape"`
	Truncated bool   `json:"truncated,omitempty"`
	// Same is the run before this one that has the same table; then the cells
	// are left out. -1 for none.
	Same     int       `json:"same"`
	Text     []*string `json:"text,omitempty"`
	Full     []string  `json:"full,omitempty"`
	Delta    []string  `json:"delta,omitempty"`
	Relative []string  `json:"relative,omitempty"`
	Verdict  []int     `json:"verdict,omitempty"`
	// Heat tells how much a number differs from the baseline's, as a share of
	// the largest such difference in its column: -4 to 4.
	Heat []int `json:"heat,omitempty"`
}

const heatLevels = 4

func newTables(body *collection.Tables, baseline int) (*tablesData, string) {
	data := &tablesData{
		Columns: newAxis(body.Columns), Index: newAxis(body.Index),
		ColumnNames: body.ColumnNames, IndexNames: body.IndexNames, Runs: []tableRun{},
		OmittedRows: body.OmittedRows, OmittedColumns: body.OmittedColumns,
	}
	styles := make([]numberStyle, len(body.Columns))
	largest := make([]float64, len(body.Columns))
	for j := range body.Columns {
		styles[j], largest[j], data.Columns[j].Numeric = columnStyle(body, j)
		if data.Columns[j].Numeric {
			style := newStyle(styles[j], false)
			data.Columns[j].Style = &style
		}
	}
	known := map[[sha256.Size]byte]int{} // by content, the first run that has it
	for run, shape := range body.Shapes {
		if shape == [2]int{} {
			continue
		}
		table := newTableRun(body, run, run == baseline, styles, largest)
		if run < len(body.Truncated) {
			table.Truncated = body.Truncated[run]
		}
		table.Shape = shape
		data.Runs = append(data.Runs, table.shared(known))
	}
	data.countChanges(body)
	if data.Changed == 0 {
		return data, ""
	}
	return data, fmt.Sprintf("%d of %s differ", data.Changed, Counted(len(body.Index)*len(body.Columns), "cell"))
}

func newAxis(labels []collection.AxisLabel) []axisData {
	axis := make([]axisData, len(labels))
	for i, label := range labels {
		axis[i].Label = label.Label
		for run, in := range label.In {
			if !in && !label.InAll {
				axis[i].Missing = append(axis[i].Missing, run)
			}
		}
	}
	return axis
}

// columnStyle chooses how to write a column's numbers, in all runs alike.
func columnStyle(body *collection.Tables, column int) (style numberStyle, largest float64, numeric bool) {
	var numbers numbersSeen
	numeric = true
	for _, row := range body.Cells {
		for run := range row[column] {
			cell := &row[column][run]
			if n, ok := cell.Value.(value.Number); ok {
				numbers.add(n)
			} else if cell.Value != nil {
				numeric = false
			}
			if cell.Delta != nil && !math.IsInf(*cell.Delta, 0) {
				largest = max(largest, math.Abs(*cell.Delta))
			}
		}
	}
	return numbers.style(), largest, numeric && numbers.count > 0
}

func newTableRun(body *collection.Tables, run int, isBaseline bool, styles []numberStyle, largest []float64) tableRun {
	size := len(body.Index) * len(body.Columns)
	cells, heat := newCells(size, false), make([]int, size)
	for i, row := range body.Cells {
		for j := range row {
			at := i*len(body.Columns) + j
			cell := row[j][run]
			if isBaseline {
				cell.Delta = nil
			}
			cells.set(at, cell, styles[j])
			heat[at] = heatOf(cell.Delta, largest[j])
			// A cell that exists but holds NaN or None is empty, not missing.
			if cells.text[at] == nil && body.Index[i].In[run] && body.Columns[j].In[run] {
				empty := ""
				cells.text[at] = &empty
			}
		}
	}
	cells.drop()
	return tableRun{
		Run: run, Same: -1, Text: cells.text, Full: cells.full, Delta: cells.delta,
		Relative: cells.relative, Verdict: cells.verdict, Heat: orNothing(heat),
	}
}

// heatOf is 0 for no difference and else at least 1.
func heatOf(delta *float64, largest float64) int {
	if delta == nil || *delta == 0 || largest == 0 || math.IsNaN(*delta) {
		return 0
	}
	level := int(math.Ceil(min(math.Abs(*delta)/largest, 1) * heatLevels))
	if *delta < 0 {
		return -level
	}
	return level
}

// shared leaves out the cells of a table that an earlier run has as well. It is
// done before the next table is made: of many that are equal one is kept.
func (t tableRun) shared(known map[[sha256.Size]byte]int) tableRun {
	var content content
	content.add(t.Truncated)
	for at, text := range t.Text {
		if text != nil {
			content.add(strconv.Itoa(at), *text, element(t.Full, at))
		}
	}
	key := content.sum()
	if same, ok := known[key]; ok {
		return tableRun{Run: t.Run, Shape: t.Shape, Truncated: t.Truncated, Same: same}
	}
	known[key] = t.Run
	return t
}

// countChanges counts the cells, and marks the rows and columns, in which the
// runs that have a table differ.
func (d *tablesData) countChanges(body *collection.Tables) {
	for i, row := range body.Cells {
		for j := range row {
			var first *collection.Cell
			for _, table := range d.Runs {
				cell := &row[j][table.Run]
				if first == nil {
					first = cell
				} else if !sameValue(first.Value, cell.Value) {
					d.Changed++
					d.Index[i].Differs, d.Columns[j].Differs = true, true
					break
				}
			}
		}
	}
}

func sameValue(a, b value.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return value.Equal(a, b)
}
