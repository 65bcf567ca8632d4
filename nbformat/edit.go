package nbformat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// An Editor collects changes to a notebook. Cells are counted as they stood
// in the notebook that is edited, whatever was inserted or removed meanwhile,
// starting at 0. The first change that is impossible makes [Editor.Apply]
// fail, and the others are of no account. Get one with [Notebook.Edit].
type Editor struct {
	nb      *Notebook
	style   style
	inner   string      // line end and indentation of the notebook's members
	outer   string      // and of the cells
	list    container   // of the notebook's cells
	cells   []editCell  // those of the notebook
	inserts [][]NewCell // before the cell of that index
	frame   []byte      // the notebook object as it is now, with an empty list of cells
	framed  bool        // the frame has changed
	head    []byte      // what stands before the notebook object
	rest    []byte      // and behind it
	err     error
}

type editCell struct {
	text    []byte // as it is now
	changed bool
	removed bool
}

// A NewCell is a cell to insert.
type NewCell struct {
	CellType string
	// ID is the cell's id; "" makes one from the cell's content. It is left
	// out in a notebook of a format before 4.5, which had none.
	ID     string
	Source string
	// Tags go into the metadata.
	Tags []string
	// Metadata is the rest of the metadata, as for [Editor.SetMetadata]; nil
	// for none.
	Metadata any
}

// Edit begins to change the notebook, which itself stays as it is. What is
// not changed keeps its bytes, and what is new is written as the rest of the
// file is: its indentation, line ends, spacing, escaping of other characters,
// and text as lists of lines or as strings. A notebook that was upgraded from
// format 1 to 3 becomes one of 4.5, written as nbformat does it.
func (nb *Notebook) Edit() *Editor {
	if nb.far != nil {
		whole, err := Read(nb.far.all(), nb.Name)
		if err != nil {
			return &Editor{nb: nb, err: err}
		}
		nb = whole
	}
	e := &Editor{nb: nb, style: styleOf(nb.document, nb.Cells), inserts: make([][]NewCell, len(nb.Cells)+1)}
	start := skipSpace(nb.document, bomLen(nb.document))
	root := parseContainer(nb.document, start)
	e.head, e.rest = nb.document[:start], nb.document[start+len(root.bytes):]
	at := root.find("cells")
	e.list = parseContainer(root.slice(root.values[at]), 0)
	e.frame = root.replace(at, []byte("[]"))
	e.inner = root.inner(e.style, e.style.newline)
	e.outer = e.list.inner(e.style, e.inner)
	for _, c := range nb.Cells {
		e.cells = append(e.cells, editCell{text: c.Raw.Bytes})
	}
	return e
}

// SetMetadata sets a value of the notebook's metadata, and makes the objects
// on the way to it. The value is a [RawValue], or what [json.Marshal] takes;
// the zero RawValue deletes what is there. No path means all the metadata.
func (e *Editor) SetMetadata(value any, path ...string) {
	v, ok := e.marshal(value)
	if !ok || e.frame == nil {
		return
	}
	edited := setPath(e.frame, e.style.newline, append([]string{"metadata"}, path...), v, e.style)
	e.framed = e.framed || !bytes.Equal(edited, e.frame)
	e.frame = edited
}

// SetCellMetadata sets a value of a cell's metadata as SetMetadata does it.
func (e *Editor) SetCellMetadata(cell int, value any, path ...string) {
	if v, ok := e.marshal(value); ok {
		e.set(cell, v, append([]string{"metadata"}, path...)...)
	}
}

// SetSource sets a cell's text.
func (e *Editor) SetSource(cell int, text string) {
	c := e.cell(cell)
	if c == nil {
		return
	}
	members := parseContainer(c.text, 0)
	var old RawValue
	if i := members.find("source"); i >= 0 {
		old.Bytes = members.slice(members.values[i])
	}
	if now, ok := old.Text(); ok && now == text {
		return
	}
	s := e.style
	s.joined = old.IsString() || s.joined && !old.IsArray()
	if old.IsArray() && !isEmpty(old.Bytes) && parseContainer(old.Bytes, 0).inner(s, "") == "" {
		e.replaceInline(c, members, text)
		return
	}
	e.set(cell, s.text(text), "source")
}

// replaceInline sets a source that is a list of lines in one line of the file.
func (e *Editor) replaceInline(c *editCell, members container, text string) {
	list := e.style.append(nil, e.style.text(text), "")
	c.text = members.replace(members.find("source"), list)
	c.changed = true
}

