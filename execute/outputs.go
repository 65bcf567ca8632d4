package execute

import (
	"bytes"
	"encoding/json"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// An output is one output of a cell, as it grows.
type output struct {
	kind      string // one of nbformat's output types
	name      string // stream
	stream    streamText
	content   outputContent
	displayID string
}

// outputContent are the contents of the messages that become outputs.
type outputContent struct {
	Name           string                     `json:"name"`
	Text           string                     `json:"text"`
	Data           map[string]json.RawMessage `json:"data"`
	Metadata       json.RawMessage            `json:"metadata"`
	ExecutionCount *int                       `json:"execution_count"`
	Transient      struct {
		DisplayID string `json:"display_id"`
	} `json:"transient"`
	Ename     string   `json:"ename"`
	Evalue    string   `json:"evalue"`
	Traceback []string `json:"traceback"`
	Wait      bool     `json:"wait"`

	cut bool // something was left out, see maxNesting
}

// maxNesting is how deep JSON of a kernel may be nested: deeper values would
// make a notebook that most readers, ours too, refuse.
const maxNesting = 900

// readContent decodes a message's content, as far as it fits.
func readContent(m *kernel.Message) (c outputContent) {
	if err := json.Unmarshal(m.Content, &c); err != nil {
		var rest map[string]json.RawMessage // one odd field is no reason to lose the others
		_ = json.Unmarshal(m.Content, &rest)
		_ = json.Unmarshal(rest["data"], &c.Data)
		_ = json.Unmarshal(rest["metadata"], &c.Metadata)
	}
	if c.Data == nil {
		c.Data = map[string]json.RawMessage{}
	}
	for name, value := range c.Data {
		if isTooDeep(value) {
			delete(c.Data, name)
			c.cut = true
		}
	}
	if trimmed := bytes.TrimSpace(c.Metadata); len(trimmed) == 0 || trimmed[0] != '{' || isTooDeep(trimmed) {
		c.Metadata = json.RawMessage("{}")
	}
	return c
}

// isTooDeep reports whether JSON is nested deeper than maxNesting.
func isTooDeep(text []byte) bool {
	if bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) <= maxNesting {
		return false
	}
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case !quoted && (b == '[' || b == '{'):
			if depth++; depth > maxNesting {
				return true
			}
		case !quoted && (b == ']' || b == '}'):
			depth--
		}
	}
	return false
}

// object returns the output as the schema has it; names are in order, as
// nbformat writes them.
func (o *output) object() map[string]any {
	switch o.kind {
	case nbformat.Stream:
		return map[string]any{"output_type": o.kind, "name": o.name, "text": string(o.stream.text)}
	case nbformat.ErrorOutput:
		traceback := o.content.Traceback
		if traceback == nil {
			traceback = []string{}
		}
		return map[string]any{"output_type": o.kind, "ename": o.content.Ename, "evalue": o.content.Evalue, "traceback": traceback}
	}
	object := map[string]any{"output_type": o.kind, "data": o.content.Data, "metadata": o.content.Metadata}
	if o.kind == nbformat.ExecuteResult {
		object["execution_count"] = o.content.ExecutionCount
	}
	return object
}

// An outputList is the outputs of a cell, or of an Output widget.
type outputList struct {
	list         []*output
	clearPending bool // clear_output(wait=True): at the next output
}

func (l *outputList) clear(wait bool) {
	if l.clearPending = wait; !wait {
		l.list = nil
	}
}

// add appends an output. Streams of one name that follow each other are one
// output, as in Jupyter's own interfaces.
func (l *outputList) add(o *output) {
	if l.clearPending {
		l.clear(false)
	}
	if n := len(l.list); o.kind == nbformat.Stream && n > 0 && l.list[n-1].kind == nbformat.Stream && l.list[n-1].name == o.name {
		l.list[n-1].stream.write(o.content.Text)
		return
	}
	if o.kind == nbformat.Stream {
		o.stream.write(o.content.Text)
	}
	l.list = append(l.list, o)
}

// update gives all outputs with a display id another content.
func (l *outputList) update(id string, content outputContent) (changed bool) {
	for _, o := range l.list {
		if o.displayID == id {
			o.content.Data, o.content.Metadata, changed = content.Data, content.Metadata, true
		}
	}
	return changed
}

func (l *outputList) objects() []map[string]any {
	objects := make([]map[string]any, len(l.list))
	for i, o := range l.list {
		objects[i] = o.object()
	}
	return objects
}

// marshal returns the list as JSON, without escapes of < and >.
func marshal(v any) json.RawMessage {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return json.RawMessage("null") // raw JSON of the kernel that is none
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
