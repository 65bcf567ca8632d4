package translate

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// pythonWords are the keywords, and what cannot be assigned to.
const pythonWords = `False None True __debug__ and as assert async await break class continue def del elif else except finally
for from global if import in is lambda nonlocal not or pass raise return try while with yield`

var python = &language{
	title:     "Python",
	names:     []string{"python", "python3", "python2", "ipython", "ipython3", "pysparkkernel", "pyspark", "xpython"},
	checkName: namesLike("Python", letter+more+`*`, pythonWords),
	comment:   lineComment("#"),
	value:     pythonWriter.value,
	papermill: papermillPython.value,
	assign:    assignWith("", " = ", ""),
	secret:    func(name string) string { return `os.environ["` + name + `"]` },
	importing: func(path string) string { return "import " + path },

	secretNeeds: "os",
}

var pythonWriter = writer{
	null:    "None",
	boolean: [2]string{"False", "True"},
	integer: pythonInteger,
	float:   floatWords("float('nan')", "float('inf')", "float('-inf')"),
	text:    always(pythonText),
	list:    joined("[", ", ", "]"),
	dict:    paired("{", ": ", ", ", "}"),
	key:     func(w *writer, v value.Value) (string, error) { return pythonHashable(w, v, 0) },
	other:   pythonOther,
}

func pythonText(s string) string { return escaped(s, unicodeEscape) }

// maxPythonDigits is how many decimal digits CPython reads in a source; it
// reads any number of hexadecimal ones.
const maxPythonDigits = 4300

func pythonInteger(n *big.Int) (string, error) {
	if text := n.String(); len(text) <= maxPythonDigits {
		return text, nil
	}
	return fmt.Sprintf("%#x", n), nil
}

// pythonOther writes what papermill turns into text.
func pythonOther(w *writer, v value.Value, depth int) (string, error) {
	switch v := v.(type) {
	case value.Bytes:
		return value.Repr(v), nil
	case value.Tuple:
		all, err := w.each(v, depth)
		if len(all) == 1 {
			return "(" + all[0].expr + ",)", err
		}
		return joined("(", ", ", ")")(all), err
	case value.Set:
		return pythonSet(w, v, depth, "set()", "{", "}")
	}
	return "", errAbsent
}

// pythonHashable writes what stands as a key or in a set: a set is frozen
// there.
func pythonHashable(w *writer, v value.Value, depth int) (string, error) {
	switch v := v.(type) {
	case value.Set:
		return pythonSet(w, v, depth, "frozenset()", "frozenset({", "})")
	case value.Tuple:
		exprs := ""
		for _, e := range v {
			expr, err := pythonHashable(w, e, depth+1)
			if err != nil {
				return "", err
			}
			exprs += expr + ", "
		}
		if len(v) > 1 {
			exprs = strings.TrimSuffix(exprs, ", ")
		}
		return "(" + strings.TrimSuffix(exprs, " ") + ")", nil
	case value.List, value.Dict:
		return "", fmt.Errorf("a %s cannot be the key of a dict or be in a set", v.Kind())
	}
	return w.nested(v, depth)
}

func pythonSet(w *writer, v value.Set, depth int, empty, open, closing string) (string, error) {
	if len(v) == 0 {
		return empty, nil
	}
	if depth > maxDepth {
		return "", errDeep
	}
	exprs := make([]string, len(v))
	for i, e := range v {
		var err error
		if exprs[i], err = pythonHashable(w, e, depth+1); err != nil {
			return "", err
		}
	}
	return open + strings.Join(exprs, ", ") + closing, nil
}
