// Package pathname fills parameters into the names of files, in the grammar of
// Python's str.format, which papermill's paths have: {model}, {seed:03d},
// {rate:.3f}, {opt[lr]}, {layers[0]}, {{ and }}.
package pathname

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A Template is the name of a file with fields.
type Template struct {
	text  string
	parts []part
}

// A part is text, or a field.
type part struct {
	text  string // "" for a field
	field *field
}

type field struct {
	name       string
	steps      []step
	conversion byte   // r, s or a; 0 for none
	spec       []part // how the value is written
}

// A step leads into a value: [key] or .key.
type step struct {
	key       string
	attribute bool
}

// maxNesting is how deep fields stand in the specifications of others.
const maxNesting = 2

// Parse reads a template. The error says what is wrong with it.
func Parse(text string) (*Template, error) {
	p := parser{rest: text}
	parts, err := p.parts(maxNesting, false)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return &Template{text, parts}, nil
}

// Fill returns the name with the values of its fields; lookup is asked for
// them by name, and answers false for a name that it does not know.
func (t *Template) Fill(lookup func(name string) (value.Value, bool)) (string, error) {
	name, err := fill(t.parts, lookup)
	if err != nil {
		return "", fmt.Errorf("%q: %w", t.text, err)
	}
	return name, nil
}

// Fields returns the names of the parameters in the template, each once, in
// their order.
func (t *Template) Fields() []string {
	var names []string
	seen := map[string]bool{}
	var walk func(parts []part)
	walk = func(parts []part) {
		for _, p := range parts {
			if p.field == nil {
				continue
			}
			if !seen[p.field.name] {
				seen[p.field.name] = true
				names = append(names, p.field.name)
			}
			walk(p.field.spec)
		}
	}
	walk(t.parts)
	return names
}

// Folder returns the folder that stands before the first field, which no value
// may leave: "runs" of runs/{model}/{seed}.ipynb; "." when there is none.
func (t *Template) Folder() string {
	var fixed strings.Builder
	for _, p := range t.parts {
		if p.field != nil {
			break
		}
		fixed.WriteString(p.text)
	}
	dir, _ := filepath.Split(fixed.String())
	if dir == "" {
		return "."
	}
	return filepath.Clean(dir)
}

// Inside reports what is wrong with a filled name: it has a NUL, it leaves the
// folder, or it names none of its files.
func (t *Template) Inside(name string) error {
	folder := t.Folder()
	clean := filepath.Clean(name)
	switch {
	case name == "" || strings.HasSuffix(name, "/") || strings.HasSuffix(name, string(filepath.Separator)):
		return fmt.Errorf("%q names no file", name)
	case strings.ContainsRune(name, 0):
		return fmt.Errorf("%q has a NUL character", name)
	}
	rel, err := filepath.Rel(folder, clean)
	if err != nil || !filepath.IsLocal(rel) || rel == "." || filepath.IsAbs(clean) != filepath.IsAbs(folder) {
		return fmt.Errorf("%q leaves the folder %s", name, folder)
	}
	return nil
}

type parser struct{ rest string }

// parts reads text and fields up to the end, or inside a field up to its brace.
func (p *parser) parts(nesting int, inField bool) ([]part, error) {
	var parts []part
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, part{text: text.String()})
			text.Reset()
		}
	}
	for p.rest != "" {
		c := p.rest[0]
		switch {
		case inField && c == '}':
			flush()
			return parts, nil
		case !inField && (strings.HasPrefix(p.rest, "{{") || strings.HasPrefix(p.rest, "}}")):
			text.WriteByte(c)
			p.rest = p.rest[2:]
		case c == '}':
			return nil, errors.New("a } without its {; a brace of the name is written twice")
		case c == '{':
			flush()
			p.rest = p.rest[1:]
			f, err := p.field(nesting)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part{field: f})
		default:
			text.WriteByte(c)
			p.rest = p.rest[1:]
		}
	}
	if inField {
		return nil, errors.New("a { without its }; a brace of the name is written twice")
	}
	flush()
	return parts, nil
}

// field reads what stands behind an opening brace, and the closing one.
func (p *parser) field(nesting int) (*field, error) {
	if nesting == 0 {
		return nil, errors.New("fields are nested too deep")
	}
	open := errors.New("a { without its }; a brace of the name is written twice")
	end := p.nameEnd()
	if end < 0 {
		return nil, open
	}
	f, err := parseName(p.rest[:end])
	if err != nil {
		return nil, err
	}
	p.rest = p.rest[end:]
	if p.rest[0] == '!' {
		if len(p.rest) < 3 || !strings.ContainsRune("rsa", rune(p.rest[1])) || p.rest[2] != ':' && p.rest[2] != '}' {
			return nil, errors.New("a conversion is one of !r, !s and !a")
		}
		f.conversion, p.rest = p.rest[1], p.rest[2:]
	}
	if p.rest[0] == ':' {
		p.rest = p.rest[1:]
		if f.spec, err = p.parts(nesting-1, true); err != nil {
			return nil, err
		}
	}
	if p.rest == "" {
		return nil, open
	}
	p.rest = p.rest[1:] // the closing brace
	return f, nil
}

