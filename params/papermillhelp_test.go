package params_test

import (
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
)

// fragments are what a parameter cell that is hard to read is made of.
var fragments = []string{
	"a", "b_1", "é", "x", " ", " ", "=", " = ", "==", ":", ": int", ": List[str]", ": 'Dict[str, int]'", "1", "2.5", "'x'", "\"#fff\"", "'a=b'",
	"[1,\n", "2]", "{'k': 1}", "None", "# help", "# type: int the help", "#type:float", "# type: ", "\n", "\n", "\n", "\n\n", "\r\n", "\t", "; ", "(", ")", "\\", "%magic",
	"\u00a0", "\u2028", "\x0b", "if x:", "print('a')", "dict(b=1)", "lambda: 0", "π", "\x1c", "١",
}

func hostileSource(rng *rand.Rand) string {
	var b strings.Builder
	pick := func() string { return fragments[rng.IntN(len(fragments))] }
	for range rng.IntN(12) {
		if rng.IntN(3) == 0 {
			b.WriteString("a" + strconv.Itoa(rng.IntN(9)) + pick() + " = " + pick() + pick() + "\n")
			continue
		}
		b.WriteString(pick() + pick())
	}
	return b.String()
}

// TestPapermillHelp compares with the text of the real papermill, for the
// notebooks of the corpus and for generated parameter cells.
func TestPapermillHelp(t *testing.T) {
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 2))
	var paths []string
	for i := range 1500 {
		source, tag := hostileSource(rng), params.Tag
		if i%50 == 0 {
			tag = "other"
		}
		nb := `{"cells": [` + cell(tag, source) + `], "metadata": {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}`
		path := filepath.Join(dir, strconv.Itoa(i)+".ipynb")
		require.NoError(t, os.WriteFile(path, []byte(nb), 0o666))
		paths = append(paths, path)
	}
	require.NoError(t, filepath.WalkDir(filepath.Join(testenv.Corpus(t), "papermill"), func(path string, d fs.DirEntry, err error) error {
		if nb, err := nbformat.ReadFile(path); err == nil && nb.Metadata.Get("kernelspec", "name").Exists() {
			paths = append(paths, path)
		}
		return err
	}))
	input, err := json.Marshal(paths)
	require.NoError(t, err)
	var want []string
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, input, filepath.Join("testdata", "papermill_help.py")), &want))
	require.Len(t, want, len(paths))
	found := 0
	for i, path := range paths {
		nb, err := nbformat.ReadFile(path)
		require.NoError(t, err)
		var b strings.Builder
		require.NoError(t, params.WritePapermillHelp(&b, nb, path))
		source := ""
		if len(nb.Cells) > 0 {
			source = nb.Cells[0].Source()
		}
		require.Equal(t, want[i], b.String(), "%q", source)
		if list, _ := params.PapermillDeclared(nb); len(list) > 0 {
			found++
		}
	}
	require.Greater(t, found, 300)
}
