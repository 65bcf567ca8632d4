package render

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
)

// TestAssets: a picture becomes one file, whatever a notebook says of it; an SVG
// and what is no picture stay in the page.
func TestAssets(t *testing.T) {
	folder := t.TempDir()
	cells := []map[string]any{
		cellOf("png", displayed("image/png", onePixel)), cellOf("same", displayed("image/jpeg", onePixel)),
		cellOf("damaged", displayed("image/png", onePixel[:40]+"<img src=x>")),
		cellOf("svg", displayed("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")),
		cellOf("pdf", displayed("application/pdf", "JVBERi0xLjQK")), cellOf("odd", displayed("image/x-../../a", onePixel+"AAAA")),
	}
	writeNotebook(t, folder, "a", nil, cells...)
	writeNotebook(t, folder, "b", nil, cells...)
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{})
	require.NoError(t, err)
	files := map[string]int{}
	assets := &Assets{Prefix: "./x/", Write: func(name string, content []byte) error {
		require.NotContains(t, files, name, "a name is written once")
		require.Regexp(t, `^[0-9a-f]{32}\.(png|jpg)$`, name)
		files[name] = len(content)
		return nil
	}}
	var page bytes.Buffer
	require.NoError(t, Report(&page, c, ReportOptions{Assets: assets}))
	require.Len(t, files, 2)
	require.NotContains(t, page.String(), onePixel)
	require.Equal(t, 2, bytes.Count(page.Bytes(), []byte("application/x-nbcompare-image")), "the SVG and the PDF")
	var section struct {
		Images struct {
			Groups []struct{ Picture struct{ Src string } }
		}
	}
	for _, key := range []string{"section-1", "section-2"} {
		require.NoError(t, json.Unmarshal([]byte(between(t, page.String(), `id="`+key+`-data">`, "</script>")), &section))
		require.Contains(t, files, section.Images.Groups[0].Picture.Src[len("./x/"):], key)
	}

	full := errors.New("the disk is full")
	assets.Write = func(string, []byte) error { return full }
	require.ErrorIs(t, Report(&page, c, ReportOptions{Assets: assets}), full)
}
