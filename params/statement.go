package params

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// A statement is one of a cell.
type statement struct {
	code string
	// comment is what stands behind the mark of the comment at its end, of a
	// statement of several lines that of the last.
	comment string
}

// statements cuts source into its statements at line ends and semicolons that
// stand outside strings and brackets. Comments and line continuations are
// removed. White space at the start of a line is kept, and what stands inside a
// compound statement of one line begins with some: in Python it tells an inner
// statement.
func statements(source string, l *language) []statement {
	s := splitter{source: source, language: l}
	for s.i < len(source) {
		s.step()
	}
	s.end()
	return s.list
}

type splitter struct {
	*language
	source string
	i      int
	depth  int
	code   strings.Builder
	note   string // the comment seen last on this line
	closed bool   // a semicolon on this line ended a statement
	list   []statement
}

// step takes the next piece of the source.
func (s *splitter) step() {
	rest := s.source[s.i:]
	switch c := rest[0]; {
	case s.magic(rest):
		s.i += lineLength(rest)
	case s.comment(rest) != "":
		n := lineLength(rest)
		s.noted(strings.TrimSpace(rest[len(s.comment(rest)):n]))
		s.i += n
	case s.blocks[0] != "" && strings.HasPrefix(rest, s.blocks[0]):
		s.i += blockLength(rest, s.blocks)
	case c == '"' || c == '\'' && s.quotes():
		n := s.stringLength(rest)
		s.code.WriteString(rest[:n])
		s.i += n
	case c == '\\' && strings.HasPrefix(rest[1:], "\n"):
		s.code.WriteByte(' ')
		s.i += 2
	case s.depth == 0 && c == ';':
		inner := innerStatement.MatchString(s.code.String())
		s.end()
		s.closed = true
		s.i += len(rest) - len(strings.TrimLeft(rest[1:], " \t"))
		if inner {
			s.code.WriteByte(' ')
		}
	case s.depth == 0 && c == '\n':
		s.end()
		s.closed = false
		s.i++
	case c == '\n':
		s.note = ""
		s.code.WriteByte(c)
		s.i++
	default:
		s.bracket(c)
		s.code.WriteByte(c)
		s.i++
	}
}

// innerStatement matches a Python statement after which a semicolon does not
// lead back to the top level: an indented one, or one such as "if x: y = 1".
var innerStatement = lazyre.New(`^(?:\s|(?:if|elif|else|for|while|with|try|except|finally|def|class|async|match|case)\b)`)

// noted takes a comment; behind a semicolon it is that of the statement before.
func (s *splitter) noted(comment string) {
	if last := len(s.list) - 1; s.closed && last >= 0 && strings.TrimSpace(s.code.String()) == "" {
		s.list[last].comment = comment
		return
	}
	s.note = comment
}

func (s *splitter) end() {
	if code := s.code.String(); strings.TrimSpace(code) != "" {
		s.list = append(s.list, statement{strings.TrimRight(code, " \t\r"), s.note})
	}
	s.code.Reset()
	s.note = ""
	s.depth = 0
}

func (s *splitter) bracket(c byte) {
	switch c {
	case '(', '[', '{':
		s.depth++
	case ')', ']', '}':
		s.depth = max(s.depth-1, 0)
	}
}

// magic reports whether a line for IPython begins here; it may hold quotes
// that are none.
func (s *splitter) magic(rest string) bool {
	return s.language == python && strings.IndexByte("%!?", rest[0]) >= 0 && strings.TrimSpace(s.code.String()) == ""
}

// comment returns the mark of the comment that begins here, or "".
func (s *splitter) comment(rest string) string {
	for _, mark := range s.comments {
		if strings.HasPrefix(rest, mark) {
			return mark
		}
	}
	return ""
}

// quotes reports whether ' begins a string here: after a name or a bracket it
// is a transposition in Julia and MATLAB.
func (s *splitter) quotes() bool {
	if !s.transpose || s.code.Len() == 0 {
		return true
	}
	code := s.code.String()
	return strings.IndexByte(" =,([{", code[len(code)-1]) >= 0
}

// stringLength returns the length of the string literal at the start of rest.
// One that is not closed ends with its line, or with the source.
func (s *splitter) stringLength(rest string) int {
	quote := rest[:1]
	if s.triple && strings.HasPrefix(rest[1:], quote+quote) {
		quote = rest[:3]
	}
	for i := len(quote); i < len(rest); i++ {
		switch {
		case s.escape != 0 && rest[i] == s.escape:
			i++
		case strings.HasPrefix(rest[i:], quote):
			return i + len(quote)
		case rest[i] == '\n' && len(quote) == 1 && s.language == python:
			return i
		}
	}
	return len(rest)
}

func lineLength(text string) int {
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

func blockLength(text string, marks [2]string) int {
	if n := strings.Index(text[len(marks[0]):], marks[1]); n >= 0 {
		return len(marks[0]) + n + len(marks[1])
	}
	return len(text)
}
