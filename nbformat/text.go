package nbformat

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unquote decodes a JSON string with its quotes. A lone surrogate becomes
// U+FFFD.
func unquote(b []byte) string {
	b = b[1 : len(b)-1]
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b)
	}
	return string(appendUnquoted(make([]byte, 0, len(b)), b))
}

// appendUnquoted appends what a JSON string without its quotes says.
func appendUnquoted(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		plain := bytes.IndexByte(b[i:], '\\')
		if plain < 0 {
			return append(dst, b[i:]...)
		}
		dst, i = append(dst, b[i:i+plain]...), i+plain
		for i < len(b) && b[i] == '\\' {
			var r rune
			r, i = nextRune(b, i)
			dst = utf8.AppendRune(dst, r) // U+FFFD for a surrogate
		}
	}
	return dst
}

// nextRune decodes the character or escape sequence at b[i] and returns the
// offset after it. The character is in the range of surrogates when it is a
// lone one.
func nextRune(b []byte, i int) (r rune, next int) {
	if b[i] != '\\' {
		r, n := utf8.DecodeRune(b[i:])
		return r, i + n
	}
	switch b[i+1] {
	case 'u':
		r, i = hex4(b, i+2), i+6
		if utf16.IsSurrogate(r) && i+6 <= len(b) && b[i] == '\\' && b[i+1] == 'u' {
			if both := utf16.DecodeRune(r, hex4(b, i+2)); both != utf8.RuneError {
				return both, i + 6
			}
		}
		return r, i
	case 'b':
		return '\b', i + 2
	case 'f':
		return '\f', i + 2
	case 'n':
		return '\n', i + 2
	case 'r':
		return '\r', i + 2
	case 't':
		return '\t', i + 2
	}
	return rune(b[i+1]), i + 2
}

func hex4(b []byte, i int) (r rune) {
	for _, c := range b[i : i+4] {
		switch {
		case c <= '9':
			c -= '0'
		case c <= 'F':
			c -= 'A' - 10
		default:
			c -= 'a' - 10
		}
		r = r<<4 | rune(c)
	}
	return r
}

// quote appends text as a JSON string, escaped as Python's json.dumps does
// it, with ensure_ascii when ascii. Bytes that are no UTF-8 become U+FFFD.
func quote(dst []byte, text string, ascii bool) []byte {
	dst = append(slices.Grow(dst, len(text)+2), '"')
	for i := 0; i < len(text); {
		plain := i
		for i < len(text) && isPlain(text[i]) {
			i++
		}
		dst = append(dst, text[plain:i]...)
		if i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			dst, i = quoteRune(dst, r, ascii), i+n
		}
	}
	return append(dst, '"')
}

// isPlain reports whether a byte is a character that every JSON string holds
// as it is.
func isPlain(b byte) bool { return b >= ' ' && b < 0x7f && b != '"' && b != '\\' }

// requote appends a JSON string that is there already in another spelling. A
// lone surrogate stays what it is.
func requote(dst, literal []byte, ascii bool) []byte {
	dst = append(dst, '"')
	body := literal[1 : len(literal)-1]
	for i := 0; i < len(body); {
		plain := i
		if !ascii {
			if i = bytes.IndexByte(body[plain:], '\\') + plain; i < plain {
				i = len(body)
			}
		}
		for i < len(body) && body[i] < 0x7f && body[i] != '\\' {
			i++
		}
		dst = append(dst, body[plain:i]...)
		if i < len(body) {
			var r rune
			r, i = nextRune(body, i)
			dst = quoteRune(dst, r, ascii)
		}
	}
	return append(dst, '"')
}

func quoteRune(dst []byte, r rune, ascii bool) []byte {
	switch short := strings.IndexRune("\"\\\b\f\n\r\t", r); {
	case short >= 0:
		return append(dst, '\\', `"\bfnrt`[short])
	case r >= ' ' && r < 0x7f, !ascii && r >= 0x7f && !utf16.IsSurrogate(r):
		return utf8.AppendRune(dst, r)
	case r > 0xFFFF:
		high, low := utf16.EncodeRune(r)
		return appendHex(appendHex(dst, high), low)
	}
	return appendHex(dst, r)
}

func appendHex(dst []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// lineEnds are the characters that end a line for Python's splitlines.
const lineEnds = "\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029"

// splitLines splits text after each line end, where Python's splitlines sees
// one: nbformat writes text this way.
func splitLines(text string) []string {
	var lines []string
	start := 0
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		i += n
		if r >= ' ' && r < utf8.RuneSelf || !strings.ContainsRune(lineEnds, r) || r == '\r' && strings.HasPrefix(text[i:], "\n") {
			continue
		}
		lines = append(lines, text[start:i])
		start = i
	}
	if start < len(text) {
		lines = append(lines, text[start:])
	}
	return lines
}

// newID makes a cell id from a cell's content: eight hexadecimal digits, as
// nbformat's are, that are not among ids yet. It is added to them.
func newID(content []byte, ids map[string]bool) string {
	for n := 0; ; n++ {
		hash := sha256.New()
		fmt.Fprintln(hash, n)
		hash.Write(content)
		if id := hex.EncodeToString(hash.Sum(nil)[:4]); !ids[id] {
			ids[id] = true
			return id
		}
	}
}
