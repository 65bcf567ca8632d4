package collection

import (
	"math"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// values compares what stands at a path in the baseline's value and in the
// run's, by their kind; nil is missing.
func (d *differ) values(path value.Path, base, v value.Value) {
	switch {
	case base == nil && v == nil:
		return
	case base == nil || v == nil:
		d.change(path, base, v)
		return
	case d.equal(base, v):
		return
	}
	d.captions(path, base, v)
	switch shapeOf([]value.Value{base, v}) {
	case textShape:
		d.texts(path, base, v)
	case setShape:
		d.lists(path, base, v)
	case tableShape:
		d.tables(path, base, v)
	case imageShape:
		d.figures(path, base, v)
	default:
		d.parts(path, base, v)
	}
}

// equal reports whether two values are equal, and counts the tables in them that
// may differ where the notebooks do not show them.
func (d *differ) equal(base, v value.Value) bool {
	if !value.Equal(base, v) {
		return false
	}
	switch base := base.(type) {
	case *value.Table:
		if base.Truncated {
			d.out.Partial++
		}
	case value.List:
		for _, e := range base {
			if e, ok := e.(*value.Table); ok && e.Truncated {
				d.out.Partial++
			}
		}
	}
	return true
}

// parts compares scalars, and what has parts: part by part.
func (d *differ) parts(path value.Path, base, v value.Value) {
	switch a := base.(type) {
	case value.Number:
		if b, ok := v.(value.Number); ok && d.tolerates(a, b) {
			return
		}
	case value.Text:
		if b, ok := v.(value.Text); ok && normalText(string(a)) == normalText(string(b)) {
			return
		}
	case value.Dict:
		if b, ok := v.(value.Dict); ok && distinctNames(a) && distinctNames(b) {
			d.dicts(path, a, b)
			return
		}
	case value.List:
		if b, ok := v.(value.List); ok {
			d.elements(path, a, b)
			return
		}
	case value.Tuple:
		if b, ok := v.(value.Tuple); ok {
			d.elements(path, a, b)
			return
		}
	case *value.Table: // of one row, and of columns that are not told apart by name
		if v.Kind() == value.KindTable {
			d.tables(path, base, v)
			return
		}
	}
	d.change(path, base, v)
}

// tolerates reports whether b, which differs, is close enough to the baseline's
// a, and counts it. NaN and the infinities are close to nothing.
func (d *differ) tolerates(a, b value.Number) bool {
	if d.opts.AbsTol == 0 && d.opts.RelTol == 0 || math.IsInf(a.Float, 0) {
		return false
	}
	if math.Abs(subtract(b, a)) <= d.opts.AbsTol+d.opts.RelTol*math.Abs(a.Float) {
		d.out.Tolerated++
		return true
	}
	return false
}

func distinctNames(dict value.Dict) bool {
	seen := make(map[string]bool, len(dict))
	for _, item := range dict {
		seen[value.KeyName(item.Key)] = true
	}
	return len(seen) == len(dict)
}

func (d *differ) dicts(path value.Path, a, b value.Dict) {
	named := make(map[string]value.Value, len(b))
	for _, item := range b {
		named[value.KeyName(item.Key)] = item.Value
	}
	for _, item := range a {
		name := value.KeyName(item.Key)
		d.values(step(path, value.Segment{Name: name}), item.Value, named[name])
		delete(named, name)
	}
	for _, item := range b {
		name := value.KeyName(item.Key)
		if v, left := named[name]; left {
			d.values(step(path, value.Segment{Name: name}), nil, v)
		}
	}
}

// elements compares two lists place by place.
func (d *differ) elements(path value.Path, a, b []value.Value) {
	for i := range max(len(a), len(b)) {
		var x, y value.Value
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		d.values(step(path, value.Segment{Index: i, IsIndex: true}), x, y)
	}
}

// step returns a new path that goes one step further.
func step(path value.Path, segment value.Segment) value.Path {
	return append(path[:len(path):len(path)], segment)
}

// lists compares lists and sets of scalars: floats in lists of one length place
// by place, all else by membership. Integers may be ids, and then the place of
// each means nothing.
func (d *differ) lists(path value.Path, base, v value.Value) {
	a, b := members(base), members(v)
	if base.Kind() == v.Kind() && base.Kind() != value.KindSet && len(a) == len(b) && areFloats(slices.Concat(a, b)) {
		d.elements(path, a, b)
		return
	}
	balance := map[string]int{} // how much more often the run has an element
	for _, e := range a {
		balance[memberID(e)]--
	}
	for _, e := range b {
		balance[memberID(e)]++
	}
	detail := &SetDiff{Removed: surplus(a, balance, -1), Added: surplus(b, balance, 1)}
	if len(detail.Removed)+len(detail.Added) == 0 {
		// Equal elements in two kinds, in another order, or in other reprs.
		same := slices.EqualFunc(a, b, func(x, y value.Value) bool { return memberID(x) == memberID(y) })
		if same && base.Kind() == v.Kind() || base.Kind() == value.KindSet && v.Kind() == value.KindSet {
			return
		}
		detail.Reordered = !same && base.Kind() != value.KindSet && v.Kind() != value.KindSet
	}
	d.changeWith(path, base, v, detail)
}

// surplus returns the last elements that a list has more often than the other:
// those whose balance has a sign.
func surplus(list []value.Value, balance map[string]int, sign int) (more []value.Value) {
	for _, e := range slices.Backward(list) {
		if id := memberID(e); balance[id]*sign > 0 {
			balance[id] -= sign
			more = append(more, e)
		}
	}
	slices.Reverse(more)
	return more
}

func memberID(v value.Value) string {
	if text, ok := v.(value.Text); ok {
		v = value.Text(normalText(string(text)))
	}
	return canonical(v)
}

// areFloats reports whether all are numbers or missing ones, and not all of the
// numbers integers.
func areFloats(list []value.Value) bool {
	floats := 0
	for _, v := range list {
		switch n := v.(type) {
		case value.Null:
		case value.Number:
			if !n.IsInt {
				floats++
			}
		default:
			return false
		}
	}
	return floats > 0
}

// figures compares two figures by what they are drawn from, and pictures by
// their pixels.
func (d *differ) figures(path value.Path, base, v value.Value) {
	a, ok := base.(*value.Figure)
	b, both := v.(*value.Figure)
	if ok && both && a.MIMEType == b.MIMEType {
		d.values(path, specOf(a), specOf(b))
		return
	}
	detail, n := &PictureDiff{}, len(d.out.Differences)
	if d.changeWith(path, base, v, detail); len(d.out.Differences) > n {
		d.pictures = append(d.pictures, picturePair{detail, base, v})
	}
}

// What Python and others write of an object that has no value of its own:
// where it stands in memory, and how large a figure is on the screen; and the names
// that folium and plotly make up for the parts of a page, anew each time.
var (
	address    = lazyre.New(`\bat 0x[0-9a-fA-F]{6,16}\b|\b0x(?:0000)?[0-9a-fA-F]{9,12}\b`)
	figureRepr = lazyre.New(`<Figure size [0-9.]+x[0-9.]+ with [0-9]+ (?:Axes|axes)>|\bFigure\([0-9.]+x[0-9.]+\)`)
	pagePart   = lazyre.New(`(\b[a-z][a-z_]*_)[0-9a-f]{32}\b|(["'])[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(["'])`)
)

// NormalText returns a text of an output without what differs from run to run and
// means nothing: addresses of objects, how large a figure is drawn, names of a page's parts.
func NormalText(text string) string { return normalText(text) }

// normalText returns text without what differs from run to run and means nothing.
func normalText(text string) string {
	if strings.Contains(text, "-4") || strings.IndexByte(text, '_') >= 0 {
		text = pagePart.ReplaceAllString(text, "$1$2$3")
	}
	if !mayHaveRepr(text) {
		return text
	}
	return figureRepr.ReplaceAllString(address.ReplaceAllString(text, "at 0x"), "<Figure>")
}

// mayHaveRepr is a quick look before the slow regular expressions.
func mayHaveRepr(text string) bool {
	for i := range len(text) - 1 {
		if text[i] == '0' && text[i+1] == 'x' || text[i] == 'F' && text[i+1] == 'i' {
			return true
		}
	}
	return false
}
