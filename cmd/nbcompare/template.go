package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/nbformat/script"
)

// readTemplate reads the notebook that a template is, or becomes when it is a
// script; "-" is standard input.
func readTemplate(path string, streams Streams) (*nbformat.Notebook, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, &usageError{problem: path + ": is a folder; this takes one notebook"}
	}
	data, err := readInput(path, streams)
	if err != nil {
		return nil, missingFile(path, err)
	}
	name := path
	if path == "-" {
		name = "<stdin>"
	}
	if isScript(path) {
		if data, err = script.Convert(name, data); err != nil {
			return nil, err
		}
	}
	return nbformat.Parse(data, name)
}

// readInput reads a file, or standard input for "-".
func readInput(path string, streams Streams) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(streams.In)
	}
	return os.ReadFile(path)
}

// isScript reports whether a template is a script that becomes a notebook.
func isScript(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".py", ".r", ".rmd", ".qmd", ".md":
		return true
	}
	return false
}
