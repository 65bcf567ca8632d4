package translate

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"unicode"
)

const matlabWords = `break case catch classdef continue else elseif end for function global if otherwise parfor persistent return
spmd switch try while`

var matlab = &language{
	title:     "MATLAB",
	names:     []string{"matlab", "jupyter_matlab_kernel", "matlab_kernel"},
	checkName: namesLike("MATLAB", `[A-Za-z][A-Za-z0-9_]{0,62}`, matlabWords),
	comment:   lineComment("%"),
	value:     matlabWriter.value,
	papermill: papermillMatlab.value,
	assign:    assignWith("", " = ", ";"),
	secret:    func(name string) string { return `getenv('` + name + `')` },
}

var matlabWriter = writer{
	null:    "[]", // what MATLAB's jsondecode makes of null
	boolean: [2]string{"false", "true"},
	integer: matlabInteger,
	float:   floatWords("nan", "inf", "-inf"),
	text:    without("MATLAB", matlabText),
	list:    joined("{", ", ", "}"),
	dict:    matlabMap,
}

// matlabText writes a string of the class string. Nothing is escaped in it but
// the quote; what has no place on a line is added by its number.
func matlabText(s string) string {
	return strings.Join(matlabParts(s, '"'), " + ")
}

// matlabParts returns the literals that make up a string, between quotes.
func matlabParts(s string, quote byte) []string {
	var parts []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			parts = append(parts, string(quote)+b.String()+string(quote))
			b.Reset()
		}
	}
	for _, c := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case c < ' ' || 0x7f <= c && c < 0xa0 || c == 0x2028 || c == 0x2029:
			flush()
			parts = append(parts, fmt.Sprintf("char(%d)", c))
		case c == rune(quote):
			b.WriteByte(quote)
			b.WriteByte(quote)
		default:
			b.WriteRune(c)
		}
	}
	flush()
	if len(parts) == 0 || quote == '"' && strings.HasPrefix(parts[0], "char") {
		parts = append([]string{string(quote) + string(quote)}, parts...)
	}
	return parts
}

// matlabMap writes a map from character arrays, as papermill does; an empty one
// has no list of keys.
func matlabMap(items []item) (string, error) {
	if len(items) == 0 {
		return "containers.Map()", nil
	}
	var keys, values []element
	for _, it := range items {
		parts := matlabParts(pythonStr(it.of), '\'')
		key := parts[0]
		if len(parts) > 1 {
			key = "[" + strings.Join(parts, " ") + "]"
		}
		keys, values = append(keys, element{expr: key}), append(values, it.element)
	}
	return "containers.Map(" + joined("{", ", ", "}, ")(keys) + joined("{", ", ", "})")(values), nil
}

// matlabInteger writes an integer: a double where that holds it, else int64 or
// uint64, of two halves, because a literal is a double first.
func matlabInteger(n *big.Int) (string, error) {
	if isExact(n) {
		return digits(n)
	}
	class := "int64"
	if !n.IsInt64() {
		class = "uint64"
		if !n.IsUint64() {
			return "", fmt.Errorf("MATLAB holds no integer %s exactly; pass it as text", n)
		}
	}
	high, low := new(big.Int).QuoRem(n, big.NewInt(1_000_000_000), new(big.Int))
	sign := " + "
	if low.Sign() < 0 {
		sign = " - "
		low.Neg(low)
	}
	return fmt.Sprintf("(%s(%s) * 1000000000%s%s(%s))", class, high, sign, class, low), nil
}

// octave differs from MATLAB in its strings: it has escapes between double
// quotes, and one class of them. papermill has no translator for it.
var octave = &language{
	title: "Octave",
	names: []string{"octave", "xeus-octave", "xoctave"},
	checkName: namesLike("Octave", plain, matlabWords+` do end_try_catch end_unwind_protect endfor endfunction endif endparfor
endswitch endwhile until unwind_protect unwind_protect_cleanup __FILE__ __LINE__`),
	comment: lineComment("%"),
	value:   octaveWriter.value,
	assign:  matlab.assign,
	secret:  matlab.secret,
}

var octaveWriter = writer{
	null:    matlabWriter.null,
	boolean: matlabWriter.boolean,
	integer: matlabInteger,
	float:   matlabWriter.float,
	text:    always(octaveText),
	list:    matlabWriter.list,
	dict:    octaveMap,
}

func octaveMap(items []item) (string, error) {
	if len(items) == 0 {
		return "containers.Map()", nil
	}
	var keys, values []element
	for _, it := range items {
		if it.key == `""` {
			return "", errors.New("a key of a dict is empty, which Octave does not allow")
		}
		keys, values = append(keys, element{expr: it.key}), append(values, it.element)
	}
	return "containers.Map(" + joined("{", ", ", "}, ")(keys) + joined("{", ", ", "})")(values), nil
}

// octaveText writes a string, whose characters are the bytes of its UTF-8.
func octaveText(s string) string {
	return escaped(s, func(b *strings.Builder, c, _ rune) {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case !unicode.IsPrint(c):
			for _, octet := range []byte(string(c)) {
				fmt.Fprintf(b, `\%03o`, octet)
			}
		default:
			b.WriteRune(c)
		}
	})
}
