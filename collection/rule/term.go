package rule

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A term is a part of an expression that has a value for each run.
type term interface {
	// kind is the kind of value when it is known without a run, else anyKind.
	kind() value.Kind
	// value is never nil without Undefined.
	value(*evaluation) (value.Value, *Undefined)
	// name is how messages call the term.
	name() string
}

// anyKind is the kind of a term of which it is known only with a run.
const anyKind = value.Kind("")

type (
	literal    struct{ is value.Value }
	listTerm   struct{ elements []term }
	inBaseline struct{ of term }
	negation   struct{ of term }
	sign       struct {
		of    term
		minus bool
	}
	logic struct {
		or          bool
		left, right term
	}
	arithmetic struct {
		operator    string
		left, right term
	}
	comparison struct {
		operator    string
		left, right term
		pattern     *regexp.Regexp // of matches
	}
	fallback    struct{ of, otherwise term }
	conditional struct{ condition, then, otherwise term }
	existence   struct{ of term }
	similarity  struct{ of *pathTerm }
	helperTerm  struct {
		label     string
		gives     value.Kind
		arguments []term
		call      func([]value.Value) (value.Value, *Undefined)
	}
)

func (t *literal) kind() value.Kind    { return t.is.Kind() }
func (t *listTerm) kind() value.Kind   { return value.KindList }
func (t *inBaseline) kind() value.Kind { return t.of.kind() }
func (t *negation) kind() value.Kind   { return value.KindBool }
func (t *sign) kind() value.Kind       { return value.KindNumber }
func (t *logic) kind() value.Kind      { return value.KindBool }
func (t *arithmetic) kind() value.Kind { return value.KindNumber }
func (t *comparison) kind() value.Kind { return value.KindBool }
func (t *existence) kind() value.Kind  { return value.KindBool }
func (t *similarity) kind() value.Kind { return value.KindNumber }
func (t *helperTerm) kind() value.Kind { return t.gives }
func (t *fallback) kind() value.Kind   { return commonKind(t.of, t.otherwise) }
func (t *conditional) kind() value.Kind {
	return commonKind(t.then, t.otherwise)
}

func (t *pathTerm) kind() value.Kind {
	if r := t.readings[len(t.readings)-1]; len(t.readings) == 1 && len(r.steps) == 0 && (r.name == "notebook" || r.name == "status") {
		return value.KindText
	}
	return anyKind
}

// commonKind asks each term once: of a long chain twice would be without end.
func commonKind(a, b term) value.Kind {
	kind := a.kind()
	if kind != b.kind() {
		return anyKind
	}
	return kind
}

func (t *literal) name() string     { return value.Repr(t.is) }
func (t *listTerm) name() string    { return "the list" }
func (t *pathTerm) name() string    { return t.title }
func (t *negation) name() string    { return "not " + t.of.name() }
func (t *sign) name() string        { return t.of.name() }
func (t *logic) name() string       { return "the condition" }
func (t *comparison) name() string  { return "the comparison" }
func (t *fallback) name() string    { return t.of.name() }
func (t *conditional) name() string { return "the value" }
func (t *existence) name() string   { return "exists(" + t.of.name() + ")" }
func (t *similarity) name() string  { return "similar(" + t.of.title + ")" }
func (t *arithmetic) name() string {
	return t.left.name() + " " + t.operator + " " + t.right.name()
}

func (t *helperTerm) name() string {
	names := make([]string, len(t.arguments))
	for i, a := range t.arguments {
		names[i] = a.name()
	}
	return t.label + "(" + strings.Join(names, ", ") + ")"
}

func (t *inBaseline) name() string {
	if path, ok := t.of.(*pathTerm); ok {
		return fmt.Sprintf("base(%q)", path.title)
	}
	return "base(" + t.of.name() + ")"
}

func (t *literal) value(*evaluation) (value.Value, *Undefined) { return t.is, nil }

func (t *listTerm) value(e *evaluation) (value.Value, *Undefined) {
	list := value.List{}
	for _, element := range t.elements {
		v, undefined := e.value(element)
		if undefined != nil {
			return nil, undefined
		}
		list = append(list, v)
	}
	return list, nil
}

func (t *negation) value(e *evaluation) (value.Value, *Undefined) {
	b, undefined := e.truth(t.of)
	return value.Bool(!b), undefined
}

func (t *sign) value(e *evaluation) (value.Value, *Undefined) {
	n, undefined := e.number(t.of)
	if undefined == nil && t.minus {
		return negative(n), nil
	}
	return n, undefined
}

// value looks at the right side only when the left does not decide.
func (t *logic) value(e *evaluation) (value.Value, *Undefined) {
	left, undefined := e.truth(t.left)
	if undefined != nil || left == t.or {
		return value.Bool(left), undefined
	}
	right, undefined := e.truth(t.right)
	return value.Bool(right), undefined
}

func (t *arithmetic) value(e *evaluation) (value.Value, *Undefined) {
	left, undefined := e.number(t.left)
	if undefined != nil {
		return nil, undefined
	}
	right, undefined := e.number(t.right)
	if undefined != nil {
		return nil, undefined
	}
	result, problem := calculate(t.operator, left, right)
	if problem != "" {
		return nil, &Undefined{Problem: t.name() + ": " + problem}
	}
	return result, nil
}

func (t *fallback) value(e *evaluation) (value.Value, *Undefined) {
	v, undefined := e.value(t.of)
	if undefined != nil && undefined.Missing {
		return e.value(t.otherwise)
	}
	return v, undefined
}

func (t *conditional) value(e *evaluation) (value.Value, *Undefined) {
	condition, undefined := e.truth(t.condition)
	switch {
	case undefined != nil:
		return nil, undefined
	case condition:
		return e.value(t.then)
	}
	return e.value(t.otherwise)
}

func (t *existence) value(e *evaluation) (value.Value, *Undefined) {
	_, undefined := e.value(t.of)
	if undefined != nil && !undefined.Missing {
		return nil, undefined
	}
	return value.Bool(undefined == nil), nil
}

func (t *helperTerm) value(e *evaluation) (value.Value, *Undefined) {
	arguments := make([]value.Value, len(t.arguments))
	for i, a := range t.arguments {
		v, undefined := e.value(a)
		if undefined != nil {
			return nil, undefined
		}
		arguments[i] = v
	}
	v, undefined := t.call(arguments)
	if undefined != nil {
		undefined.Problem = t.name() + ": " + undefined.Problem
	}
	return v, undefined
}
