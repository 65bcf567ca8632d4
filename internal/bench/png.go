package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// A PNG file is this signature, then chunks: the length of the data (big endian), a type of four letters, the data, and
// a CRC-32 of type and data. The first chunk is IHDR, whose data are 13 bytes.
const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	afterIHDR    = len(pngSignature) + 4 + 4 + 13 + 4
)

// withComment returns the image with a tEXt chunk after IHDR: other bytes, and with them another content hash, but the
// same pixels.
func withComment(image []byte, comment string) ([]byte, error) {
	if len(image) < afterIHDR || !bytes.HasPrefix(image, []byte(pngSignature)) {
		return nil, errors.New("not a PNG image")
	}
	chunk := []byte("tEXt" + "Comment\x00" + comment)
	out := make([]byte, 0, len(image)+8+len(chunk))
	out = append(out, image[:afterIHDR]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, image[afterIHDR:]...), nil
}
