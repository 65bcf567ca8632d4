package value

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// An Image is a picture as the notebook holds it: still encoded, decoded on
// demand. So are the other files that it may show: a PDF, a sound, a film; they
// have no size.
type Image struct {
	MIMEType string // image/png, image/jpeg, image/gif, image/webp, image/svg+xml; application/pdf, audio/wav, video/mp4, ...
	// Width and Height are in pixels, of the picture itself; 0 when unknown.
	Width, Height int
	// ShownWidth and ShownHeight are in CSS pixels: how large the notebook wants
	// the picture shown; 0 where it does not say. A picture for screens with
	// small pixels says half of Width and Height.
	ShownWidth, ShownHeight int
	// Alt is the notebook's text for those who do not see the picture.
	Alt string

	encoded []byte // base64 without white space around it, or the text of an SVG
	// fetch returns what encoded was, where the image does not keep it.
	fetch func(room *[]byte) ([]byte, error)
	// forgotten is how many bytes encoded had.
	forgotten int
	svg       bool   // the notebook holds the document itself, not base64
	sum       string // SHA-256 of Base64; "" before KeepHash
}

// NewImage returns the image of a MIME bundle's entry: base64 text, in which
// white space is allowed, or the text of an SVG document. It keeps encoded,
// which must not change any more, and decodes no more than its beginning, to
// measure it. A picture that is cut off, damaged or of another format than
// mimeType says is an image all the same, with a size of 0 when that cannot
// be read; an error is only what is empty or does not begin as base64 does.
func NewImage(mimeType string, encoded []byte) (*Image, error) {
	m := &Image{MIMEType: mimeType, encoded: bytes.TrimSpace(encoded)}
	if len(m.encoded) == 0 {
		return nil, fmt.Errorf("%s: no data", mimeType)
	}
	// Some tools write SVG as base64.
	if m.svg = mimeType == "image/svg+xml" && m.encoded[0] == '<'; m.svg {
		m.Width, m.Height = svgSize(m.encoded)
		return m, nil
	}
	if m.Width, m.Height = headerSize(m.encoded); m.Width > 0 {
		return m, nil
	}
	beginning, err := decodeBeginning(m.encoded, measured)
	if err != nil {
		return nil, fmt.Errorf("%s: not base64: %w", mimeType, err)
	}
	m.Width, m.Height = pixelSize(beginning)
	return m, nil
}

// Forget lets go of the text that NewImage was given. Whenever it is needed
// again fetch is called, by several goroutines at once, and must return the
// same text or an error. It may put the text into room, which it may make larger;
// nil is for a text that is kept.
func (m *Image) Forget(fetch func(room *[]byte) ([]byte, error)) {
	m.encoded, m.fetch, m.forgotten = nil, fetch, len(m.encoded)
}

// EncodedSize is how many bytes the picture has as it stands in the notebook.
func (m *Image) EncodedSize() int { return max(len(m.encoded), m.forgotten) }

// text returns the picture as it stands in the notebook, not empty.
func (m *Image) text(room *[]byte) ([]byte, error) {
	if m.fetch == nil {
		return m.encoded, nil
	}
	encoded, err := m.fetch(room)
	if err != nil {
		return nil, err
	}
	return bytes.TrimSpace(encoded), nil
}

// measured is how many bytes of base64 are decoded to measure a picture. The
// size of a JPEG stands behind its metadata, which may be long.
const measured = 1 << 16

// headerSize measures a picture by its first bytes, where most formats have
// their size; 0, 0 when it does not stand there. Those of a document tell
// nothing: an attribute may be cut off.
func headerSize(encoded []byte) (width, height int) {
	const header = 64
	beginning, err := decodeBeginning(encoded, header)
	if err != nil || bytes.IndexByte(beginning, '<') >= 0 {
		return 0, 0
	}
	return pixelSize(beginning)
}

func decodeBeginning(encoded []byte, limit int) ([]byte, error) {
	clean := stripSpace(encoded[:min(len(encoded), limit)])
	clean = clean[:len(clean)/4*4]
	if len(clean) == 0 {
		return nil, fmt.Errorf("%d bytes", len(encoded))
	}
	beginning := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
	n, err := base64.StdEncoding.Decode(beginning, clean)
	if err != nil && n == 0 {
		return nil, err
	}
	return beginning[:n], nil
}

