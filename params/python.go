package params

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// An assignment is one of a parameter cell.
type assignment struct {
	name  string
	value value.Value // nil for a declaration without a value
	typ   string      // the annotation; "" for none
	expr  string      // the source of the value
	note  string      // the comment behind it
}

// assignments returns what the source of a cell assigns, in its order; of a
// name that is assigned twice both. Nothing for a nil language.
func assignments(source string, l *language) []assignment {
	return slices.DeleteFunc(declarations(source, l), func(a assignment) bool { return a.value == nil })
}

// declarations is assignments, with what is declared without a value.
func declarations(source string, l *language) []assignment {
	switch l {
	case nil:
		return nil
	case python:
		return pythonDeclarations(source)
	}
	var list []assignment
	for _, s := range statements(source, l) {
		name, typ, expr, ok := l.head(strings.TrimSpace(s.code))
		if ok {
			if typ == "var" || typ == "const" { // C#
				typ = ""
			}
			list = append(list, assignment{name, foreignValue(expr, l), typ, expr, s.comment})
		}
	}
	return list
}

// bodyMagics leave the rest of the cell to be Python.
var bodyMagics = lazyre.New(`^\s*%%(?:time|timeit|capture|prun)\b`)

// pythonDeclarations reads the assignments at the top level: with annotations,
// to several targets (x = y = 1) and to tuples whose value is a tuple; and
// annotations without a value (a: int). What stands in an if, and x += 1, are
// not read.
func pythonDeclarations(source string) []assignment {
	if strings.HasPrefix(strings.TrimSpace(source), "%%") && !bodyMagics.MatchString(source) {
		return nil
	}
	var list []assignment
	for _, s := range statements(source, python) {
		if s.code[0] == ' ' || s.code[0] == '\t' {
			continue
		}
		parts := splitAssignment(s.code)
		last := len(parts) - 1
		expr := strings.TrimSpace(parts[last])
		if last == 0 {
			if a, ok := annotated(expr); ok && !innerStatement.MatchString(expr) {
				list = append(list, assignment{name: a[1], typ: a[2], note: s.comment})
			}
			continue
		}
		if expr == "" {
			continue
		}
		v := value.ParseLiteral(plainFloats(expr))
		for _, target := range parts[:last] {
			for _, a := range assignTo(target, v) {
				a.expr, a.note = cmp.Or(a.expr, expr), s.comment
				list = append(list, a)
			}
		}
	}
	return list
}

// isIdentifier reports whether a text is a name as Python has them: a letter or
// _, then digits too.
func isIdentifier(text string) bool {
	for i, r := range text {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsNumber(r)) {
			return false
		}
	}
	return text != ""
}

// annotation is compiled at its first use, because most notebooks have none.
var annotation = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^\(?([\pL_][\pL\pN_]*)\)?\s*:\s*["']?(.+?)["']?\s*$`)
})

// annotated takes apart a name and its annotation.
func annotated(target string) (parts []string, ok bool) {
	if strings.IndexByte(target, ':') < 0 {
		return nil, false
	}
	parts = annotation().FindStringSubmatch(target)
	return parts, parts != nil && !strings.HasPrefix(parts[2], "=")
}

// assignTo binds a target to a value. Only the elements of a tuple have a
// source of their own.
func assignTo(target string, v value.Value) []assignment {
	target = strings.TrimSpace(target)
	if a, ok := annotated(target); ok {
		return []assignment{{name: a[1], value: v, typ: a[2]}}
	}
	name, _, _ := strings.Cut(target, ":")
	if plain := strings.Trim(name, "() "); isIdentifier(plain) {
		return []assignment{{name: plain, value: v}}
	}
	tuple, ok := v.(value.Tuple)
	names := strings.Split(strings.Trim(name, "()[] "), ",")
	if !ok || len(names) != len(tuple) {
		return nil
	}
	var list []assignment
	for i, n := range names {
		if n = strings.TrimSpace(n); !isIdentifier(n) {
			return nil
		}
		list = append(list, assignment{name: n, value: tuple[i], expr: value.Repr(tuple[i])})
	}
	return list
}

// splitAssignment splits a Python statement at each "=" that assigns: outside strings
// and brackets, and no part of ==, <=, += and the like. An augmented assignment
// gives one part, as there is nothing to bind.
func splitAssignment(s string) []string {
	var parts []string
	start, depth := 0, 0
	sp := splitter{language: python}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\'':
			i += sp.stringLength(s[i:]) - 1
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		case c != '=' || depth > 0:
		case i+1 < len(s) && s[i+1] == '=':
			i++
		case i > 0 && strings.IndexByte("<>!+-*/%&|^@:", s[i-1]) >= 0:
			if len(parts) == 0 {
				return []string{s}
			}
		default:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// floatCall is how papermill writes the floats that Python has no literal for.
var floatCall = lazyre.New(`(?i)^float\(\s*["']\s*([+-]?(?:nan|inf|infinity))\s*["']\s*\)`)

// plainFloats writes float('nan') as nan wherever it stands outside a string.
func plainFloats(expr string) string {
	if !strings.Contains(expr, "float(") {
		return expr
	}
	var b strings.Builder
	sp := splitter{language: python}
	for i := 0; i < len(expr); {
		n := 1
		if expr[i] == '"' || expr[i] == '\'' {
			n = sp.stringLength(expr[i:])
		} else if m := floatCall.FindStringSubmatch(expr[i:]); m != nil && (i == 0 || !isIdentifier(expr[i-1:i])) {
			b.WriteString(strings.TrimSuffix(strings.ToLower(m[1]), "inity"))
			i += len(m[0])
			continue
		}
		b.WriteString(expr[i : i+n])
		i += n
	}
	return b.String()
}
