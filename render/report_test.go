package render

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/collection"
)

// cellOf is a code cell with a tag and one output.
func cellOf(tag string, output map[string]any) map[string]any {
	return map[string]any{
		"cell_type": "code", "execution_count": 1, "metadata": map[string]any{"tags": []string{tag}}, "source": "",
		"outputs": []any{output},
	}
}

func printed(text string) map[string]any {
	return map[string]any{"output_type": "stream", "name": "stdout", "text": text}
}

func displayed(mimeType, data string) map[string]any {
	return map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{mimeType: data}}
}

func failing(ename, evalue, traceback string) map[string]any {
	return map[string]any{"output_type": "error", "ename": ename, "evalue": evalue, "traceback": []string{traceback}}
}

// writeNotebook writes a notebook with these parameters and cells.
func writeNotebook(t *testing.T, folder, name string, parameters map[string]any, cells ...map[string]any) {
	t.Helper()
	content, err := json.Marshal(map[string]any{
		"nbformat": 4, "nbformat_minor": 4, "cells": cells,
		"metadata": map[string]any{"papermill": map[string]any{"parameters": parameters}},
	})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, name+".ipynb"), content, 0o644))
}

// reportOf loads the notebooks of a folder and returns their report.
func reportOf(t *testing.T, folder string) string {
	t.Helper()
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{})
	require.NoError(t, err)
	var page bytes.Buffer
	require.NoError(t, Report(&page, c, ReportOptions{}))
	return page.String()
}

// onePixel is a PNG of one pixel.
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

// frameOf is a data frame as pandas shows it.
func frameOf(precision, recall float64) string {
	return fmt.Sprintf("<table><thead><tr><th></th><th>precision</th><th>recall</th></tr></thead>"+
		"<tbody><tr><th>yes</th><td>%g</td><td>%g</td></tr><tr><th>no</th><td>0.5</td><td>NaN</td></tr></tbody></table>", precision, recall)
}

// smallCollection has a key of every kind, a run that is best, one that failed
// and one that is no notebook.
func smallCollection(t *testing.T) string {
	folder := t.TempDir()
	writeNotebook(t, folder, "a", map[string]any{"model": "rf", "alpha": 0.1, "rows": 100},
		cellOf("metrics", printed("{'mse': 2901.4123456, 'r2': 0.5, 'fitted': True}")), cellOf("report", displayed("text/html", frameOf(0.8, 0.7))),
		cellOf("towns", printed("['Porto', 'Lund']")), cellOf("log", printed("one\ntwo\nthree\n")), cellOf("chart", displayed("image/png", onePixel)),
		cellOf("note", displayed("text/markdown", "**bold** [link](http://example.com)")))
	writeNotebook(t, folder, "b", map[string]any{"model": "gb", "alpha": 0.1, "rows": 100},
		cellOf("metrics", printed("{'mse': 2500.5, 'r2': 0.5, 'fitted': True}")), cellOf("report", displayed("text/html", frameOf(0.9, 0.7))),
		cellOf("towns", printed("['Lund', 'Ghent', 'Ghent']")), cellOf("log", printed("one\n2\nthree\n")), cellOf("chart", displayed("image/png", onePixel)),
		cellOf("note", printed("42")))
	writeNotebook(t, folder, "c", map[string]any{"model": "gb", "alpha": 0.1, "rows": 100},
		cellOf("metrics", failing("KeyError", "'mse'", "\x1b[0;31mKeyError\x1b[0m: 'mse'")))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "d.ipynb"), []byte("<<<<<<< HEAD\n"), 0o644))
	return folder
}

// TestReportPage holds the whole page but the bundle, which has its own tests.
func TestReportPage(t *testing.T) {
	page := reportOf(t, smallCollection(t))
	page = strings.Replace(page, string(bundleScript), "(script)", 1)
	page = strings.Replace(page, string(bundleStyle), "(style)\n", 1)
	page = strings.Replace(page, policy(hashSource(bundleScript)), "(policy)", 1)
	golden(t, "report.html", []byte(page))
}

func TestReportIsTheSameTwice(t *testing.T) {
	folder := smallCollection(t)
	require.Equal(t, reportOf(t, folder), reportOf(t, folder))
}

// TestReportNamesNoFolder: neither where the notebooks are nor where we are.
func TestReportNamesNoFolder(t *testing.T) {
	folder := smallCollection(t)
	require.NotContains(t, reportOf(t, folder), folder)
}

func TestReportPolicy(t *testing.T) {
	page := reportOf(t, smallCollection(t))
	hash := sha256.Sum256([]byte(between(t, page, "<script>", "</script>")))
	want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "';"
	head := between(t, page, "<head>\n", "<meta charset")
	require.Contains(t, head, want, "the policy comes first and knows the script that stands in the page")
	require.Equal(t, 1, strings.Count(page, "<script>"), "one script runs; all others are data")
	require.Less(t, strings.Index(page, "charset"), 1024, "browsers look for the encoding only there")
}

