package value

import (
	"math"
	"strconv"
	"strings"
)

// A Number is an int or a float; NaN and the infinities are numbers.
type Number struct {
	// Float is the value, rounded for integers beyond 2^53; an infinity for
	// integers beyond all floats.
	Float float64
	// IsInt tells 1 from 1.0.
	IsInt bool
	// Spelling is the number as the notebook writes it when that is a valid
	// JSON number, so that no digit is lost; else all digits of an int, and ""
	// for a float.
	Spelling string
}

// Int returns the number of an integer.
func Int(n int) Number {
	return Number{Float: float64(n), IsInt: true, Spelling: strconv.Itoa(n)}
}

// Float returns the number of a float.
func Float(f float64) Number { return Number{Float: f} }

// String returns the notebook's spelling when that is a valid JSON number,
// else the shortest decimal that reads back to the same float, in Python's
// notation (1e-05, 1e+16, 1.0); NaN, inf and -inf.
func (n Number) String() string {
	switch {
	case n.Spelling != "":
		return n.Spelling
	case math.IsNaN(n.Float):
		return "NaN"
	case n.IsInt:
		return strconv.FormatFloat(n.Float, 'f', -1, 64)
	}
	return FormatFloat(n.Float)
}

// FormatFloat returns what Python's repr gives for a float: the shortest
// decimal that reads back to it, with an exponent below 1e-4 and from 1e16;
// nan, inf and -inf.
func FormatFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if abs := math.Abs(f); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// isIntegral reports whether f is a whole number.
func isIntegral(f float64) bool {
	return !math.IsInf(f, 0) && f == math.Trunc(f)
}

// maxExactInt is the end of the integers that a float64 counts one by one.
const maxExactInt = 1 << 53
