package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/render"
)

type diffOptions struct {
	load    loadOptions
	output  string
	format  string
	quiet   bool
	diff    render.DiffOptions
	streams Streams
}

const diffLong = `Show in what notebooks differ from the first one, or from --baseline: every key
whose values are not the same, by its kind. Numbers have their difference, and
that in percent of the baseline; dicts the entries that changed, came or went;
lists and sets their elements; tables the cells, aligned by the labels of rows
and columns; texts lines, as diff -u; pictures how many of their pixels visibly
differ. ▲ is better, ▼ is worse than the baseline, where that is known.

No difference are: the order of a dict's keys, memory addresses (at 0x7f...) and
reprs of figures in texts, names that matplotlib, folium and plotly make up for the parts
of a drawing or a page, line endings, the counts of executions. The metadata
(meta.duration, meta.start, ...) differs between any two runs, so it is compared
only when -k names it, as in -k 'meta.*'. How the runs ended is compared as
"status", unless -k is given.

Numbers a (baseline) and b are the same when |b - a| <= atol + rtol * |a|, those
in tables and in lists of floats of one length too; elements of other lists have to be equal.
--ignore takes a key or a path as it is shown, with all that is inside, or a glob
over them: 'params.seed', 'metrics.*', 'table[*].std'.

With --source, the sources of the cells too: those with the same text are the
same cell, then those with the same id, with a tag in common, or alike. The cell
of injected parameters is left out: they are compared as params. With
--strict-compat, tables of one row stand at the end once more as
sklearn-evaluation's NotebookCollection compares them ("single_rows" in json).

Nothing is printed when nothing differs. What was found is summed up on standard
error. md and html give a part to be put into a page. json has all of it:

  {"baseline": NAME, "runs": [{"name", "path", "status"}], "differs": BOOL,
   "keys": HOW MANY WERE COMPARED, "differences": [
     {"path", "key", "source", "run", "op": "changed|added|removed", "kind",
      "old", "new", "reason", "delta", "relative", "verdict",   scalars
      "removed", "added", "reordered",                          lists, sets
      "cells": [{"row", "column", "old", "new", "delta", ...}], tables
      "removed_rows", "added_rows", "removed_columns", "added_columns",
      "truncated",              a notebook shows only part of its table
      "changed_pixels",                                         pictures
      "diff": [LINES],                                          texts, sources
      "old_cell", "new_cell", "moved"}]}                        sources

What does not apply is left out. relative is a share (0.05 is 5 %), NaN and the
infinities are strings, all other numbers are as the notebook has them.

As git's difftool:  git difftool -y -x 'nbcompare diff' -- runs/a.ipynb
` + `
Exit status:
  0  nothing differs
  1  a notebook was there but could not be read; the others were compared,
     unless it is the one that --baseline names, or only one is left
  2  wrong usage, or a path that does not exist or matches nothing; nothing was written
  3  something differs beyond the tolerance
`

func newDiffCommand(streams Streams, runF func(context.Context, *diffOptions) error) *cobra.Command {
	opts := &diffOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "diff NOTEBOOK|DIR|GLOB...",
		Short: "Show only in what runs differ",
		Long:  diffLong,
		Example: `  nbcompare diff old.ipynb new.ipynb
  nbcompare diff runs/ --baseline production -k metrics --rtol 0.01
  nbcompare diff old.ipynb new.ipynb --source --ignore 'params.seed'
  nbcompare diff old.ipynb new.ipynb --format md -o comment.md
  nbcompare diff -q expected.ipynb actual.ipynb || echo differs`,
		Args: atLeast(1, "notebook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.load.inputs = args
			if err := opts.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), opts)
		},
	}
	opts.load.addSelection(cmd)
	opts.load.addComparison(cmd)
	opts.addFlags(cmd)
	return cmd
}

