package introspect

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
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

// progressLine is how tqdm prints a bar.
var progressLine = lazyre.New(`^[^\n]*\[\d+:\d\d(?::\d\d)?(?:<[^,\]\n]*)?, [^\]\n]*/(?:s|it)\b[^\]\n]*\]\s*$`)

// isProgressBar reports whether a bundle shows how far a loop got, as tqdm's for notebooks
// does, by a row of widgets or what is left of it where the notebook does not save their
// state: the same on standard error is no value either.
func isProgressBar(nb *nbformat.Notebook, data nbformat.MIMEBundle) bool {
	id, ok := data.Get(widgetView).Get("model_id").Text()
	if !ok {
		return false
	}
	state := nb.Metadata.Get("widgets", widgetState, "state")
	row := state.Get(id)
	if !row.Exists() {
		text, _ := data.Get("text/plain").Text()
		return progressLine.MatchString(text)
	}
	bars, texts := 0, 0
	for _, raw := range row.Get("state", "children").Elements() {
		reference, _ := raw.Text()
		switch name, _ := state.Get(strings.TrimPrefix(reference, "IPY_MODEL_"), "model_name").Text(); name {
		case "FloatProgressModel", "IntProgressModel":
			bars++
		case "HTMLModel":
			texts++
		default:
			return false
		}
	}
	return bars == 1 && texts == 2
}

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

// widget returns what the user sees of a model: the value of a control, what is
// chosen of a list, the markup of a text, a picture, what an Output widget caught,
// the values of a box's children, a dict where each has a title or description.
// nil for a model that is not saved or shows no value, such as a button.
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
	if m := o.widgetMedia(model, name); m != nil {
		return m
	}
	if labels := state1.Get("_options_labels"); labels.Exists() {
		return chosen(labels, state1.Get("index"))
	}
	if outputs := state1.Get("outputs"); outputs.Exists() {
		return o.caught(outputs)
	}
	return o.children(state, state1, depth, budget)
}

// widgetMedia returns the picture, sound or film of a model, whose bytes stand
// beside its state; nil for other models.
func (o Options) widgetMedia(model nbformat.RawValue, name string) value.Value {
	kind := strings.ToLower(strings.TrimSuffix(name, "Model"))
	if kind != "image" && kind != "audio" && kind != "video" {
		return nil
	}
	format, _ := model.Get("state", "format").Text()
	for _, buffer := range model.Get("buffers").Elements() {
		if path, _ := buffer.Get("path").Text(); path != "value" {
			continue
		}
		if m, _ := o.newImage(kind+"/"+strings.Replace(format, "jpg", "jpeg", 1), buffer.Get("data")); m != nil {
			return m
		}
	}
	return nil
}

// chosen returns the labels at an index, or at several: a number where a label
// is one.
func chosen(labels, index nbformat.RawValue) value.Value {
	var texts []string
	for _, raw := range labels.Elements() {
		text, _ := raw.Text()
		texts = append(texts, text)
	}
	at := func(raw nbformat.RawValue) value.Value {
		i, ok := raw.Int()
		if !ok || i < 0 || i >= len(texts) {
			return value.Null{}
		}
		if n, ok := value.ParseLiteral(texts[i]).(value.Number); ok {
			return n
		}
		return value.Text(texts[i])
	}
	if !index.IsArray() {
		return at(index)
	}
	list := value.List{}
	for _, raw := range index.Elements() {
		list = append(list, at(raw))
	}
	return list
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
		var bundle nbformat.MIMEBundle
		for mimeType, v := range raw.Get("data").Members() {
			bundle = append(bundle, nbformat.MIMEData{Type: mimeType, Value: v})
		}
		if v, _ := o.bundle(bundle); v != nil {
			present(v, raw.Get("metadata"))
			last = v
		}
	}
	if last == nil && stdout.Len() > 0 {
		return value.ParseText(stdout.String())
	}
	return last
}

// children returns the values of a box. Tabs and accordions have titles.
func (o Options) children(state, box nbformat.RawValue, depth int, budget *int) value.Value {
	var values value.List
	var titles []string
	for _, raw := range box.Get("titles").Elements() {
		title, _ := raw.Text()
		titles = append(titles, title)
	}
	dict := value.Dict{}
	seen := map[string]bool{}
	for i, raw := range box.Get("children").Elements() {
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
		if i < len(titles) && titles[i] != "" {
			description = titles[i]
		}
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
