package introspect

import (
	"bytes"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// imageTypes are in the order of preference.
var imageTypes = [...]string{"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}

// bundle returns the richest part of a MIME bundle: plotly, vega or bokeh, an image,
// a document, sound or film, HTML that holds a table, JSON, other HTML,
// Markdown, LaTeX, plain text; but the plain text that HTML only decorates, as that
// of R's values. A part that cannot be read gives way to the next, and problem says
// so. The value is nil when no part can be read.
func (o Options) bundle(data nbformat.MIMEBundle) (v value.Value, problem string) {
	image, problem := o.firstImage(data)
	if f := figure(data); f != nil {
		f.Static = image
		return f, ""
	}
	if f := bokehFigure(data); f != nil {
		return f, ""
	}
	if image != nil {
		return image, problem
	}
	if f := o.file(data); f != nil {
		return f, problem
	}
	html, isHTML := data.Get("text/html").Text()
	if isHTML {
		if f := player(html); f != nil {
			return f, problem
		}
		if f := embeddedVega(html); f != nil {
			return f, problem
		}
		if t, ok := interactiveTable(html); ok {
			return t, problem
		}
		if plain, ok := decorated(data, html); ok {
			if strings.TrimSpace(plain) == "" {
				return nil, problem // what is left of rich's progress bar, which a widget shows
			}
			return value.ParseText(plain), problem
		}
		if t := tables(html); t != nil {
			return t, problem
		}
	}
	if j := data.Get("application/json"); j.Exists() {
		return JSONValue(j), problem
	}
	if v := rValue(data); v != nil {
		return v, problem
	}
	if isHTML {
		return value.Markup{MIMEType: "text/html", Text: html}, problem
	}
	for _, t := range []string{"text/markdown", "text/latex"} {
		if text, ok := data.Get(t).Text(); ok {
			return value.Markup{MIMEType: t, Text: text}, problem
		}
	}
	if text, ok := data.Get("text/plain").Text(); ok {
		return value.ParseText(text), problem
	}
	return nil, problem
}

// firstImage returns the best image of a bundle, or why the last one that it
// tried is none.
func (o Options) firstImage(data nbformat.MIMEBundle) (image *value.Image, problem string) {
	for _, t := range imageTypes {
		raw := data.Get(t)
		if !raw.Exists() {
			continue
		}
		image, trouble := o.newImage(t, raw)
		if image != nil {
			return image, problem
		}
		problem = trouble
	}
	return nil, problem
}

// newImage returns the image that raw holds, or why it is none.
func (o Options) newImage(mimeType string, raw nbformat.RawValue) (image *value.Image, problem string) {
	encoded, ok := textBytes(raw)
	if !ok {
		return nil, mimeType + " is no text"
	}
	if o.Reread != nil && raw.Offset < 0 {
		encoded = bytes.Clone(encoded) // of an upgraded notebook, and so in no file
	}
	image, err := value.NewImage(mimeType, encoded)
	if err != nil {
		return nil, mimeType + ": " + err.Error()
	}
	if o.Reread != nil && raw.Offset >= 0 {
		if !o.Scalars {
			image.KeepHash()
		}
		image.Forget(o.fetcher(raw.Offset, len(raw.Bytes)))
	}
	return image, ""
}

// fetcher returns what reads an image again that stands in the notebook's file
// as a JSON value. It holds nothing of the notebook.
func (o Options) fetcher(offset int64, length int) func(room *[]byte) ([]byte, error) {
	reread := o.Reread
	return func(room *[]byte) ([]byte, error) {
		b, err := reread(room, offset, length)
		if err != nil {
			return nil, err
		}
		text, _ := textBytes(nbformat.RawValue{Bytes: b})
		return text, nil
	}
}

// textBytes returns the text of a string, shared with the notebook where the
// JSON string has no escapes: most bytes of a notebook are such images.
func textBytes(raw nbformat.RawValue) ([]byte, bool) {
	if raw.IsString() {
		inner := raw.Bytes[1 : len(raw.Bytes)-1]
		inner = bytes.TrimSuffix(inner, []byte(`\n`)) // IPython ends base64 with a newline
		if bytes.IndexByte(inner, '\\') < 0 {
			return inner, true
		}
	}
	text, ok := raw.Text()
	return []byte(text), ok
}

// figure returns the specification of plotly, vega or vega-lite, any version;
// nil when there is none. A specification that was stored as a string is
// unpacked.
func figure(data nbformat.MIMEBundle) *value.Figure {
	for _, d := range data {
		if !isFigureType(d.Type) {
			continue
		}
		spec := bytes.Clone(d.Value.Bytes)
		if text, ok := d.Value.Text(); ok && d.Value.IsString() {
			spec = []byte(text)
		}
		if bytes.HasPrefix(bytes.TrimSpace(spec), []byte("{")) {
			return &value.Figure{MIMEType: d.Type, Spec: spec}
		}
	}
	return nil
}

func isFigureType(t string) bool {
	return strings.HasPrefix(t, "application/vnd.plotly.v") ||
		strings.HasPrefix(t, "application/vnd.vega.v") || strings.HasPrefix(t, "application/vnd.vegalite.v")
}

// tables returns the table of an HTML fragment, a list when there are several,
// and nil when there is none.
func tables(html string) value.Value {
	if !strings.Contains(html, "<table") && !strings.Contains(strings.ToLower(html), "<table") {
		return nil
	}
	found := value.ParseTables(html)
	switch len(found) {
	case 0:
		return nil
	case 1:
		return found[0]
	}
	list := make(value.List, len(found))
	for i, t := range found {
		list[i] = t
	}
	return list
}
