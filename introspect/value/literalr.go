package value

import (
	"math"
	"strconv"
	"strings"
)

// parseR reads how R prints a vector: lines that begin with the position of
// their first element in brackets. One element is that element, more are a
// List. Strings without quotes, names and factors are not read.
func parseR(text string) (Value, bool) {
	if !strings.HasPrefix(text, "[1] ") {
		return nil, false
	}
	var elements List
	for line := range strings.Lines(text) {
		position, rest, ok := rPosition(line)
		if !ok || position != len(elements)+1 {
			return nil, false
		}
		if elements, ok = appendRElements(elements, rest); !ok {
			return nil, false
		}
	}
	if len(elements) == 1 {
		return elements[0], true
	}
	return elements, len(elements) > 0
}

// rPosition cuts "  [13] " off a line.
func rPosition(line string) (position int, rest string, ok bool) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "[") {
		return 0, "", false
	}
	number, rest, ok := strings.Cut(line[1:], "]")
	position, err := strconv.Atoi(number)
	return position, rest, ok && err == nil
}

func appendRElements(elements List, rest string) (List, bool) {
	r := literalReader{text: rest}
	for r.skipInline(); r.pos < len(r.text); r.skipInline() {
		v, ok := r.rElement()
		if c := r.peek(); !ok || c != 0 && c != ' ' {
			return nil, false
		}
		elements = append(elements, v)
	}
	return elements, true
}

func (r *literalReader) rElement() (Value, bool) {
	if r.peek() == '"' {
		text, _, ok := r.oneString()
		return Text(text), ok
	}
	word, _, _ := strings.Cut(r.text[r.pos:], " ")
	r.pos += len(word)
	switch word {
	case "TRUE":
		return Bool(true), true
	case "FALSE":
		return Bool(false), true
	case "NA", "<NA>":
		return Null{}, true
	case "NaN":
		return Float(math.NaN()), true
	case "Inf":
		return Float(math.Inf(1)), true
	case "-Inf":
		return Float(math.Inf(-1)), true
	}
	number := literalReader{text: word}
	v, ok := number.value()
	n, isNumber := v.(Number)
	return n, ok && isNumber && number.pos == len(word)
}
