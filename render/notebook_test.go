package render

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func comparisonNotebook(t *testing.T, folder string) []byte {
	t.Helper()
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, Notebook(&out, c, ReportOptions{}))
	return out.Bytes()
}

// A writtenNotebook is what the tests read of a notebook.
type writtenNotebook struct {
	Cells []struct {
		ID       string `json:"id"`
		CellType string `json:"cell_type"`
		Source   []string
		Metadata struct{ Tags []string }
		Outputs  []struct {
			OutputType string `json:"output_type"`
			Data       map[string]any
		}
	}
}

func TestNotebookGolden(t *testing.T) {
	folder := smallCollection(t)
	notebook := comparisonNotebook(t, folder)
	golden(t, "report.ipynb", notebook)
	require.Equal(t, string(notebook), string(comparisonNotebook(t, folder)))
	require.NotContains(t, string(notebook), folder)
}

// TestNotebookIsValid asks Python's nbformat about the comparison of every
// family, and of hostile notebooks, and whether it would write the same bytes.
func TestNotebookIsValid(t *testing.T) {
	root := testenv.Root(t)
	families, err := filepath.Glob(filepath.Join(root, "testdata", "notebooks", "*"))
	require.NoError(t, err)
	require.Greater(t, len(families), 3)
	folder := t.TempDir()
	args := []string{filepath.Join("testdata", "valid_notebook.py")}
	for _, family := range append(families, filepath.Join(root, "testdata", "hostile"), smallCollection(t), hostileCollection(t)) {
		if info, err := os.Stat(family); err != nil || !info.IsDir() || filepath.Base(family) == "templates" {
			continue
		}
		path := filepath.Join(folder, fmt.Sprintf("%d.ipynb", len(args)))
		require.NoError(t, os.WriteFile(path, comparisonNotebook(t, family), 0o644))
		args = append(args, path)
	}
	testenv.RunPython(t, nil, args...)
}

// TestNotebookReadByUs: its own reader finds the sections under their keys.
func TestNotebookReadByUs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "comparison.ipynb")
	require.NoError(t, os.WriteFile(path, comparisonNotebook(t, smallCollection(t)), 0o644))
	c, err := collection.Load(context.Background(), []string{path}, collection.Options{})
	require.NoError(t, err)
	require.NoError(t, c.Runs[0].Err)
	require.Empty(t, c.Runs[0].Warnings)
	kinds := map[string]value.Kind{}
	for key := range c.Keys {
		if entry := c.Entry(0, key); entry != nil && entry.Value != nil {
			kinds[c.Keys[key].Title] = entry.Value.Kind()
		}
	}
	require.Equal(t, value.KindTable, kinds["metrics"])
	require.Contains(t, kinds, "log")
}

// hostile marks act as HTML, Markdown, LaTeX, mentions and links where they may.
const hostileText = "</details></script><img src=x onerror=alert(1)>`` ``` ![x](http://evil.example/a.png) [y](javascript:alert(1)) " +
	"@octocat #123 GH-7 https://evil.example www.evil.example $\\href{javascript:alert(1)}{x}$ \\(x\\) | a | b\n| --- |\n# heading\n<!-- \u2028 -->"

func hostileCollection(t *testing.T) string {
	folder := t.TempDir()
	svg := "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><text>%s</text></svg>"
	series := "[{'step': 1, '%[1]s': 1}, {'step': 2, '%[1]s': %[2]d}, {'step': 3, '%[1]s': 1}]"
	mixed := []string{"```\n" + hostileText + "\n````\n@octocat " + hostileText, "42", "[1]"}
	for i, name := range []string{"<img src=x> @a $x$ `b`", "b|c #1", "www.evil.example"} {
		writeNotebook(t, folder, name, map[string]any{"p" + hostileText: hostileText + name},
			cellOf("t"+hostileText, printed(hostileText+name)), cellOf("parameters", printed(name)),
			cellOf("dict", printed(fmt.Sprintf("{%q: %q, 'n': %d}", hostileText, name, i))),
			cellOf("set", printed(fmt.Sprintf("{%q, %q}", hostileText, name))),
			cellOf("frame", displayed("text/html", "<table><tr><th></th><th>"+html.EscapeString(hostileText)+"</th></tr><tr><th>"+
				html.EscapeString(hostileText)+"</th><td>"+html.EscapeString(hostileText+name)+"</td></tr><tr><th>y</th><td>1</td></tr></table>")),
			cellOf("html", displayed("text/html", "<p onclick=alert(1)>"+hostileText+name)), cellOf("markdown", displayed("text/markdown", hostileText+name)),
			cellOf("latex", displayed("text/latex", hostileText+name)), cellOf("long", printed(strings.Repeat(hostileText+"\n", 20)+name)),
			cellOf("svg", displayed("image/svg+xml", fmt.Sprintf(svg, name))), cellOf("png", displayed("image/png", onePixel+"\"><img src=x>"+name)),
			cellOf("gif", displayed("image/x-\"><script>", onePixel)),
			cellOf("mixed", printed(mixed[i])), cellOf("scraps", map[string]any{"output_type": "display_data", "metadata": map[string]any{},
				"data": map[string]any{"application/scrapbook.scrap.json+json": map[string]any{"name": "parameters", "data": i, "encoder": "json", "version": 1}}}),
			cellOf("history", printed(fmt.Sprintf(series, "<script>$x$", i))),
			cellOf("error", failing(hostileText, hostileText+name, "\x1b[31m"+hostileText)))
	}
	return folder
}

