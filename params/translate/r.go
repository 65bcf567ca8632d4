package translate

import (
	"fmt"
	"math/big"
	"strings"
)

const rWords = `if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ NA_character_
NA_complex_ in ...`

var r = &language{
	title:     "R",
	names:     []string{"r", "ir", "sparkrkernel"},
	checkName: namesLike("R", `[\p{L}][\p{L}\p{Mn}\p{Mc}\p{Nd}._]*|\.(?:[\p{L}._][\p{L}\p{Mn}\p{Mc}\p{Nd}._]*)?`, rWords),
	comment:   lineComment("#"),
	value:     rWriter.value,
	papermill: papermillR.value,
	assign:    assignWith("", " = ", ""),
	secret:    func(name string) string { return `Sys.getenv("` + name + `")` },
}

var rWriter = writer{
	null:    "NULL",
	boolean: [2]string{"FALSE", "TRUE"},
	integer: doubleInteger("R"),
	float:   floatWords("NaN", "Inf", "-Inf"),
	text:    without("R", rText),
	list:    joined("list(", ", ", ")"),
	dict:    rDict,
}

// rText writes a string. \x is a byte in R, and may not stand beside \u.
func rText(s string) string {
	beyond := strings.ContainsFunc(s, func(c rune) bool { return c > 0x7f })
	return escaped(s, func(b *strings.Builder, c, next rune) {
		if beyond && c < 0x100 && !isNamed(c) {
			fmt.Fprintf(b, `\u%04x`, c)
			return
		}
		unicodeEscape(b, c, next)
	})
}

// rDict writes a list with names. An argument cannot have the empty name.
func rDict(items []item) (string, error) {
	exprs, names, empty := make([]element, len(items)), make([]element, len(items)), false
	for i, it := range items {
		exprs[i], names[i].expr = it.element, it.key
		empty = empty || it.key == `""`
	}
	if empty {
		return joined("setNames(list(", ", ", "), c(")(exprs) + joined("", ", ", "))")(names), nil
	}
	return paired("list(", " = ", ", ", ")")(items)
}

// doubleInteger writes integers in a language that has doubles only.
func doubleInteger(title string) func(*big.Int) (string, error) {
	return func(n *big.Int) (string, error) {
		if !isExact(n) {
			return "", fmt.Errorf("%s holds no integer %s, its numbers are exact up to 2^53 only; pass it as text", title, n)
		}
		return digits(n)
	}
}
