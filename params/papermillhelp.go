package params

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/nbformat"
)

// papermillPattern is PythonTranslator.PARAMETER_PATTERN of papermill 2.7, with
// Python's meaning of \w and \s.
var papermillPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.NewReplacer(`\w`, `[\p{L}\p{N}_]`, `\S`, `[^\s\p{Z}\x0b\x1c-\x1f\x{85}]`, `\s`, `[\s\p{Z}\x0b\x1c-\x1f\x{85}]`).Replace(
		`^(?P<target>\w(?:\w)*)\s*(:\s*["']?(?P<annotation>\w(?:\w|[\[\],]|\s)*)["']?\s*)?=\s*(?P<value>.*?)(\s*#\s*(type:\s*(?P<type_comment>\S*)\s*)?(?P<help>.*))?$`))
})

// PapermillDeclared returns what papermill finds in the parameter cell, which
// is read line by line, and skips every line with more than one "=". Type is
// "None" where it finds none. It reads Python only. The cell is the first with
// the tag, whatever its type.
func PapermillDeclared(nb *nbformat.Notebook) (list []Declaration, ok bool) {
	cell := firstTaggedOfAnyType(nb, Tag)
	if cell < 0 {
		return nil, false
	}
	if languageOf(nb) != python {
		return nil, true
	}
	definitions, _ := papermillDefinitions(nb.Cells[cell].Source())
	for _, definition := range definitions {
		m := papermillPattern().FindStringSubmatch(definition)
		if m == nil {
			continue
		}
		group := func(name string) string { return strings.TrimSpace(m[papermillPattern().SubexpIndex(name)]) }
		d := Declaration{Name: group("target"), Type: group("annotation"), Default: group("value"), Help: group("help")}
		if d.Type == "" {
			d.Type = group("type_comment")
		}
		if d.Type == "" {
			d.Type = "None"
		}
		list = append(list, d)
	}
	return list, true
}

// papermillDefinitions puts the lines of each definition into one; unread has
// what papermill says of the lines that it skips.
func papermillDefinitions(source string) (definitions, unread []string) {
	var lines []string
	for i, line := range pythonLines(source) {
		if trimmed := strings.TrimSpace(line); trimmed == "" || trimmed[0] == '#' {
			continue
		}
		if n := strings.Count(line, "="); n > 0 {
			definitions = append(definitions, flatten(lines))
			lines = nil
			if n > 1 {
				unread = append(unread, fmt.Sprintf("Unable to parse line %d '%s'.", i+1, line))
				continue
			}
		}
		lines = append(lines, line)
	}
	return append(definitions, flatten(lines)), unread
}

// papermillWarnings returns what papermill says when it reads the parameter
// cell.
func (s *Stamper) papermillWarnings() []string {
	cell := firstTaggedOfAnyType(s.nb, Tag)
	switch {
	case cell < 0:
		return nil
	case languageOf(s.nb) != python:
		return []string{"Translator for '" + s.language + "' language does not support parameter introspection."}
	}
	_, unread := papermillDefinitions(s.nb.Cells[cell].Source())
	return unread
}

// flatten joins the lines of a definition, without the comments of all but the
// last.
func flatten(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i < len(lines)-1 {
			line, _, _ = strings.Cut(line, "#")
		}
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

var pythonLineEnd = lazyre.New("\r\n|[\n\r\x0b\x0c\x1c-\x1e\u0085\u2028\u2029]")

// pythonLines is Python's str.splitlines.
func pythonLines(text string) []string {
	lines := pythonLineEnd.Split(text, -1)
	if lines[len(lines)-1] == "" {
		return lines[:len(lines)-1]
	}
	return lines
}

// papermillColumn is where the help of a parameter stands in papermill's text.
const papermillColumn = 34

// WritePapermillHelp writes what `papermill --help-notebook` prints for the
// template at path.
func WritePapermillHelp(w io.Writer, nb *nbformat.Notebook, path string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: papermill [OPTIONS] NOTEBOOK_PATH [OUTPUT_PATH]\n\nParameters inferred for notebook '%s':\n", path)
	list, tagged := PapermillDeclared(nb)
	switch {
	case !tagged:
		b.WriteString("\n  No cell tagged 'parameters'\n")
	case len(list) == 0:
		b.WriteString("\n  Can't infer anything about this notebook's parameters. It may not have any parameter defined.\n")
	}
	for _, d := range list {
		if d.Type == "None" {
			d.Type = "Unknown type"
		}
		line := fmt.Sprintf("  %s: %s (default %s)", d.Name, d.Type, d.Default)
		switch n := utf8.RuneCountInString(line); {
		case n <= 30:
			line += strings.Repeat(" ", papermillColumn-n) + d.Help
		case d.Help != "":
			line += "\n" + strings.Repeat(" ", papermillColumn) + d.Help
		}
		b.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
