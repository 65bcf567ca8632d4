package nbformat

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// diagnose says what a file is that is not JSON, when that can be seen; else
// it returns the syntax problem that [check] found.
func diagnose(src []byte, syntax *Problem) *Problem {
	text := bytes.TrimSpace(bytes.TrimPrefix(src, []byte(byteOrderMark)))
	whole := func(message, hint string) *Problem {
		return &Problem{Offset: -1, Message: message, Hint: hint}
	}
	switch {
	case len(src) == 0:
		return whole("the file is empty", "whatever wrote it died before the first byte: run it or copy it again")
	case len(text) == 0:
		return whole("the file holds white space only", "")
	case len(bytes.Trim(src, "\x00")) == 0:
		return whole("the file holds zero bytes only", "the computer stopped before it was on the disk: run it or copy it again")
	case bytes.HasPrefix(text, []byte("version https://git-lfs.github.com/spec/")):
		return whole("a Git LFS pointer, not the notebook itself", "fetch the notebook with git lfs pull")
	case isHTML(text):
		return whole("an HTML page, not a notebook", "download the raw file; on GitHub that is the Raw button")
	}
	if kind := binaryKind(src); kind != "" {
		return whole(kind+", not a notebook", "")
	}
	if encoding := wideEncoding(src); encoding != "" {
		return whole("the file is "+encoding+" text; a notebook is UTF-8", "save it as UTF-8, for example with iconv -f "+encoding+" -t utf-8")
	}
	if p := conflict(src); p != nil {
		return p
	}
	if bytes.IndexByte(src, 0) >= 0 {
		return whole("a binary file, not a notebook", "")
	}
	if text[0] != '{' && text[0] != '[' && syntax.Pointer == "" && utf8.Valid(src) {
		return plainText(text)
	}
	return syntax
}

func isHTML(text []byte) bool {
	start := strings.ToLower(string(text[:min(len(text), 100)]))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(start, tag) {
			return true
		}
	}
	return strings.HasPrefix(start, "<") && strings.Contains(start, "<html")
}

// binaryKind knows the files that are taken for a notebook most often.
func binaryKind(src []byte) string {
	for _, k := range []struct{ magic, kind string }{
		{"PK\x03\x04", "a zip archive"},
		{"\x1f\x8b", "a gzip file"},
		{"BZh", "a bzip2 file"},
		{"\xfd7zXZ\x00", "an xz file"},
		{"\x28\xb5\x2f\xfd", "a zstd file"},
		{"%PDF-", "a PDF document"},
		{"\x89PNG", "a PNG image"},
		{"\xff\xd8\xff", "a JPEG image"},
		{"SQLite format 3\x00", "an SQLite database"},
		{"PAR1", "a Parquet file"},
		{"\x89HDF", "an HDF5 file"},
	} {
		if bytes.HasPrefix(src, []byte(k.magic)) {
			return k.kind
		}
	}
	return ""
}

// wideEncoding tells UTF-16 and UTF-32 by a byte order mark, or by the zeros
// around the first bracket.
func wideEncoding(src []byte) string {
	for _, e := range []struct{ start, encoding string }{
		{"\xff\xfe\x00\x00", "UTF-32"}, {"\x00\x00\xfe\xff", "UTF-32"},
		{"\xff\xfe", "UTF-16"}, {"\xfe\xff", "UTF-16"},
		{"{\x00\x00\x00", "UTF-32LE"}, {"\x00\x00\x00{", "UTF-32BE"},
		{"{\x00", "UTF-16LE"}, {"\x00{", "UTF-16BE"},
	} {
		if bytes.HasPrefix(src, []byte(e.start)) {
			return e.encoding
		}
	}
	return ""
}

// conflict finds the marker of a merge that was left unfinished. No line of a
// JSON document can begin so.
func conflict(src []byte) *Problem {
	i := -1
	if bytes.HasPrefix(src, []byte("<<<<<<< ")) {
		i = 0
	} else if at := bytes.Index(src, []byte("\n<<<<<<< ")); at >= 0 {
		i = at + 1
	}
	if i < 0 {
		return nil
	}
	return &Problem{Offset: int64(i), Message: "a git conflict marker; the merge is not finished",
		Hint: "take one side with git checkout --ours or --theirs, or merge with nbdime's git mergetool"}
}

func plainText(text []byte) *Problem {
	p := &Problem{Offset: 0, Message: "not JSON, and so no notebook; it begins with " + excerpt(text)}
	start := string(text[:min(len(text), 400)])
	switch {
	case strings.HasPrefix(start, "# %%") || strings.Contains(start, "jupytext"):
		p.Hint = "it looks like a script for jupytext; make a notebook of it with jupytext --to ipynb"
	case strings.HasPrefix(start, "---"):
		p.Hint = "it looks like a Markdown document; jupytext --to ipynb or quarto convert make a notebook of it"
	}
	return p
}

// describeJSON says what a JSON document is that is no notebook.
func describeJSON(v RawValue) *Problem {
	what, hint := "a value", ""
	switch {
	case v.IsObject():
		what, hint = describeObject(v)
	case v.IsArray():
		what = fmt.Sprintf("a list of %d", v.count())
	case v.IsString():
		what = "a string"
	case v.IsNull():
		what = "null"
	case isDigit(v.Bytes[len(v.Bytes)-1]):
		what = "a number"
	}
	return &Problem{Offset: -1, Message: "JSON, but no notebook: " + what, Hint: hint}
}

func describeObject(v RawValue) (what, hint string) {
	names := map[string]bool{}
	var first []string
	for name := range v.Members() {
		if !names[name] && len(first) < 5 {
			first = append(first, fmt.Sprintf("%q", shorten(name, 40)))
		}
		names[name] = true
	}
	switch {
	case names["content"] && v.Get("content", "cells").IsArray():
		return "an answer of Jupyter's contents API", "the notebook is what stands under content"
	case names["download_url"] || names["documentation_url"]:
		return "an answer of GitHub's API", "download the raw file"
	case names["data"] && names["layout"]:
		return "a plotly figure", ""
	case strings.Contains(string(v.Get("$schema").Bytes), "vega"):
		return "a Vega or Vega-Lite chart", ""
	case names["paragraphs"]:
		return "a Zeppelin note", ""
	case len(first) == 0:
		return "an empty object", ""
	}
	return "an object with " + strings.Join(first, ", "), ""
}

func unsupportedVersion(v RawValue) *Problem {
	p := &Problem{Offset: v.Offset, Pointer: "/nbformat"}
	if n, _ := lenientInt(v); n > 4 {
		p.Message = fmt.Sprintf("nbformat %d is newer than the formats that can be read, 1 to 4", n)
		p.Hint = "save it as format 4, for example with jupyter nbconvert --to notebook --nbformat 4"
		return p
	}
	p.Message = "nbformat is " + excerpt(v.Bytes) + "; the formats are 1 to 4"
	return p
}
