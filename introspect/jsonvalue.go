package introspect

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// JSONValue returns the value of JSON as Python's json reads it: NaN and
// Infinity are numbers, of equal names the last value counts at the place of
// the first. Numbers keep their spelling. The value is Null for an absent one.
func JSONValue(raw nbformat.RawValue) value.Value {
	if !raw.Exists() {
		return value.Null{}
	}
	d := jsonDecoder{b: raw.Bytes}
	return d.value()
}

// parseJSON reads a text that may be JSON.
func parseJSON(text string) (value.Value, bool) {
	switch text {
	case "NaN", "Infinity", "-Infinity":
	default:
		if !json.Valid([]byte(text)) {
			return nil, false
		}
	}
	d := jsonDecoder{b: []byte(text)}
	d.space()
	return d.value(), true
}

// A jsonDecoder walks once over JSON that is known to be valid.
type jsonDecoder struct {
	b []byte
	i int
}

func (d *jsonDecoder) value() value.Value {
	switch d.b[d.i] {
	case '{':
		return d.object()
	case '[':
		return d.array()
	case '"':
		return value.Text(d.text())
	}
	return d.scalar()
}

func (d *jsonDecoder) object() value.Value {
	dict := value.Dict{}
	at := map[string]int{}
	for d.next('}') {
		name := d.text()
		d.space()
		d.i++ // colon
		d.space()
		v := d.value()
		if i, ok := at[name]; ok {
			dict[i].Value = v
			continue
		}
		at[name] = len(dict)
		dict = append(dict, value.Item{Key: value.Text(name), Value: v})
	}
	return dict
}

func (d *jsonDecoder) array() value.Value {
	list := value.List{}
	for d.next(']') {
		list = append(list, d.value())
	}
	return list
}

// next goes over the opening bracket or the comma to the next element; at the
// closing bracket it goes over that and reports false.
func (d *jsonDecoder) next(end byte) bool {
	d.space()
	if d.b[d.i] != end {
		d.i++ // [, { or comma
		d.space()
	}
	if d.b[d.i] == end {
		d.i++
		return false
	}
	return true
}

func (d *jsonDecoder) text() string {
	start := d.i
	for d.i++; d.b[d.i] != '"'; d.i++ {
		if d.b[d.i] == '\\' {
			d.i++
		}
	}
	d.i++
	text, _ := nbformat.RawValue{Bytes: d.b[start:d.i]}.Text()
	return text
}

func (d *jsonDecoder) scalar() value.Value {
	start := d.i
	for d.i < len(d.b) && !isDelimiter(d.b[d.i]) {
		d.i++
	}
	switch word := string(d.b[start:d.i]); word {
	case "null":
		return value.Null{}
	case "true", "false":
		return value.Bool(word == "true")
	case "NaN":
		return value.Float(math.NaN())
	case "Infinity":
		return value.Float(math.Inf(1))
	case "-Infinity":
		return value.Float(math.Inf(-1))
	default:
		return jsonNumber(word)
	}
}

func jsonNumber(word string) value.Value {
	f, _ := strconv.ParseFloat(word, 64) // out of range gives an infinity, as in Python
	isInt := true
	for _, c := range []byte(word) {
		if c == '.' || c == 'e' || c == 'E' {
			isInt = false
		}
	}
	if math.IsInf(f, 0) && !isInt {
		return value.Float(f)
	}
	return value.Number{Float: f, IsInt: isInt, Spelling: word}
}

func (d *jsonDecoder) space() {
	for d.i < len(d.b) && (d.b[d.i] == ' ' || d.b[d.i] == '\n' || d.b[d.i] == '\r' || d.b[d.i] == '\t') {
		d.i++
	}
}

func isDelimiter(c byte) bool {
	switch c {
	case ',', ']', '}', ':', ' ', '\n', '\r', '\t':
		return true
	}
	return false
}
