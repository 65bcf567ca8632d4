package value

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// The first lines of what Julia shows as several; a BitVector is one of Bool.
var (
	juliaVector = lazyre.New(`^(\d+)-element (.+):$`)
	juliaMatrix = lazyre.New(`^(\d+)×(\d+) (.+):$`)
	juliaOthers = lazyre.New(`^(\w+)\{.*\} with (\d+) (?:entry|entries|element|elements):$`)
	juliaShort  = lazyre.New(`^-?\d+(?:\.\d+(?:e-?\d+)?f-?\d+|//\d+)$|^(?:\w+(?:\{[^()\[\]]*\})?)?[(\[]`)
	juliaFloat  = lazyre.New(`^-?\d+\.\d+f-?\d+$`)
	juliaTyped  = lazyre.New(`^(?:Any|Union|Real|Number|Bool|U?Int\d*|Float\d+|String\d*|Symbol|Vector|Matrix|Dict|Tuple|NamedTuple|Missing|Nothing)$`)
	juliaType   = lazyre.New(`^\{[^()\[\]]*\}`)
)

// parseJulia reads what Julia shows and Python does not: vectors and matrices
// under the line of their type, 0.93f0, 1//2, dicts, sets and named tuples.
// What is cut off by … or ⋮ is not read.
func parseJulia(text string) (Value, bool) {
	first, rest, several := strings.Cut(text, "\n")
	if !several {
		// Most lines that are no literal are prose: they cost a look at their end.
		if last := text[max(0, len(text)-1):]; last != ")" && last != "]" && !isDigits(last) || !juliaShort.MatchString(text) {
			return nil, false
		}
		return juliaLine(text, "")
	}
	if !strings.HasSuffix(first, ":") {
		return nil, false
	}
	lines := strings.Split(rest, "\n")
	if m := juliaVector.FindStringSubmatch(first); m != nil {
		list, ok := juliaLines(lines, m[2])
		return list, ok && strconv.Itoa(len(list)) == m[1]
	}
	if m := juliaMatrix.FindStringSubmatch(first); m != nil {
		return juliaRows(lines, m[1], m[2], m[3])
	}
	if m := juliaOthers.FindStringSubmatch(first); m != nil && strconv.Itoa(len(lines)) == m[2] {
		if strings.Contains(m[1], "Set") {
			list, ok := juliaLines(lines, "")
			if !ok {
				return nil, false
			}
			return (&literalReader{}).newSet(list)
		}
		return juliaPairs(lines)
	}
	return nil, false
}

// juliaLines reads a value a line.
func juliaLines(lines []string, kind string) (List, bool) {
	list := make(List, len(lines))
	for i, line := range lines {
		var ok bool
		if list[i], ok = juliaLine(strings.TrimSpace(line), kind); !ok {
			return nil, false
		}
	}
	return list, true
}

// juliaLine reads the element that a line holds, in an array of a type.
func juliaLine(line, kind string) (Value, bool) {
	if strings.Contains(kind, "{Date") || strings.Contains(kind, "{Time") {
		return Text(line), line != "⋮" // which are shown without quotes
	}
	r := literalReader{text: line}
	v, ok := r.juliaValue()
	return juliaBool(v, kind), ok && r.pos == len(line)
}

// juliaBool makes a Bool of what an array of Bool shows as 1 and 0.
func juliaBool(v Value, kind string) Value {
	if n, ok := v.(Number); ok && (strings.HasPrefix(kind, "Bit") || strings.Contains(kind, "{Bool")) {
		return Bool(n.Float != 0)
	}
	return v
}

// juliaRows reads a row of a matrix a line.
func juliaRows(lines []string, height, width, kind string) (Value, bool) {
	rows := make(List, len(lines))
	for i, line := range lines {
		row := List{}
		r := literalReader{text: strings.TrimSpace(line)}
		for r.pos < len(r.text) {
			v, ok := r.juliaValue()
			if c := r.peek(); !ok || c != 0 && c != ' ' {
				return nil, false
			}
			row = append(row, juliaBool(v, kind))
			r.skipInline()
		}
		if strconv.Itoa(len(row)) != width {
			return nil, false
		}
		rows[i] = row
	}
	return rows, strconv.Itoa(len(rows)) == height
}

// juliaPairs reads "key => value" a line.
func juliaPairs(lines []string) (Value, bool) {
	r := literalReader{}
	entries := newDictBuilder(&r)
	for _, line := range lines {
		r.text, r.pos = strings.TrimSpace(line), 0
		if !r.juliaPair(entries) || r.pos != len(r.text) {
			return nil, false
		}
	}
	return entries.dict, true
}

func (r *literalReader) juliaPair(entries *dictBuilder) bool {
	key, ok := r.juliaValue()
	r.skipInline()
	if !ok || !strings.HasPrefix(r.text[r.pos:], "=>") {
		return false
	}
	r.pos += len("=>")
	r.skipInline()
	v, ok := r.juliaValue()
	return ok && entries.put(key, v)
}

