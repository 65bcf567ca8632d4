// Package collection reads many notebooks and compares them.
//
// # Vocabulary
//
// A run is one notebook of a collection, under a name of its own. A key names
// one thing to compare; the keys of a collection are the union of its runs'
// keys. The baseline is the run that differences are measured against. A
// column is one scalar inside a key's values: the key metrics with dicts
// gives the columns metrics.mse and metrics.r2. A metric is a column of
// numbers.
//
// # The steps
//
// [Load] finds the notebooks, reads them in parallel and gives a
// [Collection]: runs in input order, keys, values. [Collection.Columns]
// flattens it to one row a run. [Collection.Compare] compares one key's
// values over all runs. Nothing here is about looks: that is package render.
package collection

import (
	"io"
	"regexp"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// Options choose what is loaded and how. The zero value is the default.
type Options struct {
	// Baseline is the name or the path of the baseline run; "" is the first
	// run. A path outside the inputs is loaded as well.
	Baseline string
	// Name is a template such as {params.model}-{params.seed}; "" names runs
	// by their paths.
	Name string
	// Keys and Exclude are globs over key names; no Keys means every key. The
	// order of Keys is the order of the collection's keys.
	Keys, Exclude []string
	// Outputs are paths that will be asked for. Those that name an output of a
	// tagged cell (tag:roc[0]) make the outputs of the tag's cells keys; Keys
	// need not be repeated here.
	Outputs []string
	// Better maps a column or a key's last segment to a direction; it goes
	// before what well-known names tell.
	Better map[string]Direction
	// Scalars says that nobody asks for more than Columns: tables that are no
	// scalars keep no cells, as they make most of what a collection holds.
	Scalars bool
	// Cells says what is kept of the cells: [DiffOptions].Sources and [Collection.Align]
	// need their sources.
	Cells CellDetail
	// Keep reports for each run whether it stays, once names, baseline and all keys
	// are known and before Keys are selected; nil keeps all. A baseline that was
	// named stays whatever it says. The error is that of Load.
	Keep func(*Collection) ([]bool, error)
	// StrictCompat is introspect.Options.StrictCompat.
	StrictCompat bool
	// Strict makes an error of what is forgiven, with a warning, when a notebook
	// is read.
	Strict bool
	// Match is introspect.Options.Match.
	Match []*regexp.Regexp
	// Jobs is how many notebooks are read at a time; 0 is one a processor.
	Jobs int
	// Stdin is read for the input "-".
	Stdin io.Reader
	// Progress is called after each notebook with how many of all have been
	// read, by several goroutines at once; nil is for nobody to know.
	Progress func(read, all int)
}

// Direction tells which of two numbers is better.
type Direction int

// The directions.
const (
	NoDirection Direction = iota
	LowerIsBetter
	HigherIsBetter
)

// A Run is one notebook of a collection.
type Run struct {
	Name string
	// Path is the path as it was given or found; "-" for standard input.
	Path string
	// Err says why the notebook could not be read; then nothing else is set.
	Err        error
	Status     introspect.Status
	Failure    *value.Error // the first error of a failed run, else nil
	FailedCell int          // starting at 0; -1 when the run did not fail
	Warnings   []error      // what was forgiven while reading
	// Extra says that the run was loaded as the baseline only.
	Extra bool

	pathName string // the name by the path
	// comparison says that nbcompare wrote the notebook to compare others.
	comparison bool
	layout     *layout // which keys entries are of
	entries    []introspect.Entry
	// silent are the tags and labels of cells without outputs.
	silent map[keyID]*introspect.Entry
	// defaults are what the parameter cell assigns, by name.
	defaults map[string]value.Value
	cells    runCells // with Options.Cells
	// keepOutputs says that the outputs of all cells are kept, not only of a failed one.
	keepOutputs bool
	// keyless says that the notebook was read while it was not known whether
	// any has a key; kept is the notebook then, where it cannot be read again.
	keyless bool
	kept    *nbformat.Notebook
}

// A Key is one key of a collection.
type Key struct {
	Source introspect.Source
	// Name is the key in its source: mse.
	Name string
	// Title is how users see and write it: mse, or tag:mse when another source
	// owns the bare name, or params.model.
	Title string

	// also are the sources that hold the same values under the same name.
	also []introspect.Source
}

type keyID struct {
	source introspect.Source
	name   string
}

// A Collection is many notebooks side by side.
type Collection struct {
	Runs     []*Run // in input order
	Baseline int    // index into Runs; -1 when no run could be read
	Keys     []Key  // the union, in first-seen order or in the order of Options.Keys
	// Warnings are about the collection as a whole; those about one notebook
	// stand in its Run.
	Warnings []error
	// LeftOut names the notebooks among the inputs that are comparisons which
	// nbcompare wrote, and no runs.
	LeftOut []error

	better map[string]Direction
	flat   []flatColumn
	// holders are the runs that have an entry, while the keys are being found.
	holders map[keyID][]int
	// conflicts are the warnings about names that mean more than one key, by
	// name, until it is known which keys are selected.
	conflicts map[string][]*InputError
}

// A Column is one scalar of every run.
type Column struct {
	// Title is the column's header: notebook, status, params.seed, metrics.mse.
	// No two columns have the same.
	Title string
	Key   int        // index into Keys
	Path  value.Path // inside the key's value; empty for the value itself
	// Cells holds one cell a run.
	Cells []Cell
	// Direction is NoDirection for columns that are no metrics.
	Direction Direction
	// Constant says that every run that was read has the same value.
	Constant bool
	// Numeric says that all values are numbers, but for those that say that there is none
	// (see [value.IsMissing]), and that there is at least one.
	Numeric bool
}

// A Cell is the value of one run in a column, or the reason why there is none.
type Cell struct {
	Value  value.Value // nil when missing
	Reason string
	// Delta and Relative are the difference to the baseline and that
	// difference over the baseline's absolute value; nil where one of the
	// two is no number. Relative is nil for a baseline of 0.
	Delta, Relative *float64
	// Rank is 1 for the best of a metric with a direction, equal values share
	// a rank; 0 without one, and where all values are equal.
	Rank int
	// Verdict compares with the baseline: +1 better, -1 worse, 0 equal, NaN or
	// without direction.
	Verdict int
}
