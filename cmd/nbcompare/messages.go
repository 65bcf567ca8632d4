package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/collection/rule"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/render"
)

// The rules for every message: it goes to standard error, begins with
// "nbcompare: ", is lower case where it is ours, has no final period, and names
// the file, the place and the problem in this order. At most one hint follows,
// which says what to do.

// Exit statuses; documented in main.go and in the help.
const (
	exitDone        = 0
	exitSomeFailed  = 1
	exitUsage       = 2
	exitNotHeld     = 3
	exitInterrupted = 130 // 128 + SIGINT, as shells have it
)

// A usageError is a mistake in the command line.
type usageError struct{ problem, hint string }

func (e *usageError) Error() string { return e.problem }

// A doneExcept says that the work was done, but for the notebooks that were
// already complained about.
type doneExcept struct{ failed int }

func (e *doneExcept) Error() string { return fmt.Sprintf("%d notebooks could not be read", e.failed) }

// errNotHeld says that the work was done, and that an equality or a check did
// not hold: the result tells which.
var errNotHeld = errors.New("not held")

// explain prints what went wrong and returns the exit status for it.
func explain(w io.Writer, err error) int {
	var usage *usageError
	var input *collection.InputError
	var except *doneExcept
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		complain(w, usage.problem, usage.hint)
		return exitUsage
	case errors.As(err, &input):
		complainAbout(w, "", err)
		return exitUsage
	case errors.As(err, &except):
		return exitSomeFailed
	case errors.Is(err, errNotHeld):
		return exitNotHeld
	case errors.Is(err, context.Canceled):
		complain(w, "interrupted", "")
		return exitInterrupted
	}
	complainAbout(w, "", err)
	return exitSomeFailed
}

// complain prints one message and its hint. Both may quote file names and
// notebooks, so control characters are made visible.
func complain(w io.Writer, problem, hint string) { complainWithCaret(w, problem, "", hint) }

// complainWithCaret prints lines of ours between the message and its hint.
func complainWithCaret(w io.Writer, problem, caret, hint string) {
	fmt.Fprintf(w, "nbcompare: %s\n", render.Visible(problem))
	if caret != "" {
		fmt.Fprintln(w, caret)
	}
	if hint != "" {
		fmt.Fprintf(w, "nbcompare: hint: %s\n", render.Visible(hint))
	}
}

// complainAbout prints an error of a notebook, a file or the inputs, with the
// hint that it carries.
func complainAbout(w io.Writer, prefix string, err error) {
	var path *fs.PathError
	text := err.Error()
	if errors.As(err, &path) {
		text = path.Path + ": " + path.Err.Error() // without the system call
	}
	complainWithCaret(w, prefix+text, caretOf(err), hintOf(err))
}

// caretOf shows where an expression is wrong; "" for other errors.
func caretOf(err error) string {
	problem := new(rule.Error)
	if !errors.As(err, &problem) {
		return ""
	}
	return render.Caret(problem.LineText(), problem.Column)
}

func hintOf(err error) string {
	var problem *nbformat.Problem
	var input *collection.InputError
	switch {
	case errors.As(err, &problem):
		return problem.Hint
	case errors.As(err, &input):
		return input.Hint
	}
	return ""
}

// complainAboutCollection prints what is wrong with each run of a collection
// and its warnings as a whole, and says what was left out. It returns a
// *doneExcept when some runs could not be read.
func complainAboutCollection(w io.Writer, c *collection.Collection) error {
	err := complainAboutRuns(w, c.Runs)
	sayLeftOut(w, c)
	for _, warning := range c.Warnings {
		complainAbout(w, "warning: ", warning)
	}
	return err
}

// sayLeftOut names the notebooks that are no runs.
func sayLeftOut(w io.Writer, c *collection.Collection) {
	for _, left := range c.LeftOut {
		complainAbout(w, "", left)
	}
}

func complainAboutRuns(w io.Writer, runs []*collection.Run) error {
	failed := 0
	for _, run := range runs {
		if run.Err != nil {
			failed++
			complainAbout(w, "", run.Err)
		}
		for _, warning := range run.Warnings {
			complainAbout(w, "warning: ", warning)
		}
	}
	if failed > 0 {
		return &doneExcept{failed}
	}
	return nil
}

// quoted puts a word from the command line into single quotes.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
