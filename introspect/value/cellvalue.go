package value

import (
	"math"
	"strings"
)

// minus is what great_tables and others print for the sign of a number.
const minus = "\u2212"

// formattedValue types the text of a cell that a formatter made, as those of
// pandas' Styler and great_tables: 44.0% is 0.44, $1,200 is 1200, 1.20 × 10^6 is 1.20e6, a dash stands
// for what is missing.
func formattedValue(text string) Value {
	switch text {
	case "-", "–", "—", minus:
		return nil
	}
	v := cellValue(text)
	if _, isText := v.(Text); !isText {
		return v
	}
	bare := strings.TrimSpace(strings.TrimRight(text, "%"))
	sign := ""
	for _, s := range []string{minus, "-"} {
		if rest, ok := strings.CutPrefix(bare, s); ok {
			bare, sign = rest, "-"
		}
	}
	for _, currency := range []string{"$", "€", "£", "¥"} {
		bare = strings.TrimPrefix(bare, currency)
	}
	if bare == "" || !isDigit(bare[0]) {
		return v
	}
	if mantissa, exponent, ok := strings.Cut(bare, " × 10^"); ok {
		bare = mantissa + "e" + strings.Replace(exponent, minus, "-", 1)
	}
	n, ok := cellNumber(sign + bare)
	if !ok {
		return v
	}
	if strings.HasSuffix(text, "%") {
		if percent, ok := newFloat(strings.ReplaceAll(sign+bare, ",", "") + "e-2"); ok {
			return Float(percent.Float)
		}
		return v
	}
	return n
}

// cellValue types the text of a table's cell; nil for a missing value.
func cellValue(text string) Value {
	switch text {
	case "True", "TRUE", "true":
		return Bool(true)
	case "False", "FALSE", "false":
		return Bool(false)
	case "inf", "+inf", "Inf", "Infinity", "+Infinity":
		return Float(math.Inf(1))
	case "-inf", "-Inf", "-Infinity":
		return Float(math.Inf(-1))
	}
	if isMissing(text) {
		return nil
	}
	number := text
	if rest, ok := strings.CutPrefix(text, minus); ok && rest != "" && isDigit(rest[0]) {
		number = "-" + rest
	}
	if n, ok := cellNumber(number); ok {
		return n
	}
	return Text(text)
}

// IsMissing reports whether a value says that there is none: None, or a text that pandas
// reads as a missing value, such as N/A. What is absent is nil, which is no value.
func IsMissing(v Value) bool {
	switch v := v.(type) {
	case Null:
		return true
	case Text:
		return isMissing(string(v))
	}
	return false
}

// isMissing reports whether pandas reads a text as a missing value
// (pandas.read_csv, na_values), or prints one so.
func isMissing(text string) bool {
	switch text {
	case "", "NaN", "None", "NaT", "<NA>", "nan", "NA", "N/A", "n/a", "NULL", "null",
		"-NaN", "-nan", "#N/A", "#N/A N/A", "#NA", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN":
		return true
	}
	return false
}

// cellNumber reads a decimal number as pandas does, with separators only
// between groups of three digits. What has zeros in front is the name of
// something, a code or an id: 007 is no number, though pandas reads 7.
func cellNumber(text string) (Number, bool) {
	if c := text[0]; !isDigit(c) && c != '-' && c != '+' && c != '.' {
		return Number{}, false
	}
	if isThousands(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	spelling := strings.TrimPrefix(text, "+")
	unsigned := strings.TrimPrefix(spelling, "-")
	if strings.HasPrefix(text, "+-") {
		return Number{}, false
	}
	if unsigned != "" && isDigits(unsigned) {
		switch {
		case unsigned == "0":
			return Int(0), true
		case unsigned[0] == '0':
			return Number{}, false
		}
		return newInt(spelling), true
	}
	if unsigned == "" || strings.Trim(unsigned, "0123456789.eE+-") != "" {
		return Number{}, false
	}
	n, ok := newFloat(spelling)
	return n, ok && !math.IsInf(n.Float, 0)
}