// juliaValue reads a value, white space before it skipped by the caller.
func (r *literalReader) juliaValue() (Value, bool) {
	switch c := r.peek(); {
	case c == '"':
		text, _, ok := r.oneString()
		return Text(strings.ReplaceAll(text, `\$`, "$")), ok
	case c == ':':
		r.pos++
		name := r.dotted()
		return Text(name), name != ""
	case c == '[':
		return r.juliaItems(']', (*literalReader).juliaValue)
	case c == '(':
		return r.juliaTuple()
	case isNameStart(c):
		return r.juliaNamed()
	}
	return r.juliaNumber()
}

// juliaItems reads what stands between brackets, with commas.
func (r *literalReader) juliaItems(closing byte, element func(*literalReader) (Value, bool)) (List, bool) {
	if !r.open() {
		return nil, false
	}
	list := List{}
	for r.peek() != closing {
		v, ok := element(r)
		if !ok {
			return nil, false
		}
		list = append(list, v)
		r.skipSpace()
		if r.peek() != ',' {
			break
		}
		r.pos++
		r.skipSpace()
	}
	return list, r.shut(closing)
}

// juliaTuple reads (1, 2), or a named tuple, (a = 1, b = 2), as a dict.
func (r *literalReader) juliaTuple() (Value, bool) {
	start := *r
	entries := newDictBuilder(r)
	list, ok := r.juliaItems(')', func(r *literalReader) (Value, bool) {
		name := r.argumentName()
		if name == "" {
			return nil, false
		}
		v, ok := r.juliaValue()
		return v, ok && entries.put(Text(name), v)
	})
	if ok && len(list) > 0 {
		return entries.dict, len(list) > 1 || r.text[r.pos-2] == ','
	}
	*r = start
	list, ok = r.juliaItems(')', (*literalReader).juliaValue)
	return Tuple(list), ok
}

// juliaNamed reads a constant, Float32[0.5], Dict("a" => 1), Set([1]) or Int8(1).
func (r *literalReader) juliaNamed() (Value, bool) {
	name := r.dotted()
	switch name {
	case "true", "false":
		return Bool(name == "true"), true
	case "nothing", "missing":
		return Null{}, true
	case "NaN", "NaN32", "NaN16":
		return Float(math.NaN()), true
	case "Inf", "Inf32", "Inf16":
		return Float(math.Inf(1)), true
	}
	r.pos += len(juliaType.FindString(r.text[r.pos:]))
	if r.peek() == '[' && juliaTyped.MatchString(name) {
		list, ok := r.juliaItems(']', (*literalReader).juliaValue)
		for i := range list {
			list[i] = juliaBool(list[i], "{"+name)
		}
		return list, ok
	}
	if r.peek() != '(' {
		return nil, false
	}
	if strings.HasSuffix(name, "Dict") {
		entries := newDictBuilder(r)
		_, ok := r.juliaItems(')', func(r *literalReader) (Value, bool) { return nil, r.juliaPair(entries) })
		return entries.dict, ok
	}
	list, ok := r.juliaItems(')', (*literalReader).juliaValue)
	if !ok || len(list) != 1 {
		return nil, false
	}
	return juliaCall(r, name, list[0])
}

func juliaCall(r *literalReader, name string, argument Value) (Value, bool) {
	switch argument := argument.(type) {
	case List:
		if name == "Set" {
			return r.newSet(argument)
		}
	case Number:
		return argument, slices.Contains([]string{"Float16", "Int8", "Int16", "Int32", "Int128"}, name)
	case Text:
		return argument, slices.Contains([]string{"Date", "DateTime", "Time"}, strings.TrimPrefix(name, "Dates."))
	}
	return nil, false
}

// juliaNumber reads a number: also 0.5f0, which is a Float32, and 1//2.
func (r *literalReader) juliaNumber() (Value, bool) {
	end := strings.IndexAny(r.text[r.pos:], " ,;()[]{}=")
	if end < 0 {
		end = len(r.text) - r.pos
	}
	word := r.text[r.pos : r.pos+end]
	r.pos += end
	switch word {
	case "-Inf", "-Inf32", "-Inf16":
		return Float(math.Inf(-1)), true
	}
	if juliaFloat.MatchString(word) {
		return newFloat(strings.TrimSuffix(strings.Replace(word, "f", "e", 1), "e0"))
	}
	if over, under, ok := strings.Cut(word, "//"); ok {
		n, nOK := juliaInt(over)
		d, dOK := juliaInt(under)
		return Float(n / d), nOK && dOK && d != 0
	}
	number := literalReader{text: word}
	v, ok := number.value()
	n, isNumber := v.(Number)
	return n, ok && isNumber && number.pos == len(word)
}

func juliaInt(text string) (float64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return float64(n), err == nil
}
