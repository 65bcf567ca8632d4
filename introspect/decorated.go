package introspect

import (
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
)

// decorated returns the plain text of a bundle whose HTML only adds to it:
// the colours of rich; what unfolds in the diagram of an estimator of scikit-learn
// or in a dataset of xarray, which both have their text in the HTML too. ok is false
// for another bundle.
func decorated(data nbformat.MIMEBundle, html string) (plain string, ok bool) {
	switch {
	case strings.HasPrefix(html, `<pre style="white-space:pre;overflow-x:auto;line-height:normal;`):
	case (strings.HasPrefix(html, "<style>#sk-") || strings.HasPrefix(html, "<style>.sk-")) && strings.Contains(html, "sk-text-repr-fallback"):
	case strings.HasPrefix(html, "<div><svg ") && strings.Contains(html, "xr-text-repr-fallback"):
	default:
		return "", false
	}
	return data.Get("text/plain").Text()
}
