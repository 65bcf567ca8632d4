package translate

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// escaped writes s between double quotes; each writes what stands for a
// character. Bytes that are no UTF-8 become U+FFFD. next is the character
// after c, 0 at the end.
func escaped(s string, each func(b *strings.Builder, c, next rune)) string {
	runes := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.WriteByte('"')
	for i, c := range runes {
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		each(&b, c, next)
	}
	b.WriteByte('"')
	return b.String()
}

// unicodeEscape writes c as Python's codec unicode_escape does, and a double
// quote with a backslash: papermill's strings in most languages.
func unicodeEscape(b *strings.Builder, c, _ rune) {
	if c == '"' {
		b.WriteString(`\"`)
		return
	}
	codec(b, c)
}

// codec is Python's codec unicode_escape.
func codec(b *strings.Builder, c rune) {
	switch {
	case c == '\\':
		b.WriteString(`\\`)
	case c == '\n':
		b.WriteString(`\n`)
	case c == '\r':
		b.WriteString(`\r`)
	case c == '\t':
		b.WriteString(`\t`)
	case ' ' <= c && c <= '~':
		b.WriteRune(c)
	case c < 0x100:
		fmt.Fprintf(b, `\x%02x`, c)
	case c < 0x10000:
		fmt.Fprintf(b, `\u%04x`, c)
	default:
		fmt.Fprintf(b, `\U%08x`, c)
	}
}

// isHex reports whether c would lengthen an escape of hexadecimal digits.
func isHex(c rune) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// isNamed reports whether unicodeEscape writes c without a number, or as it is.
func isNamed(c rune) bool {
	return ' ' <= c && c <= '~' || c == '\n' || c == '\r' || c == '\t'
}

// surrogates writes c in the UTF-16 escapes of Java and JavaScript.
func surrogates(b *strings.Builder, c rune) {
	if c < 0x10000 {
		fmt.Fprintf(b, `\u%04x`, c)
		return
	}
	high, low := utf16.EncodeRune(c)
	fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
}

// without returns a text writer that refuses NUL, which the language's texts
// cannot hold.
func without(title string, write func(s string) string) func(string) (string, error) {
	return func(s string) (string, error) {
		if strings.ContainsRune(s, 0) {
			return "", fmt.Errorf("a text of %s cannot hold the character NUL", title)
		}
		return write(s), nil
	}
}

// always makes a text writer of one that never refuses.
func always(write func(s string) string) func(string) (string, error) {
	return func(s string) (string, error) { return write(s), nil }
}
