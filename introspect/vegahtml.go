package introspect

import (
	"encoding/json"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// specVersion is where a specification says its language and version.
var specVersion = lazyre.New(`/schema/(vega|vega-lite)/v(\d+)`)

// embeddedVega returns the figure that Altair's HTML draws by a script, as if
// the bundle held its specification; nil for other HTML.
func embeddedVega(html string) *value.Figure {
	if !strings.Contains(html, "vegaEmbed") {
		return nil
	}
	_, call, ok := strings.Cut(html, "})({")
	if !ok {
		return nil
	}
	var spec json.RawMessage
	if json.NewDecoder(strings.NewReader("{"+call)).Decode(&spec) != nil {
		return nil
	}
	mimeType := "application/vnd.vegalite.v5+json"
	if m := specVersion.FindSubmatch(spec); m != nil {
		mimeType = "application/vnd." + strings.ReplaceAll(string(m[1]), "-", "") + ".v" + string(m[2]) + "+json"
	}
	return &value.Figure{MIMEType: mimeType, Spec: spec}
}