// nameEnd returns where the name of a field ends: at !, : or }, but not inside
// [ ].
func (p *parser) nameEnd() int {
	bracket := false
	for i := range len(p.rest) {
		switch c := p.rest[i]; {
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == '!' || c == ':' || c == '}':
			return i
		case c == '{':
			return -1
		}
	}
	return -1
}

// parseName reads name, name[key] and name.key.
func parseName(text string) (*field, error) {
	end := strings.IndexAny(text, ".[")
	if end < 0 {
		end = len(text)
	}
	f := &field{name: text[:end]}
	if f.name == "" || strings.Trim(f.name, "0123456789") == "" {
		return nil, fmt.Errorf("the field {%s} has no name: write the name of a parameter", text)
	}
	for rest := text[end:]; rest != ""; {
		if rest[0] == '.' {
			n := strings.IndexAny(rest[1:], ".[") + 1
			if n == 0 {
				n = len(rest)
			}
			f.steps = append(f.steps, step{rest[1:n], true})
			rest = rest[n:]
		} else {
			n := strings.IndexByte(rest, ']')
			if rest[0] != '[' || n < 0 {
				return nil, fmt.Errorf("the field {%s}: only . or [ may follow ]", text)
			}
			f.steps = append(f.steps, step{key: rest[1:n]})
			rest = rest[n+1:]
		}
		if f.steps[len(f.steps)-1].key == "" {
			return nil, fmt.Errorf("the field {%s} has an empty key", text)
		}
	}
	return f, nil
}

func fill(parts []part, lookup func(string) (value.Value, bool)) (string, error) {
	var b strings.Builder
	for _, p := range parts {
		if p.field == nil {
			b.WriteString(p.text)
			continue
		}
		text, err := p.field.fill(lookup)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// A MissingError says that a field names no parameter.
type MissingError struct{ Name string }

func (e *MissingError) Error() string { return "Missing parameter '" + e.Name + "'" } // papermill's words

func (f *field) fill(lookup func(string) (value.Value, bool)) (string, error) {
	v, ok := lookup(f.name)
	if !ok {
		return "", &MissingError{f.name}
	}
	for _, s := range f.steps {
		if v, ok = s.into(v); !ok {
			return "", fmt.Errorf("the parameter %s has nothing at %s", f.name, s)
		}
	}
	spec, err := fill(f.spec, lookup)
	if err != nil {
		return "", err
	}
	switch f.conversion {
	case 'r':
		v = value.Text(repr(v))
	case 'a':
		v = value.Text(ascii(repr(v)))
	case 's':
		v = value.Text(str(v))
	}
	text, err := format(v, spec)
	if err != nil {
		return "", fmt.Errorf("the parameter %s: %w", f.name, err)
	}
	return text, nil
}

func (s step) String() string {
	if s.attribute {
		return "." + s.key
	}
	return "[" + s.key + "]"
}

// into returns what stands at the step. Unlike Python a dict's entry may be
// written .key too.
func (s step) into(v value.Value) (value.Value, bool) {
	index, err := strconv.Atoi(s.key)
	isIndex := err == nil && !s.attribute && s.key[0] != '-' && s.key[0] != '+'
	switch v := v.(type) {
	case value.Dict:
		for _, item := range v {
			if text, ok := item.Key.(value.Text); ok && string(text) == s.key && !isIndex {
				return item.Value, true
			}
			if n, ok := item.Key.(value.Number); ok && isIndex && n.Float == float64(index) {
				return item.Value, true
			}
		}
	case value.List:
		if isIndex && index < len(v) {
			return v[index], true
		}
	case value.Text:
		if runes := []rune(string(v)); isIndex && index < len(runes) {
			return value.Text(runes[index]), true
		}
	}
	return nil, false
}

// str is Python's str().
func str(v value.Value) string {
	switch v := v.(type) {
	case value.Text:
		return string(v)
	case Time:
		return v.str()
	}
	return repr(v)
}

// repr is Python's repr(): floats in its spelling, not in that of a file.
func repr(v value.Value) string { return value.Repr(respelled(v)) }

func respelled(v value.Value) value.Value {
	switch v := v.(type) {
	case value.Number:
		if !v.IsInt {
			return value.Float(v.Float)
		}
	case value.List:
		list := make(value.List, len(v))
		for i, e := range v {
			list[i] = respelled(e)
		}
		return list
	case value.Dict:
		dict := make(value.Dict, len(v))
		for i, item := range v {
			dict[i] = value.Item{Key: respelled(item.Key), Value: respelled(item.Value)}
		}
		return dict
	}
	return v
}

// ascii escapes what is not ASCII, as Python's ascii() does.
func ascii(text string) string {
	var b strings.Builder
	for _, c := range text {
		switch {
		case c < 0x80:
			b.WriteRune(c)
		case c < 0x100:
			fmt.Fprintf(&b, `\x%02x`, c)
		case c < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			fmt.Fprintf(&b, `\U%08x`, c)
		}
	}
	return b.String()
}
