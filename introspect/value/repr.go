package value

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Repr returns a value on one line as Python would print it, a dict in its
// order; "" for an absent value. What [ParseLiteral] read from it is equal to
// v, for the kinds that it reads and as long as v was read by it from valid
// UTF-8 (other bytes become U+FFFD). Tables,
// images, figures and Markup are only named, with their size: <table 3x2>.
func Repr(v Value) string { return string(appendRepr(nil, v, false)) }

// appendRepr appends the repr; frozen is true where only hashable values can
// stand, so that a set is a frozenset.
func appendRepr(b []byte, v Value, frozen bool) []byte {
	switch v := v.(type) {
	case Null:
		return append(b, "None"...)
	case Bool:
		if v {
			return append(b, "True"...)
		}
		return append(b, "False"...)
	case Number:
		return append(b, v.repr()...)
	case Text:
		return appendQuoted(b, string(v), false)
	case Bytes:
		return appendQuoted(append(b, 'b'), string(v), true)
	case List:
		return appendElements(b, '[', v, ']', frozen)
	case Tuple:
		if len(v) == 1 {
			return append(appendRepr(append(b, '('), v[0], frozen), ",)"...)
		}
		return appendElements(b, '(', v, ')', frozen)
	case Set:
		return appendSet(b, v, frozen)
	case Dict:
		return appendDict(b, v)
	}
	return append(b, describe(v)...)
}

// describe names a value that Python has no literal for.
func describe(v Value) string {
	switch v := v.(type) {
	case *Table:
		return fmt.Sprintf("<table %dx%d>", len(v.Rows), len(v.Columns))
	case *Image:
		if v.Width == 0 || v.Height == 0 {
			return "<" + v.MIMEType + ">"
		}
		return fmt.Sprintf("<%s %dx%d>", v.MIMEType, v.Width, v.Height)
	case *Figure:
		return "<" + v.MIMEType + ">"
	case Markup:
		return fmt.Sprintf("<%s of %d bytes>", v.MIMEType, len(v.Text))
	case Error:
		return string(appendQuoted([]byte(v.Ename+"("), v.Evalue, false)) + ")"
	}
	return ""
}

// repr is String, with NaN as Python prints it.
func (n Number) repr() string {
	if n.Spelling == "" && !n.IsInt {
		return FormatFloat(n.Float)
	}
	return n.String()
}

func appendElements(b []byte, opening byte, elements []Value, closing byte, frozen bool) []byte {
	b = append(b, opening)
	for i, v := range elements {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendRepr(b, v, frozen)
	}
	return append(b, closing)
}

func appendSet(b []byte, v Set, frozen bool) []byte {
	switch {
	case frozen && len(v) == 0:
		return append(b, "frozenset()"...)
	case frozen:
		b = appendElements(append(b, "frozenset("...), '{', v, '}', true)
		return append(b, ')')
	case len(v) == 0:
		return append(b, "set()"...)
	}
	return appendElements(b, '{', v, '}', true)
}

func appendDict(b []byte, v Dict) []byte {
	b = append(b, '{')
	for i, item := range v {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(appendRepr(b, item.Key, true), ": "...)
		b = appendRepr(b, item.Value, false)
	}
	return append(b, '}')
}

// appendQuoted appends a string as Python's repr does: single quotes unless
// it has single and no double quotes, escapes for what cannot be printed.
func appendQuoted(b []byte, s string, isBytes bool) []byte {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	b = append(b, quote)
	for len(s) > 0 {
		c, size := rune(s[0]), 1
		if !isBytes {
			c, size = utf8.DecodeRuneInString(s)
		}
		b = appendQuotedRune(b, c, quote, isBytes)
		s = s[size:]
	}
	return append(b, quote)
}

func appendQuotedRune(b []byte, c rune, quote byte, isBytes bool) []byte {
	switch {
	case c == rune(quote) || c == '\\':
		return append(b, '\\', byte(c))
	case c == '\n':
		return append(b, `\n`...)
	case c == '\r':
		return append(b, `\r`...)
	case c == '\t':
		return append(b, `\t`...)
	case c < 0x20 || c == 0x7f || c < 0x100 && (isBytes && c > 0x7f || !unicode.IsPrint(c)):
		return appendHex(append(b, `\x`...), c, 2)
	case isBytes || unicode.IsPrint(c):
		return utf8.AppendRune(b, c)
	case c < 0x10000:
		return appendHex(append(b, `\u`...), c, 4)
	}
	return appendHex(append(b, `\U`...), c, 8)
}

func appendHex(b []byte, c rune, digits int) []byte {
	hex := strconv.FormatInt(int64(c), 16)
	for range digits - len(hex) {
		b = append(b, '0')
	}
	return append(b, hex...)
}
