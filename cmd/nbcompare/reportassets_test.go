package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestLargePageSuggestsAssets: once, with the size, and not to who has it.
func TestLargePageSuggestsAssets(t *testing.T) {
	family := filepath.Join(testenv.Root(t), "testdata", "notebooks", "churn")
	folder := t.TempDir()
	report := func(output, assets string, from int64) string {
		var messages strings.Builder
		opts := &reportOptions{output: filepath.Join(folder, output), assets: assets, hinted: from, streams: Streams{Err: &messages}}
		opts.load.inputs = []string{family}
		require.NoError(t, runReport(t.Context(), opts))
		return messages.String()
	}
	require.NotContains(t, report("a.html", "", hintedSize), "hint")
	require.Regexp(t, `(?m)^nbcompare: hint: this is a file of \d+ MB; --assets DIR writes the pictures beside the page$`, report("b.html", "", 1000))
	require.Regexp(t, `hint: this is a file of \d+ MB; -o report.html --assets DIR writes`, report("b.ipynb", "", 1000))
	require.NotContains(t, report("c.html", filepath.Join(folder, "pictures"), 1000), "hint")
}

// TestAssetsOfAnUnfinishedReport: what stood there stays, what came goes.
func TestAssetsOfAnUnfinishedReport(t *testing.T) {
	folder := t.TempDir()
	pictures := filepath.Join(folder, "new", "pictures")
	assets, err := newAssetFolder(pictures, filepath.Join(folder, "report.html"))
	require.NoError(t, err)
	require.Equal(t, "./new/pictures/", assets.prefix)
	require.NoError(t, assets.write("a.png", []byte("a")))
	assets.undo()
	require.NoDirExists(t, filepath.Join(folder, "new"))

	require.NoError(t, os.MkdirAll(pictures, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(pictures, "a.png"), []byte("a"), 0o666))
	assets, err = newAssetFolder(pictures, filepath.Join(folder, "report.html"))
	require.NoError(t, err)
	require.NoError(t, assets.write("a.png", []byte("a")))
	require.NoError(t, assets.write("b.png", []byte("b")))
	require.Equal(t, map[string]string{"a.png": "a", "b.png": "b"}, readFolder(t, pictures))
	assets.undo()
	require.Equal(t, map[string]string{"a.png": "a"}, readFolder(t, pictures))
}

// TestAssetFolders: the way from the page, as an address.
func TestAssetFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("out", 0o777))
	for _, test := range []struct{ dir, page, want string }{
		{".", "report.html", "./"},
		{"out/x", "out/report.html", "./x/"},
		{"javascript:alert(1)", "report.html", "./javascript:alert%281%29/"},
		{"a#b?c", "report.html", "./a%23b%3Fc/"},
		{"out/..", "out/report.html", ""},
		{"..", "report.html", ""},
		{"out2", "out/report.html", ""},
	} {
		assets, err := newAssetFolder(test.dir, test.page)
		if test.want == "" {
			require.Error(t, err, test.dir)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, test.want, assets.prefix)
	}
}
