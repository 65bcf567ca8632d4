// Package translate writes parameters as source code: the text of the
// injected-parameters cell, in the language of a notebook's kernel.
package translate

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// An Assignment is one parameter of the cell.
type Assignment struct {
	Name  string
	Value value.Value
	// Secret makes the cell read the environment variable Name; Value is
	// ignored.
	Secret bool
}

// Options says how the cell is written.
type Options struct {
	// Papermill writes the text that papermill writes, also where it does not
	// evaluate to the value.
	Papermill bool
	// Comment is the first line; papermill's "Parameters" when empty.
	Comment string
}

// Cell returns the source of an injected-parameters cell: a comment, then one
// assignment a line, with a newline at the end. The language is looked up by
// kernel name first, then by language, as papermill does. An error names the
// parameter that cannot be written.
func Cell(language, kernel string, assignments []Assignment, o Options) (string, error) {
	l, err := find(language, kernel)
	if err != nil {
		return "", err
	}
	comment := o.Comment
	if comment == "" {
		comment = "Parameters"
	}
	var lines []string
	for _, a := range assignments {
		if err := l.checkName(a.Name); err != nil {
			return "", fmt.Errorf("parameter %s: %w", a.Name, err)
		}
		expr := l.secret(a.Name)
		if !a.Secret {
			if expr, err = l.value(a.Value, o.Papermill); err != nil {
				return "", fmt.Errorf("parameter %s: %w", a.Name, err)
			}
		}
		lines = append(lines, l.assign(a.Name, expr))
	}
	head := []string{l.comment(comment)}
	head = append(head, l.imports(assignments)...)
	return strings.Join(append(head, lines...), "\n") + "\n", nil
}

// Supported returns the languages that there is a translator for, as users
// write them.
func Supported() []string { return []string{"Python"} }

// A language writes the parts of a cell.
type language struct {
	title     string
	checkName func(name string) error
	comment   func(text string) string
	imports   func(assignments []Assignment) []string
	assign    func(name, expr string) string
	secret    func(name string) string
	value     func(v value.Value, papermill bool) (string, error)
}

func find(name, kernel string) (*language, error) {
	for _, key := range []string{kernel, name} {
		switch strings.ToLower(key) {
		case "python", "python3", "pysparkkernel", "ipython", "xpython":
			return python, nil
		}
	}
	return nil, fmt.Errorf("kernel %q, language %q: no translator for parameters; there is one for %s", kernel, name, strings.Join(Supported(), ", "))
}
