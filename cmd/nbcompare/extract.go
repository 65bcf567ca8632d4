package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/render"
)

type extractOptions struct {
	load    loadOptions
	output  string
	format  string
	long    bool
	table   string
	history string
	all     bool
	csvSafe bool
	streams Streams
}

func newExtractCommand(streams Streams, runF func(context.Context, *extractOptions) error) *cobra.Command {
	opts := &extractOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "extract NOTEBOOK|DIR|GLOB...",
		Short: "Extract metrics and parameters as CSV, JSON or Parquet",
		Long: `Extract metrics and parameters of many notebooks, one row a notebook.

The columns are notebook, status, the parameters as params.NAME, then every key
that a notebook holds: tags, scrapbook scraps, labels. A dict becomes a column an
entry (metrics.mse), a one-row table a column a column, a list one cell of JSON.
A missing value is an empty cell; NaN, inf and -inf are written so.

Images and longer tables fit no cell. --all writes them to files beside the
output, OUTPUT_files/RUN/KEY.png or .csv, with the file's path in the cell;
--table puts the tables of one key under each other, one row a row, and --history
the steps of a training run: a list of dicts, a dict of lists, a data frame, or
JSON lines that were printed.

The format is told by the extension of the output, or by --format: csv, tsv,
json, jsonl, parquet (columns with types, which tells NaN from missing), md, html
(a fragment), tex. --format papermill gives the rows of scrapbook's
papermill_dataframe: name, value, type, filename, key; its files are CSV unless
the extension tells another format.
` + exitStatus,
		Example: `  nbcompare extract runs/ -o metrics.csv
  nbcompare extract 'runs/gb-*.ipynb' -k metrics -k 'error*'
  nbcompare extract runs/ --all -o metrics.parquet
  nbcompare extract runs/ --table classification_report -o reports.csv
  nbcompare extract runs/ --history history -o steps.parquet
  nbcompare extract runs/ --where 'status == "ok" and metrics.mse < 3000'
  nbcompare extract runs/ --long | head`,
		Args: atLeast(1, "notebook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.load.inputs = args
			return runF(cmd.Context(), opts)
		},
	}
	opts.load.addSelection(cmd)
	opts.load.addWhere(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&opts.output, "output", "o", "-", "write to this `file`; - is standard output")
	flags.StringVar(&opts.format, "format", "", "write this `format`: "+formatNames()+" (default: by the extension of -o, else csv)")
	flags.BoolVar(&opts.long, "long", false, "one row a value: notebook, key, source, kind, value")
	flags.StringVar(&opts.table, "table", "", "the tables of this `key`, under each other")
	flags.StringVar(&opts.history, "history", "", "the steps of this `key`, under each other: notebook, step, ...")
	flags.BoolVar(&opts.all, "all", false, "write images and tables to files beside the output")
	flags.BoolVar(&opts.csvSafe, "csv-safe", false, "in CSV and TSV, put ' before text that a spreadsheet would run as a formula")
	return cmd
}

// papermillFormat is the value of --format that names rows rather than a way to
// write them.
const papermillFormat = "papermill"

func formatNames() string {
	names := []string{}
	for _, format := range render.Formats() {
		names = append(names, string(format))
	}
	return strings.Join(append(names, papermillFormat), ", ")
}

func runExtract(ctx context.Context, opts *extractOptions) error {
	format, err := opts.check()
	if err != nil {
		return err
	}
	opts.say()
	out := output{opts.output, opts.streams.visible()}
	c, err := opts.load.loadFor(ctx, out)
	if err != nil {
		return err
	}
	unread := opts.load.where.complain(opts.streams.Err, opts.complain(c))
	files := extractedFiles{ctx: ctx, opts: opts}
	frame, err := opts.frame(c, &files)
	if err := cmp.Or(err, ctx.Err()); err != nil {
		return err
	}
	write := frame.Write
	if opts.csvSafe {
		write = frame.WriteSafe
	}
	err = out.write(ctx, func(w io.Writer) error { return write(w, format) })
	if err == nil && unread == nil && files.failed > 0 {
		return &doneExcept{files.failed}
	}
	return cmp.Or(err, unread)
}

// say tells the loading what will be asked for.
func (opts *extractOptions) say() {
	opts.load.scalars = len(opts.rows()) == 0 && !opts.all &&
		opts.load.name == "" && opts.load.where.text == "" // which may look into tables
	if key := cmp.Or(opts.table, opts.history); key != "" {
		opts.load.paths = []string{key}
	}
}

