package render

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/cores"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The types in this file and its neighbours are the page's data, read by
// web/src/model.ts, which names them alike. Runs are numbers: indices into
// pageData.Runs.

// pageData is what the app needs to draw all but the bodies of the sections.
type pageData struct {
	pageHead
	// Columns holds the columns of the overview and those of the sections. They
	// are written one by one, see writePageIsland.
	Columns []*columnData
	pageTail
	images string // where pictures may come from: a part of the policy
}

// pageHead stands before the columns in the page's JSON.
type pageHead struct {
	Title    string        `json:"title"`
	Baseline int           `json:"baseline"` // -1 when no run could be read
	Counts   []statusCount `json:"counts"`
	Runs     []runData     `json:"runs"`
	Warnings []string      `json:"warnings"`
}

// pageTail stands behind the columns in the page's JSON.
type pageTail struct {
	Overview []int         `json:"overview"` // indices into Columns
	Sections []sectionHead `json:"sections"`
	GroupBy  []groupColumn `json:"groupBy"` // parameters that runs can be grouped by
	// Math says that some section shows formulas, which takes KaTeX.
	Math bool `json:"math,omitempty"`
	// Libraries draw the figures of the sections.
	Libraries []libraryData `json:"libraries,omitempty"`
	// Cells says that the page holds the cells of the notebooks.
	Cells bool `json:"cells,omitempty"`
}

// statusCount says how many runs are in a state.
type statusCount struct {
	Status string `json:"status"`
	Count  int    `json:"count"`
}

// runData is one run.
type runData struct {
	Name   string `json:"name"`
	Status string `json:"status"` // introspect.Status, or unreadable
	// Message says in one line what went wrong; "" for a run that is ok.
	Message string `json:"message,omitempty"`
	// Cell is the failed cell as people count, starting at 1; 0 for none.
	Cell      *int     `json:"cell,omitempty"`      // of the error, starting at 0
	Traceback string   `json:"traceback,omitempty"` // with ANSI colours
	Warnings  []string `json:"warnings,omitempty"`
	Extra     bool     `json:"extra,omitempty"` // loaded as the baseline only
}

// columnData is one scalar of every run: formatted for people, with what the
// app needs to sort. The arrays hold one element a run; an array in which
// nothing would stand is left out.
type columnData struct {
	Title    string     `json:"title"`
	Group    string     `json:"group"` // what stands above Label: the key, or Parameters
	Label    string     `json:"label"`
	Key      string     `json:"key"`
	Source   string     `json:"source"`
	Kind     value.Kind `json:"kind"`
	Better   string     `json:"better,omitempty"` // lower or higher
	Constant bool       `json:"constant,omitempty"`
	Numeric  bool       `json:"numeric,omitempty"`
	Text     []*string  `json:"text"`             // as shown; null when missing
	Full     []string   `json:"full,omitempty"`   // every digit, where Text has fewer, else ""
	Reason   []string   `json:"reason,omitempty"` // why a run has none
	Number   []float    `json:"number,omitempty"` // of a column of numbers and None
	Style    *styleData `json:"style,omitempty"`  // of a numeric column
	Delta    []string   `json:"delta,omitempty"`  // to the baseline
	Relative []string   `json:"relative,omitempty"`
	Rank     []int      `json:"rank,omitempty"`    // 1 is best; 0 for none
	Verdict  []int      `json:"verdict,omitempty"` // +1 better than the baseline, -1 worse
}

// A float is a float64 that survives JSON: NaN is null, and the infinities are
// numbers too large to be read as anything else.
type float float64

// MarshalJSON writes the number.
func (f float) MarshalJSON() ([]byte, error) {
	switch {
	case math.IsNaN(float64(f)):
		return []byte("null"), nil
	case math.IsInf(float64(f), 1):
		return []byte("1e999"), nil
	case math.IsInf(float64(f), -1):
		return []byte("-1e999"), nil
	}
	return json.Marshal(float64(f))
}

// newPage gathers the data of a page and of its sections.
func newPage(s *subject, opts ReportOptions, pictures *pictureBook) (*pageData, []*sectionData) {
	page := &pageData{
		pageHead: pageHead{
			Title:    opts.Title,
			Baseline: s.baseline,
			Counts:   countStatuses(s.runs),
			Runs:     make([]runData, len(s.runs)),
			Warnings: messages(s.warnings),
		},
		pageTail: pageTail{Overview: []int{}, Sections: []sectionHead{}},
	}
	if page.Title == "" {
		page.Title = fmt.Sprintf("Comparison of %s", Counted(len(s.runs), "notebook"))
	}
	for i, run := range s.runs {
		page.Runs[i] = newRun(run)
	}
	page.GroupBy = groupColumns(s) // before the cells are gone
	pool := &columnPool{subject: s, byName: map[string]int{}}
	made := make([]*columnData, len(s.columns))
	cores.Each(len(s.columns), func(i int) {
		if isScalar(&s.columns[i]) {
			made[i] = pool.newColumn(&s.columns[i])
		}
		s.columns[i].Cells = nil // which are as large as all that is kept of them
	})
	for i, data := range made {
		if data != nil {
			page.Overview = append(page.Overview, pool.addMade(&s.columns[i], data))
		}
	}
	sections := newSections(s, pool, pictures)
	for _, section := range sections {
		page.Sections = append(page.Sections, section.sectionHead)
		page.Math = page.Math || section.Values.hasMath() || section.Displays.hasMath()
	}
	page.Columns = pool.columns
	return page, sections
}

func newRun(run *collection.Run) runData {
	data := runData{Name: run.Name, Status: statusText(run), Extra: run.Extra, Warnings: messages(run.Warnings)}
	switch {
	case run.Err != nil:
		// The path is as the user gave it, or absolute; a report has neither.
		data.Message = strings.ReplaceAll(run.Err.Error(), run.Path, run.Name)
	case run.Failure != nil:
		data.Message = strings.TrimSpace(beginning(firstLine(run.Failure.Message())))
		data.Cell = &run.FailedCell
		data.Traceback = withoutMiddle(strings.Join(run.Failure.Traceback, "\n"))
	}
	return data
}

// countStatuses counts the runs in each state that occurs, the good one first.
func countStatuses(runs []*collection.Run) []statusCount {
	order := []string{"ok", "failed", "partial", "not-executed", "unreadable"}
	counts := map[string]int{}
	for _, run := range runs {
		counts[statusText(run)]++
	}
	list := []statusCount{}
	for _, status := range order {
		if counts[status] > 0 {
			list = append(list, statusCount{status, counts[status]})
		}
	}
	return list
}

func messages(errs []error) []string {
	list := make([]string, len(errs))
	for i, err := range errs {
		list[i] = err.Error()
	}
	return list
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// What the page shows of an error at most, in bytes.
const (
	mostMessage   = 1000
	mostTraceback = 100_000
)

func beginning(text string) string {
	if len(text) <= mostMessage {
		return text
	}
	return strings.ToValidUTF8(text[:mostMessage], "") + "…"
}

// withoutMiddle leaves out what is too much in the middle of a traceback: its
// beginning says where it began, its end what went wrong.
func withoutMiddle(text string) string {
	left := len(text) - mostTraceback
	if left <= 0 {
		return text
	}
	head, tail := text[:mostTraceback/4], text[mostTraceback/4+left:]
	return strings.ToValidUTF8(head, "") + fmt.Sprintf("\n… %s left out …\n", Counted(left, "byte")) + strings.ToValidUTF8(tail, "")
}
