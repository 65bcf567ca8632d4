package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
)

// loadOptions are the flags that say which notebooks and keys are compared.
type loadOptions struct {
	inputs       []string
	baseline     string
	name         string
	keys         []string
	exclude      []string
	paths        []string // that will be looked up
	better       string
	match        []string
	strict       bool
	strictCompat bool
	jobs         int
	cells        collection.CellDetail
	scalars      bool // nobody will ask for the cells of tables
	where        whereOption
}

// addSelection adds the flags that every verb over many notebooks has.
func (o *loadOptions) addSelection(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVarP(&o.keys, "key", "k", nil, "only keys that match this `glob`; may be repeated, and then gives the order")
	flags.StringArrayVar(&o.exclude, "exclude", nil, "leave out keys that match this `glob`; may be repeated")
	flags.StringVar(&o.name, "name", "", "name the runs by this `template`, such as '{params.model}-{params.seed}'")
	o.addMatch(cmd)
	o.addStrict(cmd)
	flags.BoolVar(&o.strictCompat, "strict-compat", false, "find values by the narrower rules of scrapbook and sklearn-evaluation")
	flags.IntVarP(&o.jobs, "jobs", "j", 0, "read this many notebooks at a time (default: one a processor)")
}

// addStrict adds the flag that forgives a file nothing.
func (o *loadOptions) addStrict(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.strict, "strict", false, "refuse a notebook with anything that is otherwise read with a warning")
}

// addMatch adds the flag that finds values in printed text.
func (o *loadOptions) addMatch(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&o.match, "match", nil,
		"find values in printed text by this `regexp`: each named group is a key, as in 'accuracy: (?P<accuracy>[0-9.]+)'; may be repeated")
}

// addComparison adds the flags of verbs that compare with a baseline.
func (o *loadOptions) addComparison(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.baseline, "baseline", "", "compare with this `run`, a name or a path (default: the first run)")
	flags.StringVar(&o.better, "better", "", "which direction is better, such as 'mse=lower,auc=higher'")
}

// write reads the notebooks, complains about those that it cannot read, and
// writes what fill makes of all to out. When that is done, unread is the
// *doneExcept to end with, or nil.
func (o *loadOptions) write(ctx context.Context, out output, fill func(io.Writer, *collection.Collection) error) (unread, err error) {
	c, err := o.loadFor(ctx, out)
	if err != nil {
		return nil, err
	}
	unread = o.where.complain(out.streams.Err, complainAboutCollection(out.streams.Err, c))
	return unread, out.write(ctx, func(w io.Writer) error { return fill(w, c) })
}

// loadFor reads the notebooks for an output that can be written, and that is
// none of them.
func (o *loadOptions) loadFor(ctx context.Context, out output) (*collection.Collection, error) {
	if err := out.check(); err != nil {
		return nil, err
	}
	c, err := o.load(ctx, out.streams)
	if err != nil {
		return nil, err
	}
	if err := out.checkInputs(o.where.all(c)); err != nil {
		return nil, err
	}
	o.where.say(out.streams.Err)
	return c, nil
}

// load reads the notebooks.
func (o *loadOptions) load(ctx context.Context, streams Streams) (*collection.Collection, error) {
	if o.jobs < 0 {
		return nil, &usageError{problem: fmt.Sprintf("--jobs %d: must be 1 or more", o.jobs)}
	}
	better, err := o.directions()
	if err != nil {
		return nil, err
	}
	patterns, err := o.patterns()
	if err != nil {
		return nil, err
	}
	progress := newProgress(streams.Err)
	defer progress.clear()
	options := collection.Options{
		Baseline:     o.baseline,
		Name:         o.name,
		Keys:         o.keys,
		Exclude:      o.exclude,
		Outputs:      o.paths,
		Better:       better,
		Match:        patterns,
		Scalars:      o.scalars,
		Cells:        o.cells,
		Strict:       o.strict,
		StrictCompat: o.strictCompat,
		Jobs:         o.jobs,
		Stdin:        streams.In,
		Progress:     progress.show,
	}
	if err := o.where.apply(ctx, &options); err != nil {
		return nil, err
	}
	return collection.Load(ctx, o.inputs, options)
}

// patterns reads --match.
func (o *loadOptions) patterns() ([]*regexp.Regexp, error) {
	var patterns []*regexp.Regexp
	for _, text := range o.match {
		if _, err := regexp.Compile(text); err != nil {
			return nil, &usageError{problem: fmt.Sprintf("--match %q: %v", text, err)}
		}
		pattern := regexp.MustCompile("(?m)" + text) // ^ and $ are those of a line
		if strings.Join(pattern.SubexpNames(), "") == "" {
			return nil, &usageError{problem: fmt.Sprintf("--match %q: names no group", text),
				hint: "write (?P<accuracy>[0-9.]+) where the value stands"}
		}
		patterns = append(patterns, pattern)
	}
	return patterns, nil
}

func (o *loadOptions) directions() (map[string]collection.Direction, error) {
	if o.better == "" {
		return nil, nil
	}
	better, err := collection.ParseBetter(o.better)
	var input *collection.InputError
	if errors.As(err, &input) {
		return nil, &usageError{problem: "--better: " + input.Error(), hint: input.Hint}
	}
	return better, err
}

// unreadBaseline returns the baseline as a run when the error of a load is that
// it is there and cannot be read; else nil.
func (o *loadOptions) unreadBaseline(err error) *collection.Run {
	var input *collection.InputError
	if o.baseline == "" || !errors.As(err, &input) || input.Input != o.baseline || input.Err == nil {
		return nil
	}
	return &collection.Run{Name: o.baseline, Path: o.baseline, Err: fmt.Errorf("the baseline: %w", input.Err), FailedCell: -1}
}
