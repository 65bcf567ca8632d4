package grid

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The names that make a mapping more than a product of its lists.
const (
	gridKey    = "grid"
	zipKey     = "zip"
	paramsKey  = "params"
	excludeKey = "exclude"
	tasksKey   = "tasks"
)

// build makes a grid of a document: a mapping of names to lists, or of grid,
// zip, params and exclude to what they say, or a list of such mappings.
func build(v value.Value) (*Grid, error) {
	switch v := v.(type) {
	case value.List:
		return concatenation(v)
	case value.Dict:
		if isWrapped(v) {
			return wrapped(v)
		}
		axes, err := product(v)
		if err != nil {
			return nil, err
		}
		return &Grid{blocks: []block{{axes: axes}}}, nil
	case value.Null:
		return nil, fmt.Errorf("there is nothing in it")
	}
	return nil, fmt.Errorf("a grid is a mapping of names to lists of values, not %s", article(v))
}

func article(v value.Value) string { return "a " + string(v.Kind()) }

func concatenation(list value.List) (*Grid, error) {
	var grids []*Grid
	for i, e := range list {
		if _, ok := e.(value.Dict); !ok {
			return nil, fmt.Errorf("element %d of the list of grids is %s, not a mapping", i, article(e))
		}
		g, err := build(e)
		if err != nil {
			return nil, err
		}
		grids = append(grids, g)
	}
	if len(grids) == 0 {
		return nil, fmt.Errorf("the list of grids is empty")
	}
	return Join(grids...), nil
}

// isWrapped tells {grid: {...}} from a parameter that is called grid.
func isWrapped(d value.Dict) bool {
	for _, item := range d {
		switch item.Key {
		case value.Text(gridKey):
			switch v := item.Value.(type) {
			case value.Dict:
				return true
			case value.List:
				if len(v) > 0 && !slices.ContainsFunc(v, func(e value.Value) bool { _, ok := e.(value.Dict); return !ok }) {
					return true
				}
			}
		case value.Text(zipKey):
			if _, ok := item.Value.(value.Dict); ok {
				return true
			}
		}
	}
	return false
}

// wrapped reads a mapping of grid, zip, params and exclude.
func wrapped(d value.Dict) (*Grid, error) {
	for _, item := range d {
		switch item.Key {
		case value.Text(gridKey), value.Text(zipKey), value.Text(paramsKey), value.Text(excludeKey):
		default:
			return nil, fmt.Errorf("%s does not stand beside %s, %s, %s and %s", value.KeyName(item.Key), gridKey, zipKey, paramsKey, excludeKey)
		}
	}
	g := &Grid{blocks: []block{{axes: []axis{}}}}
	if v := d.Get(gridKey); v != nil {
		var err error
		if g, err = build(v); err != nil {
			return nil, err
		}
	}
	for _, key := range []string{zipKey, paramsKey} {
		v := d.Get(key)
		if v == nil {
			continue
		}
		values, ok := v.(value.Dict)
		if !ok {
			return nil, fmt.Errorf("%s is %s, not a mapping", key, article(v))
		}
		read := zip
		if key == paramsKey {
			read = constants
		}
		a, err := read(values)
		if err != nil {
			return nil, err
		}
		if err := g.multiply(a, key); err != nil {
			return nil, err
		}
	}
	if v := d.Get(excludeKey); v != nil {
		return g, g.addRules(v)
	}
	return g, nil
}

// multiply adds an axis to every block; it is faster than those that are there.
func (g *Grid) multiply(a axis, key string) error {
	for _, name := range g.Names() {
		if slices.Contains(a.names, name) {
			return fmt.Errorf("the name %s stands in both grid and %s", name, key)
		}
	}
	for i := range g.blocks {
		g.blocks[i].axes = append(g.blocks[i].axes, a)
	}
	return nil
}

// product reads a mapping of names to their values.
func product(d value.Dict) ([]axis, error) {
	if len(d) == 0 {
		return nil, fmt.Errorf("the grid names no parameter")
	}
	var axes []axis
	for _, item := range d {
		name := value.KeyName(item.Key)
		values, err := valuesOf(name, item.Value)
		if err != nil {
			return nil, err
		}
		a := axis{names: []string{name}}
		for _, v := range values {
			a.rows = append(a.rows, []value.Value{v})
		}
		axes = append(axes, a)
	}
	return axes, nil
}

// function is how ploomber names a function that returns the values.
var function = lazyre.New(`^[\w.]+::\w+$`)

// valuesOf returns the values of an axis: those of a list or a range, else the
// one value that it is.
func valuesOf(name string, v value.Value) ([]value.Value, error) {
	list, ok := v.(value.List)
	if !ok {
		list = value.List{v}
	}
	var values []value.Value
	for _, e := range list {
		if text, ok := e.(value.Text); ok && function.MatchString(string(text)) {
			return nil, fmt.Errorf("%s: %s is a function that ploomber would call, and nothing is run here: list the values", name, text)
		}
		r, ok := e.(span)
		if !ok {
			values = append(values, settled(e))
			continue
		}
		expanded, err := r.values()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values = append(values, expanded...)
	}
	if len(values) == 0 {
		return nil, fmt.Errorf("%s has no values", name)
	}
	return values, nil
}

// zip reads names whose values go together.
func zip(d value.Dict) (axis, error) {
	var a axis
	for i, item := range d {
		name := value.KeyName(item.Key)
		values, err := valuesOf(name, item.Value)
		if err != nil {
			return a, err
		}
		if i == 0 {
			a.rows = make([][]value.Value, len(values))
		}
		if len(values) != len(a.rows) {
			return a, fmt.Errorf("zip: %s has %d values and %s %d", a.names[0], len(a.rows), name, len(values))
		}
		a.names = append(a.names, name)
		for k, v := range values {
			a.rows[k] = append(a.rows[k], v)
		}
	}
	if len(d) == 0 {
		return a, fmt.Errorf("zip names no parameter")
	}
	return a, nil
}

// constants reads names with one value each, which may be a list.
func constants(d value.Dict) (axis, error) {
	a := axis{rows: [][]value.Value{nil}}
	for _, item := range d {
		a.names = append(a.names, value.KeyName(item.Key))
		a.rows[0] = append(a.rows[0], settled(item.Value))
	}
	return a, nil
}

// addRules reads exclude: a mapping of names to a value or a list of values,
// or a list of such mappings.
func (g *Grid) addRules(v value.Value) error {
	list, ok := v.(value.List)
	if !ok {
		list = value.List{v}
	}
	names := g.Names()
	for _, e := range list {
		d, ok := e.(value.Dict)
		if !ok || len(d) == 0 {
			return fmt.Errorf("exclude: a rule is a mapping of names to values")
		}
		var r rule
		for _, item := range d {
			name := value.KeyName(item.Key)
			if !slices.Contains(names, name) {
				return fmt.Errorf("exclude: the grid has no parameter %s; it has %s", name, strings.Join(names, ", "))
			}
			values, err := valuesOf(name, item.Value)
			if err != nil {
				return fmt.Errorf("exclude: %w", err)
			}
			r.names, r.values = append(r.names, name), append(r.values, values)
		}
		g.exclude = append(g.exclude, r)
	}
	return nil
}
