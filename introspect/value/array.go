package value

import (
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// parseArray reads arrays whose text is no Python: as numpy prints them,
// without commas, [0.93 1.86], also a slice of numbers in Go; as pandas shows a
// Categorical and its other arrays, with lines that say what they are. One that is
// cut off by "..." is not read.
func parseArray(text string) (Value, bool) {
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "["):
		if body, ok := cutCategories(text); ok {
			return parseList(body)
		}
		return parsePrinted(text)
	case strings.HasPrefix(text, "<"):
		if m := extensionArray.FindStringSubmatch(text); m != nil {
			list, ok := parseList(m[1])
			return list, ok && strconv.Itoa(len(list)) == m[2]
		}
	}
	return nil, false
}

var (
	// extensionArray is the repr of a pandas ExtensionArray.
	extensionArray = lazyre.New(`(?s)^<\w+Array>\n(\[.*\])\nLength: (\d+), dtype: [^\n]+$`)
	// categories begins below the values of a Categorical.
	categories = lazyre.New(`^\d+, [^\n]*: \[`)
)

func cutCategories(text string) (body string, ok bool) {
	body, rest, ok := strings.Cut(text, "\nCategories (")
	return body, ok && categories.MatchString(rest)
}

func parseList(text string) (List, bool) {
	list, ok := ParseLiteral(text).(List)
	return list, ok
}

// parsePrinted reads an array as numpy's str makes it: elements with blanks
// between them. ParseLiteral would join two strings to one, as Python does.
func parsePrinted(text string) (Value, bool) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, false
	}
	r := literalReader{text: text}
	v, ok := r.printed()
	return v, ok && r.pos == len(text)
}

func (r *literalReader) printed() (Value, bool) {
	if !r.open() {
		return nil, false
	}
	list := List{}
	for r.peek() != ']' {
		if before := r.text[r.pos-1]; len(list) > 0 && before != ' ' && before != '\n' {
			return nil, false
		}
		v, ok := r.printedElement()
		if !ok {
			return nil, false
		}
		list = append(list, v)
		r.skipSpace()
	}
	return list, r.shut(']')
}

func (r *literalReader) printedElement() (Value, bool) {
	switch {
	case r.peek() == '[':
		return r.printed()
	case r.atString():
		return r.printedString()
	case strings.HasPrefix(r.text[r.pos:], "--"): // masked
		r.pos += 2
		return Null{}, true
	}
	return r.value()
}

// printedString reads one string. pprint breaks a long one behind a blank, to
// go on in the next line: then the text is Python.
func (r *literalReader) printedString() (Value, bool) {
	text, isBytes, ok := r.oneString()
	if !ok {
		return nil, false
	}
	rest := strings.TrimLeft(r.text[r.pos:], " ")
	if strings.HasSuffix(text, " ") && strings.HasPrefix(rest, "\n") {
		return nil, false
	}
	if isBytes {
		return Bytes(text), true
	}
	return Text(text), true
}
