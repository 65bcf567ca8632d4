package nbformat

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Problem says what is wrong with a notebook and where. As the error of
// [Read] the notebook could not be read; among Notebook.Warnings it was
// forgiven.
type Problem struct {
	Name    string // the notebook's name
	Offset  int64  // byte offset, starting at 0; -1 when there is no place
	Line    int    // starting at 1; 0 when there is no place
	Column  int    // in characters, starting at 1; 0 when there is no place
	Pointer string // JSON pointer such as /cells/3/outputs/0; "" for the document
	Message string
	Hint    string // what to do about it; may be ""
}

// Error formats the problem as name:line:column: pointer: message, without
// what is not known. Control characters are escaped and a long pointer is
// shortened, because a notebook's own names may stand there.
func (p *Problem) Error() string {
	text := p.Name
	if p.Line > 0 {
		text += fmt.Sprintf(":%d:%d", p.Line, p.Column)
	}
	if text != "" {
		text += ": "
	}
	if p.Pointer != "" {
		text += shorten(p.Pointer, 160) + ": "
	}
	return printable(text + p.Message)
}

// Locate fills Name, Line and Column of problems that later readers of the
// notebook found, where their Offset is one in the file.
func (nb *Notebook) Locate(problems ...*Problem) {
	for _, p := range problems {
		p.Name = nb.Name
	}
	if nb.far != nil {
		locateFar(nb.far.all(), problems)
		return
	}
	locate(nb.source, problems)
}

// locate fills Line and Column from Offset, in one pass over the source.
func locate(src []byte, problems []*Problem) {
	inOrder := slices.Clone(problems)
	slices.SortStableFunc(inOrder, func(a, b *Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	line, lineStart, done := 1, 0, 0
	if bytes.HasPrefix(src, []byte(byteOrderMark)) {
		lineStart = len(byteOrderMark)
	}
	for _, p := range inOrder {
		if p.Offset < 0 || p.Offset > int64(len(src)) {
			continue
		}
		before := src[done:p.Offset]
		line += bytes.Count(before, []byte("\n"))
		if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
			lineStart = done + i + 1
		}
		done = int(p.Offset)
		p.Line, p.Column = line, utf8.RuneCount(src[min(lineStart, done):done])+1
	}
}

// notes collects what was forgiven, one problem per kind with a count: a
// notebook with NaN may hold thousands of them.
type notes struct {
	list  []*Problem
	kinds map[string]*note
}

type note struct {
	problem *Problem
	count   int
}

// add notes one occurrence of a kind. Pointer and message are asked for only
// at the first one.
func (n *notes) add(kind string, offset int64, pointer, message func() string) {
	if seen := n.kinds[kind]; seen != nil {
		seen.count++
		return
	}
	p := &Problem{Offset: offset, Pointer: pointer(), Message: message()}
	if n.kinds == nil {
		n.kinds = map[string]*note{}
	}
	n.kinds[kind] = &note{problem: p, count: 1}
	n.list = append(n.list, p)
}

// problems returns what was noted in the order of the file, located in src.
func (n *notes) problems(src []byte, name string) []*Problem {
	for _, seen := range n.kinds {
		if seen.count > 1 {
			seen.problem.Message += fmt.Sprintf(" (the first of %d)", seen.count)
		}
	}
	for _, p := range n.list {
		p.Name = name
	}
	locate(src, n.list)
	slices.SortStableFunc(n.list, func(a, b *Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	return n.list
}

// shorten cuts the middle out of a text of more than limit bytes.
func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	head, tail := text[:limit/2], text[len(text)-limit/2:]
	return strings.ToValidUTF8(head, "") + "…" + strings.ToValidUTF8(tail, "")
}

func printable(text string) string {
	if strings.IndexFunc(text, unicode.IsControl) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
