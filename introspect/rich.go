package introspect

import (
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
)

// richText returns what rich shows in a notebook: its HTML only adds the colours
// that its plain text has as well. ok is false for another bundle.
func richText(data nbformat.MIMEBundle, html string) (plain string, ok bool) {
	if !strings.HasPrefix(html, `<pre style="white-space:pre;overflow-x:auto;line-height:normal;`) {
		return "", false
	}
	return data.Get("text/plain").Text()
}
