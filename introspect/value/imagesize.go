package value

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// maxPixels is the largest width or height that is believed.
const maxPixels = 1 << 24

// pixelSize measures a picture by its first bytes, whatever its MIME type
// says; 0, 0 when they tell nothing.
func pixelSize(b []byte) (width, height int) {
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) && len(b) >= 24 && string(b[12:16]) == "IHDR":
		width, height = int(binary.BigEndian.Uint32(b[16:])), int(binary.BigEndian.Uint32(b[20:]))
	case bytes.HasPrefix(b, []byte("\xff\xd8")):
		width, height = jpegSize(b[2:])
	case (bytes.HasPrefix(b, []byte("GIF87a")) || bytes.HasPrefix(b, []byte("GIF89a"))) && len(b) >= 10:
		width, height = int(binary.LittleEndian.Uint16(b[6:])), int(binary.LittleEndian.Uint16(b[8:]))
	case len(b) >= 30 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		width, height = webpSize(b[12:])
	case bytes.Contains(b[:min(len(b), 1024)], []byte("<svg")):
		width, height = svgSize(b)
	}
	if width <= 0 || height <= 0 || width > maxPixels || height > maxPixels {
		return 0, 0
	}
	return width, height
}

// jpegSize walks the segments to the frame header (SOF0 to SOF15).
func jpegSize(b []byte) (width, height int) {
	for len(b) >= 4 && b[0] == 0xff {
		marker := b[1]
		if marker == 0xff { // fill byte
			b = b[1:]
			continue
		}
		length := 2 + int(binary.BigEndian.Uint16(b[2:]))
		isFrame := marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
		switch {
		case isFrame && len(b) >= 9:
			return int(binary.BigEndian.Uint16(b[7:])), int(binary.BigEndian.Uint16(b[5:]))
		case isFrame || length < 4 || length > len(b):
			return 0, 0
		}
		b = b[length:]
	}
	return 0, 0
}

// webpSize reads the first chunk, of which at least 18 bytes are there.
func webpSize(b []byte) (width, height int) {
	switch string(b[:4]) {
	case "VP8 ":
		return int(binary.LittleEndian.Uint16(b[14:])) & 0x3fff, int(binary.LittleEndian.Uint16(b[16:])) & 0x3fff
	case "VP8L":
		bits := binary.LittleEndian.Uint32(b[9:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
	case "VP8X":
		return uint24(b[12:]) + 1, uint24(b[15:]) + 1
	}
	return 0, 0
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// svgSize reads the width and height of the root element, or of its viewBox.
func svgSize(document []byte) (width, height int) {
	z := html.NewTokenizer(bytes.NewReader(document[:min(len(document), measured)]))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return 0, 0
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if token := z.Token(); token.Data == "svg" || strings.HasSuffix(token.Data, ":svg") {
			return svgAttrSize(token.Attr)
		}
	}
}

func svgAttrSize(attributes []html.Attribute) (width, height int) {
	var box []string
	for _, a := range attributes {
		switch a.Key {
		case "width":
			width = svgPixels(a.Val)
		case "height":
			height = svgPixels(a.Val)
		case "viewbox":
			box = strings.FieldsFunc(a.Val, func(c rune) bool { return c == ',' || c == ' ' || c == '\n' || c == '\t' })
		}
	}
	if (width == 0 || height == 0) && len(box) == 4 {
		width, height = svgPixels(box[2]), svgPixels(box[3])
	}
	if width == 0 || height == 0 {
		return 0, 0
	}
	return width, height
}

// svgPixels converts a length in CSS units to pixels, rounded; 0 for a
// relative length and what is none.
func svgPixels(length string) int {
	number := strings.TrimRight(strings.TrimSpace(length), "abcdefghijklmnopqrstuvwxyz%")
	unit := strings.TrimSpace(length)[len(number):]
	f, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil {
		return 0
	}
	switch unit {
	case "", "px":
	case "pt":
		f *= 96.0 / 72
	case "pc":
		f *= 16
	case "in":
		f *= 96
	case "cm":
		f *= 96 / 2.54
	case "mm":
		f *= 96 / 25.4
	default:
		return 0
	}
	if !(f >= 0 && f <= maxPixels) {
		return 0
	}
	return int(math.Round(f))
}
