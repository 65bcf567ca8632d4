package grid

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/given"
)

// A span is a range such as 0..4 or 0..100..10, both ends included. Only as a
// value of an axis is it expanded; elsewhere it is its text.
type span string

// Kind returns KindText.
func (span) Kind() value.Kind { return value.KindText }

var (
	spanShaped   = lazyre.New(`^[-+]?[0-9][0-9.eE+-]*\.\.[-+]?\.?[0-9][0-9.eE+-]*$`)
	wholeSpan    = lazyre.New(`^(-?[0-9]+)\.\.(-?[0-9]+)(?:\.\.([0-9]+))?$`)
	shortDecimal = lazyre.New(`^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+$`)
)

// values expands a range; downwards when it ends below its beginning.
func (s span) values() ([]value.Value, error) {
	m := wholeSpan.FindStringSubmatch(string(s))
	if m == nil {
		return nil, fmt.Errorf("%s: a range is of whole numbers, as in 0..4 or 0..100..10; list other values", string(s))
	}
	step := 1
	from, err := strconv.Atoi(m[1])
	to, err2 := strconv.Atoi(m[2])
	var err3 error
	if m[3] != "" {
		step, err3 = strconv.Atoi(m[3])
	}
	if err := errors.Join(err, err2, err3); err != nil || step == 0 {
		return nil, fmt.Errorf("%s: the numbers of a range are out of range", string(s))
	}
	n := to - from
	sign := 1
	if n < 0 {
		n, sign = -n, -1
	}
	if n < 0 || n/step >= MaxPoints {
		return nil, fmt.Errorf("%s: a range of more than %d values", string(s), MaxPoints)
	}
	var values []value.Value
	for i := 0; i <= n/step; i++ {
		values = append(values, value.Int(from+sign*i*step))
	}
	return values, nil
}

// settled turns the ranges inside a value into their text.
func settled(v value.Value) value.Value {
	switch v := v.(type) {
	case span:
		return value.Text(v)
	case value.List:
		for i, e := range v {
			v[i] = settled(e)
		}
	case value.Dict:
		for i := range v {
			v[i].Value = settled(v[i].Value)
		}
	}
	return v
}

// fileWords reads what PyYAML takes for text, and nobody means as text in a
// grid: ranges, and floats without a point or a sign in the exponent (1e-3).
func fileWords(text string) (value.Value, bool) {
	switch {
	case spanShaped.MatchString(text):
		return span(text), true
	case shortDecimal.MatchString(text):
		return given.Typed(text), true
	}
	return nil, false
}

// inlineWords also reads Python's words, as -p does.
func inlineWords(text string) (value.Value, bool) {
	switch strings.TrimLeft(text, "+-") {
	case "None", "nan", "inf":
		return given.Typed(text), true
	}
	return fileWords(text)
}
