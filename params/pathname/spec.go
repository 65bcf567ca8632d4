package pathname

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A spec is Python's format specification: how a value is written.
type spec struct {
	fill      rune // 0 when not given
	align     byte // < > = ^; 0 when not given
	sign      byte // + - or space; 0 when not given
	zeroSign  bool // z: no negative zero
	alternate bool // #
	zero      bool // 0 before the width
	width     int
	grouping  byte // , or _; 0 for none
	precision int  // -1 when not given
	kind      byte // the letter at the end; 0 for none
}

// maxWidth bounds what a width or a precision asks for.
const maxWidth = 4096

func parseSpec(text string) (s spec, err error) {
	s.precision = -1
	rest := text
	if first, n := utf8.DecodeRuneInString(rest); len(rest) > n && strings.IndexByte("<>=^", rest[n]) >= 0 {
		s.fill, s.align, rest = first, rest[n], rest[n+1:]
	} else if rest != "" && strings.IndexByte("<>=^", rest[0]) >= 0 {
		s.align, rest = rest[0], rest[1:]
	}
	take := func(letters string) byte {
		if rest == "" || strings.IndexByte(letters, rest[0]) < 0 {
			return 0
		}
		c := rest[0]
		rest = rest[1:]
		return c
	}
	s.sign = take("+- ")
	s.zeroSign = take("z") != 0
	s.alternate = take("#") != 0
	s.zero = take("0") != 0
	if s.width, rest, err = leadingInt(rest, 0); err != nil {
		return s, err
	}
	s.grouping = take(",_")
	if strings.HasPrefix(rest, ".") {
		if s.precision, rest, err = leadingInt(rest[1:], -1); err != nil {
			return s, err
		}
		if s.precision < 0 {
			return s, errors.New("a precision is a number: .3f")
		}
	}
	if rest != "" {
		s.kind, rest = rest[0], rest[1:]
	}
	if rest != "" || s.kind >= 0x80 {
		return s, fmt.Errorf("the format %q is not understood", text)
	}
	return s, nil
}

func leadingInt(text string, absent int) (n int, rest string, err error) {
	end := 0
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	if end == 0 {
		return absent, text, nil
	}
	n, err = strconv.Atoi(text[:end])
	if err != nil || n > maxWidth {
		return 0, "", fmt.Errorf("a width of %s is more than %d", text[:end], maxWidth)
	}
	return n, text[end:], nil
}

// format is Python's format(v, spec).
func format(v value.Value, text string) (string, error) {
	if t, ok := v.(Time); ok {
		return t.format(text)
	}
	if text == "" {
		return str(v), nil
	}
	s, err := parseSpec(text)
	if err != nil {
		return "", err
	}
	switch v := v.(type) {
	case value.Text:
		return s.text(string(v))
	case value.Bool:
		n := int64(0)
		if v {
			n = 1
		}
		return s.integer(big.NewInt(n))
	case value.Number:
		if !v.IsInt {
			return s.float(v.Float)
		}
		n, ok := new(big.Int).SetString(v.String(), 10)
		if !ok {
			return s.float(v.Float)
		}
		return s.integer(n)
	}
	return "", fmt.Errorf("a %s takes no format %q", v.Kind(), text)
}

func (s spec) wrongKind(what string) error {
	return fmt.Errorf("the format %q is not for %s", string(rune(s.kind)), what)
}

func (s spec) text(text string) (string, error) {
	if s.kind != 0 && s.kind != 's' {
		return "", s.wrongKind("text")
	}
	if s.sign != 0 || s.alternate || s.zeroSign || s.grouping != 0 || s.align == '=' {
		return "", errors.New("a format with a sign, #, =, a comma or z is not for text")
	}
	if s.precision >= 0 {
		if runes := []rune(text); len(runes) > s.precision {
			text = string(runes[:s.precision])
		}
	}
	if s.zero && s.fill == 0 {
		s.fill = '0'
	}
	return s.pad("", text, '<'), nil
}

// pad aligns a value; sign is what stands before the padding of =.
func (s spec) pad(sign, body string, usual byte) string {
	align, fill := s.align, s.fill
	if align == 0 {
		align = usual
	}
	if fill == 0 {
		fill = ' '
	}
	missing := max(s.width-utf8.RuneCountInString(sign+body), 0)
	padding := func(n int) string { return strings.Repeat(string(fill), n) }
	switch align {
	case '<':
		return sign + body + padding(missing)
	case '^':
		return padding(missing/2) + sign + body + padding(missing-missing/2)
	case '=':
		return sign + padding(missing) + body
	}
	return padding(missing) + sign + body
}

// number aligns a number that is taken apart: its digits before the point, and
// what follows them.
func (s spec) number(negative bool, prefix, digits, rest string) string {
	sign := ""
	switch {
	case negative:
		sign = "-"
	case s.sign == '+' || s.sign == ' ':
		sign = string(rune(s.sign))
	}
	sign += prefix
	if s.zero && s.fill == 0 {
		s.fill = '0'
		if s.align == 0 {
			s.align = '='
		}
	}
	if s.grouping != 0 && !strings.ContainsAny(digits, "nN") { // not inf and nan
		size := 3
		if strings.IndexByte("boxX", s.kind) >= 0 && s.kind != 0 {
			size = 4
		}
		grouped := group(digits, size, s.grouping)
		if s.fill == '0' && s.align == '=' { // the zeros are grouped too
			for len(sign)+len(grouped)+len(rest) < s.width {
				digits = "0" + digits
				grouped = group(digits, size, s.grouping)
			}
		}
		digits = grouped
	}
	return s.pad(sign, digits+rest, '>')
}

