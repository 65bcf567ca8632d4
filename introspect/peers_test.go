package introspect

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// TestStrictCompatAgreesWithPeers reads the executed notebooks and random ones
// with the real peers. scrapbook is in the Python of the tests;
// sklearn-evaluation in that of the benchmarks, which NBCOMPARE_PEERS_PYTHON
// names: without it tags are not compared.
func TestStrictCompatAgreesWithPeers(t *testing.T) {
	python := os.Getenv("NBCOMPARE_PEERS_PYTHON")
	if python == "" {
		python = testenv.Python(t)
	}
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "notebooks", "*", "*.ipynb"))
	require.NoError(t, err)
	paths = append(paths, randomNotebooks(t, 300)...)
	out := testenv.Run(t, python, nil, append([]string{filepath.Join("testdata", "peers.py")}, paths...)...)
	results := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	require.Len(t, results, len(paths))
	scraps, tags := 0, 0
	for i, path := range paths {
		var peer struct{ Scraps, Tags [][]any }
		require.NoError(t, json.Unmarshal(results[i], &peer))
		nb, err := nbformat.ReadFile(path)
		require.NoError(t, err)
		gotScraps, gotTags := peerView(t, nb)
		if peer.Scraps != nil {
			require.Equal(t, fmt.Sprint(peer.Scraps), fmt.Sprint(gotScraps), path)
			scraps += len(gotScraps)
		}
		if peer.Tags != nil {
			require.Equal(t, fmt.Sprint(peer.Tags), fmt.Sprint(gotTags), path)
			tags += len(gotTags)
		}
	}
	require.Greater(t, scraps, 300)
	if os.Getenv("NBCOMPARE_PEERS_PYTHON") != "" {
		require.Greater(t, tags, 300)
	}
	t.Logf("%d scraps and %d tags of %d notebooks agree", scraps, tags, len(paths))
}

// peerView writes what a notebook holds as testdata/peers.py does.
func peerView(t *testing.T, nb *nbformat.Notebook) (scraps, tags [][]any) {
	in := inspectors.New().(*inspector)
	in.collect(nb, Options{StrictCompat: true})
	for _, s := range in.scraps { // in the order of their first cell, as in Content
		scraps = append(scraps, []any{s.name, scrapView(s), s.data != nil && s.display != nil})
	}
	for _, e := range in.entries() {
		if e.Source == SourceTag {
			tags = append(tags, []any{e.Name, tagView(t, e.Value)})
		}
	}
	return scraps, tags
}

func scrapView(s scrap) string {
	switch data := s.data.(type) {
	case nil:
		return "display"
	case *value.Table:
		return fmt.Sprintf("frame %dx%d", len(data.Rows), len(data.Columns))
	}
	return value.Repr(s.data)
}

func tagView(t *testing.T, v value.Value) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case *value.Image:
		picture, err := v.Bytes()
		require.NoError(t, err)
		return fmt.Sprintf("image %x", sha256.Sum256(picture))
	case *value.Table, value.Markup:
		return "html"
	case value.Number:
		if !v.IsInt {
			v.Spelling = "" // ours keeps 0.4500
		}
		return v.String()
	case value.List:
		if len(v) > 0 {
			if _, ok := v[0].(*value.Table); ok {
				return "html"
			}
		}
	}
	return value.Repr(v)
}

// randomNotebooks writes notebooks of random outputs and returns their paths.
func randomNotebooks(t *testing.T, n int) []string {
	rng := rand.New(rand.NewSource(1))
	folder := t.TempDir()
	var paths []string
	for i := range n {
		var cells []string
		for range 1 + rng.Intn(5) {
			var tags, outputs []string
			for range rng.Intn(3) {
				tags = append(tags, pick(rng, "a", "b", "parameters", "c"))
			}
			for range rng.Intn(4) {
				outputs = append(outputs, randomOutput(rng))
			}
			if len(outputs) > 0 && rng.Intn(10) > 0 { // else the peer may raise
				outputs = append(outputs, stdout(pick(rng, "1", "x\n", "[1, 'a']")))
			}
			cells = append(cells, cell(strings.Join(tags, " "), outputs...))
		}
		path := filepath.Join(folder, fmt.Sprintf("%d.ipynb", i))
		require.NoError(t, os.WriteFile(path, []byte(notebook(strings.Join(cells, ","))), 0o600))
		paths = append(paths, path)
	}
	return paths
}

func pick(rng *rand.Rand, choices ...string) string { return choices[rng.Intn(len(choices))] }

func randomOutput(rng *rand.Rand) string {
	name := pick(rng, "a", "b", "c")
	switch rng.Intn(8) {
	case 0:
		return stdout(pick(rng, "0.5\n", "text", "{'k': 1}", "np.float64(1.0)", "nan", "", "(1, 2)"))
	case 1:
		return stderr("warning")
	case 2:
		return shown("text/plain", `"shown <Figure>"`, "image/png", onePixel, "text/html", `"<b>"`)
	case 3:
		return shown("text/html", smallTable, "text/plain", `"1"`)
	case 4:
		return glueDisplay(name, "text/plain", `"shown"`, "image/png", onePixel)
	case 5:
		return shownWith(`{"papermill": {"name": "`+name+`"}}`, "text/plain", `"shown"`)
	case 6:
		return shown("application/papermill.record+json", `{"`+name+`": `+pick(rng, "1", `"2"`, `[true, null]`)+`}`)
	}
	return glue(pick(rng, "json", "text"), name, pick(rng, "1", "0.25", `"s"`, `"[1]"`, `{"k": [1, {"z": null}]}`, "true"))
}
