// Package given reads parameters as they are given: the words of a command
// line as papermill types them (see [Typed]), and YAML as Python's PyYAML
// reads it (see [YAML]), which is papermill's and ploomber's reader.
package given

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// Typed returns what papermill makes of the VALUE of `-p NAME VALUE`: True,
// False and None; else whatever Python's int() takes, then float(); else text.
func Typed(text string) value.Value {
	switch text {
	case "True", "False":
		return value.Bool(text == "True")
	case "None":
		return value.Null{}
	}
	word := asciiDigits(strings.TrimSpace(text))
	if pythonInt.MatchString(word) {
		return integer(word, 10)
	}
	if pythonFloat.MatchString(word) {
		return float(word)
	}
	return value.Text(text)
}

// digits is a run of digits, in which single underscores may stand.
const digits = `[0-9]+(?:_[0-9]+)*`

var (
	pythonInt   = lazyre.New(`^[+-]?` + digits + `$`)
	pythonFloat = lazyre.New(`(?i)^[+-]?(?:inf|infinity|nan|(?:` + digits + `\.?|(?:` + digits + `)?\.` + digits + `)(?:e[+-]?` + digits + `)?)$`)
)

// asciiDigits writes the decimal digits of every script as 0 to 9.
func asciiDigits(text string) string {
	return strings.Map(func(c rune) rune {
		if c < 0x80 || !unicode.Is(unicode.Nd, c) {
			return c
		}
		return '0' + digitValue(c)
	}, text)
}

// digitValue returns the value of a decimal digit: they stand in runs of ten,
// in order.
func digitValue(c rune) rune {
	for _, r := range unicode.Nd.R16 {
		if rune(r.Lo) <= c && c <= rune(r.Hi) {
			return (c - rune(r.Lo)) % 10
		}
	}
	for _, r := range unicode.Nd.R32 {
		if rune(r.Lo) <= c && c <= rune(r.Hi) {
			return (c - rune(r.Lo)) % 10
		}
	}
	return 0
}

// integer reads digits of a base; their sign and underscores may stand in it.
func integer(text string, base int) value.Value {
	n, ok := new(big.Int).SetString(strings.ReplaceAll(text, "_", ""), base)
	if !ok {
		return value.Text(text)
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	return value.Number{Float: f, IsInt: true, Spelling: n.String()}
}

// float reads a float as Python does: beyond all floats it is an infinity.
func float(word string) value.Value {
	plain := strings.ReplaceAll(word, "_", "")
	if strings.EqualFold(strings.TrimLeft(plain, "+-"), "nan") {
		return value.Float(math.NaN())
	}
	f, err := strconv.ParseFloat(plain, 64)
	if err != nil && !math.IsInf(f, 0) {
		return value.Text(word)
	}
	return value.Float(f)
}
