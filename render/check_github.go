package render

import (
	"fmt"
	"io"
	"strings"
)

// The characters that would end a workflow command, or a property of one.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub writes a workflow command for each rule that does not hold, and one
// for each candidate.
func (p *checkPage) writeGitHub(w io.Writer) error {
	var b strings.Builder
	for i := range p.candidates {
		c := &p.candidates[i]
		path := c.file()
		if c.unread != "" {
			command(&b, "error", path, "nbcompare", c.unread)
			continue
		}
		for j := range c.lines {
			l := &c.lines[j]
			if l.state == stateHeld {
				continue
			}
			level := map[checkState]string{stateWarned: "warning", stateFailed: "error"}[l.state]
			message := c.name + ": " + l.sentence()
			if text := ruleText(l.outcome.Rule); text != l.outcome.Rule.Title() {
				message += " (" + text + ")"
			}
			if l.hint != "" {
				message += "; " + l.hint
			}
			command(&b, level, path, l.outcome.Rule.Title(), message)
		}
		if c.failed == 0 {
			command(&b, "notice", path, "nbcompare", c.name+": "+c.headline())
		}
	}
	for _, r := range p.unusedShown() {
		level := "warning"
		if p.verdict.Strict {
			level = "error"
		}
		command(&b, level, "", r.Title(), "not checked: "+unusedNote(r))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// command writes one workflow command; path may be "".
func command(b *strings.Builder, level, path, title, message string) {
	b.WriteString("::" + level + " ")
	if path != "" {
		fmt.Fprintf(b, "file=%s,", commandProperty.Replace(path))
	}
	fmt.Fprintf(b, "title=%s::%s\n", commandProperty.Replace(Visible(title)), commandData.Replace(Visible(message)))
}
