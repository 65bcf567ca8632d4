package execute

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

const (
	defaultStart     = time.Minute
	defaultSaveEvery = 3 * time.Second
)

// Notebook executes a notebook. When ctx ends the running cell is interrupted
// and has failed; context.Cause(ctx) tells why. The error is a [*CellError]
// when a cell ended the run, else what prevented it from beginning, or from
// being saved.
//
// Outputs and counts of an earlier run, and papermill's markers, are removed
// first. The rest of the notebook stays as it is, byte for byte.
func Notebook(ctx context.Context, nb *nbformat.Notebook, opts Options) (*Result, error) {
	base, err := withoutMarkers(nb)
	if err != nil {
		return &Result{Notebook: nb, Closed: closedChannel()}, err
	}
	r := newRun(base, opts)
	result := &Result{Notebook: base, Closed: closedChannel()}
	starting := r.startKernel(ctx)
	if err := r.begin(); err != nil {
		result.Notebook, result.Closed = r.notebook(), starting.abandon()
		return result, err
	}
	stop := r.saveNowAndThen()
	err = r.withKernel(ctx, starting, result)
	stop()
	saved := r.finish(err)
	result.Notebook, result.Warnings = r.notebook(), r.warnings
	if err == nil {
		err = saved
	} else if saved != nil {
		err = errors.Join(err, saved)
	}
	return result, err
}

func closedChannel() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// A run is the state of one execution. mutex guards what the kernel's
// messages and the saving share.
type run struct {
	opts     Options
	cells    []cell
	warnings []string

	mutex    sync.Mutex
	start    instant
	end      *instant
	ended    bool
	failed   *CellError
	requests map[string]int // cell by the id of its request
	widgets  widgets
	info     *kernel.Info
	dirty    bool // there is something to save
	records  bool // and it is in the notebook's metadata, too

	saving   sync.Mutex         // held while a save is made
	nb       *nbformat.Notebook // before anything ran
	editor   *nbformat.Editor   // of nb, with what was saved
	text     []byte             // what was last given to opts.Save
	record   map[string]any     // what opts.Record returned
	lastSave time.Time
	lastTook time.Duration
}

// A cell is one of the notebook, and what became of it.
type cell struct {
	index   int
	source  string
	mayFail bool // a tag says that an error of its is none
	runs    bool // it is code, has some, and no tag spares it
	cleared bool // outputs and count are ours
	count   *int
	outputs outputList
	record  cellRecord
	timing  map[string]string
	changed bool
}

func newRun(nb *nbformat.Notebook, opts Options) *run {
	if opts.StartTimeout == 0 {
		opts.StartTimeout = defaultStart
	}
	if opts.SaveEvery == 0 {
		opts.SaveEvery = defaultSaveEvery
	}
	if opts.Watch == nil {
		opts.Watch = func(Event) {}
	}
	if opts.Save == nil {
		opts.Save = func([]byte, bool) error { return nil }
	}
	r := &run{opts: opts, nb: nb, editor: nb.Edit(), requests: map[string]int{}, start: instant(opts.Now())}
	for i := range nb.Cells {
		r.cells = append(r.cells, newCell(i, &nb.Cells[i], opts.SkipTags))
	}
	return r
}

// skipTag is nbclient's.
const skipTag = "skip-execution"

func newCell(i int, c *nbformat.Cell, skip []string) cell {
	spared := c.HasTag(skipTag) || slices.ContainsFunc(skip, c.HasTag)
	isCode := c.CellType == nbformat.CodeCell && c.Raw.IsObject()
	it := cell{index: i, cleared: isCode && !spared, record: cellRecord{Status: statusPending}, changed: c.Raw.IsObject()}
	if it.cleared {
		it.source, it.mayFail = c.Source(), c.HasTag("raises-exception")
		it.runs = strings.TrimSpace(it.source) != ""
	}
	return it
}

// begin saves the notebook as it is before anything ran.
func (r *run) begin() error {
	if r.opts.Record != nil {
		r.record = r.opts.Record()
	}
	r.dirty, r.records = true, true
	return r.save(false)
}

// withKernel runs the cells on the kernel that is starting.
func (r *run) withKernel(ctx context.Context, starting *start, result *Result) error {
	k, err := starting.wait()
	if err != nil {
		return err
	}
	closed := make(chan struct{})
	result.Closed = closed
	defer func() {
		result.KernelTime = time.Since(starting.began)
		go func() {
			defer close(closed)
			_ = k.Shutdown(context.WithoutCancel(ctx)) // it is gone in any case
		}()
	}()
	r.mutex.Lock()
	r.info, r.widgets.send, r.records = &k.Info, k.SendComm, true
	r.mutex.Unlock()
	r.opts.Watch(Event{Kind: KernelStarted, Cells: r.countRuns()})
	return r.runCells(ctx, k)
}

func (r *run) countRuns() (n int) {
	for i := range r.cells {
		if r.cells[i].runs {
			n++
		}
	}
	return n
}

