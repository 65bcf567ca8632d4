package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// A header is what stands before the cells.
type header struct {
	metadata object   // the jupyter section
	raw      []string // the rest of the YAML, with its fences; nil when there is none
	end      int      // the index of the first line after it
}

var (
	headerFence   = lazyre.New(`^---\s*$`)
	jupyterKey    = lazyre.New(`^jupyter\s*:\s*$`)
	encodingLine  = lazyre.New(`^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)`)
	blankLine     = lazyre.New(`^\s*$`)
	startsByBlank = lazyre.New(`^\s`)
)

// readHeader reads the header of a script, whose lines are commented in .py
// and .R, and in .R may be those of spin.
func readHeader(lines []string, ext string) (header, *Error) {
	prefix := "#"
	if ext == ".Rmd" || ext == ".md" || ext == ".qmd" {
		prefix = ""
	}
	h, err := readPrefixedHeader(lines, prefix, ext)
	if err == nil && len(h.metadata) == 0 && (ext == ".R" || ext == ".r") {
		if spin, err := readPrefixedHeader(lines, "#'", ext); err != nil || len(spin.metadata) > 0 {
			return spin, err
		}
	}
	return h, err
}

func readPrefixedHeader(lines []string, prefix, ext string) (header, *Error) {
	r := headerReader{prefix: prefix}
	for i, line := range lines {
		if prefix != "" && r.preamble(lines, i) {
			continue
		}
		if !strings.HasPrefix(line, prefix) {
			break
		}
		if r.line(uncommentLine(line, prefix), line, i) {
			break
		}
	}
	if !r.ended {
		return header{end: r.start}, nil
	}
	h := header{}
	if r.jupyter != nil {
		metadata, err := parseYAML(strings.Join(r.jupyter, "\n"), r.jupyterAt)
		if err != nil {
			return h, err
		}
		h.metadata = metadata.object("jupyter")
	}
	if r.rest != nil {
		h.raw = append(append([]string{"---"}, r.rest...), "---")
	}
	h.end = r.last + 1
	if h.end < len(lines) && blankLine.MatchString(uncommentLine(lines[h.end], prefix)) {
		h.end++
	}
	return h, nil
}

// A headerReader sorts the lines of a header.
type headerReader struct {
	prefix         string
	jupyter, rest  []string
	jupyterAt      int // the line of the jupyter section, starting at 1
	start, last    int
	started, ended bool
	inJupyter      bool
	inComment      bool // an HTML comment that hides the header
}

// preamble reports whether line i names an interpreter or an encoding.
func (r *headerReader) preamble(lines []string, i int) bool {
	if i == 0 && strings.HasPrefix(lines[0], "#!") || (i == 0 || i == 1 && !encodingLine.MatchString(lines[0])) && encodingLine.MatchString(lines[i]) {
		r.start = i + 1
		return true
	}
	return false
}

// line takes line i, uncommented and as it is, and reports whether it ends the
// header.
func (r *headerReader) line(line, original string, i int) bool {
	r.last = i
	if r.prefix == "" && strings.HasPrefix(strings.TrimSpace(original), "<!--") {
		r.inComment = true
		return false
	}
	if r.inComment {
		if r.ended && strings.Contains(original, "-->") {
			return true
		}
		if !r.started && strings.TrimSpace(original) == "" {
			return false
		}
	}
	if headerFence.MatchString(line) {
		if !r.started {
			r.started = true
			return false
		}
		r.ended = true
		return !r.inComment
	}
	if !r.started && strings.TrimSpace(line) != "" {
		return true
	}
	r.sort(line, i)
	return false
}

func (r *headerReader) sort(line string, i int) {
	switch {
	case jupyterKey.MatchString(line):
		r.inJupyter = true
		r.jupyterAt = i + 1
	case line != "" && !startsByBlank.MatchString(line):
		r.inJupyter = false
	}
	if r.inJupyter {
		r.jupyter = append(r.jupyter, line)
	} else {
		r.rest = append(r.rest, line)
	}
}

// uncommentLine takes off a comment's mark and one space.
func uncommentLine(line, prefix string) string {
	if prefix == "" {
		return line
	}
	if rest, ok := strings.CutPrefix(line, prefix+" "); ok {
		return rest
	}
	return strings.TrimPrefix(line, prefix)
}

// uncomment is uncommentLine for lines.
func uncomment(lines []string, prefix string) []string {
	plain := make([]string, len(lines))
	for i, line := range lines {
		plain[i] = uncommentLine(line, prefix)
	}
	return plain
}

// formatName returns the format that the header names for the extension.
func (h *header) formatName(ext string) string {
	jupytext := h.metadata.object("jupytext")
	represented := jupytext.object("text_representation")
	if name := represented.text("format_name"); name != "" && strings.HasSuffix(represented.text("extension"), ext) {
		return name
	}
	for pair := range strings.SplitSeq(jupytext.text("formats"), ",") {
		pair = pair[strings.LastIndexByte(pair, '/')+1:]
		if written, name, ok := strings.Cut(pair, ":"); ok && strings.HasSuffix("."+strings.TrimSpace(written), ext) {
			return strings.TrimSpace(name)
		}
	}
	return ""
}
