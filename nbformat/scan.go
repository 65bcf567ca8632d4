package nbformat

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// The skip functions walk over JSON that [check] has found valid, so none of
// them looks at the end of the slice.

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func skipSpace(b []byte, i int) int {
	if i < len(b) && b[i] > ' ' {
		return i
	}
	return spaceEnd(b, i)
}

// spaceEnd is skipSpace where there is some. Mostly that is one space, or a
// line end and the indentation after it.
func spaceEnd(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
		for i+8 <= len(b) {
			others := binary.LittleEndian.Uint64(b[i:i+8]) ^ ones*' '
			i += bits.TrailingZeros64(others) / 8 // 8 of none
			if others != 0 {
				break
			}
		}
	}
	return i
}

// skipComma goes from the end of an element to the start of the next one, or
// to the closing bracket.
func skipComma(b []byte, i int) int {
	i = skipSpace(b, i)
	if b[i] == ',' {
		i = skipSpace(b, i+1)
	}
	return i
}

// skipString returns the offset after the string that starts at i. It hops
// from quote to quote: a quote ends the string unless an odd number of
// backslashes stands before it.
func skipString(b []byte, i int) int {
	start := i + 1
	for j := start; ; j++ {
		j += bytes.IndexByte(b[j:], '"')
		k := j
		for k > start && b[k-1] == '\\' {
			k--
		}
		if (j-k)%2 == 0 {
			return j + 1
		}
	}
}

// skipValue returns the offset after the value that starts at i.
func skipValue(b []byte, i int) int {
	depth := 0
	for {
		switch c := b[i]; {
		case c == '"':
			i = skipString(b, i)
		case c == '{' || c == '[':
			depth++
			i++
		case c == '}' || c == ']':
			depth--
			i++
		case c == ',' || c == ':' || isSpace(c):
			i++
			continue
		default: // number or word
			for i < len(b) && !isSpace(b[i]) && b[i] != ',' && b[i] != ']' && b[i] != '}' {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
}
