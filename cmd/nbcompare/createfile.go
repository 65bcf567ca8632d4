package main

import (
	"io/fs"
	"os"
)

// createRenamed writes a new file under a hidden name and renames it. The
// error is fs.ErrExist when the name is taken.
func createRenamed(path string, data []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "open", Path: path, Err: fs.ErrExist}
	}
	return replaceCopy(path, data)
}
