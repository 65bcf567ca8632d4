package script

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// maxYAML is how many bytes of YAML are read at once: the parser of nested lists
// is recursive.
const maxYAML = 64 << 10

// parseYAML reads a YAML mapping that begins on a line of the script.
func parseYAML(text string, line int) (object, *Error) {
	if len(text) > maxYAML {
		return nil, &Error{Line: line, Message: "this YAML is longer than 64 KB"}
	}
	v, err := decodeYAML(text)
	if err != nil {
		return nil, yamlError(err, line)
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case object:
		return v, nil
	}
	return nil, &Error{Line: line, Message: "this YAML should be names and values"}
}

func decodeYAML(text string) (v any, err error) {
	defer func() { // the parser has panicked on hostile input
		if p := recover(); p != nil {
			v, err = nil, fmt.Errorf("%v", p)
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(text), yaml.UseOrderedMap(), yaml.AllowDuplicateMapKey())
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		if err.Error() == "EOF" {
			return nil, nil
		}
		return nil, err
	}
	return fromYAML(decoded, 0)
}

// yamlError says on which line of the script the YAML is wrong.
func yamlError(err error, line int) *Error {
	message := err.Error()
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		message = syntax.Message
		if syntax.Token != nil && syntax.Token.Position != nil {
			line += max(syntax.Token.Position.Line-1, 0)
		}
	}
	message, _, _ = strings.Cut(message, "\n")
	return &Error{Line: line, Message: "invalid YAML: " + message}
}

// maxDepth ends the recursion of hostile nesting.
const maxDepth = 100

var errNotJSON = errors.New("a value nests too deep, or is none that a notebook can hold")

// fromYAML returns what JSON has for a value.
func fromYAML(v any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errNotJSON
	}
	switch v := v.(type) {
	case nil, bool, string:
		return v, nil
	case time.Time:
		return v.Format(time.RFC3339), nil
	case yaml.MapSlice:
		o := object{}
		for _, item := range v {
			value, err := fromYAML(item.Value, depth+1)
			if err != nil {
				return nil, err
			}
			o.set(fmt.Sprint(item.Key), value)
		}
		return o, nil
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			var err error
			if list[i], err = fromYAML(e, depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return strconv.FormatFloat(v, 'g', -1, 64), nil
		}
		return json.Number(strconv.FormatFloat(v, 'g', -1, 64)), nil
	case int, int64, uint64:
		return json.Number(fmt.Sprint(v)), nil
	}
	return nil, errNotJSON
}
