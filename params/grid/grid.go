// Package grid expands grids of parameters: the points of an experiment.
//
// # Vocabulary
//
// A point is one set of parameters, and so one copy of a template. A grid
// consists of blocks, whose points follow one another. A block is the product
// of its axes, the last axis fastest; an axis is the values of one name, or of
// several names that go together (zip). A block may also be a plain list of
// points.
//
// [Inline] reads the grid of a command line, [Read] that of a file. The forms
// of YAML are ploomber's, so that the grid of a pipeline.yaml can be used.
package grid

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A Param is a parameter of a point.
type Param struct {
	Name  string
	Value value.Value
}

// A Point is the parameters of one copy, in the order of the grid; no name
// stands twice.
type Point []Param

// MaxPoints is how many points a grid may have, unless a sample is taken.
const MaxPoints = 1_000_000

// A Grid is a list of points that need not be expanded. It is never empty.
type Grid struct {
	blocks  []block
	exclude []rule
}

// A block is a product of axes, or else a list of points.
type block struct {
	axes   []axis
	points []Point
}

// An axis is the values of its names: each of rows has one for each name.
type axis struct {
	names []string
	rows  [][]value.Value
}

// A rule matches the points that have one of the values for each of its names.
type rule struct {
	names  []string
	values [][]value.Value
}

func (b block) len() int {
	if b.axes == nil {
		return len(b.points)
	}
	n := 1
	for _, a := range b.axes {
		if n > math.MaxInt32*1024/max(len(a.rows), 1) {
			return math.MaxInt32 * 1024 // more than anybody counts
		}
		n *= len(a.rows)
	}
	return n
}

// at returns the i-th point of the block.
func (b block) at(i int) Point {
	if b.axes == nil {
		return b.points[i]
	}
	rows := make([]int, len(b.axes))
	for k := len(b.axes) - 1; k >= 0; k-- {
		n := len(b.axes[k].rows)
		rows[k] = i % n
		i /= n
	}
	var p Point
	for k, a := range b.axes {
		for j, name := range a.names {
			p = append(p, Param{name, a.rows[rows[k]][j]})
		}
	}
	return p
}

// Len returns how many points the grid has before its exclusions; 2^41 and
// above is only a bound.
func (g *Grid) Len() int {
	n := 0
	for _, b := range g.blocks {
		n += b.len()
	}
	return n
}

func (g *Grid) at(i int) Point {
	for _, b := range g.blocks {
		if n := b.len(); i >= n {
			i -= n
			continue
		}
		return b.at(i)
	}
	return nil
}

// Names returns the names of all points, each once, in their order.
func (g *Grid) Names() []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, b := range g.blocks {
		for _, a := range b.axes {
			for _, name := range a.names {
				add(name)
			}
		}
		for _, p := range b.points {
			for _, param := range p {
				add(param.Name)
			}
		}
	}
	return names
}

// Join returns the grid of all points of several.
func Join(grids ...*Grid) *Grid {
	all := &Grid{}
	for _, g := range grids {
		all.blocks = append(all.blocks, g.blocks...)
		all.exclude = append(all.exclude, g.exclude...)
	}
	return all
}

// Points returns all points, but for those that are excluded. The error says
// when there are more than [MaxPoints], or none are left.
func (g *Grid) Points() ([]Point, error) {
	if n := g.Len(); n > MaxPoints {
		return nil, fmt.Errorf("the grid has %d points, more than %d", n, MaxPoints)
	}
	var points []Point
	for i := range g.Len() {
		if p := g.at(i); !g.excludes(p) {
			points = append(points, p)
		}
	}
	if len(points) == 0 {
		return nil, fmt.Errorf("all %d points of the grid are excluded", g.Len())
	}
	return points, nil
}

// maxMisses is how often Sample draws an excluded point before it gives up.
const maxMisses = 1_000_000

// Sample returns n points that are drawn from the grid without repetition, in
// the grid's order; all when it has no more. The same seed draws the same
// points of the same grid.
func (g *Grid) Sample(n int, seed uint64) ([]Point, error) {
	rng := rand.New(rand.NewPCG(seed, 0))
	if g.Len() <= MaxPoints {
		points, err := g.Points()
		if err != nil || n >= len(points) {
			return points, err
		}
		drawn := rng.Perm(len(points))[:n]
		slices.Sort(drawn)
		sample := make([]Point, n)
		for i, at := range drawn {
			sample[i] = points[at]
		}
		return sample, nil
	}
	if n > MaxPoints {
		return nil, fmt.Errorf("a sample of %d points is more than %d", n, MaxPoints)
	}
	drawn := map[int]bool{}
	var order []int
	for misses := 0; len(order) < n; {
		i := rng.IntN(g.Len())
		if drawn[i] {
			continue
		}
		drawn[i] = true
		if g.excludes(g.at(i)) {
			if misses++; misses == maxMisses {
				return nil, fmt.Errorf("%d drawn points of the grid are all excluded", maxMisses)
			}
			continue
		}
		order = append(order, i)
	}
	slices.Sort(order)
	sample := make([]Point, n)
	for k, i := range order {
		sample[k] = g.at(i)
	}
	return sample, nil
}

func (g *Grid) excludes(p Point) bool {
	return slices.ContainsFunc(g.exclude, func(r rule) bool { return r.matches(p) })
}

func (r rule) matches(p Point) bool {
	for i, name := range r.names {
		at := slices.IndexFunc(p, func(param Param) bool { return param.Name == name })
		if at < 0 || !slices.ContainsFunc(r.values[i], func(v value.Value) bool { return value.Equal(v, p[at].Value) }) {
			return false
		}
	}
	return true
}
