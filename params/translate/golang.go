package translate

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// goWords are the keywords, and the names that the values need.
const goWords = `_ break case chan const continue default defer else fallthrough for func go goto if import interface map package
range return select struct switch type var init main true false nil int float64 string bool uint64 new`

// golang is for the kernels gonb and gophernotes. `var` makes a variable of all
// cells in both, and declares one again.
var golang = &language{
	title:     "Go",
	names:     []string{"go", "gonb", "gophernotes", "golang"},
	checkName: namesLike("Go", `[_\p{L}][_\p{L}\p{Nd}]*`, goWords),
	comment:   lineComment("//"),
	value:     goWriter.value,
	assign:    goAssign,
	secret:    func(name string) string { return `os.Getenv("` + name + `")` },
	importing: func(path string) string { return `import "` + path + `"` },

	secretNeeds: "os",
	needs:       goNeeds,
}

var goWriter = writer{
	null:    "nil",
	boolean: [2]string{"false", "true"},
	integer: goInteger,
	float:   goFloat,
	text:    always(goText),
	list:    func(l []element) string { return joined("[]"+goElement(l)+"{", ", ", "}")(l) },
	dict:    goMap,
}

// goAssign says the type of nil, which has none.
func goAssign(name, expr string) string {
	if expr == "nil" {
		return "var " + name + " interface{} = nil"
	}
	return "var " + name + " = " + expr
}

func goText(s string) string { return strconv.Quote(strings.ToValidUTF8(s, "\uFFFD")) }

func goInteger(n *big.Int) (string, error) {
	switch {
	case n.IsInt64():
		return n.String(), nil
	case n.IsUint64():
		return "uint64(" + n.String() + ")", nil
	}
	return `func() *big.Int { n, _ := new(big.Int).SetString("` + n.String() + `", 10); return n }()`, nil
}

// goFloat writes a float. A constant cannot be -0.
func goFloat(f float64) string {
	if f == 0 && math.Signbit(f) {
		return "math.Copysign(0, -1)"
	}
	return floatWords("math.NaN()", "math.Inf(1)", "math.Inf(-1)")(f)
}

// goNeeds returns the package that the text of a number needs.
func goNeeds(n value.Number) string {
	switch i, isInt := integerOf(n); {
	case isInt && !i.IsInt64() && !i.IsUint64():
		return "math/big"
	case !isInt && strings.HasPrefix(goFloat(n.Float), "math."):
		return "math"
	}
	return ""
}

// goMap writes a map with keys of text, whose type is that of its values when
// they are all of one.
func goMap(items []item) (string, error) {
	values := make([]element, len(items))
	for i, it := range items {
		values[i] = it.element
	}
	return paired("map[string]"+goElement(values)+"{", ": ", ", ", "}")(items)
}

// goElement returns the type that all elements have, integers being floats
// among floats; interface{} when there is none.
func goElement(l []element) string {
	all := map[string]bool{}
	for _, e := range l {
		all[goType(e.Value)] = true
	}
	switch {
	case len(all) == 1:
		return goType(l[0].Value)
	case len(all) == 2 && all["int"] && all["float64"] && !numbersIn(l, false).wide:
		return "float64"
	}
	return "interface{}"
}

func goType(v value.Value) string {
	switch v := v.(type) {
	case value.Bool:
		return "bool"
	case value.Number:
		return map[string]string{"double": "float64", "int": "int", "long": "int", "ulong": "uint64", "BigInteger": "*big.Int"}[csharpNumber(v)]
	case value.Text:
		return "string"
	case value.List:
		return "[]" + goElement(valuesOf(v))
	case value.Tuple:
		return "[]" + goElement(valuesOf(v))
	case value.Set:
		return "[]" + goElement(valuesOf(v))
	case value.Dict:
		values := make([]element, len(v))
		for i, item := range v {
			values[i].Value = item.Value
		}
		return "map[string]" + goElement(values)
	}
	return "interface{}"
}
