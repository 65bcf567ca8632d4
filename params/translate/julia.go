package translate

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

const juliaWords = `_ baremodule begin break catch const continue do else elseif end export false finally for function global if
import in isa let local macro module quote return struct true try using where while`

var julia = &language{
	title:     "Julia",
	names:     []string{"julia"},
	checkName: namesLike("Julia", letter+`[_!\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}]*`, juliaWords),
	comment:   lineComment("#"),
	value:     juliaWriter.value,
	papermill: papermillJulia.value,
	assign:    assignWith("", " = ", ""),
	secret:    func(name string) string { return `ENV["` + name + `"]` },
}

var juliaWriter = writer{
	null:    "nothing",
	boolean: [2]string{"false", "true"},
	integer: digits,
	float:   floatWords("NaN", "Inf", "-Inf"),
	text:    always(juliaText),
	list:    juliaVector,
	dict:    paired("Dict(", " => ", ", ", ")"),
	key:     func(w *writer, v value.Value) (string, error) { return w.nested(v, 1) },
}

// juliaText writes a string: $ interpolates, and \x is a byte.
func juliaText(s string) string {
	return escaped(s, func(b *strings.Builder, c, next rune) {
		switch {
		case c == '$':
			b.WriteString(`\$`)
		case c >= 0x80 && c < 0x100:
			fmt.Fprintf(b, `\u%04x`, c)
		default:
			unicodeEscape(b, c, next)
		}
	})
}

// juliaVector writes a vector. Numbers of several types, also within the
// vectors in it, all become the widest: true becomes 1 beside 2.
func juliaVector(l []element) string {
	kinds := numbersIn(l, true)
	if kinds.floats && kinds.wide || kinds.bools && (kinds.ints || kinds.floats) {
		return joined("Any[", ", ", "]")(l)
	}
	return joined("[", ", ", "]")(l)
}

// numberKinds tells which numbers a list holds; wide are integers that no
// float64 holds exactly.
type numberKinds struct{ bools, ints, wide, floats bool }

// numbersIn looks at the elements of l; with deep, into the lists in it too.
func numbersIn(l []element, deep bool) (kinds numberKinds) {
	var look func(v value.Value)
	lists := func(l []value.Value) {
		for _, v := range l {
			look(v)
		}
	}
	look = func(v value.Value) {
		switch v := v.(type) {
		case value.Bool:
			kinds.bools = true
		case value.Number:
			n, isInt := integerOf(v)
			kinds.ints = kinds.ints || isInt
			kinds.floats = kinds.floats || !isInt
			kinds.wide = kinds.wide || isInt && !isExact(n)
		case value.List:
			if deep {
				lists(v)
			}
		case value.Tuple:
			if deep {
				lists(v)
			}
		case value.Set:
			if deep {
				lists(v)
			}
		}
	}
	for _, e := range l {
		look(e.Value)
	}
	return kinds
}
