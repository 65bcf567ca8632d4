package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/render"
)

type tableOptions struct {
	load    loadOptions
	output  string
	format  string
	table   render.TableOptions
	watch   bool
	streams Streams
}

func newTableCommand(streams Streams, runF func(context.Context, *tableOptions) error) *cobra.Command {
	opts := &tableOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "table NOTEBOOK|DIR|GLOB...",
		Short: "Show runs, or groups of runs, as a table",
		Long: `Show the parameters and metrics of many notebooks as a table, one row a run.

Numbers of a column have the same digits, its best value is marked with *, and
parameters that are the same in all runs stand in one line above. A missing value
is -. On a terminal, columns that do not fit are left out from the right, which is
said. In csv and json nothing is rounded or folded, and a missing value is empty
or null.

With --group-by a row is a metric in a group of runs: their number, the mean with
its 95 % confidence interval (Student's t), standard deviation, minimum, maximum;
and against the group of the baseline the difference and the p-value of a
two-sided Mann-Whitney U test. A ~ is a difference that is not significant
(p > 0.05). Nothing corrects for many tests.

With --watch the table is shown again whenever a notebook comes, changes or goes,
until ^C, which ends it with status 0: on a terminal in the place of the last one,
elsewhere below it, with a blank line behind each; with -o the file is written
again. A notebook that is just being written is shown as unreadable until it is
whole. A folder may be empty at first, but it has to exist.
` + exitStatus,
		Example: `  nbcompare table runs/ --sort metrics.mse --top 5
  nbcompare table runs/ --baseline production --columns 'metrics.*'
  nbcompare table runs/ --where 'params.model == "rf" and metrics.mse < baseline'
  nbcompare table runs/ --group-by params.model --baseline ridge
  nbcompare table runs/ --group-by all-but:params.seed -o summary.md
  nbcompare table runs/ --sort metrics.mse --watch`,
		Args: atLeast(1, "notebook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.load.inputs = args
			if err := opts.check(cmd.Flags().Changed); err != nil {
				return err
			}
			return runF(cmd.Context(), opts)
		},
	}
	opts.load.addSelection(cmd)
	opts.load.addWhere(cmd)
	opts.load.addComparison(cmd)
	opts.addFlags(cmd)
	return cmd
}

func (o *tableOptions) addFlags(cmd *cobra.Command) {
	flags, t := cmd.Flags(), &o.table
	flags.StringVarP(&o.output, "output", "o", "-", "write to this `file`; - is standard output")
	flags.StringVar(&o.format, "format", "", "`one` of "+tableFormats()+" (default: by the extension of -o, else text)")
	flags.BoolVar(&t.Delta, "delta", false, "show the differences to the baseline; --baseline means it too")
	flags.StringVar(&t.Sort, "sort", "", "sort by this `path`: notebook, status or a column such as metrics.mse")
	flags.BoolVar(&t.Descending, "desc", false, "largest first; without --sort, the last input first")
	flags.IntVar(&t.Top, "top", 0, "only the first `n` rows")
	flags.IntVar(&t.Tail, "tail", 0, "only the last `n` rows")
	flags.StringArrayVar(&t.Columns, "columns", nil,
		"show only columns that match this `glob`, in this order; --sort and --group-by know the others too")
	flags.BoolVar(&t.Transpose, "transpose", false, "one column a run")
	flags.BoolVar(&t.Full, "full", false, "round nothing, fold nothing, leave no column out")
	flags.BoolVar(&t.NonDefault, "non-default", false, "only parameters that differ from those in the parameters cell")
	flags.StringVar(&t.GroupBy, "group-by", "", "statistics of groups: `paths` such as params.model,params.data, status, or all-but:params.seed")
	flags.BoolVar(&o.watch, "watch", false, "show the table again whenever a notebook changes, until ^C")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(strings.Split(tableFormats(), ", "), cobra.ShellCompDirectiveNoFileComp))
}

