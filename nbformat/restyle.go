package nbformat

import (
	"bytes"
	"slices"
)

// text returns text as the file keeps it, as one string or as a list of lines.
func (s style) text(text string) RawValue {
	if s.joined {
		return RawValue{Bytes: quote(nil, text, false)}
	}
	return RawValue{Bytes: splitText(text)}
}

// outputs returns a list of outputs with their texts as the file keeps them.
func (s style) outputs(list RawValue) RawValue {
	var outputs [][]byte
	for _, raw := range list.Elements() {
		outputs = append(outputs, s.output(raw))
	}
	return RawValue{Bytes: slices.Concat([]byte("["), bytes.Join(outputs, []byte(",")), []byte("]"))}
}

func (s style) output(raw RawValue) []byte {
	if !raw.IsObject() {
		return raw.Bytes
	}
	kind, _ := raw.Get("output_type").Text()
	m := membersOf(raw)
	for i, f := range m {
		v := RawValue{Bytes: f.value}
		switch {
		case kind == Stream && f.name == "text":
			m[i].value = s.retext(v)
		case (kind == DisplayData || kind == ExecuteResult) && f.name == "data" && v.IsObject():
			m[i].value = s.bundle(v)
		}
	}
	return m.object()
}

func (s style) bundle(data RawValue) []byte {
	m := membersOf(data)
	for i, f := range m {
		if writtenAsLines(f.name) {
			m[i].value = s.retext(RawValue{Bytes: f.value})
		}
	}
	return m.object()
}

// retext returns text as the file keeps it, and any other value as it is.
func (s style) retext(v RawValue) []byte {
	if text, ok := v.Text(); ok {
		return s.text(text).Bytes
	}
	return v.Bytes
}
