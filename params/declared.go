package params

import (
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A Declaration is one parameter that a template declares.
type Declaration struct {
	Name string
	// Type is the annotation or papermill's type comment (# type: int), else
	// the type of a default that is a literal, in Python's words: int, float,
	// str, bool, list, dict, tuple, set, bytes, None. "" when nothing tells.
	Type string
	// Default is the source of the value, without comments; "" when the
	// parameter is declared without one, as in "a: int".
	Default string
	// Value is the default when it is a literal; nil for other expressions
	// and without a default.
	Value value.Value
	// Help is the comment behind the assignment.
	Help string
}

// Declared returns what the parameter cell of a template declares, in its
// order; a name that is assigned twice stands once, as it is last. ok is false
// when there is no parameter cell. The languages are those of [Of].
func Declared(nb *nbformat.Notebook) (list []Declaration, ok bool) {
	cell := firstTagged(nb, Tag)
	if cell < 0 {
		return nil, false
	}
	l := languageOf(nb)
	at := map[string]int{}
	for _, a := range declarations(nb.Cells[cell].Source(), l) {
		d := declaration(a, l)
		if i, again := at[d.Name]; again {
			list[i] = d
			continue
		}
		at[d.Name] = len(list)
		list = append(list, d)
	}
	return list, true
}

func declaration(a assignment, l *language) Declaration {
	d := Declaration{Name: a.name, Type: a.typ, Default: a.expr, Help: a.note}
	if commented, ok := strings.CutPrefix(d.Help, "type:"); ok {
		// papermill: the first word is the type, the rest is help.
		typ, help, _ := strings.Cut(strings.TrimSpace(commented), " ")
		d.Help = strings.TrimSpace(help)
		if d.Type == "" {
			d.Type = typ
		}
	}
	if isLiteral(a, l) {
		d.Value = a.value
	}
	if d.Type == "" {
		d.Type = typeName(d.Value)
	}
	return d
}

// isLiteral tells the text of an expression from a string. The source of a
// string has quotes, but for bash, where a bare word is one.
func isLiteral(a assignment, l *language) bool {
	text, ok := a.value.(value.Text)
	if !ok || l == languages["bash"] && !strings.ContainsAny(a.expr, "$`") {
		return a.value != nil
	}
	return string(text) != a.expr
}

// typeName returns the type of a literal in Python's words.
func typeName(v value.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case value.Number:
		if v.IsInt {
			return "int"
		}
		return "float"
	case value.Text:
		return "str"
	case value.Null:
		return "None"
	}
	return string(v.Kind())
}
