package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// setsData shows lists and sets by membership: elements that the same runs
// have stand together.
type setsData struct {
	Groups []memberGroup `json:"groups"` // those in all runs first
}

// memberGroup is a group of elements and the runs that have them.
type memberGroup struct {
	InAll    bool         `json:"inAll,omitempty"`
	Runs     []int        `json:"runs"`
	Elements []memberData `json:"elements"`
}

// memberData is an element.
type memberData struct {
	Text   string `json:"text"`
	Counts []int  `json:"counts,omitempty"` // one a run; left out when none is above 1
}

func newSets(body *collection.Sets, runs int) (*setsData, string) {
	data := &setsData{Groups: []memberGroup{}}
	known := map[string]int{}
	for _, element := range body.Elements {
		have, repeated := membership(element.Counts)
		pattern := fmt.Sprint(element.InAll, have)
		i, ok := known[pattern]
		if !ok {
			i = len(data.Groups)
			known[pattern] = i
			data.Groups = append(data.Groups, memberGroup{InAll: element.InAll, Runs: have})
		}
		text, _ := scalarText(element.Value, numberStyle{asSpelled: true})
		member := memberData{Text: text}
		if repeated {
			member.Counts = element.Counts
		}
		data.Groups[i].Elements = append(data.Groups[i].Elements, member)
	}
	return data, data.note(len(body.Elements))
}

func (d *setsData) note(total int) string {
	inAll := 0
	for _, group := range d.Groups {
		if group.InAll {
			inAll += len(group.Elements)
		}
	}
	if inAll == total {
		return ""
	}
	return fmt.Sprintf("%d of %s not in every run", total-inAll, Counted(total, "element"))
}

// membership lists the runs that have an element, and says whether one has it
// more than once.
func membership(counts []int) (runs []int, repeated bool) {
	runs = []int{}
	for run, count := range counts {
		if count > 0 {
			runs = append(runs, run)
		}
		repeated = repeated || count > 1
	}
	return runs, repeated
}

// textsData shows texts: equal ones once, each against the base.
type textsData struct {
	Base   int         `json:"base"`
	Groups []textGroup `json:"groups"` // the base's first
}

// textGroup is one text, and the runs that have it.
type textGroup struct {
	Runs []int `json:"runs"`
	// Lines begin with ' ' for a line of both, '-' of the base only, '+' of
	// this text only; without any such mark for the base's own group, which
	// has its lines as they are.
	Lines []string `json:"lines"`
	// Omitted says that the texts are too long to compare: Lines are the
	// text's own, without marks.
	Omitted bool `json:"omitted,omitempty"`
}

func newTexts(body *collection.Texts, cells []collection.Cell) (*textsData, string) {
	data := &textsData{Base: body.Base, Groups: []textGroup{}}
	base := ""
	if body.Base >= 0 && body.Base < len(cells) {
		base = textOf(cells[body.Base].Value)
		data.Groups = append(data.Groups, textGroup{Runs: []int{}, Lines: ownLines(base)})
	}
	known := map[string]int{base: 0}
	for run, cell := range cells {
		if cell.Value == nil || run >= len(body.Diffs) {
			continue
		}
		text := textOf(cell.Value)
		i, ok := known[text]
		if !ok {
			i = len(data.Groups)
			known[text] = i
			data.Groups = append(data.Groups, newTextGroup(text, body.Diffs[run]))
		}
		data.Groups[i].Runs = append(data.Groups[i].Runs, run)
	}
	if len(data.Groups) < 2 {
		return data, ""
	}
	return data, fmt.Sprintf("%d different texts", len(data.Groups))
}

func newTextGroup(text string, diff collection.TextDiff) textGroup {
	if diff.Omitted {
		return textGroup{Lines: ownLines(text), Omitted: true}
	}
	return textGroup{Lines: markedLines(diff)}
}

// ownLines returns the lines of a text, without an empty one after the last
// line break.
func ownLines(text string) []string {
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func markedLines(diff collection.TextDiff) []string {
	lines := make([]string, len(diff.Lines))
	for i, line := range diff.Lines {
		lines[i] = string(line.Op) + line.Text
	}
	return lines
}

// textOf returns the text of a value that is compared as one.
func textOf(v value.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case value.Text:
		return string(v)
	case value.Markup:
		return v.Text
	}
	return value.Repr(v)
}

// imagesData shows pictures, equal ones once.
type imagesData struct {
	Base   int          `json:"base"`   // the run that Changed compares with
	Groups []imageGroup `json:"groups"` // in order of their first run
}

// imageGroup is one picture, and the runs that show it.
type imageGroup struct {
	Runs    []int    `json:"runs"`
	Picture *picture `json:"picture"` // null for a figure without a static picture
	// Changed is the share of pixels that differ from the base's picture, as a
	// percentage; "" when unknown.
	Changed string `json:"changed,omitempty"`
	// Figure is the figure that the picture stands for.
	Figure *figureData `json:"figure,omitempty"`
}

func newImages(body *collection.Images, cells []collection.Cell, pictures *pictureBook) (*imagesData, string) {
	data := &imagesData{Base: body.Base, Groups: []imageGroup{}}
	known := map[int]int{}
	for run, number := range body.Groups {
		if number < 0 || cells[run].Value == nil {
			continue
		}
		i, ok := known[number]
		if !ok {
			i = len(data.Groups)
			known[number] = i
			data.Groups = append(data.Groups, newImageGroup(cells[run].Value, changed(body, run), pictures))
		}
		data.Groups[i].Runs = append(data.Groups[i].Runs, run)
	}
	if len(data.Groups) < 2 {
		return data, ""
	}
	if !slices.ContainsFunc(data.Groups, func(g imageGroup) bool { return g.Figure == nil }) {
		return data, fmt.Sprintf("%d different figures", len(data.Groups))
	}
	return data, fmt.Sprintf("%d different pictures", len(data.Groups))
}

func newImageGroup(v value.Value, changed string, pictures *pictureBook) imageGroup {
	group := imageGroup{Changed: changed}
	switch v := v.(type) {
	case *value.Image:
		group.Picture = pictures.add(v)
	case *value.Figure:
		group.Figure = pictures.figures.add(v)
		if v.Static != nil {
			group.Picture = pictures.add(v.Static)
		}
	}
	return group
}

// changed writes the share of changed pixels, without a sign.
func changed(body *collection.Images, run int) string {
	if run >= len(body.Changed) || body.Changed[run] == nil {
		return ""
	}
	return strings.TrimPrefix(relative(*body.Changed[run]), "+")
}
