package value

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Path leads into a value. The empty path is the value itself.
type Path []Segment

// A Segment is one step of a path: a dict's key by its [KeyName], a list's
// element, or in a table first the row's label and then the column's.
type Segment struct {
	Name    string // of a key, row or column; "" when IsIndex
	Index   int    // from 0; of a list's element or a table's row
	IsIndex bool
}

// String writes the part of a path inside a value: .mse, ["f1-score"], [0].
// It is "" for the empty path, and [ParsePath] reads it behind a key.
func (p Path) String() string {
	var b []byte
	for _, segment := range p {
		switch {
		case segment.IsIndex:
			b = append(strconv.AppendInt(append(b, '['), int64(segment.Index), 10), ']')
		case isIdentifier(segment.Name):
			b = append(append(b, '.'), segment.Name...)
		default:
			b = appendQuotedSegment(b, segment.Name)
		}
	}
	return string(b)
}

// FullPath writes a key and a path into its value: metrics["f1-score"]. A key
// stands bare, as in scrap:my score or roc#1, unless it is empty, begins or
// ends with white space, or holds one of . [ ] " or a control character.
func FullPath(key string, p Path) string {
	if isBareKey(key) {
		return key + p.String()
	}
	return string(appendQuotedSegment(nil, key)) + p.String()
}

func appendQuotedSegment(b []byte, name string) []byte {
	return append(appendJSONString(append(b, '['), name), ']')
}

// isIdentifier reports whether a segment stands behind a dot: letters, digits
// and _, no digit first.
func isIdentifier(s string) bool {
	for i, c := range s {
		if c != '_' && !unicode.IsLetter(c) && (i == 0 || !unicode.IsDigit(c)) {
			return false
		}
	}
	return s != ""
}

func isBareKey(key string) bool {
	return key != "" && utf8.ValidString(key) && key == strings.TrimSpace(key) && strings.IndexFunc(key, endsBareKey) < 0
}

// endsBareKey reports whether a character can be in no bare key.
func endsBareKey(c rune) bool {
	return c == '.' || c == '[' || c == ']' || c == '"' || unicode.IsControl(c) || c == 0x2028 || c == 0x2029
}

// ParsePath reads what [FullPath] writes. The error names the column,
// counted in bytes from 1.
func ParsePath(text string) (key string, p Path, err error) {
	r := pathReader{text: text}
	if strings.HasPrefix(text, "[") {
		segment, err := r.bracketed()
		if err != nil {
			return "", nil, err
		}
		if segment.IsIndex {
			return "", nil, r.errorAt(0, "a path begins with a key")
		}
		key = segment.Name
	} else {
		r.pos = strings.IndexFunc(text, endsBareKey)
		if r.pos < 0 {
			r.pos = len(text)
		}
		if key = text[:r.pos]; !isBareKey(key) {
			return "", nil, r.errorAt(0, "a path begins with a key")
		}
	}
	p, err = r.segments()
	if err != nil {
		return "", nil, err
	}
	return key, p, nil
}

type pathReader struct {
	text string
	pos  int
}

func (r *pathReader) errorAt(pos int, problem string) error {
	return fmt.Errorf("path %q: column %d: %s", r.text, pos+1, problem)
}

func (r *pathReader) segments() (Path, error) {
	var p Path
	for r.pos < len(r.text) {
		read := r.bracketed
		if r.text[r.pos] == '.' {
			read = r.dotted
		}
		segment, err := read()
		if err != nil {
			return nil, err
		}
		p = append(p, segment)
	}
	return p, nil
}

func (r *pathReader) dotted() (Segment, error) {
	start := r.pos + 1
	end := len(r.text)
	if n := strings.IndexAny(r.text[start:], ".["); n >= 0 {
		end = start + n
	}
	name := r.text[start:end]
	if !isIdentifier(name) {
		return Segment{}, r.errorAt(start, `want a name of letters, digits and "_", other names as ["name"]`)
	}
	r.pos = end
	return Segment{Name: name}, nil
}

// bracketed reads ["name"] or [0].
func (r *pathReader) bracketed() (Segment, error) {
	start := r.pos
	rest, ok := strings.CutPrefix(r.text[start:], "[")
	if !ok {
		return Segment{}, r.errorAt(start, `want "." or "["`)
	}
	if strings.HasPrefix(rest, `"`) {
		return r.quoted(start, rest)
	}
	number, _, closed := strings.Cut(rest, "]")
	index, err := strconv.Atoi(number)
	if !closed || err != nil || number != strconv.Itoa(index) || index < 0 {
		return Segment{}, r.errorAt(start+1, `want an index as in [0] or a name as in ["name"]`)
	}
	r.pos = start + len(number) + 2
	return Segment{Index: index, IsIndex: true}, nil
}

// quoted reads a JSON string and the bracket behind it.
func (r *pathReader) quoted(start int, rest string) (Segment, error) {
	end := 1
	for end < len(rest) && rest[end] != '"' {
		if rest[end] == '\\' {
			end++
		}
		end++
	}
	if end+1 >= len(rest) || rest[end+1] != ']' {
		return Segment{}, r.errorAt(start+1, `want a name that ends with "]`)
	}
	var name string
	if err := json.Unmarshal([]byte(rest[:end+1]), &name); err != nil {
		return Segment{}, r.errorAt(start+1, "want a name quoted as in JSON")
	}
	r.pos = start + 1 + end + 2
	return Segment{Name: name}, nil
}
