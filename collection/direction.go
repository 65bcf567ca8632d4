package collection

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// String returns lower, higher or none, as [ParseBetter] reads them.
func (d Direction) String() string {
	switch d {
	case LowerIsBetter:
		return "lower"
	case HigherIsBetter:
		return "higher"
	}
	return "none"
}

// ParseBetter reads a list such as mse=lower,auc=higher,report["a,b"].f1=none
// for Options.Better. A later entry wins.
func ParseBetter(text string) (map[string]Direction, error) {
	better := map[string]Direction{}
	for _, part := range splitOutsideQuotes(text, ',') {
		i := strings.LastIndexByte(part, '=')
		name, word := strings.TrimSpace(part[:max(i, 0)]), strings.TrimSpace(part[i+1:])
		if i < 0 || name == "" {
			return nil, &InputError{Input: part, Message: "no metric with a direction", Hint: "write mse=lower or auc=higher"}
		}
		d, ok := map[string]Direction{"lower": LowerIsBetter, "higher": HigherIsBetter, "none": NoDirection}[word]
		if !ok {
			return nil, &InputError{Input: part, Message: fmt.Sprintf("%q is no direction", word),
				Hint: "directions are lower, higher and none"}
		}
		better[name] = d
	}
	return better, nil
}

// splitOutsideQuotes splits at sep, but not between double quotes.
func splitOutsideQuotes(text string, sep byte) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == sep && !quoted:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// direction finds which numbers of a column are better: what the user said of
// its title, its last segment or its key, else what the name tells.
func (c *Collection) direction(f *flatColumn) Direction {
	k := &c.Keys[f.key]
	if k.Source == introspect.SourceParam {
		return NoDirection
	}
	names := []string{k.Name}
	for _, s := range f.path {
		if !s.IsIndex {
			names = append(names, s.Name)
		}
	}
	if d, ok := c.stated(f.title, names); ok || k.Source == introspect.SourceMeta {
		return d // how long a run took is no metric of its model, unless somebody says so
	}
	return told(names)
}

// directionOf finds the direction of something under a title whose names lead
// to it from the key.
func (c *Collection) directionOf(title string, names []string) Direction {
	if d, ok := c.stated(title, names); ok {
		return d
	}
	return told(names)
}

// stated returns the direction that the user stated for the title, the last
// name or the key.
func (c *Collection) stated(title string, names []string) (Direction, bool) {
	for _, name := range []string{title, names[len(names)-1], names[0]} {
		if d, ok := c.better[name]; ok {
			return d, true
		}
	}
	return NoDirection, false
}

// told returns the direction that names tell. In cv.mae.mean the name of the
// metric stands before the statistic.
func told(names []string) Direction {
	for i := len(names) - 1; i >= 0; i-- {
		if d := wellKnown(names[i]); d != NoDirection || !statistics[strings.ToLower(names[i])] {
			return d
		}
	}
	return NoDirection
}

// warnOfUnusedDirections warns of the directions that the user stated for
// names that no metric has.
func (c *Collection) warnOfUnusedDirections() {
	if len(c.better) == 0 {
		return
	}
	known := map[string]bool{}
	for i := range c.flat {
		f := &c.flat[i]
		known[f.title] = true
		known[c.Keys[f.key].Name] = true
		if n := len(f.path); n > 0 {
			known[f.path[n-1].Name] = true
		}
		for _, v := range f.values {
			if t, ok := v.(*value.Table); ok {
				knowLabels(known, f.title, t)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.better)) {
		if !known[name] {
			c.warn(&InputError{Input: name, Message: "no metric has this name, so its direction is of no use", Hint: c.KeysHint(name)})
		}
	}
}

// knowLabels adds what the cells of a table may be called.
func knowLabels(known map[string]bool, title string, t *value.Table) {
	for _, labels := range [][]value.Label{t.Columns, t.Index} {
		for _, l := range labels {
			known[l.String()] = true
			known[title+value.Path{{Name: l.String()}}.String()] = true
		}
	}
}
