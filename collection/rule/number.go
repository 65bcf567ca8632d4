package rule

import (
	"math"
	"math/big"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// mostBits bounds the integers that are calculated exactly; floats end at 1,024.
const mostBits = 2048

// calculate applies an operator. Integers stay integers, exactly, where Python
// keeps them so. The problem is "" when there is a result.
func calculate(operator string, a, b value.Number) (result value.Number, problem string) {
	switch operator {
	case "/", "%":
		if b.Float == 0 {
			return value.Number{}, "division by zero"
		}
	}
	if a.IsInt && b.IsInt && operator != "/" {
		if n, ok := calculateInts(operator, a, b); ok {
			return n, ""
		}
	}
	if lossy(a) || lossy(b) {
		return value.Number{}, "the integer is too large to calculate with"
	}
	switch operator {
	case "+":
		return value.Float(a.Float + b.Float), ""
	case "-":
		return value.Float(a.Float - b.Float), ""
	case "*":
		return value.Float(a.Float * b.Float), ""
	case "/":
		return value.Float(a.Float / b.Float), ""
	case "%":
		return value.Float(floorMod(a.Float, b.Float)), ""
	}
	return value.Float(math.Pow(a.Float, b.Float)), ""
}

// lossy reports whether a number is an integer that no float can stand for: the
// result would be infinite, and nobody would know why.
func lossy(n value.Number) bool { return n.IsInt && math.IsInf(n.Float, 0) }

// floorMod has the sign of b, as in Python.
func floorMod(a, b float64) float64 {
	m := math.Mod(a, b)
	if m != 0 && (m < 0) != (b < 0) {
		m += b
	}
	return m
}

// calculateInts calculates exactly; ok is false when the result is no integer
// or too long.
func calculateInts(operator string, a, b value.Number) (result value.Number, ok bool) {
	x, xOK := bigInt(a)
	y, yOK := bigInt(b)
	if !xOK || !yOK {
		return result, false
	}
	z := new(big.Int)
	switch operator {
	case "+":
		z.Add(x, y)
	case "-":
		z.Sub(x, y)
	case "*":
		z.Mul(x, y)
	case "%":
		z.Mod(x, y) // never negative
		if y.Sign() < 0 && z.Sign() > 0 {
			z.Add(z, y)
		}
	default:
		if y.Sign() < 0 || !y.IsInt64() || x.BitLen() > 0 && y.Int64() > int64(mostBits/x.BitLen()) {
			return result, false
		}
		z.Exp(x, y, nil)
	}
	if z.BitLen() > mostBits {
		return result, false
	}
	return integer(z), true
}

// bigInt returns the integer of a number that is not too long.
func bigInt(n value.Number) (*big.Int, bool) {
	if len(n.Spelling) > mostBits/3 {
		return nil, false
	}
	return new(big.Int).SetString(n.String(), 10)
}

func integer(z *big.Int) value.Number {
	f, _ := new(big.Float).SetInt(z).Float64()
	return value.Number{Float: f, IsInt: true, Spelling: z.String()}
}

func negative(n value.Number) value.Number {
	if n.IsInt {
		if z, ok := bigInt(n); ok {
			return integer(z.Neg(z))
		}
	}
	if n.Spelling != "" && n.Spelling[0] != '-' {
		return value.Number{Float: -n.Float, IsInt: n.IsInt, Spelling: "-" + n.Spelling}
	}
	return value.Number{Float: -n.Float, IsInt: n.IsInt, Spelling: trimMinus(n.Spelling)}
}

func trimMinus(spelling string) string {
	if spelling != "" && spelling[0] == '-' {
		return spelling[1:]
	}
	return spelling
}

func absOf(args []value.Value) (value.Value, *Undefined) {
	n, ok := args[0].(value.Number)
	switch {
	case !ok:
		return nil, &Undefined{Problem: "the argument is " + aKind(args[0].Kind()) + ", no number"}
	case math.Signbit(n.Float):
		return negative(n), nil
	}
	return n, nil
}

// extremeOf returns the smallest (sign -1) or the largest of numbers, or of the
// numbers in one list; NaN when one of them is.
func extremeOf(args []value.Value, sign int) (value.Value, *Undefined) {
	if elements, ok := elementsOf(args[0]); ok && len(args) == 1 {
		args = elements
	}
	if len(args) == 0 {
		return nil, &Undefined{Problem: "the list is empty"}
	}
	var extreme value.Number
	for i, v := range args {
		n, ok := v.(value.Number)
		if !ok {
			return nil, &Undefined{Problem: "there is " + aKind(v.Kind()) + " among the arguments, no number"}
		}
		if math.IsNaN(n.Float) {
			return n, nil
		}
		if i == 0 || value.Compare(n, extreme)*sign > 0 {
			extreme = n
		}
	}
	return extreme, nil
}

func isNaN(args []value.Value) (value.Value, *Undefined) {
	n, ok := args[0].(value.Number)
	return value.Bool(ok && math.IsNaN(n.Float)), nil
}

// rowsOf counts the rows of a table, the elements of a list, the entries of a dict.
func rowsOf(args []value.Value) (value.Value, *Undefined) {
	switch v := args[0].(type) {
	case *value.Table:
		if v.Truncated {
			return nil, &Undefined{Problem: "the table is cut off in the notebook, so the number of its rows is not known"}
		}
		return value.Int(len(v.Rows)), nil
	case value.Dict:
		return value.Int(len(v)), nil
	}
	if elements, ok := elementsOf(args[0]); ok {
		return value.Int(len(elements)), nil
	}
	return nil, &Undefined{Problem: aKind(args[0].Kind()) + " has no rows"}
}
