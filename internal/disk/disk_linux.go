package disk

import (
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// A File is open for reading, by one goroutine. Whoever opened it closes it.
// Its errors are those of an os.File.
type File struct {
	fd   int
	path string
}

// Open opens the file at path.
func Open(path string) (File, error) {
	fd, err := again(func() (int, error) { return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	if err != nil {
		return File{}, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return File{fd, path}, nil
}

// Info tells of the file as it is now.
func (f File) Info() (Info, error) {
	var s syscall.Stat_t
	if _, err := again(func() (int, error) { return 0, syscall.Fstat(f.fd, &s) }); err != nil {
		return Info{}, &fs.PathError{Op: "stat", Path: f.path, Err: err}
	}
	return Info{s.Size, time.Unix(s.Mtim.Unix()), s.Mode&syscall.S_IFMT == syscall.S_IFREG}, nil
}

// Read is that of an io.Reader.
func (f File) Read(b []byte) (int, error) {
	n, err := again(func() (int, error) { return syscall.Read(f.fd, b) })
	return f.ended(n, len(b), err)
}

// ReadAt is that of an io.ReaderAt.
func (f File) ReadAt(b []byte, offset int64) (int, error) {
	for done := 0; ; {
		n, err := again(func() (int, error) { return syscall.Pread(f.fd, b[done:], offset+int64(done)) })
		n, err = f.ended(n, len(b)-done, err)
		if done += n; err != nil || done == len(b) {
			return done, err
		}
	}
}

func (f File) ended(n, wanted int, err error) (int, error) {
	switch {
	case err != nil:
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: err}
	case n == 0 && wanted > 0:
		return 0, io.EOF
	}
	return n, nil
}

// Close closes the file.
func (f File) Close() error {
	if err := syscall.Close(f.fd); err != nil {
		return &fs.PathError{Op: "close", Path: f.path, Err: err}
	}
	return nil
}

// OS returns the file as one of package os, which is closed in its place.
func (f File) OS() *os.File { return os.NewFile(uintptr(f.fd), f.path) }

// again makes a system call until no signal has interrupted it.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
