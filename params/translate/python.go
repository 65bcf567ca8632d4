package translate

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

var python = &language{
	title:     "Python",
	checkName: pythonName,
	comment:   func(text string) string { return strings.TrimSpace("# " + text) },
	imports: func(assignments []Assignment) []string {
		if slices.ContainsFunc(assignments, func(a Assignment) bool { return a.Secret }) {
			return []string{"import os"}
		}
		return nil
	},
	assign: func(name, expr string) string { return name + " = " + expr },
	secret: func(name string) string { return `os.environ["` + name + `"]` },
	value:  func(v value.Value, _ bool) (string, error) { return value.Repr(v), nil },
}

var identifier = regexp.MustCompile(`^[\pL_][\pL\pN_]*$`)

func pythonName(name string) error {
	if !identifier.MatchString(name) {
		return errors.New("no name of a variable in Python")
	}
	return nil
}
