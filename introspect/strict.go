package introspect

import (
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// lastOutput returns what sklearn-evaluation's NotebookIntrospector takes for
// the value of a cell: of its last output that is not stderr and no error the
// PNG, else the HTML, else the text as a literal. Where it would give None or
// raise there is no value.
func (o Options) lastOutput(nb *nbformat.Notebook, outputs []output) (value.Value, string) {
	for i := len(outputs) - 1; i >= 0; i-- {
		switch last := outputs[i]; last.class {
		case stdoutOutput:
			return strictLiteral(last.Text()), ""
		case shownOutput, scrapDisplay, scrapData:
			return o.strictBundle(last.Data)
		}
	}
	return nil, noValue(nb, outputs)
}

func (o Options) strictBundle(data nbformat.MIMEBundle) (value.Value, string) {
	if raw := data.Get("image/png"); raw.Exists() {
		image, problem := o.newImage("image/png", raw)
		if image == nil {
			return nil, problem // a nil *Image is not a nil Value
		}
		return image, ""
	}
	if html, ok := data.Get("text/html").Text(); ok {
		if t := tables(html); t != nil {
			return t, ""
		}
		return value.Markup{MIMEType: "text/html", Text: html}, ""
	}
	if text, ok := data.Get("text/plain").Text(); ok {
		return strictLiteral(text), ""
	}
	return nil, "the last output has no image/png, text/html or text/plain"
}

// strictLiteral reads what ast.literal_eval reads; all else is text.
func strictLiteral(text string) value.Value { return value.ParseStrictLiteral(text) }