// runCells runs one cell after the other, until one ends the run.
func (r *run) runCells(ctx context.Context, k *kernel.Kernel) error {
	number, all := 0, r.countRuns()
	for i := range r.cells {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		c := &r.cells[i]
		r.startCell(c)
		if !c.runs {
			r.endCell(c, nil)
			continue
		}
		number++
		r.opts.Watch(Event{Kind: CellStarted, Cell: i, Number: number, Cells: all})
		_ = r.save(false) // the disk may have room again later; the last save tells
		over, failure := r.runCell(ctx, k, c)
		r.endCell(c, failure)
		r.opts.Watch(Event{Kind: CellEnded, Cell: i, Number: number, Cells: all})
		if failure != nil {
			return failure
		}
		if over {
			return nil
		}
	}
	return nil
}

func (r *run) startCell(c *cell) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	at, no := instant(r.opts.Now()), false
	c.record = cellRecord{StartTime: &at, Exception: &no, Status: statusRunning}
	c.changed, r.dirty = true, true
}

func (r *run) endCell(c *cell, failure *CellError) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	at, yes := instant(r.opts.Now()), true
	c.record.EndTime, c.record.Duration = &at, between(c.record.StartTime, &at)
	c.record.Status = statusCompleted
	if failure != nil {
		c.record.Status, c.record.Exception = statusFailed, &yes
		r.failed, r.records = failure, true
	}
	c.changed, r.dirty = true, true
}

// runCell runs one cell. over is set when it ended the notebook in peace.
func (r *run) runCell(ctx context.Context, k *kernel.Kernel, c *cell) (over bool, _ *CellError) {
	if r.opts.CellTimeout > 0 {
		var cancel context.CancelFunc
		limit := &TimeoutError{What: "the cell", Limit: r.opts.CellTimeout}
		ctx, cancel = context.WithTimeoutCause(ctx, r.opts.CellTimeout, limit)
		defer cancel()
	}
	id := k.NewRequestID()
	r.mutex.Lock()
	r.requests[id] = c.index
	c.timing = map[string]string{}
	r.mutex.Unlock()

	reply, err := k.Execute(ctx, id, c.source, r.take)
	r.noteReply(c, reply)
	if err != nil {
		return false, r.ranInto(c, reply, err)
	}
	r.warnAbout(c, reply)
	switch {
	case reply.Status == "error" && isCleanExit(reply.Ename, reply.Evalue):
		return true, nil
	case reply.Status == "error" && (r.opts.AllowErrors || c.mayFail), reply.Status == "ok":
		return false, nil
	case reply.Status == "error":
		return false, &CellError{Cell: c.index, Count: c.count, Ename: reply.Ename, Evalue: reply.Evalue, Traceback: reply.Traceback}
	}
	return false, r.ranInto(c, reply, fmt.Errorf("the kernel did not run it, and says %q", reply.Status))
}

func isCleanExit(ename, evalue string) bool {
	return ename == "SystemExit" && (evalue == "" || evalue == "0")
}

// noteReply takes from the reply what no message on iopub may have said.
func (r *run) noteReply(c *cell, reply *kernel.Reply) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if reply == nil {
		return
	}
	if reply.Date != "" {
		c.timing["shell.execute_reply"] = reply.Date
	}
	if c.count == nil {
		c.count = reply.ExecutionCount
	}
}

// enames are the names under which a failure that is no error of the code
// stands in the notebook, those of nbclient.
func enameOf(err error) string {
	var timeout *TimeoutError
	var dead *kernel.DeadError
	switch {
	case errors.As(err, &timeout):
		return "CellTimeoutError"
	case errors.As(err, &dead):
		return "DeadKernelError"
	case errors.Is(err, kernel.ErrInput):
		return "StdinNotImplementedError"
	case errors.Is(err, context.Canceled):
		return "KeyboardInterrupt"
	}
	return "ExecutionError"
}

// ranInto makes a failure that is no error of the code one of the cell, and
// writes it below its outputs, where a reader looks first.
func (r *run) ranInto(c *cell, reply *kernel.Reply, err error) *CellError {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	failure := &CellError{Cell: c.index, Count: c.count, Ename: enameOf(err), Evalue: err.Error(), Err: err}
	failure.Traceback = []string{failure.Ename + ": " + failure.Evalue}
	if reply != nil && reply.Status == "error" && reply.Ename == failure.Ename {
		return failure // the kernel said it already
	}
	c.outputs.clearPending = false
	c.outputs.add(&output{kind: nbformat.ErrorOutput, content: outputContent{
		Ename: failure.Ename, Evalue: failure.Evalue, Traceback: failure.Traceback,
	}})
	return failure
}

func (r *run) warnAbout(c *cell, reply *kernel.Reply) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	lost := reply.Lost
	if reply.IdleLost {
		lost = max(lost, 1)
	}
	if lost > 0 {
		r.warnings = append(r.warnings, fmt.Sprintf("cell %d: the kernel dropped %d of its messages, so outputs may be missing", c.index, lost))
	}
}
