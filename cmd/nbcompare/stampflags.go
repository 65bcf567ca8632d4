package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params"
	"github.com/nbcompare/nbcompare/params/given"
	"github.com/nbcompare/nbcompare/params/grid"
)

// stampFlags say which copies of a template there are, for stamp and run.
type stampFlags struct {
	output     string
	parameters []string // name=value
	raw        []string // name=value
	files      []string
	yaml       []string
	base64     []string

	injectInput, injectOutput, injectPaths bool

	grids   []string
	exclude []string
	sample  int
	seed    uint64
	task    string

	secrets  []string
	allowNew bool
	force    bool
	stamp    params.StampOptions
}

// filesRead are the files that the flags name. A grid that is none is no file.
func (o *stampFlags) filesRead() []usedFile {
	return append(usedFiles(o.files, "a file of parameters"), usedFiles(o.grids, "the file of the grid")...)
}

// addStampFlags adds the flags that stamp and run have both; a command has its
// own for output, force, the kernel and the cells that are left out.
func addStampFlags(cmd *cobra.Command, o *stampFlags) {
	flags := cmd.Flags()
	// papermill has --parameters_file.
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(strings.ReplaceAll(name, "_", "-"))
	})
	flags.StringArrayVarP(&o.parameters, "parameters", "p", nil, "a parameter: -p NAME VALUE or -p `NAME=VALUE`, typed as papermill does (True, None, 3, 0.5, else text); may be repeated, as all of these")
	flags.StringArrayVarP(&o.raw, "parameters-raw", "r", nil, "a parameter that is text: -r NAME VALUE or -r `NAME=VALUE`")
	flags.StringArrayVarP(&o.files, "parameters-file", "f", nil, "a `file` of parameters, YAML or JSON")
	flags.StringArrayVarP(&o.yaml, "parameters-yaml", "y", nil, "parameters as `YAML`")
	flags.StringArrayVarP(&o.base64, "parameters-base64", "b", nil, "parameters as YAML in `base64`")
	flags.BoolVar(&o.injectInput, "inject-input-path", false, "pass the template's path as PAPERMILL_INPUT_PATH")
	flags.BoolVar(&o.injectOutput, "inject-output-path", false, "pass the copy's path as PAPERMILL_OUTPUT_PATH")
	flags.BoolVar(&o.injectPaths, "inject-paths", false, "pass both")
	flags.StringArrayVar(&o.grids, "grid", nil, "a copy for each point of this `grid`: 'model=[rf, gb];seed=0..4', or a file (YAML, JSON, CSV, JSON lines, a ploomber pipeline.yaml)")
	flags.StringArrayVar(&o.exclude, "exclude", nil, "leave out the points with these `values`: 'model=gb;seed=[3, 4]'")
	flags.IntVar(&o.sample, "sample", 0, "draw this `number` of points from the grid")
	flags.Uint64Var(&o.seed, "seed", 0, "draw them by this `seed`")
	flags.StringVar(&o.task, "task", "", "the `task` of a pipeline.yaml whose grid is meant")
	flags.StringArrayVar(&o.secrets, "secret", nil, "a parameter that the copy reads from the environment variable of this `name`; no value is written")
	flags.BoolVar(&o.allowNew, "allow-new", false, "pass parameters that the template does not declare")
	flags.BoolVar(&o.stamp.Papermill, "papermill", false, "keep papermill's habits: its text of the cell, its place, its warnings, the outputs and its records")
	flags.BoolVar(&o.stamp.ReportMode, "report-mode", false, "hide the source of every code cell")
	flags.StringVar(&o.stamp.Language, "language", "", "write the parameters in this `language`")
	flags.StringVar(&o.stamp.Comment, "comment", "", "the first line of the cell with the parameters (default: Parameters)")
}

// fixed returns the parameters that all copies have, but for the paths, in
// papermill's order of precedence: base64 < files < YAML < -p < -r.
func (o *stampFlags) fixed() (value.Dict, error) {
	var all orderedParameters
	for _, text := range o.base64 {
		data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			return nil, &usageError{problem: "-b " + shortened(text) + ": " + err.Error()}
		}
		if err := all.addYAML(string(data)); err != nil {
			return nil, &usageError{problem: "-b " + shortened(text) + ": " + err.Error()}
		}
	}
	for _, path := range o.files {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, missingFile(path, err)
		}
		if err := all.addYAML(string(data)); err != nil {
			return nil, &usageError{problem: path + ": " + err.Error()}
		}
	}
	for _, text := range o.yaml {
		if err := all.addYAML(text); err != nil {
			return nil, &usageError{problem: "-y " + shortened(text) + ": " + err.Error()}
		}
	}
	for _, pair := range o.parameters {
		name, text, err := namedValue("-p", pair)
		if err != nil {
			return nil, err
		}
		all.set(name, given.Typed(text))
	}
	for _, pair := range o.raw {
		name, text, err := namedValue("-r", pair)
		if err != nil {
			return nil, err
		}
		all.set(name, value.Text(text))
	}
	return all.dict, nil
}

