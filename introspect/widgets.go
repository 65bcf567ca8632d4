package introspect

import (
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A widget is shown by its model, whose state the notebook saves in its
// metadata.
const (
	widgetView  = "application/vnd.jupyter.widget-view+json"
	widgetState = "application/vnd.jupyter.widget-state+json"
)

// maxWidgetDepth is how deep boxes may nest, which may hold themselves.
const maxWidgetDepth = 8

// shownValue returns what a bundle shows: the saved state of a widget, else
// what [Options.bundle] says; a picture as the output's metadata says.
func (o Options) shownValue(nb *nbformat.Notebook, data nbformat.MIMEBundle, metadata nbformat.RawValue) (v value.Value, problem string) {
	if id, ok := data.Get(widgetView).Get("model_id").Text(); ok {
		state := nb.Metadata.Get("widgets", widgetState, "state")
		budget := 1000
		if v := o.widget(state, id, maxWidgetDepth, &budget); v != nil {
			return v, ""
		}
	}
	v, problem = o.bundle(data)
	present(v, metadata)
	return v, problem
}

// widget returns what the user sees of a model: the value of a control, the
// markup of a text, what an Output widget caught, the values of a box's
// children, a dict where each has a description. nil for a model that is not
// saved or shows no value, such as a button.
func (o Options) widget(state nbformat.RawValue, id string, depth int, budget *int) value.Value {
	*budget--
	model := state.Get(id)
	if depth == 0 || *budget < 0 || !model.Exists() {
		return nil
	}
	name, _ := model.Get("model_name").Text()
	state1 := model.Get("state")
	if v := state1.Get("value"); v.Exists() {
		if text, ok := v.Text(); ok && strings.HasPrefix(name, "HTML") {
			return widgetText(text, depth < maxWidgetDepth)
		}
		return JSONValue(v)
	}
	if outputs := state1.Get("outputs"); outputs.Exists() {
		return o.caught(outputs)
	}
	return o.children(state, state1.Get("children"), depth, budget)
}

// widgetText is the text of an HTML widget, which often holds no markup; in a
// box only what is to be read of it.
func widgetText(text string, inBox bool) value.Value {
	text = strings.ReplaceAll(text, "\u00a0", " ")
	if !inBox && strings.ContainsAny(text, "<&") {
		return value.Markup{MIMEType: "text/html", Text: text}
	}
	return value.Text(value.HTMLText(text))
}

// caught returns the last output that an Output widget holds, stdout joined.
func (o Options) caught(outputs nbformat.RawValue) value.Value {
	var stdout strings.Builder
	var last value.Value
	for _, raw := range outputs.Elements() {
		if text, ok := raw.Get("text").Text(); ok {
			stdout.WriteString(text)
			continue
		}
		if image, ok := raw.Get("data", "text/plain").Text(); ok {
			last = value.ParseText(image)
		}
	}
	if last == nil && stdout.Len() > 0 {
		return value.ParseText(stdout.String())
	}
	return last
}

func (o Options) children(state, list nbformat.RawValue, depth int, budget *int) value.Value {
	var values value.List
	dict := value.Dict{}
	seen := map[string]bool{}
	for _, raw := range list.Elements() {
		reference, _ := raw.Text()
		id, ok := strings.CutPrefix(reference, "IPY_MODEL_")
		if !ok {
			continue
		}
		v := o.widget(state, id, depth-1, budget)
		if v == nil {
			continue
		}
		values = append(values, v)
		description, _ := state.Get(id, "state", "description").Text()
		if description != "" && !seen[description] {
			seen[description] = true
			dict = append(dict, value.Item{Key: value.Text(description), Value: v})
		}
	}
	switch {
	case len(values) == 0:
		return nil
	case len(dict) == len(values):
		return dict
	}
	return values
}
