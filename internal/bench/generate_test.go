package main

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

const diabetes = "../../testdata/notebooks/diabetes"

// The runs are made by decoding and encoding, so what is not varied must come back byte for byte.
func TestEncodeWritesWhatPapermillWrote(t *testing.T) {
	for _, path := range notebooksIn(t, diabetes) {
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		nb, err := decode(want)
		require.NoError(t, err)
		got, err := encode(nb)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), path)
	}
}

func TestEveryBaseHoldsTheSameKeys(t *testing.T) {
	bases, err := readBases(diabetes)
	require.NoError(t, err)
	require.Len(t, bases, 12)
	for _, base := range bases {
		var set runSet
		set.describe(base)
		require.Equal(t, runSet{
			tags: []string{"mse", "metrics", "metrics_table", "r2", "pred_vs_true", "residuals", "feature_importance"},
			scraps: []string{
				"mse", "rmse", "best_feature", "cv", "predictions", "error_quantiles", "error_by_bmi",
			},
			images: 3, tagImages: 2,
		}, set)
	}
}

func TestGeneratedRunsAreNotebooksAndDiffer(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "runs")
	set, err := generate(diabetes, folder, 36)
	require.NoError(t, err)
	paths := notebooksIn(t, folder)
	require.Len(t, paths, 36)

	seen := map[string]string{} // what must be there once, and the notebook that has it
	once := func(path, kind, what string) {
		require.NotEmpty(t, what, "%s: %s", path, kind)
		require.Empty(t, seen[kind+what], "%s has the %s of another run", path, kind)
		seen[kind+what] = path
	}
	var size int64
	for _, path := range paths {
		nb, err := nbformat.ReadFile(path)
		require.NoError(t, err)
		require.Empty(t, nb.Warnings)
		size += fileSize(t, path)

		seed := string(nb.Metadata.Get("papermill", "parameters", "seed").Bytes)
		once(path, "seed", seed)
		require.Contains(t, nb.Cells[2].Source(), "seed = "+seed+"\n")
		images := imagesOf(t, nb)
		require.Len(t, images, set.images)
		for _, image := range images {
			once(path, "image", image)
		}
		for _, number := range numbersOf(nb) {
			once(path, number[0], number[1])
		}
	}
	require.Equal(t, set.bytes, size)
}

// numbersOf returns names and spellings of numbers that must be another in each run.
func numbersOf(nb *nbformat.Notebook) [][2]string {
	var numbers [][2]string
	for _, entry := range introspect.Inspect(nb, introspect.Options{}).Entries {
		switch key := string(entry.Source) + ":" + entry.Name; key {
		case "tag:mse", "tag:r2", "scrap:rmse":
			numbers = append(numbers, [2]string{key, entry.Value.(value.Number).Spelling})
		}
	}
	return numbers
}

func TestVariedNumbers(t *testing.T) {
	v := &variation{seed: 0}
	require.InDelta(t, 1.0236, v.factor(), 1e-4)
	for old, want := range map[string]string{
		"3132.420603081688\n":                    "3206.367022726505\n",
		"{'0.1': 6.5, 'mse': -44.646}":           "{'0.1': 6.7, 'mse': -45.700}",
		"np.float64(0.36902505437499833)":        "np.float64(0.37773655419830393)",
		`<td style="width: 1.5em">0.153770</td>`: `<td style="width: 1.5em">0.157400</td>`,
		"1.25e-07":                               "1.28e-07",
		"((331, 10), (111, 10))":                 "((331, 10), (111, 10))",
		"Ridge(alpha=0.1, random_state=0)":       "Ridge(alpha=0.1, random_state=0)",
		"<Figure size 268.8x179.2 with 1 Axes>":  "<Figure size 268.8x179.2 with 1 Axes>",
	} {
		require.Equal(t, want, v.text(old))
	}
}

// A varied run differs from its base in outputs, the injected seed and the recorded one, and nowhere else.
func TestOnlyOutputsAndSeedVary(t *testing.T) {
	bases, err := readBases(diabetes)
	require.NoError(t, err)
	run, err := (&variation{seed: 77}).notebook(bases[0])
	require.NoError(t, err)
	require.NotEqual(t, bases[0], run)
	require.Equal(t, bare(bases[0]), bare(run))
}

func TestWithCommentRefusesWhatIsNoImage(t *testing.T) {
	for _, image := range []string{"", pngSignature, "GIF89a" + strings.Repeat(" ", 60)} {
		_, err := withComment([]byte(image), "seed 1")
		require.EqualError(t, err, "not a PNG image")
	}
}

// bare returns a notebook without what a variation may change.
func bare(nb map[string]any) map[string]any {
	cells := []any{}
	for _, cell := range nb["cells"].([]any) {
		cells = append(cells, with(cell.(map[string]any), "outputs", nil))
	}
	cells[2] = with(cells[2].(map[string]any), "source", nil)
	return with(nb, "cells", cells, "metadata", at(nb["metadata"], nil, "papermill", "parameters", "seed"))
}

// imagesOf decodes the images of a notebook and returns their bytes.
func imagesOf(t *testing.T, nb *nbformat.Notebook) []string {
	var images []string
	for i := range nb.Cells {
		for _, output := range nb.Cells[i].Outputs() {
			encoded, ok := output.Data.Get("image/png").Text()
			if !ok {
				continue
			}
			decoded, err := base64.StdEncoding.DecodeString(encoded)
			require.NoError(t, err)
			picture, err := png.Decode(bytes.NewReader(decoded))
			require.NoError(t, err)
			require.Equal(t, 174, picture.Bounds().Dy())
			images = append(images, string(decoded))
		}
	}
	return images
}

func notebooksIn(t *testing.T, folder string) []string {
	paths, err := filepath.Glob(filepath.Join(folder, "*.ipynb"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

func fileSize(t *testing.T, path string) int64 {
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Size()
}
