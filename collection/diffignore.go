package collection

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// An ignorePattern is one of DiffOptions.Ignore.
type ignorePattern struct {
	exact, glob string
	used        bool // it matched something
}

// pathBrackets are brackets in a glob that belong to a path and are no class
// of characters: ["name"], [0] and [*].
var pathBrackets = lazyre.New(`\["(?:[^"\\]|\\.)*"\]|\[(?:\d+|\*)\]`)

// readIgnore prepares the globs.
func (d *differ) readIgnore() error {
	for _, text := range d.opts.Ignore {
		glob := pathBrackets.ReplaceAllStringFunc(strings.ReplaceAll(text, "/", "\x00"), func(brackets string) string {
			return `\[` + strings.TrimSuffix(brackets[1:], "]") + `\]`
		})
		if !doublestar.ValidatePattern(glob) {
			return &InputError{Input: text, Message: "not a valid glob", Err: doublestar.ErrBadPattern}
		}
		d.ignore = append(d.ignore, ignorePattern{exact: text, glob: glob})
	}
	return nil
}

// ignored reports whether a glob matches a title, or something that it is inside of.
func (d *differ) ignored(title string) bool {
	for i := range d.ignore {
		if p := &d.ignore[i]; p.matches(title) {
			p.used = true
			return true
		}
	}
	return false
}

func (p *ignorePattern) matches(title string) bool {
	rest, inside := strings.CutPrefix(title, p.exact)
	return inside && (rest == "" || rest[0] == '.' || rest[0] == '[') || matchTitle(p.glob, title)
}

// mayMatchBelow reports whether the pattern may match what is inside of a title.
func (p *ignorePattern) mayMatchBelow(title string) bool {
	start := p.exact
	if i := strings.IndexAny(start, `*?[{\`); i >= 0 {
		start = start[:i]
	}
	return strings.HasPrefix(start, title) || start != p.exact && strings.HasPrefix(title, start)
}

// findUnused finds the patterns that match nothing.
func (d *differ) findUnused() {
	for i := range d.ignore {
		p := &d.ignore[i]
		used := p.used || p.matches("status")
		for key := range d.c.Keys {
			used = used || slices.ContainsFunc(d.c.Keys[key].names(), p.matches)
		}
		for j := range d.c.flat {
			f := &d.c.flat[j]
			used = used || p.matches(f.title) || p.mayMatchBelow(f.title) && slices.ContainsFunc(f.values, hasInside)
		}
		if !used {
			d.out.UnusedIgnore = append(d.out.UnusedIgnore, p.exact)
		}
	}
}

// hasInside reports whether a value of a column has parts that are no columns.
func hasInside(v value.Value) bool {
	if v == nil {
		return false
	}
	switch shapeOfOne(v) {
	case plainShape, textShape:
		return false
	}
	return true
}
