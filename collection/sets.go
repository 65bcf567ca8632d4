package collection

import (
	"math"
	"strconv"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// Sets compares lists, tuples and sets of scalars by membership; Lists that
// differ in order alone do not differ in membership.
type Sets struct {
	Elements []Element // in all first, then by first appearance
	// SameMembers says that all lists hold the same elements equally often, in
	// whatever order.
	SameMembers bool
	// Omitted is how many elements were left out because there are too many.
	Omitted int
}

// An Element is one member of a list or a set.
type Element struct {
	Value value.Value
	// Counts holds how often each run has it.
	Counts []int
	InAll  bool // every run that has a list has it
}

// compareSets counts the members of each list. Memory is bounded by maxCells.
func compareSets(values []value.Value) *Sets {
	var elements []Element
	at := map[string]int{}
	most := maxCells / len(values)
	s := &Sets{SameMembers: true}
	left := map[string]bool{}
	lists := 0
	for run, v := range values {
		if v == nil {
			continue
		}
		lists++
		for _, e := range members(v) {
			id := canonical(e)
			i, ok := at[id]
			if !ok && len(elements) >= most {
				left[id] = true
				continue
			}
			if !ok {
				i = len(elements)
				at[id] = i
				elements = append(elements, Element{Value: e, Counts: make([]int, len(values))})
			}
			elements[i].Counts[run]++
		}
	}
	s.Omitted = len(left)
	var some []Element
	for _, e := range elements {
		in, same := spread(e.Counts, values)
		s.SameMembers = s.SameMembers && same
		if e.InAll = in == lists; e.InAll {
			s.Elements = append(s.Elements, e)
		} else {
			some = append(some, e)
		}
	}
	s.Elements = append(s.Elements, some...)
	s.SameMembers = s.SameMembers && s.Omitted == 0
	return s
}

// spread returns how many of the lists have an element, and whether all have
// it equally often.
func spread(counts []int, values []value.Value) (in int, same bool) {
	first := -1
	same = true
	for run, n := range counts {
		if values[run] == nil {
			continue
		}
		if n > 0 {
			in++
		}
		if first >= 0 && n != first {
			same = false
		}
		first = n
	}
	return in, same
}

func members(v value.Value) []value.Value {
	switch v := v.(type) {
	case value.List:
		return v
	case value.Tuple:
		return v
	case value.Set:
		return v
	}
	return nil
}

// canonical returns a text that is equal for scalars that value.Equal calls equal.
func canonical(v value.Value) string {
	switch v := v.(type) {
	case value.Number:
		return "number " + canonicalNumber(v)
	case value.Text:
		return "text " + string(v)
	}
	return string(v.Kind()) + " " + value.Repr(v)
}

func canonicalNumber(n value.Number) string {
	const exact = 1 << 53 // above, integers have neighbours with the same float
	switch {
	case n.Float == 0:
		return "0" // no -0
	case n.IsInt && math.Abs(n.Float) >= exact && n.Spelling != "":
		return n.Spelling
	case n.Float == math.Trunc(n.Float) && !math.IsInf(n.Float, 0):
		return strconv.FormatFloat(n.Float, 'f', -1, 64)
	}
	return strconv.FormatFloat(n.Float, 'g', -1, 64)
}
