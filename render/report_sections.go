package render

import (
	"fmt"
	"slices"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// sectionHead is what the navigation and a folded section show.
type sectionHead struct {
	ID      string `json:"id"` // of its element; its island is ID-data
	Title   string `json:"title"`
	Source  string `json:"source"`
	Kind    string `json:"kind"` // of its values: number, dict, mixed, ...
	Differs bool   `json:"differs"`
	// Alone says that fewer than two runs have a value, so there is nothing
	// that could be equal.
	Alone   bool `json:"alone,omitempty"`
	Missing int  `json:"missing,omitempty"` // runs without a value
	// Agrees says that the runs that have a value have the same, although
	// others have none.
	Agrees bool `json:"agrees,omitempty"`
	// Note is one line on what differs.
	Note string `json:"note,omitempty"`
	// Context is what stands around the key in the notebook.
	Context *contextData `json:"context,omitempty"`
}

// sectionData is a section with its body: one of the pointers is set.
type sectionData struct {
	sectionHead
	Reasons []reasonData `json:"reasons,omitempty"`
	// History is a chart of what the other body shows.
	History *historyData `json:"history,omitempty"`
	Scalars *scalarsData `json:"scalars,omitempty"`
	Sets    *setsData    `json:"sets,omitempty"`
	Tables  *tablesData  `json:"tables,omitempty"`
	Texts   *textsData   `json:"texts,omitempty"`
	Images  *imagesData  `json:"images,omitempty"`
	// Values are whole values: of a mixed section, or beside another body what
	// it cannot show (a list's order, rendered HTML).
	Values *valuesData `json:"values,omitempty"`
	// Displays is what scraps show beside their data.
	Displays *valuesData `json:"displays,omitempty"`
}

// reasonData says why some runs have no value.
type reasonData struct {
	Reason string `json:"reason"`
	Runs   []int  `json:"runs"`
}

// scalarsData holds the rows of a section of scalars, those that differ first.
type scalarsData struct {
	Columns []int `json:"columns"` // indices into pageData.Columns
}

// newSections makes a section a key; parameters share one, and so does what
// notebooks say about their runs.
func newSections(s *subject, pool *columnPool, pictures *pictureBook) []*sectionData {
	var sections []*sectionData
	shared := map[introspect.Source]*sectionData{}
	titles := map[introspect.Source]string{introspect.SourceParam: "Parameters", introspect.SourceMeta: "Run metadata"}
	for i, key := range s.keys {
		comparison := s.compare(i)
		title := titles[key.Source]
		if body, ok := comparison.Body.(*collection.Scalars); ok && title != "" {
			section := shared[key.Source]
			if section == nil {
				section = &sectionData{sectionHead: sectionHead{Title: title, Source: string(key.Source), Kind: "scalars", Alone: len(s.runs) < 2}}
				section.Scalars = &scalarsData{}
				shared[key.Source] = section
				sections = append(sections, section)
			}
			section.addScalars(comparison, body, pool)
			continue
		}
		sections = append(sections, newSection(s, comparison, pool, pictures))
	}
	for i, section := range sections {
		section.ID = fmt.Sprintf("section-%d", i+1)
		if section.Scalars != nil {
			note := section.Scalars.finish(pool)
			if section.Differs {
				section.Note = note
			}
		}
	}
	return sections
}

func (d *sectionData) addScalars(c *collection.Comparison, body *collection.Scalars, pool *columnPool) {
	d.Differs = d.Differs || c.Differs
	for i := range body.Rows {
		d.Scalars.Columns = append(d.Scalars.Columns, pool.add(&body.Rows[i]))
	}
}

// finish brings the rows that differ to the front, and counts them.
func (d *scalarsData) finish(pool *columnPool) string {
	var differing, equal []int
	for _, i := range d.Columns {
		if pool.columns[i].Constant {
			equal = append(equal, i)
		} else {
			differing = append(differing, i)
		}
	}
	d.Columns = append(differing, equal...)
	if len(d.Columns) < 2 || len(differing) == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d differ", len(differing), len(d.Columns))
}

func newSection(s *subject, c *collection.Comparison, pool *columnPool, pictures *pictureBook) *sectionData {
	key := s.keys[c.Key]
	section := &sectionData{sectionHead: sectionHead{
		Title: key.Title, Source: string(key.Source), Kind: kindOf(c.Cells), Differs: c.Differs,
	}}
	if s.context != nil {
		section.Context = s.context(c.Key)
	}
	section.Reasons, section.Missing = reasonsOf(c.Cells)
	section.Alone = len(s.runs)-section.Missing < 2
	section.Agrees = c.Differs && section.Missing > 0 && agree(c.Cells)
	switch body := c.Body.(type) {
	case *collection.Scalars:
		section.Scalars = &scalarsData{}
		section.addScalars(c, body, pool)
	case *collection.Sets:
		section.Sets, section.Note = newSets(body, len(s.runs))
		section.Values = newValues(valuesOf(c.Cells), pictures)
	case *collection.Tables:
		section.Tables, section.Note = newTables(body, s.baseline)
	case *collection.Texts:
		section.Texts, section.Note = newTexts(body, c.Cells)
		if section.Kind == string(value.KindMarkup) {
			section.Values = newValues(valuesOf(c.Cells), pictures)
		}
	case *collection.Images:
		section.Images, section.Note = newImages(body, c.Cells, pictures)
	default:
		section.Values = newValues(valuesOf(c.Cells), pictures)
	}
	section.History = newHistory(s, c.Key, c.Cells)
	section.Displays = newValues(displaysOf(s, c.Key), pictures)
	return section
}

// agree says whether all values that are there are equal.
func agree(cells []collection.Cell) bool {
	var first value.Value
	for _, cell := range cells {
		switch {
		case cell.Value == nil:
		case first == nil:
			first = cell.Value
		case !value.Equal(first, cell.Value):
			return false
		}
	}
	return true
}

// kindOf names the kind of the values, or mixed. A value that says that there is none
// goes with numbers.
func kindOf(cells []collection.Cell) string {
	var kinds []value.Kind
	missing := true // are those that are no numbers
	for _, cell := range cells {
		if cell.Value == nil {
			continue
		}
		kind := cell.Value.Kind()
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		missing = missing && (kind == value.KindNumber || value.IsMissing(cell.Value))
	}
	switch {
	case len(kinds) == 0:
		return "no value"
	case len(kinds) == 1:
		return string(kinds[0])
	case missing && slices.Contains(kinds, value.KindNumber):
		return string(value.KindNumber)
	}
	return "mixed"
}

// reasonsOf groups the runs without a value by why they have none.
func reasonsOf(cells []collection.Cell) (reasons []reasonData, missing int) {
	known := map[string]int{}
	for run, cell := range cells {
		if cell.Value != nil {
			continue
		}
		missing++
		i, ok := known[cell.Reason]
		if !ok {
			i = len(reasons)
			known[cell.Reason] = i
			reasons = append(reasons, reasonData{Reason: cell.Reason})
		}
		reasons[i].Runs = append(reasons[i].Runs, run)
	}
	return reasons, missing
}

func valuesOf(cells []collection.Cell) []value.Value {
	values := make([]value.Value, len(cells))
	for i, cell := range cells {
		values[i] = cell.Value
	}
	return values
}

func displaysOf(s *subject, key int) []value.Value {
	values := make([]value.Value, len(s.runs))
	for run := range s.runs {
		if entry := s.entry(run, key); entry != nil {
			values[run] = entry.Display
		}
	}
	return values
}
