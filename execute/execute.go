package execute

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// Options say how a notebook is executed. Kernel and Now must be set.
type Options struct {
	Kernel        *kernel.Spec
	KernelOptions kernel.Options

	// AllowErrors goes on after a cell that failed, and calls it no failure.
	AllowErrors bool
	// CellTimeout limits each cell, StartTimeout the start of the kernel; 0 for
	// no limit, and for a minute.
	CellTimeout, StartTimeout time.Duration
	// SkipTags are the tags of cells that are not run, beside "skip-execution".
	// Such a cell keeps its outputs.
	SkipTags []string

	// InputPath and OutputPath are recorded as papermill records them.
	InputPath, OutputPath string
	// Record returns what is written as metadata.nbcompare.run, beside what is
	// known of the kernel under "kernel". It is asked once, while the kernel
	// starts, so it may take time. It may be nil.
	Record func() map[string]any

	// Save is given the notebook as it is now; final is set the last time. It
	// is called before the first cell and after each: before the next one when
	// that took long, else while the next one runs already; of cells that end
	// while it works, the last one counts. An error
	// at the first time ends the run before any cell, one later only when it is
	// the final one. It may be nil.
	Save func(nb *nbformat.Notebook, final bool) error
	// SaveEvery is how often a running cell is saved; 0 for 3 seconds. A save
	// that takes long makes the next one later.
	SaveEvery time.Duration
	// Watch is told what happens; it must be quick. It may be nil.
	Watch func(Event)
	// Now is the clock of the record.
	Now func() time.Time
}

// An Event is a step of a run.
type Event struct {
	Kind EventKind
	// Cell is the index of the cell in the file, starting at 0, and Number
	// which of the Cells that will be run it is, starting at 1.
	Cell, Number, Cells int
	// Stream is "stdout", "stderr" or "result", and Text what came.
	Stream, Text string
}

// EventKind says what an event is about.
type EventKind int

// The kinds of events.
const (
	KernelStarted EventKind = iota
	CellStarted
	CellEnded
	Printed // Stream and Text
)

// A Result is how a run ended. Without an error of [Notebook] the notebook ran
// to its end, or to a cell that ended it in peace.
type Result struct {
	// Notebook is as it was last saved; it is never nil.
	Notebook *nbformat.Notebook
	// KernelTime is from the kernel's start to the end of the last cell.
	KernelTime time.Duration
	// Warnings are about what may be missing from the outputs.
	Warnings []string
	// Closed is closed when the kernel is gone and its folder removed.
	Closed <-chan struct{}
}

// A CellError says which cell ended a run, and why.
type CellError struct {
	Cell          int // its index in the executed notebook without markers, starting at 0
	Count         *int
	Ename, Evalue string
	Traceback     []string // with colours
	// Err is set when the reason was not an error of the code: a timeout, an
	// interrupt, a question to the user, the death of the kernel.
	Err error
}

// Error names the cell and the error in one line.
func (e *CellError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("cell %d: %v", e.Cell, e.Err)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(e.Evalue), "\n")
	return strings.TrimSuffix(fmt.Sprintf("cell %d: %s: %s", e.Cell, e.Ename, first), ": ")
}

// Unwrap returns Err.
func (e *CellError) Unwrap() error { return e.Err }

// A TimeoutError says that something took too long.
type TimeoutError struct {
	What  string // such as "the cell"
	Limit time.Duration
}

func (e *TimeoutError) Error() string { return fmt.Sprintf("%s took longer than %s", e.What, e.Limit) }

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
		result.Notebook, result.Closed = r.nb, starting.abandon()
		return result, err
	}
	stop := r.saveNowAndThen()
	err = r.withKernel(ctx, starting, result)
	stop()
	saved := r.finish(err)
	result.Notebook, result.Warnings = r.nb, r.warnings
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
	nb       *nbformat.Notebook // as it was last rendered
	record   map[string]any     // what opts.Record returned
	lastSave time.Time
	lastTook atomic.Int64  // nanoseconds; known also while a save is made
	boundary chan struct{} // asks for a save
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
		opts.Save = func(*nbformat.Notebook, bool) error { return nil }
	}
	r := &run{opts: opts, nb: nb, requests: map[string]int{}, boundary: make(chan struct{}, 1), start: instant(opts.Now())}
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
	number, all, ran := 0, r.countRuns(), time.Duration(0)
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
		r.saveAtBoundary(ran)
		began := time.Now()
		over, failure := r.runCell(ctx, k, c)
		ran = time.Since(began)
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

// take makes one message of the kernel an output, or what else it means.
func (r *run) take(m *kernel.Message) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	index, ours := r.requests[m.ParentID]
	if !ours {
		return
	}
	c := &r.cells[index]
	switch m.Type {
	case nbformat.Stream, nbformat.DisplayData, nbformat.ExecuteResult, nbformat.ErrorOutput:
		r.output(c, m)
	case "update_display_data":
		content := readContent(m)
		r.update(content.Transient.DisplayID, content)
	case "clear_output":
		r.clear(c, m)
	case "comm_open", "comm_msg":
		r.widgets.comm(m)
	case "execute_input":
		c.timing["iopub.execute_input"] = m.Date
		if content := readContent(m); content.ExecutionCount != nil {
			c.count = content.ExecutionCount
		}
	case "status":
		var status struct {
			State string `json:"execution_state"`
		}
		_ = json.Unmarshal(m.Content, &status)
		if status.State == "busy" || status.State == "idle" {
			c.timing["iopub.status."+status.State] = m.Date
		}
	default:
		return
	}
	c.changed, r.dirty = true, true
}

func (r *run) output(c *cell, m *kernel.Message) {
	content := readContent(m)
	o := &output{kind: m.Type, name: content.Name, content: content, displayID: content.Transient.DisplayID}
	if content.ExecutionCount != nil {
		c.count = content.ExecutionCount
	}
	r.update(o.displayID, content)
	if it := r.widgets.capturer(m.ParentID); it != nil {
		it.outputs.add(o)
		r.widgets.sync(it, m.ParentHeader)
		return
	}
	c.outputs.add(o)
	r.tell(c, o)
}

// tell passes on what was printed.
func (r *run) tell(c *cell, o *output) {
	event := Event{Kind: Printed, Cell: c.index, Stream: o.name, Text: o.content.Text}
	if o.kind == nbformat.DisplayData || o.kind == nbformat.ExecuteResult {
		event.Stream = "result"
		plain, _ := nbformat.RawValue{Bytes: o.content.Data["text/plain"]}.Text()
		event.Text = plain
	}
	if event.Text != "" {
		r.opts.Watch(event)
	}
}

// update gives every output with the display id another content.
func (r *run) update(displayID string, content outputContent) {
	if displayID == "" {
		return
	}
	for i := range r.cells {
		if r.cells[i].outputs.update(displayID, content) {
			r.cells[i].changed = true
		}
	}
}

func (r *run) clear(c *cell, m *kernel.Message) {
	wait := readContent(m).Wait
	it := r.widgets.capturer(m.ParentID)
	if it == nil {
		c.outputs.clear(wait)
		return
	}
	it.outputs.clear(wait)
	if !wait {
		r.widgets.sync(it, m.ParentHeader)
	}
}