// SetExecutionCount sets a code cell's execution count; nil for not run.
func (e *Editor) SetExecutionCount(cell int, count *int) {
	if v, ok := e.marshal(count); ok && e.isCode(cell) {
		e.set(cell, v, "execution_count")
	}
}

// ClearOutputs removes a code cell's outputs.
func (e *Editor) ClearOutputs(cell int) { e.SetOutputs(cell, []byte("[]")) }

// SetOutputs sets a code cell's outputs, a JSON list of them as the schema
// has it. Text in it may be strings or lists of lines; it is written as the
// file writes text.
func (e *Editor) SetOutputs(cell int, outputs []byte) {
	v, ok := e.marshal(json.RawMessage(outputs))
	if !ok || !e.isCode(cell) {
		return
	}
	if !v.IsArray() {
		e.fail(fmt.Errorf("outputs of cell %d: no list", cell))
		return
	}
	e.set(cell, e.style.outputs(v), "outputs")
}

// InsertCell inserts a cell before another one, or at the end when before is
// the number of cells. Several before the same cell stand in the order of the
// calls.
func (e *Editor) InsertCell(before int, cell NewCell) {
	if before < 0 || before >= len(e.inserts) {
		e.fail(fmt.Errorf("no place %d for a cell: the notebook has %d", before, len(e.cells)))
		return
	}
	e.inserts[before] = append(e.inserts[before], cell)
}

// RemoveCell removes a cell.
func (e *Editor) RemoveCell(cell int) {
	if c := e.cell(cell); c != nil {
		c.removed = true
	}
}

// Apply returns the notebook with all changes. It is read anew from what
// would be written; the notebook that was edited stays as it was.
func (e *Editor) Apply() (*Notebook, error) {
	if e.err == nil && !e.changes() {
		return Parse(e.nb.source, e.nb.Name)
	}
	text, err := e.Append(nil)
	if err != nil {
		return nil, err
	}
	return Parse(text, e.nb.Name)
}

// Append appends the notebook with all changes to dst, as it would be written.
// Other changes may follow, so that a notebook that changes many times costs
// its bytes each time, and no reading.
func (e *Editor) Append(dst []byte) ([]byte, error) {
	if e.err != nil {
		return nil, e.err
	}
	if !e.changes() {
		return append(dst, e.nb.source...), nil
	}
	frame := parseContainer(e.frame, 0)
	at := frame.values[frame.find("cells")]
	dst = slices.Grow(dst, len(e.nb.document)) // at least
	dst = append(append(dst, e.head...), e.frame[:at.start]...)
	dst = e.appendCells(dst)
	dst = append(append(dst, e.frame[at.end:]...), e.rest...)
	if e.err != nil { // of a cell that was inserted
		return nil, e.err
	}
	return dst, nil
}

func (e *Editor) changes() bool {
	return e.framed || e.changesList() || slices.ContainsFunc(e.cells, func(c editCell) bool { return c.changed })
}

// changesList reports whether there are other cells than there were.
func (e *Editor) changesList() bool {
	return slices.ContainsFunc(e.cells, func(c editCell) bool { return c.removed }) ||
		slices.ContainsFunc(e.inserts, func(cells []NewCell) bool { return len(cells) > 0 })
}

// appendCells appends the list of the cells as they are to be.
func (e *Editor) appendCells(dst []byte) []byte {
	if e.changesList() {
		return append(dst, e.list.rebuild(e.items(), e.style, e.inner)...)
	}
	from := 0
	for i, at := range e.list.items {
		dst = append(append(dst, e.list.bytes[from:at.start]...), e.cells[i].text...)
		from = at.end
	}
	return append(dst, e.list.bytes[from:]...)
}

// items returns the cells that stay and those that were inserted.
func (e *Editor) items() []item {
	ids := e.ids()
	var items []item
	for i := range e.inserts {
		for _, c := range e.inserts[i] {
			items = append(items, item{e.newCell(c, ids), -1})
		}
		if i < len(e.cells) && !e.cells[i].removed {
			items = append(items, item{e.cells[i].text, i})
		}
	}
	return items
}

// ids returns the ids of the cells that stay.
func (e *Editor) ids() map[string]bool {
	ids := map[string]bool{}
	for i, c := range e.nb.Cells {
		if !e.cells[i].removed {
			ids[c.ID] = true
		}
	}
	return ids
}

