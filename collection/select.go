package collection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// selectKeys keeps the keys that the globs of Options.Keys match, in their
// order, without those of Options.Exclude. A glob that matches no key but
// columns inside one keeps these alone.
func (c *Collection) selectKeys(keys, exclude []string) error {
	chosen, err := c.chosenKeys(keys)
	if err != nil {
		return err
	}
	all, flat := c.Keys, c.flat
	excluded, err := c.excluded(exclude)
	if err != nil {
		return err
	}
	columns := make(map[int][]flatColumn, len(all))
	for _, f := range flat {
		columns[f.key] = append(columns[f.key], f)
	}
	c.Keys, c.flat = nil, nil
	for _, ch := range chosen {
		k := all[ch.key]
		if excluded[k.Title] {
			continue
		}
		n := len(c.flat)
		for _, f := range columns[ch.key] {
			if !excluded[f.title] && (ch.only == nil || slices.Contains(ch.only, f.title)) {
				f.key = len(c.Keys)
				c.flat = append(c.flat, f)
			}
		}
		if len(c.flat) > n {
			c.Keys = append(c.Keys, k)
		}
	}
	if len(c.Keys) == 0 && len(all) > 0 {
		c.warn(&InputError{Message: "every key is left out, so nothing is compared"})
	}
	return nil
}

// A choice is a key that a glob chose, or some of its columns.
type choice struct {
	key  int
	only []string // titles of columns; nil is all
}

func (c *Collection) chosenKeys(globs []string) ([]choice, error) {
	var chosen []choice
	at := map[int]int{} // key to its place in chosen
	if len(globs) == 0 {
		for i := range c.Keys {
			chosen = append(chosen, choice{key: i})
		}
	}
	for _, glob := range globs {
		found, err := c.matches(glob)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			found = c.inside(glob)
		}
		if len(found) == 0 {
			return nil, c.noSuchKey(glob)
		}
		for _, ch := range found {
			i, there := at[ch.key]
			switch {
			case !there:
				at[ch.key] = len(chosen)
				chosen = append(chosen, ch)
			case ch.only == nil || chosen[i].only == nil:
				chosen[i].only = nil
			default:
				chosen[i].only = append(chosen[i].only, ch.only...)
			}
		}
	}
	return chosen, nil
}

// matches returns the keys that a glob matches by their title, their bare name
// or as source:name, else the columns. A name that is the glob itself wins over
// its reading as a glob.
func (c *Collection) matches(glob string) ([]choice, error) {
	pattern := strings.ReplaceAll(glob, "/", "\x00") // no separator in keys
	if !doublestar.ValidatePattern(pattern) {
		pattern = ""
	}
	var exact, found []choice
	for i := range c.Keys {
		names := c.Keys[i].names()
		switch {
		case slices.Contains(names, glob):
			exact = append(exact, choice{key: i})
		case slices.ContainsFunc(names, func(n string) bool { return matchTitle(pattern, n) }):
			found = append(found, choice{key: i})
		}
	}
	if len(exact) > 0 {
		return exact, nil
	}
	if len(found) > 0 {
		return found, nil
	}
	for i := range c.flat {
		if c.flat[i].title == glob {
			return []choice{{c.flat[i].key, []string{glob}}}, nil
		}
	}
	for i := range c.flat {
		f := &c.flat[i]
		switch n := len(found); {
		case !matchTitle(pattern, f.title):
		case n > 0 && found[n-1].key == f.key:
			found[n-1].only = append(found[n-1].only, f.title)
		default:
			found = append(found, choice{f.key, []string{f.title}})
		}
	}
	if len(found) == 0 && pattern == "" {
		return nil, &InputError{Input: glob, Message: "no such key, and not a valid glob", Err: doublestar.ErrBadPattern}
	}
	return found, nil
}

// names returns what a user may call a key.
func (k *Key) names() []string {
	names := []string{k.Title, qualified(keyID{k.Source, k.Name})}
	if k.Title == value.FullPath(k.Name, nil) {
		names = append(names, k.Name)
	}
	return names
}

func matchTitle(pattern, title string) bool {
	return pattern != "" && doublestar.MatchUnvalidated(pattern, strings.ReplaceAll(title, "/", "\x00"))
}

// excluded returns the titles of the keys and columns that globs match.
func (c *Collection) excluded(globs []string) (map[string]bool, error) {
	titles := map[string]bool{}
	for _, glob := range globs {
		found, err := c.matches(glob)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			c.warn(&InputError{Input: glob, Message: "excludes no key", Hint: c.KeysHint(glob)})
		}
		for _, ch := range found {
			if ch.only == nil {
				titles[c.Keys[ch.key].Title] = true
			}
			for _, t := range ch.only {
				titles[t] = true
			}
		}
	}
	return titles, nil
}

