package value

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

const (
	// maxStrictDigits is CPython's limit for reading decimal integers.
	maxStrictDigits = 4300
	// maxRadixDigits bounds the work of writing a hexadecimal number in decimal.
	maxRadixDigits = 100_000
	// maxThousands is the length of a text that can be one number with separators.
	maxThousands = 64
)

// signed reads a sign and a number; Python refuses a second sign.
func (r *literalReader) signed() (Value, bool) {
	negative := r.peek() == '-'
	r.pos++
	n, ok := r.unsigned()
	if ok && negative {
		n = n.negated()
	}
	return n, ok
}

// unsigned reads a number without a sign, maybe in parentheses.
func (r *literalReader) unsigned() (Number, bool) {
	r.skipSpace()
	switch c := r.peek(); {
	case c == '(':
		if !r.open() {
			return Number{}, false
		}
		n, ok := r.unsigned()
		r.skipSpace()
		return n, ok && r.shut(')')
	case isDigit(c) || c == '.':
		v, ok := r.number()
		if !ok {
			return Number{}, false
		}
		return v.(Number), true
	case isNameStart(c) && !r.strict:
		n, ok := r.constant(r.dotted()).(Number)
		return n, ok
	}
	return Number{}, false
}

func (n Number) negated() Number {
	n.Float = -n.Float
	switch {
	case n.IsInt && n.Spelling == "0":
		n.Float = 0
	case n.Spelling != "":
		n.Spelling = "-" + n.Spelling
	}
	return n
}

// number reads an int or a float. A complex number ends the reading.
func (r *literalReader) number() (Value, bool) {
	if r.peek() == '0' && strings.IndexByte("xXoObB", r.peekAt(1)) >= 0 {
		return r.radixNumber()
	}
	start := r.pos
	isInt := true
	ok := r.digits()
	if r.peek() == '.' && (ok || r.pos == start) {
		isInt = false
		r.pos++
		if isDigit(r.peek()) {
			ok = r.digits()
		}
	}
	if ok && (r.peek() == 'e' || r.peek() == 'E') {
		isInt = false
		r.pos++
		if c := r.peek(); c == '+' || c == '-' {
			r.pos++
		}
		ok = r.digits()
	}
	if !ok || r.inName() {
		return nil, false
	}
	text := strings.ReplaceAll(r.text[start:r.pos], "_", "")
	if isInt {
		return r.decimalInt(text)
	}
	n, ok := newFloat(text)
	return n, ok
}

// digits reads decimal digits with single underscores between them.
func (r *literalReader) digits() bool {
	for isDigit(r.peek()) {
		for isDigit(r.peek()) {
			r.pos++
		}
		if r.peek() != '_' {
			return true
		}
		r.pos++
	}
	return false
}

// inName reports whether a name continues here, which no number may be followed by.
func (r *literalReader) inName() bool {
	c := r.peek()
	return isNameStart(c) || isDigit(c) || c >= 0x80
}

func (r *literalReader) decimalInt(text string) (Value, bool) {
	digits := strings.TrimLeft(text, "0")
	switch {
	case digits == "":
		return Int(0), true
	case len(digits) < len(text), r.strict && len(digits) > maxStrictDigits:
		return nil, false // 01 is no int in Python 3
	}
	return newInt(digits), true
}

// newInt returns the number of a valid decimal spelling of an integer.
func newInt(spelling string) Number {
	f, _ := strconv.ParseFloat(spelling, 64) // out of range is an infinity
	return Number{Float: f, IsInt: true, Spelling: spelling}
}

// newFloat returns the number of a decimal in Python's spelling.
func newFloat(text string) (Number, bool) {
	f, err := strconv.ParseFloat(text, 64)
	switch {
	case math.IsInf(f, 0):
		return Float(f), true
	case err != nil:
		return Number{}, false
	case isJSONNumber(text):
		return Number{Float: f, Spelling: text}, true
	}
	return Float(f), true
}

func (r *literalReader) radixNumber() (Value, bool) {
	start := r.pos
	base := map[byte]int{'x': 16, 'o': 8, 'b': 2}[r.peekAt(1)|0x20]
	r.pos += 2
	for c := r.peek(); isNameStart(c) || isDigit(c); c = r.peek() {
		r.pos++
	}
	text := r.text[start+2 : r.pos]
	if r.inName() || len(text) > maxRadixDigits || strings.HasSuffix(text, "_") || strings.Contains(text, "__") {
		return nil, false
	}
	n, ok := new(big.Int).SetString(strings.ReplaceAll(text, "_", ""), base)
	if !ok {
		return nil, false
	}
	return newInt(n.String()), true
}

// isThousands reports whether text is one number with thousands separators,
// such as 1,234 or -1,234,567.8: Python would read a tuple, but no Python
// prints one without parentheses.
func isThousands(text string) bool {
	if len(text) > maxThousands {
		return false
	}
	text = strings.TrimLeft(text, "+-")
	whole, fraction, _ := strings.Cut(text, ".")
	first, rest, found := strings.Cut(whole, ",")
	if !found || len(first) == 0 || len(first) > 3 || !isDigits(first) || !isDigits(fraction) {
		return false
	}
	for found {
		var group string
		group, rest, found = strings.Cut(rest, ",")
		if len(group) != 3 || !isDigits(group) {
			return false
		}
	}
	return true
}

// isNumberWithCommas reports whether text is one number that has commas, between thousands or
// as 0,93 has one: either Python would read as a tuple.
func isNumberWithCommas(text string) bool {
	if isThousands(text) {
		return true
	}
	whole, fraction, found := strings.Cut(strings.TrimRight(strings.TrimLeft(text, "+-"), "\n"), ",")
	return found && whole != "" && fraction != "" && len(text) <= maxThousands && isDigits(whole) && isDigits(fraction)
}

// isDigits reports whether s has no other bytes than decimal digits.
func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// isJSONNumber reports whether s is a number of JSON.
func isJSONNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	n := leadingDigits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return false
	}
	s = s[n:]
	if strings.HasPrefix(s, ".") {
		if n = leadingDigits(s[1:]); n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if s != "" && s[0]|0x20 == 'e' {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		n = leadingDigits(s)
		return n > 0 && n == len(s)
	}
	return s == ""
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}
