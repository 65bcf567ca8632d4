package render

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// cellsIsland is the id of the island with the cells of the notebooks.
const cellsIsland = "notebooks-data"

// So much of the cells stands in a page, unless ReportOptions.AllCells asks for
// all: different sources and different texts of outputs in bytes, pictures that are
// no key's in characters of base64.
const (
	cellSources  = 8 << 20
	cellTexts    = 12 << 20
	cellPictures = 16 << 20
)

// cellsData shows the notebooks cell by cell, in common rows. Equal texts and
// outputs stand in it once; all else is numbers.
type cellsData struct {
	Rows int `json:"rows"`
	// Lists are the different lists of cells; runs of one template share theirs. Of each
	// cell three numbers: row, index in the notebook, index in Texts (-1 for the cell
	// of the run's own parameters).
	Lists [][]int `json:"lists"`
	// Moved holds for each list the rows whose cell stands elsewhere in its notebook.
	Moved   [][]int      `json:"moved,omitempty"`
	Texts   []sourceText `json:"texts"`
	Outputs []cellOutput `json:"outputs"`
	Runs    []cellRun    `json:"runs"`
	Keys    []cellKey    `json:"keys"`
	// LeftOut tells in words what does not stand here.
	LeftOut []string `json:"leftOut,omitempty"`
}

// sourceText is what somebody wrote into a cell.
type sourceText struct {
	Type   string   `json:"type"`
	Source string   `json:"source"`
	Tags   []string `json:"tags,omitempty"`
	// Tree is Markdown, rendered.
	Tree []markdownNode `json:"tree,omitempty"`
}

// cellRun is one run.
type cellRun struct {
	List     int  `json:"list"`               // -1 when its cells are not here
	Injected *int `json:"injected,omitempty"` // of its own parameters, index in Texts
	// Outputs are lists of a cell's index in the notebook and indices in
	// cellsData.Outputs.
	Outputs [][]int `json:"outputs,omitempty"`
	// Some says that outputs of other cells were left out.
	Some bool `json:"some,omitempty"`
}

// cellOutput is one output.
type cellOutput struct {
	Kind string `json:"kind"` // introspect.ShownKind
	MIME string `json:"mime,omitempty"`
	Text string `json:"text,omitempty"`
	// Alike is the output before this one that says the same but for addresses of
	// objects; 0 for none, else one more than its index.
	Alike   int            `json:"alike,omitempty"`
	Omitted int            `json:"omitted,omitempty"` // bytes of Text, or of what is not shown
	Failure bool           `json:"failure,omitempty"` // Text is the run's traceback
	Picture *picture       `json:"picture,omitempty"`
	HTML    string         `json:"html,omitempty"` // for a frame without scripts
	Tree    []markdownNode `json:"tree,omitempty"` // Markdown, rendered
	Math    bool           `json:"math,omitempty"` // Text is LaTeX
}

// cellKey says which key stands in which row.
type cellKey struct {
	Row   int    `json:"row"`
	Title string `json:"title"` // of the key's section
	// Tag is the tag that a cell with the key has, where its notebook has it once.
	Tag string `json:"tag,omitempty"`
}

// contextData is the text of the notebook around the cell of a key.
type contextData struct {
	Headings []string `json:"headings,omitempty"` // the outermost first
	Text     string   `json:"text,omitempty"`
}

// newNotebookCells gathers the cells; nil when the collection was loaded without them.
func newNotebookCells(c *collection.Collection, opts ReportOptions, pictures *pictureBook) (data *cellsData, math bool) {
	if !slices.ContainsFunc(c.Runs, func(r *collection.Run) bool { return r.HasCells() }) {
		return nil, false
	}
	b := &cellsBuilder{
		pictures: pictures, texts: contentIndex{}, outputs: contentIndex{}, alike: contentIndex{},
		textRoom: cellTexts, pictureRoom: cellPictures,
		data: &cellsData{Lists: [][]int{}, Texts: []sourceText{}, Outputs: []cellOutput{}, Runs: []cellRun{}, Keys: []cellKey{}},
	}
	limit := cellSources
	if opts.AllCells {
		limit, b.textRoom, b.pictureRoom = 0, -1, -1
	}
	rows := c.AlignRuns(limit)
	b.data.Rows = rows.Rows
	for _, list := range rows.Lists {
		b.list(list)
	}
	if !slices.ContainsFunc(b.data.Moved, func(moved []int) bool { return len(moved) > 0 }) {
		b.data.Moved = nil
	}
	b.runs(c, rows)
	b.keys(c, rows)
	b.leftOut(rows)
	return b.data, b.math
}

