package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params"
	"github.com/nbcompare/nbcompare/params/grid"
	"github.com/nbcompare/nbcompare/params/pathname"
	"github.com/nbcompare/nbcompare/params/translate"
	"github.com/nbcompare/nbcompare/render"
)

// A stampPlan is all copies of a template, checked before the first is written.
type stampPlan struct {
	template string
	stamper  *params.Stamper
	copies   []plannedCopy
}

// A plannedCopy is one copy and where it goes.
type plannedCopy struct {
	path   string // "-" is standard output
	exists bool
	params.Copy
}

// plan reads the template and the parameters and finds out what copies there
// are. Nothing is written.
func (o *stampFlags) plan(template string, streams Streams) (*stampPlan, error) {
	names, err := o.outputTemplate()
	if err != nil {
		return nil, err
	}
	fixed, err := o.fixed()
	if err != nil {
		return nil, err
	}
	points, err := o.points(template, streams)
	if err != nil {
		return nil, err
	}
	if err := o.checkNames(fixed, points); err != nil {
		return nil, err
	}
	if template, err = templatePath(template, fixed, points); err != nil {
		return nil, err
	}
	nb, err := readTemplate(template, streams)
	if err != nil {
		return nil, err
	}
	for _, warning := range nb.Warnings {
		complainAbout(streams.Err, "warning: ", warning)
	}
	p := &stampPlan{template: template}
	if p.stamper, err = params.NewStamper(nb, o.stamp); err != nil {
		return nil, err
	}
	if err := p.fill(o, names, fixed, points); err != nil {
		return nil, err
	}
	if err := p.checkNames(o, streams.Err); err != nil {
		return nil, err
	}
	if err := p.checkPaths(o); err != nil {
		return nil, err
	}
	return p, p.checkSources()
}

// templatePath fills parameters into the path of the template, as papermill
// does, unless there is a file of just this name.
func templatePath(path string, fixed value.Dict, points []grid.Point) (string, error) {
	if _, err := os.Stat(path); err == nil || !strings.ContainsAny(path, "{}") {
		return path, nil
	}
	names, err := pathname.Parse(path)
	if err != nil {
		return "", &usageError{problem: "the template " + err.Error()}
	}
	filled := ""
	for i, point := range points {
		this, err := names.Fill(func(name string) (value.Value, bool) { return passed(name, fixed, point) })
		switch {
		case err != nil:
			return "", &usageError{problem: "the template " + err.Error()}
		case i > 0 && this != filled:
			return "", &usageError{problem: "the grid has points of two templates, " + filled + " and " + this, hint: "stamp the copies of each by themselves"}
		}
		filled = this
	}
	return filled, nil
}

// passed returns the value that a point has for a parameter.
func passed(name string, fixed value.Dict, point grid.Point) (value.Value, bool) {
	for _, param := range point {
		if param.Name == name {
			return param.Value, true
		}
	}
	for _, item := range fixed {
		if item.Key == value.Text(name) {
			return item.Value, true
		}
	}
	return nil, false
}

// outputTemplate reads -o.
func (o *stampFlags) outputTemplate() (*pathname.Template, error) {
	hint := "-o says where the copies go: -o copy.ipynb, or for a grid -o 'runs/{model}-{seed}.ipynb'"
	if o.output == "" {
		return nil, &usageError{problem: "no -o given", hint: hint}
	}
	if info, err := os.Stat(o.output); err == nil && info.IsDir() || strings.HasSuffix(o.output, "/") {
		return nil, &usageError{problem: o.output + ": is a folder", hint: hint}
	}
	names, err := pathname.Parse(o.output)
	if err != nil {
		return nil, &usageError{problem: "-o " + err.Error()}
	}
	return names, nil
}

// fill makes the copies of the points.
func (p *stampPlan) fill(o *stampFlags, names *pathname.Template, fixed value.Dict, points []grid.Point) error {
	var secrets []translate.Assignment
	for _, name := range o.secrets {
		secrets = append(secrets, translate.Assignment{Name: name, Secret: true})
	}
	now := time.Now()
	for _, point := range points {
		var values []translate.Assignment
		for _, item := range fixed {
			values = append(values, translate.Assignment{Name: value.KeyName(item.Key), Value: item.Value})
		}
		for _, param := range point {
			values = append(values, translate.Assignment{Name: param.Name, Value: param.Value})
		}
		path, err := p.path(o, names, values, now)
		if err != nil {
			return err
		}
		c := plannedCopy{path: path}
		c.Assignments = append(o.withPaths(p.template, path, values), secrets...)
		c.InputPath, c.OutputPath = recordedInput(p.template, path, o.stamp.Papermill), path
		p.copies = append(p.copies, c)
	}
	return nil
}

