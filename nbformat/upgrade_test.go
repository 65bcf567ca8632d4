package nbformat

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// oldNotebooks show the corners of formats 1 to 3. Each is read by nbformat
// without an error.
var oldNotebooks = map[string]string{
	"format 1": `{"cells": [
	 {"cell_type": "code", "code": "a = 1\nprint(a)", "prompt_number": 3},
	 {"cell_type": "code", "code": ""},
	 {"cell_type": "text", "text": "some *text*\nmore"}]}`,
	"format 2": `{"metadata": {"name": "old"}, "nbformat": 2, "worksheets": [{"cells": [
	 {"cell_type": "code", "collapsed": true, "language": "python", "input": ["a = 1", "b = 2"], "prompt_number": 1, "outputs": [
	  {"output_type": "stream", "text": ["x", "y"]},
	  {"output_type": "pyout", "prompt_number": 1, "png": "aGk=", "text": ["<Figure>"]},
	  {"output_type": "pyerr", "etype": "E", "evalue": "v", "traceback": ["t1", "t2"]}]},
	 {"cell_type": "markdown", "source": ["one", "two"], "rendered": ["<p>"]},
	 {"cell_type": "html", "source": "<b>x</b>"}]}]}`,
	"format 3": `{"metadata": {"name": "old", "signature": "sha256:1", "zebra": 1, "alpha": {"b": [], "a": {}}}, "nbformat": 3, "nbformat_minor": 0, "extra": [1],
	 "orig_nbformat": 2, "worksheets": [{"cells": [
	 {"cell_type": "heading", "level": 3, "metadata": {"trusted": true}, "source": ["Two\n", "lines\r\nthree"]},
	 {"cell_type": "code", "collapsed": false, "input": ["a = 'é \u00fc \u2028 \\u00e9'\n", "b"], "language": "python", "metadata": {"k": "v"}, "trusted": true, "outputs": [
	  {"output_type": "stream", "stream": "stderr", "text": ["no line ends", "here"]},
	  {"output_type": "stream", "text": "alone\u001b[0m\u007f"},
	  {"output_type": "display_data", "metadata": {"png": {"width": 3}}, "png": "aGk=\n", "jpeg": "aGk=", "svg": ["<svg>\n", "</svg>"], "html": ["<b>\n", "</b>"],
	   "latex": "$x$", "javascript": ["a;\n", "b;"], "json": ["{\"b\": [1, 2],\n", "\"a\": null}"], "text": ["<Figure>"]},
	  {"output_type": "pyout", "prompt_number": 7, "metadata": {}, "text": ""},
	  {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t1", "t2"]}]}]},
	 {"metadata": {}, "cells": [{"cell_type": "raw", "metadata": {}, "source": ""}, {"cell_type": "markdown", "source": ["\n", "a\n"]}]}]}`,
	"no worksheets": `{"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": []}`,
}

func TestUpgradeKeepsTheFile(t *testing.T) {
	for name, text := range oldNotebooks {
		nb := read(t, text)
		require.Equal(t, text, string(written(t, nb)), name)
		unchanged, err := nb.Edit().Apply()
		require.NoError(t, err)
		require.Equal(t, text, string(written(t, unchanged)), name)
	}
}

func TestUpgradeMakesEveryIDOnce(t *testing.T) {
	nb := read(t, `{"cells": [{"cell_type": "code", "code": "a"}, {"cell_type": "code", "code": "a"}]}`)
	again := read(t, `{"cells": [{"cell_type": "code", "code": "a"}, {"cell_type": "code", "code": "a"}]}`)
	require.Regexp(t, "^[0-9a-f]{8}$", nb.Cells[0].ID)
	require.NotEqual(t, nb.Cells[0].ID, nb.Cells[1].ID)
	require.Equal(t, []string{nb.Cells[0].ID, nb.Cells[1].ID}, []string{again.Cells[0].ID, again.Cells[1].ID})
}

func TestUpgradeAndEdit(t *testing.T) {
	e := read(t, oldNotebooks["format 3"]).Edit()
	e.SetSource(0, "# New")
	e.RemoveCell(1)
	e.RemoveCell(2)
	e.RemoveCell(3)
	edited, err := e.Apply()
	require.NoError(t, err)
	require.Equal(t, 4, edited.NBFormat)
	require.Equal(t, `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "`+edited.Cells[0].ID+`",
   "metadata": {},
   "source": [
    "# New"
   ]
  }
 ],
 "extra": [
  1
 ],
 "metadata": {
  "alpha": {
   "a": {},
   "b": []
  },
  "zebra": 1
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`, string(written(t, edited)))
}

// Images and their like come through an upgrade as they were.
func TestUpgradeOutputs(t *testing.T) {
	outputs := read(t, oldNotebooks["format 3"]).Cells[1].Outputs()
	require.Equal(t, "no line ends\nhere", outputs[0].Text())
	png, _ := outputs[2].Data.Get("image/png").Text()
	require.Equal(t, "aGk=\n", png)
	require.Equal(t, "null", string(outputs[2].Data.Get("application/json").Get("a").Bytes))
	require.Equal(t, "3", string(outputs[2].Metadata.Get("image/png", "width").Bytes))
	require.Equal(t, int64(-1), outputs[2].Raw.Offset)
}

func TestUpgradeForgives(t *testing.T) {
	nb := read(t, `{"nbformat": 3, "worksheets": [{"cells": [null, {"cell_type": "code", "outputs": [1, {"output_type": "pyout", "json": "{"}]},
	 {"cell_type": "heading", "level": 1e9, "source": 5}]}]}`)
	var messages []string
	for _, w := range nb.Warnings {
		messages = append(messages, w.Error())
	}
	require.Equal(t, []string{
		"nb.ipynb: /metadata: metadata is missing or no object; read as empty",
		"nb.ipynb: /worksheets/0/cells/1/outputs/1/json: the JSON data is no JSON; kept as text",
		"nb.ipynb: /cells/0: the cell is no object; it stays, but holds nothing",
		"nb.ipynb: /cells/1/outputs/0: unknown output type \"\"",
	}, messages)
	require.Equal(t, "# ", nb.Cells[2].Source())
}
