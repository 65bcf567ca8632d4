package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSummarySaysWhatItLeavesOut makes a page of 250 runs and 35 columns.
func TestSummarySaysWhatItLeavesOut(t *testing.T) {
	page := &pageData{pageHead: pageHead{Title: "many", Baseline: 0, Runs: make([]runData, 250)}}
	text := "1"
	for i := range 35 {
		column := &columnData{Title: "c", Text: make([]*string, 250)}
		for run := range column.Text {
			column.Text[run] = &text
		}
		page.Columns = append(page.Columns, column)
		page.Overview = append(page.Overview, i)
	}
	for i := range page.Runs {
		page.Runs[i] = runData{Name: "run", Status: "ok"}
	}
	var out bytes.Buffer
	require.NoError(t, writeSummary(&out, page))
	require.Contains(t, out.String(), "50 more runs left out")
	require.Contains(t, out.String(), "5 more columns left out")
	require.Equal(t, 5*200, strings.Count(out.String(), `<tr><th scope="row">`), "five tables of up to seven columns")
	require.Equal(t, 200*30+200, strings.Count(out.String(), "<td>"))
}

func TestTracebackTail(t *testing.T) {
	require.Equal(t, "KeyError: 'x'", tracebackTail("\x1b[0;31mKeyError\x1b[0m: 'x'\x1b]8;;http://x\x07"))
	lines := strings.Split(tracebackTail(strings.Repeat("line\n", 50)+"last"), "\n")
	require.Len(t, lines, tracebackLines)
	require.Equal(t, "last", lines[tracebackLines-1])
}
