package introspect

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// notebook returns a notebook with the cells, which are JSON.
func notebook(cells string) string {
	return `{"cells": [` + cells + `], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`
}

// cell returns a code cell that was executed, as JSON.
func cell(tags string, outputs ...string) string {
	list, _ := json.Marshal(strings.Fields(tags))
	return fmt.Sprintf(`{"cell_type": "code", "id": "c", "execution_count": 1, "metadata": {"tags": %s}, "source": "x", "outputs": [%s]}`,
		list, strings.Join(outputs, ", "))
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

func stdout(text string) string {
	return `{"output_type": "stream", "name": "stdout", "text": ` + quoted(text) + `}`
}

func stderr(text string) string {
	return `{"output_type": "stream", "name": "stderr", "text": ` + quoted(text) + `}`
}

func raised(ename, evalue string) string {
	return `{"output_type": "error", "ename": ` + quoted(ename) + `, "evalue": ` + quoted(evalue) + `, "traceback": []}`
}

// shown returns a display; bundle alternates MIME types and JSON values.
func shown(bundle ...string) string { return shownWith(`{}`, bundle...) }

func shownWith(metadata string, bundle ...string) string {
	var parts []string
	for i := 0; i+1 < len(bundle); i += 2 {
		parts = append(parts, quoted(bundle[i])+": "+bundle[i+1])
	}
	return `{"output_type": "display_data", "metadata": ` + metadata + `, "data": {` + strings.Join(parts, ", ") + `}}`
}

func glue(encoder, name, data string) string {
	payload := fmt.Sprintf(`{"name": %q, "data": %s, "encoder": %q, "version": 1}`, name, data, encoder)
	return shownWith(fmt.Sprintf(`{"scrapbook": {"name": %q, "data": true, "display": false}}`, name),
		"application/scrapbook.scrap."+encoder+"+json", payload)
}

func glueDisplay(name string, bundle ...string) string {
	return shownWith(fmt.Sprintf(`{"scrapbook": {"name": %q, "data": false, "display": true}}`, name), bundle...)
}

// onePixel is a PNG of one pixel.
const onePixel = `"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="`

const smallTable = `"<table><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>"`

// A testCase has cells and what they give, one line an entry; see lines.
type testCase struct {
	name, cells   string
	want, strict  string // strict is as want when it is ""
	silent, warns string
}

var cases = []testCase{
	{
		name:  "stdout joined, also across stderr and glue",
		cells: cell("x", stdout("[1,"), stderr("warning"), glue("json", "g", "1"), stdout(" 2]")),
		want:  "scrap:g@0 number 1\ntag:x@0 list [1, 2]", strict: "scrap:g@0 number 1\ntag:x@0 text 2]",
	},
	{
		name:  "a result beats stdout that comes after it, but not for the peer",
		cells: cell("x", shown("text/plain", `"1"`), stdout("2\n")),
		want:  "tag:x@0 number 1", strict: "tag:x@0 number 2",
	},
	{
		name: "a frame of itables is read from its script, but for the peer",
		cells: cell("x", shown("text/html", quoted(itablesHead+`{"table_html": "<table><thead><tr><th></th><th>v</th></tr></thead></table>", "data_json": "[[0, 1.5], [1, null]]"}`+itablesEnd))) + "," +
			cell("y", shown("text/html", quoted(itablesHead+`{"table_html": 1}`+itablesEnd))),
		want:   "tag:x@0 table\ntag:y@1 markup text/html " + itablesHead + `{"table_html": 1}` + itablesEnd,
		strict: "tag:x@0 table\ntag:y@1 table",
	},
	{
		name: "a progress bar of tqdm is no value, by its widgets or by what is left of them",
		cells: cell("x", shown("text/plain", `"  0%|          | 0/3 [00:00<?, ?it/s]"`, "application/vnd.jupyter.widget-view+json", `{"model_id": "gone"}`), stdout("0.93\n")) + "," +
			cell("y", stdout("0.5\n"), shown("text/plain", `"0it [00:00, ?it/s]"`, "application/vnd.jupyter.widget-view+json", `{"model_id": "gone"}`)) + "," +
			cell("z", shown("text/plain", `"train:  10%|#         | 1/10 [00:01<00:09,  1.02s/it]"`, "application/vnd.jupyter.widget-view+json", `{"model_id": "gone"}`)) + "," +
			cell("w", shown("text/plain", `"IntSlider(value=3)"`, "application/vnd.jupyter.widget-view+json", `{"model_id": "gone"}`), stdout("0.5\n")),
		want:   "tag:x@0 number 0.93\ntag:y@1 number 0.5\ntag:z@2 none: the cell shows only a progress bar\ntag:w@3 text IntSlider(value=3)",
		strict: "tag:x@0 number 0.93\ntag:y@1 text 0it [00:00, ?it/s]\ntag:z@2 text train:  10%|#         | 1/10 [00:01<00:09,  1.02s/it]\ntag:w@3 number 0.5",
	},
	{
		name:  "of the last display the richest part",
		cells: cell("x", shown("image/png", onePixel), shown("text/plain", `"<b>"`, "text/html", `"<b>hi</b>"`, "text/latex", `"$x$"`)),
		want:  "tag:x@0 markup text/html <b>hi</b>",
	},
	{
		name: "order of richness",
		cells: cell("a", shown("application/json", `{"b": [1, NaN]}`, "text/html", `"<p>"`)) + "," +
			cell("b", shown("application/json", `1`, "text/html", smallTable)) + "," +
			cell("c", shown("image/png", onePixel, "text/html", smallTable)) + "," +
			cell("d", shown("text/plain", `"p"`, "text/latex", `"l"`, "text/markdown", `["m\n", "n"]`)),
		want: "tag:a@0 dict {'b': [1, nan]}\ntag:b@1 table\ntag:c@2 image image/png\ntag:d@3 markup text/markdown m\nn",
		strict: "tag:a@0 markup text/html <p>\ntag:b@1 table\ntag:c@2 image image/png\n" +
			"tag:d@3 text p",
	},
	{
		name: "a figure with its static picture",
		cells: cell("f", shown("application/vnd.plotly.v1+json", `{"data": []}`, "image/png", onePixel, "text/html", `"<div>"`)) + "," +
			cell("g", shown("application/vnd.vegalite.v5+json", `"{\"mark\": \"bar\"}"`)),
		want: `tag:f@0 figure application/vnd.plotly.v1+json {"data": []} with image/png` + "\n" +
			`tag:g@1 figure application/vnd.vegalite.v5+json {"mark": "bar"}`,
		strict: "tag:f@0 image image/png\ntag:g@1 none: the last output has no image/png, text/html or text/plain",
	},
	{
		name: "reasons",
		cells: cell("a", stderr("oh\n")) + "," + cell("b raises-exception", stderr("oh"), raised("ValueError", "bad\nvery")) + "," +
			cell("c", shown("application/x-new", `1`)) + "," + cell("d", shown()) + "," + cell("e") + "," + cell("raises-exception f", raised("E", ""), stdout("1")),
		want: "tag:a@0 none: the cell printed only to stderr\ntag:b@1 none: the cell failed: ValueError: bad\n" +
			"tag:c@2 none: the cell shows only application/x-new, which cannot be read\ntag:d@3 none: the cell shows nothing\ntag:f@5 number 1",
		strict: "tag:a@0 none: the cell printed only to stderr\ntag:b@1 none: the cell failed: ValueError: bad\n" +
			"tag:c@2 none: the last output has no image/png, text/html or text/plain\n" +
			"tag:d@3 none: the last output has no image/png, text/html or text/plain\ntag:raises-exception@5 number 1\nmeta:error text ValueError: bad",
		silent: "tag:e@4 none: the cell has no output",
	},
	{
		name: "repeated tags",
		cells: cell("roc", stdout("1")) + "," + cell("roc roc#2 roc", stdout("2")) + "," + cell("roc", stdout("3")) + "," +
			cell("roc", stdout("4")) + "," + cell("roc", stderr("no")),
		want:   "tag:roc#1@0 number 1\ntag:roc#3@1 number 2\ntag:roc#2@1 number 2\ntag:roc#4@2 number 3\ntag:roc@3 number 4\ntag:roc#5@4 none: the cell printed only to stderr",
		strict: "tag:roc@4 none: the cell printed only to stderr",
	},
	{
		name:  "a repeated tag of the peer stands at its first place",
		cells: cell("a", stdout("1")) + "," + cell("b", stdout("2")) + "," + cell("a", stdout("3")),
		want:  "tag:a#1@0 number 1\ntag:b@1 number 2\ntag:a@2 number 3", strict: "tag:a@2 number 3\ntag:b@1 number 2",
	},
	{
		name: "reserved tags",
		cells: cell("parameters injected-parameters hide-input hide_cell remove_output nbval-skip skip mse hide-and-seek", stdout("1")) + "," +
			cell("parameters", stdout("2")),
		want:   "tag:mse@0 number 1\ntag:hide-and-seek@0 number 1",
		strict: "tag:parameters@1 number 2",
	},
	{
		name: "code cells with outputs, and what a tagged Markdown cell says",
		cells: `{"cell_type": "markdown", "id": "m", "metadata": {"tags": ["m"]}, "source": "1"}, ` + cell("e") +
			`, {"cell_type": "code", "id": "n", "execution_count": null, "metadata": {"tags": ["n"]}, "source": "1", "outputs": []}`,
		want: "tag:m@0 markup text/markdown 1", strict: " ",
		silent: "tag:e@1 none: the cell has no output\ntag:n@2 none: the cell was not executed",
	},
	{
		name: "labels",
		cells: `{"cell_type": "code", "id": "l", "execution_count": 1, "metadata": {"tags": ["t"]}, "outputs": [` + stdout("1") + `],
			"source": ["#| echo: false\n", "#| label: \"fig-x\"\n", "plot()"]}, {"cell_type": "code", "id": "m", "execution_count": 2, "metadata": {},
			"outputs": [` + stdout("2") + `], "source": "x = 1\n#| label: late"}`,
		want: "tag:t@0 number 1\nlabel:fig-x@0 number 1", strict: "tag:t@0 number 1",
	},
	{
		name:  "scraps: data and display merged, by last output",
		cells: cell("", glue("json", "a", "1"), glueDisplay("a", "text/plain", `"one"`)) + "," + cell("", glue("json", "b", "2")) + "," + cell("", glueDisplay("a", "text/plain", `"uno"`)),
		want:  "scrap:a@0 number 1 shown as text uno\nscrap:b@1 number 2", strict: "scrap:a@2 text uno\nscrap:b@1 number 2",
	},
	{
		name: "scraps: encoders",
		cells: cell("", glue("text", "t", `"1"`), glue("text", "u", `true`), glue("json", "s", `"123"`), glue("json", "n", `"null"`), glue("json", "w", `"word"`),
			glue("json", "d", `{"b": 1, "a": [true, null, 1e400]}`), glue("json", "big", `12345678901234567890123`)),
		want: "scrap:t@0 text 1\nscrap:u@0 text True\nscrap:s@0 number 123\nscrap:n@0 null None\nscrap:w@0 text word\n" +
			"scrap:d@0 dict {'b': 1, 'a': [True, None, inf]}\nscrap:big@0 number 12345678901234567890123",
	},
	{
		name: "scraps: bad payloads alone",
		cells: cell("", glue("arrow", "a", "1"), glue("json", "b", "null"), glue("pandas", "c", `"Zm9v"`), glue("pandas", "d", `"*"`),
			shown("application/scrapbook.scrap.json+json", `{"name": "e", "data": 1, "encoder": "json"}`),
			shown("application/scrapbook.scrap.json+json", `[1]`), glue("json", "good", "1")),
		want: `scrap:a@0 none: the scrap cannot be read: unknown encoder "arrow"` + "\nscrap:b@0 none: the scrap cannot be read: the payload's data is null\n" +
			"scrap:c@0 none: the scrap cannot be read: reading the data frame: not a Parquet file\n" +
			"scrap:d@0 none: the scrap cannot be read: reading the data frame: illegal base64 data at input byte 0\n" +
			"scrap:e@0 none: the scrap cannot be read: the payload has no version\nscrap:good@0 number 1",
		warns: `/cells/0/outputs/0: scrap "a": unknown encoder "arrow"` + "\n" + `/cells/0/outputs/1: scrap "b": the payload's data is null` + "\n" +
			`/cells/0/outputs/2: scrap "c": reading the data frame: not a Parquet file` + "\n" +
			`/cells/0/outputs/3: scrap "d": reading the data frame: illegal base64 data at input byte 0` + "\n" +
			`/cells/0/outputs/4: scrap "e": the payload has no version` + "\n" + `/cells/0/outputs/5: scrap "": the payload is no object`,
	},
	{
		name: "papermill's record and display",
		cells: cell("", shown("application/papermill.record+json", `{"a": 1, "b": "2"}`), shownWith(`{"papermill": {"name": "p"}}`, "text/plain", `"x"`),
			shownWith(`{"papermill": {}}`, "text/plain", `"y"`)),
		want: "scrap:a@0 number 1\nscrap:b@0 number 2\nscrap:p@0 text x", strict: "scrap:a@0 number 1\nscrap:p@0 text x",
	},
	{
		name: "MyST-NB's glue",
		cells: cell("t", shownWith(`{"scrapbook": {"name": "m", "mime_prefix": "application/papermill.record/"}}`, "application/papermill.record/text/plain", `"0.5"`,
			"application/papermill.record/text/html", smallTable)) + "," +
			cell("", shownWith(`{"scrapbook": {"name": "n", "mime_prefix": ""}}`, "text/plain", `"'s'"`)),
		want: "scrap:m@0 table\nscrap:n@1 text s", strict: "tag:t@0 none: the last output has no image/png, text/html or text/plain",
		silent: "tag:t@0 none: the cell only stores scraps",
	},
	{
		name: "the scraps of a tagged cell",
		cells: cell("only-data", glue("json", "a", "1")) + "," + cell("only-display", glue("json", "b", "1"), glueDisplay("b", "text/plain", `"one"`)) + "," +
			cell("both", stdout("7"), glueDisplay("c", "text/plain", `"see"`)),
		want: "scrap:a@0 number 1\nscrap:b@1 number 1 shown as text one\ntag:only-display@1 text one\nscrap:c@2 text see\ntag:both@2 number 7",
		strict: "scrap:a@0 number 1\ntag:only-data@0 none: the last output has no image/png, text/html or text/plain\n" +
			"scrap:b@1 text one\ntag:only-display@1 text one\nscrap:c@2 text see\ntag:both@2 text see",
		silent: "tag:only-data@0 none: the cell only stores scraps",
	},
	{
		name:  "a record without a name",
		cells: cell("", shown("application/papermill.record+json", `{"": 1, "b": 2}`)),
		want:  "scrap:b@0 number 2", strict: "scrap:@0 number 1",
		warns: "/cells/0/outputs/0: a record of papermill has no name; left out",
	},
	{
		name:  "a broken image gives way",
		cells: cell("x", shown("image/png", `7`, "text/plain", `"<Figure>"`)),
		want:  "tag:x@0 text <Figure>", strict: "tag:x@0 none: image/png is no text",
		warns: "/cells/0/outputs/0: image/png is no text",
	},
}

func TestInspect(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			nb := read(t, notebook(c.cells))
			content := checkContent(t, nb, Options{})
			require.Equal(t, c.want, lines(content.Entries))
			require.Equal(t, c.silent, lines(content.Silent))
			var warns []string
			for _, w := range content.Warnings {
				warns = append(warns, w.Pointer+": "+w.Message)
			}
			require.Equal(t, c.warns, strings.Join(warns, "\n"))

			content = checkContent(t, nb, Options{StrictCompat: true})
			if c.strict == "" {
				c.strict = c.want
			}
			require.Equal(t, strings.TrimSpace(c.strict), lines(content.Entries)) // a space for nothing
		})
	}
}

