package rule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A target is what a path means in a collection: the key and the steps that are
// left inside its value, or one of the columns that are no key.
type target struct {
	key    int // index into Keys; -1 for none
	inside value.Path
	column string // notebook or status; else ""
	// sought says that someHas has looked, and some what it found.
	sought, some bool
}

// target finds what a path means. A bare name that is no key is the parameter of
// this name, as in collection.FindColumn.
func (v *Evaluator) target(t *pathTerm) *target {
	found, ok := v.targets[t]
	if !ok {
		found = v.find(t)
		v.targets[t] = found
	}
	return found
}

func (v *Evaluator) find(t *pathTerm) *target {
	for _, r := range t.readings {
		if len(r.steps) == 0 && (r.name == "notebook" || r.name == "status") {
			return &target{key: -1, column: r.name}
		}
		if found := v.key(r.name, r.steps); found != nil {
			return found
		}
	}
	for _, r := range t.readings {
		parameter := append(value.Path{{Name: r.name}}, r.steps...)
		if found := v.key("params", parameter); found != nil {
			return found
		}
	}
	return &target{key: -1}
}

// key finds the key that a path leads into, in the order of
// collection.FindColumn: where a run has something at what is titled so, that;
// metrics.mse is the entry of the dict metrics rather than the tag metrics.mse.
// Else of several keys it is the one whose name goes furthest: tag:roc[0] is an
// output of a cell when there is a key of that name. nil is none.
func (v *Evaluator) key(name string, steps value.Path) *target {
	var titled, named *target
	for i := range v.runs.Keys {
		key := &v.runs.Keys[i]
		left, ok := key.Inside(name, steps)
		if !ok {
			continue
		}
		found := &target{key: i, inside: left}
		if named == nil || len(left) < len(named.inside) {
			named = found
		}
		if key.Titled(name, steps) && (titled == nil || len(left) < len(titled.inside)) {
			titled = found
		}
	}
	if titled != nil && titled != named && v.someHas(titled) {
		return titled
	}
	return named
}

// value looks a path up in the run.
func (t *pathTerm) value(e *evaluation) (value.Value, *Undefined) {
	run := e.runs.Runs[e.run]
	to := e.target(t)
	switch to.column {
	case "notebook":
		return value.Text(run.Name), nil
	case "status":
		return value.Text(statusOf(run)), nil
	}
	if to.key < 0 {
		return nil, &Undefined{Problem: "no run has " + t.title, Hint: e.hint(t),
			Missing: true, Unknown: true, offset: t.offset}
	}
	found, reason := e.runs.At(e.run, to.key, to.inside)
	if found != nil {
		return found, nil
	}
	undefined := &Undefined{Problem: fmt.Sprintf("%s%s is missing: %s", e.where(), t.title, reason), Missing: true, offset: t.offset}
	if run.Err == nil && !e.someHas(to) {
		undefined.Problem, undefined.Unknown, undefined.Hint = "no run has "+t.title, true, cmp.Or(e.tableHint(to), e.hint(t))
	}
	return nil, undefined
}

// where names the baseline when the run is looked at as such.
func (e *evaluation) where() string {
	if e.baseline {
		return "in the baseline "
	}
	return ""
}

