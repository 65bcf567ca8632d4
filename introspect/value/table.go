package value

import "math"

// A Table is a data frame as it was shown or stored: rows and columns with
// labels.
type Table struct {
	// Caption is what stands over the table or around it, in one line.
	Caption string
	// Columns holds a label a column. A label has one part a level, so more
	// than one part under a MultiIndex.
	Columns []Label
	// Dtypes holds the type a column, as polars, R and DuckDB show it: f64, dbl,
	// VARCHAR; nil where none are shown.
	Dtypes []string
	// ColumnNames names the levels of Columns; nil when they have no names.
	ColumnNames []string
	// Index holds a label a row; nil for a table without an index.
	Index []Label
	// IndexNames names the levels of Index; nil when they have no names.
	IndexNames []string
	// Rows holds the cells, Rows[i][j] in row i and column j. Every row is
	// as long as Columns.
	Rows [][]TableCell
	// Truncated says that the source shows only part of the data ("...");
	// the rows and columns that stand for the rest are not among Rows and Columns.
	Truncated bool
}

// A Label names a row or a column: one part a level.
type Label []string

// A TableCell is one cell: its text as shown, and the value that pandas would
// read from it. A missing value (NaN, None, NaT, <NA>, an empty cell) is nil.
type TableCell struct {
	Text  string
	Value Value
}

// Scalar returns the value of a cell that stands for itself, as a metric does.
// pandas shows NaN for a missing value and for the number; there it is the number.
func (c TableCell) Scalar() Value {
	if c.Value == nil && (c.Text == "NaN" || c.Text == "nan") {
		return Float(math.NaN())
	}
	return c.Value
}
