package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// A reader reads one cell from the start of lines. The rules, and the names of
// the steps, are those of jupytext's cell readers.
type reader struct {
	*format
	options
	lines []string
	at    int // the index of the first line in the script

	kind        string
	metadata    object // nil where the cell has no mark
	cellLang    string // the language that the mark says
	marked      bool   // the first line is a mark
	explicitEnd bool
	end         *lazyre.Regexp // what ends the cell
	ignoreEnd   bool
	needsEnd    bool // the mark counts only with an end
	inRegion    bool
	problem     *Error // Line is an index into lines
	comment     string
}

// cell returns the cell and the index of the first line of the next; the line
// of an error is an index into the lines.
func (r *reader) cell() (c cell, next int, err *Error) {
	r.comment = "#"
	var cellEnd int
	switch r.name {
	case "percent", "hydrogen":
		c.lines, next = r.percent()
	case "spin":
		r.comment = "#'"
		if err := r.spinMark(); err != nil {
			return c, 0, err
		}
		cellEnd, next, r.explicitEnd = r.spinEnd()
		c.lines, next = r.content(cellEnd, next)
	case "rmarkdown", "markdown":
		r.comment, r.end = "", fenceEnd
		if err := r.markdownMark(); err != nil {
			return c, 0, err
		}
		if cellEnd, next, r.explicitEnd = r.markdownEnd(); r.problem != nil {
			return c, 0, r.problem
		}
		c.lines, next = r.content(cellEnd, next)
	default:
		r.lightMark()
		cellEnd, next, r.explicitEnd = r.lightEnd()
		c.lines, next = r.content(cellEnd, next)
	}
	c.kind, c.metadata = r.kind, r.metadata
	for _, name := range []string{"cell_marker", "lines_to_next_cell", "lines_to_end_of_cell_marker", "skipline", "noskipline"} {
		c.metadata.remove(name)
	}
	if r.cellLang != "" {
		c.metadata.set("language", r.cellLang)
	}
	return c, next, nil
}

// takeLanguage takes the language out of the metadata.
func (r *reader) takeLanguage() {
	if language, ok := r.metadata.remove("language").(string); ok {
		r.cellLang = language
	}
}

func (r *reader) languageOrDefault() string {
	if r.cellLang != "" {
		return r.cellLang
	}
	return r.language
}

func isBlank(line string) bool { return blankLine.MatchString(line) }

// content returns the lines of the cell, and where the next begins: one blank
// line, or two after an explicit end, belong to neither.
func (r *reader) content(cellEnd, next int) ([]string, int) {
	start := 0
	if r.marked = r.metadata != nil; r.marked {
		start = 1
	} else {
		r.metadata = object{}
	}
	source := r.lines[min(start, cellEnd):cellEnd]
	if r.ext == ".py" && r.explicitEnd && lastTwoBlank(source) {
		source = source[:len(source)-2]
	}
	lines := r.extract(source)
	if r.kind == code {
		lines = r.inactive(lines, &cellEnd)
	}
	blank := func(i int) bool { return isBlank(r.lines[i]) }
	switch n := len(r.lines); {
	case next+1 < n && blank(next) && !blank(next+1):
		next++
	case r.explicitEnd && next+2 < n && blank(next) && blank(next+1) && !blank(next+2):
		next += 2
	}
	return lines, next
}

// inactive makes a raw cell of code that is not for notebooks, and a Markdown
// cell of a fence without a language.
func (r *reader) inactive(lines []string, cellEnd *int) []string {
	if !isActive(".ipynb", r.metadata, true) {
		r.dropEmptyActive()
		r.kind = raw
		return lines
	}
	if r.ext != ".md" || r.cellLang != "" {
		return lines
	}
	if r.oldMarkdown {
		r.kind = raw
		return lines
	}
	r.kind, r.explicitEnd = markdown, false
	*cellEnd++
	return r.lines[:min(*cellEnd, len(r.lines))]
}

func (r *reader) dropEmptyActive() {
	if r.metadata.get("active") == "" {
		r.metadata.remove("active")
	}
}

func lastTwoBlank(lines []string) bool {
	n := len(lines)
	return n >= 3 && !isBlank(lines[n-3]) && isBlank(lines[n-2]) && isBlank(lines[n-1])
}

// extract uncomments the lines of a cell.
func (r *reader) extract(lines []string) []string {
	if r.ext == ".py" && !isActive(r.ext, r.metadata, r.kind == code) {
		if inner, ok := tripleQuoted(lines); ok {
			return inner
		}
	}
	foreign := !r.metadata.has("active") && r.cellLang != "" && r.cellLang != r.language
	if !isActive(r.ext, r.metadata, true) || foreign {
		mark := r.comment
		if r.ext == ".R" || r.ext == ".r" {
			mark = "#"
		}
		return uncomment(lines, mark)
	}
	switch r.name {
	case "markdown", "rmarkdown":
		if r.kind == code && r.magics {
			return uncommentMagics(lines, r.languageOrDefault(), true)
		}
		return lines
	}
	if (r.kind == code || r.comment != "#'") && r.magics {
		lines = uncommentMagics(lines, r.languageOrDefault(), r.marked)
	}
	if r.kind == code {
		return unescapeStarts(lines, r.languageOrDefault())
	}
	return uncomment(lines, r.comment)
}

// tripleQuoted returns the text of a cell that is one string of Python.
func tripleQuoted(lines []string) ([]string, bool) {
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	for _, prefix := range []string{"", "r", "R"} {
		for _, quote := range []string{`"""`, "'''"} {
			if !strings.HasPrefix(text, prefix+quote) || !strings.HasSuffix(text, quote) || len(text) < len(prefix)+6 {
				continue
			}
			inner := text[len(prefix)+3 : len(text)-3]
			inner = strings.TrimSuffix(strings.TrimPrefix(inner, "\n"), "\n")
			if inner == "" {
				return nil, true
			}
			return strings.Split(inner, "\n"), true
		}
	}
	return nil, false
}
