package execute

import (
	"encoding/json"
	"time"

	"github.com/nbcompare/nbcompare/nbformat"
)

// saveShare is how much of the time saving may take: after a save of one
// second the next begins three seconds later. Saves that take less than
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
	nb, err := r.render(final)
	if err != nil || nb == nil {
		return err
	}
	err = r.opts.Save(nb, final)
	r.lastSave, r.lastTook = time.Now(), time.Since(began)
	return err
}

// saveAtBoundary saves between two cells; where saving takes too much of the
// time, a little later. An error is not the end: the disk may have room again
// later, and the last save tells.
func (r *run) saveAtBoundary() {
	if wait := r.saveWait(); wait > 0 {
		select {
		case r.later <- wait:
		default: // that is on its way already
		}
		return
	}
	_ = r.save(false)
}

// saveWait returns how long it should be until the next save.
func (r *run) saveWait() time.Duration {
	r.saving.Lock()
	defer r.saving.Unlock()
	if r.lastTook < cheapSave {
		return 0
	}
	return time.Until(r.lastSave.Add(saveShare * r.lastTook))
}

// saveNowAndThen saves while cells run, until stop is called.
func (r *run) saveNowAndThen() (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(r.opts.SaveEvery)
		defer ticker.Stop()
		for {
			var soon <-chan time.Time
			select {
			case <-ticker.C:
				soon = time.After(r.saveWait())
			case wait := <-r.later:
				soon = time.After(wait)
			case <-quit:
				return
			}
			select {
			case <-soon:
				_ = r.save(false)
			case <-quit:
				return
			}
		}
	}()
	return func() { close(quit); <-done }
}

// render puts what changed since the last time into the notebook. It returns
// nil when nothing did.
func (r *run) render(final bool) (*nbformat.Notebook, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.dirty && !final {
		return nil, nil
	}
	e := r.nb.Edit()
	for i := range r.cells {
		if c := &r.cells[i]; c.changed {
			c.edit(e)
			c.changed = false
		}
	}
	r.editMetadata(e)
	nb, err := e.Apply()
	if err != nil {
		return nil, err
	}
	r.nb, r.dirty = nb, false
	if final && r.failed != nil {
		// Only what is saved last has markers: with them the cells have other places.
		top, anchor := markers(r.failed.Count)
		e = nb.Edit()
		e.InsertCell(0, top)
		e.InsertCell(r.failed.Cell, anchor)
		if nb, err = e.Apply(); err == nil {
			r.nb = nb
		}
	}
	return nb, err
}

func (c *cell) edit(e *nbformat.Editor) {
	if c.cleared {
		e.SetExecutionCount(c.index, c.count)
		e.SetOutputs(c.index, marshal(c.outputs.objects()))
	}
	if len(c.timing) > 0 {
		e.SetCellMetadata(c.index, c.timing, "execution")
	}
	e.SetCellMetadata(c.index, c.record, "papermill")
}

// editMetadata writes the record of the run into the notebook's metadata.
func (r *run) editMetadata(e *nbformat.Editor) {
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
	if r.end != nil {
		duration = between(&r.start, r.end)
	}
	e.SetMetadata(duration, "papermill", "duration")
	e.SetMetadata(r.end, "papermill", "end_time")
	e.SetMetadata(r.exception(), "papermill", "exception")
	e.SetMetadata(r.opts.InputPath, "papermill", "input_path")
	e.SetMetadata(r.opts.OutputPath, "papermill", "output_path")
	e.SetMetadata(r.start, "papermill", "start_time")
	if r.info != nil {
		e.SetMetadata(json.RawMessage(r.info.LanguageInfo), "language_info")
	}
	if state := r.widgets.metadata(); state != nil && r.widgets.changed {
		e.SetMetadata(marshal(state), "widgets")
		r.widgets.changed = false
	}
	if r.opts.Record != nil {
		e.SetMetadata(r.record(), "nbcompare", "run")
	}
}

// exception is null as long as nothing failed, as in papermill.
func (r *run) exception() *bool {
	if r.failed == nil && !r.ended {
		return nil
	}
	yes := true
	return &yes
}

func (r *run) record() map[string]any {
	record := map[string]any{}
	for name, value := range r.opts.Record {
		record[name] = value
	}
	about := map[string]any{"name": r.opts.Kernel.Name, "display_name": r.opts.Kernel.DisplayName}
	if r.info != nil {
		about["implementation"], about["version"] = r.info.Implementation, r.info.ImplementationVersion
	}
	record["kernel"] = about
	return record
}

// finish writes the end of the run and saves the last time. err is how it
// ended; when no cell did, none is marked.
func (r *run) finish(err error) error {
	r.mutex.Lock()
	at := instant(r.opts.Now())
	r.end, r.ended, r.dirty = &at, err != nil, true
	r.mutex.Unlock()
	return r.save(true)
}