func group(digits string, size int, separator byte) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%size == 0 {
			b.WriteByte(separator)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

func (s spec) integer(n *big.Int) (string, error) {
	base, prefix := 10, ""
	switch s.kind {
	case 0, 'd', 'n':
	case 'b':
		base, prefix = 2, "0b"
	case 'o':
		base, prefix = 8, "0o"
	case 'x', 'X':
		base, prefix = 16, "0"+string(rune(s.kind))
	case 'c':
		return s.character(n)
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		f, _ := new(big.Float).SetInt(n).Float64()
		if math.IsInf(f, 0) {
			return "", errors.New("the integer is too large for a float")
		}
		return s.float(f)
	default:
		return "", s.wrongKind("an integer")
	}
	switch {
	case s.precision >= 0:
		return "", errors.New("a precision is not for an integer")
	case s.zeroSign:
		return "", errors.New("z is not for an integer")
	case s.grouping == ',' && base != 10, s.grouping != 0 && s.kind == 'n':
		return "", fmt.Errorf("%q does not go with %q", string(rune(s.grouping)), string(rune(s.kind)))
	}
	digits := new(big.Int).Abs(n).Text(base)
	if s.kind == 'X' {
		digits = strings.ToUpper(digits)
	}
	if !s.alternate {
		prefix = ""
	}
	return s.number(n.Sign() < 0, prefix, digits, ""), nil
}

func (s spec) character(n *big.Int) (string, error) {
	if s.sign != 0 || s.precision >= 0 || s.grouping != 0 || s.alternate || s.zeroSign {
		return "", errors.New("a sign, #, a comma, z and a precision do not go with c")
	}
	if !n.IsInt64() || n.Int64() < 0 || n.Int64() > utf8.MaxRune || !utf8.ValidRune(rune(n.Int64())) {
		return "", errors.New("the integer is no character")
	}
	return s.number(false, "", string(rune(n.Int64())), ""), nil
}

func (s spec) float(f float64) (string, error) {
	kind, percent := s.kind, false
	switch kind {
	case 0, 'e', 'f', 'g':
	case 'E', 'F', 'G':
		kind += 'a' - 'A'
	case 'n':
		kind = 'g'
	case '%':
		kind, percent, f = 'f', true, f*100
	default:
		return "", s.wrongKind("a float")
	}
	if s.kind == 'n' && s.grouping != 0 {
		return "", fmt.Errorf("%q does not go with n", string(rune(s.grouping)))
	}
	digits := s.decimal(math.Abs(f), kind)
	if s.kind != 0 && 'A' <= s.kind && s.kind <= 'Z' {
		digits = strings.ToUpper(digits)
	}
	negative := math.Signbit(f) && !math.IsNaN(f)
	if s.zeroSign && strings.Trim(mantissa(digits), "0.") == "" {
		negative = false
	}
	whole := len(digits)
	if i := strings.IndexAny(digits, ".eE"); i >= 0 {
		whole = i
	}
	rest := digits[whole:]
	if percent {
		rest += "%"
	}
	return s.number(negative, "", digits[:whole], rest), nil
}

func mantissa(digits string) string {
	digits, _, _ = strings.Cut(digits, "e")
	digits, _, _ = strings.Cut(digits, "E")
	return digits
}

// decimal writes a float without its sign; kind 0 is Python's way without a
// letter, which keeps one digit behind the point.
func (s spec) decimal(f float64, kind byte) string {
	switch {
	case math.IsInf(f, 0):
		return "inf"
	case math.IsNaN(f):
		return "nan"
	}
	precision := s.precision
	if kind == 0 && precision < 0 {
		text := value.FormatFloat(f)
		if s.alternate && !strings.Contains(text, ".") {
			text = strings.Replace(text, "e", ".e", 1)
		}
		return text
	}
	if precision < 0 {
		precision = 6
	}
	switch kind {
	case 'e', 'f':
		text := strconv.FormatFloat(f, kind, precision, 64)
		if s.alternate && precision == 0 {
			if kind == 'f' {
				return text + "."
			}
			return strings.Replace(text, "e", ".e", 1)
		}
		return text
	}
	return s.general(f, max(precision, 1), kind == 0)
}

// general is %g; pointed is the way without a letter, which switches to an
// exponent earlier and keeps a digit behind the point.
func (s spec) general(f float64, precision int, pointed bool) string {
	text := strconv.FormatFloat(f, 'e', precision-1, 64)
	at := strings.IndexByte(text, 'e')
	exponent, _ := strconv.Atoi(text[at+1:])
	limit := precision
	if pointed {
		limit--
	}
	body, tail := text[:at], text[at:]
	if exponent >= -4 && exponent < limit {
		body, tail = strconv.FormatFloat(f, 'f', precision-1-exponent, 64), ""
	}
	if s.alternate {
		if !strings.Contains(body, ".") {
			body += "."
		}
		return body + tail
	}
	if strings.Contains(body, ".") {
		body = strings.TrimRight(strings.TrimRight(body, "0"), ".")
	}
	if pointed && tail == "" && !strings.Contains(body, ".") {
		body += ".0"
	}
	return body + tail
}
