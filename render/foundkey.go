package render

import (
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A foundKey is a key that a user named and what each run holds there.
type foundKey struct {
	c      *collection.Collection
	title  string        // as the user wrote it
	values []value.Value // one a run, nil for none
}

// A kindSought is what a command needs to find under a key.
type kindSought struct {
	name string // table
	is   func(value.Value) bool
}

// findInRuns returns what stands at a path such as report, tag:report or
// results.folds in every run.
func findInRuns(c *collection.Collection, path string) (*foundKey, error) {
	name, steps, err := value.ParsePath(path)
	if err != nil {
		return nil, &collection.InputError{Input: path, Message: strings.TrimPrefix(err.Error(), "path ")}
	}
	for _, exact := range []bool{true, false} { // tag:log[0] may be a key or the first element of tag:log
		for k := range c.Keys {
			inside, ok := c.Keys[k].Inside(name, steps)
			if exact {
				inside, ok = nil, c.Keys[k].Title == path
			}
			if ok {
				return &foundKey{c, path, valuesInside(c, k, inside)}, nil
			}
		}
	}
	return nil, &collection.InputError{Input: path, Message: "no notebook has such a key", Hint: c.KeysHint(path)}
}

// valuesInside returns what each run holds at a path inside a key.
func valuesInside(c *collection.Collection, key int, inside value.Path) []value.Value {
	values := make([]value.Value, len(c.Runs))
	for i := range c.Runs {
		if entry := c.Entry(i, key); entry != nil && entry.Value != nil {
			values[i], _ = value.Lookup(entry.Value, inside)
		}
	}
	return values
}

// checkKind complains when no run has a part: nothing stands under the key, or
// something else.
func (found *foundKey) checkKind(parts []*framePart, sought kindSought) error {
	var other value.Value
	for i, p := range parts {
		if p != nil {
			return nil
		}
		if other == nil {
			other = found.values[i]
		}
	}
	message := "no run has a value there"
	if other != nil {
		message = "holds " + withArticle(string(other.Kind())) + ", no " + sought.name
	}
	hint := "no key holds a " + sought.name
	if fitting := keysHolding(found.c, sought); len(fitting) > 0 {
		hint = "keys that hold a " + sought.name + ": " + listedNames(fitting)
	}
	return &collection.InputError{Input: found.title, Message: message, Hint: hint}
}

// keysHolding returns the titles of the keys that hold such a value in some run.
func keysHolding(c *collection.Collection, sought kindSought) []string {
	var titles []string
	for k, key := range c.Keys {
		for i := range c.Runs {
			if entry := c.Entry(i, k); entry != nil && entry.Value != nil && sought.is(entry.Value) {
				titles = append(titles, key.Title)
				break
			}
		}
	}
	return titles
}

func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
