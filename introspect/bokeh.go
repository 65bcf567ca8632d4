package introspect

import (
	"encoding/json"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

const bokehType = "application/vnd.bokehjs_exec.v0+json"

// bokehFigure returns the figure that bokeh's script draws into an empty <div>
// of the output before: the documents in it, without the name that each
// execution gives to a single one. nil for another bundle.
func bokehFigure(data nbformat.MIMEBundle) *value.Figure {
	if !data.Get(bokehType).Exists() {
		return nil
	}
	script, _ := data.Get("application/javascript").Text()
	_, rest, ok := strings.Cut(script, "docs_json = ")
	if !ok {
		return nil
	}
	var spec json.RawMessage
	if json.NewDecoder(strings.NewReader(rest)).Decode(&spec) != nil {
		return nil
	}
	var docs map[string]json.RawMessage
	if json.Unmarshal(spec, &docs) == nil && len(docs) == 1 {
		for _, doc := range docs {
			spec = doc
		}
	}
	return &value.Figure{MIMEType: bokehType, Spec: spec}
}
