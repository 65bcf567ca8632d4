package render

import (
	"math"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// minus is the sign that is as wide as a digit, for people; machines get '-'.
const minus = "\u2212"

// numberStyle writes the numbers of one column alike, so that they can be
// compared by eye: with as many decimals as the largest needs for five
// significant digits, and more where unequal numbers would look equal. Columns
// whose numbers are short as they stand (0.1, 32, 0.001) stay as they stand.
type numberStyle struct {
	asSpelled  bool
	scientific bool
	decimals   int
}

const (
	significant  = 5  // digits of a column's largest number
	shortest     = 5  // digits up to which numbers stay as spelled
	moreDecimals = 4  // that may be added to tell unequal numbers apart
	separated    = 60 // numbers up to which that is tried: of many, some are always close
)

// styleOf chooses how to write these numbers.
func styleOf(numbers []value.Number) numberStyle {
	var seen numbersSeen
	for _, n := range numbers {
		seen.add(n)
	}
	return seen.style()
}

// numbersSeen is what a style depends on, gathered without a list of all
// numbers: a table's column may have millions.
type numbersSeen struct {
	count   int
	largest float64 // by its amount, without infinities
	long    bool    // one is too long to stay as spelled
	first   []value.Number
}

func (s *numbersSeen) add(n value.Number) {
	s.count++
	if s.count <= separated {
		s.first = append(s.first, n)
	}
	if !s.long && !n.IsInt {
		s.long = digitCount(n) > shortest
	}
	if f := math.Abs(n.Float); f > s.largest && !math.IsInf(f, 0) {
		s.largest = f
	}
}

func (s *numbersSeen) style() numberStyle {
	if !s.long || s.largest == 0 {
		return numberStyle{asSpelled: true, decimals: significant}
	}
	style := numberStyle{scientific: s.largest >= 1e9 || s.largest < 1e-4, decimals: significant - 1}
	if !style.scientific {
		style.decimals = max(0, significant-1-exponentOf(s.largest))
	}
	if s.count <= separated {
		style.separate(s.first)
	}
	return style
}

// exponentOf is the exponent of a number's first digit: 3 of 1000 and of 9999.
// math.Log10 finds a little less than 3 for 1000.
func exponentOf(f float64) int {
	_, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	n, _ := strconv.Atoi(exponent) // "" for what has none
	return n
}

// separate adds decimals until unequal numbers have unequal texts, within reason.
func (s *numberStyle) separate(numbers []value.Number) {
	for range moreDecimals {
		seen, clash := map[string]float64{}, false
		for _, n := range numbers {
			text := s.float(n.Float)
			if other, ok := seen[text]; ok && other != n.Float && n.Float == n.Float {
				clash = true
				break
			}
			seen[text] = n.Float
		}
		if !clash {
			return
		}
		s.decimals++
	}
	if len(numbers) == 2 { // which are compared with one another
		s.asSpelled = true
	}
}

// text writes a number of the column.
func (s numberStyle) text(n value.Number) string {
	if s.asSpelled || n.IsInt {
		if digits, negative := strings.CutPrefix(n.String(), "-"); negative {
			return minus + digits
		}
		return n.String()
	}
	return s.float(n.Float)
}

func (s numberStyle) float(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 0):
		return signed(f, "inf")
	case s.scientific:
		return signed(f, strconv.FormatFloat(math.Abs(f), 'e', s.decimals, 64))
	}
	text := strconv.FormatFloat(math.Abs(f), 'f', s.decimals, 64)
	if f != 0 && math.Abs(f) < 10*math.Pow10(-s.decimals) {
		text = strconv.FormatFloat(math.Abs(f), 'g', 2, 64) // else too few digits would be left
	}
	return signed(f, text)
}

// signed puts the minus of f before the text of its absolute value.
func signed(f float64, text string) string {
	if f < 0 {
		return minus + text
	}
	return text
}

// delta writes a difference between two numbers of the column, with its sign.
func (s numberStyle) delta(d float64) string {
	if s.asSpelled && !math.IsInf(d, 0) {
		if d == math.Trunc(d) && math.Abs(d) < 1e15 {
			return plus(d) + signed(d, strconv.FormatFloat(math.Abs(d), 'f', 0, 64))
		}
		return plus(d) + trimZeros(signed(d, strconv.FormatFloat(math.Abs(d), 'g', significant, 64)))
	}
	return plus(d) + s.float(d)
}

// relative writes a share as a percentage with its sign: +7.1 %.
func relative(share float64) string {
	percent := math.Abs(share * 100)
	text := ""
	switch {
	case math.IsNaN(share):
		return "NaN"
	case math.IsInf(share, 0):
		text = "inf"
	case percent == 0:
		return "0 %"
	case percent < 0.01:
		text = "<0.01"
	case percent < 1:
		text = strconv.FormatFloat(percent, 'f', 2, 64)
	case percent < 1000:
		text = strconv.FormatFloat(percent, 'f', 1, 64)
	case percent < 1e6:
		text = strconv.FormatFloat(percent, 'f', 0, 64)
	default:
		text = strconv.FormatFloat(percent, 'e', 1, 64)
	}
	return plus(share) + signed(share, text) + " %"
}

// plus is the sign of a positive difference.
func plus(d float64) string {
	if d > 0 {
		return "+"
	}
	return ""
}

// trimZeros shortens 1.2000 to 1.2.
func trimZeros(text string) string {
	if !strings.Contains(text, ".") || strings.Contains(text, "e") {
		return text
	}
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// digitCount counts the significant digits of a number as it is spelled.
func digitCount(n value.Number) int {
	mantissa, _, _ := strings.Cut(strings.ToLower(n.String()), "e")
	count := 0
	for _, r := range strings.TrimLeft(mantissa, "-0.") {
		if r >= '0' && r <= '9' {
			count++
		}
	}
	return count
}
