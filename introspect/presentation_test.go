package introspect

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A presentation is what a notebook wants of a picture.
type presentation struct {
	width, height int
	alt           string
}

func TestPresentation(t *testing.T) {
	for metadata, want := range map[string]presentation{
		`{}`: {},
		`[]`: {},
		`{"image/png": {"width": 96, "height": 64}}`:                  {96, 64, ""},
		`{"image/png": {"width": 96.4}}`:                              {96, 0, ""},
		`{"image/png": {"width": "96px", "height": "64"}}`:            {96, 64, ""},
		`{"width": 30, "image/png": {"alt": " a curve "}}`:            {30, 0, "a curve"},
		`{"image/png": {"width": "50%", "height": -3}}`:               {},
		`{"image/png": {"width": 1e9, "height": "NaN"}}`:              {},
		`{"image/png": {"width": null, "alt": ["a", "b"]}}`:           {},
		`{"image/jpeg": {"width": 96}}`:                               {},
		`{"image/png": {"alt": "` + strings.Repeat("ä", 1500) + `"}}`: {0, 0, strings.Repeat("ä", 1000)},
	} {
		nb, err := nbformat.Read(strings.NewReader(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a",
			"metadata": {"tags": ["chart"]}, "execution_count": 1, "source": "", "outputs": [{"output_type": "display_data",
			"data": {"image/png": "iVBORw0KGgo="}, "metadata": `+metadata+`}]}]}`), "a.ipynb")
		require.NoError(t, err)
		image := Inspect(nb, Options{}).Entries[0].Value.(*value.Image)
		require.Equal(t, want, presentation{image.ShownWidth, image.ShownHeight, image.Alt}, metadata)
	}
}

// TestWildPresentation reads what IPython and matplotlib write.
func TestWildPresentation(t *testing.T) {
	nb, err := nbformat.ReadFile(filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", "markup-0.ipynb"))
	require.NoError(t, err)
	got := map[string]presentation{}
	for _, entry := range Inspect(nb, Options{}).Entries {
		if image, ok := entry.Value.(*value.Image); ok && (image.ShownWidth > 0 || image.Alt != "") {
			got[entry.Name] = presentation{image.ShownWidth, image.ShownHeight, image.Alt}
		}
	}
	require.Equal(t, map[string]presentation{
		"png_size": {96, 64, ""}, "png_retina": {24, 16, ""}, "matplotlib_retina": {77, 54, ""}, "png_alt": {0, 0, "A gradient of level 1"},
	}, got)
}
