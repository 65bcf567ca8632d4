package script

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

var (
	mystCell  = lazyre.New("^ {0,3}(`{3,}|~{3,})\\s*(\\{(?:code|raw)-cell\\}.*)$")
	mystBreak = lazyre.New(`^ {0,3}\+\+\+\s*(.*?)\s*$`)
	mystRule  = lazyre.New(`(?m)^-{3,}`)
)

// isMyST reports whether a Markdown file is one of MyST: its header says so, or
// it has a cell.
func isMyST(lines []string) bool {
	if front, _, ok := frontMatter(lines); ok {
		if metadata, err := parseYAML(strings.Join(front, "\n"), 1); err == nil {
			if inner := metadata.object("jupyter"); inner != nil {
				metadata = inner
			}
			if metadata.text("jupytext", "text_representation", "format_name") == "myst" {
				return true
			}
		}
	}
	found := false
	scanMyST(lines, func(b mystBlock) { found = found || b.fence != "" })
	return found
}

// frontMatter returns the lines between two rules at the start of a file, and
// the index of the first line after them.
func frontMatter(lines []string) (front []string, end int, ok bool) {
	if len(lines) == 0 || strings.TrimRight(lines[0], " \t") != "---" {
		return nil, 0, false
	}
	for i, line := range lines[1:] {
		if strings.TrimRight(line, " \t") == "---" {
			return lines[1 : i+1], i + 2, true
		}
	}
	return nil, 0, false
}

// A mystBlock is a cell, or a break between Markdown cells.
type mystBlock struct {
	start, end int    // the lines, from the first to after the last
	fence      string // ``` or more; "" for a break
	info       string // what stands behind the fence, or the break
	closed     bool
}

// scanMyST finds the cells that stand in no list, quote, fence or HTML comment.
func scanMyST(lines []string, found func(mystBlock)) {
	_, at, _ := frontMatter(lines)
	inList := false
	for at < len(lines) {
		line := lines[at]
		switch {
		case strings.HasPrefix(strings.TrimLeft(line, " "), "<!--"):
			for at < len(lines)-1 && !strings.Contains(lines[at], "-->") {
				at++
			}
		case opensFence(line) != "":
			fence := opensFence(line)
			end, closed := fenceClosedAt(lines, at, fence)
			if m := mystCell.FindStringSubmatch(line); m != nil && !(inList && line[0] == ' ') {
				found(mystBlock{at, end, fence, m[2], closed})
			}
			at = end - 1
		case mystBreak.MatchString(line):
			found(mystBlock{start: at, end: at + 1, info: mystBreak.FindStringSubmatch(line)[1]})
			inList = false
		case listItem.MatchString(line):
			inList = true
		case !isBlank(line) && line[0] != ' ':
			inList = false
		}
		at++
	}
}

var listItem = lazyre.New(`^ {0,3}([-*+]|[0-9]{1,9}[.)])( |\t|$)`)

// fenceClosedAt returns the index of the line after a fenced block.
func fenceClosedAt(lines []string, at int, fence string) (end int, closed bool) {
	for i := at + 1; i < len(lines); i++ {
		if closesFence(lines[i], fence) {
			return i + 1, true
		}
	}
	return len(lines), false
}

func readMyST(lines []string) (*notebook, *Error) {
	nb := &notebook{}
	front, at, ok := frontMatter(lines)
	if ok {
		metadata, err := parseYAML(strings.Join(front, "\n"), 2)
		if err != nil {
			return nil, err
		}
		nb.metadata, _ = metadata.remove("jupyter").(object)
		for _, m := range metadata {
			nb.metadata.set(m.name, m.value)
		}
	}
	m := mystReader{nb: nb, lines: lines, at: at}
	scanMyST(lines, m.block)
	m.flush(len(lines))
	if m.err != nil {
		return nil, m.err
	}
	language := defaultLanguage(nb.metadata, ".md")
	if language == "" {
		language = usualName(strings.TrimPrefix(strings.ToLower(m.lexer), "i"))
	}
	if language == "python3" || language == "" {
		language = "python"
	}
	nb.setKernel(language)
	return nb, nil
}

