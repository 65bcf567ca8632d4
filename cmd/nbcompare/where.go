package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/collection/rule"
	"github.com/nbcompare/nbcompare/render"
)

// A whereOption is the flag that chooses runs by their values, and what came
// of it.
type whereOption struct {
	text  string
	notes []string          // about the runs for which it is neither true nor false
	read  []*collection.Run // all of them; nil without the flag
	left  []*collection.Run // those that were left out and could not be read
}

// addWhere adds the flag that chooses runs by their values.
func (o *loadOptions) addWhere(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.where.text, "where", "",
		"only runs for which this `expression` is true, such as 'metrics.mse < 3000 and params.model == \"rf\"' (see nbcompare check --help); a named baseline stays")
}

// check refuses a text that is no expression, before anything is read.
func (o *whereOption) check() error {
	if o.text == "" {
		return nil
	}
	_, err := rule.Parse(o.text)
	return flagExpression("--where", err)
}

// apply lets the options of a load choose runs.
func (o *whereOption) apply(ctx context.Context, options *collection.Options) error {
	if o.text == "" {
		return nil
	}
	x, err := rule.Parse(o.text)
	if err != nil {
		return flagExpression("--where", err)
	}
	options.Outputs = append(slices.Clone(options.Outputs), x.Paths()...)
	options.Keep = func(c *collection.Collection) ([]bool, error) { return o.choose(ctx, c, x) }
	return nil
}

func (o *whereOption) choose(ctx context.Context, c *collection.Collection, x *rule.Expression) (keep []bool, err error) {
	if keep, o.notes, err = rule.Filter(ctx, c, x); err != nil {
		return nil, flagExpression("--where", err)
	}
	o.read, o.left = c.Runs, nil
	for run, r := range c.Runs {
		if r.Err != nil && !keep[run] {
			o.left = append(o.left, r)
		}
	}
	if !slices.Contains(keep, true) {
		message := "is true for none of " + render.Counted(len(keep), "run")
		if len(keep) == 1 {
			message = "is not true for the only run"
		}
		return nil, &collection.InputError{Input: "--where", Message: message, Hint: strings.Join(o.notes, "; ")}
	}
	return keep, nil
}

// say prints the notes.
func (o *whereOption) say(w io.Writer) {
	for _, note := range o.notes {
		complain(w, fmt.Sprintf("--where: %s", note), "")
	}
}

// all returns a collection of all that was read, also of the runs that are left
// out: none of them may be overwritten.
func (o *whereOption) all(c *collection.Collection) *collection.Collection {
	if o.read == nil {
		return c
	}
	return &collection.Collection{Runs: o.read}
}

// complain prints what could not be read among the runs that are left out, and
// returns the *doneExcept to end with.
func (o *whereOption) complain(w io.Writer, unread error) error {
	return cmp.Or(unread, complainAboutRuns(w, o.left))
}
