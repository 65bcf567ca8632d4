package translate

import (
	"math/big"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

const scalaWords = `_ abstract case catch class def do else enum export extends false final finally for forSome given if implicit
import lazy macro match new null object override package private protected return sealed super then this throw trait try true
type val var while with yield`

var scala = &language{
	title:     "Scala",
	names:     []string{"scala", "sparkkernel", "spylon-kernel", "almond", "scala212", "scala213"},
	checkName: namesLike("Scala", `[_$\p{L}\p{Nl}][_$\p{L}\p{Nl}\p{Nd}]*`, scalaWords),
	comment:   lineComment("//"),
	value:     scalaWriter.value,
	papermill: papermillScala.value,
	assign:    assignWith("val ", " = ", ""),
	secret:    func(name string) string { return `sys.env("` + name + `")` },
}

var scalaWriter = writer{
	null:    "None",
	boolean: [2]string{"false", "true"},
	integer: scalaInteger,
	float:   floatWords("Double.NaN", "Double.PositiveInfinity", "Double.NegativeInfinity"),
	text:    always(scalaText),
	list:    scalaSeq,
	dict:    paired("Map(", " -> ", ", ", ")"),
	key:     func(w *writer, v value.Value) (string, error) { return w.nested(v, 1) },
}

// scalaText writes a string: Scala has neither \x nor \U.
func scalaText(s string) string {
	return escaped(s, func(b *strings.Builder, c, next rune) {
		if isNamed(c) {
			unicodeEscape(b, c, next)
			return
		}
		surrogates(b, c)
	})
}

func scalaInteger(n *big.Int) (string, error) {
	if !n.IsInt64() {
		return `BigInt("` + n.String() + `")`, nil
	}
	return longInteger(n)
}

// longInteger writes an integer beyond 32 bits with an L, as papermill does.
func longInteger(n *big.Int) (string, error) {
	if n.IsInt64() && n.Int64() == int64(int32(n.Int64())) {
		return n.String(), nil
	}
	return n.String() + "L", nil
}

// scalaSeq writes a Seq. Integers beside floats become floats, which some
// cannot exactly.
func scalaSeq(l []element) string {
	if kinds := numbersIn(l, false); kinds.floats && kinds.wide {
		return joined("Seq[Any](", ", ", ")")(l)
	}
	return joined("Seq(", ", ", ")")(l)
}