// addCells gathers the cells of the notebooks, behind all pictures of keys.
func (p *pageData) addCells(s *subject, opts ReportOptions, pictures *pictureBook) *cellsData {
	if s.cells == nil {
		return nil
	}
	cells, math := s.cells(opts, pictures)
	p.Cells, p.Math = cells != nil, p.Math || math
	return cells
}

// contexts returns the text around each key of a collection with cells.
func contexts(c *collection.Collection) func(key int) *contextData {
	places := c.KeyPlaces()
	return func(key int) *contextData {
		place := places[key]
		if len(place.Headings) == 0 && place.Text == "" {
			return nil
		}
		return &contextData{Headings: place.Headings, Text: place.Text}
	}
}

// A cellsBuilder fills cellsData.
type cellsBuilder struct {
	data     *cellsData
	pictures *pictureBook
	math     bool
	texts    contentIndex // in data.Texts
	outputs  contentIndex // in data.Outputs
	alike    contentIndex // by content without addresses, the first in data.Outputs
	// textRoom and pictureRoom are how much still fits; -1 for no limit.
	textRoom, pictureRoom int
	// what was left out
	texted, pictured, silent int
}

// A contentIndex finds an index by content.
type contentIndex map[[sha256.Size]byte]int

func (b *cellsBuilder) list(list collection.CellList) {
	numbers, moved := make([]int, 0, 3*len(list.Cells)), []int{}
	for i := range list.Cells {
		cell, place := &list.Cells[i], list.Places[i]
		text := -1
		if !cell.Injected() {
			text = b.text(cell)
		}
		numbers = append(numbers, place.Row, cell.Cell, text)
		if place.Moved {
			moved = append(moved, place.Row)
		}
	}
	b.data.Lists, b.data.Moved = append(b.data.Lists, numbers), append(b.data.Moved, moved)
}

// text returns the index of a cell's text.
func (b *cellsBuilder) text(cell *collection.SourceCell) int {
	var content content
	content.add(cell.CellType, cell.Source, cell.Tags)
	key := content.sum()
	if i, ok := b.texts[key]; ok {
		return i
	}
	text := sourceText{Type: cell.CellType, Source: cell.Source, Tags: cell.Tags}
	if cell.CellType == "markdown" {
		var math bool
		text.Tree, math = markdownTree(cell.Source)
		b.math = b.math || math
	}
	b.texts[key] = len(b.data.Texts)
	b.data.Texts = append(b.data.Texts, text)
	return b.texts[key]
}

func (b *cellsBuilder) runs(c *collection.Collection, rows *collection.CellRows) {
	b.data.Runs = make([]cellRun, len(c.Runs))
	for i, run := range c.Runs {
		data := &b.data.Runs[i]
		if data.List = rows.Of[i]; data.List < 0 {
			continue
		}
		if injected := run.Injected(); injected != "" {
			text := b.text(&collection.SourceCell{CellType: "code", Source: injected, Tags: []string{"injected-parameters"}})
			data.Injected = &text
		}
		if data.Some = !run.AllOutputs(); data.Some {
			b.silent++
		}
		for _, cell := range run.Outputs() {
			list := []int{cell.Cell}
			for n := range cell.Outputs {
				list = append(list, b.output(&cell.Outputs[n], run, cell.Cell))
			}
			data.Outputs = append(data.Outputs, list)
		}
	}
}

