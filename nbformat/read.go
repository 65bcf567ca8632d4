package nbformat

import (
	"io"
	"slices"
	"sync"

	"github.com/nbcompare/nbcompare/internal/disk"
)

// ReadFile reads the notebook at path; its name is the path.
func ReadFile(path string) (*Notebook, error) {
	src, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(src, path)
}

// fileBuffers are what files are read into of which nobody knows the size: most
// are smaller, and cost no question for it.
var fileBuffers = sync.Pool{New: func() any { return new(make([]byte, 0, 1<<16)) }}

// readFile is os.ReadFile for many small files.
func readFile(path string) ([]byte, error) {
	f, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buffer := fileBuffers.Get().(*[]byte)
	defer fileBuffers.Put(buffer)
	src, err := f.ReadAll((*buffer)[:0], 0)
	if cap(src) > cap(*buffer) {
		return src, err
	}
	return slices.Clone(src), err
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
	if nb.far != nil {
		_, err := io.Copy(w, nb.far.all())
		return err
	}
	_, err := w.Write(nb.source)
	return err
}

// Parse reads a notebook from src, which it keeps: src must not change as long
// as the notebook is used. name and the error are those of [Read].
func Parse(src []byte, name string) (*Notebook, error) { return new(Reader).Parse(src, name) }

// A Reader reads one notebook after another into the same memory, which saves
// who reads many most of what a notebook costs beside its bytes. The zero Reader
// is ready for use, by one goroutine.
type Reader struct {
	nb     Notebook
	buffer []byte // of ReadFile
}

// ReadFile is the function [ReadFile]. Of the notebook that the call before
// returned the same goes as in [Reader.Parse].
func (r *Reader) ReadFile(path string) (*Notebook, error) {
	f, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if r.buffer, err = f.ReadAll(r.buffer[:0], 0); err != nil {
		return nil, err
	}
	return r.Parse(r.buffer, path)
}

// Parse is the function [Parse]. The notebook that the call before returned must
// not be used any more, nor its cells; what they hold as strings may be kept.
func (r *Reader) Parse(src []byte, name string) (*Notebook, error) {
	r.nb = Notebook{Name: name, source: src, document: src,
		tape: r.nb.tape[:0], Cells: r.nb.Cells[:0], tags: r.nb.tags[:0], counts: r.nb.counts[:0]}
	if problem := r.nb.parse(); problem != nil {
		problem.Name = name
		locate(src, []*Problem{problem})
		return nil, problem
	}
	return &r.nb, nil
}

// parse fills in what the source holds.
func (nb *Notebook) parse() *Problem {
	src := nb.source
	in := indexer{nb: nb}
	c := newChecker(src, &in.notes)
	defer c.free()
	document, problem := c.checkAs(theNotebook)
	if problem != nil {
		return diagnose(src, problem)
	}
	if problem = in.notebook(nb.taped(c.tape, document), c.parts); problem != nil {
		return problem
	}
	nb.Warnings = in.notes.problems(src, nb.Name)
	return nil
}

// taped returns the value of the notebook's document, which stands at a span,
// after it has kept a copy of the tape.
func (nb *Notebook) taped(tape tape, at span) RawValue {
	nb.tape = append(nb.tape[:0], tape...)
	root := RawValue{Bytes: nb.document[at.start:at.end], Offset: int64(at.start)}
	if len(nb.tape) > 0 {
		root.tape = &nb.tape
	}
	return root
}
