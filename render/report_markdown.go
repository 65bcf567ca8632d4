package render

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
)

// commentLimits are tight: what does not fit one comment is not read there.
var commentLimits = partLimits{runs: 50, columns: 12, rows: 20, lines: 60, groups: 12, elements: 20}

// openRuns is up to how many runs the table of runs is not folded.
const openRuns = 12

// longestLeftOut is how much the last line says of what it leaves out.
const longestLeftOut = 2000

// ReportMarkdown writes the comparison of a collection as Markdown for a comment
// on a pull request: the best of each metric and the runs, then the sections of
// [Report] folded. It fits what GitHub takes, and says what is left out. Nothing
// that a notebook says becomes a link, a mention or HTML. The same collection
// gives the same bytes.
func ReportMarkdown(w io.Writer, c *collection.Collection, opts ReportOptions) error {
	return writeMarkdownOf(w, subjectOf(c), opts)
}

func writeMarkdownOf(w io.Writer, s *subject, opts ReportOptions) error {
	pictures := newPictureBook(opts.Assets)
	page, sections := newPage(s, opts, pictures)
	m := &markdownReport{document: newDocument(page, sections, pictures, commentLimits)}
	m.head()
	m.runs()
	m.problems()
	for i := range m.chapters {
		if !m.chapters[i].inOverview {
			m.chapter(&m.chapters[i])
		}
	}
	m.tail()
	if m.err != nil {
		return m.err
	}
	_, err := io.WriteString(w, m.comment.String())
	return err
}

// A markdownReport is a document on its way into a comment.
type markdownReport struct {
	*document
	comment comment
	without []string        // titles of the chapters for which there was no room
	written map[string]bool // the files of pictures
	err     error
}

func (m *markdownReport) head() {
	m.comment.WriteString("### " + commentCell(m.page.Title) + "\n\n" + m.counts())
	if m.summary.Baseline != "" && len(m.page.Runs) > 1 {
		m.comment.WriteString(" Baseline: **" + commentCell(m.summary.Baseline) + "**.")
	}
	m.comment.WriteString("\n\n")
	if constants := m.summary.Constant; len(constants) > 0 && len(m.page.Runs) > 1 {
		m.comment.WriteString(escapeComment(shorten(m.constants(constants), longestLeftOut)) + ".\n\n")
	}
	var warnings []string
	for _, warning := range m.page.Warnings {
		warnings = append(warnings, "- ⚠️ "+escapeComment(shorten(warning, 4*longestPart))+"\n")
	}
	if len(warnings) > 0 {
		m.comment.table("", warnings)
	}
}

// runs writes the best of each metric and the table of runs.
func (m *markdownReport) runs() {
	head, rows := m.bestTable().markdown()
	if open := min(len(rows), longestOpen); open > 0 {
		m.comment.table(head, rows[:open])
		m.comment.folded(Counted(len(rows)-open, "more metric"), head, rows[open:])
	}
	t := m.runsTable()
	head, rows = t.markdown()
	if len(m.page.Runs) <= openRuns {
		m.comment.table(head, rows)
	} else {
		m.comment.folded(Counted(len(m.page.Runs), "run"), head, rows)
	}
	if t.more != "" {
		m.comment.WriteString(t.more + "\n\n")
	}
	m.comment.WriteString("★ best of the metric, ▲ better and ▼ worse than the baseline, – no value.\n\n")
}

// problems writes what went wrong in which run, a line each.
func (m *markdownReport) problems() {
	var lines []string
	for _, run := range m.summary.Problems {
		line := "- " + statusSymbol(run.Status) + " " + commentCell(run.Name) + ": " + commentCell(run.Status)
		if run.Message != "" {
			line += ", " + escapeComment(shorten(run.Message, 2*longestPart))
		}
		lines = append(lines, line+"\n")
	}
	if len(lines) > 0 {
		m.comment.table("", lines)
	}
}

// chapter writes a chapter folded, when there is room for all of it.
func (m *markdownReport) chapter(c *chapter) {
	var b strings.Builder
	b.WriteString("<details><summary><b>" + foldedTitle(c.head.Title) + "</b>: " + foldedTitle(c.head.about()) + "</summary>\n\n")
	for i := range c.parts {
		p := &c.parts[i]
		if p.isItem() {
			m.picture(&b, p)
		} else {
			p.writeMarkdown(&b)
		}
		if next := i + 1; p.isItem() && (next == len(c.parts) || !c.parts[next].isItem()) {
			b.WriteString("\n")
		}
	}
	b.WriteString("</details>\n\n")
	if !m.comment.fits(b.String()) {
		m.without = append(m.without, c.head.Title)
		return
	}
	m.writePictures(c)
	m.comment.WriteString(b.String())
}

