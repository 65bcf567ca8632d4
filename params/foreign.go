package params

import (
	"math"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// foreignValue reads a literal of a language other than Python: numbers,
// strings, the words for true, false and nothing, and lists and dicts as
// papermill writes them. All else is the text of the expression.
func foreignValue(expr string, l *language) value.Value {
	if l == languages["bash"] {
		return bashValue(expr)
	}
	r := foreignReader{language: l, rest: expr}
	if v, ok := r.value(0); ok && strings.TrimSpace(r.rest) == "" {
		return v
	}
	return value.Text(expr)
}

// bashValue reads a word of bash, in which everything is text; what looks like
// a number is one, because papermill wrote it as such.
func bashValue(expr string) value.Value {
	if len(expr) >= 2 && (expr[0] == '\'' || expr[0] == '"') && expr[len(expr)-1] == expr[0] {
		inner := expr[1 : len(expr)-1]
		return value.Text(strings.ReplaceAll(inner, `'"'"'`, `'`)) // Python's shlex.quote
	}
	if n, ok := number(expr); ok {
		return n
	}
	switch expr {
	case "true", "false":
		return value.Bool(expr == "true")
	}
	return value.Text(expr)
}

// A foreignReader reads one literal from the start of rest.
type foreignReader struct {
	*language
	rest string
}

// maxDepth ends the recursion of hostile nesting.
const maxDepth = 100

var (
	openers = lazyre.New(`^(?:list|c|Seq|List|Vector|Array|Map|Dict|containers\.Map|` +
		`new\s+Dictionary<[^>]*>|new\s*\[\s*\]|(?:\[\]|map\[)[\w.\[\]]*|vec!|@)?\s*[(\[{]`)
	word      = lazyre.New(`^[$]?[\pL_.][\pL\pN_.]*`)
	numberish = lazyre.New(`^[+-]?[0-9.](?:[eE][+-][0-9]|[0-9a-zA-Z_.])*`)
	minusInf  = lazyre.New(`^-(?i:inf(?:inity)?)\b`)
	arrow     = lazyre.New(`^\s*(?:->|=>|=|:)`)
)

func (r *foreignReader) value(depth int) (value.Value, bool) {
	r.rest = strings.TrimSpace(r.rest)
	switch {
	case r.rest == "" || depth > maxDepth:
		return nil, false
	case r.rest[0] == '"' || r.rest[0] == '\'':
		return r.text()
	}
	if open := openers.FindString(r.rest); open != "" {
		r.rest = r.rest[len(open):]
		return r.elements(depth, isMapping(open))
	}
	if n := numberish.FindString(r.rest); n != "" {
		v, ok := number(n)
		r.rest = r.rest[len(n):]
		return v, ok
	}
	if m := minusInf.FindString(r.rest); m != "" {
		r.rest = r.rest[len(m):]
		return value.Float(math.Inf(-1)), true
	}
	w := word.FindString(r.rest)
	r.rest = r.rest[len(w):]
	return constant(w)
}

func isMapping(open string) bool {
	for _, name := range []string{"Map", "Dict", "map", "@{"} {
		if strings.Contains(open, name) {
			return true
		}
	}
	return false
}

// elements reads up to the closing bracket. Elements with keys make a dict.
func (r *foreignReader) elements(depth int, mapping bool) (value.Value, bool) {
	list, dict := value.List{}, value.Dict{}
	for {
		r.rest = strings.TrimLeft(r.rest, " \t\r\n,;")
		if r.rest == "" {
			return nil, false
		}
		if strings.IndexByte(")]}", r.rest[0]) >= 0 {
			r.rest = r.rest[1:]
			break
		}
		v, ok := r.keyOrValue(depth)
		if !ok {
			return nil, false
		}
		sep := arrow.FindString(r.rest)
		if sep == "" {
			list = append(list, v)
			continue
		}
		r.rest = r.rest[len(sep):]
		item, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		dict = append(dict, value.Item{Key: v, Value: item})
	}
	switch {
	case len(dict) > 0 && len(list) > 0 || len(list) > 0 && mapping || repeats(dict):
		return nil, false
	case len(dict) > 0 || mapping:
		return dict, true
	}
	return list, true
}

// keyOrValue reads a value, or a bare word that an arrow shows to be a key.
func (r *foreignReader) keyOrValue(depth int) (value.Value, bool) {
	if w := word.FindString(r.rest); w != "" && arrow.MatchString(r.rest[len(w):]) {
		r.rest = r.rest[len(w):]
		return value.Text(w), true
	}
	return r.value(depth + 1)
}

func repeats(dict value.Dict) bool {
	seen := map[value.Value]bool{}
	for _, item := range dict {
		switch item.Key.(type) {
		case value.Text, value.Number, value.Bool:
		default:
			return true
		}
		if seen[item.Key] {
			return true
		}
		seen[item.Key] = true
	}
	return false
}

func (r *foreignReader) text() (value.Value, bool) {
	sp := splitter{language: r.language}
	n := sp.stringLength(r.rest)
	literal := r.rest[:n]
	r.rest = r.rest[n:]
	marks := 1
	if r.triple && n >= 6 && literal[:3] == strings.Repeat(literal[:1], 3) {
		marks = 3
	}
	if n < 2*marks || literal[n-marks:] != literal[:marks] {
		return nil, false
	}
	inner := literal[marks : n-marks]
	for r.escape == 0 && strings.HasPrefix(r.rest, literal[:1]) { // MATLAB doubles the quote
		m := sp.stringLength(r.rest)
		inner += r.rest[:max(m-1, 1)]
		r.rest = r.rest[m:]
	}
	switch r.escape {
	case '\\':
		return unescaped(inner, literal[:marks])
	case '`':
		inner = backticks.Replace(inner)
	}
	return value.Text(inner), true
}

var backticks = strings.NewReplacer("``", "`", "`\"", `"`, "`'", "'", "`n", "\n", "`t", "\t", "`r", "\r", "`$", "$", "`0", "\x00")

// unescaped resolves backslashes as Python does: papermill writes the strings
// of every language but bash as Python would.
func unescaped(inner, quote string) (value.Value, bool) {
	if !strings.Contains(inner, `\`) {
		return value.Text(inner), true
	}
	literal := quote + inner + quote
	if len(quote) == 1 {
		literal = quote + strings.ReplaceAll(inner, "\n", `\n`) + quote
	}
	text, ok := value.ParseLiteral(literal).(value.Text)
	if !ok || string(text) == literal {
		return value.Text(inner), true // it has an escape that Python does not have
	}
	return text, true
}

// constant reads the words of all these languages: none means another thing
// in another of them.
func constant(w string) (value.Value, bool) {
	switch strings.ToLower(strings.TrimPrefix(w, "$")) {
	case "true":
		return value.Bool(true), true
	case "false":
		return value.Bool(false), true
	case "null", "none", "nothing", "nil", "undefined", "missing":
		return value.Null{}, true
	case "nan":
		return value.Float(math.NaN()), true
	case "inf", "infinity":
		return value.Float(math.Inf(1)), true
	}
	return nil, false
}

var suffix = lazyre.New(`^([+-]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][+-]?[0-9]+)?)(?:L|l|f|F|d|D|m|u|U|[iu](?:8|16|32|64|size)|f32|f64)?$`)

// number reads a decimal number with the suffixes of these languages.
func number(text string) (value.Value, bool) {
	m := suffix.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	plain := strings.ReplaceAll(m[1], "_", "")
	if _, err := strconv.ParseFloat(plain, 64); err != nil {
		return nil, false
	}
	n, ok := value.ParseLiteral(plain).(value.Number)
	return n, ok
}
