package render

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/cores"
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
	Dtype   string   `json:"dtype,omitempty"`   // as the tables show it; several with slashes
	Numeric bool     `json:"numeric,omitempty"` // all its cells are numbers
	Differs bool     `json:"differs,omitempty"` // some of its cells differ
	// Style is that of a column of numbers.
	Style *styleData `json:"style,omitempty"`
}

// tableRun is the table of one run: arrays of cells, row by row over the union.
type tableRun struct {
	Run       int    `json:"run"`
	Shape     [2]int `json:"shape"`
	Caption   string `json:"caption,omitempty"`
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
	cores.Each(len(body.Columns), func(j int) {
		styles[j], largest[j], data.Columns[j].Numeric = columnStyle(body, j)
		if data.Columns[j].Numeric {
			style := newStyle(styles[j], false)
			data.Columns[j].Style = &style
		}
	})
	data.Runs = newTableRuns(body, baseline, styles, largest)
	data.countChanges(body)
	if data.Changed == 0 {
		return data, ""
	}
	return data, fmt.Sprintf("%d of %s differ", data.Changed, Counted(len(body.Index)*len(body.Columns), "cell"))
}

func newAxis(labels []collection.AxisLabel) []axisData {
	axis := make([]axisData, len(labels))
	for i, label := range labels {
		axis[i].Label, axis[i].Dtype = label.Label, strings.Join(label.Dtypes, " / ")
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

// tablesAtOnce is how many runs' tables are written before those among them that
// are equal are left out.
const tablesAtOnce = 64

// largeTable is from how many cells on a table is not copied out of its room.
const largeTable = 1 << 14

// newTableRuns writes the tables of all runs, in memory that is used again: of many
// that are equal one is kept.
func newTableRuns(body *collection.Tables, baseline int, styles []numberStyle, largest []float64) []tableRun {
	var runs []int
	for run, shape := range body.Shapes {
		if shape != [2]int{} {
			runs = append(runs, run)
		}
	}
	tables := make([]tableRun, 0, len(runs))
	first := map[[sha256.Size]byte]int{} // by content, the run that has it
	rooms := make([]tableRoom, min(tablesAtOnce, len(runs)))
	for some := range slices.Chunk(runs, tablesAtOnce) {
		cores.Each(len(some), func(i int) { rooms[i].write(body, some[i], some[i] == baseline, styles, largest) })
		for i, run := range some {
			table := tableRun{Run: run, Shape: body.Shapes[run]}
			if body.Captions != nil {
				table.Caption = body.Captions[run]
			}
			truncated := run < len(body.Truncated) && body.Truncated[run]
			key, known := rooms[i].content(truncated), false
			if table.Same, known = first[key]; !known {
				first[key] = run
				table.Same, table.Truncated = -1, truncated
				rooms[i].giveTo(&table)
			}
			tables = append(tables, table)
		}
	}
	return tables
}

// A tableRoom is the memory for the cells of one table, row by row.
type tableRoom struct {
	cells  *cellArrays
	heat   []int
	hashed []byte
}

// write writes the cells of a run.
func (r *tableRoom) write(body *collection.Tables, run int, isBaseline bool, styles []numberStyle, largest []float64) {
	size := len(body.Index) * len(body.Columns)
	if r.cells == nil {
		r.cells, r.heat = newCells(size, false), make([]int, size)
	} else {
		r.cells.clear()
	}
	for i, row := range body.Cells {
		for j := range row {
			at := i*len(body.Columns) + j
			cell := row[j][run]
			if isBaseline {
				cell.Delta = nil
			}
			r.cells.set(at, cell, styles[j])
			r.heat[at] = heatOf(cell.Delta, largest[j])
			// A cell that exists but holds NaN or None is empty, not missing.
			if r.cells.text[at] == nil && body.Index[i].In[run] && body.Columns[j].In[run] {
				r.cells.text[at] = &r.cells.texts[at]
			}
		}
	}
}

// giveTo gives a table the cells, but for arrays in which nothing stands.
func (r *tableRoom) giveTo(t *tableRun) {
	cells, heat := *r.cells, r.heat
	if len(heat) >= largeTable {
		r.cells = nil
	} else {
		heat = slices.Clone(heat)
		cells.copy()
	}
	cells.drop()
	t.Text, t.Full, t.Delta, t.Relative = cells.text, cells.full, cells.delta, cells.relative
	t.Verdict, t.Heat = cells.verdict, orNothing(heat)
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

// content returns a key that is equal for tables that show the same.
func (r *tableRoom) content(truncated bool) [sha256.Size]byte {
	b := strconv.AppendBool(r.hashed[:0], truncated)
	for at, text := range r.cells.text {
		if text != nil {
			b = binary.AppendUvarint(b, uint64(at))
			b = append(binary.AppendUvarint(b, uint64(len(*text))), *text...)
			b = append(binary.AppendUvarint(b, uint64(len(r.cells.full[at]))), r.cells.full[at]...)
		}
	}
	r.hashed = b
	return sha256.Sum256(b)
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
