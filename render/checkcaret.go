package render

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// Caret writes a line of text with a caret under a column, in characters from 1;
// of a long line what is near. Both begin with four spaces.
func Caret(line string, column int) string {
	const before, after = 48, 24
	runes := []rune(strings.ReplaceAll(line, "\t", " "))
	at := min(max(column-1, 0), len(runes))
	head, tail := runes[:at], runes[at:]
	start, end := "", ""
	if len(head) > before {
		head, start = head[len(head)-before:], "…"
	}
	if len(tail) > after {
		tail, end = tail[:after], "…"
	}
	shown := start + Visible(string(head))
	return "    " + shown + Visible(string(tail)) + end + "\n    " + strings.Repeat(" ", runewidth.StringWidth(shown)) + "^"
}
