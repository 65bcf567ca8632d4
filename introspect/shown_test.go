package introspect

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/nbformat"
)

// shownOf returns what a cell with these outputs shows, an output as "kind type text".
func shownOf(t *testing.T, limit int, outputs ...map[string]any) (list []string) {
	t.Helper()
	b, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": []any{
		map[string]any{"cell_type": "code", "metadata": map[string]any{}, "execution_count": 1, "source": "", "outputs": outputs},
	}})
	require.NoError(t, err)
	nb, err := nbformat.Parse(b, "test")
	require.NoError(t, err)
	for _, s := range ShownOutputs(nb, 0, Options{}, limit) {
		text := strings.Join(strings.Fields(string(s.Kind)+" "+s.MIMEType), " ") + ": " + s.Text
		if s.Image != nil {
			text += "picture"
		}
		list = append(list, text)
	}
	return list
}

func TestShownOutputs(t *testing.T) {
	stream := func(name, text string) map[string]any {
		return map[string]any{"output_type": "stream", "name": name, "text": text}
	}
	display := func(parts ...string) map[string]any {
		data := map[string]any{}
		for i := 0; i < len(parts); i += 2 {
			data[parts[i]] = parts[i+1]
		}
		return map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": data}
	}
	require.Equal(t, []string{"stdout: one\ntwo\n", "stderr: careful\n", "stdout: three"},
		shownOf(t, 100, stream("stdout", "one\n"), stream("stdout", "two\n"), stream("stderr", "careful\n"), stream("stdout", "three")))
	require.Equal(t, []string{"error: \x1b[31mE\x1b[0m: no"}, shownOf(t, 100,
		map[string]any{"output_type": "error", "ename": "E", "evalue": "no", "traceback": []string{"\x1b[31mE\x1b[0m: no"}}))
	require.Equal(t, []string{"error: E: no"}, shownOf(t, 100,
		map[string]any{"output_type": "error", "ename": "E", "evalue": "no", "traceback": []string{}}))
	for want, bundle := range map[string]map[string]any{
		"text text/html:    a\n0  1":          display("text/html", "<table>", "text/plain", "   a\n0  1"),
		"html text/html: <b>x</b>":            display("text/html", "<b>x</b>", "text/plain", "<IPython.core.display.HTML object>"),
		"markdown text/markdown: *x*":         display("text/markdown", "*x*", "text/plain", "<IPython.core.display.Markdown object>"),
		"latex text/latex: $x$":               display("text/latex", "$x$", "text/plain", "x"),
		"text text/plain: [1] 3":              display("text/latex", "3", "text/markdown", "3", "text/plain", "[1] 3"),
		"text text/html: [1] 3":               display("text/html", "3", "text/latex", "3", "text/markdown", "3", "text/plain", "[1] 3"),
		"image image/png: picture":            display("image/png", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "text/plain", "<Figure>"),
		"other application/pdf:":              display("application/pdf", "JVBERg==", "text/plain", "<x>"),
		"other application/vnd.unknown+json:": display("application/vnd.unknown+json", "x"),
		"other nothing:":                      display(),
	} {
		got := shownOf(t, 100, bundle)
		require.Len(t, got, 1)
		require.Equal(t, want, strings.TrimSpace(got[0]))
	}
	require.Empty(t, shownOf(t, 100, display("application/scrapbook.scrap.json+json", "1")), "the data of scraps is not to be seen")
}

// Progress bars write a line again and again; only the last state is to be seen.
func TestShownCarriageReturns(t *testing.T) {
	require.Equal(t, "100%\nlast", overwritten("  1%\r 50%\r100%\r\r\nlast"))
	require.Equal(t, "a\nb", overwritten("a\r\nb"))
	require.Equal(t, "plain\n", overwritten("plain\n"))
}

func TestShownIsBounded(t *testing.T) {
	long := Shown{Kind: ShownText, Text: strings.Repeat("ä", 1000)}
	long.bound(301)
	require.Equal(t, strings.Repeat("ä", 100)+"\n⋯\n"+strings.Repeat("ä", 50), long.Text)
	require.Equal(t, 1700, long.Omitted)
	html := Shown{Kind: ShownHTML, MIMEType: "text/html", Text: strings.Repeat("<p>", 1000)}
	html.bound(300)
	require.NotEmpty(t, html.Sum)
	require.NotEqual(t, long.Sum, html.Sum)
	html.Sum = ""
	require.Equal(t, Shown{Kind: ShownOther, MIMEType: "text/html", Omitted: 3000}, html, "half of a document is none")
}

// What is not shown is told apart all the same.
func TestShownSums(t *testing.T) {
	sum := func(mimeType, text string) Shown {
		raw, err := json.Marshal(map[string]any{mimeType: text, "text/plain": "alt.Chart(...)"})
		require.NoError(t, err)
		nb, err := nbformat.Parse([]byte(`{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "", "outputs": [
			{"output_type": "display_data", "metadata": {}, "data": `+string(raw)+`}]}]}`), "test")
		require.NoError(t, err)
		return ShownOutputs(nb, 0, Options{}, 1000)[0]
	}
	altair := func(spec string) string {
		return `<div id="altair-viz-1"></div><script type="text/javascript">(function(spec, embedOpt){ vegaEmbed(outputDiv, spec, embedOpt); })(` + spec + `, {"mode": "vega-lite"});</script>`
	}
	for mimeType, texts := range map[string][2]string{
		"application/vnd.plotly.v1+json": {`{"data": [1]}`, `{"data": [2]}`},
		"application/pdf":                {"JVBERg==", "JVBERi=="},
		"text/html":                      {altair(`{"mark": "bar"}`), altair(`{"mark": "dot"}`)},
	} {
		one, other, again := sum(mimeType, texts[0]), sum(mimeType, texts[1]), sum(mimeType, texts[0])
		require.Equal(t, ShownOther, one.Kind, mimeType)
		require.Positive(t, one.Size)
		require.Equal(t, one, again)
		require.NotEqual(t, one.Sum, other.Sum, mimeType)
	}
}
