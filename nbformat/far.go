package nbformat

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"sync"
	"unicode/utf8"
)

// far is the file that has what a notebook has not in memory.
type far struct {
	file io.ReaderAt
	size int64

	mutex sync.Mutex
	err   error // the first
}

// farOutputs are the outputs of a cell that are in the file.
type farOutputs struct {
	*far
	at       span // offsets: from bracket to bracket
	elements int
}

// Err returns the first error that came up when outputs were read that had
// stayed in the file: they counted as none. It is nil for a notebook that is
// in memory.
func (nb *Notebook) Err() error {
	if nb.far == nil {
		return nil
	}
	nb.far.mutex.Lock()
	defer nb.far.mutex.Unlock()
	return nb.far.err
}

func (f *far) fail(err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func (f *far) all() io.Reader { return io.NewSectionReader(f.file, 0, f.size) }

// read returns the list of outputs.
func (f *farOutputs) read() RawValue {
	text := make([]byte, f.at.end-f.at.start)
	if n, err := f.file.ReadAt(text, int64(f.at.start)); n < len(text) {
		f.fail(fmt.Errorf("reading outputs again: %w", err))
		return RawValue{}
	}
	c := newChecker(text, &notes{})
	defer c.free()
	list := RawValue{Bytes: text, Offset: int64(f.at.start)}
	if c.check(); c.problem != nil || text[0] != '[' || list.count() != f.elements {
		f.fail(fmt.Errorf("the file changed while it was read"))
		return RawValue{}
	}
	tape := slices.Clone(c.tape)
	list.tape = &tape
	return list
}

// locateFar is locate in a file.
func locateFar(file io.Reader, problems []*Problem) {
	inOrder := slices.Clone(problems)
	slices.SortStableFunc(inOrder, func(a, b *Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	line, column, at := 1, 1, int64(0)
	chunk := make([]byte, 1<<16)
	for _, p := range inOrder {
		for at < p.Offset {
			n, err := io.ReadFull(file, chunk[:min(int64(len(chunk)), p.Offset-at)])
			if n == 0 && err != nil {
				return
			}
			at += int64(n)
			seen := chunk[:n]
			if last := bytes.LastIndexByte(seen, '\n'); last >= 0 {
				line += bytes.Count(seen, []byte("\n"))
				column, seen = 1, seen[last+1:]
			}
			for _, b := range seen {
				if utf8.RuneStart(b) {
					column++
				}
			}
		}
		if p.Offset >= 0 {
			p.Line, p.Column = line, column
		}
	}
}