// check checks the flags that do not go together, and returns the format.
func (opts *extractOptions) check() (render.Format, error) {
	if rows := opts.rows(); len(rows) > 1 {
		return "", &usageError{problem: rows[0] + " and " + rows[1] + " do not go together"}
	}
	if opts.table != "" || opts.history != "" {
		if len(opts.load.keys)+len(opts.load.exclude) > 0 {
			return "", &usageError{problem: opts.rows()[0] + " names its key; --key and --exclude do not go with it"}
		}
	}
	if opts.all && (opts.table != "" || opts.history != "" || opts.format == papermillFormat) {
		return "", &usageError{problem: opts.rows()[0] + " and --all do not go together"}
	}
	if info, err := os.Stat(opts.output); opts.all && (!opts.toFile() || err == nil && !info.Mode().IsRegular()) {
		return "", &usageError{problem: "--all writes files beside the output, which must be a file", hint: "name the output: -o metrics.csv"}
	}
	format, err := opts.chooseFormat()
	if err != nil {
		return "", err
	}
	if opts.csvSafe && format != render.CSV && format != render.TSV {
		return "", &usageError{problem: "--csv-safe is for csv and tsv, not for " + string(format)}
	}
	if format == render.Parquet && !opts.toFile() && terminalWidth(opts.streams.Out) > 0 {
		return "", &usageError{problem: "parquet is nothing for a terminal", hint: "name the output: -o metrics.parquet"}
	}
	return format, nil
}

func (opts *extractOptions) toFile() bool { return opts.output != "-" }

// rows returns the flags that each say what a row is.
func (opts *extractOptions) rows() []string {
	var rows []string
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"--long", opts.long},
		{"--table", opts.table != ""},
		{"--history", opts.history != ""},
		{"--format papermill", opts.format == papermillFormat},
	} {
		if flag.set {
			rows = append(rows, flag.name)
		}
	}
	return rows
}

// chooseFormat returns what --format says, else the extension of the output.
// Without either it is CSV.
func (opts *extractOptions) chooseFormat() (render.Format, error) {
	if opts.format != "" && opts.format != papermillFormat {
		if !slices.Contains(render.Formats(), render.Format(opts.format)) {
			return "", &usageError{problem: "--format " + quoted(opts.format) + ": no such format", hint: "the formats are " + formatNames()}
		}
		return render.Format(opts.format), nil
	}
	format, ok := render.FormatOf(opts.output)
	switch {
	case ok:
		return format, nil
	case format == "" || !opts.toFile():
		return render.CSV, nil
	}
	return "", &usageError{
		problem: opts.output + ": the extension ." + string(format) + " tells no format",
		hint:    "say which with --format: " + formatNames(),
	}
}

// complain prints what is wrong with the collection. Who names a key wants it,
// not to hear of other keys.
func (opts *extractOptions) complain(c *collection.Collection) error {
	if opts.table != "" || opts.history != "" {
		sayLeftOut(opts.streams.Err, c)
		return complainAboutRuns(opts.streams.Err, c.Runs)
	}
	return complainAboutCollection(opts.streams.Err, c)
}

// frame makes the rows that the flags ask for, and says what is not in them.
func (opts *extractOptions) frame(c *collection.Collection, files *extractedFiles) (*render.Frame, error) {
	switch {
	case opts.table != "":
		stacked, err := render.StackTables(c, opts.table)
		return opts.stacked(stacked, err, "--table")
	case opts.history != "":
		stacked, err := render.StackHistory(c, opts.history)
		return opts.stacked(stacked, err, "--history")
	}
	var write render.FileWriter
	if opts.all {
		if err := files.open(); err != nil {
			return nil, err
		}
		write = files.write
	}
	if opts.long {
		return render.LongFrame(c, write), nil
	}
	frame, left := render.WideFrame(c, write)
	if opts.format == papermillFormat {
		frame, left = render.PapermillFrame(c)
	}
	if len(left) > 0 {
		fmt.Fprintf(opts.streams.Err, "nbcompare: left out %s; see %s\n", leftOutText(left), opts.whereLeftOut(left))
	}
	return frame, nil
}

// stacked prints the notes about a stacked frame; its error gets the flag.
func (opts *extractOptions) stacked(s *render.Stacked, err error, flag string) (*render.Frame, error) {
	var input *collection.InputError
	if errors.As(err, &input) {
		return nil, &usageError{problem: flag + " " + input.Error(), hint: input.Hint}
	}
	if err != nil {
		return nil, err
	}
	for _, note := range s.Notes {
		complain(opts.streams.Err, note, "")
	}
	return s.Frame, nil
}

func leftOutText(left render.LeftOut) string {
	parts := []string{}
	for _, kind := range leftOutKinds(left) {
		noun := string(kind)
		if kind == value.KindMarkup {
			noun = "HTML, Markdown or LaTeX output" // nobody calls them markup
		}
		parts = append(parts, render.Counted(left[kind], noun))
	}
	return strings.Join(parts, ", ")
}

func leftOutKinds(left render.LeftOut) []value.Kind {
	kinds := []value.Kind{}
	for kind := range left {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// whereLeftOut names the flags that give what was left out.
func (opts *extractOptions) whereLeftOut(left render.LeftOut) string {
	if opts.format == papermillFormat {
		return "--table"
	}
	if left[value.KindTable] > 0 {
		return "--all, --table"
	}
	return "--all"
}