func (o *diffOptions) addFlags(cmd *cobra.Command) {
	flags, d := cmd.Flags(), &o.diff
	flags.StringVarP(&o.output, "output", "o", "-", "write to this `file`; - is standard output")
	flags.StringVar(&o.format, "format", "", "`one` of "+diffFormats()+" (default: by the extension of -o, else text)")
	flags.Float64Var(&d.RelTol, "rtol", 0, "numbers may differ by this `share` of the baseline's")
	flags.Float64Var(&d.AbsTol, "atol", 0, "numbers may differ by this `much`")
	flags.StringArrayVar(&d.Ignore, "ignore", nil, "do not compare keys, or paths inside them, that match this `glob`; may be repeated")
	flags.BoolVar(&d.Sources, "source", false, "compare the sources of the cells too")
	flags.BoolVar(&d.Full, "full", false, "round nothing, shorten nothing, leave nothing out")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "print nothing, only set the exit status")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(strings.Split(diffFormats(), ", "), cobra.ShellCompDirectiveNoFileComp))
}

func diffFormats() string {
	var names []string
	for _, format := range render.DiffFormats() {
		names = append(names, string(format))
	}
	return strings.Join(names, ", ")
}

// check refuses flags that cannot be, and finds the format.
func (o *diffOptions) check() error {
	d := &o.diff
	for _, tolerance := range []struct {
		flag  string
		value float64
	}{{"--rtol", d.RelTol}, {"--atol", d.AbsTol}} {
		if !(tolerance.value >= 0) || math.IsInf(tolerance.value, 0) {
			return &usageError{problem: fmt.Sprintf("%s %v: must be 0 or more", tolerance.flag, tolerance.value)}
		}
	}
	if o.quiet && o.output != "-" {
		return &usageError{problem: "--quiet and -o exclude each other"}
	}
	selected := len(o.load.keys) > 0
	d.Status, d.Meta = !selected, selected
	d.SingleRows = o.load.strictCompat
	if d.Sources {
		o.load.cells = collection.CellSources
	}
	return o.findFormat()
}

func (o *diffOptions) findFormat() (err error) {
	o.diff.Format, err = outputFormat("diff", o.format, o.output, render.DiffFormats())
	return err
}

func runDiff(ctx context.Context, opts *diffOptions) error {
	streams := opts.streams
	out := output{opts.output, streams}
	c, err := opts.load.loadFor(ctx, out)
	if opts.load.unreadBaseline(err) != nil {
		complainAbout(streams.Err, "", err)
		complain(streams.Err, "nothing was compared", "")
		return &doneExcept{1}
	}
	if err != nil {
		return err
	}
	if len(c.Runs) == 1 {
		return &usageError{problem: c.Runs[0].Path + ": is the only notebook; diff compares two or more",
			hint: "to look at one notebook: nbcompare show " + quoted(c.Runs[0].Path)}
	}
	unread := complainAboutCollection(streams.Err, c)
	if n := readable(c); n < 2 {
		complain(streams.Err, fmt.Sprintf("nothing was compared: %d of %d notebooks could be read", n, len(c.Runs)), "")
		return unread
	}
	if first := c.Runs[0]; first.Err != nil && opts.load.baseline == "" {
		complain(streams.Err, fmt.Sprintf("the baseline is %s, the first that could be read", c.Runs[c.Baseline].Path), "")
	}
	if opts.output == "-" {
		opts.diff.Width = terminalWidth(streams.Out)
		opts.diff.Color = opts.diff.Width > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	if opts.quiet {
		out.streams.Out = io.Discard
	}
	var summary render.DiffSummary
	err = out.write(ctx, func(w io.Writer) (err error) {
		summary, err = render.Diff(ctx, w, c, opts.diff)
		return err
	})
	if err != nil {
		return err
	}
	for _, glob := range summary.UnusedIgnore {
		complain(streams.Err, "warning: "+glob+": ignores nothing", c.KeysHint(glob))
	}
	if !opts.quiet {
		complain(streams.Err, summary.Text, "")
	}
	switch {
	case unread != nil:
		return unread
	case summary.Differs:
		return errNotHeld
	}
	return nil
}

// readable counts the runs that were read.
func readable(c *collection.Collection) (n int) {
	for _, r := range c.Runs {
		if r.Err == nil {
			n++
		}
	}
	return n
}
