package value

import "strings"

// peek returns the next byte, 0 at the end; document refuses NUL bytes.
func (r *literalReader) peek() byte { return r.peekAt(0) }

func (r *literalReader) peekAt(offset int) byte {
	if r.pos+offset < len(r.text) {
		return r.text[r.pos+offset]
	}
	return 0
}

func (r *literalReader) atNewline() bool {
	c := r.peek()
	return c == '\n' || c == '\r'
}

// skipSpace skips what Python ignores between two tokens: inside brackets also
// line ends and comments.
func (r *literalReader) skipSpace() {
	r.skipInline()
	for r.depth > 0 && (r.atNewline() || r.peek() == '#') {
		if r.atNewline() {
			r.pos++
		}
		r.skipComment()
		r.skipInline()
	}
}

// skipInline skips blanks and joined lines.
func (r *literalReader) skipInline() {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == ' ' || c == '\t' || c == '\f':
			r.pos++
		case c == '\\' && r.joinsLines():
		default:
			return
		}
	}
}

// joinsLines reads a backslash before a line end. Python wants a further line.
func (r *literalReader) joinsLines() bool {
	rest := r.text[r.pos+1:]
	n := newlineLen(rest)
	if n == 0 || n == len(rest) {
		return false
	}
	r.pos += 1 + n
	return true
}

// newlineLen returns the length of the line end at the beginning of s, or 0.
func newlineLen(s string) int {
	switch {
	case strings.HasPrefix(s, "\r\n"):
		return 2
	case s != "" && (s[0] == '\n' || s[0] == '\r'):
		return 1
	}
	return 0
}

func (r *literalReader) skipComment() {
	if r.peek() != '#' {
		return
	}
	n := strings.IndexAny(r.text[r.pos:], "\r\n")
	if n < 0 {
		n = len(r.text) - r.pos
	}
	r.pos += n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}
