package value

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const onePixelPNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// pictures returns files of each format, 7 pixels wide and 5 high.
func pictures(t testing.TB) map[string][]byte {
	var p, j, g bytes.Buffer
	picture := image.NewPaletted(image.Rect(0, 0, 7, 5), color.Palette{color.Black})
	require.NoError(t, png.Encode(&p, picture))
	require.NoError(t, jpeg.Encode(&j, picture, nil))
	require.NoError(t, gif.Encode(&g, picture, nil))
	exif := append([]byte("\xff\xd8\xff\xe1\x20\x02"), make([]byte, 0x2000)...)
	return map[string][]byte{
		"image/png": p.Bytes(), "image/jpeg": j.Bytes(), "image/gif": g.Bytes(),
		"image/jpeg;long": append(exif, j.Bytes()[2:]...),
		"image/webp":      []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x04\x00\x00"),
		"image/webp;VP8L": []byte("RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f\x06\x00\x01\x00\x00\x00\x00\x00\x00"),
		"image/webp;VP8":  []byte("RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x07\x00\x05\x00"),
	}
}

func TestNewImage(t *testing.T) {
	for format, file := range pictures(t) {
		mimeType, _, _ := strings.Cut(format, ";")
		clean := base64.StdEncoding.EncodeToString(file)
		for _, encoded := range []string{clean, clean + "\n", broken(clean), strings.TrimRight(clean, "=")} {
			m, err := NewImage(mimeType, []byte(encoded))
			require.NoError(t, err, format)
			require.Equal(t, [2]int{7, 5}, [2]int{m.Width, m.Height}, format)
			decoded, err := m.Bytes()
			require.NoError(t, err, format)
			require.Equal(t, file, decoded, format)
			require.Equal(t, clean, string(m.Base64()), format)
			require.Equal(t, len(file), m.size(), format)
		}
	}
}

// broken breaks base64 into lines, as Jupyter's Python 2 kernels did.
func broken(clean string) string {
	var b strings.Builder
	for len(clean) > 76 {
		b.WriteString(clean[:76] + "\n")
		clean = clean[76:]
	}
	return b.String() + clean + "\n"
}

func TestImageSharesMemory(t *testing.T) {
	encoded := []byte(onePixelPNG + "\n")
	m, err := NewImage("image/png", encoded)
	require.NoError(t, err)
	require.Same(t, &encoded[0], &m.Base64()[0])
	require.Zero(t, testing.AllocsPerRun(10, func() { m.Base64() }))
}

func TestNewImageSVG(t *testing.T) {
	for document, size := range map[string][2]int{
		`<svg width="7" height="5px"/>`: {7, 5}, `<?xml version="1.0"?><!DOCTYPE svg><!-- <svg width="1" height="1"> --><svg:svg width='1in' height='36pt'>`: {96, 48},
		`<svg viewBox="0 0 7.4 5"/>`: {7, 5}, `<svg width="100%" viewBox="0,0,7,5">`: {7, 5}, `<svg width="1e99" height="5">`: {0, 0}, `<svg width="-7" height="5">`: {0, 0}, `<svg width="NaN" height="5">`: {0, 0},
		`<svg>`: {0, 0}, `<p>no</p>`: {0, 0}, `<svg width="7" height="5"`: {0, 0},
	} {
		m, err := NewImage("image/svg+xml", []byte("\n"+document))
		require.NoError(t, err)
		require.Equal(t, size, [2]int{m.Width, m.Height}, document)
		decoded, err := m.Bytes()
		require.NoError(t, err)
		require.Equal(t, document, string(decoded))
		again, err := NewImage("image/svg+xml", m.Base64()) // as some tools write it
		require.NoError(t, err)
		require.Equal(t, m.Hash(), again.Hash())
	}
}

func TestNewImageDamaged(t *testing.T) {
	for format, file := range pictures(t) {
		for n := 3; n < len(file); n += 1 + n/20 {
			_, err := NewImage(format, []byte(base64.StdEncoding.EncodeToString(file[:n])))
			require.NoError(t, err, "%s cut after %d bytes", format, n)
		}
	}
	m, err := NewImage("image/png", []byte(onePixelPNG[:40]+"!"+onePixelPNG[41:]))
	require.NoError(t, err)
	_, err = m.Bytes()
	require.EqualError(t, err, "image/png: illegal base64 data at input byte 40")
	for encoded, want := range map[string]string{
		"": "image/png: no data", " \n": "image/png: no data", "ab": "image/png: not base64: 2 bytes", "<html>no</html>": "image/png: not base64: illegal base64 data at input byte 0",
	} {
		_, err := NewImage("image/png", []byte(encoded))
		require.EqualError(t, err, want)
	}
}

// A picture of another format than it says is measured as what it is.
func TestNewImageMislabelled(t *testing.T) {
	m, err := NewImage("image/jpeg", []byte(onePixelPNG))
	require.NoError(t, err)
	require.Equal(t, &Image{MIMEType: "image/jpeg", Width: 1, Height: 1, encoded: []byte(onePixelPNG)}, m)
}

func TestImageHash(t *testing.T) {
	a, err := NewImage("image/png", []byte(onePixelPNG))
	require.NoError(t, err)
	b, err := NewImage("image/png", []byte(broken(onePixelPNG)))
	require.NoError(t, err)
	c, err := NewImage("image/png", []byte(strings.Replace(onePixelPNG, "iVBO", "iVBP", 1)))
	require.NoError(t, err)
	require.Equal(t, a.Hash(), b.Hash())
	require.NotEqual(t, a.Hash(), c.Hash())
	require.Len(t, a.Hash(), 64)
	require.True(t, Equal(a, b))
	require.False(t, Equal(a, c))
}

func TestImageExt(t *testing.T) {
	for mimeType, want := range map[string]string{
		"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg", "image/webp": "webp", "image/x-icon": "icon", "image/../../etc": "bin", "image/": "bin", "text/html": "bin", "": "bin", "image/é": "bin",
	} {
		require.Equal(t, want, (&Image{MIMEType: mimeType}).Ext(), mimeType)
	}
}
