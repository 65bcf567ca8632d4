package script

import (
	"regexp"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

var (
	lightStart = lazyre.New(`^#\s*\+(.*)$`)
	dashEnd    = lazyre.New(`^# -\s*$`)
	spinStart  = lazyre.New(`^#\+(.*)\s*$`)
)

// marks returns what begins and what ends a cell of the light format; nil for
// an end that each cell says.
func (f *format) marks() (begin, end *lazyre.Regexp) {
	if f.markers[0] == "" {
		return lightStart, nil
	}
	return lazyre.New(`^#\s*` + regexp.QuoteMeta(f.markers[0]) + `(.*)$`), lazyre.New(`^#\s*` + regexp.QuoteMeta(f.markers[1]) + `\s*$`)
}

func (r *reader) lightMark() {
	r.ignoreEnd = true
	r.end = r.lightEnds
	m := r.lightBegins.FindStringSubmatch(r.lines[0])
	switch {
	case m != nil:
		r.metadata = titledMetadata(m[1])
		r.takeLanguage()
		r.ignoreEnd = false
		r.needsEnd = r.markers[0] != ""
	case r.end != nil && r.end.MatchString(r.lines[0]):
		r.kind = code
	}
}

func (r *reader) lightEnd() (cellEnd, next int, explicit bool) {
	isEnd := r.markers[0] != "" && r.end.MatchString(r.lines[0])
	if r.metadata == nil && !isEnd && r.allCommented() {
		r.kind = markdown
		for i, line := range r.lines {
			if isBlank(line) {
				return i, i + 1, false
			}
		}
		return len(r.lines), len(r.lines), false
	}
	switch {
	case r.metadata == nil:
		r.end = nil
	case r.markers[0] == "":
		end := "-"
		if r.metadata.has("endofcell") {
			end = r.metadata.text("endofcell")
		}
		r.end = dashEnd
		if end != "-" {
			r.end = lazyre.New(`^# ` + regexp.QuoteMeta(end) + `\s*$`)
		}
	}
	return r.regionEnd()
}

// allCommented reports whether the paragraph is a comment, and so Markdown.
func (r *reader) allCommented() bool {
	for i, line := range r.lines {
		rest, ok := strings.CutPrefix(line, "#")
		if !ok {
			return i > 0 && isBlank(line)
		}
		if strings.HasPrefix(strings.TrimSpace(rest), "#") {
			continue
		}
		if isMagic(line, r.language, false) {
			return false
		}
	}
	return true
}

// regionEnd finds the end of code: the mark of the end, the next cell, or a
// blank line before what is not indented.
func (r *reader) regionEnd() (cellEnd, next int, explicit bool) {
	if !r.takeKind() {
		r.kind = code
	}
	quotes := newQuoteTracker(r.languageOrDefault())
	for i, line := range r.lines {
		if r.metadata != nil && i == 0 {
			continue
		}
		quoted := quotes.quoted()
		quotes.read(line)
		if quoted {
			continue
		}
		if r.lightBegins.MatchString(line) {
			if r.needsEnd {
				r.metadata, r.cellLang = nil, ""
			}
			cellEnd, next := r.before(i)
			return cellEnd, next, false
		}
		if !r.ignoreEnd && r.end != nil {
			if r.end.MatchString(line) {
				return i, i + 1, true
			}
		} else if isBlank(line) && !r.indentedNext(i) {
			cellEnd, next := r.atBlank(i)
			return cellEnd, next, false
		}
	}
	return len(r.lines), len(r.lines), false
}

// before returns where a cell ends before the next at i: without two or one
// blank lines.
func (r *reader) before(i int) (cellEnd, next int) {
	if i > 0 && isBlank(r.lines[i-1]) {
		if i > 1 && isBlank(r.lines[i-2]) {
			return i - 2, i
		}
		return i - 1, i
	}
	return i, i
}

// atBlank returns where a cell ends at the blank line i.
func (r *reader) atBlank(i int) (cellEnd, next int) {
	switch {
	case i > 0:
		return i, i + 1
	case len(r.lines) > 1 && !isBlank(r.lines[1]):
		return 1, 1
	}
	return 1, min(2, len(r.lines))
}

// indentedNext reports whether the first line with text from i on is indented.
func (r *reader) indentedNext(i int) bool {
	next := r.nextText[r.at+i] - r.at
	return next < len(r.lines) && startsByBlank.MatchString(r.lines[next])
}

// spinMark reads the line of options of knitr's spin: #+ name, options.
func (r *reader) spinMark() *Error {
	if m := spinStart.FindStringSubmatch(r.lines[0]); m != nil {
		language, metadata, problem := rmdOptions("r "+m[1], r.runtools)
		if problem != "" {
			return &Error{Message: problem}
		}
		r.cellLang, r.metadata = language, metadata
		r.takeLanguage()
	}
	return nil
}

func (r *reader) spinEnd() (cellEnd, next int, explicit bool) {
	if r.metadata == nil && strings.HasPrefix(r.lines[0], "#'") {
		r.kind = markdown
		for i, line := range r.lines {
			if !strings.HasPrefix(line, "#'") {
				if isBlank(line) {
					return i, i + 1, false
				}
				return i, i, false
			}
		}
		return len(r.lines), len(r.lines), false
	}
	if !r.takeKind() {
		r.kind = code
	}
	for i, line := range r.lines {
		if r.metadata != nil && i == 0 {
			continue
		}
		if spinStart.MatchString(line) || strings.HasPrefix(line, "#'") {
			cellEnd, next := r.before(i)
			return cellEnd, next, false
		}
		if isBlank(line) && !r.indentedNext(i) {
			cellEnd, next := r.atBlank(i)
			return cellEnd, next, false
		}
	}
	return len(r.lines), len(r.lines), false
}
