package collection

import (
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxDiffLines bounds the lines of all diffs of one comparison.
const maxDiffLines = 1 << 20

// Texts compares texts line by line with the baseline's (or, where the
// baseline has none, with the first run's that has one).
type Texts struct {
	// Base is the run that the others are compared with; its own diff is Equal.
	Base  int
	Diffs []TextDiff // one a run; empty for a run without text
}

// A TextDiff holds the lines of a run's text and of the base's, in order.
type TextDiff struct {
	Equal bool
	Lines []DiffLine
	// Omitted says that there are no Lines because there would be too many.
	Omitted bool
}

// A DiffLine is one line, without its line break. Op is ' ' for a line of both, '-' for one of the
// base only, '+' for one of the run only.
type DiffLine struct {
	Op   byte
	Text string
}

// compareTexts compares each text with the base's.
func (c *Collection) compareTexts(values []value.Value) *Texts {
	t := &Texts{Base: c.base(values), Diffs: make([]TextDiff, len(values))}
	base := textOf(values[t.Base])
	baseLines := splitLines(base)
	room := maxDiffLines
	for run, v := range values {
		if v == nil {
			continue
		}
		d, text := &t.Diffs[run], textOf(v)
		d.Equal = text == base && v.Kind() == values[t.Base].Kind()
		lines := splitLines(text)
		if room -= len(lines) + len(baseLines); room < 0 {
			d.Omitted = true
			continue
		}
		d.Lines = diffLines(baseLines, lines)
	}
	return t
}

// base returns the baseline when it has a value, else the first run that has
// one; -1 when there is none.
func (c *Collection) base(values []value.Value) int {
	if c.Baseline >= 0 && values[c.Baseline] != nil {
		return c.Baseline
	}
	for run, v := range values {
		if v != nil {
			return run
		}
	}
	return -1
}

// textOf returns the text of a value that is compared as text.
func textOf(v value.Value) string {
	switch v := v.(type) {
	case value.Text:
		return string(v)
	case value.Markup:
		return v.Text
	case value.Error:
		return v.Message()
	}
	return value.Repr(v)
}

// splitLines splits at line feeds, with or without a carriage return before;
// no text has no lines.
func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}
