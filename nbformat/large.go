package nbformat

import (
	"cmp"
	"errors"
	"io"
	"slices"
)

// ReadLarge reads a notebook of which not all is to be in memory: the outputs
// of the cells stay in the file, and are read when [Cell.Outputs] is called,
// so file must not be closed or changed as long as the notebook is used. What
// it takes is a window on the file, what is not output, and the outputs of one
// cell. size is that of the file.
//
// The notebook is the one that [Read] returns, but that Cell.Raw has an empty
// list of outputs. What Read would refuse or upgrade, or warn of in an output,
// is read as it does it, as a whole.
func ReadLarge(file io.ReaderAt, size int64, name string) (*Notebook, error) {
	return readLarge(file, size, name, windowSize)
}

// readLarge is ReadLarge through a window of at first that size.
func readLarge(file io.ReaderAt, size int64, name string, window int) (*Notebook, error) {
	nb, err := readFar(file, size, name, window)
	if errors.Is(err, errOrdinary) {
		src := make([]byte, size)
		if n, err := file.ReadAt(src, 0); n < len(src) {
			return nil, err
		}
		return Parse(src, name)
	}
	return nb, err
}

// errOrdinary says that a notebook is one for [Read].
var errOrdinary = errors.New("no plain notebook of format 4")

func readFar(file io.ReaderAt, size int64, name string, window int) (*Notebook, error) {
	l := &larger{window: newWindow(io.NewSectionReader(file, 0, size), window), checker: newChecker(nil, nil)}
	defer l.checker.free()
	defer l.window.close()
	if ok := l.notebook(); !ok || l.window.failed() != nil {
		if err := l.window.failed(); err != nil {
			return nil, err
		}
		return nil, errOrdinary
	}
	nb, err := Parse(l.plain, name)
	if err != nil || nb.NBFormat != 4 || len(nb.Cells) != l.cells {
		return nil, errOrdinary
	}
	nb.far = &far{file: file, size: size}
	l.place(nb)
	return nb, nil
}

// A larger goes over a notebook that is too large for memory. Its methods
// report false when something is not as plainly as it could be.
type larger struct {
	*window
	checker *checker // of names and outputs, one at a time
	plain   []byte   // the notebook without the outputs
	gone    []gone   // in the order of the file
	cells   int
}

// gone are the outputs of a cell that plain does not have.
type gone struct {
	cell     int
	plain    int   // where they would stand in plain: an empty list does
	outputs  span  // offsets in the file: from bracket to bracket
	sum      int64 // bytes that are gone, up to these and with them
	elements int
}

// keep takes what comes next into plain.
func (l *larger) keep(n int) {
	l.plain = append(l.plain, l.take(n)...)
}

// next takes white space, and reports whether b comes after it.
func (l *larger) next(b byte) bool {
	l.keep(l.space())
	return l.peek(0) == b
}

// each walks over an object or a list: do takes an element, or the value of a
// member with this name.
func (l *larger) each(do func(name string) bool) bool {
	object := l.peek(0) == '{'
	closing := l.peek(0) + 2 // '}' and ']' stand two after '{' and '['
	l.keep(1)
	for first := true; ; first = false {
		if l.next(closing) {
			l.keep(1)
			return true
		}
		if !first {
			if !l.next(',') {
				return false
			}
			l.keep(1)
		}
		l.keep(l.space())
		name, ok := "", true
		if object {
			name, ok = l.name()
		}
		if !ok || !do(name) {
			return false
		}
	}
}

// name takes a name, its colon, and the space before the value.
func (l *larger) name() (name string, ok bool) {
	if !l.next('"') {
		return "", false
	}
	n := l.value(nil)
	if n == 0 || !l.isPlainName(l.rest()[:n]) {
		return "", false
	}
	name = unquote(l.rest()[:n])
	l.keep(n)
	if !l.next(':') {
		return "", false
	}
	l.keep(1)
	l.keep(l.space())
	return name, true
}

func (l *larger) isPlainName(text []byte) bool {
	var forgiven notes
	c := l.checker
	c.reset(text, &forgiven)
	return c.str(0) == len(text) && c.notUTF8 < 0
}

