package script

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// metadataOf reads what stands behind a cell's mark: a title, then key=value
// pairs or a JSON object. With languages, the word before is one of them and
// no title.
func metadataOf(text string, languages bool) (title string, metadata object) {
	text = strings.TrimSpace(text)
	curly, equal := strings.IndexByte(text, '{'), strings.IndexByte(text, '=')
	if curly >= 0 && (equal < 0 || curly < equal) {
		if v, ok := relaxedJSON(text[curly:]); ok {
			if o, ok := v.(object); ok {
				return strings.TrimSpace(text[:curly]), o
			}
		}
		return strings.TrimSpace(text[:curly]), unreadable(text[curly:])
	}
	if languages {
		language, options, _ := strings.Cut(text, " ")
		if isLanguage(language) {
			return language, keyValues(options)
		}
		return "", keyValues(text)
	}
	title = titleOf(text, equal)
	return title, keyValues(text[len(title):])
}

// titleOf returns the words before the first key, and before attributes that
// begin with a dot.
func titleOf(text string, equal int) string {
	words := strings.Split(text, " ")
	if equal >= 0 {
		words = strings.Split(text[:equal], " ")
		for len(words) > 0 && words[len(words)-1] == "" {
			words = words[:len(words)-1]
		}
		if len(words) > 0 {
			words = words[:len(words)-1]
		}
	}
	for len(words) > 0 && (strings.TrimSpace(words[len(words)-1]) == "" || strings.HasPrefix(words[len(words)-1], ".")) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// unreadable keeps options that are neither pairs nor JSON, as jupytext does.
func unreadable(text string) object {
	return object{{"incorrectly_encoded_metadata", text}}
}

var (
	bareKey  = lazyre.New(`^[a-zA-Z_.]+[a-zA-Z0-9_.]*$`)
	validKey = lazyre.New(`^[a-zA-Z0-9_.@/-]+$`)
)

// keyValues reads key=value pairs from the right: the value of the last key is
// the shortest text after an equal sign that is a literal.
func keyValues(text string) object {
	var found []member // from the right
	for text = strings.TrimSpace(text); text != ""; {
		m, rest, ok := lastPair(text)
		if !ok {
			found = append(found, unreadable(text)...)
			break
		}
		found = append(found, m)
		text = strings.TrimSpace(rest)
	}
	slices.Reverse(found)
	o := object{}
	for _, m := range found {
		o.set(m.name, m.value)
	}
	return o
}

func lastPair(text string) (m member, rest string, ok bool) {
	space := strings.LastIndexByte(text, ' ')
	if key := text[space+1:]; !strings.HasPrefix(text, "--") && bareKey.MatchString(key) {
		return member{key, nil}, text[:max(space, 0)], true
	}
	for equal := len(text); ; {
		equal = strings.LastIndexByte(text[:equal], '=')
		if equal < 0 {
			return m, "", false
		}
		space := strings.LastIndexByte(strings.TrimRight(text[:equal], " \t"), ' ')
		key := strings.TrimSpace(text[space+1 : equal])
		if !validKey.MatchString(key) {
			continue
		}
		if v, ok := relaxedJSON(text[equal+1:]); ok {
			return member{key, v}, text[:max(space, 0)], true
		}
	}
}

// relaxedJSON reads JSON, or else a literal of Python.
func relaxedJSON(text string) (any, bool) {
	text = strings.TrimSpace(text)
	if v, err := parseJSON(text); err == nil {
		return v, true
	}
	return pythonLiteral(text)
}

// pythonLiteral reads what Python's ast.literal_eval reads.
func pythonLiteral(text string) (any, bool) {
	v := value.ParseStrictLiteral(text)
	if t, ok := v.(value.Text); ok && (string(t) == text || !strings.HasSuffix(text, `"`) && !strings.HasSuffix(text, "'")) {
		return nil, false // what it cannot read, it returns as it is
	}
	return fromValue(v)
}

func fromValue(v value.Value) (any, bool) {
	switch v := v.(type) {
	case value.Null:
		return nil, true
	case value.Bool:
		return bool(v), true
	case value.Number:
		return json.Number(v.String()), json.Valid([]byte(v.String()))
	case value.Text:
		return string(v), true
	case value.List:
		return fromValues(v)
	case value.Tuple:
		return fromValues(v)
	case value.Dict:
		o := object{}
		for _, item := range v {
			inner, ok := fromValue(item.Value)
			if !ok {
				return nil, false
			}
			key, isText := item.Key.(value.Text)
			if !isText {
				key = value.Text(value.Repr(item.Key))
			}
			o.set(string(key), inner)
		}
		return o, true
	}
	return nil, false
}

func fromValues(l []value.Value) (any, bool) {
	list := make([]any, len(l))
	for i, v := range l {
		var ok bool
		if list[i], ok = fromValue(v); !ok {
			return nil, false
		}
	}
	return list, true
}

// parseJSON reads one JSON value and keeps the order of objects.
func parseJSON(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	v, err := nextJSON(decoder, 0)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errNotJSON
	}
	return v, nil
}

func nextJSON(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil || depth > maxDepth {
		return nil, errors.Join(err, errNotJSON)
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			v, err := nextJSON(decoder, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := decoder.Token()
		return list, err
	case json.Delim('{'):
		o := object{}
		for decoder.More() {
			name, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			v, err := nextJSON(decoder, depth+1)
			if err != nil {
				return nil, err
			}
			o.set(name.(string), v)
		}
		_, err := decoder.Token()
		return o, err
	}
	return token, nil
}

// isActive reports whether a cell is code for the extension; or what def says
// when its metadata does not tell.
func isActive(ext string, metadata object, def bool) bool {
	if metadata.object("run_control").get("frozen") == true {
		return ext == ".ipynb"
	}
	plain := strings.ReplaceAll(ext, ".", "")
	tags, _ := metadata.get("tags").([]any)
	for _, tag := range tags {
		if text, ok := tag.(string); ok && strings.HasPrefix(text, "active-") {
			return slices.Contains(strings.Split(text, "-"), plain)
		}
	}
	if !metadata.has("active") {
		return def
	}
	return slices.Contains(strings.FieldsFunc(metadata.text("active"), func(c rune) bool { return c == '.' || c == ',' }), plain)
}
