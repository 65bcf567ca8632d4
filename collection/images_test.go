package collection

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// testImage makes a white picture with some black pixels.
func testImage(t testing.TB, mimeType string, width, height, black int) *value.Image {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		c := color.White
		if i < black {
			c = color.Black
		}
		m.Set(i%width, i/width, c)
	}
	var b bytes.Buffer
	switch mimeType {
	case "image/png":
		require.NoError(t, png.Encode(&b, m))
	case "image/jpeg":
		require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: 100}))
	case "image/gif":
		require.NoError(t, gif.Encode(&b, m, nil))
	}
	return encodedImage(t, mimeType, b.Bytes())
}

func encodedImage(t testing.TB, mimeType string, data []byte) *value.Image {
	t.Helper()
	m, err := value.NewImage(mimeType, []byte(base64.StdEncoding.EncodeToString(data)))
	require.NoError(t, err)
	return m
}

// bomb is a PNG that promises more pixels than it has bytes for.
func bomb(t testing.TB, side uint32) *value.Image {
	b := []byte("\x89PNG\r\n\x1a\n")
	header := binary.BigEndian.AppendUint32(nil, side)
	header = append(binary.BigEndian.AppendUint32(header, side), 16, 6, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(header)))
	chunk := append([]byte("IHDR"), header...)
	b = append(b, chunk...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
	return encodedImage(t, "image/png", append(b, "\x00\x00\x00\x00IDAT"...))
}

func TestImages(t *testing.T) {
	white, black := testImage(t, "image/png", 10, 10, 0), testImage(t, "image/png", 10, 10, 50)
	figure := &value.Figure{MIMEType: "application/vnd.plotly.v1+json", Spec: []byte(`{"data":[]}`), Static: black}
	svg, err := value.NewImage("image/svg+xml", []byte("<svg/>"))
	require.NoError(t, err)
	for _, test := range []struct {
		name   string
		values []value.Value
		want   Images
	}{
		{"png", []value.Value{white, black, white, nil}, Images{Groups: []int{0, 1, 0, -1}, Changed: []*float64{ptr(0), ptr(0.5), ptr(0), nil}}},
		{"no picture in the baseline", []value.Value{nil, black, white}, Images{Base: 1, Groups: []int{-1, 0, 1}, Changed: []*float64{nil, ptr(0), ptr(0.5)}}},
		{"gif and jpeg", []value.Value{testImage(t, "image/gif", 8, 8, 0), testImage(t, "image/gif", 8, 8, 16), testImage(t, "image/jpeg", 8, 8, 0)},
			Images{Groups: []int{0, 1, 2}, Changed: []*float64{ptr(0), ptr(0.25), ptr(0)}}},
		{"unequal sizes", []value.Value{white, testImage(t, "image/png", 10, 9, 0)}, Images{Groups: []int{0, 1}, Changed: []*float64{ptr(0), nil}}},
		{"figures by their static picture", []value.Value{white, figure, figure}, Images{Groups: []int{0, 1, 1}, Changed: []*float64{ptr(0), ptr(0.5), ptr(0.5)}}},
		{"figure without picture", []value.Value{&value.Figure{Spec: []byte("{}")}, white}, Images{Groups: []int{0, 1}, Changed: []*float64{nil, nil}}},
		{"svg", []value.Value{svg, white}, Images{Groups: []int{0, 1}, Changed: []*float64{nil, nil}}},
		{"broken", []value.Value{white, encodedImage(t, "image/png", []byte("no picture")), bomb(t, 10), bomb(t, 1<<31-1), bomb(t, 7000)},
			Images{Groups: []int{0, 1, 2, 3, 4}, Changed: []*float64{ptr(0), nil, nil, nil, nil}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmp := compareValues(t, test.values...)
			require.NoError(t, (&Collection{}).ComparePixels(t.Context(), cmp))
			require.Equal(t, &test.want, cmp.Body)
		})
	}
}

func TestComparePixelsCancelled(t *testing.T) {
	cmp := compareValues(t, testImage(t, "image/png", 4, 4, 0), testImage(t, "image/png", 4, 4, 1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, (&Collection{}).ComparePixels(ctx, cmp), context.Canceled)
	require.Equal(t, []*float64{nil, nil}, cmp.Body.(*Images).Changed)
}
