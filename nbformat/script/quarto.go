package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

var (
	quartoStart  = lazyre.New("^\\s*(`{3,})\\s*\\{([A-Za-z][A-Za-z0-9_+#-]*)((?: *[ ,]).*)?\\}\\s*$")
	quartoOption = lazyre.New(`^\s*(?:#|//|%%|--)\| ?(.*)$`)
)

// readQuarto reads a Quarto document: code cells, and the text between them.
// Of an option line, tags alone go into the metadata; all lines stay in the
// source, where Quarto reads them.
func readQuarto(lines []string) (*notebook, *Error) {
	h, err := readPrefixedHeader(lines, "", ".qmd")
	if err != nil {
		return nil, err
	}
	nb := &notebook{metadata: h.metadata}
	if h.raw != nil {
		nb.cells = append(nb.cells, cell{kind: raw, lines: h.raw})
		if front, err := parseYAML(strings.Join(h.raw[1:len(h.raw)-1], "\n"), 2); err != nil {
			return nil, err
		} else if name, ok := front.get("jupyter").(string); ok {
			nb.metadata.set("kernelspec", kernelNamed(name))
		}
	}
	q := quartoReader{nb: nb, lines: lines, at: h.end, language: usualName(defaultLanguage(nb.metadata, ".qmd"))}
	if q.language == "" {
		q.language = usualName(firstQuartoLanguage(lines[h.end:]))
	}
	if err := q.read(); err != nil {
		return nil, err
	}
	nb.setKernel(q.language)
	return nb, nil
}

// kernelNamed is the kernelspec of a kernel of which the name alone is known.
func kernelNamed(name string) object {
	for _, kernel := range kernels {
		if kernel.text("name") == name {
			return kernel
		}
	}
	return object{{"display_name", name}, {"name", name}}
}

func firstQuartoLanguage(lines []string) string {
	for _, line := range lines {
		if m := quartoStart.FindStringSubmatch(line); m != nil {
			switch m[2] {
			case "ojs", "mermaid", "dot":
			default:
				return m[2]
			}
		}
	}
	return ""
}

type quartoReader struct {
	nb       *notebook
	lines    []string
	at       int // where the text before the next cell begins
	language string
}

func (q *quartoReader) read() *Error {
	for i := q.at; i < len(q.lines); i++ {
		line := q.lines[i]
		m := quartoStart.FindStringSubmatch(line)
		fence := opensFence(line)
		if m != nil {
			fence = m[1]
		}
		if fence == "" {
			continue
		}
		end, closed := fenceClosedAt(q.lines, i, fence)
		if m != nil && usualName(m[2]) == q.language {
			if err := q.code(i, end, closed, m[3]); err != nil {
				return err
			}
		}
		i = end - 1
	}
	q.flush(len(q.lines))
	return nil
}

// code makes a cell of the lines from start to end.
func (q *quartoReader) code(start, end int, closed bool, options string) *Error {
	q.flush(start)
	q.at = end
	body := q.lines[start+1 : end]
	if closed {
		body = body[:len(body)-1]
	}
	body = unindented(body, q.lines[start])
	_, metadata, problem := rmdOptions("x "+options, false)
	if problem != "" {
		return &Error{Line: start + 1, Message: problem}
	}
	var yaml []string
	for _, line := range body {
		m := quartoOption.FindStringSubmatch(line)
		if m == nil {
			break
		}
		yaml = append(yaml, m[1])
	}
	described, err := parseYAML(strings.Join(yaml, "\n"), start+2)
	if err != nil {
		return err
	}
	switch tags := described.get("tags").(type) {
	case []any:
		metadata.set("tags", tags)
	case string:
		metadata.set("tags", []any{tags})
	}
	q.nb.cells = append(q.nb.cells, cell{code, body, metadata})
	return nil
}

// flush makes a Markdown cell of the text before line end.
func (q *quartoReader) flush(end int) {
	text := strings.Trim(strings.Join(q.lines[min(q.at, end):end], "\n"), "\n")
	if strings.TrimSpace(text) != "" {
		q.nb.cells = append(q.nb.cells, cell{kind: markdown, lines: strings.Split(text, "\n")})
	}
}
