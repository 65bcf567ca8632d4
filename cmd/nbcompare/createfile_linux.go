package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// createFile writes a new file, which appears under its name when it is
// complete, without a trace before: not even a process that is killed leaves
// one. The error is fs.ErrExist when the name is taken.
func createFile(path string, data []byte) error {
	fd, err := unix.Open(filepath.Dir(path), unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC, 0o666)
	switch {
	case errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.EISDIR), errors.Is(err, unix.EINVAL):
		return createRenamed(path, data) // the file system has no nameless files
	case err != nil:
		return &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(fd), path)
	if _, err = f.Write(data); err == nil {
		err = unix.Linkat(unix.AT_FDCWD, "/proc/self/fd/"+strconv.Itoa(fd), unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
		if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.EXDEV) { // no /proc here
			f.Close()
			return createRenamed(path, data)
		}
		if err != nil {
			err = &fs.PathError{Op: "link", Path: path, Err: err}
		}
	}
	return errors.Join(err, f.Close())
}

// syncFolders waits until what was written below the folders is on the disk.
func syncFolders(folders []string) error {
	for _, dir := range folders {
		fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			return &fs.PathError{Op: "open", Path: dir, Err: err}
		}
		err = unix.Syncfs(fd)
		unix.Close(fd)
		if err != nil {
			return &fs.PathError{Op: "sync", Path: dir, Err: err}
		}
		if len(folders) > 1 && sameFileSystem(folders) {
			return nil
		}
	}
	return nil
}

// sameFileSystem reports whether one sync is enough for all.
func sameFileSystem(folders []string) bool {
	var first unix.Stat_t
	for i, dir := range folders {
		var s unix.Stat_t
		if unix.Stat(dir, &s) != nil {
			return false
		}
		if i == 0 {
			first = s
		} else if s.Dev != first.Dev {
			return false
		}
	}
	return true
}
