package introspect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// executions is what the cells tell about how the execution went.
type executions struct {
	counted    bool // a code cell has a count
	gap        bool // after one with a count, a cell that should have been run has none
	outputs    bool // a code cell has outputs
	allowed    bool // an error that a tag allows
	left       bool // a cell ended the notebook in peace, and none ran after it
	failure    *value.Error
	failedCell int
}

// execution notes what a code cell tells. Cells without source and cells
// tagged skip-execution are never run, so they tell nothing.
func (in *inspector) execution(i int, cell *nbformat.Cell, outputs []output) {
	seen := &in.seen
	switch {
	case cell.ExecutionCount != nil:
		seen.counted, seen.left = true, false
	case len(outputs) == 0 && seen.counted && !seen.gap && !seen.left:
		seen.gap = !cell.HasTag("skip-execution") && strings.TrimSpace(cell.Source()) != ""
	}
	seen.outputs = seen.outputs || len(outputs) > 0
	seen.left = seen.left || leaves(outputs)
	if seen.failure != nil {
		return
	}
	failure := cellFailure(cell, outputs)
	switch {
	case failure == nil:
	case !in.opts.StrictCompat && (cell.HasTag("raises-exception") || cell.HasTag("nbval-raises-exception")):
		seen.allowed = true
	default:
		seen.failure, seen.failedCell = failure, i
	}
}

// cellFailure returns the first error among the outputs of a cell, but what stands behind
// an interrupt when that has a reason, such as CellTimeoutError; or what
// papermill recorded of a failure without one (a line magic that does not
// exist prints to stderr only); else nil. Leaving with SystemExit and no or a
// zero status is no failure, as in papermill.
func cellFailure(cell *nbformat.Cell, outputs []output) *value.Error {
	var failure *value.Error
	for _, o := range outputs {
		if o.class == errorOutput && !cleanExit(o.Output) && (failure == nil || failure.Ename == "KeyboardInterrupt") {
			e := errorValue(o.Output)
			failure = &e
		}
	}
	if failure != nil {
		return failure
	}
	if !recordsFailure(cell.Metadata) {
		return nil
	}
	for _, o := range outputs {
		if o.class == errorOutput {
			return nil
		}
	}
	return stderrFailure(outputs)
}

// recordsFailure reports whether papermill recorded that a cell failed.
func recordsFailure(metadata nbformat.RawValue) bool {
	// Most cells say nothing of the kind, which is seen without a walk.
	b := metadata.Bytes
	if !bytes.Contains(b, []byte("true")) && !bytes.Contains(b, []byte("failed")) && bytes.IndexByte(b, '\\') < 0 {
		return false
	}
	record := metadata.Get("papermill").Pick("exception", "status")
	exception, _ := record[0].Bool()
	status, _ := record[1].Text()
	return exception || status == "failed"
}

func cleanExit(o *nbformat.Output) bool {
	return o.Ename == "SystemExit" && (o.Evalue == "" || o.Evalue == "0")
}

// leaves reports whether a cell left the notebook in peace: what follows was
// not to be run. papermill's exit status calls that a success, while its
// records say that there was an exception.
func leaves(outputs []output) bool {
	return slices.ContainsFunc(outputs, func(o output) bool { return o.class == errorOutput && cleanExit(o.Output) })
}

// stderrFailure makes an error of the last line of stderr.
func stderrFailure(outputs []output) *value.Error {
	e := &value.Error{Evalue: "papermill recorded that the cell failed"}
	for _, o := range outputs {
		if o.class != stderrOutput {
			continue
		}
		lines := strings.Split(strings.TrimSpace(o.Text()), "\n")
		last := lines[len(lines)-1]
		if name, text, ok := strings.Cut(last, ": "); ok && strings.HasSuffix(name, "Error") && !strings.Contains(name, " ") {
			return &value.Error{Ename: name, Evalue: text}
		}
		if last != "" {
			e.Evalue = last
		}
	}
	return e
}

// status decides how the execution ended:
//
//   - failed: a cell failed and no tag allows it, or papermill recorded an
//     exception or left its marker cells and no allowed error explains them,
//     nor a SystemExit with no or a zero status the record alone
//   - not-executed: no code cell has a count or an output
//   - partial: a code cell has neither, and stands after one with a count that
//     did not leave by such a SystemExit
//   - ok: all else
func (in *inspector) status(c *Content) {
	seen := &in.seen
	if seen.failure == nil && !seen.allowed && (in.hasMarkers() || !seen.left && in.recordedException()) {
		seen.failure, seen.failedCell = &value.Error{Evalue: "papermill recorded an exception"}, -1
	}
	switch {
	case seen.failure != nil:
		c.Status, c.Failure, c.FailedCell = StatusFailed, seen.failure, seen.failedCell
	case !seen.counted && !seen.outputs:
		c.Status = StatusNotExecuted
	case seen.gap:
		c.Status = StatusPartial
	default:
		c.Status = StatusOK
	}
}

// recordedException reports whether papermill recorded a failure of the run.
func (in *inspector) recordedException() bool {
	failed, _ := in.nb.Metadata.Get("papermill", "exception").Bool()
	return failed
}

// hasMarkers reports whether papermill marked a cell that failed.
func (in *inspector) hasMarkers() bool {
	for i := range in.nb.Cells {
		if cell := &in.nb.Cells[i]; cell.HasTag("papermill-error-cell-tag") {
			return true
		}
	}
	return false
}
