package translate

import (
	"encoding/json"
	"math/big"
	"strings"
)

const javascriptWords = `arguments await break case catch class const continue debugger default delete do else enum eval export
extends false finally for function if implements import in instanceof interface let new null package private protected public
return static super switch this throw true try typeof undefined var void while with yield NaN Infinity`

// javascript is for the kernels of Node and Deno. `var` is the only declaration
// that may repeat one of an earlier cell, if that is a `var` too; the kernel
// tslab lets any repeat any.
var (
	javascript = javascriptLanguage("JavaScript", "javascript", "js", "node", "nodejs", "ijavascript", "jslab")
	typescript = javascriptLanguage("TypeScript", "typescript", "ts", "tslab", "deno", "itypescript")
)

func javascriptLanguage(title string, names ...string) *language {
	return &language{
		title:     title,
		names:     names,
		checkName: namesLike(title, `[_$\p{L}\p{Nl}][_$\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*`, javascriptWords),
		comment:   lineComment("//"),
		value:     javascriptWriter.value,
		assign:    assignWith("var ", " = ", ";"),
		secret:    func(name string) string { return `process.env["` + name + `"]` },
	}
}

var javascriptWriter = writer{
	null:    "null",
	boolean: [2]string{"false", "true"},
	integer: javascriptInteger,
	float:   floatWords("NaN", "Infinity", "-Infinity"),
	text:    always(javascriptText),
	list:    joined("[", ", ", "]"),
	dict:    javascriptObject,
}

// javascriptText writes a string as JSON does, with escapes for all that cannot
// be seen.
func javascriptText(s string) string {
	return escaped(s, func(b *strings.Builder, c, next rune) {
		switch {
		case isNamed(c):
			unicodeEscape(b, c, next)
		case c < 0x20 || 0x7f <= c && c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff:
			surrogates(b, c)
		default:
			b.WriteRune(c)
		}
	})
}

// javascriptInteger writes a number where that holds the integer, else a
// BigInt.
func javascriptInteger(n *big.Int) (string, error) {
	if !isExact(n) {
		return n.String() + "n", nil
	}
	return digits(n)
}

// javascriptObject writes an object. The key __proto__ would name what the
// object inherits from, unless it is computed.
func javascriptObject(items []item) (string, error) {
	for i := range items {
		if items[i].key == `"__proto__"` {
			items[i].key = `["__proto__"]`
		}
	}
	return paired("{", ": ", ", ", "}")(items)
}

// jsonWriter writes JSON, with the words that JavaScript has for numbers
// without digits.
var jsonWriter = writer{
	null:    "null",
	boolean: javascriptWriter.boolean,
	integer: digits,
	float:   javascriptWriter.float,
	text:    jsonText,
	list:    javascriptWriter.list,
	dict:    paired("{", ": ", ", ", "}"),
}

func jsonText(s string) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(s)
	return strings.TrimSuffix(b.String(), "\n"), err
}
