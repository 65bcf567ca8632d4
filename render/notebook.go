package render

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
)

// notebookLimits are generous: a notebook is scrolled.
var notebookLimits = partLimits{runs: 500, columns: 30, rows: 200, lines: 200, groups: 60, elements: 100, wholes: true}

// Notebook writes the comparison of a collection as an executed notebook, which
// GitHub, nbviewer, JupyterLab and editors show without running anything: the
// sections of [Report] as Markdown cells with headings and code cells with
// outputs. What the compared notebooks say stands there as text and pictures
// alone: no HTML, Markdown, LaTeX or SVG of theirs is passed on as such. Its
// metadata says what it is, so that [collection.Load] takes it for no run. The
// same collection gives the same bytes.
func Notebook(w io.Writer, c *collection.Collection, opts ReportOptions) error {
	return writeNotebookOf(w, subjectOf(c), opts)
}

func writeNotebookOf(w io.Writer, s *subject, opts ReportOptions) error {
	pictures := newPictureBook(nil) // a notebook holds its pictures
	page, sections := newPage(s, opts, pictures)
	n := &notebookWriter{out: bufio.NewWriterSize(w, 1<<16), document: newDocument(page, sections, pictures, notebookLimits)}
	return n.write()
}

// A notebookWriter writes cells, each whole as soon as it is known.
type notebookWriter struct {
	*document
	out   *bufio.Writer
	cells int // that are written
	count int // executions
	err   error
}

// A notebookCell is a cell in the fields of the notebook format.
type notebookCell map[string]any

func (n *notebookWriter) write() error {
	n.out.WriteString("{\n \"cells\": [")
	n.markdown("title", n.title())
	n.bestCell()
	n.runsCells()
	for i := range n.chapters {
		if c := &n.chapters[i]; !c.inOverview || !c.describesRuns() {
			n.chapter(c)
		}
	}
	if len(n.equal) > 0 {
		n.markdown("equal", "## Equal in all runs\n\n"+n.equalTitles(notebookText))
	}
	n.out.WriteString("\n ],\n \"metadata\": ")
	n.json(map[string]any{
		"kernelspec":    map[string]any{"display_name": "Python 3", "language": "python", "name": "python3"},
		"language_info": map[string]any{"name": "python"},
		"nbcompare":     map[string]any{collection.ComparisonMark: map[string]any{"runs": len(n.page.Runs)}},
	}, " ")
	n.out.WriteString(",\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n")
	if n.err != nil {
		return n.err
	}
	return n.out.Flush()
}

// describesRuns says whether a chapter is about parameters or metadata.
func (c *chapter) describesRuns() bool { return describesRun(introspect.Source(c.head.Source)) }

// json writes a value as Python's nbformat does: keys in order, indented by
// one space.
func (n *notebookWriter) json(v any, prefix string) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(prefix, " ")
	if err := encoder.Encode(v); err != nil && n.err == nil {
		n.err = fmt.Errorf("writing the notebook: %w", err)
	}
	n.out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// cell writes a cell under an id that no other has.
func (n *notebookWriter) cell(id string, c notebookCell) {
	c["id"] = id
	if n.cells > 0 {
		n.out.WriteByte(',')
	}
	n.out.WriteString("\n  ")
	n.json(c, "  ")
	n.cells++
}

func (n *notebookWriter) markdown(id, text string) {
	n.cell(id, notebookCell{"cell_type": "markdown", "metadata": map[string]any{}, "source": sourceLines(text)})
}

// code writes a cell that shows outputs; its source is a comment, which does
// nothing when it is run, but then the outputs are gone.
func (n *notebookWriter) code(id, comment, tag string, outputs []any) {
	n.count++
	metadata := map[string]any{"jupyter": map[string]any{"source_hidden": true}}
	if tag != "" {
		metadata["tags"] = []string{tag}
	}
	n.cell(id, notebookCell{
		"cell_type": "code", "execution_count": n.count, "metadata": metadata, "outputs": outputs,
		"source": sourceLines("# " + Visible(comment)),
	})
}

