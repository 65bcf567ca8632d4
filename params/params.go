// Package params reads the parameters of a notebook.
//
// # Vocabulary
//
// The parameter cell is the code cell with the tag "parameters": its
// assignments are the defaults. The injected-parameters cell is the one that
// papermill (and `nbcompare stamp`) adds with the tag "injected-parameters":
// its assignments override the defaults. metadata.papermill.parameters records
// the values that were passed.
package params

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// The tags of the two cells, papermill's names.
const (
	Tag         = "parameters"
	InjectedTag = "injected-parameters"
)

// A Param is one parameter of a run.
type Param struct {
	Name string
	// Value is what the run had. An expression that is no literal is the
	// [value.Text] of its source: nothing is executed.
	Value value.Value
	// Cell is the index of the cell that Value comes from, starting at 0; -1
	// for metadata.papermill.parameters.
	Cell int
	// Default is what the parameter cell assigns; nil when it does not.
	Default value.Value
}

// Of returns the parameters that a run had: the defaults of the parameter cell,
// over them the assignments of the injected-parameters cell, over them what
// metadata.papermill.parameters records. The metadata and the injected cell
// alone would lack the defaults that nobody overrode, which a comparison with a
// run that did override them needs. The order is that of the parameter cell,
// then of the injected cell, then of the metadata; no name comes twice.
//
// As in papermill the first cell with a tag counts. Assignments are read in
// Python and, more simply, in R, Julia, Scala, MATLAB, C#, F#, PowerShell,
// bash, Go, JavaScript, TypeScript and Rust; a notebook in another language has
// the parameters of its metadata only.
func Of(nb *nbformat.Notebook) ([]Param, []*nbformat.Problem) { return new(Reader).Of(nb) }

// A Reader reads the parameters of one notebook after another. Runs of one
// template have the same parameter cell, which it reads once. The zero Reader is
// ready for use, by one goroutine.
type Reader struct {
	// What the parameter cell assigned that was read last.
	source   []byte // its source in the file
	language *language
	assigned []assignment
	defaults map[string]value.Value

	list []Param // that the call before returned
}

// Of is the function [Of]. The list that the call before returned must not be used
// any more.
func (r *Reader) Of(nb *nbformat.Notebook) ([]Param, []*nbformat.Problem) {
	clear(r.list)
	all := merged{list: r.list[:0]}
	language := languageOf(nb)
	defaults, injected := firstTagged(nb, Tag), firstTagged(nb, InjectedTag)
	r.readDefaults(nb, defaults, language)
	for _, a := range r.assigned {
		all.set(Param{Name: a.name, Value: a.value, Cell: defaults, Default: a.value})
	}
	if injected >= 0 {
		for _, a := range assignments(nb.Cells[injected].Source(), language) {
			all.set(Param{Name: a.name, Value: a.value, Cell: injected})
		}
	}
	for name, raw := range nb.Metadata.Get("papermill", "parameters").Members() {
		all.set(Param{Name: name, Value: introspect.JSONValue(raw), Cell: -1})
	}
	var warnings []*nbformat.Problem
	if 0 <= injected && injected < defaults {
		warnings = append(warnings, misplaced(nb, injected))
	}
	r.list = all.list
	return all.list, warnings
}

// Defaults returns what the parameter cell assigns of the notebook that was read
// last, by name. It must not be changed.
func (r *Reader) Defaults() map[string]value.Value { return r.defaults }

// readDefaults reads a parameter cell, -1 for none.
func (r *Reader) readDefaults(nb *nbformat.Notebook, cell int, l *language) {
	if cell < 0 {
		*r = Reader{list: r.list}
		return
	}
	source := nb.Cells[cell].RawSource().Bytes
	if r.defaults != nil && r.language == l && bytes.Equal(r.source, source) {
		return
	}
	r.source, r.language = append(r.source[:0], source...), l
	r.assigned = assignments(nb.Cells[cell].Source(), l)
	r.defaults = make(map[string]value.Value, len(r.assigned))
	for _, a := range r.assigned {
		r.defaults[a.name] = a.value
	}
}

// misplaced warns of an injected cell before the parameter cell, which
// papermill leaves where it finds it.
func misplaced(nb *nbformat.Notebook, injected int) *nbformat.Problem {
	return &nbformat.Problem{
		Name: nb.Name, Offset: nb.Cells[injected].Raw.Offset, Pointer: fmt.Sprintf("/cells/%d", injected),
		Message: "the injected-parameters cell stands before the parameters cell, so the run had the defaults of the latter",
		Hint:    "move it after the parameters cell and run the notebook again",
	}
}

// merged is a list of parameters in which the last value of a name counts, at
// the place of the first.
type merged struct {
	list []Param
	at   map[string]int // of a list that is longer than shortList
}

// shortList is how many parameters are looked through faster than looked up.
const shortList = 16

func (m *merged) set(p Param) {
	if i := m.index(p.Name); i >= 0 {
		if p.Default == nil {
			p.Default = m.list[i].Default
		}
		m.list[i] = p
		return
	}
	if m.at != nil {
		m.at[p.Name] = len(m.list)
	}
	m.list = append(m.list, p)
}

// index returns where a name stands, -1 for nowhere.
func (m *merged) index(name string) int {
	if len(m.list) <= shortList {
		return slices.IndexFunc(m.list, func(p Param) bool { return p.Name == name })
	}
	if m.at == nil {
		m.at = make(map[string]int, 2*len(m.list))
		for i, p := range m.list {
			m.at[p.Name] = i
		}
	}
	if i, ok := m.at[name]; ok {
		return i
	}
	return -1
}

// firstTagged returns the index of the first code cell with a tag, or -1.
func firstTagged(nb *nbformat.Notebook, tag string) int {
	return slices.IndexFunc(nb.Cells, func(c nbformat.Cell) bool { return c.CellType == nbformat.CodeCell && c.HasTag(tag) })
}

// firstTaggedOfAnyType is firstTagged as papermill has it.
func firstTaggedOfAnyType(nb *nbformat.Notebook, tag string) int {
	return slices.IndexFunc(nb.Cells, func(c nbformat.Cell) bool { return c.HasTag(tag) })
}
