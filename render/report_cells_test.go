package render

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
)

// cellsOfRuns returns the cells of notebooks as they stand in the page.
func cellsOfRuns(t *testing.T, opts ReportOptions, paths ...string) *cellsData {
	t.Helper()
	c, err := collection.Load(context.Background(), paths, collection.Options{Cells: collection.CellOutputs})
	require.NoError(t, err)
	cells, _ := newNotebookCells(c, opts, newPictureBook(nil))
	return cells
}

// TestReportCells holds the island of two notebooks of one template, of which one failed.
func TestReportCells(t *testing.T) {
	folder := filepath.Join("..", "testdata", "notebooks", "broken")
	data, err := json.MarshalIndent(cellsOfRuns(t, ReportOptions{}, filepath.Join(folder, "ok.ipynb"), filepath.Join(folder, "failed.ipynb")), "", " ")
	require.NoError(t, err)
	golden(t, "broken.cells.json", append(data, '\n'))
}

// What does not fit is named, and AllCells has room for it.
func TestReportCellsAreBounded(t *testing.T) {
	folder := t.TempDir()
	writeNotebook(t, folder, "a", nil, cellOf("x", printed("some text")), cellOf("y", displayed("image/png", onePixel)))
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{Cells: collection.CellOutputs})
	require.NoError(t, err)
	small := &cellsBuilder{pictures: newPictureBook(nil), texts: contentIndex{}, outputs: contentIndex{}, alike: contentIndex{}, textRoom: 3, pictureRoom: 3, data: &cellsData{}}
	small.runs(c, c.AlignRuns(0))
	small.leftOut(c.AlignRuns(0))
	require.Equal(t, []cellOutput{{Kind: "other", MIME: "stdout", Omitted: 9}, {Kind: "other", MIME: "image/png", Omitted: len(onePixel) + 2}}, small.data.Outputs)
	require.Equal(t, []string{"1 text output left out", "1 picture left out that no key shows"}, small.data.LeftOut)
	all := cellsOfRuns(t, ReportOptions{AllCells: true}, folder)
	require.Equal(t, "some text", all.Outputs[0].Text)
	require.NotNil(t, all.Outputs[1].Picture)
	require.Empty(t, all.LeftOut)
}

func TestMarkdownTree(t *testing.T) {
	for text, want := range map[string]string{
		"# Title\n\nsome *text*, `code`":      `[["h3","Title"],["p","some ",["em","text"],", ",["code","code"]]]`,
		"<script>pwned()</script>":            `[["p",["html","\u003cscript\u003e"],"pwned()",["html","\u003c/script\u003e"]]]`,
		"[x](javascript:pwned())":             `[["p",["link","javascript:pwned()","x"]]]`,
		"![alt](http://beacon.example/a.png)": `[["p",["image","http://beacon.example/a.png","alt"]]]`,
		"a<br>b <b onclick=\"x()\">c</b>":     `[["p","a",["br"],"b ",["html","\u003cb onclick=\"x()\"\u003e"],"c",["html","\u003c/b\u003e"]]]`,
		"costs $5 and $6":                     `[["p","costs ","$5 and $","6"]]`,
		"$x^2$":                               `[["p",["math","x^2"]]]`,
		"- one\n- two":                        `[["ul",["li",["p","one"]],["li",["p","two"]]]]`,
		"```python\n</pre><script>\n```":      `[["pre","\u003c/pre\u003e\u003cscript\u003e"]]`,
		"<!-- a remark -->":                   `[["p"]]`,
	} {
		tree, _ := markdownTree(text)
		got, err := json.Marshal(tree)
		require.NoError(t, err)
		require.Equal(t, want, string(got), text)
	}
}

// TestMarkdownTreeIsBounded: Markdown that would take the parser long is shown as it is.
func TestMarkdownTreeIsBounded(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", mostOpeners+1), strings.Repeat("a ", mostMarkdown/2) + "*b*"} {
		tree, math := markdownTree(text)
		require.Equal(t, append(named("p", named("em", "Too long to be rendered.")...), named("pre", text)...), tree)
		require.False(t, math)
	}
}
