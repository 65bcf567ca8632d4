package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestCountFindsWhatStandsOnABoundary(t *testing.T) {
	const buffer = 1 << 16
	for shift := -len(pngInBase64) - 1; shift < 2; shift++ {
		page := strings.Repeat("-", buffer+shift) + pngInBase64 + strings.Repeat("-", buffer) + pngInBase64
		n, err := count(strings.NewReader(page), pngInBase64)
		require.NoError(t, err)
		require.Equal(t, 2, n, "at %d", buffer+shift)
	}
	_, err := count(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abc"))), pngInBase64)
	require.ErrorIs(t, err, iotest.ErrTimeout)
}

func TestCheckImagesWantsEach(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat(pngInBase64+"\n", 5)), 0o644))
	set := &runSet{notebooks: 2}
	require.EqualError(t, set.checkImages(path, 3), "the page has 5 images, not 3 for each of 2 notebooks")
	set.notebooks = 5
	require.NoError(t, set.checkImages(path, 1))
}

func TestCheckCSVWantsEveryValue(t *testing.T) {
	header := `notebook,params.seed,` + strings.ReplaceAll(strings.Join(numberColumns, ","), `["0.1"]`, "") + "\n"
	header = strings.Replace(header, "error_quantiles", `"error_quantiles[""0.1""]"`, 1)
	values := strings.Repeat(",0.5", len(numberColumns)) + "\n"
	for name, c := range map[string]struct{ csv, problem string }{
		"complete":    {header + "a,0" + values + "b,1" + values, ""},
		"a row short": {header + "a,0" + values, "the CSV has 1 rows for 2 notebooks"},
		"a seed twice": {
			header + "a,0" + values + "b,0" + values, "the CSV has 1 seeds for 2 notebooks"},
		"no mse": {
			strings.Replace(header, "mse", "mae", 1) + "a,0" + values + "b,1" + values, "the CSV has no column mse"},
		"an empty cell": {
			header + "a,0" + values + "b,1" + strings.Replace(values, "0.5", "", 1),
			`mse of b: strconv.ParseFloat: parsing "": invalid syntax`},
	} {
		path := filepath.Join(t.TempDir(), "runs.csv")
		require.NoError(t, os.WriteFile(path, []byte(c.csv), 0o644))
		err := (&runSet{notebooks: 2}).checkCSV(path)
		if c.problem == "" {
			require.NoError(t, err, name)
		} else {
			require.EqualError(t, err, c.problem, name)
		}
	}
}

func TestCheckPeerWantsAllKeys(t *testing.T) {
	set := &runSet{notebooks: 3}
	require.NoError(t, set.checkPeer(`{"notebooks": 3, "keys": 21}`, 7))
	require.EqualError(t, set.checkPeer(`{"notebooks": 3, "keys": 20}`, 7), "saw 20 keys in 3 notebooks, not 21 in 3")
	require.EqualError(t, set.checkPeer(`{"notebooks": 2, "keys": 21}`, 7), "saw 21 keys in 2 notebooks, not 21 in 3")
	require.Error(t, set.checkPeer("", 7))
}
