package script

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/nbformat"
)

var extensions = []string{".py", ".R", ".Rmd", ".qmd", ".md"}

// FuzzConvert converts a text as a script of one of the kinds: it never panics, and
// what it makes is a notebook without a fault, the same one each time.
func FuzzConvert(f *testing.F) {
	scripts := slices.Concat(tricky, randomScripts(3))
	for which := range extensions {
		for _, s := range scripts {
			f.Add(s[1], which)
		}
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string, which int) {
		name := "script" + extensions[uint(which)%uint(len(extensions))]
		data, err := Convert(name, []byte(text))
		if err != nil {
			require.Nil(t, data)
			return
		}
		again, err := Convert(name, []byte(text))
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, again))
		nb, problems, err := readNotebook(data)
		require.NoError(t, err, "%s", data)
		require.Empty(t, problems, "%s", data)
		ids := map[string]bool{}
		for i := range nb.Cells {
			id := nb.Cells[i].ID
			require.False(t, ids[id], "two cells %s", id)
			ids[id] = true
		}
	}))
}

// TestTimeIsLinear converts long scripts of what has to be looked for far away.
// Quadratic ways take minutes; the limit leaves room for a busy machine.
func TestTimeIsLinear(t *testing.T) {
	const limit = 30 * time.Second
	for _, line := range []string{
		"# %% [markdown]\n# ```x\n", "# ```x\n", "# +\n# -\n", "\n", "x\n\n\n\n    y\n", "```{code-cell}\n", "````{code-cell}\n```\n", "```{r}\n", "<!-- #region -->\n", "<!--\n", "# region\n",
		"# {{{\n", "#' a\n", "- a\n", "+++ {}\n", "# %% " + strings.Repeat("a=1 ", 20) + "\n", "'''\n", "``` a\n",
	} {
		for _, ext := range extensions {
			text := strings.Repeat(line, 20_000/len(line))
			start := time.Now()
			_, err := Convert("script"+ext, []byte(text))
			if took := time.Since(start); took > limit {
				t.Errorf("%s %q: %v, %v", ext, line, took, err)
			}
		}
	}
	for _, text := range []string{"# %% " + strings.Repeat("a=", 10_000), "# %% " + strings.Repeat("[", 10_000), "# %% {" + strings.Repeat(`"a":[`, 10_000), "```{r " + strings.Repeat("(", 10_000), "---\njupyter:\n  a: " + strings.Repeat("[", 10_000) + "\n---\n", "---\njupyter:\n  " + strings.Repeat("- ", 10_000) + "\n---\n"} {
		for _, ext := range extensions {
			start := time.Now()
			_, err := Convert("script"+ext, []byte(text))
			if took := time.Since(start); took > limit {
				t.Errorf("%s %.20q: %v, %v", ext, text, took, err)
			}
		}
	}
}

func readNotebook(data []byte) (*nbformat.Notebook, []string, error) {
	nb, err := nbformat.Read(bytes.NewReader(data), "script.ipynb")
	if err != nil {
		return nil, nil, err
	}
	var problems []string
	for _, p := range nb.Warnings {
		problems = append(problems, fmt.Sprint(p))
	}
	return nb, problems, nil
}
