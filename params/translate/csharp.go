package translate

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

const csharpWords = `abstract as base bool break byte case catch char checked class const continue decimal default delegate do
double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock
long namespace new null object operator out override params private protected public readonly ref return sbyte sealed short
sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void
volatile while`

var csharp = &language{
	title:     "C#",
	names:     []string{".net-csharp", "c#", "csharp", "dotnet-csharp"},
	checkName: namesLike("C#", letter+more+`*`, csharpWords),
	comment:   lineComment("//"),
	value:     csharpWriter.value,
	papermill: papermillCSharp.value,
	assign:    assignWith("var ", " = ", ";"),
	secret:    environmentVariable,
}

var csharpWriter = writer{
	null:    "(object)null",
	boolean: [2]string{"false", "true"},
	integer: csharpInteger,
	float:   floatWords("double.NaN", "double.PositiveInfinity", "double.NegativeInfinity"),
	text:    always(csharpText),
	list:    csharpArray,
	dict:    csharpDictionary,
}

func environmentVariable(name string) string {
	return `System.Environment.GetEnvironmentVariable("` + name + `")`
}

// csharpText writes a string. C# takes up to four digits after \x.
func csharpText(s string) string {
	return escaped(s, func(b *strings.Builder, c, next rune) {
		if !isNamed(c) && c < 0x100 && isHex(next) {
			fmt.Fprintf(b, `\u%04x`, c)
			return
		}
		unicodeEscape(b, c, next)
	})
}

// csharpInteger writes an integer; one with an L may be a long or an ulong.
func csharpInteger(n *big.Int) (string, error) {
	if !n.IsInt64() && !n.IsUint64() {
		return `System.Numerics.BigInteger.Parse("` + n.String() + `")`, nil
	}
	return longInteger(n)
}

func csharpDictionary(items []item) (string, error) {
	pairs := make([]string, len(items))
	for i, it := range items {
		pairs[i] = "{ " + it.key + " , " + it.expr + " }"
	}
	return "new Dictionary<string,Object>{ " + strings.Join(pairs, ", ") + " }", nil
}

// csharpArray writes an array. One whose elements have no best common type, and
// an empty one, has to be told its type.
func csharpArray(l []element) string {
	open := "new [] { "
	if csharpElement(l) == "object" {
		open = "new object[] { "
	}
	return joined(open, ", ", " }")(l)
}

// csharpElement returns the type that C# finds for the elements of an array,
// or object where it finds none or one that would change them.
func csharpElement(l []element) string {
	all := map[string]bool{}
	for _, e := range l {
		all[csharpType(e.Value)] = true
	}
	has := func(types ...string) bool {
		n := 0
		for _, t := range types {
			if all[t] {
				n++
			}
		}
		return n == len(all)
	}
	switch kinds := numbersIn(l, false); {
	case len(all) == 0:
		return "object"
	case len(all) == 1:
		return csharpType(l[0].Value)
	case has("int", "long"):
		return "long"
	case has("int", "double") || has("int", "long", "double") && !kinds.wide:
		return "double"
	}
	return "object"
}

func csharpType(v value.Value) string {
	switch v := v.(type) {
	case value.Bool:
		return "bool"
	case value.Number:
		return csharpNumber(v)
	case value.Text:
		return "string"
	case value.Dict:
		return "Dictionary<string,Object>"
	case value.List:
		return csharpElement(valuesOf(v)) + "[]"
	case value.Tuple:
		return csharpType(value.List(v))
	case value.Set:
		return csharpType(value.List(v))
	}
	return "object"
}

func csharpNumber(v value.Number) string {
	n, isInt := integerOf(v)
	switch {
	case !isInt:
		return "double"
	case n.IsInt64() && n.Int64() == int64(int32(n.Int64())):
		return "int"
	case n.IsInt64():
		return "long"
	case n.IsUint64():
		return "ulong"
	}
	return "BigInteger"
}
