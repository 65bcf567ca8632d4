package execute

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"

	"github.com/nbcompare/nbcompare/kernel"
)

// widgets are the models of Jupyter's widgets that a notebook made: their
// state, which goes into the notebook's metadata, and those that capture
// outputs, for which a notebook interface does the capturing.
type widgets struct {
	models map[string]*model // by comm id
	hooks  map[string][]*model
	send   func(parent json.RawMessage, content any) error
	// changed is set when the state has to be written again.
	changed bool
}

// A model is one widget's.
type model struct {
	id       string
	state    map[string]json.RawMessage
	buffers  map[string]widgetBuffer // by their path, as JSON
	captures bool                    // an Output widget
	outputs  outputList
	msgID    string // whose outputs it captures
}

// A widgetBuffer is binary data of a state; the names are those of the
// schema of widget states.
type widgetBuffer struct {
	Data     string          `json:"data"`
	Encoding string          `json:"encoding"`
	Path     json.RawMessage `json:"path"`
}

type commContent struct {
	CommID     string `json:"comm_id"`
	TargetName string `json:"target_name"`
	Data       struct {
		State       map[string]json.RawMessage `json:"state"`
		BufferPaths []json.RawMessage          `json:"buffer_paths"`
	} `json:"data"`
}

// comm takes a comm_open or comm_msg.
func (w *widgets) comm(m *kernel.Message) {
	var c commContent
	if json.Unmarshal(m.Content, &c) != nil || c.Data.State == nil {
		return // a custom message: it changes no state
	}
	if w.models == nil {
		w.models, w.hooks = map[string]*model{}, map[string][]*model{}
	}
	it := w.models[c.CommID]
	if it == nil {
		it = &model{id: c.CommID, state: map[string]json.RawMessage{}, buffers: map[string]widgetBuffer{}}
		w.models[c.CommID] = it
	}
	for name, value := range c.Data.State {
		if !isTooDeep(value) {
			it.state[name] = value
		}
	}
	for i, path := range c.Data.BufferPaths {
		if i < len(m.Buffers) {
			it.buffers[string(path)] = widgetBuffer{base64.StdEncoding.EncodeToString(m.Buffers[i]), "base64", path}
		}
	}
	w.changed = true
	if m.Type == "comm_open" {
		it.captures = c.TargetName == "jupyter.widget" &&
			text(it.state["_model_module"]) == "@jupyter-widgets/output" && text(it.state["_model_name"]) == "OutputModel"
	} else if raw, ok := c.Data.State["msg_id"]; ok && it.captures {
		w.capture(it, text(raw))
	}
}

func text(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s)
	return s
}

// capture begins to capture the outputs of a request, or ends it with "".
func (w *widgets) capture(it *model, msgID string) {
	if it.msgID != "" {
		w.hooks[it.msgID] = slices.DeleteFunc(w.hooks[it.msgID], func(m *model) bool { return m == it })
	}
	if it.msgID = msgID; msgID != "" {
		w.hooks[msgID] = append(w.hooks[msgID], it)
	}
}

// capturer returns the widget that captures the outputs of a request; nil for
// none.
func (w *widgets) capturer(parent string) *model {
	if hooks := w.hooks[parent]; len(hooks) > 0 {
		return hooks[len(hooks)-1]
	}
	return nil
}

// sync writes a widget's outputs into its state, and tells the kernel.
func (w *widgets) sync(it *model, parent json.RawMessage) {
	it.state["outputs"] = marshal(it.outputs.objects())
	w.changed = true
	_ = w.send(parent, map[string]any{"comm_id": it.id, "data": map[string]any{
		"method": "update", "state": map[string]any{"outputs": it.state["outputs"]}, "buffer_paths": []string{},
	}}) // a kernel that is gone will be noticed soon
}

const widgetStateType = "application/vnd.jupyter.widget-state+json"

// metadata returns metadata.widgets; nil when there is no widget.
func (w *widgets) metadata() any {
	state := map[string]any{}
	for id, it := range w.models {
		if it.state["_model_name"] == nil {
			continue
		}
		entry := map[string]any{
			"model_name": it.state["_model_name"], "model_module": it.state["_model_module"],
			"model_module_version": it.state["_model_module_version"], "state": it.state,
		}
		if len(it.buffers) > 0 {
			var buffers []widgetBuffer
			for _, path := range slices.Sorted(maps.Keys(it.buffers)) {
				buffers = append(buffers, it.buffers[path])
			}
			entry["buffers"] = buffers
		}
		state[id] = entry
	}
	if len(w.models) == 0 {
		return nil
	}
	return map[string]any{widgetStateType: map[string]any{"state": state, "version_major": 2, "version_minor": 0}}
}
