package introspect

import (
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

const (
	// maxShownSize is the largest width or height, in CSS pixels, that a notebook
	// may ask for; a larger one is as if it did not say.
	maxShownSize = 10_000
	// maxAlt is how many bytes of an alternative text are kept.
	maxAlt = 2000
)

// present notes on a picture, or on the one beside a figure, how an output's
// metadata wants it shown: metadata["image/png"] holds width, height and alt as
// IPython's Image writes them; some tools write them beside it.
func present(v value.Value, metadata nbformat.RawValue) {
	image := pictureIn(v)
	if image == nil || !metadata.IsObject() {
		return
	}
	for _, from := range []nbformat.RawValue{metadata, metadata.Get(image.MIMEType)} {
		if !from.IsObject() {
			continue
		}
		width, height := shownSize(from.Get("width")), shownSize(from.Get("height"))
		if width > 0 || height > 0 {
			image.ShownWidth, image.ShownHeight = width, height
		}
		if alt, ok := from.Get("alt").Text(); ok && from.Get("alt").IsString() {
			image.Alt = strings.ToValidUTF8(strings.TrimSpace(alt[:min(len(alt), maxAlt)]), "")
		}
	}
}

func pictureIn(v value.Value) *value.Image {
	switch v := v.(type) {
	case *value.Image:
		return v
	case *value.Figure:
		return v.Static
	}
	return nil
}

// shownSize reads 96, 96.5, "96" and "96px"; 0 is anything else, such as "50%".
func shownSize(raw nbformat.RawValue) int {
	text := string(raw.Bytes)
	if raw.IsString() {
		text, _ = raw.Text()
		text = strings.TrimSuffix(strings.TrimSpace(text), "px")
	}
	size, err := strconv.ParseFloat(text, 64)
	if err != nil || !(size >= 1 && size <= maxShownSize) {
		return 0
	}
	return int(size + 0.5)
}
