package collection

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/nbcompare/nbcompare/introspect"
)

// Load reads the notebooks that inputs name. An input is a notebook, a
// directory (its notebooks, recursively, without hidden folders and
// checkpoints, in natural order), a glob, or "-" for Options.Stdin. A notebook
// that is named twice is two runs; folders and globs add none that is there.
//
// The error is an [*InputError] about the inputs or options as a whole (no
// such path, no notebook, an unknown baseline), or ctx.Err(). A notebook that
// cannot be read is a Run with Err.
func Load(ctx context.Context, inputs []string, opts Options) (*Collection, error) {
	found, err := find(inputs)
	if err != nil {
		return nil, err
	}
	c := &Collection{better: opts.Better, Warnings: found.warnings}
	c.addRuns(found.paths)
	for _, r := range c.Runs {
		if found.irregular[r.Path] {
			r.Err = &InputError{Input: r.Path, Message: "not a regular file", Hint: "name it to have it read"}
		}
	}
	extra := c.addExtra(opts.Baseline)
	opts.Outputs = append(opts.Outputs, opts.Keys...)
	if opts.Jobs <= 0 {
		opts.Jobs = runtime.GOMAXPROCS(0)
	}
	c.keepOutputs(opts.Cells)
	l := &loader{opts: opts, readers: make(chan *reader, opts.Jobs), unasked: unaskedNames(&opts)}
	if err := l.each(ctx, c.Runs, l.read, opts.Progress); err != nil {
		return nil, err
	}
	c.leaveOutComparisons()
	for _, r := range c.Runs {
		if r.comparison && hasKeys(r.keys()) {
			l.keyed.Store(true)
		}
	}
	if extra != nil && extra.Err != nil {
		return nil, &InputError{Input: opts.Baseline, Message: "the baseline cannot be read: " + extra.Err.Error(), Err: extra.Err}
	}
	if err := l.standInCells(ctx, c); err != nil {
		return nil, err
	}
	c.findKeys(maxCells)
	if err := c.rename(opts.Name); err != nil {
		return nil, err
	}
	if err := c.findBaseline(opts.Baseline); err != nil {
		return nil, err
	}
	c.warnOfUnusedDirections()
	if err := c.keep(&opts); err != nil {
		return nil, err
	}
	if err := c.selectKeys(opts.Keys, opts.Exclude); err != nil {
		return nil, err
	}
	c.warnOfConflicts()
	return c, nil
}

// loader reads notebooks into runs.
type loader struct {
	opts Options
	// unasked is introspect.Options.Unasked.
	unasked func(name string) bool
	// keyed says that some notebook has a key of its own.
	keyed atomic.Bool
	// readers holds those that nobody is using: at most one a job.
	readers chan *reader

	mutex   sync.Mutex
	layouts map[string]*layout // by the names of their entries
	pool    cellPool           // with Options.Cells
}

// each does something to runs, some at a time.
func (l *loader) each(ctx context.Context, runs []*Run, do func(*Run), progress func(done, all int)) error {
	var group sync.WaitGroup
	var begun, done atomic.Int64
	for range min(l.opts.Jobs, len(runs)) {
		group.Go(func() {
			for i := begun.Add(1) - 1; i < int64(len(runs)) && ctx.Err() == nil; i = begun.Add(1) - 1 {
				do(runs[i])
				if n := done.Add(1); progress != nil {
					progress(int(n), len(runs))
				}
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

func (l *loader) read(r *Run) {
	if r.Err != nil {
		return
	}
	o, err := l.open(r.Path)
	if err != nil {
		r.Err = err
		return
	}
	defer l.close(o)
	l.inspect(r, o, false)
	r.comparison = r.Err == nil && isComparison(o.Notebook)
	if !r.comparison && hasKeys(r.keys()) {
		l.keyed.Store(true)
	}
	if r.keyless = !l.keyed.Load(); r.keyless && o.file == nil {
		r.kept = o.Notebook
	}
}

// inspect fills the run with what the notebook holds. The run keeps nothing of
// the notebook's bytes when they can be read again: a collection is to cost
// what it tells, not what its files hold.
func (l *loader) inspect(r *Run, o opened, cells bool) {
	nb := o.Notebook
	parameters, problems := r.readParams(o.parameters(), nb)
	options := introspect.Options{StrictCompat: l.opts.StrictCompat, Match: l.opts.Match, Cells: cells, Outputs: taggedOutputs(l.opts.Outputs),
		Room: len(parameters), Scalars: l.opts.Scalars && !leadsInside(l.opts.Keys), Unasked: l.unasked}
	if o.file != nil {
		options.Reread = o.file.read
	}
	content := introspect.Inspect(nb, options)
	if err := nb.Err(); err != nil {
		r.Err = fmt.Errorf("%s: %w", r.Path, err)
		return
	}
	r.Warnings = nil
	for _, w := range nb.Warnings {
		r.Warnings = append(r.Warnings, w)
	}
	r.Status, r.Failure, r.FailedCell = content.Status, content.Failure, content.FailedCell
	for _, w := range content.Warnings {
		r.Warnings = append(r.Warnings, w)
	}
	if l.opts.Cells != NoCells {
		r.cells = l.cellsOf(r, nb, options)
	}
	for _, w := range problems {
		r.Warnings = append(r.Warnings, w)
	}
	l.setEntries(r, withParams(parameters, content.Entries))
	r.silent = nil
	if len(content.Silent) == 0 {
		return
	}
	r.silent = make(map[keyID]*introspect.Entry, len(content.Silent))
	for i := range content.Silent {
		e := &content.Silent[i]
		r.silent[keyID{e.Source, e.Name}] = e
	}
}

// standInCells gives every cell with outputs a key where no notebook of the
// collection has any. It reads all of them a second time, because nobody knew
// before the last was read.
func (l *loader) standInCells(ctx context.Context, c *Collection) error {
	if !l.keyed.Load() {
		if err := l.each(ctx, c.Runs, l.readCells, nil); err != nil {
			return err
		}
	}
	stand := false
	for _, r := range c.Runs {
		r.keyless, r.kept = false, nil
		stand = stand || slices.ContainsFunc(r.keys(), func(id keyID) bool { return id.source == introspect.SourceCell })
	}
	if why := c.Unshown(""); stand && why != "" {
		c.Warnings = append(c.Warnings, &InputError{Message: "no cell with a tag or a label shows a value, so cells are compared by their number", Hint: why})
	} else if stand {
		c.Warnings = append(c.Warnings, &InputError{
			Message: "no notebook has a tagged cell, a scrap or a label, so cells are compared by their number",
			Hint:    `tag the cells to compare, each with the name of what it shows, or use scrapbook.glue("name", value)`,
		})
	}
	return nil
}

// readCells reads a notebook without keys again.
func (l *loader) readCells(r *Run) {
	if !r.keyless {
		return
	}
	o := opened{Notebook: r.kept}
	if r.kept == nil {
		var err error
		if o, err = l.open(r.Path); err != nil {
			*r = Run{Name: r.Name, Path: r.Path, Extra: r.Extra, pathName: r.pathName, Err: err}
			return
		}
		defer l.close(o)
	}
	l.inspect(r, o, true)
}

// hasKeys reports whether a user named any of the keys.
func hasKeys(ids []keyID) bool {
	for _, id := range ids {
		switch id.source {
		case introspect.SourceScrap, introspect.SourceTag, introspect.SourceLabel, introspect.SourceMatch:
			return true
		}
	}
	return false
}
