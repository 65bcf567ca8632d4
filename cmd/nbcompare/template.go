package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/nbformat/script"
)

// readTemplate reads the notebook that a template is, or becomes when it is a
// script; "-" is standard input.
func readTemplate(path string, streams Streams) (*nbformat.Notebook, error) {
	name, data, err := path, []byte(nil), error(nil)
	if path == "-" {
		name = "<stdin>"
		data, err = io.ReadAll(streams.In)
	} else if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
		return nil, &usageError{problem: path + ": is a folder; this takes one notebook"}
	} else {
		data, err = os.ReadFile(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &usageError{problem: path + ": no such file"}
	}
	if err != nil {
		return nil, err
	}
	if isScript(path) {
		if data, err = script.Convert(name, data); err != nil {
			return nil, err
		}
	}
	return nbformat.Parse(data, name)
}

// isScript reports whether a template is a script that becomes a notebook.
func isScript(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".py", ".r", ".rmd", ".qmd", ".md":
		return true
	}
	return false
}