// A mystReader makes cells of blocks.
type mystReader struct {
	nb       *notebook
	lines    []string
	at       int    // where the text before the next block begins
	metadata object // of the Markdown cell after a break
	lexer    string // of the first code cell
	err      *Error
}

func (m *mystReader) block(b mystBlock) {
	m.flush(b.start)
	m.at = b.end
	if b.fence == "" {
		m.breakMetadata(b)
		return
	}
	m.metadata = nil
	body := m.lines[b.start+1 : b.end]
	if b.closed {
		body = body[:len(body)-1]
	}
	body = unindented(body, m.lines[b.start])
	metadata, rest, err := directiveOptions(body, b.start+2)
	if err != nil && m.err == nil {
		m.err = err
	}
	if len(rest) > 0 && isBlank(rest[0]) {
		rest = rest[1:]
	}
	kind := code
	if strings.HasPrefix(b.info, "{raw") {
		kind = raw
	} else if m.lexer == "" {
		m.lexer = strings.TrimSpace(strings.TrimPrefix(b.info, "{code-cell}"))
	}
	m.nb.cells = append(m.nb.cells, cell{kind, rest, metadata})
}

// unindented takes off what the fence was indented by.
func unindented(lines []string, fence string) []string {
	n := len(fence) - len(strings.TrimLeft(fence, " "))
	if n == 0 {
		return lines
	}
	plain := make([]string, len(lines))
	for i, line := range lines {
		plain[i] = line[min(n, len(line)-len(strings.TrimLeft(line, " "))):]
	}
	return plain
}

func (m *mystReader) breakMetadata(b mystBlock) {
	m.metadata = nil
	if b.info == "" {
		return
	}
	v, err := parseJSON(b.info)
	o, ok := v.(object)
	if (err != nil || !ok) && m.err == nil {
		m.err = &Error{Line: b.start + 1, Message: "what follows +++ is no JSON object"}
	}
	m.metadata = o
}

// flush makes a Markdown cell of the text before line end, if there is any.
func (m *mystReader) flush(end int) {
	text := strings.TrimRight(strings.Join(m.lines[min(m.at, end):end], "\n"), " \t\n\v\f")
	if text = strings.TrimLeft(text, "\n"); text != "" {
		m.nb.cells = append(m.nb.cells, cell{markdown, strings.Split(text, "\n"), m.metadata})
	}
}

// directiveOptions reads the options at the top of a cell: YAML between rules,
// or lines that begin with a colon.
func directiveOptions(body []string, line int) (metadata object, rest []string, err *Error) {
	switch {
	case len(body) > 0 && strings.HasPrefix(body[0], "---"):
		end := 1
		for end < len(body) && !mystRule.MatchString(body[end]) {
			end++
		}
		metadata, err = parseYAML(dedented(body[1:end]), line+1)
		return metadata, withoutLastEmpty(body[min(end+1, len(body)):]), err
	case strings.HasPrefix(strings.TrimLeft(strings.Join(body[:min(len(body), 50)], "\n"), " \t\n"), ":"):
		end := 0
		var options []string
		for end < len(body) && strings.HasPrefix(strings.TrimSpace(body[end]), ":") {
			options = append(options, strings.TrimSpace(body[end])[1:])
			end++
		}
		metadata, err = parseYAML(strings.Join(options, "\n"), line)
		return metadata, withoutLastEmpty(body[end:]), err
	}
	return nil, body, nil
}

// withoutLastEmpty drops an empty line at the end, as jupytext does of cells
// with options.
func withoutLastEmpty(lines []string) []string {
	if n := len(lines); n > 0 && lines[n-1] == "" {
		return lines[:n-1]
	}
	return lines
}

// dedented joins lines without the indentation that all share.
func dedented(lines []string) string {
	indent := -1
	for _, line := range lines {
		if n := len(line) - len(strings.TrimLeft(line, " ")); !isBlank(line) && (indent < 0 || n < indent) {
			indent = n
		}
	}
	plain := make([]string, len(lines))
	for i, line := range lines {
		plain[i] = line[min(max(indent, 0), len(line)):]
	}
	return strings.Join(plain, "\n")
}

// number returns an integer as JSON has it.
func number(n int) any { return json.Number(strconv.Itoa(n)) }
