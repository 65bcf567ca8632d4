//go:build !linux

package main

import (
	"errors"
	"os"
)

// createFile writes a new file, which appears under its name when it is
// complete. The error is fs.ErrExist when the name is taken.
func createFile(path string, data []byte) error { return createRenamed(path, data) }

// syncFolders waits until the names in the folders are on the disk, where the
// system can say that of a folder.
func syncFolders(folders []string) error {
	for _, dir := range folders {
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		_ = f.Sync() // Windows cannot
		if err := f.Close(); err != nil {
			return errors.Join(err)
		}
	}
	return nil
}
