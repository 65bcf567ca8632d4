package script

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// A notebook that is being made.
type notebook struct {
	metadata object
	cells    []cell
}

// The types of cells.
const (
	code     = "code"
	markdown = "markdown"
	raw      = "raw"
)

type cell struct {
	kind     string
	lines    []string
	metadata object
}

// An object is a JSON object that keeps the order of its members. Values are
// nil, bool, string, json.Number, []any or object.
type object []member

type member struct {
	name  string
	value any
}

func (o object) get(name string) any {
	for _, m := range o {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func (o object) has(name string) bool {
	for _, m := range o {
		if m.name == name {
			return true
		}
	}
	return false
}

// text returns a string within objects; "" when there is none.
func (o object) text(names ...string) string {
	var v any = o
	for _, name := range names {
		inner, _ := v.(object)
		v = inner.get(name)
	}
	text, _ := v.(string)
	return text
}

func (o object) object(name string) object {
	inner, _ := o.get(name).(object)
	return inner
}

func (o *object) set(name string, value any) {
	for i := range *o {
		if (*o)[i].name == name {
			(*o)[i].value = value
			return
		}
	}
	*o = append(*o, member{name, value})
}

// remove takes a member out and returns its value.
func (o *object) remove(name string) any {
	for i, m := range *o {
		if m.name == name {
			*o = append((*o)[:i:i], (*o)[i+1:]...)
			return m.value
		}
	}
	return nil
}

// MarshalJSON keeps the order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encoded(m.name))
		b.WriteByte(':')
		b.Write(encoded(m.value))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encoded returns JSON that keeps <, > and &. The values of this package can
// all be encoded.
func encoded(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// bytes returns the notebook as nbformat writes one, with the order of its
// metadata kept.
func (nb *notebook) bytes() []byte {
	cells := make([]any, len(nb.cells))
	for i := range nb.cells {
		cells[i] = nb.cells[i].json(i)
	}
	document := object{{"cells", cells}, {"metadata", nb.metadata}, {"nbformat", json.Number("4")}, {"nbformat_minor", json.Number("5")}}
	var b bytes.Buffer
	if err := json.Indent(&b, encoded(document), "", " "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func (c *cell) json(index int) object {
	source := []any{}
	for i, line := range c.lines {
		if i < len(c.lines)-1 {
			line += "\n"
		}
		if line != "" {
			source = append(source, line)
		}
	}
	metadata := c.metadata
	if metadata == nil {
		metadata = object{}
	}
	metadata.repair()
	if c.kind != code {
		return object{{"cell_type", c.kind}, {"id", c.id(index)}, {"metadata", metadata}, {"source", source}}
	}
	return object{{"cell_type", code}, {"execution_count", nil}, {"id", c.id(index)}, {"metadata", metadata}, {"outputs", []any{}}, {"source", source}}
}

// repair makes what a cell's metadata says valid: a name is a text, tags are a
// list of texts, each once.
func (o *object) repair() {
	if o.has("name") {
		o.set("name", plainText(o.get("name")))
	}
	if !o.has("tags") {
		return
	}
	tags, ok := o.get("tags").([]any)
	if !ok {
		tags = []any{o.get("tags")}
	}
	once := []any{}
	for _, tag := range tags {
		if text := plainText(tag); text != "" && !slices.Contains(once, any(text)) {
			once = append(once, text)
		}
	}
	o.set("tags", once)
}

// plainText returns a text as it is, nothing for null, and JSON for all else.
func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return string(encoded(v))
}

// id is made of the cell's place and text.
func (c *cell) id(index int) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(index) + "\x00" + c.kind + "\x00" + strings.Join(c.lines, "\n")))
	return hex.EncodeToString(sum[:4]) + "-" + strconv.Itoa(index)
}
