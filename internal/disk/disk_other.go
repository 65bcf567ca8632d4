//go:build !linux

package disk

import "os"

// A File is open for reading, by one goroutine. Whoever opened it closes it.
type File struct{ *os.File }

// Open opens the file at path.
func Open(path string) (File, error) {
	f, err := os.Open(path)
	return File{f}, err
}

// Info tells of the file as it is now.
func (f File) Info() (Info, error) {
	info, err := f.Stat()
	if err != nil {
		return Info{}, err
	}
	return Info{info.Size(), info.ModTime(), info.Mode().IsRegular()}, nil
}

// OS returns the file as one of package os, which is closed in its place.
func (f File) OS() *os.File { return f.File }
