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
	for i++; ; {
		i = plainEnd(c.src, i)
		switch {
		case i >= len(c.src):
			return c.fail(i, "")
		case c.src[i] == '"':
			return i + 1
		case c.src[i] == '\\':
			if i = c.escape(i); i < 0 {
				return -1
			}
		default:
			return c.fail(i, fmt.Sprintf("a control character (%#U) stands in a string; JSON wants it escaped", c.src[i]))
		}
	}
}

// plainEnd returns the offset of the first quote, backslash or control
// character from i on, or len(b). It looks at 32 bytes at a time, then at
// eight: most bytes of a notebook stand in long strings.
func plainEnd(b []byte, i int) int {
	for ; i+32 <= len(b); i += 32 {
		w := b[i : i+32]
		if special(w)|special(w[8:])|special(w[16:])|special(w[24:]) != 0 {
			break
		}
	}
	for ; i+8 <= len(b); i += 8 {
		if hits := special(b[i:]); hits != 0 {
			return i + bits.TrailingZeros64(hits)/8
		}
	}
	for i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] >= 0x20 {
		i++
	}
	return i
}

// special marks in the top bits which of the first eight bytes are quotes,
// backslashes or control characters. The lowest bit that is set is always a
// true hit.
func special(b []byte) uint64 {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	w := binary.LittleEndian.Uint64(b)
	quote, slash := w^ones*'"', w^ones*'\\'
	return ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w) & tops
}

// validUTF8 is utf8.Valid for a text that is ASCII but for some places: that
// function goes character by character from the first of them on.
func validUTF8(b []byte) bool {
	for i := 0; ; {
		if i = asciiEnd(b, i); i == len(b) {
			return true
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return false
		}
		i += n
	}
}

// asciiEnd returns the offset of the first byte from i on that is not ASCII, or
// len(b).
func asciiEnd(b []byte, i int) int {
	const tops = 0x8080808080808080
	for ; i+32 <= len(b); i += 32 {
		w := b[i : i+32]
		if (binary.LittleEndian.Uint64(w)|binary.LittleEndian.Uint64(w[8:])|binary.LittleEndian.Uint64(w[16:])|binary.LittleEndian.Uint64(w[24:]))&tops != 0 {
			break
		}
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// escape walks over one escape sequence, or over both of a surrogate pair.
func (c *checker) escape(i int) int {
	if letter := c.at(i + 1); letter != 'u' {
		if letter != 0 && strings.IndexByte(`"\/bfnrt`, letter) >= 0 {
			return i + 2
		}
		return c.failEscape(i, 2)
	}
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
	c.forgive("surrogate", i, "half a character (a lone surrogate) stands in a string; read as U+FFFD")
	return i + 6
}

func (c *checker) failEscape(i, length int) int {
	if i+length > len(c.src) && bytes.IndexByte(c.src[i:], '"') < 0 {
		return c.fail(len(c.src), "")
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
	switch {
	case c.at(i) == 'I':
		return c.word(start)
	case c.at(i) == '0':
		i++
	case isDigit(c.at(i)):
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
	for isDigit(c.at(i)) {
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
	for _, word := range []string{"true", "false", "null", "NaN", "Infinity", "-Infinity"} {
		if bytes.HasPrefix(rest, []byte(word)) {
			if strings.HasSuffix(word, "N") || strings.HasSuffix(word, "y") {
				c.forgive("nan", i, word+" is no JSON number; read as Python reads it")
			}
			return i + len(word)
		}
		if strings.HasPrefix(word, string(rest[:min(len(rest), len(word))])) {
			return c.fail(len(c.src), "")
		}
	}
	return c.fail(i, "expected a value, found "+excerpt(rest))
}