// stripSpace returns b without white space, b itself when it has none.
func stripSpace(b []byte) []byte {
	if bytes.IndexByte(b, '\n') < 0 && bytes.IndexByte(b, ' ') < 0 && bytes.IndexByte(b, '\r') < 0 && bytes.IndexByte(b, '\t') < 0 {
		return b
	}
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		if c != '\n' && c != ' ' && c != '\r' && c != '\t' {
			clean = append(clean, c)
		}
	}
	return clean
}

// Bytes returns the picture's file content, which must not be changed. The
// error says where the base64 is damaged, or why a picture that was forgotten
// cannot be read again.
func (m *Image) Bytes() ([]byte, error) {
	text, err := m.text(nil)
	if err != nil || m.svg {
		return text, err
	}
	clean := cleanBase64(text)
	decoded := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
	n, err := base64.StdEncoding.Decode(decoded, clean)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.MIMEType, err)
	}
	return decoded[:n], nil
}

// Base64 returns the picture's file content as standard base64 without line
// breaks and with padding. It is not checked, and shares the notebook's memory
// where that is possible: it must not be changed. It is nil when the picture
// was forgotten and cannot be read again; Bytes says why.
func (m *Image) Base64() []byte { return m.Base64In(nil) }

// Base64In is Base64 for who has no use for the text after the next call: room
// is the memory for it, which is made larger where need be.
func (m *Image) Base64In(room *[]byte) []byte {
	text, err := m.text(room)
	switch {
	case err != nil:
		return nil
	case m.svg:
		return base64.StdEncoding.AppendEncode(nil, text)
	}
	return cleanBase64(text)
}

func cleanBase64(text []byte) []byte {
	clean := stripSpace(text)
	if missing := -len(clean) & 3; missing == 1 || missing == 2 {
		return append(clean[:len(clean):len(clean)], "=="[:missing]...)
	}
	return clean
}

// Hash identifies the picture's content: the SHA-256 of [Image.Base64], in
// hexadecimal. It costs time on every call, but after [Image.KeepHash].
func (m *Image) Hash() string {
	if m.sum != "" {
		return hex.EncodeToString([]byte(m.sum))
	}
	sum := sha256.Sum256(m.Base64())
	return hex.EncodeToString(sum[:])
}

// KeepHash finds the hash of a picture whose text is at hand, so that it need
// not be read again for it once it is forgotten. It must not be called while
// another goroutine uses the picture.
func (m *Image) KeepHash() {
	sum := sha256.Sum256(m.Base64())
	m.sum = string(sum[:])
}

// Ext returns the usual end of a file name for the picture, without a dot:
// png, jpg, gif, webp, svg, pdf, wav, mp4; "bin" for a MIME type from which
// none can be told.
func (m *Image) Ext() string {
	subtype, ok := strings.CutPrefix(m.MIMEType, "image/")
	subtype = strings.TrimPrefix(subtype, "x-")
	if kind, rest, _ := strings.Cut(m.MIMEType, "/"); kind == "audio" || kind == "video" {
		subtype, ok = strings.TrimPrefix(rest, "x-"), true
	}
	switch {
	case m.MIMEType == "application/pdf":
		return "pdf"
	case m.MIMEType == "audio/mpeg":
		return "mp3"
	case subtype == "jpeg":
		return "jpg"
	case subtype == "svg+xml":
		return "svg"
	case !ok || subtype == "" || strings.ContainsFunc(subtype, func(c rune) bool { return c > 'z' || !isNameStart(byte(c)) && !isDigit(byte(c)) }):
		return "bin"
	}
	return subtype
}

// size returns the length of the picture's file content in bytes, nearly so
// when it is not clean base64, and 0 when it cannot be read again.
func (m *Image) size() int {
	text, err := m.text(nil)
	if err != nil || m.svg {
		return len(text)
	}
	return base64.RawStdEncoding.DecodedLen(len(bytes.TrimRight(stripSpace(text), "=")))
}

func (m *Image) compare(n *Image) int {
	return cmp.Or(cmp.Compare(m.MIMEType, n.MIMEType), bytes.Compare(m.Base64(), n.Base64()))
}
