package rule

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/expr-lang/expr/file"
)

// An Error says what is wrong with the text of an expression, and where.
type Error struct {
	Text    string // the expression
	Column  int    // of the problem in its line, in characters from 1
	Line    int    // from 1
	Message string
	Hint    string // what to do about it; may be ""
}

// Error formats the error as column N: message.
func (e *Error) Error() string {
	if e.Line > 1 {
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
	}
	return fmt.Sprintf("column %d: %s", e.Column, e.Message)
}

// LineText returns the line of the expression that Line and Column are about.
func (e *Error) LineText() string {
	lines := strings.Split(e.Text, "\n")
	return lines[min(e.Line, len(lines))-1]
}

// errorAt makes the error about the character at an offset, in characters from 0.
func errorAt(text string, offset int, message, hint string) *Error {
	e := &Error{Text: text, Line: 1, Column: 1, Message: message, Hint: hint}
	for i, r := range []rune(text) {
		switch {
		case i == offset:
			return e
		case r == '\n':
			e.Line, e.Column = e.Line+1, 1
		default:
			e.Column++
		}
	}
	return e
}

// unexpected is how the parser speaks of a token.
var unexpected = regexp.MustCompile(`unexpected token ([A-Z]\w*)(?:\("(.*)"\))?`)

// syntaxError says in our words what the parser found.
func syntaxError(text string, err error) *Error {
	var at *file.Error
	if !errors.As(err, &at) {
		return errorAt(text, 0, err.Error(), "")
	}
	message, hint, offset := at.Message, "", at.From
	if strings.Contains(message, "maximum allowed nodes") {
		message, offset = fmt.Sprintf("the expression has more than %d parts", mostNodes), 0
	}
	if m := unexpected.FindStringSubmatch(message); m != nil {
		message = "unexpected " + strings.ToLower(m[1]) + " " + m[2]
		switch {
		case m[1] == "EOF":
			message, offset = "the expression ends too early", len([]rune(text))
		case m[1] == "Operator" || m[1] == "Bracket":
			message = "unexpected " + m[2]
		}
		hint = operatorHint(text, offset, m[2])
	}
	return errorAt(text, offset, message, hint)
}

// operatorHint knows what people write who think in another language.
func operatorHint(text string, offset int, token string) string {
	switch {
	case token == "=":
		return "for equality write =="
	case token == "&":
		return "write and"
	case token == "#" || token == ":":
		return `write a key with such characters as key("roc#1")`
	case strings.Contains(text, "|") && !strings.Contains(text, "||"):
		return "write or"
	}
	return ""
}
