package render

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// valuesData shows whole values side by side, equal ones once.
type valuesData struct {
	Groups []valueGroup `json:"groups"` // in order of their first run
}

// valueGroup is one value, and the runs that have it. One of the fields after
// Kind is set.
type valueGroup struct {
	Runs    []int      `json:"runs"`
	Kind    value.Kind `json:"kind"`
	Text    string     `json:"text,omitempty"` // also of markup that is not rendered
	Picture *picture   `json:"picture,omitempty"`
	Table   *tableData `json:"table,omitempty"`
	// HTML is a document for a frame without scripts; never for the page itself.
	HTML string `json:"html,omitempty"`
	// Math says that Text is LaTeX.
	Math bool `json:"math,omitempty"`
	// Figure is beside Picture, its static one, where there is one.
	Figure *figureData `json:"figure,omitempty"`
	// File is what Text describes, where the page holds it to be saved.
	File *picture `json:"file,omitempty"`
}

// tableData is one table as text.
type tableData struct {
	Caption   string     `json:"caption,omitempty"`
	Columns   [][]string `json:"columns"`
	Index     [][]string `json:"index,omitempty"`
	Rows      [][]string `json:"rows"`
	Truncated bool       `json:"truncated,omitempty"`
}

var nan = math.NaN()

// newValues groups the runs by value; nil when no run has one.
func newValues(values []value.Value, pictures *pictureBook) *valuesData {
	data := &valuesData{}
	known := map[[sha256.Size]byte]int{}
	for run, v := range values {
		if v == nil {
			continue
		}
		group := newValueGroup(v, pictures)
		key := group.content()
		i, ok := known[key]
		if !ok {
			i = len(data.Groups)
			known[key] = i
			data.Groups = append(data.Groups, group)
		}
		data.Groups[i].Runs = append(data.Groups[i].Runs, run)
	}
	if data.Groups == nil {
		return nil
	}
	return data
}

func newValueGroup(v value.Value, pictures *pictureBook) valueGroup {
	group := valueGroup{Kind: v.Kind()}
	switch v := v.(type) {
	case value.Text:
		group.Text = string(v)
	case *value.Image:
		if v.Kind() == value.KindFile {
			group.Text, group.File = describeFile(v), heldFile(v, pictures)
			break
		}
		group.Picture = pictures.add(v)
	case *value.Figure:
		group.Text, group.Figure = v.MIMEType, pictures.figures.add(v)
		if v.Static != nil {
			group.Picture = pictures.add(v.Static)
		}
	case *value.Table:
		group.Table = newTable(v)
	case value.Markup:
		group.Text = v.Text
		group.HTML = frameDocument(v)
		group.Math = v.MIMEType == "text/latex" && len(v.Text) <= maxMath
	case value.Error:
		group.Text = strings.Join(append([]string{v.Message()}, v.Traceback...), "\n")
	default:
		group.Text = value.Repr(v)
	}
	return group
}

// maxMath is how long LaTeX may be to be set as formulas.
const maxMath = 20_000

// hasMath says whether some value is set as formulas.
func (d *valuesData) hasMath() bool {
	return d != nil && slices.ContainsFunc(d.Groups, func(g valueGroup) bool { return g.Math })
}

// describeFile tells of a document, sound or film, which is not put into the
// page. The beginning of its hash tells files of one size apart.
func describeFile(m *value.Image) string {
	text := m.MIMEType
	if data, err := m.Bytes(); err == nil {
		text += ", " + Counted(len(data), "byte")
	}
	return text + ", SHA-256 of its base64 " + m.Hash()[:12] + "…\nNot shown here; nbcompare show NOTEBOOK KEY -o FILE." + m.Ext() + " writes it."
}

// maxHeldFile is how many characters of base64 a document may have that the
// page holds.
const maxHeldFile = 20 << 20

// heldFile puts a PDF into the page, to be saved from there; nil for sounds, films
// and what is too large. A browser never shows it inside the page.
func heldFile(m *value.Image, pictures *pictureBook) *picture {
	if m.MIMEType != "application/pdf" || len(m.Base64()) > maxHeldFile {
		return nil
	}
	return pictures.add(m)
}

// content is equal for groups that show the same.
func (g *valueGroup) content() [sha256.Size]byte {
	var content content
	content.add(g.Kind, g.Text, g.HTML)
	if g.Picture != nil {
		content.add(g.Picture.ID)
	}
	if g.Figure != nil {
		content.add(g.Figure.number)
	}
	if g.Table != nil {
		content.add(g.Table.Columns, g.Table.Index, g.Table.Rows, g.Table.Truncated, g.Table.Caption)
	}
	return content.sum()
}

func newTable(t *value.Table) *tableData {
	data := &tableData{Caption: t.Caption, Truncated: t.Truncated, Columns: [][]string{}, Rows: [][]string{}}
	for _, label := range t.Columns {
		data.Columns = append(data.Columns, label)
	}
	for _, label := range t.Index {
		data.Index = append(data.Index, label)
	}
	for _, row := range t.Rows {
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = cell.Text
		}
		data.Rows = append(data.Rows, texts)
	}
	return data
}

// content is what several parts say, which cannot run into each other.
type content struct{ b []byte }

func (c *content) add(parts ...any) {
	for _, part := range parts {
		text, ok := part.(string)
		if !ok {
			text = fmt.Sprintf("%q", part)
		}
		c.b = append(binary.LittleEndian.AppendUint64(c.b, uint64(len(text))), text...)
	}
}

// sum returns a key that is equal for equal content alone.
func (c *content) sum() [sha256.Size]byte { return sha256.Sum256(c.b) }

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// element returns list[i], or "" of a list that was left out.
func element(list []string, i int) string {
	if list == nil {
		return ""
	}
	return list[i]
}
