package script

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Quarto's own program is seldom there, so its documents are compared with what
// they should be.
func TestQuarto(t *testing.T) {
	text := "---\ntitle: T\njupyter: python3\n---\n\n# Title\n\n```{python}\n#| label: defaults\n#| tags: [parameters]\n#| echo: false\nx = 1\n```\n\ntext\n\n\nmore\n\n" +
		"::: {.callout}\n```{python}\n#| tags: a\n```\n:::\n\n```{mermaid}\nA-->B\n```\n\n````\n```{python}\nshown\n```\n````\n\n```{{python}}\nshown\n```\n\n```python\nshown\n```\n\n```{python echo=FALSE, tags=c(\"b\")}\n#| not: [\"c\"]\ny\n\n```\n"
	got := converted(t, ".qmd", text)
	require.Equal(t, "", got.Error)
	require.Equal(t, map[string]any{"kernelspec": map[string]any{"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}, got.Metadata)
	none := map[string]any{}
	tags := func(tags ...any) map[string]any { return map[string]any{"tags": tags} }
	require.Equal(t, [][]any{
		{"raw", "---\ntitle: T\njupyter: python3\n---", none},
		{"markdown", "# Title", none},
		{"code", "#| label: defaults\n#| tags: [parameters]\n#| echo: false\nx = 1", tags("parameters")},
		{"markdown", "text\n\n\nmore\n\n::: {.callout}", none},
		{"code", "#| tags: a", tags("a")},
		{"markdown", ":::\n\n```{mermaid}\nA-->B\n```\n\n````\n```{python}\nshown\n```\n````\n\n```{{python}}\nshown\n```\n\n```python\nshown\n```", none},
		{"code", "#| not: [\"c\"]\ny\n", tags("remove_input", "b")},
	}, got.Cells)
}

func TestQuartoKernels(t *testing.T) {
	for _, test := range []struct{ header, language, kernel string }{
		{"", "python", "python3"},
		{"", "r", "ir"},
		{"", "bash", "bash"},
		{"---\njupyter: julia-1.10\n---\n", "julia", "julia-1.10"},
		{"---\njupyter:\n  kernelspec:\n    name: mine\n    language: python\n    display_name: Mine\n---\n", "python", "mine"},
	} {
		got := converted(t, ".qmd", test.header+"```{"+test.language+"}\n1\n```\n")
		require.Equal(t, test.kernel, got.Metadata["kernelspec"].(map[string]any)["name"], "%+v", test)
		require.Equal(t, "code", got.Cells[len(got.Cells)-1][0], "%+v", test)
	}
	got := converted(t, ".qmd", "```{julia}\n1\n```\n")
	require.Equal(t, map[string]any{"name": "julia"}, got.Metadata["language_info"])
}

func TestExtensionsInAnyCase(t *testing.T) {
	for _, ext := range []string{".PY", ".rmd", ".RMD", ".QMD", ".MD", ".r", ".R"} {
		require.Empty(t, converted(t, ext, "# %%\n1\n").Error, ext)
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a/b.py", "# ---\n# jupyter:\n#   a: [\n#   b: }\n# ---\n", "a/b.py:3: invalid YAML: "},
		{"b.Rmd", "text\n\n```{r, a=(}\n1\n```\n", `b.Rmd:3: the options "a=(" do not end: a bracket or a quote is missing`},
		{"b.Rmd", "```{r, a, b=1, c}\n1\n```\n", `b.Rmd:1: the options "a, b=1, c" have no name for  c`},
		{"b.qmd", "text\n\n```{python}\n#| a: [\nx\n```\n", "b.qmd:4: invalid YAML: "},
		{"b.md", "```{code-cell}\n:a: [\n1\n```\n", "b.md:2: invalid YAML: "},
		{"b.md", "text\n\n+++ {\"a\"}\n\n```{code-cell}\n```\n", "b.md:3: what follows +++ is no JSON object"},
		{"b.R", "#' x\n#+ a=)\n1\n", `b.R:2: the options "a=)" have too many )`},
		{"b.py", "x = 1\ny = '\xff'\n", "b.py:2: this is not UTF-8"},
		{"b.py", "import marimo\napp = marimo.App()\n@app.cell\n", "b.py: scripts of the format marimo are not read; "},
		{"b.py", "#####################\n# a\n#####################\n# b\n", "b.py: scripts of the format sphinx are not read; "},
		{"b.ipynb", "{}", `b.ipynb: a script that ends in ".ipynb" is not understood; .py, .R, .r, .Rmd, .qmd and .md are`},
		{"b", "", `b: a script that ends in "" is not understood; .py, .R, .r, .Rmd, .qmd and .md are`},
	} {
		_, err := Convert(test.name, []byte(test.text))
		require.ErrorContains(t, err, test.want, "%+v", test)
	}
}
