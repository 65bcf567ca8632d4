package value

import (
	"bytes"
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"
)

// Equal reports whether two values mean the same. Numbers are equal by value
// (1 and 1.0, NaN and NaN), though True is not 1; lists and tuples element by
// element, each to its own kind; dicts and sets in any order; tables by labels
// and cells in order; images and figures by their bytes; errors by name and
// value, because a traceback names places. Two absent values are equal.
func Equal(a, b Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	switch a := a.(type) {
	case List:
		b, ok := b.(List)
		return ok && slices.EqualFunc(a, b, Equal)
	case Tuple:
		b, ok := b.(Tuple)
		return ok && slices.EqualFunc(a, b, Equal)
	case Set:
		b, ok := b.(Set)
		return ok && len(a) == len(b) && equalSets(a, b)
	case Dict:
		b, ok := b.(Dict)
		return ok && len(a) == len(b) && equalDicts(a, b)
	case *Table:
		b, ok := b.(*Table)
		return ok && a.equal(b)
	case *Figure:
		b, ok := b.(*Figure)
		return ok && a.MIMEType == b.MIMEType && bytes.Equal(a.Spec, b.Spec)
	}
	return a.Kind() == b.Kind() && Compare(a, b) == 0
}

func equalSets(a, b Set) bool {
	sortedA, sortedB := slices.Clone(a), slices.Clone(b)
	slices.SortFunc(sortedA, Compare)
	slices.SortFunc(sortedB, Compare)
	return slices.EqualFunc(sortedA, sortedB, Equal)
}

func equalDicts(a, b Dict) bool {
	byKey := func(x, y Item) int { return Compare(x.Key, y.Key) }
	sortedA, sortedB := slices.Clone(a), slices.Clone(b)
	slices.SortStableFunc(sortedA, byKey)
	slices.SortStableFunc(sortedB, byKey)
	return slices.EqualFunc(sortedA, sortedB, func(x, y Item) bool {
		return Equal(x.Key, y.Key) && Equal(x.Value, y.Value)
	})
}

// kindOrder is how values of different kinds are ordered.
var kindOrder = [...]Kind{
	KindNull, KindBool, KindNumber, KindText, KindBytes, KindTuple, KindList, KindSet, KindDict,
	KindTable, KindImage, KindFile, KindFigure, KindMarkup, KindError,
}

// Compare orders any two values: by kind, then numbers by value (NaN last),
// texts by their bytes, lists, tuples, sets and dicts element by element. It
// is negative when a comes first, and 0 exactly when neither does. An absent
// value comes first.
func Compare(a, b Value) int {
	if a == nil || b == nil {
		return cmp.Compare(presence(a), presence(b))
	}
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch a := a.(type) {
	case Bool:
		return cmp.Compare(presence(boolValue(a)), presence(boolValue(b.(Bool))))
	case Number:
		return compareNumbers(a, b.(Number))
	case Text:
		return strings.Compare(string(a), string(b.(Text)))
	case Bytes:
		return bytes.Compare(a, b.(Bytes))
	case List:
		return slices.CompareFunc(a, b.(List), Compare)
	case Tuple:
		return slices.CompareFunc(a, b.(Tuple), Compare)
	case Set:
		return slices.CompareFunc(a, b.(Set), Compare)
	case Dict:
		return slices.CompareFunc(a, b.(Dict), compareItems)
	}
	return compareOthers(a, b)
}

func compareItems(a, b Item) int {
	return cmp.Or(Compare(a.Key, b.Key), Compare(a.Value, b.Value))
}