func tableFormats() string {
	var names []string
	for _, format := range render.TableFormats() {
		names = append(names, string(format))
	}
	return strings.Join(names, ", ")
}

// check refuses flags that cannot be, or not together, and finds the format.
func (o *tableOptions) check(changed func(flag string) bool) error {
	if err := o.load.where.check(); err != nil {
		return err
	}
	t := &o.table
	switch {
	case changed("top") && t.Top < 1:
		return &usageError{problem: fmt.Sprintf("--top %d: must be 1 or more", t.Top)}
	case changed("tail") && t.Tail < 1:
		return &usageError{problem: fmt.Sprintf("--tail %d: must be 1 or more", t.Tail)}
	case o.watch && slices.Contains(o.load.inputs, "-"):
		return &usageError{problem: "--watch: standard input cannot be watched", hint: "name notebooks, folders or globs"}
	case t.Top > 0 && t.Tail > 0:
		return &usageError{problem: "--top and --tail exclude each other"}
	case changed("group-by") && t.GroupBy == "":
		return &usageError{problem: "--group-by: no column to group by", hint: "write params.model, or all-but:params.seed"}
	case t.GroupBy != "" && t.Transpose:
		return &usageError{problem: "--transpose is for runs; it cannot go with --group-by"}
	case t.GroupBy != "" && t.NonDefault:
		return &usageError{problem: "--non-default is for runs; it cannot go with --group-by"}
	}
	t.Delta = t.Delta || o.load.baseline != ""
	return o.findFormat()
}

func (o *tableOptions) findFormat() (err error) {
	o.table.Format, err = outputFormat("table", o.format, o.output, render.TableFormats())
	return err
}

func runTable(ctx context.Context, opts *tableOptions) error {
	if opts.watch {
		return watchTable(ctx, opts)
	}
	if opts.output == "-" {
		opts.fitTerminal()
	}
	return opts.draw(ctx)
}

// fitTerminal makes the table as wide as the terminal, if there is one.
func (o *tableOptions) fitTerminal() {
	o.table.Width = terminalWidth(o.streams.Out)
	o.table.Color = o.table.Width > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// draw reads the notebooks and writes the table.
func (opts *tableOptions) draw(ctx context.Context) error {
	if t := &opts.table; len(t.Columns) == 0 && (t.Sort != "" || t.GroupBy != "") {
		// Keys that are not shown may be what is sorted or grouped by.
		t.Columns, opts.load.keys = opts.load.keys, nil
	}
	group := opts.baselineGroup()
	var left render.LeftOut
	unread, err := opts.load.write(ctx, output{opts.output, opts.streams}, func(w io.Writer, c *collection.Collection) (err error) {
		opts.table.BaselineGroup = group
		named := func(r *collection.Run) bool { return (r.Name == group || r.Path == group) && r.Err == nil }
		if i := slices.IndexFunc(c.Runs, named); group != "" && i >= 0 {
			c.Baseline, opts.table.BaselineGroup = i, ""
		}
		left, err = render.Table(w, c, opts.table)
		return err
	})
	if err != nil {
		return err
	}
	if len(left) > 0 {
		fmt.Fprintf(opts.streams.Err, "nbcompare: left out %s; see --full, or nbcompare report\n", leftOutText(left))
	}
	return unread
}

// baselineGroup takes the baseline out of the options for loading when it may
// be a group and is no notebook, and returns it. Folders and files of data are
// often called what a parameter is: ridge, data/clean.csv.
func (o *tableOptions) baselineGroup() string {
	if o.table.GroupBy == "" || o.load.baseline == "" {
		return ""
	}
	info, err := os.Stat(filepath.FromSlash(o.load.baseline))
	if err == nil && !info.IsDir() && strings.EqualFold(filepath.Ext(o.load.baseline), ".ipynb") {
		return ""
	}
	group := o.load.baseline
	o.load.baseline = ""
	return group
}
