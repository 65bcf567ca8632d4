package translate

import (
	"math/big"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

const fsharpWords = `abstract and as asr assert base begin break checked class component const constraint default delegate do done
downcast downto elif else end event exception extern external false finally fixed for fun function global if in include inherit
inline interface internal land lazy let lor lsl lsr lxor match member mod module mutable namespace new not null of open or
override parallel private process protected public pure rec return sealed select sig static struct tailcall then to trait true
try type upcast use val virtual void when while with yield _`

var fsharp = &language{
	title:     "F#",
	names:     []string{".net-fsharp", "f#", "fsharp", "dotnet-fsharp"},
	checkName: namesLike("F#", letter+`['_\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*`, fsharpWords),
	comment:   fsharpComment,
	value:     fsharpWriter.value,
	papermill: papermillFSharp.value,
	assign:    assignWith("let ", " = ", ""),
	secret:    environmentVariable,
}

var fsharpWriter = writer{
	null:    "None",
	boolean: [2]string{"false", "true"},
	integer: fsharpInteger,
	float:   floatWords("nan", "infinity", "-infinity"),
	text:    always(pythonText), // F# has all of Python's escapes
	list:    fsharpList,
	dict:    fsharpMap,
}

// fsharpComment writes a block comment as papermill does, unless its text
// could end the block or begin another, or a string, which F# looks for there.
func fsharpComment(text string) string {
	if strings.ContainsAny(text, `*"'`+"`") {
		return "// " + text
	}
	return "(* " + text + " *)"
}

func fsharpInteger(n *big.Int) (string, error) {
	if !n.IsInt64() {
		return n.String() + "I", nil
	}
	return longInteger(n)
}

// fsharpMap writes a map. An empty one has to be told its type.
func fsharpMap(items []item) (string, error) {
	if len(items) == 0 {
		return "(Map.empty : Map<string, IComparable>)", nil
	}
	pairs := make([]string, len(items))
	for i, it := range items {
		pairs[i] = "(" + it.key + ", " + it.expr + " :> IComparable)"
	}
	return "[ " + strings.Join(pairs, "; ") + " ] |> Map.ofList", nil
}

// fsharpList writes a list. F# converts nothing in it: numbers of several
// types are written as the widest where that holds them all, other mixtures
// are boxed.
func fsharpList(l []element) string {
	switch typ := fsharpElement(l); typ {
	case "obj":
		l = eachBoxed(l)
	case "float", "int64":
		l = eachWidened(l, typ)
	}
	return joined("[ ", "; ", " ]")(l)
}

func eachBoxed(l []element) []element {
	boxed := make([]element, len(l))
	for i, e := range l {
		boxed[i] = element{e.Value, "box (" + e.expr + ")"}
	}
	return boxed
}

func eachWidened(l []element, typ string) []element {
	same := make([]element, len(l))
	for i, e := range l {
		n, isInt := integerOf(e.Value.(value.Number))
		if isInt {
			e.expr = n.String() + map[string]string{"int64": "L", "float": ".0"}[typ]
		}
		same[i] = e
	}
	return same
}

// fsharpElement returns the type of a list's elements: obj for a mixture.
func fsharpElement(l []element) string {
	if len(l) == 0 {
		return "'a"
	}
	all := map[string]bool{}
	for _, e := range l {
		all[fsharpType(e.Value)] = true
	}
	kinds := numbersIn(l, false)
	numbers := !all["bigint"]
	for t := range all {
		numbers = numbers && (t == "int" || t == "int64" || t == "float")
	}
	switch {
	case len(all) == 1:
		return fsharpType(l[0].Value)
	case numbers && !all["float"]:
		return "int64"
	case numbers && !kinds.wide:
		return "float"
	}
	return "obj"
}

func fsharpType(v value.Value) string {
	switch v := v.(type) {
	case value.Bool:
		return "bool"
	case value.Number:
		switch csharpNumber(v) {
		case "double":
			return "float"
		case "int":
			return "int"
		case "long":
			return "int64"
		}
		return "bigint"
	case value.Text:
		return "string"
	case value.Dict:
		return "Map"
	case value.List:
		return fsharpElement(valuesOf(v)) + " list"
	case value.Tuple:
		return fsharpType(value.List(v))
	case value.Set:
		return fsharpType(value.List(v))
	}
	return "'a option"
}
