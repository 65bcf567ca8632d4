package introspect

import (
	"bytes"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// file returns the document, sound or film of a bundle, nil when there is none.
func (o Options) file(data nbformat.MIMEBundle) *value.Image {
	for _, d := range data {
		if d.Type == "application/pdf" || strings.HasPrefix(d.Type, "audio/") || strings.HasPrefix(d.Type, "video/") {
			if file, _ := o.newImage(d.Type, d.Value); file != nil {
				return file
			}
		}
	}
	return nil
}

// embedded is how IPython's Audio and Video put a file into HTML.
var embedded = lazyre.New(`\ssrc="data:((?:audio|video)/[\w.+-]+);base64,([A-Za-z0-9+/=\s]+)"`)

// player returns the sound or film of an HTML fragment that plays one; nil for
// another.
func player(html string) *value.Image {
	if !strings.Contains(html, "<audio") && !strings.Contains(html, "<video") {
		return nil
	}
	m := embedded.FindStringSubmatch(html)
	if m == nil {
		return nil
	}
	file, err := value.NewImage(m[1], bytes.TrimSpace([]byte(m[2])))
	if err != nil {
		return nil
	}
	return file
}

// rValue returns what R's kernel shows, whose bundles hold HTML, LaTeX,
// Markdown and the plain text from which the value can be read; nil when
// data is another bundle or cannot be read.
func rValue(data nbformat.MIMEBundle) value.Value {
	if !data.Get("text/latex").Exists() || !data.Get("text/markdown").Exists() {
		return nil
	}
	plain, ok := data.Get("text/plain").Text()
	if !ok {
		return nil
	}
	v := value.ParseText(plain)
	if _, isNumber := v.(value.Number); isNumber {
		html, _ := data.Get("text/html").Text() // has 15 digits where the plain text has 7
		if n, ok := value.ParseLiteral(html).(value.Number); ok {
			return n
		}
	}
	if _, isText := v.(value.Text); isText && !strings.HasPrefix(plain, `[1] "`) {
		return nil
	}
	return v
}
