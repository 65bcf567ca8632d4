package render

import (
	"bufio"
	"fmt"
	"runtime"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// picturesAtOnce is how many bytes of pictures are read before they are written, if
// not a single one has more.
const picturesAtOnce = 1 << 18

// write writes one island a picture, as the base64 that the notebook holds. Its
// alphabet has no character that needs escaping, and bytes outside of it are
// not written: nothing but base64 may stand here, whatever the notebook says. A
// picture whose notebook has changed since is an error: a report without it would
// look complete.
func (b *pictureBook) write(out *bufio.Writer) error {
	stop := make(chan struct{})
	defer close(stop)
	rooms := make(chan *pictureRoom, runtime.GOMAXPROCS(0)+2)
	for range cap(rooms) {
		rooms <- &pictureRoom{}
	}
	for read := range b.readAhead(stop, rooms) {
		room := <-read
		if room.err != nil {
			return fmt.Errorf("reading a picture again: %w", room.err)
		}
		if _, err := out.Write(room.islands); err != nil {
			return err
		}
		for _, file := range room.files {
			if err := b.assets.Write(file.name, file.content); err != nil {
				return err
			}
		}
		rooms <- room
	}
	return nil
}

// A pictureRoom holds some pictures that follow each other, ready to be written, in
// memory that is used again.
type pictureRoom struct {
	islands []byte
	files   []assetFile
	encoded []byte // of one picture
	err     error  // why one cannot be read
}

// An assetFile is a picture beside the page.
type assetFile struct {
	name    string
	content []byte
}

// readAhead reads the pictures in their order, some at a time, while others are
// written: each stands in a file that must be opened. It ends early when stop
// is closed.
func (b *pictureBook) readAhead(stop <-chan struct{}, rooms <-chan *pictureRoom) <-chan chan *pictureRoom {
	slots := make(chan chan *pictureRoom, cap(rooms))
	go func() {
		defer close(slots)
		for first, next := 0, 0; first < len(b.pictures); first = next {
			next = b.atOnce(first)
			var room *pictureRoom
			select {
			case room = <-rooms:
			case <-stop:
				return
			}
			slot := make(chan *pictureRoom, 1)
			slots <- slot // there are as many as rooms
			go func() {
				room.read(b, first, next)
				slot <- room
			}()
		}
	}()
	return slots
}

// atOnce returns the end of the pictures that are read together, from first on.
func (b *pictureBook) atOnce(first int) (next int) {
	size := b.pictures[first].EncodedSize()
	for next = first + 1; next < len(b.pictures); next++ {
		if size += b.pictures[next].EncodedSize(); size > picturesAtOnce {
			break
		}
	}
	return next
}

// read makes islands, or files, of the pictures from first to before next.
func (r *pictureRoom) read(b *pictureBook, first, next int) {
	r.islands, r.files = r.islands[:0], r.files[:0]
	for i := first; i < next && r.err == nil; i++ {
		m := b.pictures[i]
		encoded := m.Base64In(&r.encoded)
		if encoded == nil {
			_, r.err = m.Bytes()
			continue
		}
		if b.assets != nil {
			if name := b.assetName(m, m.Hash()); name != "" {
				r.files = append(r.files, assetFile{name, assetContent(encoded)})
				continue
			}
		}
		r.islands = fmt.Appendf(r.islands, "<script type=\"application/x-nbcompare-image\" id=\"image-%d\">", i+1)
		r.islands = appendBase64(r.islands, encoded)
		r.islands = append(r.islands, "</script>\n"...)
	}
}

// readPicture returns the base64 of a picture, or why there is none.
func readPicture(m *value.Image) ([]byte, error) {
	encoded := m.Base64()
	if encoded == nil {
		_, err := m.Bytes()
		return nil, err
	}
	return encoded, nil
}

// appendBase64 appends what is base64.
func appendBase64(b, encoded []byte) []byte {
	for len(encoded) > 0 {
		n := 0
		for n < len(encoded) && isBase64[encoded[n]] {
			n++
		}
		b = append(b, encoded[:n]...)
		encoded = encoded[min(n+1, len(encoded)):]
	}
	return b
}

// isBase64 holds true for the characters of base64: a table, as most bytes of a
// report pass it.
var isBase64 = func() (is [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") {
		is[c] = true
	}
	return is
}()
