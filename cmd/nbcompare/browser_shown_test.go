package main

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// shown is what a page shows: the text and the tooltip of each cell, under its
// run and column (for a cell of a table: run, key, newline, column), and the
// text of each section.
type shown struct {
	Cells    map[string][][2]string
	Sections map[string]string
	tips     map[string]bool // run, space, tooltip
}

func newShown(tb *tab) *shown {
	tb.t.Helper()
	s := ask[*shown](tb, `() => {
		const cells = {}, sections = {};
		for (const cell of document.querySelectorAll("#app td[data-run][data-column]")) {
			const key = cell.dataset.row === undefined ? "" : cell.closest("section").dataset.key + "\n";
			const text = cell.querySelector(".value")?.firstChild?.textContent ?? "";
			(cells[cell.dataset.run + " " + key + cell.dataset.column] ??= []).push([text, cell.title]);
		}
		for (const section of document.querySelectorAll("section[data-key]")) {
			sections[section.dataset.key] = section.textContent.replaceAll("\u2212", "-");
		}
		return { Cells: cells, Sections: sections };
	}`)
	s.tips = map[string]bool{}
	for name, texts := range s.Cells {
		run, _, _ := strings.Cut(name, " ")
		for _, text := range texts {
			tip, _, _ := strings.Cut(text[1], "\n")
			s.tips[run+" "+tip] = true
		}
	}
	return s
}

// anywhere says whether a text stands in the section of a key, or in a cell of the run.
func (s *shown) anywhere(run int, key, text string) bool {
	return strings.Contains(s.Sections[key], text) || s.tips[fmt.Sprint(run, " ", text)]
}

// shows says whether a cell shows a value, or its tooltip does: long numbers
// and texts are shortened in the cell alone.
func shows(cell [2]string, want string) bool {
	return strings.ReplaceAll(cell[0], "\u2212", "-") == want || cell[1] == want || strings.HasPrefix(cell[1], want+"\n")
}

func scalar(v value.Value) bool {
	switch v.(type) {
	case value.Number, value.Text, value.Bool, value.Null:
		return true
	}
	return false
}

// scalarsIn returns the texts of the scalars in a value, to any depth.
func scalarsIn(v value.Value) (texts []string) {
	switch v := v.(type) {
	case value.List:
		for _, element := range v {
			texts = append(texts, scalarsIn(element)...)
		}
	case value.Tuple:
		return scalarsIn(value.List(v))
	case value.Set:
		return scalarsIn(value.List(v))
	case value.Dict:
		for _, item := range v {
			texts = append(append(texts, scalarsIn(item.Key)...), scalarsIn(item.Value)...)
		}
	default:
		return []string{fullText(v)}
	}
	return texts
}

func fullText(v value.Value) string {
	switch v := v.(type) {
	case value.Text:
		return string(v)
	case value.Number:
		return v.String()
	}
	return value.Repr(v)
}
