package render

import (
	"io"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// Text is aligned columns for a terminal, the default of [Table].
const Text Format = "text"

// TableFormats returns the formats of [Table], the default first. CSV and JSON
// are for machines: nothing in them is rounded or folded, and their differences
// have names without Δ.
func TableFormats() []Format { return []Format{Text, Markdown, LaTeX, HTML, CSV, JSON} }

// TableOptions choose what [Table] shows and how. The zero value shows every
// run in input order as text of any width.
type TableOptions struct {
	Format Format // one of TableFormats; "" is Text
	// Delta adds the differences to the baseline behind each metric.
	Delta bool
	// Sort is notebook, status or the path of a column; "" keeps the order of the input.
	// NaN comes last, then missing values, also when Descending.
	Sort       string
	Descending bool
	// Top and Tail keep only so many of the first or the last rows; 0 keeps all.
	Top, Tail int
	// Columns are globs over columns, in their order; none keep all. notebook
	// and status may be among them, and stand first.
	Columns   []string
	Transpose bool
	// Full leaves numbers as the notebooks have them, and shows every column.
	Full bool
	// NonDefault leaves out parameters that are as their template has them.
	NonDefault bool
	// GroupBy shows statistics of groups instead of runs; see
	// [collection.Collection.GroupBy]. BaselineGroup is the value of the group
	// that the others are compared with; "" is the group of the baseline.
	GroupBy, BaselineGroup string
	// Width is that of the terminal in columns; 0 means that there is none, and
	// no limit. It concerns text alone.
	Width int
	// Color marks the best and the failed with colours too, in text.
	Color bool
}

// exact says that nothing is rounded, folded or left out.
func (o *TableOptions) exact() bool { return o.Full || o.forMachines() }

func (o *TableOptions) forMachines() bool { return o.Format == CSV || o.Format == JSON }

// Table writes runs, or groups of them, as a table for people. It returns what
// it has no cells for, by kind. The error is a [*collection.InputError] when the
// options name what is not there, and then nothing was written.
func Table(w io.Writer, c *collection.Collection, opts TableOptions) (LeftOut, error) {
	draw := runSheet
	if opts.GroupBy != "" {
		draw = groupSheet
	}
	s, left, err := draw(c, &opts)
	if err != nil {
		return nil, err
	}
	if opts.Transpose {
		s = s.transposed()
	}
	return left, s.write(w, &opts)
}

// A sheet is a table that any format can write.
type sheet struct {
	above   []string // lines above the table
	shared  []string // what is the same in all rows, as params.seed=0
	columns []sheetColumn
	taken   map[string]bool // titles that another column must not have
	rows    [][]sheetCell   // one cell a column; the first names the row
	below   []string        // lines below
	// blocks numbers, one a row, the rows whose numbers are aligned with one
	// another; nil is all.
	blocks []int
}

type sheetColumn struct {
	title string // no two are equal
	short string // for narrow headings; "" is the title
	right bool   // numbers, aligned on the point
}

// A sheetCell is one cell as text, and as it is.
type sheetCell struct {
	text    string      // "" for none
	value   value.Value // what machines get; nil for none
	best    bool
	verdict int  // +1 better, -1 worse than the baseline
	bad     bool // the status of a run that is not ok
}

// missingCell is what people see where nothing is.
const missingCell = "-"

func (cell *sheetCell) shown() string {
	if cell.value == nil {
		return missingCell
	}
	return cell.text
}

// textCell is a cell of our own words.
func textCell(text string) sheetCell { return sheetCell{text: text, value: value.Text(text)} }

// runSheet makes a table with one row a run.
func runSheet(c *collection.Collection, opts *TableOptions) (*sheet, LeftOut, error) {
	all := c.Columns()
	order, err := sortRuns(c, all, opts)
	if err != nil {
		return nil, nil, err
	}
	columns, status, err := shownColumns(c, all, opts)
	if err != nil {
		return nil, nil, err
	}
	s := &sheet{}
	if opts.NonDefault {
		columns = slices.DeleteFunc(slices.Clone(columns), func(col collection.Column) bool { return c.IsDefault(&col) })
	}
	columns, left := drawable(columns, opts)
	if opts.Delta && c.Baseline >= 0 {
		s.above = append(s.above, "baseline: "+Visible(c.Runs[c.Baseline].Name))
	}
	if !opts.exact() {
		columns = s.fold(c, columns, opts.Columns)
	}
	rows := s.addRuns(c, order, status || opts.exact())
	for i := range columns {
		s.take(columns[i].Title)
	}
	for i := range columns {
		s.addColumn(c, &columns[i], rows, opts)
	}
	s.explain(c, order, rows, opts)
	return s, left, nil
}

// shownColumns returns the columns to show, and whether the status was named.
// notebook and status stand first in every table, wherever they are named; a
// column of the notebooks' own that is called so is meant before them.
func shownColumns(c *collection.Collection, all []collection.Column, opts *TableOptions) (columns []collection.Column, status bool, err error) {
	var globs []string
	for _, glob := range opts.Columns {
		own := false
		if glob == "notebook" || glob == "status" {
			_, err := c.SelectColumns(all, []string{glob})
			own = err != nil
		}
		if !own {
			globs = append(globs, glob)
		}
		status = status || own && glob == "status"
	}
	if len(globs) == 0 && len(opts.Columns) > 0 {
		return nil, status, nil
	}
	columns, err = c.SelectColumns(all, globs)
	return columns, status, err
}

// drawable keeps the columns that a table of runs can show, and counts the
// others by kind.
func drawable(columns []collection.Column, opts *TableOptions) ([]collection.Column, LeftOut) {
	left := LeftOut{}
	switch {
	case opts.forMachines():
		return cellColumns(columns)
	case opts.exact():
		return columns, left
	}
	var kept []collection.Column
	for i := range columns {
		if isScalar(&columns[i]) {
			kept = append(kept, columns[i])
			continue
		}
		for _, cell := range columns[i].Cells {
			if cell.Value != nil {
				left[cell.Value.Kind()]++
				break
			}
		}
	}
	return kept, left
}

// fold takes out the parameters and metadata that all runs share, for one line
// above the table; but none that was asked for by its name.
func (s *sheet) fold(c *collection.Collection, columns []collection.Column, named []string) []collection.Column {
	var kept []collection.Column
	for i := range columns {
		col := &columns[i]
		if !col.Constant || !describesRun(c.Keys[col.Key].Source) || slices.Contains(named, col.Title) {
			kept = append(kept, *col)
			continue
		}
		text, _ := scalarText(firstValue(col), styleOf(numbersOf(col.Cells)))
		s.shared = append(s.shared, Visible(strings.TrimPrefix(col.Title, "params."))+"="+Visible(text))
	}
	return kept
}

func firstValue(col *collection.Column) value.Value {
	for _, cell := range col.Cells {
		if cell.Value != nil {
			return cell.Value
		}
	}
	return nil
}