// someHas reports whether any run has something at a target.
func (v *Evaluator) someHas(to *target) bool {
	for run := 0; run < len(v.runs.Runs) && !to.sought && !to.some; run++ {
		found, _ := v.runs.At(run, to.key, to.inside)
		to.some = found != nil
	}
	to.sought = true
	return to.some
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// hint lists the columns that exist, those that look alike first, and how to
// write the nearest when it is no plain path.
func (v *Evaluator) hint(t *pathTerm) string {
	if why := v.runs.Unshown(t.title); why != "" {
		return why
	}
	if v.columns == nil {
		v.columns = v.runs.Columns()
	}
	_, err := v.runs.FindColumn(v.columns, t.title)
	input, ok := err.(*collection.InputError)
	if !ok {
		return ""
	}
	if longer := v.longer(t.readings[len(t.readings)-1]); longer != "" {
		return "write " + longer
	}
	return input.Hint
}

// tableHint lists the columns and rows of the table that a path leads into.
func (e *evaluation) tableHint(to *target) string {
	for _, run := range append([]int{e.run}, indices(len(e.runs.Runs))...) {
		whole, _ := e.runs.At(run, to.key, nil)
		if t, ok := whole.(*value.Table); ok {
			hint := "the columns of the table are " + labels(t.Columns)
			if t.Index != nil {
				hint += "; its rows are " + labels(t.Index)
			}
			return hint
		}
	}
	return ""
}

func labels(list []value.Label) string {
	const most = 8
	var names []string
	for _, l := range list[:min(len(list), most)] {
		names = append(names, l.String())
	}
	if len(list) > most {
		names = append(names, "...")
	}
	return strings.Join(names, ", ")
}

// longer writes the key or column whose last name begins with that of a path: of
// feature-importance and metrics.f1-score an expression reads a difference.
func (v *Evaluator) longer(r reading) string {
	for i := range v.columns {
		col := &v.columns[i]
		name, steps, err := value.ParsePath(col.Title)
		if err != nil || len(steps) < len(r.steps) {
			continue
		}
		steps = steps[:len(r.steps)]
		switch n := len(steps); {
		case n == 0 && isLonger(name, r.name):
			return fmt.Sprintf("key(%q)", name)
		case n > 0 && name == r.name && slices.Equal(steps[:n-1], r.steps[:n-1]) && isLonger(steps[n-1].Name, r.steps[n-1].Name):
			return value.FullPath(name, steps)
		}
	}
	return ""
}

// isLonger reports whether a name is the shorter one and an operator with more.
func isLonger(name, shorter string) bool {
	rest, ok := strings.CutPrefix(name, shorter)
	return ok && shorter != "" && rest != "" && strings.ContainsAny(rest[:1], "-+#/ *")
}

// statusOf is the status of a run as paths have it; a run that could not be read
// is unreadable.
func statusOf(run *collection.Run) string {
	if run.Err != nil {
		return "unreadable"
	}
	return string(run.Status)
}

// value is how much of a picture is as in the baseline's: 1 for equal ones.
func (t *similarity) value(e *evaluation) (value.Value, *Undefined) {
	if e.runs.Baseline < 0 {
		return nil, &Undefined{Problem: "there is no baseline", offset: t.of.offset}
	}
	for _, run := range []int{e.run, e.runs.Baseline} {
		look := evaluation{Evaluator: e.Evaluator, run: run, baseline: run != e.run}
		if _, undefined := t.of.value(&look); undefined != nil {
			return nil, undefined
		}
	}
	to := e.target(t.of)
	images, undefined := e.compareImages(t, to)
	if undefined != nil {
		return nil, undefined
	}
	if images.Groups[e.run] == images.Groups[e.runs.Baseline] {
		return value.Int(1), nil
	}
	changed := images.Changed[e.run]
	if changed == nil {
		return nil, &Undefined{Problem: t.name() + ": the pictures cannot be compared: not of one size, or of a kind that is not decoded", offset: t.of.offset}
	}
	return value.Float(1 - *changed), nil
}

// compareImages compares the pictures of a key in all runs, once.
func (e *evaluation) compareImages(t *similarity, to *target) (*collection.Images, *Undefined) {
	wrong := &Undefined{Problem: t.of.title + " is no picture", offset: t.of.offset}
	if to.key < 0 || len(to.inside) > 0 {
		return nil, wrong
	}
	compared := e.images[to.key]
	if compared == nil {
		compared = e.runs.Compare(to.key)
		if err := e.runs.ComparePixels(e.ctx, compared); err != nil {
			return nil, &Undefined{Problem: err.Error()}
		}
		e.images[to.key] = compared
	}
	images, ok := compared.Body.(*collection.Images)
	if !ok {
		return nil, wrong
	}
	return images, nil
}
