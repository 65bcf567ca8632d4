package collection

import (
	"context"
	"image"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A picturePair is two pictures whose bytes differ.
type picturePair struct {
	detail   *PictureDiff
	base, of value.Value
}

// comparePictures finds how much of each picture differs, and takes the
// differences out that nobody sees.
func (d *differ) comparePictures(ctx context.Context) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for len(d.pictures) > 0 {
		n := 1 // with the same picture of the baseline, which is decoded once
		for n < len(d.pictures) && d.pictures[n].base == d.pictures[0].base {
			n++
		}
		pairs := d.pictures[:n]
		d.pictures = d.pictures[n:]
		group.Go(func() error {
			comparePairs(ctx, pairs)
			return nil
		})
	}
	_ = group.Wait() // none returns an error
	d.out.Differences = slices.DeleteFunc(d.out.Differences, func(diff Difference) bool {
		p, ok := diff.Detail.(*PictureDiff)
		return ok && p.Changed != nil && *p.Changed == 0
	})
	return ctx.Err()
}

// comparePairs compares pictures that have the baseline's in common.
func comparePairs(ctx context.Context, pairs []picturePair) {
	var base image.Image
	for _, pair := range pairs {
		if ctx.Err() != nil {
			return
		}
		if sameDrawing(pair.base, pair.of) {
			pair.detail.Changed = new(float64)
			continue
		}
		if otherSize(pair.base, pair.of) {
			continue
		}
		if base == nil {
			base = decodePicture(pair.base)
		}
		if base == nil {
			return
		}
		pair.detail.Changed = changedPixels(base, pair.of)
	}
}

// otherSize reports whether two images say that they are of unequal size, so
// that they need not be decoded.
func otherSize(base, v value.Value) bool {
	a, ok := base.(*value.Image)
	b, both := v.(*value.Image)
	return ok && both && a.Width > 0 && b.Width > 0 && (a.Width != b.Width || a.Height != b.Height)
}

// What matplotlib writes anew into each SVG: the date, and names of its parts.
var (
	drawnDate = lazyre.New(`<dc:date>[^<]*</dc:date>`)
	drawnPart = lazyre.New(`((?:\bid="|"#|url\(#)\w*?)[0-9a-f]{10}\b`)
)

// sameDrawing reports whether two images are one SVG, but for what is written anew
// each time.
func sameDrawing(base, v value.Value) bool {
	a, ok := base.(*value.Image)
	b, both := v.(*value.Image)
	if !ok || !both || a.MIMEType != "image/svg+xml" || b.MIMEType != a.MIMEType {
		return false
	}
	x, err := a.Bytes()
	y, errOther := b.Bytes()
	return err == nil && errOther == nil && normalDrawing(x) == normalDrawing(y)
}

func normalDrawing(text []byte) string {
	return drawnPart.ReplaceAllString(drawnDate.ReplaceAllString(string(text), ""), "$1")
}