// sourceLines cuts a text as the notebook format has it: lines with their ends.
func sourceLines(text string) []string {
	if text == "" {
		return []string{}
	}
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// display is an output that shows the richest of these.
func display(data map[string]any) map[string]any {
	for mimeType, content := range data {
		if text, ok := content.(string); ok && !strings.HasPrefix(mimeType, "image/") {
			data[mimeType] = sourceLines(text)
		}
	}
	return map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": data}
}

// title is the first cell: what is compared, how it went, and what is constant.
func (n *notebookWriter) title() string {
	var b strings.Builder
	b.WriteString("# " + notebookText(n.page.Title) + "\n\n" + notebookText(n.counts()))
	if n.summary.Baseline != "" && len(n.page.Runs) > 1 {
		b.WriteString(" Differences are against the baseline, **" + notebookText(n.summary.Baseline) + "**.")
	}
	b.WriteString("\n")
	if constants := n.summary.Constant; len(constants) > 0 && len(n.page.Runs) > 1 {
		b.WriteString("\n" + notebookText(n.constants(constants)) + ".\n")
	}
	if warnings := n.page.Warnings; len(warnings) > 0 {
		b.WriteString("\n**Warnings**\n\n")
		for _, warning := range warnings {
			b.WriteString("- " + notebookText(warning) + "\n")
		}
	}
	b.WriteString("\n★ best of the metric, ▲ better and ▼ worse than the baseline, – no value.\n")
	return b.String()
}

func (n *notebookWriter) bestCell() {
	if len(n.summary.Best) == 0 {
		return
	}
	n.markdown("best", "## Best of each metric")
	n.code("best-table", "the best of each metric", "", []any{tableOutput(n.bestTable())})
}

// runsCells show the table of runs, and what went wrong.
func (n *notebookWriter) runsCells() {
	n.markdown("runs", "## Runs")
	n.code("runs-table", "the runs", "", []any{tableOutput(n.runsTable())})
	if len(n.summary.Problems) == 0 {
		return
	}
	n.markdown("problems", "## Runs with problems")
	var outputs []any
	for _, run := range n.summary.Problems {
		p := part{title: statusSymbol(run.Status) + " " + run.Name + ": " + run.Status, note: run.Message}
		if run.Traceback != "" {
			p.text = tracebackTail(run.Traceback)
		}
		outputs = append(outputs, n.outputs(&p)...)
	}
	n.code("problems-list", "what went wrong", "", outputs)
}

func (n *notebookWriter) chapter(c *chapter) {
	text := "## " + notebookText(c.head.Title)
	if about := c.head.about(); about != "" {
		text += "\n\n" + notebookText(about)
	}
	n.markdown(c.head.ID, text)
	var outputs []any
	for i := range c.parts {
		outputs = append(outputs, n.outputs(&c.parts[i])...)
	}
	if len(outputs) == 0 {
		outputs = n.outputs(&part{items: []string{"Shown in the HTML report only."}})
	}
	n.code(c.head.ID+"-outputs", c.head.Title, c.tag(), outputs)
}

// tag is the tag under which the chapter's outputs are found again, by nbcompare
// too; "" for a title that would be none.
func (c *chapter) tag() string {
	const longest = 100
	title := c.head.Title
	if c.describesRuns() || len(title) > longest || introspect.IsReservedTag(title) || strings.ContainsAny(title, ", \t\n\r") || title == "" {
		return ""
	}
	return title
}

// outputs shows a part: its title and text as HTML, a picture as a picture.
func (n *notebookWriter) outputs(p *part) []any {
	html, plain := partHTML(p), partText(p)
	var outputs []any
	if html != "" {
		outputs = append(outputs, display(map[string]any{"text/html": html, "text/plain": plain}))
	}
	switch {
	case p.chart != nil:
		outputs = append(outputs, drawingOutput(base64.StdEncoding.EncodeToString([]byte(p.chart.svg())), "curves of "+p.chart.title, "curves of "+p.chart.title))
	case p.picture != nil:
		outputs = append(outputs, n.pictureOutput(p))
	}
	return outputs
}

func tableOutput(t *partTable) any {
	p := &part{table: t}
	return display(map[string]any{"text/html": partHTML(p), "text/plain": partText(p)})
}
