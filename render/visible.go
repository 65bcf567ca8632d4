package render

import (
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
