package main

import (
	"os"
	"path/filepath"
)

// A usedFile is a file that a command reads or writes, and what it is to it, as a
// message says it: the template, --report.
type usedFile struct{ path, what string }

// usedFiles are files of one kind.
func usedFiles(paths []string, what string) []usedFile {
	files := make([]usedFile, len(paths))
	for i, path := range paths {
		files[i] = usedFile{path, what}
	}
	return files
}

// refuseClashes refuses an output of a flag that is one of the other files of the
// command, or that of another flag: one would be lost.
func refuseClashes(outputs, others []usedFile) error {
	for i, out := range outputs {
		for _, other := range append(outputs[i+1:len(outputs):len(outputs)], others...) {
			if out.path != "" && other.path != "" && sameFile(out.path, other.path) {
				return &usageError{problem: out.what + " " + out.path + ": is " + other.what, hint: "choose another name"}
			}
		}
	}
	return nil
}

// sameFile reports whether two paths are those of one regular file, which need not
// be there yet. Standard output and devices hold nothing that could be lost.
func sameFile(a, b string) bool {
	if a == "-" || b == "-" {
		return false
	}
	x, err := os.Stat(a)
	y, errOther := os.Stat(b)
	if err == nil && errOther == nil {
		return x.Mode().IsRegular() && os.SameFile(x, y)
	}
	a, err = filepath.Abs(a)
	b, errOther = filepath.Abs(b)
	return err == nil && errOther == nil && a == b
}
