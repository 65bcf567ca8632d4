package script

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// A readScript is a notebook as the tests compare it.
type readScript struct {
	Metadata map[string]any `json:"metadata"`
	Cells    [][]any        `json:"cells"`
	Error    string         `json:"error"`
}

// jupytextReads returns what jupytext reads from scripts, each an extension
// and a text.
func jupytextReads(t *testing.T, scripts [][2]string) []readScript {
	t.Helper()
	input, err := json.Marshal(scripts)
	require.NoError(t, err)
	out := testenv.RunPython(t, input, filepath.Join("testdata", "jupytext_read.py"))
	var read []readScript
	require.NoError(t, json.Unmarshal(out, &read))
	require.Len(t, read, len(scripts))
	return read
}

// converted is what Convert makes of a script.
func converted(t *testing.T, ext, text string) readScript {
	t.Helper()
	data, err := Convert("script"+ext, []byte(text))
	if err != nil {
		return readScript{Error: err.Error()}
	}
	var nb struct {
		Metadata map[string]any
		Cells    []struct {
			CellType string `json:"cell_type"`
			Metadata map[string]any
			Source   []string
		}
	}
	require.NoError(t, json.Unmarshal(data, &nb), "%s", data)
	read := readScript{Metadata: nb.Metadata, Cells: [][]any{}}
	for _, c := range nb.Cells {
		read.Cells = append(read.Cells, []any{c.CellType, strings.Join(c.Source, ""), c.Metadata})
	}
	return read
}

// sameNotebook compares what both read. The kernel that we name for a script
// which names none, and jupytext's own section, do not count.
func sameNotebook(t *testing.T, script [2]string, theirs readScript) {
	t.Helper()
	ours := converted(t, script[0], script[1])
	if strings.HasPrefix(theirs.Error, "NotebookValidationError") {
		return // a name or tags that are no texts, which we make some
	}
	assert.Equal(t, theirs.Error == "", ours.Error == "", "%s\n%s\nwe: %s\nthey: %s", script[0], script[1], ours.Error, theirs.Error)
	if ours.Error != "" || theirs.Error != "" {
		return
	}
	assert.Equal(t, theirs.Cells, ours.Cells, "%s\n%s", script[0], script[1])
	for _, m := range []map[string]any{ours.Metadata, theirs.Metadata} {
		delete(m, "jupytext")
		delete(m, "language_info")
	}
	if theirs.Metadata["kernelspec"] == nil {
		delete(ours.Metadata, "kernelspec")
	}
	assert.Equal(t, theirs.Metadata, ours.Metadata, "%s\n%s", script[0], script[1])
}

