package execute

import (
	"fmt"
	"strings"
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

	// Save is given the notebook's file as it is now, which changes after the
	// call; final is set the last time. It is called before the first cell, and
	// after each before the kernel gets the next: what Save keeps is at most the
	// running cell behind. An error at the first time ends the run before any
	// cell, one later only when it is the final one. It may be nil.
	Save func(text []byte, final bool) error
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
	// Notebook is what was last given to Options.Save; it is never nil.
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
