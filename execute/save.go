package execute

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// saveShare is how much of a long cell's time saving may take: after a save of
// one second the next begins three seconds later. Saves that take less than
// cheapSave are not counted.
const (
	saveShare = 3
	cheapSave = 100 * time.Millisecond
)

// save writes the notebook as it is now, if it has changed.
func (r *run) save(final bool) error {
	r.saving.Lock()
	defer r.saving.Unlock()
	began := time.Now()
	d := r.draft(final)
	if d == nil {
		return nil
	}
	if err := r.render(d); err != nil {
		return err
	}
	err := r.opts.Save(r.text, final)
	if err != nil {
		r.mutex.Lock()
		r.dirty = true // to be tried again
		r.mutex.Unlock()
	}
	r.lastSave = time.Now()
	r.lastTook = r.lastSave.Sub(began)
	return err
}

// saveWait returns how long it should be until a running cell is saved again.
func (r *run) saveWait() time.Duration {
	r.saving.Lock()
	defer r.saving.Unlock()
	if r.lastTook < cheapSave {
		return 0
	}
	return time.Until(r.lastSave.Add(saveShare * r.lastTook))
}

// saveNowAndThen saves while a cell runs for long, until stop is called.
func (r *run) saveNowAndThen() (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(r.opts.SaveEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-quit:
				return
			}
			select {
			case <-time.After(r.saveWait()):
			case <-quit:
				return
			}
			_ = r.save(false)
		}
	}()
	return func() { close(quit); <-done }
}

// A draft is what a save has to write: what changed since the one before. It
// is a copy, so that the kernel's messages need not wait for the saving.
type draft struct {
	cells   []cellDraft
	widgets json.RawMessage // nil when they did not change
	records bool            // what follows changed, too
	end     *instant
	failed  *CellError
	raised  *bool
	info    *kernel.Info
	final   bool
}

// A cellDraft is a cell that changed. What its pointers point at is never
// changed, only replaced.
type cellDraft struct {
	index   int
	cleared bool
	count   *int
	outputs []map[string]any
	timing  map[string]string
	record  cellRecord
}

// draft copies what changed. It returns nil when nothing did.
func (r *run) draft(final bool) *draft {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.dirty && !final {
		return nil
	}
	d := &draft{records: r.records, end: r.end, failed: r.failed, raised: r.exception(), info: r.info, final: final}
	for i := range r.cells {
		if c := &r.cells[i]; c.changed {
			d.cells = append(d.cells, cellDraft{c.index, c.cleared, c.count, c.outputs.objects(), maps.Clone(c.timing), c.record})
			c.changed = false
		}
	}
	if state := r.widgets.metadata(); state != nil && r.widgets.changed {
		d.widgets = marshal(state)
	}
	r.dirty, r.records, r.widgets.changed = false, false, false
	return d
}

// render puts a draft into the notebook, and writes it into r.text. What it
// costs beside copying the notebook is what the draft costs: nothing else is
// read or encoded again.
func (r *run) render(d *draft) error {
	e := r.editor
	for i := range d.cells {
		d.cells[i].edit(e)
	}
	if d.records {
		r.editRecords(e, d)
	}
	if d.widgets != nil {
		e.SetMetadata(d.widgets, "widgets")
	}
	if d.final && d.failed != nil {
		// Only what is saved last has markers: a reader counts the cells.
		top, anchor := markers(d.failed.Count)
		e.InsertCell(0, top)
		e.InsertCell(d.failed.Cell, anchor)
	}
	text, err := e.Append(r.text[:0])
	if err != nil {
		r.editor = r.notebook().Edit() // without this draft: the next may do better
		r.text = slices.Clone(r.text)
		return err
	}
	r.text = text
	return nil
}

// notebook reads the notebook as it was last rendered; r.text must not change
// any more.
func (r *run) notebook() *nbformat.Notebook {
	nb, err := nbformat.Parse(r.text, r.nb.Name)
	if err != nil { // there is none yet
		return r.nb
	}
	return nb
}

func (c *cellDraft) edit(e *nbformat.Editor) {
	if c.cleared {
		e.SetExecutionCount(c.index, c.count)
		e.SetOutputs(c.index, marshal(c.outputs))
	}
	if len(c.timing) > 0 {
		e.SetCellMetadata(c.index, c.timing, "execution")
	}
	e.SetCellMetadata(c.index, c.record, "papermill")
}

// editRecords writes the record of the run into the notebook's metadata.
func (r *run) editRecords(e *nbformat.Editor, d *draft) {
	old := r.nb.Metadata.Get("papermill")
	for _, name := range []string{"default_parameters", "environment_variables", "parameters"} {
		if !old.Get(name).IsObject() {
			e.SetMetadata(struct{}{}, "papermill", name)
		}
	}
	if !old.Get("version").Exists() {
		e.SetMetadata(PapermillVersion, "papermill", "version")
	}
	var duration *seconds
	if d.end != nil {
		duration = between(&r.start, d.end)
	}
	e.SetMetadata(duration, "papermill", "duration")
	e.SetMetadata(d.end, "papermill", "end_time")
	e.SetMetadata(d.raised, "papermill", "exception")
	e.SetMetadata(r.opts.InputPath, "papermill", "input_path")
	e.SetMetadata(r.opts.OutputPath, "papermill", "output_path")
	e.SetMetadata(r.start, "papermill", "start_time")
	if d.info != nil {
		e.SetMetadata(json.RawMessage(d.info.LanguageInfo), "language_info")
	}
	if r.record != nil {
		e.SetMetadata(r.withKernelOf(d), "nbcompare", "run")
	}
}

// withKernelOf returns the record with what is known of the kernel.
func (r *run) withKernelOf(d *draft) map[string]any {
	record := maps.Clone(r.record)
	about := map[string]any{"name": r.opts.Kernel.Name, "display_name": r.opts.Kernel.DisplayName}
	if d.info != nil {
		about["implementation"], about["version"] = d.info.Implementation, d.info.ImplementationVersion
	}
	record["kernel"] = about
	return record
}

// exception is null as long as nothing failed, as in papermill.
func (r *run) exception() *bool {
	if r.failed == nil && !r.ended {
		return nil
	}
	yes := true
	return &yes
}

// finish writes the end of the run and saves the last time. err is how it
// ended; when no cell did, none is marked.
func (r *run) finish(err error) error {
	r.mutex.Lock()
	at := instant(r.opts.Now())
	r.end, r.ended, r.dirty, r.records = &at, err != nil, true, true
	r.mutex.Unlock()
	if err := r.save(true); err != nil {
		return fmt.Errorf("saving what was executed: %w", err)
	}
	return nil
}
