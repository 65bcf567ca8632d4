// Package introspect finds the values of one notebook: which keys it has,
// where each stands, and what it holds.
//
// # Vocabulary
//
// A key names one thing to compare. It comes from a source: a scrapbook scrap,
// a cell tag, a label, a pattern that was asked for or the notebook's metadata.
// An [Entry] is a key with its value in this notebook, or with the reason why it
// has none. A value is what
// [github.com/nbcompare/nbcompare/introspect/value] calls one.
//
// [Inspect] takes a notebook that [nbformat.Read] gave and returns its
// [Content]. What happens to many notebooks is the business of package
// collection.
package introspect

import (
	"regexp"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// Source is the namespace of a key. A key is written source:name where the
// bare name would mean another one.
type Source string

// The sources. Inspect yields SourceScrap, SourceTag, SourceLabel, SourceMeta
// and, when asked, SourceMatch and SourceCell; package collection adds SourceParam.
const (
	SourceScrap  Source = "scrap"  // scrapbook's glue, papermill's record, MyST-NB's glue
	SourceTag    Source = "tag"    // a tag of a Markdown cell or of a code cell with outputs
	SourceLabel  Source = "label"  // Quarto's "#| label:", or the name of a code cell
	SourceMatch  Source = "match"  // found by Options.Match
	SourceParam  Source = "param"  // a parameter of the run
	SourceMeta   Source = "meta"   // duration, start, kernel, error, host, commit
	SourceCell   Source = "cell"   // a cell by its number, where nothing has a key
	SourceOutput Source = "output" // one output of a tagged cell, tag:roc[0]
)

// Status tells how the execution of a notebook ended.
type Status string

// The states. What each means stands in the function that finds it.
const (
	StatusOK          Status = "ok"
	StatusFailed      Status = "failed"       // an error output that no tag allows
	StatusPartial     Status = "partial"      // some code cells have a count, later ones have none
	StatusNotExecuted Status = "not-executed" // no code cell has a count or an output
)

// An Entry is one key of a notebook.
type Entry struct {
	Source Source
	// Name is the key without its source: mse, or roc#1 for an earlier cell
	// with the tag roc.
	Name string
	// Cell is the index of the cell in Notebook.Cells, starting at 0; -1 for an
	// entry of no cell.
	Cell int
	// Value is what the key holds; nil when it holds nothing, and then Reason
	// says why.
	Value  value.Value
	Reason string
	// Display is what a scrap shows beside its data (glue with display=True);
	// nil for everything else.
	Display value.Value
	// OnlyShown says that Value is what a scrap shows, and that it stores no
	// data, so that scrapbook takes it for no record.
	OnlyShown bool
}

// Content is what a notebook holds.
type Content struct {
	Status Status
	// Failure is the first error of a failed notebook, and FailedCell the
	// index of its cell, starting at 0; nil and -1 for every other.
	Failure    *value.Error
	FailedCell int
	// Entries are in the order of the cells; within a cell scraps, then tags,
	// then the label, then the cell itself; entries of the metadata come last.
	// No two have the same Source and Name.
	Entries []Entry
	// Silent are the tags and labels of code cells without outputs. They are no
	// keys, but their Reason tells why a key that other notebooks have is
	// missing here. None of them has the Source and Name of an entry.
	Silent []Entry
	// Warnings are about entries that could not be read as they were meant.
	Warnings []*nbformat.Problem
}

// Options choose how a notebook is read. The zero value is the default.
type Options struct {
	// StrictCompat gives the narrower rules of scrapbook 0.5 and
	// sklearn-evaluation 0.12: the first tag of a cell only, no reserved tags,
	// the last of several cells wins, the last output wins and stdout is not
	// joined, PNG before HTML before text and nothing else,
	// ast.literal_eval and nothing more, display hides data, no labels and no
	// MyST glue, and a run with any error has failed. Where a peer stops with
	// an exception there is an entry without a value.
	StrictCompat bool
	// Match are patterns to look for in what the code cells printed, to stderr
	// too, and showed as plain text. Each named group is a key (SourceMatch);
	// the last match of the notebook counts.
	Match []*regexp.Regexp
	// Outputs are tags whose cells' outputs are entries of their own
	// (SourceOutput), beside the value that the cell holds.
	Outputs []string
	// Room is how many entries can be added to Content.Entries without a copy.
	Room int
	// Cells adds an entry for every code cell with outputs (SourceCell).
	Cells bool
	// Scalars says that nobody asks for more of a table than the leaves that
	// [value.Flatten] finds: a table that has none keeps no cells, and is not
	// even decoded where that is known before. Nor for what scraps display.
	Scalars bool
	// Unasked reports whether nobody asks for what is called so, a scrap, a tag
	// or a label, but for what Scalars leaves; nil for no such name.
	Unasked func(name string) bool
	// Reread returns length bytes of the notebook's file from offset on, in room
	// unless that is nil (see [value.Image.Forget]), and
	// may be called by several goroutines at once. When it is given, the
	// content shares no memory with the notebook: images are read again when
	// somebody asks for them. Otherwise they keep the notebook's bytes alive.
	Reread func(room *[]byte, offset int64, length int) ([]byte, error)
}

// scalarsOnly reports whether Scalars goes for what is called so.
func (o Options) scalarsOnly(name string) bool {
	return o.Scalars || o.Unasked != nil && o.Unasked(name)
}
