package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

var (
	rmdStart     = lazyre.New("^```{(.*)}\\s*$")
	rmdOther     = lazyre.New("^```([^{]|\\s*$)")
	fenceStart   = lazyre.New("^```")
	fenceEnd     = lazyre.New("^```\\s*$")
	regionStart  = lazyre.New(`^<!--\s*#(region|markdown|md|raw)(.*)-->\s*$`)
	fenceWord    = lazyre.New("^```(`*)(\\s*)(.*)$")
	oldStart     = lazyre.New("^```(.*)")
	hiddenOption = ".noeval"
)

// fence reads the first line of a code cell: what ends the cell, its language
// and its options.
func (r *reader) fence(line string) (end *lazyre.Regexp, language string, metadata object, ok bool, problem string) {
	if r.name == "rmarkdown" {
		m := rmdStart.FindStringSubmatch(line)
		if m == nil {
			return nil, "", nil, false, ""
		}
		language, metadata, problem = rmdOptions(m[1], r.runtools)
		return fenceEnd, language, metadata, true, problem
	}
	if r.oldMarkdown {
		m := oldStart.FindStringSubmatch(line)
		if m == nil {
			return nil, "", nil, false, ""
		}
		language, metadata = metadataOf(m[1], true)
		return fenceEnd, language, metadata, true, ""
	}
	m := fenceWord.FindStringSubmatch(line)
	if m == nil {
		return nil, "", nil, false, ""
	}
	word := m[3]
	if space := strings.IndexAny(word, " \t"); space >= 0 {
		word = word[:space]
	}
	if strings.HasPrefix(strings.ToLower(m[3]), "wolfram language") {
		word = m[3][:len("wolfram language")]
	}
	if !isFenceLanguage(word) {
		return nil, "", nil, false, ""
	}
	language, metadata = metadataOf(m[2]+" "+m[3], true)
	if m[1] == "" {
		return fenceStart, language, metadata, true, ""
	}
	return lazyre.New("^```" + m[1]), language, metadata, true, ""
}

// hasNoEval reports whether the options say that the cell is only shown.
func hasNoEval(metadata object) bool {
	return metadata.has(hiddenOption) && metadata.get(hiddenOption) == nil
}

func (r *reader) markdownMark() *Error {
	line := r.lines[0]
	if m := regionStart.FindStringSubmatch(line); m != nil {
		r.inRegion = true
		r.end = lazyre.New(`^<!--\s*#end` + m[1] + `\s*-->\s*$`)
		title, metadata := metadataOf(m[2], false)
		r.kind = markdown
		if m[1] == "raw" {
			r.kind = raw
		}
		if title != "" {
			metadata.set("title", title)
		}
		if m[1] == "markdown" || m[1] == "md" {
			metadata.set("region_name", m[1])
		}
		r.metadata = metadata
		return nil
	}
	end, language, metadata, ok, problem := r.fence(line)
	if problem != "" {
		return &Error{Message: problem}
	}
	if !ok {
		return nil
	}
	r.end, r.cellLang, r.metadata = end, language, metadata
	r.takeLanguage()
	if hasNoEval(metadata) {
		r.kind, r.cellLang, r.metadata = markdown, "", object{}
	}
	return nil
}

func (r *reader) markdownEnd() (cellEnd, next int, explicit bool) {
	n := len(r.lines)
	switch {
	case r.inRegion:
		for i, line := range r.lines {
			if r.end.MatchString(line) {
				return i, i + 1, true
			}
		}
		return n, n, false
	case r.metadata == nil:
		r.kind = markdown
		m := markdownScanner{reader: r}
		return m.end()
	}
	r.kind = code
	quotes := newQuoteTracker(r.languageOrDefault())
	for i, line := range r.lines[1:] {
		quoted := quotes.quoted()
		quotes.read(line)
		if !quoted && r.end.MatchString(line) {
			return i + 1, i + 2, true
		}
	}
	return n, n, false
}

// A markdownScanner finds the end of Markdown text: two blank lines, or a code
// cell. Within fences of other code nothing counts.
type markdownScanner struct {
	*reader
	blank    int // lines before
	fenced   bool
	indented bool
}

func (m *markdownScanner) end() (cellEnd, next int, explicit bool) {
	for i, line := range m.lines {
		if cellEnd, explicit, ends := m.line(i, line); ends {
			return cellEnd, i, explicit
		}
	}
	return len(m.lines), len(m.lines), false
}

// line reports whether line i begins the next cell, and where this one ended.
func (m *markdownScanner) line(i int, line string) (cellEnd int, explicit, ends bool) {
	if m.fenced && m.reader.end.MatchString(line) {
		m.fenced = false
		return 0, false, false
	}
	if m.blank > 0 && strings.HasPrefix(line, "    ") && !isBlank(line) {
		m.indented, m.blank = true, 0
		return 0, false, false
	}
	if m.indented && !isBlank(line) && !strings.HasPrefix(line, "    ") {
		m.indented = false
	}
	if m.indented || m.fenced {
		return 0, false, false
	}
	before := i
	if i > 1 && m.blank > 0 {
		before = i - 1
	}
	if regionStart.MatchString(line) {
		return before, false, true
	}
	if end, language, metadata, ok, problem := m.fence(line); ok {
		m.reader.end = end
		if problem != "" {
			m.problem = &Error{Line: i, Message: problem}
			return before, false, true
		}
		if !isFenceLanguage(language) || hasNoEval(metadata) {
			m.fenced, m.blank = true, 0
			return 0, false, false
		}
		return before, false, true
	}
	switch {
	case strings.HasPrefix(line, "```{"):
		m.fenced, m.blank = true, 0
	case m.otherFence(line):
		if m.blank >= 2 {
			return i - 2, true, true
		}
		m.fenced, m.blank = true, 0
	case m.splitAtHeading && strings.HasPrefix(line, "#") && m.blank >= 1:
		return i - 1, false, true
	case isBlank(line):
		m.blank++
	case m.blank >= 2:
		return i - 2, true, true
	default:
		m.blank = 0
	}
	return 0, false, false
}

// otherFence reports whether a line begins code that is no cell.
func (m *markdownScanner) otherFence(line string) bool {
	switch {
	case m.name == "rmarkdown":
		return rmdOther.MatchString(line)
	case m.oldMarkdown:
		return strings.HasPrefix(line, "```{")
	}
	return strings.HasPrefix(line, "```")
}
