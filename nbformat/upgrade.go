package nbformat

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// upgrade returns a notebook of format 1, 2 or 3 as a document of format 4.5,
// written as nbformat writes it. The rules are those of nbformat's own
// converters, but cell ids are made from the cells' content, not at random.
func upgrade(doc RawValue, r root, version int, forgiven *notes) ([]byte, *Problem) {
	u := &upgrader{version: version, forgiven: forgiven, ids: map[string]bool{}}
	out := members{}
	var p *Problem
	if version == 1 {
		out.set("metadata", []byte("{}"))
		p = u.cells(r.cells, "")
	} else {
		out = membersOf(doc)
		out.set("metadata", u.metadata(r.metadata))
		p = u.worksheets(r.worksheets)
	}
	if p != nil {
		return nil, p
	}
	for _, gone := range []string{"worksheets", "orig_nbformat", "orig_nbformat_minor"} {
		out.pop(gone)
	}
	out.set("cells", slices.Concat([]byte("["), bytes.Join(u.upgraded, []byte(",")), []byte("]")))
	out.set("nbformat", []byte("4"))
	out.set("nbformat_minor", []byte("5"))
	object := out.object()
	document := make([]byte, 0, len(object)+len(object)/4) // and its indentation
	return append(jupyterStyle().append(document, RawValue{Bytes: object}, "\n"), '\n'), nil
}

type upgrader struct {
	version  int
	forgiven *notes
	upgraded [][]byte // the cells
	ids      map[string]bool
}

func (u *upgrader) metadata(v RawValue) []byte {
	if !v.IsObject() {
		u.note("metadata missing", "/metadata", "metadata is missing or no object; read as empty")
		return []byte("{}")
	}
	m := membersOf(v)
	for _, gone := range []string{"name", "signature", "orig_nbformat", "orig_nbformat_minor"} {
		m.pop(gone)
	}
	return m.object()
}

// worksheets upgrades the cells of all worksheets into one list.
func (u *upgrader) worksheets(v RawValue) *Problem {
	if !v.IsArray() {
		return &Problem{Offset: -1, Message: fmt.Sprintf("not a notebook: nbformat is %d, but the list worksheets is missing", u.version)}
	}
	for i, sheet := range v.Elements() {
		if p := u.cells(sheet.Get("cells"), "/worksheets/"+strconv.Itoa(i)); p != nil {
			return p
		}
	}
	return nil
}

func (u *upgrader) cells(v RawValue, sheet string) *Problem {
	if !v.IsArray() {
		return &Problem{Offset: -1, Pointer: sheet, Message: "not a notebook: the list cells is missing"}
	}
	if n := v.count() + len(u.upgraded); n > maxCells {
		return &Problem{Offset: v.Offset, Pointer: sheet + "/cells", Message: fmt.Sprintf("%d cells; more than %d are not read", n, maxCells)}
	}
	for i, cell := range v.Elements() {
		u.upgraded = append(u.upgraded, u.cell(cell, sheet+"/cells/"+strconv.Itoa(i)))
	}
	return nil
}

func (u *upgrader) cell(v RawValue, pointer string) []byte {
	if !v.IsObject() {
		return v.Bytes
	}
	m := membersOf(v)
	if u.version == 1 {
		m = firstCell(m)
	}
	metadata := membersOf(m.pop("metadata"))
	metadata.pop("trusted")
	kind, _ := m.get("cell_type").Text()
	switch kind {
	case CodeCell:
		u.codeCell(&m, &metadata, pointer)
	case "heading":
		m.set("cell_type", []byte(`"markdown"`))
		m.set("source", splitText(u.heading(&m)))
	default: // markdown, raw, html and what nobody knows
		if kind == "html" {
			m.set("cell_type", []byte(`"markdown"`))
		}
		if text, ok := u.text(m.get("source")); ok {
			m.set("source", splitText(text))
		}
		if text, ok := u.text(m.get("rendered")); ok {
			m.set("rendered", quote(nil, text, false))
		}
	}
	m.set("metadata", metadata.object())
	m.set("id", quote(nil, newID(v.Bytes, u.ids), true))
	return m.object()
}

// firstCell makes a cell of format 2 of one of format 1.
func firstCell(m members) members {
	text := m.pop("code")
	if kind, _ := m.get("cell_type").Text(); kind != CodeCell {
		text = m.pop("text")
		cell := members{{"cell_type", []byte(`"markdown"`)}}
		cell.set("source", text.Bytes)
		return cell
	}
	cell := members{{"cell_type", []byte(`"code"`)}, {"collapsed", []byte("false")}}
	cell.set("input", text.Bytes)
	cell.set("prompt_number", m.get("prompt_number").Bytes)
	return cell
}

