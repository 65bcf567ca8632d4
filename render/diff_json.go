package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// diffDocument is what `diff --format json` writes. Fields are added, but none
// is renamed or taken away. Values are as [value.AppendJSON] has them, so that
// no number loses a digit.
type diffDocument struct {
	Baseline    string           `json:"baseline"`
	Runs        []diffRunJSON    `json:"runs"` // all, the baseline and unreadable ones too
	Differs     bool             `json:"differs"`
	Keys        int              `json:"keys"`                     // that were compared, the status as one
	Partial     int              `json:"partial_tables,omitempty"` // those without a difference of which only a part is shown
	Differences []differenceJSON `json:"differences"`
	// With --strict-compat: NotebookCollection's tables, by key.
	SingleRows map[string]json.RawMessage `json:"single_rows,omitempty"`
}

type diffRunJSON struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Status string `json:"status"`
}

// differenceJSON is one difference. Op is "changed", "added" (the baseline has
// none) or "removed"; Kind tells which of the fields behind it are there.
type differenceJSON struct {
	Path   string `json:"path"` // metrics.mse, status, cell 3
	Key    string `json:"key,omitempty"`
	Source string `json:"source,omitempty"`
	Run    string `json:"run"`
	Op     string `json:"op"`
	Kind   string `json:"kind"` // of the new value, else of the old; or "source"

	Old      json.RawMessage `json:"old,omitempty"`
	New      json.RawMessage `json:"new,omitempty"`
	Reason   string          `json:"reason,omitempty"` // why there is no value
	Delta    json.RawMessage `json:"delta,omitempty"`
	Relative json.RawMessage `json:"relative,omitempty"` // delta over |old|
	Verdict  string          `json:"verdict,omitempty"`  // "better" or "worse"

	Removed   []json.RawMessage `json:"removed,omitempty"` // elements of a list or a set
	Added     []json.RawMessage `json:"added,omitempty"`
	Reordered bool              `json:"reordered,omitempty"`

	Cells          []cellJSON      `json:"cells,omitempty"` // of a table
	RemovedRows    [][]string      `json:"removed_rows,omitempty"`
	AddedRows      [][]string      `json:"added_rows,omitempty"`
	RemovedColumns [][]string      `json:"removed_columns,omitempty"`
	AddedColumns   [][]string      `json:"added_columns,omitempty"`
	Omitted        int             `json:"omitted,omitempty"`        // cells beyond 10,000
	Truncated      bool            `json:"truncated,omitempty"`      // a notebook shows only part of the table
	Changed        json.RawMessage `json:"changed_pixels,omitempty"` // 0 to 1

	Diff    []string    `json:"diff,omitempty"` // lines as diff -u has them, without the names
	OldCell *sourceJSON `json:"old_cell,omitempty"`
	NewCell *sourceJSON `json:"new_cell,omitempty"`
	Moved   bool        `json:"moved,omitempty"`
}

type cellJSON struct {
	Row      []string        `json:"row"`
	Column   []string        `json:"column"`
	Old      json.RawMessage `json:"old"` // null for a missing value
	New      json.RawMessage `json:"new"`
	Delta    json.RawMessage `json:"delta,omitempty"`
	Relative json.RawMessage `json:"relative,omitempty"`
	Verdict  string          `json:"verdict,omitempty"`
}

type sourceJSON struct {
	Cell int      `json:"cell"` // index in the notebook, from 0
	Type string   `json:"type"`
	ID   string   `json:"id,omitempty"`
	Tags []string `json:"tags,omitempty"`
}

func writeDiffJSON(w io.Writer, p *diffPage) error {
	doc := diffDocument{
		Runs: []diffRunJSON{}, Differences: []differenceJSON{},
		Differs: len(p.diff.Differences) > 0, Keys: p.diff.Compared, Partial: p.diff.Partial,
	}
	for _, r := range p.c.Runs {
		doc.Runs = append(doc.Runs, diffRunJSON{r.Name, r.Path, statusText(r)})
	}
	if p.c.Baseline >= 0 {
		doc.Baseline = p.c.Runs[p.c.Baseline].Name
	}
	for i := range p.diff.Differences {
		doc.Differences = append(doc.Differences, p.differenceJSON(&p.diff.Differences[i]))
	}
	for _, table := range p.singleRows() {
		if doc.SingleRows == nil {
			doc.SingleRows = map[string]json.RawMessage{}
		}
		doc.SingleRows[table.key] = value.AppendJSON(nil, table.table)
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeControls(text.String()))
	return err
}

