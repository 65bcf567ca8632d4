package value

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends v as JSON without line breaks. It is always valid JSON:
//
//	absent, Null     null
//	Number           its String; NaN and the infinities as the strings
//	                 "NaN", "Infinity", "-Infinity"
//	List, Tuple, Set an array
//	Dict             an object, keys as [KeyName] gives them; when two keys
//	                 have one name, an array of [key, value] arrays
//	Bytes            its Repr, a string
//	Table            {"columns": [...], "index": [...], "data": [[...]]} as pandas'
//	                 orient="split" (labels of several levels are arrays, index is
//	                 null when there is none), with "truncated": true if so
//	Image            {"mime_type", "width", "height", "bytes"}; bytes is their number
//	Figure           {"mime_type", "spec"}
//	Markup           {"mime_type", "text"}
//	Error            {"ename", "evalue", "traceback"}
func AppendJSON(b []byte, v Value) []byte {
	switch v := v.(type) {
	case Bool:
		return strconv.AppendBool(b, bool(v))
	case Number:
		return appendJSONNumber(b, v)
	case Text:
		return appendJSONString(b, string(v))
	case Bytes:
		return appendJSONString(b, Repr(v))
	case List:
		return appendJSONArray(b, v)
	case Tuple:
		return appendJSONArray(b, v)
	case Set:
		return appendJSONArray(b, v)
	case Dict:
		return appendJSONDict(b, v)
	case *Table:
		return appendJSONTable(b, v)
	}
	return appendJSONOutput(b, v)
}

// appendJSONOutput appends the kinds that only a notebook's output has.
func appendJSONOutput(b []byte, v Value) []byte {
	switch v := v.(type) {
	case *Image:
		b = appendJSONString(append(b, `{"mime_type":`...), v.MIMEType)
		b = strconv.AppendInt(append(b, `,"width":`...), int64(v.Width), 10)
		b = strconv.AppendInt(append(b, `,"height":`...), int64(v.Height), 10)
		b = strconv.AppendInt(append(b, `,"bytes":`...), int64(v.size()), 10)
	case *Figure:
		b = appendJSONString(append(b, `{"mime_type":`...), v.MIMEType)
		b = appendJSONSpec(append(b, `,"spec":`...), v.Spec)
	case Markup:
		b = appendJSONString(append(b, `{"mime_type":`...), v.MIMEType)
		b = appendJSONString(append(b, `,"text":`...), v.Text)
	case Error:
		b = appendJSONString(append(b, `{"ename":`...), v.Ename)
		b = appendJSONString(append(b, `,"evalue":`...), v.Evalue)
		b = appendJSONStrings(append(b, `,"traceback":`...), v.Traceback)
	default:
		return append(b, "null"...)
	}
	return append(b, '}')
}

// KeyName returns the name under which a dict's key stands in paths, columns
// and JSON: a text itself, any other key as Python prints it.
func KeyName(key Value) string {
	if text, ok := key.(Text); ok {
		return string(text)
	}
	return Repr(key)
}

// namesDiffer reports whether every key of a dict has a name of its own: not
// so in {1: 'a', '1': 'b'}.
func (d Dict) namesDiffer() bool {
	others := 0
	for _, item := range d {
		if _, ok := item.Key.(Text); !ok {
			others++
		}
	}
	if others == 0 {
		return true
	}
	seen := make(map[string]bool, len(d))
	for _, item := range d {
		seen[KeyName(item.Key)] = true
	}
	return len(seen) == len(d)
}

func appendJSONNumber(b []byte, n Number) []byte {
	switch {
	case n.Spelling != "":
		return append(b, n.Spelling...)
	case math.IsNaN(n.Float):
		return append(b, `"NaN"`...)
	case math.IsInf(n.Float, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(n.Float, -1):
		return append(b, `"-Infinity"`...)
	}
	return append(b, n.String()...)
}

func appendJSONArray(b []byte, elements []Value) []byte {
	b = append(b, '[')
	for i, v := range elements {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendJSON(b, v)
	}
	return append(b, ']')
}

func appendJSONDict(b []byte, d Dict) []byte {
	if !d.namesDiffer() {
		pairs := make([]Value, len(d))
		for i, item := range d {
			pairs[i] = List{item.Key, item.Value}
		}
		return appendJSONArray(b, pairs)
	}
	b = append(b, '{')
	for i, item := range d {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendJSONString(b, KeyName(item.Key)), ':')
		b = AppendJSON(b, item.Value)
	}
	return append(b, '}')
}

func appendJSONTable(b []byte, t *Table) []byte {
	b = appendJSONLabels(append(b, `{"columns":`...), t.Columns)
	b = append(b, `,"index":`...)
	if t.Index == nil {
		b = append(b, "null"...)
	} else {
		b = appendJSONLabels(b, t.Index)
	}
	b = append(b, `,"data":[`...)
	for i, row := range t.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j, cell := range row {
			if j > 0 {
				b = append(b, ',')
			}
			b = AppendJSON(b, cell.Value)
		}
		b = append(b, ']')
	}
	b = append(b, ']')
	if t.Truncated {
		b = append(b, `,"truncated":true`...)
	}
	return append(b, '}')
}

func appendJSONLabels(b []byte, labels []Label) []byte {
	b = append(b, '[')
	for i, label := range labels {
		if i > 0 {
			b = append(b, ',')
		}
		if len(label) == 1 {
			b = appendJSONString(b, label[0])
		} else {
			b = appendJSONStrings(b, label)
		}
	}
	return append(b, ']')
}

func appendJSONStrings(b []byte, texts []string) []byte {
	b = append(b, '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONString(b, text)
	}
	return append(b, ']')
}

// appendJSONSpec appends a figure's JSON on one line; as a string what is no
// JSON, such as NaN in it.
func appendJSONSpec(b, spec []byte) []byte {
	var compact bytes.Buffer
	if err := json.Compact(&compact, spec); err != nil {
		return appendJSONString(b, string(spec))
	}
	return append(b, compact.Bytes()...)
}

// appendJSONString appends a JSON string. Only what must be escaped is; bytes
// that are no UTF-8 become U+FFFD.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029:
			b = appendHex(append(b, `\u`...), c, 4)
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}