func (u *upgrader) codeCell(m, metadata *members, pointer string) {
	m.pop("language")
	if collapsed := m.pop("collapsed"); collapsed.Exists() {
		metadata.set("collapsed", collapsed.Bytes)
	}
	source := m.pop("input")
	m.set("source", source.Bytes)
	if text, ok := u.text(source); ok || !source.Exists() {
		m.set("source", splitText(text))
	}
	m.set("execution_count", orNull(m.pop("prompt_number")))
	var outputs [][]byte
	for i, o := range m.get("outputs").Elements() {
		outputs = append(outputs, u.output(o, pointer+"/outputs/"+strconv.Itoa(i)))
	}
	m.set("outputs", slices.Concat([]byte("["), bytes.Join(outputs, []byte(",")), []byte("]")))
}

// heading returns the Markdown of a heading cell.
func (u *upgrader) heading(m *members) string {
	level, ok := m.pop("level").Int()
	if !ok {
		level = 1
	}
	text, _ := u.text(m.get("source"))
	lines := splitLines(text)
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, lineEnds)
	}
	return strings.Repeat("#", min(max(level, 1), 6)) + " " + strings.Join(lines, " ")
}

func (u *upgrader) output(v RawValue, pointer string) []byte {
	if !v.IsObject() {
		return v.Bytes
	}
	m := membersOf(v)
	switch kind, _ := m.get("output_type").Text(); kind {
	case "pyout":
		m.set("output_type", []byte(`"execute_result"`))
		m.set("execution_count", orNull(m.pop("prompt_number")))
		return u.bundle(m, pointer)
	case DisplayData:
		return u.bundle(m, pointer)
	case "pyerr":
		m.set("output_type", []byte(`"error"`))
	case Stream:
		name := m.pop("stream")
		if !name.Exists() {
			name.Bytes = []byte(`"stdout"`)
		}
		m.set("name", name.Bytes)
		if text, ok := u.text(m.get("text")); ok {
			m.set("text", splitText(text))
		}
	}
	return m.object()
}

// bundle moves the data of a display, which stood among the output's own
// members under short names, into a MIME bundle.
func (u *upgrader) bundle(m members, pointer string) []byte {
	out, data := members{}, members{}
	metadata := membersOf(m.pop("metadata"))
	for _, f := range m {
		if f.name == "output_type" || f.name == "execution_count" {
			out = append(out, f)
		} else {
			data = append(data, f)
		}
	}
	for _, alias := range mimeAliases() {
		if v := data.pop(alias.short); v.Exists() {
			data.set(alias.mime, u.data(v, alias.short, pointer+"/"+alias.short))
		}
		if v := metadata.pop(alias.short); v.Exists() {
			metadata.set(alias.mime, v.Bytes)
		}
	}
	for i, f := range data {
		if text, ok := u.text(RawValue{Bytes: f.value}); ok && writtenAsLines(f.name) {
			data[i].value = splitText(text)
		}
	}
	out.set("metadata", metadata.object())
	out.set("data", data.object())
	return out.object()
}

// mimeAliases are the short names of MIME types in formats 1 to 3.
func mimeAliases() []struct{ short, mime string } {
	return []struct{ short, mime string }{
		{"text", "text/plain"}, {"html", "text/html"}, {"svg", "image/svg+xml"},
		{"png", "image/png"}, {"jpeg", "image/jpeg"}, {"latex", "text/latex"},
		{"json", "application/json"}, {"javascript", "application/javascript"},
	}
}

// writtenAsLines reports whether nbformat writes text of a MIME type as a
// list of lines.
func writtenAsLines(mimeType string) bool {
	return strings.HasPrefix(mimeType, "text/") || mimeType == "application/javascript" || mimeType == "image/svg+xml"
}

// data returns a value of a MIME bundle under one of the short names.
func (u *upgrader) data(v RawValue, short, pointer string) []byte {
	text, ok := u.text(v)
	switch {
	case !ok || short == "png" || short == "jpeg":
		return v.Bytes
	case short != "json":
		return quote(nil, text, false)
	}
	var ignored notes
	span, problem := check([]byte(text), &ignored) // format 3 kept JSON as text
	if problem != nil {
		u.note("json", pointer, "the JSON data is no JSON; kept as text")
		return quote(nil, text, false)
	}
	return []byte(text)[span.start:span.end]
}

// text joins text. In format 2 the lines of a list had no line ends; in
// format 3 they have, but files were written that do not.
func (u *upgrader) text(v RawValue) (text string, ok bool) {
	if !v.IsArray() || !v.IsText() {
		return v.Text()
	}
	lines := texts(v)
	if u.version == 3 && len(lines) > 0 && strings.HasSuffix(strings.ReplaceAll(lines[0], "\r", "\n"), "\n") {
		return strings.Join(lines, ""), true
	}
	return strings.Join(lines, "\n"), true
}

func (u *upgrader) note(kind, pointer, message string) {
	u.forgiven.add(kind, -1, func() string { return pointer }, func() string { return message })
}

// splitText returns text as the JSON list of its lines.
func splitText(text string) []byte {
	out := append(make([]byte, 0, len(text)+len(text)/4+2), '[')
	for i, line := range splitLines(text) {
		if i > 0 {
			out = append(out, ',')
		}
		out = quote(out, line, false)
	}
	return append(out, ']')
}

func orNull(v RawValue) []byte {
	if !v.Exists() {
		return []byte("null")
	}
	return v.Bytes
}