// escapeControls escapes the characters in JSON that a terminal may obey and
// that JSON lets stand: DEL, the controls behind it, and those that change the
// direction of writing. They can only be part of strings.
func escapeControls(text string) string {
	obeyed := func(r rune) bool { return r >= 0x7f && r <= 0x9f || unicode.Is(unicode.Bidi_Control, r) }
	if strings.IndexFunc(text, obeyed) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if obeyed(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (p *diffPage) differenceJSON(diff *collection.Difference) differenceJSON {
	out := differenceJSON{Path: diff.Title, Run: p.c.Runs[diff.Run].Name, Op: "changed"}
	if diff.Key >= 0 {
		out.Key, out.Source = p.c.Keys[diff.Key].Title, string(p.c.Keys[diff.Key].Source)
	}
	for _, v := range []value.Value{diff.Old.Value, diff.New.Value} {
		if v != nil {
			out.Kind = string(v.Kind())
		}
	}
	switch {
	case diff.Old.Value == nil && diff.New.Value != nil:
		out.Op, out.Reason = "added", diff.Old.Reason
	case diff.Old.Value != nil && diff.New.Value == nil:
		out.Op, out.Reason = "removed", diff.New.Reason
	}
	switch detail := diff.Detail.(type) {
	case nil:
		out.Old, out.New = valueJSON(diff.Old.Value), valueJSON(diff.New.Value)
		out.Delta, out.Relative, out.Verdict = movement(&diff.New)
	case *collection.SetDiff:
		out.Removed, out.Added, out.Reordered = valuesJSON(detail.Removed), valuesJSON(detail.Added), detail.Reordered
	case *collection.TableDiff:
		out.addTable(detail)
	case *collection.LineDiff:
		out.Diff = unified(detail)
	case *collection.PictureDiff:
		out.Old, out.New = valueJSON(diff.Old.Value), valueJSON(diff.New.Value)
		if detail.Changed != nil {
			out.Changed = value.AppendJSON(nil, value.Float(*detail.Changed))
		}
	case *collection.CellDiff:
		out.addCell(detail)
	}
	return out
}

func valueJSON(v value.Value) json.RawMessage {
	if v == nil {
		return nil
	}
	return value.AppendJSON(nil, v)
}

func valuesJSON(list []value.Value) (out []json.RawMessage) {
	for _, v := range list {
		out = append(out, valueJSON(v))
	}
	return out
}

func movement(cell *collection.Cell) (delta, relative json.RawMessage, verdict string) {
	if cell.Delta != nil {
		delta = floatJSON(*cell.Delta)
	}
	if cell.Relative != nil {
		relative = floatJSON(*cell.Relative)
	}
	switch {
	case cell.Verdict > 0:
		verdict = "better"
	case cell.Verdict < 0:
		verdict = "worse"
	}
	return delta, relative, verdict
}

// floatJSON writes a float so that it reads back to itself; integers without a point.
func floatJSON(f float64) json.RawMessage {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return value.AppendJSON(nil, value.Float(f))
	}
	b, _ := json.Marshal(f)
	return b
}

func (d *differenceJSON) addTable(detail *collection.TableDiff) {
	for i := range detail.Cells {
		cell := &detail.Cells[i]
		out := cellJSON{
			Row: cell.Row, Column: cell.Column,
			Old: value.AppendJSON(nil, cell.Old.Value), New: value.AppendJSON(nil, cell.New.Value),
		}
		out.Delta, out.Relative, out.Verdict = movement(&cell.New)
		d.Cells = append(d.Cells, out)
	}
	d.RemovedRows, d.AddedRows = labels(detail.RemovedRows), labels(detail.AddedRows)
	d.RemovedColumns, d.AddedColumns = labels(detail.RemovedColumns), labels(detail.AddedColumns)
	d.Reordered = detail.ReorderedRows || detail.ReorderedColumns
	d.Omitted, d.Truncated = detail.Omitted, detail.Truncated
}

func labels(list []value.Label) (out [][]string) {
	for _, label := range list {
		out = append(out, label)
	}
	return out
}

func unified(detail *collection.LineDiff) (lines []string) {
	for _, hunk := range collection.Hunks(detail.Lines, 3) {
		lines = append(lines, hunkHead(hunk))
		for _, line := range hunk.Lines {
			lines = append(lines, string(line.Op)+line.Text)
		}
	}
	return lines
}

func (d *differenceJSON) addCell(detail *collection.CellDiff) {
	d.Kind, d.Moved = "source", detail.Moved
	d.OldCell, d.NewCell = sourceOf(detail.Old), sourceOf(detail.New)
	switch {
	case detail.Old == nil:
		d.Op = "added"
	case detail.New == nil:
		d.Op = "removed"
	}
	d.Diff = unified(&detail.LineDiff)
}

func sourceOf(cell *collection.SourceCell) *sourceJSON {
	if cell == nil {
		return nil
	}
	return &sourceJSON{Cell: cell.Cell, Type: cell.CellType, ID: cell.ID, Tags: cell.Tags}
}