// withPaths puts the parameters that tell the paths before all others; a value
// that is given for one counts more, but stands there too. papermill passes -o
// as it is given, with its fields.
func (o *stampFlags) withPaths(template, path string, given []translate.Assignment) []translate.Assignment {
	if o.stamp.Papermill {
		path = o.output
	}
	var first []translate.Assignment
	add := func(wanted bool, name, text string) {
		if !wanted {
			return
		}
		a := translate.Assignment{Name: name, Value: value.Text(text)}
		if i := slices.IndexFunc(given, func(g translate.Assignment) bool { return g.Name == name }); i >= 0 {
			a = given[i]
			given = slices.Delete(slices.Clone(given), i, i+1)
		}
		first = append(first, a)
	}
	add(o.injectInput || o.injectPaths, inputPathName, template)
	add(o.injectOutput || o.injectPaths, outputPathName, path)
	return append(first, given...)
}

// papermill's names of the parameters that tell the paths.
const (
	inputPathName  = "PAPERMILL_INPUT_PATH"
	outputPathName = "PAPERMILL_OUTPUT_PATH"
)

// path fills the parameters of a copy into -o.
func (p *stampPlan) path(o *stampFlags, names *pathname.Template, values []translate.Assignment, now time.Time) (string, error) {
	path, err := names.Fill(func(name string) (value.Value, bool) { return p.lookup(o, name, values, now) })
	var missing *pathname.MissingError
	switch {
	case errors.As(err, &missing):
		usage := &usageError{problem: "-o " + err.Error(), hint: "pass it with -p or --grid"}
		for _, name := range o.secrets {
			if name == missing.Name {
				usage.hint = "it is secret, and a path is not"
			}
		}
		return "", usage
	case err != nil:
		return "", &usageError{problem: "-o " + err.Error()}
	case path == "-":
		return path, nil
	}
	if err := names.Inside(path); err != nil {
		return "", &usageError{problem: "-o " + o.output + ": " + err.Error(), hint: "a value must not lead out of the folder"}
	}
	return filepath.Clean(path), nil
}

// lookup finds what a field of -o means: a parameter, a default of the
// template that is a literal, or papermill's pm.
func (p *stampPlan) lookup(o *stampFlags, name string, values []translate.Assignment, now time.Time) (value.Value, bool) {
	for i := len(values) - 1; i >= 0; i-- {
		if values[i].Name == name {
			return values[i].Value, true
		}
	}
	for _, secret := range o.secrets {
		if name == secret {
			return nil, false
		}
	}
	if declared, _ := p.stamper.Declared(); !o.stamp.Papermill {
		for _, d := range declared {
			if d.Name == name && d.Value != nil {
				return d.Value, true
			}
		}
	}
	if name == "pm" {
		return value.Dict{
			{Key: value.Text("run_uuid"), Value: value.Text(randomUUID())},
			{Key: value.Text("current_datetime_local"), Value: pathname.Time{Time: now}},
			{Key: value.Text("current_datetime_utc"), Value: pathname.Time{Time: now.UTC(), Aware: true}},
		}, true
	}
	return nil, false
}

