package collection

import (
	"context"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxDifferences bounds the differences of one run in one key; those beyond
// are counted.
const maxDifferences = 10_000

// DiffOptions choose what counts as a difference. The zero value compares
// every key but those of the metadata, numbers exactly.
type DiffOptions struct {
	// A number b is the same as the baseline's a when
	// |b - a| <= AbsTol + RelTol*|a|, as numpy.isclose has it.
	RelTol, AbsTol float64
	// Ignore are globs over what differs: keys, paths inside their values
	// (with all that is below), "status", cells of Sources. "*" stands for
	// any characters, dots too; brackets around a name, a number or a star are
	// those of a path.
	Ignore []string
	// Status compares how the runs ended.
	Status bool
	// Meta compares the keys of the metadata too: duration and start differ
	// between any two runs.
	Meta bool
	// Sources compares the sources of the cells; the collection has to be
	// loaded with Options.Sources.
	Sources bool
}

// A Diff is in what runs differ from the baseline.
type Diff struct {
	// Differences stand in the order of the keys; status before them, cells
	// behind. Inside a key, those with the same title follow one another.
	Differences []Difference
	// Compared and Differing count the keys, the status as one of them.
	Compared, Differing int
	// Cells and DifferingCells count the baseline's cells that are no blanks, and
	// those cells of any run that differ.
	Cells, DifferingCells int
	// Tolerated, Ignored and Omitted count the numbers that differ within the
	// tolerance, the differences that Ignore matched, and those beyond
	// 10,000 of one run in one key.
	Tolerated, Ignored, Omitted int
	// Partial counts the tables without a difference of which a notebook shows only part.
	Partial int
	// UnusedIgnore are the globs of Ignore that match nothing, as far as can be
	// told: what is inside of tables and lists that are the same is not looked at,
	// and with Sources, where they may mean a cell, none is told.
	UnusedIgnore []string
}

// A Difference is one thing in which a run differs from the baseline.
type Difference struct {
	// Title is where: mse, metrics.mse, folds[0], status, cell 3.
	Title string
	Key   int        // index into Collection.Keys; -1 for the status and for cells
	Path  value.Path // inside the key's value; empty for all of it
	Run   int        // index into Collection.Runs
	// Old is the baseline's value and New the run's, with the difference; one
	// of the two may be missing.
	Old, New Cell
	// Detail tells more than the values do. It is a [*SetDiff], [*TableDiff],
	// [*LineDiff], [*PictureDiff] or [*CellDiff]; nil for scalars, and where the
	// values are of different kinds or one is missing.
	Detail any
}

// A SetDiff tells in which elements two lists or sets of scalars differ.
type SetDiff struct {
	Removed, Added []value.Value // as often as one has them more than the other
	// Reordered says that both have the same elements, in another order.
	Reordered bool
}

// A LineDiff is the difference of two texts.
type LineDiff struct {
	Lines []DiffLine // nil when there are too many
}

// A PictureDiff is the difference of two pictures.
type PictureDiff struct {
	// Changed is the share of the pixels that visibly differ, 0 to 1; nil where
	// it cannot be told (see [Images]).
	Changed *float64
}

// Diff compares every run with the baseline. Runs that cannot be read are left
// out. The order of a dict's keys, memory addresses, the sizes of figures in
// their reprs, the date and the names of parts in a picture or a page that matplotlib,
// folium or plotly made, line endings and pixels that nobody sees are no differences. The error
// is that of ctx, or an [*InputError] about Ignore.
func (c *Collection) Diff(ctx context.Context, opts DiffOptions) (*Diff, error) {
	d := &differ{c: c, opts: opts, out: &Diff{}}
	if err := d.readIgnore(); err != nil {
		return nil, err
	}
	if c.Baseline < 0 {
		return d.out, nil
	}
	if opts.Status && !d.ignored("status") {
		d.count(d.status)
	}
	for key := range c.Keys {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c.Keys[key].Source == introspect.SourceMeta && !opts.Meta {
			continue
		}
		if slices.ContainsFunc(c.Keys[key].names(), d.ignored) {
			continue
		}
		d.count(func() { d.diffKey(key) })
	}
	if err := d.comparePictures(ctx); err != nil {
		return nil, err
	}
	if opts.Sources {
		d.sources()
	}
	d.countDiffering()
	if !opts.Sources {
		d.findUnused()
	}
	return d.out, nil
}

// A differ collects the differences.
type differ struct {
	c      *Collection
	opts   DiffOptions
	ignore []ignorePattern
	out    *Diff

	key, run int // being compared
	found    int // differences of this run in this key
	pictures []picturePair
}

// count counts what compare compares as one key.
func (d *differ) count(compare func()) {
	d.out.Compared++
	compare()
}

// countDiffering counts the keys that differ, once the pictures are known.
func (d *differ) countDiffering() {
	last := ""
	for _, diff := range d.out.Differences {
		name := diff.Title
		if _, isCell := diff.Detail.(*CellDiff); isCell {
			continue
		}
		if diff.Key >= 0 {
			name = d.c.Keys[diff.Key].Title
		}
		if name != last {
			d.out.Differing++
		}
		last = name
	}
}

// others returns the runs to be compared with the baseline.
func (d *differ) others() (runs []int) {
	for run, r := range d.c.Runs {
		if run != d.c.Baseline && r.Err == nil {
			runs = append(runs, run)
		}
	}
	return runs
}

// status compares how the runs ended.
func (d *differ) status() {
	base := ending(d.c.Runs[d.c.Baseline])
	for _, run := range d.others() {
		if end := ending(d.c.Runs[run]); normalText(end) != normalText(base) {
			d.out.Differences = append(d.out.Differences, Difference{
				Title: "status", Key: -1, Run: run, Old: Cell{Value: value.Text(base)}, New: Cell{Value: value.Text(end)},
			})
		}
	}
}

// ending writes a run's status, with its error.
func ending(r *Run) string {
	if r.Failure == nil {
		return string(r.Status)
	}
	message, _, _ := strings.Cut(r.Failure.Message(), "\n")
	return string(r.Status) + " (" + message + ")"
}

// diffKey compares the values of a key, run by run, and puts together what is
// about the same path.
func (d *differ) diffKey(key int) {
	columns := d.c.columnsOf(key)
	start := len(d.out.Differences)
	for _, run := range d.others() {
		d.key, d.run, d.found = key, run, 0
		d.diffRun(columns)
	}
	found := d.out.Differences[start:]
	order := map[string]int{}
	for _, diff := range found {
		if _, known := order[diff.Title]; !known {
			order[diff.Title] = len(order)
		}
	}
	slices.SortStableFunc(found, func(a, b Difference) int { return order[a.Title] - order[b.Title] })
}

// columnsOf returns the columns of a key.
func (c *Collection) columnsOf(key int) []flatColumn {
	start, _ := slices.BinarySearchFunc(c.flat, key, func(f flatColumn, key int) int { return f.key - key })
	end := start
	for end < len(c.flat) && c.flat[end].key == key {
		end++
	}
	return c.flat[start:end]
}

func (d *differ) diffRun(columns []flatColumn) {
	base, v := d.valueOf(d.c.Baseline), d.valueOf(d.run)
	switch {
	case base == nil && v == nil:
		return
	case !hasAll(columns, base) || !hasAll(columns, v):
		// Only what is inside was selected.
	case base == nil || v == nil:
		d.change(nil, base, v)
		return
	case d.equal(base, v):
		return
	case shapeOf([]value.Value{base, v}) == tableShape:
		d.captions(nil, base, v)
		d.tables(nil, base, v)
		return
	default:
		d.captions(nil, base, v)
	}
	for i := range columns {
		d.values(columns[i].path, columns[i].values[d.c.Baseline], columns[i].values[d.run])
	}
}

func (d *differ) valueOf(run int) value.Value {
	if e := d.c.Entry(run, d.key); e != nil {
		return e.Value
	}
	return nil
}

// hasAll reports whether columns hold all that is in a value.
func hasAll(columns []flatColumn, v value.Value) bool {
	if v == nil {
		return true
	}
	paths := make(map[string]bool, len(columns))
	for i := range columns {
		paths[columns[i].path.String()] = true
	}
	return paths[""] || !slices.ContainsFunc(value.Flatten(v), func(leaf value.Leaf) bool { return !paths[leaf.Path.String()] })
}

// change notes that the values at a path differ.
func (d *differ) change(path value.Path, base, v value.Value) { d.changeWith(path, base, v, nil) }

func (d *differ) changeWith(path value.Path, base, v value.Value, detail any) {
	title := d.title(path)
	if d.ignored(title) {
		d.out.Ignored++
		return
	}
	if d.found++; d.found > maxDifferences {
		d.out.Omitted++
		return
	}
	diff := Difference{Title: title, Key: d.key, Path: path, Run: d.run, Old: Cell{Value: base}, New: Cell{Value: v}, Detail: detail}
	if base == nil {
		diff.Old.Reason = d.c.reasonAt(d.c.Baseline, d.key, path)
	}
	if v == nil {
		diff.New.Reason = d.c.reasonAt(d.run, d.key, path)
	}
	if n, ok := base.(value.Number); ok && d.c.Keys[d.key].Source != introspect.SourceParam {
		compareCell(&diff.New, n, d.c.direction(&flatColumn{title: title, key: d.key, path: path}))
	}
	d.out.Differences = append(d.out.Differences, diff)
}

func (d *differ) title(path value.Path) string { return d.c.Keys[d.key].Title + path.String() }
