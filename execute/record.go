package execute

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/nbcompare/nbcompare/nbformat"
)

// PapermillVersion is the version of papermill whose records are written.
const PapermillVersion = "2.7.0"

// Statuses of a cell, papermill's words.
const (
	statusPending   = "pending"
	statusRunning   = "running"
	statusCompleted = "completed"
	statusFailed    = "failed"
)

// A cellRecord is metadata.papermill of a cell; the names are papermill's.
type cellRecord struct {
	Duration  *seconds `json:"duration"`
	EndTime   *instant `json:"end_time"`
	Exception *bool    `json:"exception"`
	StartTime *instant `json:"start_time"`
	Status    string   `json:"status"`
}

// instant is a time as Python's isoformat writes it, in UTC.
type instant time.Time

// MarshalJSON implements [json.Marshaler].
func (i instant) MarshalJSON() ([]byte, error) {
	t := time.Time(i).UTC()
	layout := "2006-01-02T15:04:05.000000+00:00"
	if t.Nanosecond()/1000 == 0 {
		layout = "2006-01-02T15:04:05+00:00"
	}
	return json.Marshal(t.Format(layout))
}

// seconds is a duration in seconds, to the microsecond.
type seconds time.Duration

// MarshalJSON implements [json.Marshaler].
func (s seconds) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Duration(s).Round(time.Microsecond).Seconds())
}

// between returns the duration from a to b.
func between(a, b *instant) *seconds {
	d := seconds(time.Time(*b).Sub(time.Time(*a)))
	return &d
}

// markerTag is that of the cells that papermill adds where a cell failed.
const markerTag = "papermill-error-cell-tag"

const markerStyle = `style="color:red; font-family:Helvetica Neue, Helvetica, Arial, sans-serif; font-size:2em;"`

// markers returns the cell for the top of the notebook and the one to stand
// before the cell that failed, as papermill writes them.
func markers(count *int) (top, anchor nbformat.NewCell) {
	number := "None"
	if count != nil {
		number = fmt.Sprint(*count)
	}
	cell := func(source string) nbformat.NewCell {
		return nbformat.NewCell{CellType: nbformat.MarkdownCell, Source: source, Tags: []string{markerTag}}
	}
	return cell(`<span ` + markerStyle + `>An Exception was encountered at '<a href="#papermill-error-cell">In [` + number + `]</a>'.</span>`),
		cell(`<span id="papermill-error-cell" ` + markerStyle + `>Execution using papermill encountered an exception here and stopped:</span>`)
}

// withoutMarkers removes the markers of an earlier run.
func withoutMarkers(nb *nbformat.Notebook) (*nbformat.Notebook, error) {
	e, found := nb.Edit(), false
	for i := range nb.Cells {
		if nb.Cells[i].HasTag(markerTag) {
			e.RemoveCell(i)
			found = true
		}
	}
	if !found {
		return nb, nil
	}
	return e.Apply()
}
