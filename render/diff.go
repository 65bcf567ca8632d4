package render

import (
	"context"
	"fmt"
	"io"

	"github.com/nbcompare/nbcompare/collection"
)

// DiffFormats returns the formats of [Diff], the default first.
func DiffFormats() []Format { return []Format{Text, JSON, Markdown, HTML} }

// DiffOptions choose what [Diff] compares and how it shows it. The zero value
// writes text of any width.
type DiffOptions struct {
	collection.DiffOptions
	Format Format // one of DiffFormats; "" is Text
	// Full rounds and shortens nothing. JSON never does.
	Full bool
	// Width is that of the terminal in columns; 0 means that there is none, and
	// no limit. Width and Color concern text alone.
	Width int
	Color bool
	// SingleRows adds the tables that sklearn-evaluation makes of tables of one
	// row; see [collection.Collection.SingleRows].
	SingleRows bool
}

// A DiffSummary says what Diff found.
type DiffSummary struct {
	Differs bool
	// Text is one line about it, without a period.
	Text string
	// UnusedIgnore are the globs of Ignore that match nothing.
	UnusedIgnore []string
}

// Diff writes in what the runs of a collection differ from its baseline. Text
// is empty when they do not.
func Diff(ctx context.Context, w io.Writer, c *collection.Collection, opts DiffOptions) (DiffSummary, error) {
	diff, err := c.Diff(ctx, opts.DiffOptions)
	if err != nil {
		return DiffSummary{}, err
	}
	p := newDiffPage(c, diff, &opts)
	switch opts.Format {
	case JSON:
		err = writeDiffJSON(w, p)
	case Markdown:
		err = p.writeMarkdown(w)
	case HTML:
		err = p.writeHTML(w)
	default:
		err = p.writeText(w)
	}
	return DiffSummary{Differs: len(diff.Differences) > 0, Text: p.summary(), UnusedIgnore: diff.UnusedIgnore}, err
}

// summary says how much differs: 5 of 14 keys differ, 2 of 20 cells; 1 number
// is within the tolerance.
func (p *diffPage) summary() string {
	d := p.diff
	keys := Counted(d.Compared, "key")
	text := fmt.Sprintf("%d of %s %s", d.Differing, keys, verb(d.Differing, "differ"))
	switch {
	case len(d.Differences) == 0 && p.opts.Sources && d.Compared == 0:
		text = "nothing differs in " + Counted(d.Cells, "cell")
	case len(d.Differences) == 0 && p.opts.Sources:
		text = fmt.Sprintf("nothing differs in %s and %s", keys, Counted(d.Cells, "cell"))
	case len(d.Differences) == 0:
		text = "nothing differs in " + keys
	case p.opts.Sources && d.Compared == 0:
		text = Counted(d.DifferingCells, "cell") + " " + verb(d.DifferingCells, "differ")
	case p.opts.Sources:
		text = fmt.Sprintf("%d of %s and %s differ", d.Differing, keys, Counted(d.DifferingCells, "cell"))
	}
	if p.many && len(d.Differences) > 0 {
		runs := map[int]bool{}
		for _, diff := range d.Differences {
			runs[diff.Run] = true
		}
		text += fmt.Sprintf(", in %d of %s", len(runs), Counted(len(p.others), "run"))
	}
	for _, more := range []struct {
		n    int
		what string
	}{{d.Tolerated, "within the tolerance"}, {d.Ignored, "ignored"}, {d.Omitted, "left out, too many"}} {
		if more.n > 0 {
			text += fmt.Sprintf("; %d %s", more.n, more.what)
		}
	}
	if d.Partial > 0 {
		text += fmt.Sprintf("; of %s without a difference only a part is shown", Counted(d.Partial, "table"))
	}
	return text
}

// verb is the form of a verb for so many: 1 differs, 2 differ.
func verb(n int, plural string) string {
	if n == 1 {
		return plural + "s"
	}
	return plural
}

// header names the baseline and the runs.
func (p *diffPage) header() (base, others string) {
	names := make([]string, len(p.others))
	for i, run := range p.others {
		names[i] = Visible(p.c.Runs[run].Name)
	}
	return Visible(p.c.Runs[p.c.Baseline].Name), p.listed(names)
}