// newCell returns the text of a cell to insert, its members in the order of
// the first cell of its type.
func (e *Editor) newCell(c NewCell, ids map[string]bool) []byte {
	m := members{}
	m.set("cell_type", quote(nil, c.CellType, false))
	m.set("metadata", e.newMetadata(c))
	m.set("source", e.style.text(c.Source).Bytes)
	if c.CellType == CodeCell {
		m.set("execution_count", []byte("null"))
		m.set("outputs", []byte("[]"))
	}
	if e.hasIDs() {
		m.set("id", quote(nil, e.newCellID(c.ID, m.object(), ids), false))
	}
	var ordered members
	for _, like := range e.nb.Cells {
		if like.CellType == c.CellType && like.Raw.IsObject() {
			for name := range like.Raw.Members() {
				if v := m.pop(name); v.Exists() {
					ordered.set(name, v.Bytes)
				}
			}
			break
		}
	}
	text := e.style.append(nil, RawValue{Bytes: ordered.object()}, e.outer)
	slices.SortFunc(m, func(a, b field) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	for _, f := range m {
		text = setPath(text, e.outer, []string{f.name}, RawValue{Bytes: f.value}, e.style)
	}
	return text
}

func (e *Editor) newMetadata(c NewCell) []byte {
	object := []byte("{}")
	if c.Metadata != nil {
		v, ok := e.marshal(c.Metadata)
		if ok && !v.IsObject() {
			e.fail(fmt.Errorf("metadata of a new cell: no object"))
		}
		if !ok || !v.IsObject() {
			return object
		}
		object = v.Bytes
	}
	if c.Tags != nil {
		tags, _ := e.marshal(c.Tags)
		object = setPath(object, "", []string{"tags"}, tags, plainStyle())
	}
	return object
}

// hasIDs reports whether the format that is written has cell ids.
func (e *Editor) hasIDs() bool {
	return e.nb.NBFormat < 4 || e.nb.NBFormatMinor >= 5
}

func (e *Editor) newCellID(id string, content []byte, ids map[string]bool) string {
	switch {
	case id == "":
		return newID(content, ids)
	case !regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`).MatchString(id):
		e.fail(fmt.Errorf("cell id %q: ids are 1 to 64 letters, digits, - and _", id))
	case ids[id]:
		e.fail(fmt.Errorf("cell id %q: another cell has it", id))
	}
	ids[id] = true
	return id
}

// cell returns a cell that can be changed, or nil after noting the error.
func (e *Editor) cell(i int) *editCell {
	switch {
	case i < 0 || i >= len(e.cells):
		e.fail(fmt.Errorf("no cell %d: the notebook has %d", i, len(e.cells)))
	case e.cells[i].removed:
		e.fail(fmt.Errorf("cell %d was removed", i))
	case !e.nb.Cells[i].Raw.IsObject():
		e.fail(fmt.Errorf("cell %d is no object", i))
	default:
		return &e.cells[i]
	}
	return nil
}

// isCode reports whether a cell is code, after noting the error if not.
func (e *Editor) isCode(i int) bool {
	if e.cell(i) == nil {
		return false
	}
	if e.nb.Cells[i].CellType != CodeCell {
		e.fail(fmt.Errorf("cell %d is no code", i))
		return false
	}
	return true
}

func (e *Editor) set(cell int, value RawValue, path ...string) {
	c := e.cell(cell)
	if c == nil {
		return
	}
	edited := setPath(c.text, e.outer, path, value, e.style)
	c.changed = c.changed || !bytes.Equal(edited, c.text)
	c.text = edited
}

// marshal returns a value as JSON; an absent RawValue stays absent.
func (e *Editor) marshal(value any) (v RawValue, ok bool) {
	if raw, isRaw := value.(RawValue); isRaw {
		if !raw.Exists() {
			return raw, true
		}
		value = json.RawMessage(raw.Bytes)
	}
	text, isJSON := value.(json.RawMessage)
	if !isJSON {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(value); err != nil {
			e.fail(fmt.Errorf("value to set: %w", err))
			return v, false
		}
		text = b.Bytes()
	}
	var ignored notes
	document, problem := check(text, &ignored)
	if problem != nil {
		e.fail(fmt.Errorf("value to set: no JSON from byte %d on", problem.Offset))
		return v, false
	}
	return RawValue{Bytes: bytes.Clone(text[document.start:document.end])}, true
}

func (e *Editor) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}
