package nbformat

import "strings"

// A MIMEBundle holds one thing in several forms, in the order of the file.
type MIMEBundle []MIMEData

// MIMEData is one form of a MIME bundle. Value is text (see [RawValue.Text]),
// or any JSON value under application/json and types that end in +json.
type MIMEData struct {
	Type  string
	Value RawValue
}

// Get returns the value of a MIME type, or the absent value.
func (b MIMEBundle) Get(mimeType string) RawValue {
	for _, d := range b {
		if d.Type == mimeType {
			return d.Value
		}
	}
	return RawValue{}
}

func appendMIMEBundle(bundle MIMEBundle, v RawValue) MIMEBundle {
	for m := v.members(); m.next(); {
		bundle = append(bundle, MIMEData{mimeType(m.name()), m.value()})
	}
	return bundle
}

// mimeType returns a name as text, without a copy of the most frequent ones.
func mimeType(name []byte) string {
	switch string(name) {
	case "text/plain":
		return "text/plain"
	case "text/html":
		return "text/html"
	case "image/png":
		return "image/png"
	case "application/scrapbook.scrap.json+json":
		return "application/scrapbook.scrap.json+json"
	case "application/scrapbook.scrap.text+json":
		return "application/scrapbook.scrap.text+json"
	}
	return string(name)
}

// IsJSON reports whether the type is application/json or ends in +json: its
// value is any JSON value and never text that was split into lines.
func (d MIMEData) IsJSON() bool {
	return d.Type == "application/json" || strings.HasSuffix(d.Type, "+json")
}

// Text returns the value as text: a string, or the join of a list of strings.
// ok is false for every other value and for every JSON type.
func (d MIMEData) Text() (text string, ok bool) {
	if d.IsJSON() {
		return "", false
	}
	return d.Value.Text()
}
