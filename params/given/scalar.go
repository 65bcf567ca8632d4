package given

import (
	"math"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The words of YAML 1.1 as PyYAML resolves them (yaml/resolver.py), without
// the timestamps, which papermill leaves out too.
var (
	yamlBool  = lazyre.New(`^(?:yes|Yes|YES|true|True|TRUE|on|On|ON|(no|No|NO|false|False|FALSE|off|Off|OFF))$`)
	yamlNull  = lazyre.New(`^(?:~|null|Null|NULL|)$`)
	yamlInt   = lazyre.New(`^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)
	yamlFloat = lazyre.New(`^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|` +
		`[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
)

// plainScalar returns what PyYAML makes of a scalar without quotes. 1e-3 is
// text, as its floats need a point and the exponent a sign; 010 is octal and
// 1:30 is 90.
func plainScalar(text string) value.Value {
	switch {
	case yamlNull.MatchString(text):
		return value.Null{}
	case yamlBool.MatchString(text):
		return value.Bool(yamlBool.FindStringSubmatch(text)[1] == "")
	case yamlInt.MatchString(text):
		return yamlInteger(text)
	case yamlFloat.MatchString(text):
		return yamlDecimal(text)
	}
	return value.Text(text)
}

func yamlInteger(text string) value.Value {
	sign, plain := signOf(strings.ReplaceAll(text, "_", ""))
	switch {
	case plain == "0":
		return value.Int(0)
	case strings.HasPrefix(plain, "0b"):
		return integer(sign+plain[2:], 2)
	case strings.HasPrefix(plain, "0x"):
		return integer(sign+plain[2:], 16)
	case plain[0] == '0':
		return integer(sign+plain, 8)
	case strings.Contains(plain, ":"):
		return sexagesimal(sign, plain, true)
	}
	return integer(sign+plain, 10)
}

func yamlDecimal(text string) value.Value {
	sign, plain := signOf(strings.ToLower(strings.ReplaceAll(text, "_", "")))
	switch {
	case plain == ".inf":
		return float(sign + "inf")
	case plain == ".nan":
		return value.Float(math.NaN())
	case strings.Contains(plain, ":"):
		return sexagesimal(sign, plain, false)
	}
	return float(sign + plain)
}

func signOf(text string) (sign, rest string) {
	switch text[0] {
	case '-':
		return "-", text[1:]
	case '+':
		return "", text[1:]
	}
	return "", text
}

// sexagesimal reads 1:30 as 90, a habit of YAML 1.1.
func sexagesimal(sign, text string, whole bool) value.Value {
	total, base := 0.0, 1.0
	parts := strings.Split(text, ":")
	for i := len(parts) - 1; i >= 0; i-- {
		n, _ := strconv.ParseFloat(parts[i], 64)
		total += n * base
		base *= 60
	}
	if sign == "-" {
		total = -total
	}
	if whole {
		return integer(strconv.FormatFloat(total, 'f', 0, 64), 10)
	}
	return value.Float(total)
}
