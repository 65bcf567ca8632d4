package grid

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params/given"
)

// Inline reads a grid such as model=[rf, gb];seed=0..4: names with values in
// YAML's flow style, separated by semicolons. The names are multiplied, the
// last is fastest.
func Inline(text string) (*Grid, error) {
	d, err := inline(text)
	if err != nil {
		return nil, err
	}
	axes, err := product(d)
	if err != nil {
		return nil, err
	}
	return &Grid{blocks: []block{{axes: axes}}}, nil
}

// Exclude adds a rule in the form of [Inline]: model=gb;seed=[3, 4] leaves out
// the points in which both are so.
func (g *Grid) Exclude(text string) error {
	d, err := inline(text)
	if err != nil {
		return err
	}
	return g.addRules(d)
}

func inline(text string) (value.Dict, error) {
	var d value.Dict
	for _, part := range splitInline(text) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, expr, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" {
			return nil, fmt.Errorf("%q is not name=values", strings.TrimSpace(part))
		}
		if d.Get(name) != nil {
			return nil, fmt.Errorf("the name %s stands twice", name)
		}
		v, err := given.YAML(strings.TrimSpace(expr), inlineWords)
		if err != nil {
			return nil, fmt.Errorf("%s=%s: %w", name, strings.TrimSpace(expr), err)
		}
		if strings.TrimSpace(expr) == "" {
			return nil, fmt.Errorf("%s has no values; an empty text is written ''", name)
		}
		d = append(d, value.Item{Key: value.Text(name), Value: v})
	}
	if d == nil {
		return nil, errors.New("the grid is empty")
	}
	return d, nil
}

// splitInline splits at semicolons outside quotes and brackets.
func splitInline(text string) []string {
	var parts []string
	start, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case (c == '"' || c == '\'') && i > 0 && strings.IndexByte("=[{,: ", text[i-1]) >= 0:
			if n := quotedLen(text[i:]); n > 0 {
				i += n - 1
			}
		case c == ';' && depth <= 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// quotedLen returns the length of a YAML string in quotes, 0 when it is not
// closed.
func quotedLen(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return 0
}

// ReadOptions says which grid of a file is meant.
type ReadOptions struct {
	// Template is the path of the template: of a pipeline's tasks that with
	// this source is taken.
	Template string
	// Task is the name of a pipeline's task; "" for the one that fits.
	Task string
}

// Read reads the grid in a file; name's extension tells the format: .csv and
// .tsv have a point a row (an empty cell is a parameter that is not passed),
// .jsonl and .ndjson an object a line, .json and everything else is a document,
// YAML by default. The error does not name the file.
func Read(name string, data []byte, o ReadOptions) (*Grid, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	var points []Point
	var err error
	switch strings.ToLower(path.Ext(filepath.ToSlash(name))) {
	case ".csv":
		points, err = readCSV(data, ',')
	case ".tsv":
		points, err = readCSV(data, '\t')
	case ".jsonl", ".ndjson":
		points, err = readLines(data)
	case ".json":
		if !json.Valid(data) {
			return nil, errors.New("this is no JSON")
		}
		return document(introspect.JSONValue(nbformat.RawValue{Bytes: bytes.TrimSpace(data)}), o)
	default:
		v, err := given.YAML(string(data), fileWords)
		if err != nil {
			return nil, err
		}
		return document(v, o)
	}
	if err != nil {
		return nil, err
	}
	if len(points) == 0 {
		return nil, errors.New("there are no points in it")
	}
	return &Grid{blocks: []block{{points: points}}}, nil
}

// document takes the grid of a pipeline, or the document as a grid.
func document(v value.Value, o ReadOptions) (*Grid, error) {
	d, ok := v.(value.Dict)
	tasks, isPipeline := d.Get(tasksKey).(value.List)
	if ok && isPipeline && !slices.ContainsFunc(tasks, func(e value.Value) bool { _, ok := e.(value.Dict); return !ok }) {
		return pipelineGrid(tasks, o)
	}
	if o.Task != "" {
		return nil, errors.New("this is no pipeline, so it has no tasks")
	}
	return build(v)
}

// pipelineGrid returns the grid of the task that is meant.
func pipelineGrid(tasks value.List, o ReadOptions) (*Grid, error) {
	var all, fitting []value.Dict
	var names []string
	for _, e := range tasks {
		task := e.(value.Dict)
		if task.Get(gridKey) == nil {
			continue
		}
		name := taskName(task)
		names = append(names, name)
		all = append(all, task)
		source, _ := task.Get("source").(value.Text)
		template := filepath.ToSlash(filepath.Clean(o.Template))
		clean := path.Clean(filepath.ToSlash(string(source)))
		switch {
		case o.Task != "" && o.Task == name,
			o.Task == "" && source != "" && (template == clean || strings.HasSuffix(template, "/"+clean)):
			fitting = append(fitting, task)
		}
	}
	if o.Task == "" && len(fitting) == 0 {
		fitting = all
	}
	switch {
	case len(all) == 0:
		return nil, errors.New("no task of the pipeline has a grid")
	case o.Task != "" && len(fitting) == 0:
		return nil, fmt.Errorf("no task %s with a grid; there is %s", o.Task, strings.Join(names, ", "))
	case len(fitting) > 1:
		return nil, &TaskError{names}
	}
	var parts value.Dict
	for _, key := range []string{gridKey, paramsKey} {
		if v := fitting[0].Get(key); v != nil {
			parts = append(parts, value.Item{Key: value.Text(key), Value: v})
		}
	}
	return wrapped(parts)
}

func taskName(task value.Dict) string {
	name, _ := task.Get("name").(value.Text)
	return string(name)
}

// A TaskError says that several tasks of a pipeline have a grid.
type TaskError struct{ Names []string }

func (e *TaskError) Error() string {
	return "several tasks of the pipeline have a grid: " + strings.Join(e.Names, ", ")
}

func readCSV(data []byte, comma rune) ([]Point, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, nil
	}
	header := rows[0]
	for i, name := range header {
		if name == "" || slices.Contains(header[:i], name) {
			return nil, fmt.Errorf("column %d has the name %q, which is empty or stands twice", i+1, name)
		}
	}
	var points []Point
	for _, row := range rows[1:] {
		p := Point{}
		for i, cell := range row {
			if cell != "" {
				p = append(p, Param{header[i], given.Typed(cell)})
			}
		}
		points = append(points, p)
	}
	return points, nil
}

// readLines reads an object a line; a line of a manifest, which has notebook
// and parameters, gives the latter.
func readLines(data []byte) ([]Point, error) {
	var points []Point
	for i, line := range bytes.Split(data, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if !json.Valid(line) || line[0] != '{' {
			return nil, fmt.Errorf("line %d is no JSON object", i+1)
		}
		d, ok := introspect.JSONValue(nbformat.RawValue{Bytes: line}).(value.Dict)
		if !ok {
			return nil, fmt.Errorf("line %d is no JSON object", i+1)
		}
		if inner, ok := d.Get("parameters").(value.Dict); ok && len(d) == 2 && d.Get("notebook") != nil {
			d = inner
		}
		p := Point{}
		for _, item := range d {
			p = append(p, Param{value.KeyName(item.Key), item.Value})
		}
		points = append(points, p)
	}
	return points, nil
}
