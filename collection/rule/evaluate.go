package rule

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// mostSteps bounds the work of one evaluation: baseline within baseline within
// baseline looks at the innermost term once more a level.
const mostSteps = 20_000

// An Undefined says why an expression is neither true nor false for a run.
type Undefined struct {
	Problem string
	Hint    string // what to do about it; may be ""
	// Missing says that a run has not the value, and Unknown that none has: the
	// name may be a mistake. NaN says that a number is none.
	Missing, Unknown, NaN bool
	// offset is the place in the expression, in characters from 0.
	offset int
}

// A Side is one comparison of an expression with the values on its sides.
type Side struct {
	Operator    string
	Left, Right value.Value
	Holds       bool
}

// A Result is what an expression is for one run.
type Result struct {
	Holds     bool
	Undefined *Undefined // nil for true and false
	// Sides are the comparisons that were looked at, in order; the last decided.
	Sides []Side
}

// An Evaluator evaluates expressions for the runs of one collection. It is for
// one goroutine.
type Evaluator struct {
	ctx     context.Context
	runs    *collection.Collection
	targets map[*pathTerm]*target
	images  map[int]*collection.Comparison // by key
	columns []collection.Column            // once a hint needs them
}

// NewEvaluator returns the evaluator for a collection. The context ends the
// comparison of pictures, which may take long.
func NewEvaluator(ctx context.Context, c *collection.Collection) *Evaluator {
	return &Evaluator{ctx: ctx, runs: c, targets: map[*pathTerm]*target{}, images: map[int]*collection.Comparison{}}
}

// Evaluate evaluates an expression for a run, an index into the collection's Runs.
func (v *Evaluator) Evaluate(x *Expression, run int) Result {
	e := &evaluation{Evaluator: v, run: run}
	holds, undefined := e.truth(x.root)
	return Result{Holds: holds && undefined == nil, Undefined: undefined, Sides: e.sides}
}

// An evaluation is that of one expression for one run.
type evaluation struct {
	*Evaluator
	run      int
	baseline bool // the run is looked at as the baseline
	steps    int
	sides    []Side
}

// value gives the value of a term and counts the work.
func (e *evaluation) value(t term) (value.Value, *Undefined) {
	if e.steps++; e.steps > mostSteps {
		return nil, &Undefined{Problem: "the expression takes too many steps"}
	}
	return t.value(e)
}

// truth gives the value of a term that must be true or false.
func (e *evaluation) truth(t term) (bool, *Undefined) {
	v, undefined := e.value(t)
	if undefined != nil {
		return false, undefined
	}
	b, ok := v.(value.Bool)
	if !ok {
		return false, mistyped(t, v, "neither true nor false")
	}
	return bool(b), nil
}

// number gives the value of a term that must be a number.
func (e *evaluation) number(t term) (value.Number, *Undefined) {
	v, undefined := e.value(t)
	if undefined != nil {
		return value.Number{}, undefined
	}
	n, ok := v.(value.Number)
	if !ok {
		return value.Number{}, mistyped(t, v, "no number")
	}
	return n, nil
}

func mistyped(t term, v value.Value, not string) *Undefined {
	return &Undefined{Problem: fmt.Sprintf("%s is %s, %s", t.name(), aKind(v.Kind()), not), offset: offsetOf(t)}
}

// offsetOf returns the place of a term where that is known.
func offsetOf(t term) int {
	switch t := t.(type) {
	case *pathTerm:
		return t.offset
	case *inBaseline:
		return offsetOf(t.of)
	case *sign:
		return offsetOf(t.of)
	}
	return 0
}

// aKind writes a kind as a noun.
func aKind(k value.Kind) string {
	switch k {
	case value.KindText, value.KindMarkup, value.KindBytes:
		return string(k)
	case value.KindNull:
		return "None"
	case value.KindImage, value.KindError:
		return "an " + string(k)
	case anyKind:
		return "this"
	}
	return "a " + string(k)
}

// value of the baseline: the same term, looked at in another run.
func (t *inBaseline) value(e *evaluation) (value.Value, *Undefined) {
	if e.runs.Baseline < 0 {
		return nil, &Undefined{Problem: "there is no baseline", offset: offsetOf(t.of)}
	}
	run, already := e.run, e.baseline
	e.run, e.baseline = e.runs.Baseline, true
	v, undefined := e.value(t.of)
	e.run, e.baseline = run, already
	return v, undefined
}

// unquoted tells who wrote params.model == rf how to write a text.
func unquoted(t term, u *Undefined) *Undefined {
	path, ok := t.(*pathTerm)
	if ok && u.Unknown && len(path.readings) == 1 && len(path.readings[0].steps) == 0 {
		u.Hint = fmt.Sprintf("a text stands in quotes: %q; %s", path.title, u.Hint)
	}
	return u
}

// value compares both sides, and notes them.
func (t *comparison) value(e *evaluation) (value.Value, *Undefined) {
	left, undefined := e.value(t.left)
	if undefined != nil {
		return nil, undefined
	}
	right, undefined := e.value(t.right)
	if undefined != nil {
		return nil, unquoted(t.right, undefined)
	}
	noted := len(e.sides)
	if !e.baseline {
		e.sides = append(e.sides, Side{Operator: t.operator, Left: left, Right: right})
	}
	for _, side := range []struct {
		t term
		v value.Value
	}{{t.left, left}, {t.right, right}} {
		if n, ok := side.v.(value.Number); ok && math.IsNaN(n.Float) {
			return nil, &Undefined{Problem: side.t.name() + " is NaN, and no comparison with NaN holds", NaN: true, offset: offsetOf(side.t)}
		}
	}
	holds, ok := t.compare(left, right)
	if !ok {
		return nil, &Undefined{offset: offsetOf(t.left), Problem: cmp.Or(notFor(t.operator, t.left, t.right, left.Kind(), right.Kind()),
			fmt.Sprintf("%s is %s, which %s cannot compare with %s", t.left.name(), aKind(left.Kind()), t.operator, aKind(right.Kind())))}
	}
	if !e.baseline {
		e.sides[noted].Holds = holds
	}
	return value.Bool(holds), nil
}
