package introspect

import (
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// An outputClass says what part an output can play in the value of its cell.
type outputClass int

const (
	ignoredOutput outputClass = iota // of an unknown type
	stdoutOutput
	stderrOutput
	errorOutput
	shownOutput  // display_data or execute_result
	scrapDisplay // what glue(..., display=True) shows
	scrapData    // what glue stores; it is not to be seen
)

// An output is one of a cell, with its index among the outputs of the file and
// what its metadata says of scraps.
type output struct {
	*nbformat.Output
	n     int
	class outputClass
	glue  glued
}

func cellOutputs(cell *nbformat.Cell) []output { return appendOutputs(nil, cell.Outputs()) }

// appendOutputs appends the outputs of one cell.
func appendOutputs(outputs []output, all []nbformat.Output) []output {
	for n := range all {
		o := output{Output: &all[n], n: n, glue: glueOf(all[n].Metadata)}
		o.class = o.classify()
		outputs = append(outputs, o)
	}
	return outputs
}

func (o *output) classify() outputClass {
	switch o.OutputType {
	case nbformat.Stream:
		if o.Name == "stderr" {
			return stderrOutput
		}
		return stdoutOutput
	case nbformat.ErrorOutput:
		return errorOutput
	case nbformat.DisplayData, nbformat.ExecuteResult:
		return o.classifyBundle()
	}
	return ignoredOutput
}

func (o *output) classifyBundle() outputClass {
	shown := func(d nbformat.MIMEData) bool { return !isScrapType(d.Type) }
	switch {
	case len(o.Data) > 0 && !slices.ContainsFunc(o.Data, shown):
		return scrapData
	case o.glue.display != "":
		return scrapDisplay
	}
	return shownOutput
}

// cellValue returns what a cell holds, or the reason why it holds nothing.
// Of the last display or result that can be read, and is no progress bar, the richest part
// counts; without one, stdout, joined also across stderr; without that, what a
// scrap of the cell shows: a scrap has a name of its own, and its display is
// the cell's value only where there is nothing else.
func (in *inspector) cellValue(cell int, outputs []output) (value.Value, string) {
	if v := in.lastShown(cell, outputs, shownOutput); v != nil {
		return in.orNothing(v), ""
	}
	if text, ok := joinStdout(outputs); ok {
		return in.orNothing(value.ParseText(text)), ""
	}
	if v := in.lastShown(cell, outputs, scrapDisplay); v != nil {
		return v, ""
	}
	return nil, noValue(in.nb, outputs)
}

// lastShown returns the value of the last output of a class that can be read.
func (in *inspector) lastShown(cell int, outputs []output, class outputClass) value.Value {
	for i := len(outputs) - 1; i >= 0; i-- {
		if outputs[i].class != class || isProgressBar(in.nb, outputs[i].Data) {
			continue
		}
		if in.opts.Scalars && !in.opts.StrictCompat {
			if html, known := plainTable(outputs[i].Data); known {
				return &unreadTable{html}
			}
		}
		v, problem := in.opts.shownValue(in.nb, outputs[i].Data, outputs[i].Metadata)
		if problem != "" {
			in.warn(cell, outputs[i], problem)
		}
		if v != nil {
			return v
		}
	}
	return nil
}

func joinStdout(outputs []output) (text string, ok bool) {
	var b strings.Builder
	for i := range outputs {
		if outputs[i].class == stdoutOutput {
			b.WriteString(outputs[i].Text())
			ok = true
		}
	}
	return b.String(), ok
}

// noValue says why outputs give no value.
func noValue(nb *nbformat.Notebook, outputs []output) string {
	reason := "the cell has no output"
	for i := range outputs {
		o := outputs[i]
		switch o.class {
		case errorOutput:
			return "the cell failed: " + errorLine(errorValue(o.Output))
		case stderrOutput:
			reason = "the cell printed only to stderr"
		case shownOutput, scrapDisplay:
			if isProgressBar(nb, o.Data) {
				reason = "the cell shows only a progress bar"
				continue
			}
			return unreadable(o.Data)
		}
	}
	return reason
}

// unreadable says why a bundle gives no value.
func unreadable(bundle nbformat.MIMEBundle) string {
	var types []string
	for _, d := range bundle {
		types = append(types, d.Type)
	}
	if len(types) == 0 {
		return "the cell shows nothing"
	}
	return "the cell shows only " + strings.Join(types, ", ") + ", which cannot be read"
}

func errorValue(o *nbformat.Output) value.Error {
	return value.Error{Ename: o.Ename, Evalue: o.Evalue, Traceback: o.Traceback}
}

// errorLine returns the first line of an error as Python prints it.
func errorLine(e value.Error) string {
	e.Evalue, _, _ = strings.Cut(strings.TrimSpace(e.Evalue), "\n")
	return e.Message()
}
