package collection

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// shortText is how many characters a text of one line may have to be compared
// as a whole.
const shortText = 80

// A Comparison is what all runs hold under one key, compared by its kind. Its
// Body is one of [*Scalars], [*Sets], [*Tables], [*Texts], [*Images] or
// [*Mixed].
type Comparison struct {
	Key int // index into Collection.Keys
	// Cells holds the whole value of each run, or why there is none.
	Cells []Cell
	// Differs says that not all runs that have a value have the same, or that
	// some have none. Runs that could not be read do not count.
	Differs bool
	Body    any
}

// Scalars compares numbers, truth values, nulls, short texts, dicts and
// one-row tables: one row a path inside the value (one row with an empty path
// for plain scalars), those that differ first, otherwise in first-seen order.
type Scalars struct {
	Rows []Column // Column.Key is Comparison.Key
}

// Mixed holds values whose kinds do not go together; they stand side by side.
type Mixed struct{}

// Compare compares the values of one key over all runs. key is an index into
// c.Keys. The pixels of pictures are left to [Collection.ComparePixels].
func (c *Collection) Compare(key int) *Comparison {
	cmp := &Comparison{Key: key, Cells: make([]Cell, len(c.Runs))}
	values := make([]value.Value, len(c.Runs))
	for run := range c.Runs {
		if e := c.Entry(run, key); e != nil && e.Value != nil {
			values[run] = e.Value
			cmp.Cells[run].Value = e.Value
			continue
		}
		cmp.Cells[run].Reason = c.reason(run, key)
	}
	cmp.Differs = c.differ(values)
	switch shapeOf(values) {
	case scalarShape:
		cmp.Body = c.compareScalars(key)
	case setShape:
		cmp.Body = compareSets(values)
	case tableShape:
		cmp.Body = c.compareTables(key, values)
	case textShape:
		cmp.Body = c.compareTexts(values)
	case imageShape:
		cmp.Body = c.compareImages(values)
	default:
		cmp.Body = &Mixed{}
	}
	return cmp
}

// differ reports whether the runs that were read have different values, or
// some of them none.
func (c *Collection) differ(values []value.Value) bool {
	var first value.Value
	missing := false
	for run, v := range values {
		switch {
		case c.Runs[run].Err != nil:
		case v == nil:
			missing = true
		case first == nil:
			first = v
		case !value.Equal(first, v):
			return true
		}
	}
	return missing && first != nil
}

// compareScalars gives the columns of a key, those that differ first.
func (c *Collection) compareScalars(key int) *Scalars {
	var differing, equal []Column
	first, _ := slices.BinarySearchFunc(c.flat, key, func(f flatColumn, key int) int { return f.key - key })
	for i := first; i < len(c.flat) && c.flat[i].key == key; i++ {
		col := c.column(&c.flat[i])
		if c.differ(c.flat[i].values) {
			differing = append(differing, col)
		} else {
			equal = append(equal, col)
		}
	}
	return &Scalars{Rows: append(differing, equal...)}
}

// A shape tells how values are compared.
type shape int

const (
	noShape     shape = iota // nothing that is compared
	plainShape               // a scalar that stands for itself
	scalarShape              // a dict or a table of one row
	setShape
	tableShape
	textShape
	imageShape
)

// shapeOf returns the shape that all values have in common, or noShape.
// Short texts go with long ones and with numbers, a table of one row goes with
// dicts and with longer tables.
func shapeOf(values []value.Value) shape {
	var seen [imageShape + 1]bool
	texts, dicts := true, false // all values are texts; some are dicts
	for _, v := range values {
		if v != nil {
			s := shapeOfOne(v)
			seen[s] = true
			texts = texts && (s == textShape || v.Kind() == value.KindText)
			dicts = dicts || v.Kind() == value.KindDict
		}
	}
	var found []shape
	for s, ok := range seen {
		if ok {
			found = append(found, shape(s))
		}
	}
	switch {
	case len(found) == 1 && found[0] == plainShape:
		return scalarShape
	case len(found) == 1:
		return found[0]
	case len(found) == 2 && seen[plainShape] && seen[textShape] && texts:
		return textShape
	case len(found) == 2 && seen[scalarShape] && seen[tableShape] && !dicts:
		return tableShape
	}
	return noShape
}

func shapeOfOne(v value.Value) shape {
	switch v := v.(type) {
	case value.Null, value.Bool, value.Number, value.Bytes:
		return plainShape
	case value.Text:
		if utf8.RuneCountInString(string(v)) > shortText || strings.ContainsAny(string(v), "\n\r") {
			return textShape
		}
		return plainShape
	case value.Dict:
		return scalarShape
	case *value.Table:
		if len(v.Rows) == 1 {
			return scalarShape
		}
		return tableShape
	case value.List:
		return shapeOfList(v)
	case value.Tuple:
		return shapeOfList(v)
	case value.Set:
		return setShape
	case value.Markup, value.Error:
		return textShape
	case *value.Image:
		if v.Kind() == value.KindFile {
			return noShape
		}
		return imageShape
	case *value.Figure:
		return imageShape
	}
	return noShape
}

// shapeOfList tells lists of scalars from records (a list of dicts, such as
// one a training epoch), which are compared as a table.
func shapeOfList(list []value.Value) shape {
	dicts, scalars := 0, 0
	for _, v := range list {
		switch v.(type) {
		case value.Dict:
			dicts++
		case value.Null, value.Bool, value.Number, value.Text, value.Bytes:
			scalars++
		}
	}
	switch {
	case scalars == len(list):
		return setShape
	case dicts == len(list):
		return tableShape
	}
	return noShape
}
