package nbformat

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// The checker's walks over what holds nothing else: strings, numbers, words.

// str walks over a string.
func (c *checker) str(i int) int {
	src := c.src
	for i++; ; {
		hits := uint64(0)
		if len(src)-i >= 8 {
			hits = special(binary.LittleEndian.Uint64(src[i : i+8]))
		}
		if hits != 0 {
			i += bits.TrailingZeros64(hits) / 8
		} else if i = plainEnd(src, i); i >= len(src) {
			return c.fail(i, "")
		}
		switch b := src[i]; {
		case b == '"':
			return i + 1
		case b == '\\':
			if i = c.escape(i); i < 0 {
				return -1
			}
		case b >= utf8.RuneSelf:
			i = c.wide(i)
		default:
			return c.fail(i, fmt.Sprintf("a control character (%#U) stands in a string; JSON wants it escaped", b))
		}
	}
}

const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// plainEnd returns the offset of the first quote, backslash, control character
// or byte beyond ASCII from i on, or len(b). It looks at eight bytes at a time,
// and after 64 of them at more: most bytes of a notebook stand in long strings.
func plainEnd(b []byte, i int) int {
	for len(b)-i >= 64 {
		for long := i + 64; i < long; i += 8 {
			if hits := special(binary.LittleEndian.Uint64(b[i : i+8])); hits != 0 {
				return i + bits.TrailingZeros64(hits)/8
			}
		}
		i = base64End(b, i)
	}
	for ; len(b)-i >= 8; i += 8 {
		if hits := special(binary.LittleEndian.Uint64(b[i : i+8])); hits != 0 {
			return i + bits.TrailingZeros64(hits)/8
		}
	}
	for i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] >= 0x20 && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// special marks in the top bits which of eight bytes are quotes, backslashes,
// control characters or beyond ASCII. The lowest bit that is set is always a
// true hit.
func special(w uint64) uint64 {
	quote, slash := w^ones*'"', w^ones*'\\'
	return ((quote - ones) | (slash - ones) | (w - ones*' ') | w) & tops
}

// base64End walks over 32 bytes at a time as long as none of them is special,
// a space or an exclamation mark.
func base64End(b []byte, i int) int {
	for ; len(b)-i >= 32; i += 32 {
		w := (*[32]byte)(b[i:])
		hits := unusual(binary.LittleEndian.Uint64(w[:8])) | unusual(binary.LittleEndian.Uint64(w[8:])) |
			unusual(binary.LittleEndian.Uint64(w[16:])) | unusual(binary.LittleEndian.Uint64(w[24:]))
		if hits&tops != 0 {
			break
		}
	}
	return i
}

// unusual is special with two more characters, which costs less.
func unusual(w uint64) uint64 {
	return ((w ^ ones*'\\') - ones) | (w - ones*('"'+1)) | w
}

// escape walks over one escape sequence, or over both of a surrogate pair.
func (c *checker) escape(i int) int {
	c.escapes++
	switch c.at(i + 1) {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		return c.unicode(i)
	}
	return c.failEscape(i, 2)
}

func (c *checker) unicode(i int) int {
	if !c.isHex(i + 2) {
		return c.failEscape(i, 6)
	}
	r := hex4(c.src, i+2)
	if r < 0xD800 || r > 0xDFFF {
		return i + 6
	}
	if r < 0xDC00 && c.at(i+6) == '\\' && c.at(i+7) == 'u' && c.isHex(i+8) {
		if low := hex4(c.src, i+8); low >= 0xDC00 && low <= 0xDFFF {
			return i + 12
		}
	}
	c.forgive("surrogate", i, i, "half a character (a lone surrogate) stands in a string; read as U+FFFD")
	return i + 6
}

func (c *checker) failEscape(i, length int) int {
	if i+length > len(c.src) && bytes.IndexByte(c.src[i:], '"') < 0 {
		return c.failAt(len(c.src), i, "")
	}
	return c.fail(i, "JSON knows no escape sequence "+excerpt(c.src[i:min(i+length, len(c.src))]))
}

func (c *checker) isHex(i int) bool {
	for n := range 4 {
		if b := c.at(i + n); !isDigit(b) && (b|0x20 < 'a' || b|0x20 > 'f') {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// number walks over a number or -Infinity.
func (c *checker) number(i int) int {
	start := i
	if c.at(i) == '-' {
		i++
	}
	switch b := c.at(i); {
	case b == 'I':
		return c.word(start)
	case b == '0':
		i++
	case isDigit(b):
		i = c.digits(i)
	default:
		return c.fail(i, "expected a digit, found "+excerpt(c.src[min(i, len(c.src)):]))
	}
	if c.at(i) == '.' {
		if i = c.someDigits(i + 1); i < 0 {
			return -1
		}
	}
	if c.at(i)|0x20 == 'e' {
		if i++; c.at(i) == '+' || c.at(i) == '-' {
			i++
		}
		return c.someDigits(i)
	}
	return i
}

func (c *checker) digits(i int) int {
	for i < len(c.src) && isDigit(c.src[i]) {
		i++
	}
	return i
}

func (c *checker) someDigits(i int) int {
	if !isDigit(c.at(i)) {
		return c.fail(i, "expected a digit, found "+excerpt(c.src[min(i, len(c.src)):]))
	}
	return c.digits(i)
}

// word walks over true, false, null and the numbers that only Python writes.
func (c *checker) word(i int) int {
	rest := c.src[min(i, len(c.src)):]
	for _, word := range [...]string{"null", "true", "false", "NaN", "Infinity", "-Infinity"} {
		if len(rest) >= len(word) && string(rest[:len(word)]) == word {
			if strings.HasSuffix(word, "N") || strings.HasSuffix(word, "y") {
				c.forgive("nan", i, i, word+" is no JSON number; read as Python reads it")
			}
			return i + len(word)
		}
		if strings.HasPrefix(word, string(rest[:min(len(rest), len(word))])) {
			return c.fail(len(c.src), "")
		}
	}
	return c.fail(i, "expected a value, found "+excerpt(rest))
}
