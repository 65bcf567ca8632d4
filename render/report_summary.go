package render

import (
	_ "embed" // the template is part of the binary
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// So many runs and columns the summary shows: a table without scripts is slow
// beyond that, and on paper nobody reads it.
const (
	summaryRuns    = 200
	summaryColumns = 30
	blockColumns   = 7 // that fit beside each other on paper
)

// tracebackLines is how many of a traceback's last lines the summary shows.
const tracebackLines = 15

//go:embed web/summary.gohtml
var summaryText string

// summary is what a reader without JavaScript sees, and what is printed.
type summary struct {
	Page     *pageData
	Baseline string
	Constant []*columnData
	Blocks   []summaryBlock
	columns  []*columnData // of the overview, the first of those that are not constant
	LeftOut  int           // runs beyond summaryRuns
	Hidden   int           // columns beyond summaryColumns
	Best     []bestMetric
	Problems []runData
}

// summaryBlock is the table of the runs with some of the columns.
type summaryBlock struct {
	First   bool // the one that shows the status
	Columns []*columnData
	Rows    []summaryRow
}

type summaryRow struct {
	Run      runData
	Baseline bool
	Cells    []summaryCell
}

type summaryCell struct {
	Text    string
	Missing bool
	Number  bool
	Best    bool
	Mark    string // how it compares with the baseline: a symbol and the percentage
	Verdict int
}

// bestMetric names the runs that are best in a metric.
type bestMetric struct {
	Title, Better, Text string
	Runs                string
}

func writeSummary(w io.Writer, page *pageData) error {
	parsed, err := template.New("summary").Funcs(template.FuncMap{
		"symbol":  statusSymbol,
		"counted": Counted,
		"tail":    tracebackTail,
	}).Parse(summaryText)
	if err != nil {
		return fmt.Errorf("reading the summary's template: %w", err)
	}
	return parsed.Execute(w, newSummary(page))
}

func newSummary(page *pageData) *summary {
	s := &summary{Page: page}
	if page.Baseline >= 0 {
		s.Baseline = page.Runs[page.Baseline].Name
	}
	for _, i := range page.Overview {
		column := page.Columns[i]
		if column.Constant {
			s.Constant = append(s.Constant, column)
			continue
		}
		if len(s.columns) < summaryColumns {
			s.columns = append(s.columns, column)
		} else {
			s.Hidden++
		}
		if best, ok := bestOf(column, page.Runs); ok {
			s.Best = append(s.Best, best)
		}
	}
	for _, run := range page.Runs {
		if run.Status != "ok" {
			s.Problems = append(s.Problems, run)
		}
	}
	s.LeftOut = max(0, len(page.Runs)-summaryRuns)
	for from := 0; from == 0 || from < len(s.columns); from += blockColumns {
		s.Blocks = append(s.Blocks, s.block(s.columns[from:min(from+blockColumns, len(s.columns))]))
	}
	return s
}

func (s *summary) block(columns []*columnData) summaryBlock {
	block := summaryBlock{First: len(s.Blocks) == 0, Columns: columns}
	for i, run := range s.Page.Runs[:len(s.Page.Runs)-s.LeftOut] {
		block.Rows = append(block.Rows, s.row(i, run, columns))
	}
	return block
}

func (s *summary) row(i int, run runData, columns []*columnData) summaryRow {
	row := summaryRow{Run: run, Baseline: i == s.Page.Baseline}
	for _, column := range columns {
		cell := summaryCell{Missing: column.Text[i] == nil, Text: deref(column.Text[i]), Number: column.Numeric}
		cell.Best = column.Rank != nil && column.Rank[i] == 1
		if column.Verdict != nil {
			cell.Verdict = column.Verdict[i]
		}
		if cell.Verdict != 0 {
			cell.Mark = verdictSymbol(cell.Verdict) + " " + element(column.Relative, i)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func bestOf(column *columnData, runs []runData) (bestMetric, bool) {
	best := bestMetric{Title: column.Title, Better: column.Better}
	var names []string
	for i, rank := range column.Rank {
		if rank == 1 {
			names = append(names, runs[i].Name)
			best.Text = deref(column.Text[i])
		}
	}
	if len(names) > 3 {
		names = append(names[:3], fmt.Sprintf("%d more", len(names)-3))
	}
	best.Runs = strings.Join(names, ", ")
	return best, len(names) > 0
}

// statusSymbol tells the states apart without colour.
func statusSymbol(status string) string {
	switch status {
	case "ok":
		return "✓"
	case "failed":
		return "✕"
	case "partial":
		return "◐"
	case "not-executed":
		return "○"
	}
	return "⚠"
}

func verdictSymbol(verdict int) string {
	if verdict > 0 {
		return "▲"
	}
	return "▼"
}

var ansi = lazyre.New(`\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x1b.?`)

// tracebackTail returns the end of a traceback, where the cause stands, without
// colours.
func tracebackTail(traceback string) string {
	lines := strings.Split(ansi.ReplaceAllString(traceback, ""), "\n")
	return strings.Join(lines[max(0, len(lines)-tracebackLines):], "\n")
}