// isItem says whether a part is one line of a list: a picture that is named.
func (p *part) isItem() bool { return p.alt != "" }

// picture names a picture in a line.
func (m *markdownReport) picture(b *strings.Builder, p *part) {
	b.WriteString("- **" + commentCell(p.title) + "**")
	var about []string
	if p.picture != nil {
		about = append(about, p.picture.describe())
	}
	if p.note != "" {
		about = append(about, p.note)
	}
	if len(about) > 0 {
		b.WriteString(": " + escapeComment(shorten(strings.Join(about, "; "), 2*longestPart)))
	}
	if p.picture != nil && p.picture.Src != "" {
		b.WriteString("<br>![" + commentCell(p.alt) + "](" + p.picture.Src + ")")
	}
	b.WriteString("\n")
}

// writePictures writes the files that a chapter refers to.
func (m *markdownReport) writePictures(c *chapter) {
	for _, p := range c.parts {
		if p.picture == nil || p.picture.Src == "" || m.written[p.picture.Src] || m.err != nil {
			continue
		}
		if m.written == nil {
			m.written = map[string]bool{}
		}
		m.written[p.picture.Src] = true
		image := m.pictures.image(p.picture)
		var encoded []byte
		if encoded, m.err = readPicture(image); m.err == nil {
			m.err = m.pictures.assets.Write(m.pictures.assetName(image, image.Hash()), assetContent(encoded))
		}
	}
}

// foldedTitle is text of a line that Markdown takes for HTML.
func foldedTitle(text string) string {
	return autolinks.ReplaceAllString(html.EscapeString(Visible(shorten(text, longestPart))), "$1\u200b$2")
}

// tail says what is equal, and what is not here.
func (m *markdownReport) tail() {
	if len(m.equal) > 0 {
		m.comment.table("", []string{"Equal in all runs: " + shorten(m.equalTitles(commentCell), longestLeftOut) + ".\n"})
	}
	if n := m.comment.leftOut; n > 0 {
		m.comment.WriteString(wereLeftOut(n) + " left out: a comment on GitHub has an end.\n")
	}
	if n := len(m.without); n > 0 {
		titles := shorten(strings.Join(m.without, ", "), longestLeftOut)
		fmt.Fprintf(&m.comment, "There was no room for %s of %d, as a comment on GitHub has an end: %s.\n",
			Counted(n, "section"), len(m.chapters), escapeComment(titles))
	}
}

// writeMarkdown writes a part; what stands in code is no mention to GitHub.
func (p *part) writeMarkdown(b *strings.Builder) {
	switch {
	case p.title != "" && p.note != "":
		b.WriteString("**" + commentCell(p.title) + "**: " + escapeComment(shorten(p.note, 2*longestPart)) + "\n\n")
	case p.title != "":
		b.WriteString("**" + commentCell(p.title) + "**\n\n")
	case p.note != "":
		b.WriteString(escapeComment(shorten(p.note, 2*longestPart)) + "\n\n")
	}
	if p.table != nil {
		head, rows := p.table.markdown()
		b.WriteString(head + strings.Join(rows, "") + "\n")
		if p.table.more != "" {
			b.WriteString(p.table.more + "\n\n")
		}
	}
	if len(p.diff) > 0 {
		writeFence(b, "diff", p.diff)
	}
	if p.text != "" {
		writeFence(b, "", linesOf(p.text))
	}
	for _, item := range p.items {
		b.WriteString("- " + escapeComment(shorten(item, 4*longestPart)) + "\n")
	}
	if len(p.items) > 0 {
		b.WriteString("\n")
	}
}

// linesOf cuts a text into lines of a fence.
func linesOf(text string) []collection.DiffLine {
	var lines []collection.DiffLine
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, collection.DiffLine{Op: '@', Text: visibleTabs(strings.TrimSuffix(line, "\r"))})
	}
	return lines
}

// markdown returns a table's head and its rows.
func (t *partTable) markdown() (head string, rows []string) {
	heads, rules := make([]string, len(t.heads)), make([]string, len(t.heads))
	for j, h := range t.heads {
		heads[j], rules[j] = commentCell(h.text), "---"
		if h.right {
			rules[j] = "---:"
		}
	}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for j := range row {
			cells[j] = commentCell(row[j].shown())
			if row[j].best {
				cells[j] = "**" + cells[j] + "**"
			}
		}
		rows = append(rows, "| "+strings.Join(cells, " | ")+" |\n")
	}
	return "| " + strings.Join(heads, " | ") + " |\n|" + strings.Join(rules, "|") + "|\n", rows
}
