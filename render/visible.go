package render

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Visible returns text for one line of a terminal: line breaks, escape
// sequences, other control characters and those that change the direction of
// writing are spelled out (\n, \x1b, \u202e), so that a notebook can neither
// move the cursor nor disguise what it says.
func Visible(text string) string { return spellControls(text, "") }

// VisibleWriter returns a writer to a terminal for what is written as machines
// read it, CSV or JSON: line breaks and tabs stay, the rest is as in [Visible].
func VisibleWriter(w io.Writer) io.Writer { return &visibleWriter{w: w} }

type visibleWriter struct {
	w    io.Writer
	rest []byte // the beginning of a character whose end is yet to come
}

func (v *visibleWriter) Write(p []byte) (int, error) {
	text := append(v.rest, p...)
	whole := len(text)
	for start := whole - 1; start >= 0 && whole-start < utf8.UTFMax; start-- {
		if utf8.RuneStart(text[start]) {
			if !utf8.FullRune(text[start:]) {
				whole = start
			}
			break
		}
	}
	v.rest = bytes.Clone(text[whole:])
	if _, err := io.WriteString(v.w, visibleLines(string(text[:whole]))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// visibleLines is Visible, but keeps line breaks and tabs.
func visibleLines(text string) string { return spellControls(text, "\n\t") }

func spellControls(text, except string) string {
	hidden := func(r rune) bool {
		return (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029') &&
			!strings.ContainsRune(except, r)
	}
	if utf8.ValidString(text) && strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if hidden(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fit cuts text to a width in terminal columns; what is cut ends in an ellipsis.
func fit(text string, width int) string {
	return runewidth.Truncate(text, width, "…")
}

// pad fills text with spaces up to a width in terminal columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-runewidth.StringWidth(text)))
}

// padLeft fills text with spaces on the left.
func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(0, width-runewidth.StringWidth(text))) + text
}
