package render

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

func comparisonMarkdown(t *testing.T, folder string) string {
	t.Helper()
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, ReportMarkdown(&out, c, ReportOptions{}))
	return out.String()
}

func TestReportMarkdownGolden(t *testing.T) {
	folder := smallCollection(t)
	text := comparisonMarkdown(t, folder)
	golden(t, "report.md", []byte(text))
	require.Equal(t, text, comparisonMarkdown(t, folder))
}

var fence = regexp.MustCompile("^(`{3,})[a-z]*$")

// outsideFences returns the lines that are not code, as CommonMark cuts them: a
// fence ends with as many backticks as it began with, or more.
func outsideFences(text string) string {
	var b strings.Builder
	open := ""
	for line := range strings.SplitSeq(text, "\n") {
		match := fence.FindStringSubmatch(line)
		switch {
		case open != "" && match != nil && match[0] == match[1] && len(line) >= len(open):
			open = ""
		case open != "":
		case match != nil:
			open = match[1]
		default:
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// TestReportMarkdownOfHostileNotebooks: what notebooks say is no HTML, link or
// picture, tells nobody on GitHub, and neither ends a fence nor a cell.
func TestReportMarkdownOfHostileNotebooks(t *testing.T) {
	text := comparisonMarkdown(t, hostileCollection(t))
	require.Contains(t, text, "octocat")
	outside := outsideFences(text)
	require.NotRegexp(t, `(?i)@\w|#\d|GH-\d|://\w|www\.\w`, outside)
	require.Equal(t, strings.Count(text, "<details>"), strings.Count(outside, "</details>"))
	columns := 0
	for line := range strings.SplitSeq(outside, "\n") {
		bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		switch {
		case bars == 0:
			columns = 0
		case columns == 0:
			columns = bars
		}
		require.True(t, bars == 0 || bars == columns, "a row has as many cells as the head: %s", line)
	}
	document, err := html.Parse(bytes.NewReader(commonMark(t, text)))
	require.NoError(t, err)
	for node := range document.Descendants() {
		if node.Type == html.ElementNode {
			require.Contains(t, []string{"html", "head", "body", "details", "summary", "b", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td",
				"pre", "code", "ul", "li"}, node.Data)
		}
		require.NotEqual(t, html.CommentNode, node.Type)
	}
}

// commonMark renders Markdown as GitHub and Jupyter read it, with all that it
// holds.
func commonMark(t *testing.T, text string) []byte {
	t.Helper()
	return testenv.RunPython(t, []byte(text), filepath.Join("testdata", "commonmark.py"))
}

// TestReportMarkdownFitsAComment: GitHub refuses more than 65,536 characters.
func TestReportMarkdownFitsAComment(t *testing.T) {
	folder := t.TempDir()
	for run := range 120 {
		var cells []map[string]any
		for key := range 40 {
			cells = append(cells, cellOf(fmt.Sprintf("log_%d", key), printed(strings.Repeat(fmt.Sprintf("line %d\n", run+key), 30))),
				cellOf(fmt.Sprintf("metric_%d", key), printed(fmt.Sprint(run*key))))
		}
		writeNotebook(t, folder, fmt.Sprintf("%s-%d", strings.Repeat("a long name ", 8), run), map[string]any{"seed": run}, cells...)
	}
	text := comparisonMarkdown(t, folder)
	require.LessOrEqual(t, utf8.RuneCountInString(text), 65_536)
	require.Greater(t, len(text), longestComment/2)
	require.Regexp(t, `\d+ more columns and 70 more runs left out here`, text)
	require.Regexp(t, `There was no room for \d+ sections of \d+, as a comment on GitHub has an end: .*log\\?_39`, text)
	require.Equal(t, strings.Count(text, "<details>"), strings.Count(text, "</details>"))
}