// other takes a value that is no list of outputs.
func (l *larger) other() bool {
	n := l.value(nil)
	l.keep(n)
	return n > 0
}

func (l *larger) notebook() bool {
	lists := 0
	return l.next('{') && l.each(func(name string) bool {
		if name == "cells" && l.peek(0) == '[' {
			lists++
			return lists == 1 && l.each(l.cell)
		}
		return l.other()
	}) && l.over()
}

// over takes white space, and reports whether the file ends after it.
func (l *larger) over() bool {
	l.keep(l.space())
	return len(l.rest()) == 0
}

func (l *larger) cell(string) bool {
	l.cells++
	if l.cells > maxCells {
		return false
	}
	if l.peek(0) != '{' {
		return l.other()
	}
	lists := 0
	return l.each(func(name string) bool {
		if name == "outputs" {
			lists++
			return lists == 1 && l.peek(0) == '[' && l.outputs()
		}
		return l.other()
	})
}

// outputs takes a list of outputs, and leaves an empty list in plain.
func (l *larger) outputs() bool {
	plain, start, elements := l.plain, l.offset(), 0
	l.plain = nil
	ok := l.each(func(string) bool {
		elements++
		n := l.value(l.isPlainText)
		if n == 0 || !l.isPlainOutput(l.take(n)) {
			return false
		}
		l.plain = l.plain[:0] // or the commas and white space of many would pile up
		return true
	})
	end := l.offset()
	sum := end - start - int64(len("[]"))
	if len(l.gone) > 0 {
		sum += l.gone[len(l.gone)-1].sum
	}
	if elements > 0 {
		l.gone = append(l.gone, gone{l.cells - 1, len(plain), span{int(start), int(end)}, sum, elements})
		l.plain = append(plain, "[]"...)
	} else {
		l.plain = append(plain, l.plain...)
	}
	return ok
}

// isPlainText reports whether there is nothing to say of a string.
func (l *larger) isPlainText(text []byte) bool {
	var forgiven notes
	c := l.checker
	c.reset(text, &forgiven)
	return c.str(0) == len(text) && c.notUTF8 < 0 && len(forgiven.list) == 0
}

// isPlainOutput reports whether there is nothing to say of an output; long
// strings in it may stand there shortened.
func (l *larger) isPlainOutput(text []byte) bool {
	var forgiven notes
	c := l.checker
	c.reset(text, &forgiven)
	const depth = 4 // in the notebook
	c.parts.cells = append(c.parts.cells, cellParts{})
	end := c.value(0, depth, inner(anOutput, text[0]))
	if end == len(text) && c.problem == nil && c.notUTF8 < 0 {
		c.endOutput(spot{span{0, end}, untaped})
		return len(forgiven.list) == 0 && c.parts.faults == nil
	}
	return false
}

// place tells the cells where their outputs are, and corrects the offsets:
// those of plain become those of the file.
func (l *larger) place(nb *Notebook) {
	for _, g := range l.gone {
		c := &nb.Cells[g.cell]
		c.outputs = RawValue{}
		c.far = &farOutputs{nb.far, g.outputs, g.elements}
	}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		for _, v := range []*RawValue{&c.Raw, &c.Metadata, &c.source, &c.outputs} {
			l.move(v)
		}
	}
	l.move(&nb.Metadata)
	for _, w := range nb.Warnings {
		w.Offset = l.inFile(w.Offset)
	}
	if len(nb.Warnings) > 0 {
		nb.Locate(nb.Warnings...)
	}
}

func (l *larger) move(v *RawValue) {
	if v.Exists() {
		v.Offset = l.inFile(v.Offset)
	}
}

// inFile returns the offset in the file of an offset in plain; -1 stays.
func (l *larger) inFile(offset int64) int64 {
	before, _ := slices.BinarySearchFunc(l.gone, offset, func(g gone, offset int64) int { return cmp.Compare(int64(g.plain), offset) })
	if before > 0 {
		offset += l.gone[before-1].sum
	}
	return offset
}
