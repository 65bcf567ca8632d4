package translate

import (
	"fmt"
	"path"
	"slices"
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

// Options says how the cell is written. Its zero value is the default.
type Options struct {
	// Papermill writes papermill's text also where that does not evaluate to
	// the value in the language, or is no valid code in it. Never use it with
	// values from somebody who is not trusted: papermill's text lets a value
	// run code in Julia and PowerShell.
	Papermill bool
	// Comment is the text of the first line; papermill's "Parameters" when
	// empty. Each of its lines becomes a comment.
	Comment string
}

// Cell returns the source of an injected-parameters cell: a comment, imports
// where the values need them, then one assignment a line, with a newline at
// the end. The translator is found by kernel name first where papermill knows
// that, then by language, as papermill does; without a language by the kernels
// that we know beside. Upper and lower case are one. A name that is no identifier
// of the language, and a value that the language cannot hold, are errors that
// name the parameter.
func Cell(language, kernel string, assignments []Assignment, o Options) (string, error) {
	l, err := find(language, kernel)
	if err != nil {
		return "", err
	}
	c := cell{language: l, write: l.value}
	if o.Papermill && l.papermill != nil {
		c.write = l.papermill
	}
	for _, a := range assignments {
		if err := c.add(a, o.Papermill); err != nil {
			return "", fmt.Errorf("parameter %q: %w", a.Name, err)
		}
	}
	if err := c.checkImports(assignments); err != nil {
		return "", err
	}
	comment := o.Comment
	if comment == "" {
		comment = "Parameters"
	}
	return c.source(comment), nil
}

// Supported returns the languages that there is a translator for, as people
// write them, papermill's first.
func Supported() []string {
	var titles []string
	for _, l := range languages {
		titles = append(titles, l.title)
	}
	return titles
}

// A language writes the parts of a cell.
type language struct {
	title string
	// names are what notebooks call the language and its kernels, in lower case.
	names []string
	// checkName says why a name cannot be the name of a variable.
	checkName func(name string) error
	// comment writes one line.
	comment func(text string) string
	// value writes an expression that evaluates to v.
	value func(v value.Value) (string, error)
	// papermill writes the expression that papermill writes; nil where it has
	// no translator.
	papermill func(v value.Value) (string, error)
	assign    func(name, expr string) string
	// secret writes an expression that reads an environment variable.
	secret func(name string) string
	// secretNeeds is what secret needs to be imported, and needs what the text
	// of a number does; "" for nothing.
	secretNeeds string
	needs       func(n value.Number) string
	// importing writes the line that imports a module or package.
	importing func(path string) string
}

// languages has papermill's first, in its order.
var languages = []*language{python, r, scala, julia, matlab, csharp, fsharp, powershell, bash, octave, golang, javascript, typescript}

// papermillKernels are the kernels that papermill knows by name, so that they
// go before a language.
var papermillKernels = []string{
	"python", "R", "scala", "julia", "matlab", ".net-csharp", ".net-fsharp", ".net-powershell", "pysparkkernel", "sparkkernel", "sparkrkernel", "bash",
}

func find(name, kernel string) (*language, error) {
	key := name
	if name == "" || slices.Contains(papermillKernels, kernel) {
		key = kernel
	}
	for _, l := range languages {
		if slices.Contains(l.names, strings.ToLower(key)) {
			return l, nil
		}
	}
	return nil, fmt.Errorf("no translator of parameters for kernel %q or language %q; there is one for %s", kernel, name, strings.Join(Supported(), ", "))
}

// A cell collects the lines of the source.
type cell struct {
	*language
	write    func(v value.Value) (string, error)
	imported []string // paths
	body     []string
}

func (c *cell) add(a Assignment, papermill bool) error {
	name := a.Name
	if papermill && c.language == r {
		name = strings.TrimLeft(name, "_") // as papermill does
	}
	if err := c.checkName(name); err != nil {
		return err
	}
	expr := c.secret(name)
	if !a.Secret {
		var err error
		if expr, err = c.write(a.Value); err != nil {
			return err
		}
	}
	c.need(a)
	c.body = append(c.body, c.assign(name, expr))
	return nil
}

// need notes what an assignment needs to be imported.
func (c *cell) need(a Assignment) {
	note := func(path string) {
		if path != "" && !slices.Contains(c.imported, path) {
			c.imported = append(c.imported, path)
		}
	}
	switch {
	case a.Secret:
		note(c.secretNeeds)
	case c.needs != nil:
		eachNumber(a.Value, func(n value.Number) { note(c.needs(n)) })
	}
}

// checkImports returns an error when a parameter has the name of a package that
// the cell needs.
func (c *cell) checkImports(assignments []Assignment) error {
	for _, needed := range c.imported {
		for _, a := range assignments {
			if a.Name == path.Base(needed) {
				return fmt.Errorf("parameter %q: the cell needs the %s of %s under this name", a.Name, needed, c.title)
			}
		}
	}
	return nil
}

func (c *cell) source(comment string) string {
	var lines []string
	for _, text := range strings.FieldsFunc(comment, isLineEnd) {
		lines = append(lines, strings.TrimSpace(c.comment(text)))
	}
	for _, needed := range c.imported {
		lines = append(lines, c.importing(needed))
	}
	return strings.Join(append(lines, c.body...), "\n") + "\n"
}

// isLineEnd reports whether c ends a line, and so a comment, in one of the
// languages.
func isLineEnd(c rune) bool {
	switch c {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', 0:
		return true
	}
	return false
}

// lineComment returns a writer of comments that end with the line.
func lineComment(mark string) func(string) string {
	return func(text string) string { return mark + " " + text }
}

// assignWith returns a writer of assignments: before name between expr after.
func assignWith(before, between, after string) func(name, expr string) string {
	return func(name, expr string) string { return before + name + between + expr + after }
}
