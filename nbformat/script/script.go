// Package script makes notebooks of scripts: text files in which people keep
// the cells of a notebook.
package script

import (
	"fmt"
	"path"
)

// Convert returns the bytes of an nbformat 4.5 notebook with the cells of a
// script. The name's extension tells the format: .py, .R, .r, .Rmd, .qmd or
// .md.
func Convert(name string, data []byte) ([]byte, error) {
	return nil, fmt.Errorf("%s: a script that ends in %q is not understood", name, path.Ext(name))
}
