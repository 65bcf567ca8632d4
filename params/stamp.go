package params

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params/translate"
)

// The tags of cells that stamping treats in a way of their own: Jupyter's for
// cells that are not run, and papermill's for the cells that tell of an error.
const (
	skipExecutionTag = "skip-execution"
	errorMarkerTag   = "papermill-error-cell-tag"
)

// StampOptions says how copies are made of a template. The zero value makes
// those of `nbcompare stamp` without flags.
type StampOptions struct {
	// Papermill keeps papermill's habits: the injected cell stays before the
	// defaults where there was one, outputs stay, source_hidden replaces what
	// else metadata.jupyter holds, and the record is papermill's.
	Papermill bool
	// KeepOutputs keeps outputs and execution counts.
	KeepOutputs bool
	// ReportMode hides the source of every code cell.
	ReportMode bool
	// SkipTags leaves out the cells with one of these tags, OnlyTags those
	// with none of these; the parameter cell is never without one of them.
	SkipTags, OnlyTags []string
	// Kernel and Language override what the template says of them, for the
	// language of the injected cell.
	Kernel, Language string
	// Comment is the first line of the injected cell; "Parameters" when empty.
	Comment string
}

// A Copy is what is different in one copy of a template.
type Copy struct {
	// Assignments are the parameters, in the order in which they stand in the
	// cell. Without any, no cell is added and none replaced, as in papermill.
	Assignments []translate.Assignment
	// InputPath is recorded as the path of the template, OutputPath as that of
	// the copy; the latter with Papermill only.
	InputPath, OutputPath string
}

// A Stamper makes copies of a template. It is never changed, and may be used
// by several goroutines at once. Get one with [NewStamper].
type Stamper struct {
	nb               *nbformat.Notebook
	options          StampOptions
	language, kernel string
	known            []Declaration
	tagged           bool // there is a parameter cell
	ids              map[string]bool
	stencil          *nbformat.Stencil
	order            []slot // of the stencil's places
}

// A slot is what stands in one place of the stencil.
type slot int

const (
	sourceSlot slot = iota
	idSlot
	recordSlot
)

// NewStamper prepares a template. The error says what is wrong with it for
// these options.
func NewStamper(nb *nbformat.Notebook, o StampOptions) (*Stamper, error) {
	s := &Stamper{nb: nb, options: o, ids: map[string]bool{}}
	s.kernel, s.language = kernelAndLanguage(nb, o)
	if s.kernel == "" && s.language == "" && !o.Papermill {
		s.language = "python" // as every reader of notebooks supposes
	}
	if o.Papermill {
		s.known, s.tagged = PapermillDeclared(nb)
	} else {
		s.known, s.tagged = Declared(nb)
	}
	for _, c := range nb.Cells {
		s.ids[c.ID] = true
	}
	return s, s.prepare()
}

// Stamp is a [Stamper] for one copy: it returns the bytes of the copy.
func Stamp(nb *nbformat.Notebook, c Copy, o StampOptions) ([]byte, error) {
	s, err := NewStamper(nb, o)
	if err != nil {
		return nil, err
	}
	return s.Append(nil, c)
}

// kernelAndLanguage returns what papermill goes by.
func kernelAndLanguage(nb *nbformat.Notebook, o StampOptions) (kernel, language string) {
	kernel, _ = nb.Metadata.Get("kernelspec", "name").Text()
	language, _ = nb.Metadata.Get("language_info", "name").Text()
	if language == "" {
		language, _ = nb.Metadata.Get("kernelspec", "language").Text()
	}
	return cmp.Or(o.Kernel, kernel), cmp.Or(o.Language, language)
}

// prepare makes the stencil of copies with parameters.
func (s *Stamper) prepare() error {
	e, at := s.edit(true)
	first, err := e.Apply()
	if err != nil {
		return err
	}
	cell := first.Cells[at].Raw
	places := map[slot]nbformat.Place{
		sourceSlot: {Value: cell.Get("source"), Text: true},
		recordSlot: {Value: first.Metadata.Get("papermill")},
	}
	if id := cell.Get("id"); id.Exists() {
		places[idSlot] = nbformat.Place{Value: id}
	}
	for which := range places {
		s.order = append(s.order, which)
	}
	slices.SortFunc(s.order, func(a, b slot) int { return cmp.Compare(places[a].Value.Offset, places[b].Value.Offset) })
	var inOrder []nbformat.Place
	for _, which := range s.order {
		inOrder = append(inOrder, places[which])
	}
	s.stencil, err = e.Stencil(first, inOrder...)
	return err
}

