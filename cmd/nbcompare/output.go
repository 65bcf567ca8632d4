package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/nbcompare/nbcompare/collection"
)

// An output is where a command writes its result. A regular file appears under
// its name only when it is complete.
type output struct {
	path    string // "-" is standard output
	streams Streams
}

// check refuses, before any work, an output whose folder is missing or that is
// a folder itself.
func (o output) check() error {
	switch o.path {
	case "-":
		return nil
	case "":
		return &usageError{problem: "-o names no file", hint: "- is standard output"}
	}
	if info, err := os.Stat(o.path); err == nil && info.IsDir() {
		return &usageError{problem: o.path + ": is a folder", hint: "-o takes the name of a file"}
	}
	dir := filepath.Dir(o.path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return &usageError{problem: o.path + ": the folder " + dir + " does not exist", hint: "make it first: mkdir -p " + quoted(dir)}
	case errors.Is(err, syscall.ENOTDIR) || err == nil && !info.IsDir():
		return &usageError{problem: o.path + ": " + dir + " is not a folder"}
	case err != nil:
		return &usageError{problem: err.Error()}
	}
	return nil
}

// checkInputs refuses an output that is one of the notebooks that were read.
func (o output) checkInputs(c *collection.Collection) error {
	target, err := os.Stat(o.path)
	if err != nil || !target.Mode().IsRegular() {
		return nil
	}
	for _, run := range c.Runs {
		if input, err := os.Stat(run.Path); err == nil && os.SameFile(input, target) {
			return &usageError{
				problem: o.path + ": is one of the notebooks that are compared",
				hint:    "choose another name with -o",
			}
		}
	}
	return nil
}

// to checks the output and writes it.
func (o output) to(ctx context.Context, c *collection.Collection, fill func(io.Writer) error) error {
	if err := o.check(); err != nil {
		return err
	}
	if err := o.checkInputs(c); err != nil {
		return err
	}
	return o.write(ctx, fill)
}

// write lets fill write the output. When fill or the disk fails, or the context
// ends, what stood under the name before stands there still.
func (o output) write(ctx context.Context, fill func(io.Writer) error) error {
	return o.writeWhole(func(w io.Writer) error {
		if err := fill(interruptible{ctx, w}); err != nil {
			return err
		}
		return ctx.Err() // so that nothing half-done gets its name
	})
}

// An interruptible writer stops writing once its context has ended.
type interruptible struct {
	ctx context.Context
	w   io.Writer
}

func (i interruptible) Write(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.w.Write(p)
}

func (o output) writeWhole(fill func(io.Writer) error) error {
	if o.path == "-" {
		return buffered(o.streams.Out, fill)
	}
	path, err := resolveLinks(o.path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return writeDirectly(path, fill)
	}
	mode := fs.FileMode(0o666)
	if err == nil {
		mode = info.Mode().Perm()
	}
	return writeAtomically(path, mode, true, func(w io.Writer) error { return buffered(w, fill) })
}

func buffered(w io.Writer, fill func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := fill(b); err != nil {
		return err
	}
	return b.Flush()
}

// writeDirectly writes to a device or a pipe, which cannot be replaced.
func writeDirectly(path string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(buffered(f, fill), f.Close())
}

// writeAtomically lets fill write a temporary file in the same folder and renames
// it: once its bytes are on the disk, or, without sync, at once. Then a crash of the
// machine, but not of this program, can lose them.
func writeAtomically(path string, mode fs.FileMode, sync bool, fill func(io.Writer) error) (err error) {
	f, err := createTemporary(path, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = renamePathError(err, f.Name(), path)
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if sync {
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// createTemporary creates a hidden file beside path. os.CreateTemp would not do:
// its files are private to the user, and a rename keeps that.
func createTemporary(path string, mode fs.FileMode) (*os.File, error) {
	dir, base := filepath.Split(path)
	for n := 0; ; n++ {
		name := filepath.Join(dir, fmt.Sprintf(".%.200s.%d-%d.tmp", base, os.Getpid(), n))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		return f, renamePathError(err, name, path)
	}
}

// sweepTemporary removes files of createTemporary that a killed process left in
// a folder: nobody has written to them for a minute.
func sweepTemporary(dir string, now time.Time) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if ours, _ := filepath.Match(".*.[0-9]*-[0-9]*.tmp", entry.Name()); !ours || !entry.Type().IsRegular() {
			continue
		}
		if info, err := entry.Info(); err == nil && now.Sub(info.ModTime()) > time.Minute {
			_ = os.Remove(filepath.Join(dir, entry.Name())) // it disturbs nobody
		}
	}
}

// renamePathError makes an error about the temporary file one about the file
// that the user named.
func renamePathError(err error, from, to string) error {
	var path *fs.PathError
	if errors.As(err, &path) && path.Path == from {
		return &fs.PathError{Op: path.Op, Path: to, Err: path.Err}
	}
	var link *os.LinkError
	if errors.As(err, &link) && link.Old == from {
		return &fs.PathError{Op: link.Op, Path: to, Err: link.Err}
	}
	return err
}

// resolveLinks follows symbolic links at the end of path, also to a file that
// does not exist yet, so that the link stays and its target is replaced.
func resolveLinks(path string) (string, error) {
	for range 40 { // as many as Linux follows
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", &fs.PathError{Op: "open", Path: path, Err: errors.New("too many levels of symbolic links")}
}