// compareOthers orders the kinds that no set can hold.
func compareOthers(a, b Value) int {
	switch a := a.(type) {
	case *Image:
		return a.compare(b.(*Image))
	case *Figure:
		b := b.(*Figure)
		return cmp.Or(cmp.Compare(a.MIMEType, b.MIMEType), bytes.Compare(a.Spec, b.Spec))
	case Markup:
		b := b.(Markup)
		return cmp.Or(cmp.Compare(a.MIMEType, b.MIMEType), cmp.Compare(a.Text, b.Text))
	case Error:
		b := b.(Error)
		return cmp.Or(cmp.Compare(a.Ename, b.Ename), cmp.Compare(a.Evalue, b.Evalue))
	case *Table:
		return bytes.Compare(AppendJSON(nil, a), AppendJSON(nil, b))
	}
	return 0
}

func rank(v Value) int { return slices.Index(kindOrder[:], v.Kind()) }

// presence is 0 for an absent value and 1 for any other.
func presence(v Value) int {
	if v == nil {
		return 0
	}
	return 1
}

// boolValue returns an absent value for false.
func boolValue(b Bool) Value {
	if b {
		return b
	}
	return nil
}

func compareNumbers(a, b Number) int {
	switch aNaN, bNaN := math.IsNaN(a.Float), math.IsNaN(b.Float); {
	case aNaN && bNaN:
		return 0
	case aNaN:
		return 1
	case bNaN:
		return -1
	}
	exact := math.Abs(a.Float) < maxExactInt && math.Abs(b.Float) < maxExactInt
	if exact || !a.IsInt && !b.IsInt {
		return cmp.Compare(a.Float, b.Float)
	}
	return compareBig(a, b)
}

// compareBig compares integers digit by digit, and an integer with a float by
// the integer that the float is.
func compareBig(a, b Number) int {
	if max(len(a.Spelling), len(b.Spelling)) > MaxExactDigits && a.IsInt && b.IsInt {
		return compareDigits(a.String(), b.String())
	}
	x, xOK := a.bigInt()
	y, yOK := b.bigInt()
	switch {
	case xOK && yOK:
		return x.Cmp(y)
	case xOK, a.IsInt && !yOK: // b is an infinity, which no int reaches, or an int beyond all floats
		return cmp.Compare(0, b.Float)
	}
	return cmp.Compare(a.Float, 0)
}

// MaxExactDigits is how many digits an integer may have that is still calculated with:
// to read one takes the square of their number.
const MaxExactDigits = 1000

// compareDigits compares integers as they are written.
func compareDigits(a, b string) int {
	aDigits, aMinus := strings.CutPrefix(a, "-")
	bDigits, bMinus := strings.CutPrefix(b, "-")
	if aMinus != bMinus {
		if aMinus {
			return -1
		}
		return 1
	}
	aDigits, bDigits = strings.TrimLeft(aDigits, "0"), strings.TrimLeft(bDigits, "0")
	order := cmp.Or(cmp.Compare(len(aDigits), len(bDigits)), cmp.Compare(aDigits, bDigits))
	if aMinus {
		return -order
	}
	return order
}

// bigInt returns the integer part of a number; false for an infinity that is no int.
func (n Number) bigInt() (*big.Int, bool) {
	if n.IsInt && n.Spelling != "" && len(n.Spelling) <= MaxExactDigits {
		return new(big.Int).SetString(n.Spelling, 10)
	}
	if math.IsInf(n.Float, 0) {
		return nil, false
	}
	whole, _ := big.NewFloat(n.Float).Int(nil)
	return whole, true
}

// equal compares labels, names and cells.
func (t *Table) equal(u *Table) bool {
	return t.Truncated == u.Truncated && t.Caption == u.Caption &&
		slices.EqualFunc(t.Columns, u.Columns, slices.Equal[Label]) &&
		slices.EqualFunc(t.Index, u.Index, slices.Equal[Label]) &&
		slices.Equal(t.ColumnNames, u.ColumnNames) && slices.Equal(t.IndexNames, u.IndexNames) &&
		slices.EqualFunc(t.Rows, u.Rows, func(a, b []TableCell) bool {
			return slices.EqualFunc(a, b, func(x, y TableCell) bool { return Equal(x.Value, y.Value) })
		})
}
