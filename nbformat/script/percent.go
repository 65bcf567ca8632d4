package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

var (
	percentStart = lazyre.New(`^\s*#\s*%%(%*)\s(.*)$`)
	percentBare  = lazyre.New(`^\s*#\s*(%%|<codecell>|In\[[0-9 ]*\]:?)\s*$`)
	codeFence    = lazyre.New("^ {0,3}(`{3,}|~{3,})(.*)$")
)

// percent reads a cell that begins with # %%.
func (r *reader) percent() (lines []string, next int) {
	r.metadata, r.marked = object{}, true
	first := r.lines[0]
	if percentStart.MatchString(first) {
		line := uncommentLine(first, "#")
		r.metadata = titledMetadata(line[strings.Index(line, "%%")+2:])
		r.takeLanguage()
	}
	cellEnd, next := r.percentEnd()
	start := 0
	if percentStart.MatchString(first) || percentBare.MatchString(first) {
		start = 1
	}
	return r.extract(r.lines[min(start, cellEnd):cellEnd]), next
}

// titledMetadata reads what stands behind the mark of a cell: a title, with the
// type of the cell in brackets, and options.
func titledMetadata(text string) object {
	title, metadata := metadataOf(text, false)
	for _, kind := range []string{"markdown", "raw", "md"} {
		if mark := "[" + kind + "]"; strings.Contains(title, mark) {
			title = strings.TrimSpace(strings.ReplaceAll(title, mark, ""))
			metadata.set("cell_type", strings.Replace(kind, "md", "markdown", 1))
			if kind == "md" {
				metadata.set("region_name", "md")
				metadata.set("cell_type", "markdown")
			}
			break
		}
	}
	depth := len(title) - len(strings.TrimLeft(title, "%"))
	if depth > 0 {
		metadata.set("cell_depth", number(depth))
		title = strings.TrimSpace(title[depth:])
	}
	if title != "" {
		metadata.set("title", title)
	}
	return metadata
}

// takeKind takes the type of the cell out of the metadata, if it is there.
func (r *reader) takeKind() bool {
	if !r.metadata.has("cell_type") {
		return false
	}
	r.kind = raw
	if kind := r.metadata.remove("cell_type"); kind == markdown || kind == code {
		r.kind = kind.(string)
	}
	return true
}

func (r *reader) percentEnd() (cellEnd, next int) {
	if !r.takeKind() {
		r.kind = code
		if !isActive(".ipynb", r.metadata, true) {
			r.dropEmptyActive()
			r.kind = raw
			if isActive(r.ext, r.metadata, true) {
				r.comment = ""
			}
		}
	}
	next = r.nextPercent()
	switch before := r.lines[:next]; {
	case lastTwoBlank(before):
		return next - 2, next
	case next > 0 && before[next-1] == "":
		return next - 1, next
	}
	return next, next
}

// nextPercent returns the index of the next mark; in the text of a Markdown
// cell none counts within a fence.
func (r *reader) nextPercent() int {
	quotes := newQuoteTracker(r.languageOrDefault())
	fence := ""
	for i, line := range r.lines {
		quoted := quotes.quoted()
		quotes.read(line)
		if quoted {
			continue
		}
		if r.kind != code {
			text := uncommentLine(line, r.comment)
			if fence != "" {
				if closesFence(text, fence) {
					fence = ""
				}
				continue
			}
			if opened := opensFence(text); opened != "" && r.closedLater(i+1, opened) {
				fence = opened
				continue
			}
		}
		if i > 0 && (percentStart.MatchString(line) || percentBare.MatchString(line)) {
			return i
		}
	}
	return len(r.lines)
}

// closedLater reports whether a line from an index on closes a fence.
func (r *reader) closedLater(from int, fence string) bool {
	if n := r.noClose[fence[0]]; n > 0 && len(fence) >= n {
		return false
	}
	for _, line := range r.lines[from:] {
		if closesFence(uncommentLine(line, r.comment), fence) {
			return true
		}
	}
	r.noClose[fence[0]] = len(fence)
	return false
}

// opensFence returns the fence that a line of Markdown opens, or "".
func opensFence(line string) string {
	m := codeFence.FindStringSubmatch(line)
	if m == nil || m[1][0] == '`' && strings.Contains(m[2], "`") {
		return ""
	}
	return m[1]
}

func closesFence(line, fence string) bool {
	m := codeFence.FindStringSubmatch(line)
	return m != nil && m[1][0] == fence[0] && len(m[1]) >= len(fence) && strings.TrimSpace(m[2]) == ""
}
