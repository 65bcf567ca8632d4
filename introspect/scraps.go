package introspect

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// The MIME types that hold scraps: scrapbook's glue (.text+json and so on),
// papermill's record (+json), which came before it, and MyST-NB's glue, which
// puts the second before the MIME types of the value (/text/plain).
const (
	scrapType  = "application/scrapbook.scrap"
	recordType = "application/papermill.record"
	mystType   = recordType + "/"
)

func isScrapType(t string) bool {
	return strings.HasPrefix(t, scrapType) || strings.HasPrefix(t, recordType)
}

// A scrap is collected from all outputs that have its name.
type scrap struct {
	name    string
	first   int // the first cell that has it
	cell    int // the cell of data, or of display where there is no data
	data    value.Value
	output  output // of data
	display value.Value
	reason  string
	hasData bool // an output meant to give data, even if it could not be read
}

// entry returns the scrap's entry. A scrap of which only a display is known
// has that for its value.
func (s scrap) entry(strict bool) orderedEntry {
	e := orderedEntry{order: s.cell, Entry: Entry{
		Source: SourceScrap, Name: s.name, Cell: s.cell, Value: s.data, Display: s.display, Reason: s.reason,
	}}
	if strict {
		e.order = s.first
	}
	if e.Value == nil {
		e.Value, e.Display, e.OnlyShown = s.display, nil, s.display != nil
	}
	if e.Value != nil {
		e.Reason = ""
	}
	return e
}

// scrapPart is what one output says about a scrap.
type scrapPart struct {
	name    string
	value   value.Value
	reason  string // why there is no value
	display bool
}

// scrapOutput adds what an output says about scraps. Data and display are
// merged: data from the last output with data, the display from the last with
// one. With StrictCompat an output replaces all that earlier ones said, as in
// scrapbook, which so loses the data of glue(..., display=True).
func (in *inspector) scrapOutput(cell int, o output) {
	var fresh map[string]bool
	in.scrapParts(cell, o)
	for _, part := range in.parts {
		i, ok := in.scrapAt[part.name]
		if !ok {
			i = len(in.scraps)
			in.scrapAt[part.name] = i
			in.scraps = append(in.scraps, scrap{name: part.name, first: cell})
		}
		s := &in.scraps[i]
		if in.opts.StrictCompat && !fresh[part.name] {
			*s = scrap{name: s.name, first: s.first}
			if fresh == nil {
				fresh = map[string]bool{}
			}
			fresh[part.name] = true
		}
		s.add(cell, o, part)
	}
}

func (s *scrap) add(cell int, o output, part scrapPart) {
	if !part.display {
		s.data, s.reason, s.hasData, s.cell, s.output = part.value, part.reason, true, cell, o
		return
	}
	s.display = part.value
	if !s.hasData {
		s.cell, s.reason = cell, part.reason
	}
}

// scrapParts sets in.parts to what an output says about scraps: first data, then
// display.
func (in *inspector) scrapParts(cell int, o output) {
	in.parts = in.parts[:0]
	for _, d := range o.Data {
		switch {
		case strings.HasPrefix(d.Type, mystType):
		case strings.HasPrefix(d.Type, scrapType):
			in.payload(cell, o, d)
		case strings.HasPrefix(d.Type, recordType):
			in.record(cell, o, d)
		}
	}
	if o.glue.display != "" {
		in.parts = append(in.parts, in.display(cell, o))
	}
	if o.glue.myst != "" && !in.opts.StrictCompat {
		in.parts = append(in.parts, in.myst(cell, o))
	}
}

// payload reads scrapbook's {"name", "data", "encoder", "version"}.
func (in *inspector) payload(cell int, o output, d nbformat.MIMEData) {
	payload := newPayload(d.Value)
	name, ok := payload.name.Text()
	if !ok {
		name, _ = o.Metadata.Get("scrapbook", "name").Text()
	}
	v, err := in.opts.decodePayload(payload)
	part := scrapPart{name: name, value: v}
	if err != nil {
		part.reason = in.scrapProblem(cell, o, name, err)
	}
	if version, ok := payload.version.Int(); ok && version > 1 {
		in.warn(cell, o, fmt.Sprintf("scrap %q: payload version %d is newer than 1", name, version))
	}
	if name != "" {
		in.parts = append(in.parts, part)
	}
}

// record reads papermill's {name: value}. With StrictCompat only the first
// name counts, as in scrapbook; papermill never wrote more.
func (in *inspector) record(cell int, o output, d nbformat.MIMEData) {
	_, encoder, _ := strings.Cut(d.Type, "+")
	for name, raw := range d.Value.Members() {
		if name == "" && !in.opts.StrictCompat {
			in.warn(cell, o, "a record of papermill has no name; left out")
			continue
		}
		v, err := in.opts.decodeScrap(name, encoder, raw)
		part := scrapPart{name: name, value: v}
		if err != nil {
			part.reason = in.scrapProblem(cell, o, name, err)
		}
		in.parts = append(in.parts, part)
		if in.opts.StrictCompat {
			break
		}
	}
}

// scrapProblem warns that a scrap cannot be read, and returns the reason why it
// has no value.
func (in *inspector) scrapProblem(cell int, o output, name string, err error) string {
	in.warn(cell, o, fmt.Sprintf("scrap %q: %v", name, err))
	return "the scrap cannot be read: " + err.Error()
}

// A glued is what the metadata of an output says of scraps.
type glued struct {
	display string // the name under which the output shows a scrap; "" for none
	myst    string // the name that MyST-NB gave it; "" for none
	prefix  string // of the MIME types that MyST-NB glued
}

func glueOf(metadata nbformat.RawValue) (g glued) {
	if len(metadata.Bytes) <= len("{}") {
		return g // as that of most outputs
	}
	members := metadata.Pick("papermill", "scrapbook")
	record := members[1].Pick("name", "display", "mime_prefix")
	name, _ := record[0].Text()
	if display, _ := record[1].Bool(); display {
		g.display = name
	}
	if name, _ := members[0].Get("name").Text(); name != "" {
		g.display = name
	}
	if record[2].IsString() {
		g.myst = name
		g.prefix, _ = record[2].Text()
	}
	return g
}

func (in *inspector) display(cell int, o output) scrapPart {
	var rest nbformat.MIMEBundle
	for _, d := range o.Data {
		if !isScrapType(d.Type) {
			rest = append(rest, d)
		}
	}
	return in.shown(cell, o, o.glue.display, rest, true)
}

// myst reads a value that MyST-NB glued: an ordinary bundle, its MIME types
// prefixed unless it is also displayed.
func (in *inspector) myst(cell int, o output) scrapPart {
	var rest nbformat.MIMEBundle
	for _, d := range o.Data {
		if t, ok := strings.CutPrefix(d.Type, o.glue.prefix); ok {
			rest = append(rest, nbformat.MIMEData{Type: t, Value: d.Value})
		}
	}
	return in.shown(cell, o, o.glue.myst, rest, false)
}

func (in *inspector) shown(cell int, o output, name string, data nbformat.MIMEBundle, display bool) scrapPart {
	v, problem := in.opts.bundle(data)
	present(v, o.Metadata)
	if problem != "" {
		in.warn(cell, o, fmt.Sprintf("scrap %q: %s", name, problem))
	}
	part := scrapPart{name: name, value: v, display: display}
	if v == nil {
		part.reason = unreadable(data)
	}
	return part
}
