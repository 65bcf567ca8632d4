package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

const ansiYellow = "\x1b[33m"

// checkMarks are the words before a rule in text, and their colours.
var checkMarks = map[checkState]struct{ word, color string }{
	stateHeld:   {"ok", ansiGreen},
	stateWarned: {"warn", ansiYellow},
	stateFailed: {"FAIL", ansiRed},
}

const (
	markWidth   = 4
	checkIndent = markWidth + gap
	// leastTitle is how much of a rule's name a narrow terminal shows at least.
	leastTitle = 16
	// widestTitle is how much of it there is room for where nobody said how wide
	// the screen is.
	widestTitle = 60
)

// writeText writes a line a rule with the values on both sides, and under one
// that does not hold the rule itself and the reason.
func (p *checkPage) writeText(w io.Writer) error {
	var b strings.Builder
	for i := range p.candidates {
		if i > 0 {
			b.WriteString("\n")
		}
		p.writeCandidate(&b, &p.candidates[i])
	}
	for i, r := range p.unusedShown() {
		if i == 0 {
			b.WriteString("\n")
		}
		for _, line := range wrapped("not checked: "+Visible(r.Title())+": "+unusedNote(r), p.opts.Width) {
			b.WriteString(line + "\n")
		}
	}
	if n := len(p.candidates); n > 1 {
		fmt.Fprintf(&b, "\n%s\n", p.summary())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// summary counts the candidates.
func (p *checkPage) summary() string {
	passed, unread, unchecked := 0, 0, 0
	for i := range p.candidates {
		switch c := &p.candidates[i]; {
		case c.unread != "":
			unread++
		case len(c.lines) == 0:
			unchecked++
		case c.failed == 0:
			passed++
		}
	}
	text := fmt.Sprintf("%d of %s passed", passed, Counted(len(p.candidates), "candidate"))
	if unread > 0 {
		text += fmt.Sprintf(", %d could not be read", unread)
	}
	if unchecked > 0 {
		text += fmt.Sprintf(", %d %s", unchecked, notChecked)
	}
	return text
}

func (p *checkPage) writeCandidate(b *strings.Builder, c *checkedRun) {
	head := Visible(c.name)
	if base := p.baseline(); base != "" {
		head += " against " + Visible(base)
	}
	for _, line := range wrapped(head+": "+c.headline(), p.opts.Width) {
		b.WriteString(painted(line, ansiBold, p.opts.Color) + "\n")
	}
	if c.unread != "" {
		for _, line := range wrapped(Visible(c.unread), p.opts.Width-checkIndent) {
			b.WriteString(strings.Repeat(" ", checkIndent) + line + "\n")
		}
		return
	}
	widths := p.widthsOf(c.lines)
	for i := range c.lines {
		p.writeLine(b, &c.lines[i], widths)
	}
}

// checkWidths are those of the columns of a candidate's lines.
type checkWidths struct{ title, left, operator int }

func (p *checkPage) widthsOf(lines []checkLine) checkWidths {
	var w checkWidths
	right := 0
	for i := range lines {
		l := &lines[i]
		w.title = max(w.title, runewidth.StringWidth(Visible(l.outcome.Rule.Title())))
		w.left = max(w.left, runewidth.StringWidth(l.left))
		w.operator = max(w.operator, runewidth.StringWidth(l.operator))
		right = max(right, runewidth.StringWidth(l.right))
	}
	if p.opts.Width == 0 {
		w.title = min(w.title, widestTitle)
		return w
	}
	room := p.opts.Width - checkIndent - gap - w.left - 1 - w.operator - 1 - right
	w.title = min(w.title, max(room, leastTitle))
	return w
}

func (p *checkPage) writeLine(b *strings.Builder, l *checkLine, w checkWidths) {
	mark := checkMarks[l.state]
	title := Visible(l.outcome.Rule.Title())
	line := pad(fit(title, w.title), w.title)
	if l.operator != "" && l.reason == "" {
		line += strings.Repeat(" ", gap) + padLeft(l.left, w.left) + " " + pad(l.operator, w.operator) + " " + l.right
	}
	if p.opts.Width > 0 {
		line = fit(line, p.opts.Width-checkIndent)
	}
	b.WriteString(painted(mark.word, mark.color, p.opts.Color) + strings.Repeat(" ", checkIndent-len(mark.word)))
	b.WriteString(strings.TrimRight(line, " ") + "\n")
	if l.state == stateHeld {
		return
	}
	var below []string
	if text := ruleText(l.outcome.Rule); text != title || runewidth.StringWidth(title) > w.title {
		below = append(below, text)
	}
	if l.reason != "" {
		below = append(below, Visible(l.reason))
	}
	if l.hint != "" {
		below = append(below, Visible(l.hint))
	}
	for _, text := range below {
		for _, line := range wrapped(text, p.opts.Width-checkIndent) {
			b.WriteString(strings.Repeat(" ", checkIndent) + line + "\n")
		}
	}
}

// wrapped breaks a text at its spaces into lines of a width; one line where the
// width is not positive.
func wrapped(text string, width int) []string {
	if width <= 0 || runewidth.StringWidth(text) <= width {
		return []string{text}
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && runewidth.StringWidth(line)+1+runewidth.StringWidth(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
