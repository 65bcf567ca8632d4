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
	format  string
	title   string
	streams Streams
}

func newReportCommand(streams Streams, runF func(context.Context, *reportOptions) error) *cobra.Command {
	opts := &reportOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "report NOTEBOOK|DIR|GLOB...",
		Short: "Write the comparison of many notebooks as one HTML file, a notebook or Markdown",
		Long: `Write the comparison of many notebooks as one HTML file, a notebook or Markdown.
The extension of the output tells which, or --format.

The page needs nothing but a browser: it works offline, fetches nothing and runs
nothing that stands in a notebook. It opens on what differs: runs with their
parameters and metrics, the best marked, the difference to the baseline; then a
section for each key with tables, texts and images side by side.

A notebook (-o comparison.ipynb) holds the same sections as outputs that GitHub,
nbviewer, JupyterLab and editors show without running anything. When it stands
beside its runs, the next comparison of the folder leaves it out. Markdown
(-o comparison.md) is cut to what a comment on a pull request may hold.
` + exitStatus,
		Example: `  nbcompare report runs/ -o report.html
  nbcompare report runs/ --baseline production.ipynb --better 'cost=lower'
  nbcompare report runs/ -k metrics -k 'roc*' --name '{params.model}-{params.seed}'
  nbcompare report runs/ -o comparison.ipynb
  nbcompare report runs/ -o - --format md | gh pr comment --body-file -`,
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
	cmd.Flags().StringVar(&opts.format, "format", "", "html, ipynb or md (default: by the extension of the output, html)")
	cmd.Flags().StringVar(&opts.title, "title", "", "the title of the page (default: what the runs have in common)")
	return cmd
}

// reportWriters are the ways to write a report, by the name of the format.
var reportWriters = map[string]func(io.Writer, *collection.Collection, render.ReportOptions) error{
	"html":  render.Report,
	"ipynb": render.Notebook,
	"md":    render.ReportMarkdown,
}

// formatHint lists the formats of a report.
const formatHint = "the formats are html, ipynb and md"

// reportFormat returns what --format says, else what the extension of the output
// tells. What has none is HTML.
func (opts *reportOptions) reportFormat() (string, error) {
	if opts.format != "" {
		if reportWriters[opts.format] == nil {
			return "", &usageError{problem: "--format " + opts.format + ": report has no such format", hint: formatHint}
		}
		return opts.format, nil
	}
	extension := strings.ToLower(strings.TrimPrefix(filepath.Ext(opts.output), "."))
	switch extension {
	case "", "htm":
		return "html", nil
	case "markdown":
		return "md", nil
	}
	if reportWriters[extension] == nil {
		return "", &usageError{problem: opts.output + ": report has no such format", hint: formatHint}
	}
	return extension, nil
}

func runReport(ctx context.Context, opts *reportOptions) error {
	format, err := opts.reportFormat()
	if err != nil {
		return err
	}
	var runs int
	unread, err := opts.load.write(ctx, output{opts.output, opts.streams}, func(w io.Writer, c *collection.Collection) error {
		runs = len(c.Runs)
		return reportWriters[format](w, c, render.ReportOptions{Title: opts.title})
	})
	if err != nil {
		return err
	}
	if opts.output != "-" {
		fmt.Fprintf(opts.streams.Err, "nbcompare: wrote %s (%s)\n", render.Visible(opts.output), render.Counted(runs, "run"))
	}
	return unread
}
