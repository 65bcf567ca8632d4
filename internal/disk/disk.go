// Package disk opens files to read them at once. An [os.File] prepares
// each to be waited for, as a pipe is: of what a small file costs to open and to
// read, a fifth.
package disk

import (
	"io"
	"slices"
	"time"
)

// Info is what a reader wants to know of a file.
type Info struct {
	Size     int64 // bytes
	Modified time.Time
	Regular  bool // no folder, pipe or device
}

// ReadAll appends what the file holds from here to its end to b, which is made
// larger where it has less than room bytes left: one more than are expected
// saves growing it only to learn that nothing follows.
func (f File) ReadAll(b []byte, room int) ([]byte, error) {
	b = slices.Grow(b, room)
	for {
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
		if len(b) == cap(b) {
			b = slices.Grow(b, 512)
		}
	}
}
