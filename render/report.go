package render

import (
	"bufio"
	"bytes"
	"context"
	"io"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// ReportOptions choose what a report says about itself. The zero value is the
// default.
type ReportOptions struct {
	// Title stands on top of the page; "" is "Comparison of N notebooks".
	Title string
	// Assets takes the pictures, when they are to be files beside the page; nil
	// puts them into it.
	Assets *Assets
	// AllCells puts all cells that the collection holds into the page, however large
	// that makes it.
	AllCells bool
}

// Report writes the comparison of a collection as one HTML page that needs no
// other file and no network. It opens in a browser from anywhere; without
// JavaScript and on paper it is a summary. Nothing that stands in a notebook
// is executed or fetched when the page is open: see the policy in
// report_page.go and the tests beside it. The same collection gives the same
// bytes.
func Report(w io.Writer, c *collection.Collection, opts ReportOptions) error {
	return writeReport(w, subjectOf(c), opts)
}

func subjectOf(c *collection.Collection) *subject {
	return &subject{
		runs:     c.Runs,
		baseline: c.Baseline,
		keys:     c.Keys,
		warnings: c.Warnings,
		columns:  c.Columns(),
		compare:  comparing(c),
		derive:   c.Derived,
		entry:    c.Entry,
		cells: func(opts ReportOptions, pictures *pictureBook) (*cellsData, bool) {
			return newNotebookCells(c, opts, pictures)
		},
		context: contexts(c),
	}
}

// pixelRuns is how many runs a collection may have for its pictures to be
// decoded and compared; the pictures of more would take longer than all else.
const pixelRuns = 50

// comparing returns Compare, with the pixels of a small collection's pictures.
func comparing(c *collection.Collection) func(key int) *collection.Comparison {
	if len(c.Runs) > pixelRuns {
		return c.Compare
	}
	return func(key int) *collection.Comparison {
		comparison := c.Compare(key)
		// The only error is that of the context, which has no end.
		_ = c.ComparePixels(context.Background(), comparison)
		return comparison
	}
}

// A subject is what a report reads of a collection. It stands between the two
// so that tests can make one by hand.
type subject struct {
	runs     []*collection.Run
	baseline int
	keys     []collection.Key
	warnings []error
	columns  []collection.Column
	compare  func(key int) *collection.Comparison
	// derive is Collection.Derived; without it there are no histories.
	derive func(key int, path value.Path, values []value.Value) collection.Column
	entry  func(run, key int) *introspect.Entry
	// cells are those of the notebooks, and whether they hold formulas; context is what
	// stands around a key. Without them a report has neither.
	cells   func(ReportOptions, *pictureBook) (*cellsData, bool)
	context func(key int) *contextData
}

// writeReport writes the page in the order in which a browser can use it: the
// summary, the numbers, the script, then what the script asks for as the reader
// scrolls: one island a section, what draws figures, one a figure and one a picture.
func writeReport(w io.Writer, s *subject, opts ReportOptions) error {
	out := bufio.NewWriterSize(w, 1<<16)
	pictures := newPictureBook(opts.Assets)
	page, sections := newPage(s, opts, pictures)
	cells := page.addCells(s, opts, pictures)
	libraries, err := newLibraries(pictures.figures.libraries())
	if err != nil {
		return err
	}
	page.Libraries = libraries
	page.images = imagesInside
	if opts.Assets != nil {
		page.images = imagesBeside
	}
	if err := writeHead(out, page); err != nil {
		return err
	}
	if err := writePageIsland(out, page); err != nil {
		return err
	}
	var summary bytes.Buffer
	if err := writeSummary(&summary, page); err != nil {
		return err
	}
	page.Columns = nil
	writeScript(out, page)
	for i, section := range sections {
		if err := writeIsland(out, section.ID+"-data", section); err != nil {
			return err
		}
		sections[i] = nil
	}
	if cells != nil {
		if err := writeIsland(out, cellsIsland, cells); err != nil {
			return err
		}
	}
	if err := pictures.figures.write(out); err != nil {
		return err
	}
	// Behind what the app draws first, or the browser would lay it out for nobody to see;
	// before the pictures, of which there may be hundreds of megabytes.
	out.Write(summary.Bytes())
	if err := pictures.write(out); err != nil {
		return err
	}
	out.WriteString("</body>\n</html>\n")
	return out.Flush()
}