// TestNotebookHoldsNoMarkupOfNotebooks: in every output and every Markdown cell
// stand our own elements alone, with our own attributes.
func TestNotebookHoldsNoMarkupOfNotebooks(t *testing.T) {
	var notebook writtenNotebook
	require.NoError(t, json.Unmarshal(comparisonNotebook(t, hostileCollection(t)), &notebook))
	var all strings.Builder
	pictures, charts, hidden := 0, 0, 0
	for _, cell := range notebook.Cells {
		source := strings.Join(cell.Source, "")
		if cell.CellType == "markdown" {
			requireOurElements(t, source)
			all.WriteString(source + "\n\n")
			continue
		}
		require.Len(t, cell.Source, 1, "a comment is one line")
		require.True(t, strings.HasPrefix(source, "# "), source)
		require.NotContains(t, cell.Metadata.Tags, "parameters")
		for _, output := range cell.Outputs {
			require.Equal(t, "display_data", output.OutputType)
			for mimeType, content := range output.Data {
				switch mimeType {
				case "text/plain":
				case "text/html":
					text := linesJoined(content)
					requireOurElements(t, text)
					if _, encoded, ok := strings.Cut(text, "data:image/svg+xml;base64,"); ok {
						drawing, err := base64.StdEncoding.DecodeString(encoded[:strings.Index(encoded, `"`)])
						require.NoError(t, err)
						if strings.Contains(string(drawing), "alert(1)") && !strings.Contains(string(drawing), `role="img"`) {
							hidden++ // theirs
							continue
						}
						charts++
						requireOurElements(t, string(drawing))
					}
				case "image/png":
					pictures++
					require.True(t, strings.HasPrefix(content.(string), onePixel))
					require.NotContains(t, content, "<")
				default:
					require.Fail(t, "not one of ours", mimeType)
				}
			}
		}
	}
	requireOurElements(t, string(commonMark(t, all.String())))
	require.NotZero(t, pictures)
	require.NotZero(t, charts)
	require.NotZero(t, hidden, "the SVG stands in an <img>")
}

func linesJoined(content any) string {
	if text, ok := content.(string); ok {
		return text
	}
	var b strings.Builder
	for _, line := range content.([]any) {
		b.WriteString(line.(string))
	}
	return b.String()
}

// requireOurElements parses HTML as a browser does.
func requireOurElements(t *testing.T, text string) {
	t.Helper()
	document, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	elements := []string{"html", "head", "body", "h1", "h2", "p", "strong", "span", "table", "thead", "tbody", "tr", "th", "td", "pre", "ul", "li", "img",
		"svg", "title", "rect", "path", "text"}
	for node := range document.Descendants() {
		require.NotEqual(t, html.CommentNode, node.Type, text)
		if node.Type == html.TextNode {
			inMath := node.Parent.Data != "pre" && node.Parent.Data != "text" && node.Parent.Data != "title" && strings.ContainsAny(node.Data, "$\\")
			require.False(t, inMath && len(node.Data) > 1, "MathJax would find a formula: %q", node.Data)
		}
		if node.Type != html.ElementNode {
			continue
		}
		require.Contains(t, elements, node.Data, text)
		for _, a := range node.Attr {
			require.False(t, strings.HasPrefix(a.Key, "on"), text)
			require.False(t, a.Key == "href" || a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/svg+xml;base64,"), text)
		}
	}
}

// TestNotebookTells finds what the page says in the notebook: the best, what
// differs, what failed, what is equal.
func TestNotebookTells(t *testing.T) {
	var notebook writtenNotebook
	require.NoError(t, json.Unmarshal(comparisonNotebook(t, smallCollection(t)), &notebook))
	all, ids := "", []string{}
	for _, cell := range notebook.Cells {
		ids = append(ids, cell.ID)
		all += strings.Join(cell.Source, "")
		for _, output := range cell.Outputs {
			all += linesJoined(output.Data["text/plain"]) + "\n"
		}
	}
	slices.Sort(ids)
	require.Equal(t, len(ids), len(slices.Compact(ids)), "no two cells have one id")
	for _, text := range []string{"2500.5 ★", "KeyError: 'mse'", "4 runs: 2 ok, 1 failed, 1 unreadable", "-two\n+2\n", "The same in every run", "Only in a: Porto"} {
		require.Contains(t, all, text)
	}
}