func read(tb testing.TB, source string) *nbformat.Notebook {
	tb.Helper()
	nb, err := nbformat.Read(strings.NewReader(source), "a.ipynb")
	require.NoError(tb, err)
	return nb
}

// lines writes entries as "source:name@cell kind value", or "none: reason".
func lines(entries []Entry) string {
	var list []string
	for _, e := range entries {
		line := string(e.Source) + ":" + e.Name
		if e.Cell >= 0 {
			line += fmt.Sprintf("@%d", e.Cell)
		}
		if e.Value == nil {
			line += " none: " + e.Reason
		} else {
			line += " " + kindAndText(e.Value)
		}
		if e.Display != nil {
			line += " shown as " + kindAndText(e.Display)
		}
		list = append(list, line)
	}
	return strings.Join(list, "\n")
}

func kindAndText(v value.Value) string {
	text := string(v.Kind())
	switch v := v.(type) {
	case value.Text:
		return text + " " + string(v)
	case value.Markup:
		return text + " " + v.MIMEType + " " + v.Text
	case *value.Image:
		return text + " " + v.MIMEType
	case *value.Figure:
		text += " " + v.MIMEType + " " + string(v.Spec)
		if v.Static != nil {
			text += " with " + v.Static.MIMEType
		}
		return text
	case *value.Table:
		return text
	}
	return text + " " + value.Repr(v)
}
