package script

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"
)

// Convert returns the bytes of an nbformat 4.5 notebook with the cells of a
// script. The name's extension tells the format, .py, .R, .Rmd, .qmd or .md in
// small or capital letters; the name also begins the text of an error, with the line. The ids of the
// cells are made of their text and their place, so that the same script gives
// the same bytes.
func Convert(name string, data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if at := invalidUTF8(data); at >= 0 {
		return nil, &Error{Name: name, Line: 1 + bytes.Count(data[:at], []byte("\n")), Message: "this is not UTF-8"}
	}
	nb, err := read(extension(name), splitLines(string(data)))
	if err != nil {
		err.Name = name
		return nil, err
	}
	return nb.bytes(), nil
}

// extension returns the extension of a name as most people write it.
func extension(name string) string {
	ext := path.Ext(name)
	switch lower := strings.ToLower(ext); lower {
	case ".rmd":
		return ".Rmd"
	case ".py", ".qmd", ".md":
		return lower
	}
	return ext
}

// An Error tells what is wrong with a script.
type Error struct {
	Name    string
	Line    int // starting at 1; 0 for the file as a whole
	Message string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Name + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Message)
}

func invalidUTF8(data []byte) int {
	for at := 0; at < len(data); {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// splitLines returns the lines of a text without their ends, which may be those
// of Windows or of old Macs.
func splitLines(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// read makes a notebook of the lines of a script.
func read(ext string, lines []string) (*notebook, *Error) {
	switch ext {
	case ".qmd":
		return readQuarto(lines)
	case ".py", ".R", ".r", ".Rmd":
	case ".md":
		if isMyST(lines) {
			return readMyST(lines)
		}
	default:
		return nil, &Error{Message: fmt.Sprintf("a script that ends in %q is not understood; .py, .R, .r, .Rmd, .qmd and .md are", ext)}
	}
	h, err := readHeader(lines, ext)
	if err != nil {
		return nil, err
	}
	f := format{ext: ext, name: h.formatName(ext), header: h}
	if f.name == "" {
		f.guess(lines)
	}
	if err := f.refuse(); err != nil {
		return nil, err
	}
	if f.name == "spin" {
		if h, err = readPrefixedHeader(lines, "#'", ext); err != nil {
			return nil, err
		}
		f.header = h
	}
	return f.read(lines)
}
