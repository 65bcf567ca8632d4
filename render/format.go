package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A Format is a way to write a [Frame]; its text is the usual extension of the
// file's name.
type Format string

// The formats.
const (
	CSV      Format = "csv"
	TSV      Format = "tsv"
	JSON     Format = "json"    // an array of objects, one a row
	JSONL    Format = "jsonl"   // one object a line
	Parquet  Format = "parquet" // with types; NaN is NaN and missing is null
	Markdown Format = "md"      // a table as GitHub reads it
	HTML     Format = "html"    // a <table>, to be put into a page
	LaTeX    Format = "tex"     // a tabular with booktabs
)

// Formats returns all formats, the default first.
func Formats() []Format {
	return []Format{CSV, TSV, JSON, JSONL, Parquet, Markdown, HTML, LaTeX}
}

// FormatOf returns the format that the extension of a file's name tells; false
// for an extension that tells none.
func FormatOf(path string) (Format, bool) {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	others := map[string]Format{"ndjson": JSONL, "pq": Parquet, "markdown": Markdown, "htm": HTML}
	if format, ok := others[ext]; ok {
		return format, true
	}
	return Format(ext), slices.Contains(Formats(), Format(ext))
}

// Write writes the frame. A cell of text stands as [CSVCell] has it, but where
// a format knows lists and null they are those.
func (f *Frame) Write(w io.Writer, format Format) error {
	switch format {
	case CSV:
		return f.writeSeparated(w, ',', plainCell)
	case TSV:
		return f.writeSeparated(w, '\t', plainCell)
	case JSON:
		return f.writeJSON(w)
	case JSONL:
		return f.writeJSONLines(w)
	case Parquet:
		return f.writeParquet(w)
	case Markdown:
		return f.writeMarkdown(w)
	case HTML:
		return f.writeHTML(w)
	case LaTeX:
		return f.writeLaTeX(w)
	}
	return fmt.Errorf("%s: no such format", format)
}

// WriteSafe is Write for [CSV] and [TSV], with the texts disarmed that a
// spreadsheet would run as formulas; other formats have no formulas.
func (f *Frame) WriteSafe(w io.Writer, format Format) error {
	switch format {
	case CSV:
		return f.writeSeparated(w, ',', safeCell)
	case TSV:
		return f.writeSeparated(w, '\t', safeCell)
	}
	return f.Write(w, format)
}

// writeSeparated writes CSV by RFC 4180, but with bare line feeds, as all of
// Unix and pandas do.
func (f *Frame) writeSeparated(w io.Writer, comma rune, cellText func(value.Value) string) error {
	out := csv.NewWriter(w)
	out.Comma = comma
	row := make([]string, len(f.Columns))
	for j, col := range f.Columns {
		row[j] = cellText(value.Text(col.Title))
	}
	out.Write(row)
	for i := range f.rows() {
		for j, col := range f.Columns {
			row[j] = cellText(col.Cells[i])
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}

func plainCell(v value.Value) string {
	text, ok := CSVCell(v)
	if !ok {
		return Describe(v)
	}
	return text
}

// safeCell is plainCell for a spreadsheet. What is a number or a bool is
// written as it is, and so is text that reads as a number.
func safeCell(v value.Value) string {
	text := plainCell(v)
	switch v.(type) {
	case value.Number, value.Bool:
		return text
	}
	return disarmed(text)
}

// formulaStarts are the characters that begin a formula in a spreadsheet, in
// full width too, and white space that some skip before they look (OWASP's
// "CSV injection").
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// disarmed puts an apostrophe before text that a spreadsheet would run; it
// then shows the text.
func disarmed(text string) string {
	bare := strings.TrimLeft(text, " \u00a0")
	if bare == "" || !strings.ContainsRune(formulaStarts, []rune(bare)[0]) {
		return text
	}
	if text == "-inf" || isDecimal(text) {
		return text
	}
	return "'" + text
}

// isDecimal reports whether text is one decimal number, such as -0.5 or +1e-3.
func isDecimal(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "+-.0123456789eE") == ""
}