// tricky are scripts by hand.
var tricky = [][2]string{
	{".py", ""},
	{".py", "\n"},
	{".py", "\n\n\n# %%\n\n\n1"},
	{".py", "x = 1\n"},
	{".md", "---\njupyter:\n  a: 1\n  kernelspec:\n    display_name: X\n    name: x\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\na: 2\nb: 3\n---\n\n```{code-cell}\nx\n```\n"},
	{".py", "# %% tags=[\"parameters\"]\nx = 1\n\n# %% [markdown]\n# # Title\n#\n# text\n\n# %%\n# %matplotlib inline\n# !ls -l\n# ?print\nprint(1)\n"},
	{".py", "# %% A title {\"tags\": [\"parameters\"], \"name\": \"x y\"}\nx = 1\n# %% [raw] raw_mimetype=\"text/html\"\n# <b>\n# %% [md]\n# text\n"},
	{".py", "# %% [markdown]\n\"\"\"\n# Title\n\n%%\n\"\"\"\n# %%\nx = '''\n# %%\n'''\n# %% %% sub\n# %% a=1 b='x y' c=[1, 2] d=None flag\n1\n"},
	{".py", "# %% [markdown]\n# ```mermaid\n# %% not a cell\n# ```\n# %%\n1\n# %% [markdown]\n# ```\n# %%\n2\n"},
	{".py", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       extension: .py\n#       format_name: percent\n#       format_version: '1.3'\n#   kernelspec:\n#     display_name: Python 3\n#     language: python\n#     name: python3\n# ---\n\n# %%\n1\n"},
	{".py", "# ---\n# title: A\n# author: B\n# ---\n\n# %%\n1\n"},
	{".py", "# ---\n# title: A\n# jupyter:\n#   kernelspec:\n#     name: x\n#     display_name: X\n# other: 1\n# ---\n1\n"},
	{".py", "# ---\n# not a header\n1\n"},
	{".py", "# Some text\n# more\n\nx = 1\ny = 2\n\n\ndef f():\n    a = 1\n\n    return a\n\n# +\nz = 1\n\nw = 2\n# -\n\n# + tags=[\"parameters\"]\nq = 1\n# + [markdown] a=1\n# text\n\n# more text\n# -\nlast = 1"},
	{".py", "# region A title\nx = 1\n\ny = 2\n# endregion\n\n# region [markdown] tags=[\"a\"]\n# text\n# endregion\n\nz = 1\n"},
	{".py", "# {{{ tags=[\"parameters\"]\nx = 1\n\ny = 2\n# }}}\n\n# text\n"},
	{".py", "# + active=\"ipynb\"\n# !ls\n# + active=\"py\"\nx = 1\n# + active=\"\"\n# raw\n# + run_control={\"frozen\": true}\n# frozen = 1\n# + tags=[\"active-ipynb\"]\n# y = 1\n"},
	{".py", "# + language=\"bash\"\n# ls\n# + magic_args=\"-x\" language=\"R\"\n# 1\n"},
	{".py", "# + endofcell=\"--\"\n# +\nx\n# -\n# --\ny\n"},
	{".py", "# # + escaped\n# + x\n# # +\n1\n"},
	{".py", "%matplotlib inline\n# %%\n!ls\nx?\n# %% [markdown]\n# %magic in text\n"},
	{".py", "# In[1]:\nx\n# In[ ]:\ny\n# <codecell>\nz\n"},
	{".py", "# %%\nls\ncd x\n# ls -l\n# cat = 1\nx = !ls\n# x = %time f()\n# %timeit f \\\n#   g\n# x?\n"},
	{".py", "# %%\nx = \"# %% \"\ny = \"\"\"a\n# %% b\n\"\"\"\n# %% c\nit's = \"\n# %% d\n"},
	{".py", "# comment\n# %load_ext x\n\n# text\nx = 1\n\n## two\n\n#\n\n"},
	{".R", "# %% tags=[\"parameters\"]\nx <- 1\n# %% [markdown]\n# text\n"},
	{".R", "#' # Title\n#' text\n\n#+ name, echo=TRUE, tags=c(\"parameters\")\nx <- 1\n\ny <- 2\n\nf <- function() {\n  1\n\n  2\n}\n#' more\nz\n"},
	{".r", "#' ---\n#' title: T\n#' jupyter:\n#'   kernelspec:\n#'     display_name: R\n#'     language: R\n#'     name: ir\n#' ---\n#'\n#' text\n\n1\n"},
	{".R", "# text\n\nx <- 1\n\n# +\ny\n\nz\n# -\n"},
	{".R", "#+ fig.width=5, results='hide', eval=FALSE\n1\n#+ include=FALSE\n2\n#+ setup\n3\n"},
	{".Rmd", "---\ntitle: T\noutput: html_document\n---\n\n# Title\n\ntext\n\n```{r setup, include=FALSE}\nx <- 1\n```\n\nmore\n\n\nnew cell\n\n```{python, tags=c(\"parameters\", \"b\"), echo=TRUE}\ny = 1\n```\n```{r}\n# %in%\n```\n"},
	{".Rmd", "```{r name, a=TRUE, b=FALSE, c=\"x\", d=list(1, 2), e=f(1, 2), g='it', h=1.5}\n1\n```\n\n```{bash}\nls\n```\n\n```r\nshown\n```\n\n````\n```{r}\n````\n"},
	{".Rmd", "---\njupyter:\n  kernelspec:\n    display_name: R\n    language: R\n    name: ir\n---\n\ntext\n\n<!-- #region a=1 -->\n```{r}\ninside\n```\n\n\ntwo\n<!-- #endregion -->\n\n<!-- #raw -->\nraw\n<!-- #endraw -->\n"},
	{".Rmd", "```{r, a=(}\n1\n```\n"},
	{".md", "# Title\n\n```python tags=[\"parameters\"]\nx = 1\n```\n\ntext\n\n\nnext\n\n```bash\nls\n```\n\n```\nplain\n```\n\n    ```python\n    indented\n\n```text\nx\n```\n"},
	{".md", "---\njupyter:\n  jupytext:\n    text_representation:\n      extension: .md\n      format_name: markdown\n      format_version: '1.3'\n  kernelspec:\n    display_name: Python 3\n    language: python\n    name: python3\n---\n\n```python\nx = '''\n```\n'''\n```\n\n````python\n```\n````\n\n```python .noeval\nshown\n```\n\n```python jupyter={\"source_hidden\": true} name=\"a\"\n1\n```\n"},
	{".md", "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n    format_version: 0.13\n---\n\n# Title\n\n```{code-cell} ipython3\n:tags: [parameters]\n:name: a\n\nx = 1\n```\n\ntext\n\n+++ {\"tags\": [\"b\"]}\n\nmore\n+++\nlast\n\n```{code-cell}\n---\ntags:\n- hide-input\nother:\n  more: true\n---\ny = 2\n\n```\n\n```{raw-cell}\n:raw_mimetype: text/html\n<b>\n```\n\n````{code-cell}\n```\n````\n\n```{note}\n```{code-cell}\n```\n"},
	{".md", "- item\n\n  ```{code-cell}\n  in a list\n  ```\n\n<!--\n```{code-cell}\ncommented\n```\n-->\n\n````\n```{code-cell}\n```\n````\n\n~~~{code-cell}\ntilde\n~~~\n```{code-cell} python\nclosed\n```"},
	{".md", "```{code-cell}\n:tags: [a\n1\n```\n"},
	{".md", "+++ {\"a\"}\n```{code-cell}\n1\n```\n"},
	{".md", "---\na: [\n---\n```{code-cell}\n1\n```\n"},
	{".py", "# ---\n# jupyter:\n#   a: [\n# ---\n1\n"},
}

func TestTrickyScripts(t *testing.T) {
	var scripts [][2]string
	for _, s := range tricky {
		scripts = append(scripts, s, [2]string{s[0], strings.TrimSuffix(s[1], "\n")})
	}
	for i, theirs := range jupytextReads(t, scripts) {
		sameNotebook(t, scripts[i], theirs)
	}
	// The ends of lines and a byte order mark change nothing.
	for _, s := range tricky {
		want := converted(t, s[0], s[1])
		require.Equal(t, want, converted(t, s[0], strings.ReplaceAll(s[1], "\n", "\r\n")))
		require.Equal(t, want, converted(t, s[0], "\ufeff"+s[1]))
	}
	require.True(t, slices.ContainsFunc(tricky, func(s [2]string) bool { return s[0] == ".Rmd" }))
}

// TestTagsBesideHidingOptions has what jupytext forgets, or stumbles over.
func TestTagsBesideHidingOptions(t *testing.T) {
	for _, options := range []string{`echo=FALSE, tags=c("parameters")`, `tags="parameters", echo=FALSE`, `tags=c("parameters"), echo=FALSE`} {
		tags := converted(t, ".Rmd", "```{r "+options+"}\n1\n```\n").Cells[0][2].(map[string]any)["tags"]
		require.ElementsMatch(t, []any{"parameters", "remove_input"}, tags, options)
	}
}

// TestJupytextsScripts reads the scripts that jupytext makes of real notebooks,
// in all its formats, with their headers and without.
func TestJupytextsScripts(t *testing.T) {
	var paths []string
	for _, name := range strings.Fields(os.Getenv("NBCOMPARE_SCRIPTS") + " churn/production.ipynb wild/r-0.ipynb") {
		if !filepath.IsAbs(name) {
			name = filepath.Join(testenv.Root(t), "testdata", "notebooks", name)
		}
		paths = append(paths, name)
	}
	out := testenv.RunPython(t, nil, append([]string{filepath.Join("testdata", "jupytext_write.py")}, paths...)...)
	var scripts [][2]string
	require.NoError(t, json.Unmarshal(out, &scripts))
	require.Greater(t, len(scripts), 30)
	for i, theirs := range jupytextReads(t, scripts) {
		sameNotebook(t, scripts[i], theirs)
		if t.Failed() {
			return
		}
	}
}
