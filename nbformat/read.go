package nbformat

import (
	"io"
	"os"
	"slices"
)

// ReadFile reads the notebook at path; its name is the path.
func ReadFile(path string) (*Notebook, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(src, path)
}

// Read reads a notebook; name is for messages only. The error is a [*Problem]
// when the bytes are no notebook, else what r returned.
func Read(r io.Reader, name string) (*Notebook, error) {
	src, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return Parse(src, name)
}

// Write writes the notebook: the bytes that were read, or what an edit made
// of them.
func (nb *Notebook) Write(w io.Writer) error {
	_, err := w.Write(nb.source)
	return err
}

// Parse reads a notebook from src, which it keeps: src must not change as long
// as the notebook is used. name and the error are those of [Read].
func Parse(src []byte, name string) (*Notebook, error) {
	nb, problem := parseNotebook(src, name)
	if problem != nil {
		problem.Name = name
		locate(src, []*Problem{problem})
		return nil, problem
	}
	return nb, nil
}

func parseNotebook(src []byte, name string) (*Notebook, *Problem) {
	nb := &Notebook{Name: name, source: src, document: src}
	in := indexer{nb: nb}
	c := newChecker(src, &in.notes)
	defer c.free()
	document, problem := c.check()
	if problem != nil {
		return nil, diagnose(src, problem)
	}
	if problem = in.notebook(nb.taped(c.tape, document)); problem != nil {
		return nil, problem
	}
	nb.Warnings = in.notes.problems(src, name)
	return nb, nil
}

// taped returns the value of the notebook's document, which stands at a span,
// after it has kept a copy of the tape.
func (nb *Notebook) taped(tape tape, at span) RawValue {
	nb.tape = slices.Clone(tape)
	root := RawValue{Bytes: nb.document[at.start:at.end], Offset: int64(at.start)}
	if len(nb.tape) > 0 {
		root.tape = &nb.tape
	}
	return root
}

// upgraded returns the value of the document after an upgrade. It stands in no
// file.
func (nb *Notebook) upgraded() RawValue {
	c := newChecker(nb.document, &notes{})
	defer c.free()
	document, _ := c.check()
	root := nb.taped(c.tape, document)
	root.Offset = -1
	return root
}