// output returns the index of an output.
func (b *cellsBuilder) output(shown *introspect.Shown, run *collection.Run, cell int) int {
	data := cellOutput{Kind: string(shown.Kind), MIME: shown.MIMEType, Omitted: shown.Omitted}
	if shown.Kind == introspect.ShownOther && data.Omitted == 0 {
		data.Omitted = shown.Size
	}
	switch {
	case shown.Kind == introspect.ShownError && cell == run.FailedCell && isTraceback(run.Failure, shown.Text):
		data.Failure = true // the page has it already
	case shown.Image != nil:
		b.picture(&data, shown)
	default:
		b.says(&data, shown)
	}
	var content content
	content.add(data.Kind, data.MIME, data.Text, data.HTML, strconv.Itoa(data.Omitted), strconv.FormatBool(data.Failure), shown.Sum)
	if data.Picture != nil {
		content.add(data.Picture.ID)
	}
	key := content.sum()
	if i, ok := b.outputs[key]; ok {
		return i
	}
	i := len(b.data.Outputs)
	b.outputs[key] = i
	if data.Text != "" && !data.Failure && shown.Sum == "" {
		content.b = content.b[:0]
		content.add(data.Kind, collection.NormalText(data.Text))
		same := content.sum()
		if first, ok := b.alike[same]; ok {
			data.Alike = first + 1
		} else {
			b.alike[same] = i
		}
	}
	b.data.Outputs = append(b.data.Outputs, data)
	return i
}

func isTraceback(failure *value.Error, text string) bool {
	return failure != nil && len(failure.Traceback) > 0 && strings.Join(failure.Traceback, "\n") == text
}

// picture puts a picture into the page; one that no key shows as long as there is
// room.
func (b *cellsBuilder) picture(data *cellOutput, shown *introspect.Shown) {
	switch {
	case b.pictures.has(shown.Image), b.pictureRoom < 0:
	case shown.Size > b.pictureRoom:
		b.pictured++
		data.Kind, data.Omitted = string(introspect.ShownOther), shown.Size
		return
	default:
		b.pictureRoom -= shown.Size
	}
	data.Picture = b.pictures.add(shown.Image)
}

// says fills an output that is text, as long as there is room.
func (b *cellsBuilder) says(data *cellOutput, shown *introspect.Shown) {
	if shown.Text == "" {
		return
	}
	if known := b.known(shown); !known && b.textRoom >= 0 {
		if len(shown.Text) > b.textRoom {
			b.texted++
			data.Kind, data.MIME, data.Omitted = string(introspect.ShownOther), cmp.Or(shown.MIMEType, string(shown.Kind)), len(shown.Text)+shown.Omitted
			return
		}
		b.textRoom -= len(shown.Text)
	}
	data.Text = shown.Text
	switch shown.Kind {
	case introspect.ShownHTML:
		data.HTML, data.Text = frameDocument(value.Markup{MIMEType: "text/html", Text: shown.Text}), ""
	case introspect.ShownMarkdown:
		var math bool
		data.Tree, math = markdownTree(shown.Text)
		b.math = b.math || math
	case introspect.ShownLatex:
		data.Math = len(shown.Text) <= maxMath
		b.math = b.math || data.Math
	}
}

// known reports whether a text stands in the page already.
func (b *cellsBuilder) known(shown *introspect.Shown) bool {
	var content content
	content.add(string(shown.Kind), shown.MIMEType, shown.Text, "", strconv.Itoa(shown.Omitted), "false", shown.Sum)
	_, ok := b.outputs[content.sum()]
	return ok
}

// keys says in which rows the cells of keys stand.
func (b *cellsBuilder) keys(c *collection.Collection, rows *collection.CellRows) {
	for key, place := range c.KeyPlaces() {
		source := c.Keys[key].Source
		if source == introspect.SourceParam || source == introspect.SourceMeta || place.Run < 0 || rows.Of[place.Run] < 0 {
			continue
		}
		list := rows.Lists[rows.Of[place.Run]]
		for i := range list.Cells {
			if list.Cells[i].Cell == place.Cell {
				cell := cellKey{Row: list.Places[i].Row, Title: c.Keys[key].Title}
				if source == introspect.SourceTag && slices.Contains(list.Cells[i].Tags, c.Keys[key].Name) {
					cell.Tag = c.Keys[key].Name
				}
				b.data.Keys = append(b.data.Keys, cell)
			}
		}
	}
}

func (b *cellsBuilder) leftOut(rows *collection.CellRows) {
	say := func(n int, noun, rest string) {
		if n > 0 {
			b.data.LeftOut = append(b.data.LeftOut, Counted(n, noun)+" "+rest)
		}
	}
	say(rows.LeftOut, "run", "without its cells: the sources of all runs would be too much")
	say(b.silent, "run", "with the outputs of a failed cell only")
	say(b.texted, "text output", "left out")
	say(b.pictured, "picture", "left out that no key shows")
}