// inside returns the columns that a path inside a key's values means: those
// below it (cv.mae where there is cv.mae.mean), else one of its own for a
// list's element or a table's cell.
func (c *Collection) inside(path string) []choice {
	name, steps, err := value.ParsePath(path)
	if err != nil {
		return nil
	}
	for key := range c.Keys {
		left, ok := c.Keys[key].Inside(name, steps)
		if !ok || len(left) == 0 {
			continue
		}
		if below := c.columnsBelow(key, left); len(below) > 0 {
			return []choice{{key, below}}
		}
		if f, ok := c.columnAt(key, left); ok {
			c.flat = append(c.flat, f)
			return []choice{{key, []string{f.title}}}
		}
	}
	return nil
}

// Inside returns the steps that are left of a path, as [value.ParsePath] gives
// it, behind one of the key's names: its title, or source:name. ok is false
// when the path is another key's.
func (k *Key) Inside(name string, steps value.Path) (left value.Path, ok bool) {
	for _, own := range k.names() {
		if left, ok := behind(own, name, steps); ok {
			return left, true
		}
	}
	return nil, false
}

// Titled reports whether it is the key's title behind which Inside finds steps
// left, so that a column there has the path as its title.
func (k *Key) Titled(name string, steps value.Path) bool {
	_, ok := behind(k.Title, name, steps)
	return ok
}

// behind returns the steps of a path that are left behind another path.
func behind(own, name string, steps value.Path) (left value.Path, ok bool) {
	ownName, ownSteps, err := value.ParsePath(own)
	if err != nil || ownName != name || len(ownSteps) > len(steps) || !slices.Equal(ownSteps, steps[:len(ownSteps)]) {
		return nil, false
	}
	return steps[len(ownSteps):], true
}

func (c *Collection) columnsBelow(key int, path value.Path) (titles []string) {
	for i := range c.flat {
		f := &c.flat[i]
		if f.key == key && len(f.path) > len(path) && slices.Equal(f.path[:len(path)], path) {
			titles = append(titles, f.title)
		}
	}
	return titles
}

// columnAt makes the column of what stands at a path inside a key's values;
// ok is false when no run has anything there.
func (c *Collection) columnAt(key int, path value.Path) (f flatColumn, ok bool) {
	f = flatColumn{title: c.Keys[key].Title + path.String(), key: key, path: path, values: make([]value.Value, len(c.Runs))}
	for run := range c.Runs {
		if e := c.Entry(run, key); e != nil && e.Value != nil {
			f.values[run], _ = value.Lookup(e.Value, path)
			ok = ok || f.values[run] != nil
		}
	}
	return f, ok
}

// leadsInside reports whether one of the paths may lead into a value.
func leadsInside(paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return strings.Contains(p, "[") || strings.Contains(p, ".") })
}

// unaskedNames returns a function that reports whether Options.Keys cannot choose
// a key of this name, in whatever source; nil when that is not known. A key that
// is chosen by no glob is chosen by a text that holds its name as it is, unless
// the name has what is escaped in titles.
func unaskedNames(opts *Options) func(name string) bool {
	isGlob := func(key string) bool { return strings.ContainsAny(key, `*?[{\`) }
	// Better may name a column of any table.
	if len(opts.Keys) == 0 || opts.Keep != nil || opts.Name != "" || len(opts.Better) > 0 || slices.ContainsFunc(opts.Keys, isGlob) {
		return nil
	}
	escaped := func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r >= 0x7F }
	return func(name string) bool {
		holds := func(key string) bool { return strings.Contains(key, name) }
		return strings.IndexFunc(name, escaped) < 0 && !slices.ContainsFunc(opts.Keys, holds)
	}
}

// taggedOutputs returns the tags of paths such as tag:roc[0], each once.
func taggedOutputs(paths []string) (tags []string) {
	for _, path := range paths {
		name, steps, err := value.ParsePath(path)
		tag, ok := strings.CutPrefix(name, string(introspect.SourceTag)+":")
		if err == nil && ok && len(steps) > 0 && steps[0].IsIndex && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

func (c *Collection) noSuchKey(glob string) error {
	return &InputError{Input: glob, Message: "matches no key", Hint: c.KeysHint(glob)}
}

// KeysHint lists the keys that exist, those that look alike first; of a name that gives no
// value it says why.
func (c *Collection) KeysHint(glob string) string {
	if why := c.Unshown(glob); why != "" {
		return why
	}
	var titles []string
	for i := range c.Keys {
		titles = append(titles, c.Keys[i].Title)
	}
	if len(titles) == 0 {
		return "there are no keys"
	}
	if alike := near(glob, titles); len(alike) > 0 {
		return fmt.Sprintf("%s The keys are %s", didYouMean(alike), listed(titles))
	}
	return "the keys are " + listed(titles)
}