// missingFile makes a file that is not there wrong usage.
func missingFile(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &usageError{problem: path + ": no such file"}
	}
	return err
}

func namedValue(flag, pair string) (name, text string, err error) {
	name, text, ok := strings.Cut(pair, "=")
	if !ok || name == "" {
		return "", "", &usageError{problem: flag + " " + shortened(pair) + ": no value", hint: "write " + flag + " NAME VALUE, or " + flag + " NAME=VALUE"}
	}
	return name, text, nil
}

// shortened quotes what may be long.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return quoted(text)
}

// orderedParameters is a dict in which the last value of a name counts, at the
// place of the first.
type orderedParameters struct{ dict value.Dict }

func (p *orderedParameters) set(name string, v value.Value) {
	at := slices.IndexFunc(p.dict, func(item value.Item) bool { return item.Key == value.Text(name) })
	if at >= 0 {
		p.dict[at].Value = v
		return
	}
	p.dict = append(p.dict, value.Item{Key: value.Text(name), Value: v})
}

func (p *orderedParameters) addYAML(text string) error {
	d, err := given.Parameters(text)
	for _, item := range d {
		p.set(value.KeyName(item.Key), item.Value)
	}
	return err
}

// points returns the points of the grid; one empty point without a grid.
func (o *stampFlags) points(template string, streams Streams) ([]grid.Point, error) {
	if len(o.grids) == 0 {
		if len(o.exclude) > 0 || o.sample != 0 || o.seed != 0 || o.task != "" {
			return nil, &usageError{problem: "--exclude, --sample, --seed and --task are for a grid, and there is no --grid"}
		}
		return []grid.Point{nil}, nil
	}
	if o.sample < 0 || o.sample == 0 && o.seed != 0 {
		return nil, &usageError{problem: "--seed and --sample: give the number of points to draw with --sample"}
	}
	var grids []*grid.Grid
	for _, text := range o.grids {
		g, err := o.grid(text, template, streams)
		if err != nil {
			return nil, err
		}
		grids = append(grids, g)
	}
	g := grid.Join(grids...)
	for _, rule := range o.exclude {
		if err := g.Exclude(rule); err != nil {
			return nil, &usageError{problem: "--exclude " + shortened(rule) + ": " + strings.TrimPrefix(err.Error(), "exclude: ")}
		}
	}
	points, err := g.Points, error(nil)
	if o.sample > 0 {
		points = func() ([]grid.Point, error) { return g.Sample(o.sample, o.seed) }
	}
	list, err := points()
	if err != nil {
		return nil, &usageError{problem: "--grid: " + err.Error(), hint: "--sample draws some of a large grid"}
	}
	return list, nil
}

// grid reads one --grid: a file, or inline what no file is called and has an =.
func (o *stampFlags) grid(text, template string, streams Streams) (*grid.Grid, error) {
	if info, err := os.Stat(text); err != nil && strings.Contains(text, "=") {
		g, err := grid.Inline(text)
		if err != nil {
			return nil, &usageError{problem: "--grid: " + err.Error(), hint: "a grid is written 'model=[rf, gb];seed=0..4'"}
		}
		return g, nil
	} else if err == nil && info.IsDir() {
		return nil, &usageError{problem: "--grid " + text + ": is a folder"}
	}
	data, err := readInput(text, streams)
	if err != nil {
		problem := missingFile(text, err)
		var usage *usageError
		if errors.As(problem, &usage) {
			usage.hint = "an inline grid is written 'model=[rf, gb];seed=0..4'"
		}
		return nil, problem
	}
	g, err := grid.Read(text, data, grid.ReadOptions{Template: template, Task: o.task})
	var several *grid.TaskError
	switch {
	case errors.As(err, &several):
		return nil, &usageError{problem: text + ": " + err.Error(), hint: "--task says which is meant"}
	case err != nil:
		return nil, &usageError{problem: text + ": " + err.Error()}
	}
	return g, nil
}

// checkNames refuses a name that is given in two ways.
func (o *stampFlags) checkNames(fixed value.Dict, points []grid.Point) error {
	inGrid := map[string]bool{}
	for _, p := range points {
		for _, param := range p {
			inGrid[param.Name] = true
		}
	}
	isFixed := map[string]bool{}
	for _, item := range fixed {
		name := value.KeyName(item.Key)
		isFixed[name] = true
		if inGrid[name] {
			return &usageError{problem: fmt.Sprintf("the parameter %s is in the grid, and given beside it too", name)}
		}
	}
	for _, name := range o.secrets {
		if inGrid[name] || isFixed[name] {
			return &usageError{problem: fmt.Sprintf("the parameter %s is secret, and has a value too", name)}
		}
	}
	return nil
}
