package params

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// executed are the members of papermill's record that tell of a run.
var executed = map[string]bool{"duration": true, "start_time": true, "end_time": true, "exception": true}

// record returns metadata.papermill of a copy: what the template has there but
// for the run that it may tell of, the paths and the parameters. Secrets are
// not in it.
func (s *Stamper) record(c Copy) string {
	var members []value.Item
	add := func(name string, raw []byte) {
		members = append(members, value.Item{Key: value.Text(name), Value: rawJSON(raw)})
	}
	own := map[string][]byte{"input_path": appendString(nil, c.InputPath), "parameters": s.recordedParameters(c)}
	if s.options.Papermill {
		own["output_path"] = appendString(nil, c.OutputPath)
	}
	old := s.nb.Metadata.Get("papermill")
	if s.options.Papermill && !old.IsObject() {
		add("default_parameters", []byte("{}"))
		add("environment_variables", []byte("{}"))
	}
	for name, raw := range old.Members() {
		keeps := s.options.Papermill || s.options.KeepOutputs || !executed[name] && name != "output_path"
		if keeps && own[name] == nil {
			add(name, raw.Bytes)
		}
	}
	for _, name := range []string{"input_path", "output_path", "parameters"} {
		if own[name] != nil {
			add(name, own[name])
		}
	}
	slices.SortFunc(members, func(a, b value.Item) int { return strings.Compare(keyText(a.Key), keyText(b.Key)) })
	return string(appendMembers(nil, members))
}

// recordedParameters returns the parameters as JSON. Without parameters those
// of the template stay recorded, as its injected cell stays.
func (s *Stamper) recordedParameters(c Copy) []byte {
	if old := s.nb.Metadata.Get("papermill", "parameters"); len(c.Assignments) == 0 && old.IsObject() {
		return old.Bytes
	}
	var members []value.Item
	for _, a := range c.Assignments {
		// NaN and the infinities are not JSON: no browser would open the
		// notebook. The injected cell tells them to our readers.
		if a.Secret || !s.options.Papermill && !isFinite(a.Value) {
			continue
		}
		members = append(members, value.Item{Key: value.Text(a.Name), Value: a.Value})
	}
	return appendMembers(nil, members)
}

// rawJSON is a value that is JSON already.
type rawJSON []byte

func (rawJSON) Kind() value.Kind { return value.KindText }

func isFinite(v value.Value) bool {
	switch v := v.(type) {
	case value.Number:
		return v.IsInt || !math.IsNaN(v.Float) && !math.IsInf(v.Float, 0)
	case value.List:
		for _, e := range v {
			if !isFinite(e) {
				return false
			}
		}
	case value.Dict:
		for _, item := range v {
			if !isFinite(item.Key) || !isFinite(item.Value) {
				return false
			}
		}
	}
	return true
}

// appendJSON appends a parameter as Python's json.dumps does: keys become text
// in its way, NaN and the infinities are bare words.
func appendJSON(b []byte, v value.Value) []byte {
	switch v := v.(type) {
	case rawJSON:
		return append(b, v...)
	case value.Bool:
		return strconv.AppendBool(b, bool(v))
	case value.Number:
		return appendNumber(b, v)
	case value.Text:
		return appendString(b, string(v))
	case value.Dict:
		return appendMembers(b, v)
	case value.List:
		return appendList(b, v)
	case value.Tuple:
		return appendList(b, v)
	case value.Null, nil:
		return append(b, "null"...)
	}
	return appendString(b, value.Repr(v))
}

func appendNumber(b []byte, n value.Number) []byte {
	switch {
	case n.Spelling != "":
		return append(b, n.Spelling...)
	case math.IsNaN(n.Float):
		return append(b, "NaN"...)
	case math.IsInf(n.Float, 0):
		return append(b, map[bool]string{true: "Infinity", false: "-Infinity"}[n.Float > 0]...)
	}
	return append(b, n.String()...)
}

func appendList(b []byte, list []value.Value) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendJSON(b, v)
	}
	return append(b, ']')
}

// appendMembers appends an object.
func appendMembers(b []byte, members []value.Item) []byte {
	b = append(b, '{')
	for i, item := range members {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(appendString(b, keyText(item.Key)), ": "...)
		b = appendJSON(b, item.Value)
	}
	return append(b, '}')
}

// keyText is what json.dumps makes of a dict's key.
func keyText(key value.Value) string {
	if text, ok := key.(value.Text); ok {
		return string(text)
	}
	return string(appendJSON(nil, key))
}

func appendString(b []byte, text string) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		return append(b, `""`...) // a string is never refused
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
