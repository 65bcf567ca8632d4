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
	assets  string
	hinted  int64 // bytes of a page from which on --assets is suggested
	cells   string
	streams Streams
}

// hintedSize is from where on --assets is suggested: browsers show such a page
// still, but take their time, and few programs that send files do.
const hintedSize = 300 << 20

func newReportCommand(streams Streams, runF func(context.Context, *reportOptions) error) *cobra.Command {
	opts := &reportOptions{streams: streams, hinted: hintedSize}
	cmd := &cobra.Command{
		Use:   "report NOTEBOOK|DIR|GLOB...",
		Short: "Write the comparison of many notebooks as one HTML file, a notebook or Markdown",
		Long: `Write the comparison of many notebooks as one HTML file, a notebook or Markdown.
The extension of the output tells which, or --format.

The page needs nothing but a browser: it works offline, fetches nothing and runs
nothing that stands in a notebook. It opens on what differs: runs with their
parameters and metrics, the best marked, the difference to the baseline; then a
section for each key with tables, texts and images side by side, and the text of
the notebook that stands above it. At its end are the notebooks themselves, cell
by cell: cells that belong together stand in one row, whatever was added, edited
or moved, and a failed run opens at its traceback. --cells none leaves sources
and outputs of cells out, sources only the outputs, and all holds every output of
every run. Where -k or --exclude choose keys, they are left out unless --cells asks
for them.

A notebook (-o comparison.ipynb) holds the same sections as outputs that GitHub,
nbviewer, JupyterLab and editors show without running anything. When it stands
beside its runs, the next comparison of the folder leaves it out. Markdown
(-o comparison.md) is cut to what a comment on a pull request may hold; it names
pictures, and shows them with --assets.

With --assets the pictures of a page or of Markdown become files, named by their
content, for collections that are too large for one file. The folder stands
beside the page and is moved with it. Nothing in it is deleted: files of earlier
reports stay. SVG pictures stay in the page, as each would be a page of its own.
A page opened as a file cannot count the pixels of files beside it.
` + exitStatus,
		Example: `  nbcompare report runs/ -o report.html
  nbcompare report runs/ --baseline production.ipynb --better 'cost=lower'
  nbcompare report runs/ -k metrics -k 'roc*' --name '{params.model}-{params.seed}'
  nbcompare report runs/ -o comparison.ipynb
  nbcompare report runs/ -o report.html --assets pictures
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
	cmd.Flags().StringVar(&opts.assets, "assets", "", "write the pictures as files into this `folder` beside the page, not into it")
	cmd.Flags().StringVar(&opts.title, "title", "", "the title of the page (default: what the runs have in common)")
	addCells(cmd, &opts.cells)
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
	if opts.load.cells, err = opts.cellDetail(format); err != nil {
		return err
	}
	assets, err := opts.assetFolder(format)
	if err != nil {
		return err
	}
	var runs int
	var page counter
	unread, err := opts.load.write(ctx, output{opts.output, opts.streams}, func(w io.Writer, c *collection.Collection) error {
		runs, page.w = len(c.Runs), w
		if err := reportWriters[format](&page, c, render.ReportOptions{Title: opts.title, Assets: assets.assets(), AllCells: opts.load.cells == collection.AllCells}); err != nil {
			return err
		}
		return assets.finish()
	})
	if err != nil {
		assets.undo()
		return err
	}
	if opts.output != "-" {
		fmt.Fprintf(opts.streams.Err, "nbcompare: wrote %s (%s)%s\n", render.Visible(opts.output), render.Counted(runs, "run"), assets.said())
	}
	opts.suggestAssets(format, page.bytes)
	return unread
}

// assetFolder returns the folder of --assets, nil without the flag.
func (opts *reportOptions) assetFolder(format string) (*assetFolder, error) {
	switch {
	case opts.assets == "":
		return nil, nil
	case format == "ipynb":
		return nil, &usageError{problem: "--assets: a notebook holds its pictures itself", hint: "it is for pages and Markdown: -o report.html or -o comparison.md"}
	}
	return newAssetFolder(opts.assets, opts.output)
}

// suggestAssets says of a very large file that there is another way.
func (opts *reportOptions) suggestAssets(format string, size int64) {
	if size <= opts.hinted || opts.assets != "" {
		return
	}
	way := "--assets DIR"
	if format != "html" || opts.output == "-" {
		way = "-o report.html --assets DIR"
	}
	fmt.Fprintf(opts.streams.Err, "nbcompare: hint: this is a file of %d MB; %s writes the pictures beside the page\n", size>>20, way)
}

// A counter counts what is written.
type counter struct {
	w     io.Writer
	bytes int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.bytes += int64(n)
	return n, err
}
