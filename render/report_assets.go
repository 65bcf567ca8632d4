package render

import (
	"encoding/base64"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// Assets takes the pictures out of a page or of Markdown: each becomes a file
// beside it, to which the page refers.
type Assets struct {
	// Prefix stands before the name of a picture: a relative URL that begins
	// with "./", ends in "/" and needs no escaping.
	Prefix string
	// Write keeps the content of a picture under its name, which consists of
	// lower-case letters, digits and one dot, and is the same for the same
	// content only. It is called by one goroutine, once a name.
	Write func(name string, content []byte) error
}

// assetTypes are the pictures that become files, with the end of their names.
// An SVG does not: opened by itself it is a page of its own, in which its
// scripts run. Neither does a document, which is saved from the page.
var assetTypes = map[string]string{
	"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/bmp": "bmp", "image/avif": "avif",
}

// assetName names the file of a picture by its content; "" for one that becomes
// no file.
func (b *pictureBook) assetName(m *value.Image, hash string) string {
	ext := assetTypes[m.MIMEType]
	if b.assets == nil || ext == "" {
		return ""
	}
	return hash[:32] + "." + ext
}

// assetContent decodes a picture. Of one that is damaged it is what stands
// before the damage: a browser then shows that there is none, as it does for a
// damaged picture inside the page.
func assetContent(encoded []byte) []byte {
	content := make([]byte, base64.StdEncoding.DecodedLen(len(encoded)))
	n, _ := base64.StdEncoding.Decode(content, encoded)
	return content[:n]
}
