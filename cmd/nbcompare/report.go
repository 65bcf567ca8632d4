package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/render"
)

const defaultReport = "nbcompare-report.html"

type reportOptions struct {
	load    loadOptions
	output  string
	title   string
	streams Streams
}

func newReportCommand(streams Streams, runF func(context.Context, *reportOptions) error) *cobra.Command {
	opts := &reportOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "report NOTEBOOK|DIR|GLOB...",
		Short: "Write the comparison of many notebooks as one HTML file",
		Long: `Write the comparison of many notebooks as one HTML file.

The page needs nothing but a browser: it works offline, fetches nothing and runs
nothing that stands in a notebook. It opens on what differs: runs with their
parameters and metrics, the best marked, the difference to the baseline; then a
section for each key with tables, texts and images side by side.
` + exitStatus,
		Example: `  nbcompare report runs/ -o report.html
  nbcompare report runs/ --baseline production.ipynb --better 'cost=lower'
  nbcompare report runs/ -k metrics -k 'roc*' --name '{params.model}-{params.seed}'`,
		Args: atLeast(1, "notebook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.load.inputs = args
			return runF(cmd.Context(), opts)
		},
	}
	opts.load.addSelection(cmd)
	opts.load.addWhere(cmd)
	opts.load.addComparison(cmd)
	cmd.Flags().StringVarP(&opts.output, "output", "o", defaultReport, "write to this `file`; - is standard output")
	cmd.Flags().StringVar(&opts.title, "title", "", "the title of the page (default: what the runs have in common)")
	return cmd
}

func runReport(ctx context.Context, opts *reportOptions) error {
	if strings.EqualFold(filepath.Ext(opts.output), ".ipynb") {
		return &usageError{problem: opts.output + ": a report is an HTML page, no notebook", hint: "name it " + quoted(strings.TrimSuffix(opts.output, filepath.Ext(opts.output))+".html")}
	}
	var runs int
	unread, err := opts.load.write(ctx, output{opts.output, opts.streams}, func(w io.Writer, c *collection.Collection) error {
		runs = len(c.Runs)
		return render.Report(w, c, render.ReportOptions{Title: opts.title})
	})
	if err != nil {
		return err
	}
	if opts.output != "-" {
		fmt.Fprintf(opts.streams.Err, "nbcompare: wrote %s (%s)\n", render.Visible(opts.output), render.Counted(runs, "run"))
	}
	return unread
}
