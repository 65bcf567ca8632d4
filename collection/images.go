package collection

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/draw"
	_ "image/gif"  // to compare pixels
	_ "image/jpeg" // to compare pixels
	_ "image/png"  // to compare pixels
	"runtime"

	"github.com/orisano/pixelmatch"
	"golang.org/x/sync/errgroup"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxPixels bounds the pictures that are decoded: a small file may promise a
// picture that fills the memory.
const maxPixels = 40_000_000

// Images compares pictures and figures.
type Images struct {
	// Groups holds a number a run: runs with the same picture, byte for byte,
	// have the same number, counted from 0; -1 for a run without one.
	Groups []int
	// Base is the run whose picture the others are compared with: the baseline,
	// or the first run that has one where the baseline has none.
	Base int
	// Changed holds the share of pixels that differ from the base's picture, 0
	// to 1; all nil before [Collection.ComparePixels], and nil where that
	// cannot compare: pictures of unequal size, of more than 40 million pixels
	// or of a kind that is not decoded.
	Changed []*float64
}

// compareImages groups the pictures by their content.
func (c *Collection) compareImages(values []value.Value) *Images {
	m := &Images{Base: c.base(values), Groups: make([]int, len(values)), Changed: make([]*float64, len(values))}
	groups := map[string]int{}
	for run, v := range values {
		if v == nil {
			m.Groups[run] = -1
			continue
		}
		id := pictureID(v)
		g, ok := groups[id]
		if !ok {
			g = len(groups)
			groups[id] = g
		}
		m.Groups[run] = g
	}
	return m
}

// pictureID identifies the content of an image, or the specification of a figure.
func pictureID(v value.Value) string {
	switch v := v.(type) {
	case *value.Image:
		return v.MIMEType + " " + v.Hash()
	case *value.Figure:
		sum := sha256.Sum256(v.Spec)
		return v.MIMEType + " " + hex.EncodeToString(sum[:])
	}
	return ""
}

// ComparePixels fills in Images.Changed of a comparison of pictures, that of
// figures by the pictures beside them; it does nothing for other comparisons.
// It decodes one picture of every group and so takes much longer than
// [Collection.Compare]. The error is that of ctx.
func (c *Collection) ComparePixels(ctx context.Context, cmp *Comparison) error {
	m, ok := cmp.Body.(*Images)
	if !ok || m.Base < 0 {
		return nil
	}
	base := decodePicture(cmp.Cells[m.Base].Value)
	if base == nil {
		return nil
	}
	first := map[int]int{} // the first run of each group
	changed := make([]*float64, len(m.Groups))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for run, g := range m.Groups {
		if _, there := first[g]; there || g < 0 || ctx.Err() != nil {
			continue
		}
		first[g] = run
		group.Go(func() error {
			if ctx.Err() == nil {
				changed[run] = changedPixels(base, cmp.Cells[run].Value)
			}
			return nil
		})
	}
	_ = group.Wait() // none returns an error
	for run, g := range m.Groups {
		if g >= 0 && changed[first[g]] != nil {
			share := *changed[first[g]]
			m.Changed[run] = &share
		}
	}
	return ctx.Err()
}

// changedPixels returns the share of pixels that a person would see differ
// (pixelmatch: by colour, anti-aliasing set aside), or nil.
func changedPixels(base image.Image, v value.Value) *float64 {
	picture := decodePicture(v)
	if picture == nil || picture.Bounds() != base.Bounds() {
		return nil
	}
	n, err := pixelmatch.MatchPixel(base, picture)
	if err != nil {
		return nil
	}
	share := float64(n) / float64(base.Bounds().Dx()*base.Bounds().Dy())
	return &share
}

// decodePicture returns the pixels of an image, or nil.
func decodePicture(v value.Value) image.Image {
	if f, ok := v.(*value.Figure); ok && f.Static != nil {
		v = f.Static
	}
	m, ok := v.(*value.Image)
	if !ok || m == nil || m.MIMEType == "image/svg+xml" {
		return nil
	}
	data, err := m.Bytes()
	if err != nil {
		return nil
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Empty() {
		return nil
	}
	return atOrigin(picture)
}

// atOrigin returns the picture with its upper left corner at 0, 0, where
// pixelmatch takes it to be. The frame of a GIF may stand elsewhere.
func atOrigin(m image.Image) image.Image {
	bounds := m.Bounds()
	if bounds.Min == (image.Point{}) {
		return m
	}
	moved := image.NewNRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	draw.Draw(moved, moved.Bounds(), m, bounds.Min, draw.Src)
	return moved
}
