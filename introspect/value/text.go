package value

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// ParseText reads what a program printed or a notebook shows as text/plain,
// as a terminal shows it (see [Terminal]): a Series of pandas is a table of
// one column, its Categorical and what numpy prints of an array a list; a named
// vector, list or factor of R a dict or list, its NULL is Null; so are Julia's
// vectors, dicts and named tuples; all else is read by [ParseLiteral].
func ParseText(text string) Value {
	text = Terminal(text)
	if t := parseSeries(text); t != nil {
		return t
	}
	if v, ok := parseRShown(text); ok {
		return v
	}
	if v, ok := parseArray(text); ok {
		return v
	}
	v := ParseLiteral(text)
	if unread, isText := v.(Text); isText {
		if julia, ok := parseJulia(string(unread)); ok {
			return julia
		}
	}
	return v
}

// parseRShown reads what R shows that begins with no [1], and factors.
func parseRShown(text string) (Value, bool) {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "NULL":
		return Null{}, true
	case strings.HasPrefix(trimmed, "$"):
		return parseRList(trimmed)
	case strings.HasPrefix(trimmed, "[1] "):
		return parseRFactor(trimmed)
	}
	return parseRNamed(text)
}

// parseRList reads a list of named vectors: $name, the vector, a blank line.
func parseRList(text string) (Value, bool) {
	dict := Dict{}
	seen := map[string]bool{}
	for _, block := range strings.Split(text, "\n\n") {
		head, body, ok := strings.Cut(strings.Trim(block, "\n"), "\n")
		name, named := strings.CutPrefix(head, "$")
		name = strings.Trim(name, "`")
		if !ok || !named || name == "" || strings.Contains(name, "$") || seen[name] {
			return nil, false
		}
		v, ok := parseR(body)
		if body == "NULL" {
			v, ok = Null{}, true
		}
		if !ok {
			return nil, false
		}
		seen[name] = true
		dict = append(dict, Item{Key: Text(name), Value: v})
	}
	return dict, true
}

// parseRFactor reads a factor: its elements without quotes, then its levels.
// One of which a label holds a space is not read.
func parseRFactor(text string) (Value, bool) {
	body, levels, ok := strings.Cut(text, "\nLevels: ")
	if !ok || strings.Contains(levels, "\n") {
		return nil, false
	}
	known := map[string]bool{"<NA>": true, "<": true}
	for _, level := range strings.Fields(levels) {
		known[level] = true
	}
	var elements List
	for line := range strings.Lines(body) {
		position, rest, ok := rPosition(line)
		if !ok || position != len(elements)+1 {
			return nil, false
		}
		for _, field := range strings.Fields(rest) {
			if !known[field] {
				return nil, false
			}
			if field == "<NA>" {
				elements = append(elements, Null{})
				continue
			}
			elements = append(elements, Text(field))
		}
	}
	return elements, len(elements) > 0
}

// parseRNamed reads a named vector: lines of names, each above one of values,
// right-aligned in columns of one width, every line with a space at its end. A
// table of counts is printed so too, after a blank line.
func parseRNamed(text string) (Value, bool) {
	text = strings.TrimPrefix(strings.TrimSuffix(text, "\n"), "\n")
	if first, _, _ := strings.Cut(text, "\n"); !strings.HasSuffix(first, " ") {
		return nil, false
	}
	lines := strings.Split(text, "\n")
	if len(lines)%2 != 0 {
		return nil, false
	}
	dict := Dict{}
	seen := map[string]bool{}
	for i := 0; i < len(lines); i += 2 {
		names, values := lines[i], lines[i+1]
		ends := fieldEnds(names)
		if len(ends) == 0 || len(names) != len(values) || !strings.HasSuffix(names, " ") || !slices.Equal(ends, fieldEnds(values)) {
			return nil, false
		}
		elements, ok := appendRElements(nil, values)
		if !ok || len(elements) != len(ends) {
			return nil, false
		}
		for j, name := range strings.FieldsFunc(names, func(c rune) bool { return c == ' ' }) {
			if seen[name] {
				return nil, false
			}
			seen[name] = true
			dict = append(dict, Item{Key: Text(name), Value: elements[j]})
		}
	}
	return dict, true
}

// fieldEnds returns where the words of a line end.
func fieldEnds(line string) []int {
	var ends []int
	for i := 1; i < len(line); i++ {
		if line[i] == ' ' && line[i-1] != ' ' {
			ends = append(ends, i)
		}
	}
	return ends
}

// HTMLText returns the text of an HTML fragment: without its elements, entities
// decoded, and without white space around it.
func HTMLText(fragment string) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		if kind == html.TextToken {
			b.Write(tokens.Text())
		}
	}
	return strings.TrimSpace(b.String())
}