// TestBundleEndsNothing: a bundle with these texts would end its own element.
func TestBundleEndsNothing(t *testing.T) {
	for _, script := range [][]byte{bundleScript, mathScript} {
		for _, text := range []string{"</script", "<!--"} {
			require.NotContains(t, strings.ToLower(string(script)), text)
		}
		for _, sink := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment", "eval("} {
			require.NotContains(t, string(script), sink, "nothing in the page parses markup of a notebook")
		}
	}
	for _, style := range [][]byte{bundleStyle, mathStyle} {
		require.NotContains(t, strings.ToLower(string(style)), "</style")
		require.NotRegexp(t, `url\((?:"|')?(?:[^d"']|d[^a])`, string(style), "a style sheet fetches nothing")
	}
}

func TestReportHoldsEachImageOnce(t *testing.T) {
	page := reportOf(t, smallCollection(t))
	require.Equal(t, 1, strings.Count(page, onePixel))
}

// TestReportEscapesWhatNotebooksSay puts marks that would act as markup into
// every text that a notebook can choose, and parses the page as a browser does.
func TestReportEscapesWhatNotebooksSay(t *testing.T) {
	evil := "</script><!--<script>\u2028alert(1)</title></style><img id=pwned src=x onerror=alert(1)>"
	folder := t.TempDir()
	for _, name := range []string{"<img id=pwned>", "b"} {
		writeNotebook(t, folder, name, map[string]any{"p" + evil: evil + name},
			cellOf("t"+evil, printed(evil+name)), cellOf("dict", printed(fmt.Sprintf("{%q: %q}", evil, evil+name))),
			cellOf("frame", displayed("text/html", "<table><tr><th></th><th>"+html.EscapeString(evil)+"</th></tr><tr><th>x</th><td>"+html.EscapeString(evil)+"</td></tr><tr><th>y</th><td>1</td></tr></table>")),
			cellOf("html", displayed("text/html", "<p id=pwned>"+evil)), cellOf("markdown", displayed("text/markdown", evil)),
			cellOf("png", displayed("image/png", onePixel+evil)), cellOf("svg", displayed("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'>"+evil+name+"</svg>")),
			cellOf("error", failing(evil, evil, evil)))
	}
	page := reportOf(t, folder)
	document, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	for node := range document.Descendants() {
		for _, attribute := range node.Attr {
			require.NotEqual(t, "pwned", attribute.Val, "an element of a notebook stands in the page")
			require.False(t, strings.HasPrefix(attribute.Key, "on"), "a handler stands in the page")
		}
		require.NotEqual(t, html.CommentNode, node.Type, "a comment hides part of the page")
		if node.Data == "script" && len(node.Attr) > 0 && node.Attr[0].Val == "application/json" {
			require.True(t, json.Valid([]byte(node.FirstChild.Data)), node.Attr)
			require.False(t, strings.ContainsAny(node.FirstChild.Data, "<>\u2028"), node.Attr)
		}
	}
}

// TestPicturesAreBase64Only: what is no base64 is not written, whatever a notebook calls a picture.
func TestPicturesAreBase64Only(t *testing.T) {
	for text, want := range map[string]string{
		"iVBO+/==": "iVBO+/==", "ab</script>cd": "ab/scriptcd", "a\u2028b<": "ab", "<!--": "", "é\xffA": "A",
	} {
		require.Equal(t, want, string(appendBase64(nil, []byte(text))))
	}
}

// TestReportOfRealNotebooks finds what the notebooks hold in the page's data,
// and who did what in the summary.
func TestReportOfRealNotebooks(t *testing.T) {
	for family, want := range map[string]struct{ data, summary []string }{
		"diabetes": {[]string{"feature_importance", "pred_vs_true", "2903.6"}, []string{"ridge-2", "2903.6"}},
		"churn":    {[]string{"classification_report", "0.78000"}, []string{"candidate_good", "0.78000"}},
		"training": {[]string{"history_table"}, []string{"lr-0.001"}},
		"broken":   {[]string{"KeyError", "not-executed"}, []string{"KeyError", "never-run"}},
	} {
		t.Run(family, func(t *testing.T) {
			page := reportOf(t, filepath.Join("..", "testdata", "notebooks", family))
			data := between(t, page, `id="page-data">`, "</script>")
			summary := between(t, page, `<div id="summary">`, "</div>")
			for _, text := range want.data {
				require.Contains(t, data, text)
			}
			for _, text := range want.summary {
				require.Contains(t, summary, text)
			}
		})
	}
}

func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	require.True(t, ok, "no %q", from)
	inside, _, ok := strings.Cut(rest, to)
	require.True(t, ok, "no %q after %q", to, from)
	return inside
}
