package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

const (
	// longestComment is how many bytes the Markdown has at most: GitHub takes
	// comments of 65,536 characters.
	longestComment = 60_000
	// longestOpen is how many metrics stand in the open, the others folded.
	longestOpen = 12
	// longestPart is how much of a name, a value or a rule a cell shows.
	longestPart = 160
)

var markdownMarks = map[checkState]string{stateHeld: "✅", stateWarned: "⚠️", stateFailed: "❌"}

// A comment is Markdown of a bounded length.
type comment struct {
	strings.Builder
	leftOut int // lines for which there was no room
}

// fits says whether there is room for more.
func (m *comment) fits(text string) bool { return m.Len()+len(text) <= longestComment }

// table writes a table with as many rows as there is room for.
func (m *comment) table(head string, rows []string) {
	m.WriteString(head)
	for i, row := range rows {
		if !m.fits(row) {
			m.leftOut += len(rows) - i
			break
		}
		m.WriteString(row)
	}
	m.WriteString("\n")
}

// folded writes a table that opens on a click.
func (m *comment) folded(summary, head string, rows []string) {
	if len(rows) == 0 {
		return
	}
	if !m.fits(head + rows[0]) {
		m.leftOut += len(rows)
		return
	}
	m.WriteString("<details><summary>" + summary + "</summary>\n\n")
	m.table(head, rows)
	m.WriteString("</details>\n\n")
}

// writeMarkdown writes the comment for a pull request: the verdict, the rules,
// the metrics that moved, and the details folded.
func (p *checkPage) writeMarkdown(w io.Writer) error {
	m := &comment{}
	m.WriteString("### " + p.markdownHeadline() + "\n\n")
	for i := range p.candidates {
		c := &p.candidates[i]
		if len(p.candidates) > 1 {
			heading := fmt.Sprintf("#### %s %s: %s\n\n", markdownMarks[c.state()], commentCell(c.name), c.headline())
			if !m.fits(heading) {
				m.leftOut += len(p.candidates) - i
				break
			}
			m.WriteString(heading)
		}
		p.writeCandidateMarkdown(m, c)
	}
	var unused []string
	for _, r := range p.unusedShown() {
		unused = append(unused, fmt.Sprintf("- %s: %s\n", commentCell(r.Title()), escapeMarkdown(shorten(unusedNote(r), longestPart))))
	}
	if len(unused) > 0 {
		m.table("⚠️ Not checked:\n\n", unused)
	}
	p.writeRulesMarkdown(m)
	if m.leftOut > 0 {
		fmt.Fprintf(m, "%s left out: a comment on GitHub has an end.\n", wereLeftOut(m.leftOut))
	}
	_, err := io.WriteString(w, m.String())
	return err
}

func wereLeftOut(n int) string {
	if n == 1 {
		return "1 more line is"
	}
	return fmt.Sprintf("%d more lines are", n)
}

// state is the worst of a candidate's lines.
func (c *checkedRun) state() checkState {
	switch {
	case c.failed > 0 || c.unread != "":
		return stateFailed
	case c.warned > 0 || len(c.lines) == 0:
		return stateWarned
	}
	return stateHeld
}

func (p *checkPage) markdownHeadline() string {
	worst := stateHeld
	for i := range p.candidates {
		worst = max(worst, p.candidates[i].state())
	}
	if len(p.unusedShown()) > 0 {
		worst = max(worst, stateWarned)
		if p.verdict.Strict {
			worst = stateFailed
		}
	}
	text := p.summary()
	if len(p.candidates) == 1 {
		text = commentCell(p.candidates[0].name) + " " + p.candidates[0].headline()
	}
	if base := p.baseline(); base != "" {
		text += ", against " + commentCell(base)
	}
	return markdownMarks[worst] + " " + text
}

// commentCell escapes a name, a value or a rule for Markdown.
func commentCell(text string) string { return escapeComment(shorten(text, longestPart)) }

// escapeComment is escapeMarkdown, and breaks what GitHub would turn into a
// mention or a link, which tell people and threads that were never asked.
func escapeComment(text string) string {
	return autolinks.ReplaceAllString(escapeMarkdown(Visible(text)), "$1\u200b$2")
}

// autolinks matches the two halves of @name, #12, GH-12, https:// and www.
var autolinks = lazyre.New(`(?i)(@|#|\bGH-|://|www\.)(\w|/)`)

func (p *checkPage) writeCandidateMarkdown(m *comment, c *checkedRun) {
	if c.unread != "" {
		m.table("", []string{commentCell(c.unread) + "\n"})
		return
	}
	var rows []string
	for i := range c.lines {
		rows = append(rows, c.lines[i].markdown())
	}
	if len(rows) > 0 {
		m.table("| | rule | value | | limit |\n|---|---|---:|---|---|\n", rows)
	}
	if p.baseline() == "" {
		return
	}
	metrics := make([]string, len(c.moved))
	for i := range c.moved {
		metrics[i] = c.moved[i].markdown()
	}
	head := fmt.Sprintf("| metric | %s | %s | Δ | Δ%% |\n|---|---:|---:|---:|---:|\n", commentCell(p.baseline()), commentCell(c.name))
	open := min(len(metrics), longestOpen)
	if open > 0 {
		m.table("Metrics that moved:\n\n"+head, metrics[:open])
	} else {
		m.WriteString("No metric moved.\n\n")
	}
	m.folded(Counted(len(metrics)-open, "more metric")+" that moved", head, metrics[open:])
}

// writeRulesMarkdown folds the rules as they are written, where they have names.
func (p *checkPage) writeRulesMarkdown(m *comment) {
	var rows []string
	for i := range p.verdict.Rules {
		if r := &p.verdict.Rules[i]; r.Name != "" {
			rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", commentCell(r.Name), commentCell(ruleText(r)), r.Severity))
		}
	}
	m.folded("The rules as they are written", "| name | rule | severity |\n|---|---|---|\n", rows)
}

func (l *checkLine) markdown() string {
	title := commentCell(l.outcome.Rule.Title())
	if l.reason != "" {
		reason := escapeComment(shorten(l.reason, longestPart))
		if l.hint != "" {
			reason += "; " + escapeComment(shorten(l.hint, longestPart))
		}
		return fmt.Sprintf("| %s | %s<br>%s | %s | | |\n", markdownMarks[l.state], title, reason, missingCell)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", markdownMarks[l.state], title, commentCell(l.left), commentCell(l.operator), commentCell(l.right))
}

func (m *movedMetric) markdown() string {
	return fmt.Sprintf("| %s | %s | %s | %s%s | %s |\n", commentCell(m.title), commentCell(m.from.shown()), commentCell(m.to.shown()),
		commentCell(m.delta.shown()), verdictMark(&m.delta), commentCell(m.share.shown()))
}
