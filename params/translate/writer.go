package translate

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxDepth is how deep lists and dicts may nest: CPython and R refuse sources
// that nest deeper, at 200 and at 50 brackets.
const maxDepth = 45

var (
	errAbsent = errors.New("it has no value")
	errDeep   = fmt.Errorf("it nests deeper than %d levels", maxDepth)
)

// A writer writes expressions of one language. A nil function means that the
// language has nothing of the kind.
type writer struct {
	null    string
	noNull  error // why there is no null
	boolean [2]string
	integer func(n *big.Int) (string, error)
	float   func(f float64) string
	text    func(s string) (string, error)
	list    func(l []element) string
	dict    func(items []item) (string, error)
	// key writes the key of a dict; nil means the text of what Python's str()
	// gives, as papermill does.
	key func(w *writer, v value.Value) (string, error)
	// other writes a tuple, a set or bytes; nil means as a list, and none for
	// bytes.
	other func(w *writer, v value.Value, depth int) (string, error)
}

// An element is a value with the expression for it.
type element struct {
	value.Value
	expr string
}

// An item of a dict; key is an expression too.
type item struct {
	key string
	of  value.Value
	element
}

// valuesOf returns elements without expressions, to ask for their type.
func valuesOf(l []value.Value) []element {
	elements := make([]element, len(l))
	for i, v := range l {
		elements[i].Value = v
	}
	return elements
}

// value writes v.
func (w *writer) value(v value.Value) (string, error) { return w.nested(v, 0) }

func (w *writer) nested(v value.Value, depth int) (string, error) {
	if depth > maxDepth {
		return "", errDeep
	}
	switch v := v.(type) {
	case nil:
		return "", errAbsent
	case value.Null:
		return w.null, w.noNull
	case value.Bool:
		if v {
			return w.boolean[1], nil
		}
		return w.boolean[0], nil
	case value.Number:
		if n, ok := integerOf(v); ok {
			return w.integer(n)
		}
		return w.float(v.Float), nil
	case value.Text:
		return w.text(string(v))
	case value.List:
		return w.elements(v, depth)
	case value.Dict:
		return w.items(v, depth)
	case value.Tuple, value.Set, value.Bytes:
		if w.other != nil {
			return w.other(w, v, depth)
		}
		return w.flattened(v, depth)
	}
	return "", fmt.Errorf("a %s cannot be a parameter", v.Kind())
}

// flattened writes a tuple or a set as a list.
func (w *writer) flattened(v value.Value, depth int) (string, error) {
	switch v := v.(type) {
	case value.Tuple:
		return w.elements(value.List(v), depth)
	case value.Set:
		return w.elements(value.List(v), depth)
	}
	return "", fmt.Errorf("%s can be written in Python alone", v.Kind())
}

func (w *writer) elements(l value.List, depth int) (string, error) {
	all, err := w.each(l, depth)
	if err != nil {
		return "", err
	}
	return w.list(all), nil
}

func (w *writer) each(l []value.Value, depth int) ([]element, error) {
	all := make([]element, len(l))
	for i, v := range l {
		expr, err := w.nested(v, depth+1)
		if err != nil {
			return nil, err
		}
		all[i] = element{v, expr}
	}
	return all, nil
}

func (w *writer) items(d value.Dict, depth int) (string, error) {
	if w.dict == nil {
		return "", errors.New("the language has no form for a dict")
	}
	all := make([]item, len(d))
	seen := map[string]bool{}
	for i, entry := range d {
		key, err := w.keyOf(entry.Key)
		if err != nil {
			return "", err
		}
		if seen[key] {
			return "", fmt.Errorf("two keys of a dict are written %s", key)
		}
		seen[key] = true
		expr, err := w.nested(entry.Value, depth+1)
		if err != nil {
			return "", err
		}
		all[i] = item{key, entry.Key, element{entry.Value, expr}}
	}
	return w.dict(all)
}

func (w *writer) keyOf(v value.Value) (string, error) {
	if w.key != nil {
		return w.key(w, v)
	}
	return w.text(pythonStr(v))
}

// pythonStr returns what Python's str() gives.
func pythonStr(v value.Value) string {
	if t, ok := v.(value.Text); ok {
		return string(t)
	}
	return value.Repr(v)
}

// integerOf returns the integer that a number is.
func integerOf(n value.Number) (*big.Int, bool) {
	if !n.IsInt {
		return nil, false
	}
	return new(big.Int).SetString(strings.TrimPrefix(n.String(), "+"), 10)
}

// digits writes an integer as papermill does.
func digits(n *big.Int) (string, error) { return n.String(), nil }

// isExact reports whether a float64 holds n.
func isExact(n *big.Int) bool {
	_, accuracy := new(big.Float).SetInt(n).Float64()
	f, _ := new(big.Float).SetInt(n).Float64()
	return accuracy == big.Exact && !math.IsInf(f, 0)
}

// floatWords returns a float writer with the language's words for what has no
// digits.
func floatWords(nan, inf, minusInf string) func(float64) string {
	return func(f float64) string {
		switch {
		case math.IsNaN(f):
			return nan
		case math.IsInf(f, 1):
			return inf
		case math.IsInf(f, -1):
			return minusInf
		}
		return value.FormatFloat(f)
	}
}

// joined joins the expressions between two brackets.
func joined(open, sep, closing string) func([]element) string {
	return func(l []element) string {
		exprs := make([]string, len(l))
		for i, e := range l {
			exprs[i] = e.expr
		}
		return open + strings.Join(exprs, sep) + closing
	}
}

// paired joins keys and values: open key arrow value sep ... closing.
func paired(open, arrow, sep, closing string) func([]item) (string, error) {
	return func(items []item) (string, error) {
		pairs := make([]string, len(items))
		for i, it := range items {
			pairs[i] = it.key + arrow + it.expr
		}
		return open + strings.Join(pairs, sep) + closing, nil
	}
}

// eachNumber calls do with the numbers in v.
func eachNumber(v value.Value, do func(n value.Number)) {
	switch v := v.(type) {
	case value.Number:
		do(v)
	case value.List:
		for _, e := range v {
			eachNumber(e, do)
		}
	case value.Tuple:
		eachNumber(value.List(v), do)
	case value.Set:
		eachNumber(value.List(v), do)
	case value.Dict:
		for _, i := range v {
			eachNumber(i.Value, do)
		}
	}
}