// randomUUID returns a random UUID, as papermill's run_uuid is.
func randomUUID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// recordedInput returns what a copy records as the path of its template: seen
// from the copy, so that it tells no folder of this machine that is not on the
// way. papermill records what was given.
func recordedInput(template, path string, papermill bool) string {
	if papermill || template == "-" {
		return template
	}
	from := "."
	if path != "-" {
		from = filepath.Dir(path)
	}
	from, err := filepath.Abs(from)
	to, err2 := filepath.Abs(template)
	if err == nil && err2 == nil {
		if rel, err := filepath.Rel(from, to); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(template)
}

// checkNames looks at the names that are passed: unknown ones are an error, or
// with --papermill a warning in its words.
func (p *stampPlan) checkNames(o *stampFlags, complaints io.Writer) error {
	names := p.names()
	if o.stamp.Papermill {
		p.warnAsPapermill(names, complaints)
		return nil
	}
	_, tagged := p.stamper.Declared()
	for _, u := range p.stamper.Unknown(names) {
		switch {
		case o.allowNew || u.Name == inputPathName || u.Name == outputPathName:
			continue
		case !tagged:
			return &usageError{problem: p.template + ": no code cell has the tag \"parameters\", so it knows no parameter " + u.Name,
				hint: "tag the cell that assigns the defaults, or put the parameters at the top with --allow-new"}
		}
		usage := &usageError{problem: p.template + ": no parameter " + u.Name, hint: "it has " + p.declaredNames() + "; --allow-new passes others too"}
		if u.Nearest != "" {
			usage.hint = "did you mean " + u.Nearest + "? --allow-new passes what the template does not declare"
		}
		return usage
	}
	for _, name := range p.stamper.Required(names) {
		complain(complaints, "warning: "+p.template+": the parameter "+name+" has no default, and no value is passed", "")
	}
	for _, warning := range p.stamper.Warnings() {
		complain(complaints, "warning: "+p.template+": "+warning, "")
	}
	return nil
}

// warnAsPapermill warns in papermill's words, once for all copies.
func (p *stampPlan) warnAsPapermill(names []string, complaints io.Writer) {
	if len(names) == 0 {
		return
	}
	warnings := p.stamper.Warnings()
	for _, u := range p.stamper.Unknown(names) {
		warnings = append(warnings, "Passed unknown parameter: "+u.Name)
	}
	if _, tagged := p.stamper.Declared(); !tagged {
		warnings = append(warnings, "Input notebook does not contain a cell with tag 'parameters'")
	}
	for _, warning := range warnings {
		complain(complaints, "warning: "+warning, "")
	}
}

// names returns the names that some copy has, in their order.
func (p *stampPlan) names() []string {
	var names []string
	seen := map[string]bool{}
	for _, c := range p.copies {
		for _, a := range c.Assignments {
			if !seen[a.Name] {
				seen[a.Name] = true
				names = append(names, a.Name)
			}
		}
	}
	return names
}

func (p *stampPlan) declaredNames() string {
	declared, _ := p.stamper.Declared()
	var names []string
	for _, d := range declared {
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		return "none that can be read"
	}
	return strings.Join(names, ", ")
}

// checkPaths refuses copies that would overwrite one another, the template or
// a folder, and finds out which are there already.
func (p *stampPlan) checkPaths(o *stampFlags) error {
	first := map[string]int{}
	for i, c := range p.copies {
		if j, ok := first[c.path]; ok {
			return &usageError{problem: fmt.Sprintf("two copies have the path %s: %s, and %s", c.path, p.describe(j), p.describe(i)),
				hint: "-o must have what differs, such as -o 'runs/{model}-{seed}.ipynb'"}
		}
		first[c.path] = i
	}
	template, err := os.Stat(p.template)
	for i := range p.copies {
		c := &p.copies[i]
		for dir := filepath.Dir(c.path); dir != "." && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if j, ok := first[dir]; ok {
				return &usageError{problem: fmt.Sprintf("%s is the path of a copy, and a folder of %s", p.copies[j].path, c.path)}
			}
		}
		if c.path == "-" {
			continue
		}
		info, statErr := os.Stat(c.path)
		switch {
		case statErr != nil:
		case info.IsDir():
			return &usageError{problem: c.path + ": is a folder"}
		case err == nil && os.SameFile(info, template):
			return &usageError{problem: c.path + ": is the template", hint: "choose another name with -o"}
		case info.Mode().IsRegular():
			c.exists = true
		}
	}
	return nil
}

// describe names a copy by its parameters.
func (p *stampPlan) describe(i int) string {
	var words []string
	for _, a := range p.copies[i].Assignments {
		if !a.Secret {
			words = append(words, a.Name+"="+render.Describe(a.Value))
		}
	}
	if words == nil {
		return "without parameters"
	}
	return strings.Join(words, " ")
}

// checkSources translates every cell, so that what cannot be written is known
// before anything is.
func (p *stampPlan) checkSources() error {
	for _, c := range p.copies {
		if len(c.Assignments) == 0 {
			continue
		}
		if _, err := p.stamper.Source(c.Assignments); err != nil {
			return &usageError{problem: p.template + ": " + err.Error()}
		}
	}
	return nil
}
