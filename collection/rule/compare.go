package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// compare reports whether the comparison holds; ok is false when the operator is
// not for such values.
func (t *comparison) compare(left, right value.Value) (holds, ok bool) {
	if !goTogether(t.operator, left.Kind(), right.Kind()) {
		return false, false
	}
	switch t.operator {
	case "==":
		return equal(left, right), true
	case "!=":
		return !equal(left, right), true
	case "in":
		return within(left, right), true
	case "contains":
		return strings.Contains(textOf(left), textOf(right)), true
	case "startsWith":
		return strings.HasPrefix(textOf(left), textOf(right)), true
	case "endsWith":
		return strings.HasSuffix(textOf(left), textOf(right)), true
	case "matches":
		return t.pattern.MatchString(textOf(left)), true
	}
	order := value.Compare(left, right)
	switch t.operator {
	case "<":
		return order < 0, true
	case "<=":
		return order <= 0, true
	case ">":
		return order > 0, true
	}
	return order >= 0, true
}

// goTogether reports whether an operator is for values of these kinds; anyKind
// may turn out to be any. That "3" is not 3 is a mistake rather than an answer.
func goTogether(operator string, left, right value.Kind) bool {
	if left == anyKind || right == anyKind {
		k := left
		if k == anyKind {
			k = right
		}
		return k == anyKind || goesWithSome(operator, k, right == anyKind)
	}
	switch operator {
	case "==", "!=":
		return left == right || left == value.KindNull || right == value.KindNull || isSequence(left) && isSequence(right)
	case "in":
		return isSequence(right) || right == value.KindSet || right == value.KindDict
	case "contains", "matches", "startsWith", "endsWith":
		return isText(left) && isText(right)
	}
	return left == right && (left == value.KindNumber || left == value.KindText)
}

// notFor says which of two sides that do not go together is what the operator is
// not for; "" for an operator that is for many kinds.
func notFor(operator string, left, right term, leftKind, rightKind value.Kind) string {
	switch operator {
	case "contains", "matches", "startsWith", "endsWith":
		wrong, kind := left, leftKind
		if isText(kind) || kind == anyKind {
			wrong, kind = right, rightKind
		}
		return fmt.Sprintf("%s is %s, and %s is for text", wrong.name(), aKind(kind), operator)
	case "in":
		return fmt.Sprintf("%s is %s, and in is for what is in a list, a set or a dict", right.name(), aKind(rightKind))
	}
	return ""
}

// goesWithSome reports whether a side of this kind goes with some other side.
func goesWithSome(operator string, k value.Kind, isLeft bool) bool {
	switch operator {
	case "==", "!=":
		return true
	case "in":
		return isLeft || isSequence(k) || k == value.KindSet || k == value.KindDict
	case "contains", "matches", "startsWith", "endsWith":
		return isText(k)
	}
	return k == value.KindNumber || k == value.KindText
}

func isText(k value.Kind) bool { return k == value.KindText || k == value.KindMarkup }

func isSequence(k value.Kind) bool { return k == value.KindList || k == value.KindTuple }

func textOf(v value.Value) string {
	switch v := v.(type) {
	case value.Text:
		return string(v)
	case value.Markup:
		return v.Text
	}
	return ""
}

// equal is value.Equal, but a list of the expression equals a tuple of the
// notebook.
func equal(a, b value.Value) bool {
	x, xOK := elementsOf(a)
	y, yOK := elementsOf(b)
	if xOK && yOK {
		return slices.EqualFunc(x, y, value.Equal)
	}
	return value.Equal(a, b)
}

func elementsOf(v value.Value) ([]value.Value, bool) {
	switch v := v.(type) {
	case value.List:
		return v, true
	case value.Tuple:
		return v, true
	case value.Set:
		return v, true
	}
	return nil, false
}

// within reports whether v is an element of a list, tuple or set, or a key of a
// dict.
func within(v, of value.Value) bool {
	if dict, ok := of.(value.Dict); ok {
		return slices.ContainsFunc(dict, func(item value.Item) bool { return equal(item.Key, v) })
	}
	elements, _ := elementsOf(of)
	return slices.ContainsFunc(elements, func(element value.Value) bool { return equal(element, v) })
}
