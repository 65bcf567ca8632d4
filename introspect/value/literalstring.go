package value

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// stringValue reads one or more adjacent string or bytes literals.
func (r *literalReader) stringValue() (Value, bool) {
	text, isBytes, ok := r.oneString()
	if !ok {
		return nil, false
	}
	var joined strings.Builder // used from the second literal on
	parts := 1
	for r.skipSpace(); r.atString(); r.skipSpace() {
		next, nextIsBytes, ok := r.oneString()
		if !ok || nextIsBytes != isBytes {
			return nil, false
		}
		if parts == 1 {
			joined.WriteString(text)
		}
		joined.WriteString(next)
		parts++
	}
	if parts > 1 {
		text = joined.String()
	}
	if isBytes {
		return Bytes(text), true
	}
	return Text(text), true
}

// atString reports whether a string literal, with or without prefix, begins here.
func (r *literalReader) atString() bool {
	for i := range 3 {
		switch c := r.peekAt(i) | 0x20; c {
		case '"' | 0x20, '\'' | 0x20:
			c = r.peekAt(i)
			return c == '"' || c == '\''
		case 'r', 'b', 'u', 'f':
		default:
			return false
		}
	}
	return false
}

// oneString reads one literal with its prefix.
func (r *literalReader) oneString() (text string, isBytes, ok bool) {
	start := r.pos
	for r.peek() != '"' && r.peek() != '\'' {
		r.pos++
	}
	raw := false
	switch strings.ToLower(r.text[start:r.pos]) {
	case "", "u":
	case "r":
		raw = true
	case "b":
		isBytes = true
	case "br", "rb":
		raw, isBytes = true, true
	default: // f-strings are code
		return "", false, false
	}
	body, ok := r.stringBody()
	if !ok {
		return "", false, false
	}
	if isBytes && !isASCII(body) {
		return "", false, false
	}
	if strings.IndexByte(body, '\r') >= 0 {
		body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n")
	}
	if !raw && strings.IndexByte(body, '\\') >= 0 {
		body, ok = unescape(body, isBytes, r.strict)
	}
	return body, isBytes, ok
}

// stringBody reads from quote to quote and returns what stands between them.
func (r *literalReader) stringBody() (string, bool) {
	quote := r.text[r.pos : r.pos+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(r.text[r.pos:], triple) {
		quote = triple
	}
	r.pos += len(quote)
	start := r.pos
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '\\':
			r.pos++
			if r.atNewline() {
				r.pos += newlineLen(r.text[r.pos:]) - 1
			}
		case c == quote[0] && strings.HasPrefix(r.text[r.pos:], quote):
			body := r.text[start:r.pos]
			r.pos += len(quote)
			return body, true
		case len(quote) == 1 && r.atNewline():
			return "", false
		}
		r.pos++
	}
	return "", false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// simpleEscapes pairs the letter of an escape with what it stands for.
const simpleEscapes = `\\''""` + "a\ab\bf\fn\nr\rt\tv\v"

// unescape resolves the escapes of a string or bytes literal.
func unescape(s string, isBytes, strict bool) (string, bool) {
	out := make([]byte, 0, len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			return string(append(out, s...)), true
		}
		out = append(out, s[:i]...)
		var ok bool
		if out, s, ok = appendEscape(out, s[i+1:], isBytes, strict); !ok {
			return "", false
		}
	}
}

// appendEscape resolves one escape; s begins behind its backslash and is never
// empty, because a backslash before the closing quote would have escaped it.
// It returns what follows the escape.
func appendEscape(out []byte, s string, isBytes, strict bool) ([]byte, string, bool) {
	c := s[0]
	for i := 0; i < len(simpleEscapes); i += 2 {
		if simpleEscapes[i] == c {
			return append(out, simpleEscapes[i+1]), s[1:], true
		}
	}
	switch {
	case c == '\n':
		return out, s[1:], true
	case '0' <= c && c <= '7':
		return appendOctal(out, s, isBytes)
	case c == 'x':
		n, rest, ok := hexDigits(s[1:], 2)
		return appendCode(out, n, isBytes), rest, ok
	case isBytes:
	case c == 'u':
		return appendUnicode(out, s, 4, strict)
	case c == 'U':
		return appendUnicode(out, s, 8, strict)
	case c == 'N':
		return nil, "", false
	}
	return append(out, '\\'), s, true // an unknown escape keeps its backslash
}

func appendOctal(out []byte, s string, isBytes bool) ([]byte, string, bool) {
	n, i := rune(0), 0
	for i < len(s) && i < 3 && '0' <= s[i] && s[i] <= '7' {
		n = n*8 + rune(s[i]-'0')
		i++
	}
	return appendCode(out, n, isBytes), s[i:], true
}

func appendCode(out []byte, n rune, isBytes bool) []byte {
	if isBytes {
		return append(out, byte(n))
	}
	return utf8.AppendRune(out, n)
}

// appendUnicode resolves \u and \U. Two escapes that are a surrogate pair are
// one character in JSON, and two that no UTF-8 can hold in Python.
func appendUnicode(out []byte, s string, digits int, strict bool) ([]byte, string, bool) {
	n, rest, ok := hexDigits(s[1:], digits)
	if ok && !strict && utf16.IsSurrogate(n) && strings.HasPrefix(rest, `\u`) {
		low, after, lowOK := hexDigits(rest[2:], 4)
		if pair := utf16.DecodeRune(n, low); lowOK && pair != utf8.RuneError {
			return utf8.AppendRune(out, pair), after, true
		}
	}
	if !ok || !utf8.ValidRune(n) {
		return nil, "", false
	}
	return utf8.AppendRune(out, n), rest, true
}

// hexDigits reads exactly n hexadecimal digits.
func hexDigits(s string, n int) (rune, string, bool) {
	if len(s) < n {
		return 0, "", false
	}
	code, err := strconv.ParseUint(s[:n], 16, 31)
	return rune(code), s[n:], err == nil
}