// Append appends the bytes of a copy to dst.
func (s *Stamper) Append(dst []byte, c Copy) ([]byte, error) {
	record := s.record(c)
	if len(c.Assignments) == 0 {
		e, _ := s.edit(false)
		e.SetMetadata(json.RawMessage(record), "papermill")
		nb, err := e.Apply()
		if err != nil {
			return nil, err
		}
		b := bytes.NewBuffer(dst)
		err = nb.Write(b)
		return b.Bytes(), err
	}
	source, err := s.Source(c.Assignments)
	if err != nil {
		return nil, err
	}
	values := make([]string, len(s.order))
	for i, which := range s.order {
		switch which {
		case sourceSlot:
			values[i] = source
		case idSlot:
			values[i] = `"` + s.id(source) + `"`
		case recordSlot:
			values[i] = record
		}
	}
	return s.stencil.Append(dst, values...)
}

// Source returns the text of the injected cell. Its error names the parameter
// that cannot be written in the language of the template.
func (s *Stamper) Source(assignments []translate.Assignment) (string, error) {
	switch {
	case s.options.Papermill && s.kernel == "":
		return "", errors.New("the template names no kernel, and papermill wants one")
	case s.options.Papermill && s.language == "":
		return "", errors.New("the template names no language, and papermill wants one")
	}
	return translate.Cell(s.language, s.kernel, assignments, translate.Options{Papermill: s.options.Papermill, Comment: s.options.Comment})
}

// id returns an id for the injected cell that depends on its source alone, and
// that no cell of the template has.
func (s *Stamper) id(source string) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s", n, source))
		if id := hex.EncodeToString(sum[:4]); !s.ids[id] {
			return id
		}
	}
}

// edit returns all changes but those that differ from copy to copy: the
// injected cell is empty. at is its index in the copy.
func (s *Stamper) edit(inject bool) (e *nbformat.Editor, at int) {
	e = s.nb.Edit()
	replaced, before := -1, -1
	if inject {
		replaced, before = s.placement()
	}
	for i := range s.nb.Cells {
		c := &s.nb.Cells[i]
		if i == before {
			s.inject(e, before)
		}
		if i == replaced || s.leftOut(c) {
			e.RemoveCell(i)
			continue
		}
		if i < before {
			at++
		}
		if c.CellType == nbformat.CodeCell {
			s.clear(e, i)
		}
	}
	if before == len(s.nb.Cells) {
		s.inject(e, before)
	}
	e.SetMetadata(json.RawMessage("{}"), "papermill")
	return e, at
}

func (s *Stamper) inject(e *nbformat.Editor, before int) {
	cell := nbformat.NewCell{CellType: nbformat.CodeCell, ID: s.id(""), Source: "#\n", Tags: []string{InjectedTag}}
	if s.options.ReportMode {
		cell.Metadata = map[string]any{"jupyter": sourceHidden}
	}
	e.InsertCell(before, cell)
}

var sourceHidden = map[string]any{"source_hidden": true}

// placement returns the index of the cell that the injected one replaces, -1
// for none, and of the cell before which it is inserted. It is papermill's
// place, but that it never stands before the defaults, which would win.
func (s *Stamper) placement() (replaced, before int) {
	injected, defaults := firstTaggedOfAnyType(s.nb, InjectedTag), firstTaggedOfAnyType(s.nb, Tag)
	if code := firstTagged(s.nb, Tag); code >= 0 && !s.options.Papermill {
		defaults = code
	}
	switch {
	case injected >= 0 && (s.options.Papermill || injected >= defaults):
		return injected, injected
	default:
		return injected, defaults + 1
	}
}

// leftOut reports whether a cell is not in the copies.
func (s *Stamper) leftOut(c *nbformat.Cell) bool {
	has := func(tags []string) bool { return slices.ContainsFunc(tags, c.HasTag) }
	if c.HasTag(errorMarkerTag) || has(s.options.SkipTags) {
		return true
	}
	return len(s.options.OnlyTags) > 0 && !has(s.options.OnlyTags) && !c.HasTag(Tag) && !c.HasTag(InjectedTag)
}

// clear makes a code cell one that was not run.
func (s *Stamper) clear(e *nbformat.Editor, i int) {
	c := &s.nb.Cells[i]
	if !s.options.KeepOutputs && !s.options.Papermill && !c.HasTag(skipExecutionTag) {
		if c.HasOutputs() {
			e.ClearOutputs(i)
		}
		if c.ExecutionCount != nil {
			e.SetExecutionCount(i, nil)
		}
	}
	switch {
	case s.options.ReportMode && s.options.Papermill:
		e.SetCellMetadata(i, sourceHidden, "jupyter")
	case s.options.ReportMode:
		e.SetCellMetadata(i, true, "jupyter", "source_hidden")
	}
}
