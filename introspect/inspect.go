package introspect

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// Inspect returns the content of nb. It never fails: what cannot be read is an
// entry with a reason, and mostly a warning.
func Inspect(nb *nbformat.Notebook, opts Options) *Content {
	in := inspectors.Get().(*inspector)
	defer in.free()
	in.collect(nb, opts)
	c := &Content{FailedCell: -1}
	in.status(c)
	c.Entries = in.entries()
	if opts.Scalars || opts.Unasked != nil {
		c.Entries = in.withoutCells(c.Entries)
	}
	for _, tag := range opts.Outputs {
		c.Entries = append(c.Entries, in.outputEntries(c.Entries, tag)...)
	}
	c.Silent = in.silentEntries()
	nb.Locate(in.warnings...)
	c.Warnings = in.warnings
	return c
}

// outputEntries returns the outputs of the cell that owns a tag as entries
// tag:roc[0], tag:roc[1] and so on.
func (in *inspector) outputEntries(entries []Entry, tag string) (outputs []Entry) {
	owner := slices.IndexFunc(entries, func(e Entry) bool { return e.Source == SourceTag && e.Name == tag })
	if owner < 0 {
		return nil
	}
	cell := entries[owner].Cell
	for n, v := range in.opts.outputValues(in.nb, cell) {
		e := Entry{Source: SourceOutput, Name: OutputName(tag, n), Cell: cell, Value: v}
		if v == nil {
			e.Reason = "the output cannot be read"
		}
		outputs = append(outputs, e)
	}
	return outputs
}

// OutputName returns how users write output n, from 0, of the cell that owns a
// tag: tag:roc[0].
func OutputName(tag string, n int) string {
	return value.FullPath(string(SourceTag)+":"+tag, value.Path{{Index: n, IsIndex: true}})
}

// outputValues returns what each output of a cell holds, in the order of the
// file; a nil element is an output that cannot be read. Only outputs that can
// be values count: displays, results, and each run of stdout as one; stderr,
// errors and the data of scraps do not. cell is an index into nb.Cells; there
// are no values for one that does not exist or is no code.
func (opts Options) outputValues(nb *nbformat.Notebook, cell int) []value.Value {
	if cell < 0 || cell >= len(nb.Cells) {
		return nil
	}
	var values []value.Value
	var run []output
	endRun := func() {
		if text, ok := joinStdout(run); ok {
			values = append(values, value.ParseText(text))
		}
		run = nil
	}
	for _, o := range cellOutputs(&nb.Cells[cell]) {
		switch o.class {
		case stdoutOutput:
			run = append(run, o)
		case shownOutput, scrapDisplay:
			endRun()
			v, _ := opts.shownValue(nb, o.Data, o.Metadata)
			values = append(values, v)
		}
	}
	endRun()
	return values
}

// An inspector collects the content of one notebook, cell by cell.
type inspector struct {
	nb       *nbformat.Notebook
	opts     Options
	warnings []*nbformat.Problem
	matches  []matchEntry
	matchAt  map[string]int // index in matches by name
	seen     executions
	scratch
}

// A scratch is what an inspector needs while it looks at a notebook, and another
// one after it.
type scratch struct {
	raw     []nbformat.Output // of all cells
	outputs []output          // the same
	keyed   []keyedCell       // cells with tags or labels, and all with Options.Cells
	silent  []Entry
	parts   []scrapPart // of one output
	scraps  []scrap
	scrapAt map[string]int // index in scraps by name
	ordered []orderedEntry
	places  []entryPlace
	owner   map[key]int    // see owners
	sources map[string]int // how many entries have a name
}

// inspectors holds those that nobody is using.
var inspectors = sync.Pool{New: func() any {
	return &inspector{scratch: scratch{scrapAt: map[string]int{}, owner: map[key]int{}, sources: map[string]int{}}}
}}

// free gives the inspector back. It lets go of the notebook, and keeps no more
// than ordinary ones need.
func (in *inspector) free() {
	const most = 1 << 10
	s := in.scratch
	if max(cap(s.raw), cap(s.keyed), cap(s.silent), cap(s.ordered)) > most {
		return
	}
	nbformat.Forget(s.raw)
	clear(s.outputs)
	clear(s.keyed)
	clear(s.silent)
	clear(s.parts)
	clear(s.scraps)
	clear(s.scrapAt)
	clear(s.ordered)
	clear(s.owner)
	clear(s.sources)
	*in = inspector{scratch: scratch{raw: s.raw[:0], outputs: s.outputs[:0], keyed: s.keyed[:0], silent: s.silent[:0],
		parts: s.parts[:0], scraps: s.scraps[:0], scrapAt: s.scrapAt, ordered: s.ordered[:0], places: s.places[:0], owner: s.owner, sources: s.sources}}
	inspectors.Put(in)
}

type key struct {
	source Source
	name   string
}

// collect looks at all cells.
func (in *inspector) collect(nb *nbformat.Notebook, opts Options) {
	in.nb, in.opts = nb, opts
	for i := range nb.Cells {
		switch cell := &nb.Cells[i]; cell.CellType {
		case nbformat.CodeCell:
			in.cell(i, cell)
		case nbformat.MarkdownCell:
			in.markdownCell(i, cell)
		}
	}
}

// cellOutputs returns the outputs of a cell, which stand in the scratch; but
// not those of a notebook that stays in its file: they would all be kept in
// memory until the last cell.
func (in *inspector) cellOutputs(cell *nbformat.Cell) []output {
	if cell.OutputsInFile() {
		return cellOutputs(cell)
	}
	first, start := len(in.raw), len(in.outputs)
	in.raw = cell.AppendOutputs(in.raw)
	in.outputs = appendOutputs(in.outputs, in.raw[first:])
	return in.outputs[start:len(in.outputs):len(in.outputs)]
}

// markdownCell notes a Markdown cell with tags: what it says is the value.
func (in *inspector) markdownCell(i int, cell *nbformat.Cell) {
	if in.opts.StrictCompat || len(cell.Tags) == 0 {
		return
	}
	if names := in.tagNames(cell); len(names) > 0 {
		v := value.Markup{MIMEType: "text/markdown", Text: cell.Source()}
		in.keyed = append(in.keyed, keyedCell{cell: i, names: names, value: v})
	}
}

func (in *inspector) cell(i int, cell *nbformat.Cell) {
	outputs := in.cellOutputs(cell)
	in.execution(i, cell, outputs)
	for _, o := range outputs {
		in.scrapOutput(i, o)
	}
	in.match(i, outputs)
	names := in.cellNames(cell)
	if len(names) == 0 && !in.opts.Cells {
		return
	}
	glued := len(outputs) > 0
	if !in.opts.StrictCompat {
		outputs = slices.DeleteFunc(outputs, func(o output) bool { return o.class == scrapData })
	}
	if len(outputs) == 0 {
		in.addSilent(i, cell, names, glued)
		return
	}
	k := keyedCell{cell: i, names: names}
	if in.opts.StrictCompat {
		k.value, k.reason = in.opts.lastOutput(in.nb, outputs)
	} else {
		k.value, k.reason = in.cellValue(i, outputs)
	}
	in.keyed = append(in.keyed, k)
}

// entries returns the entries of the cells in their order, then those of the
// metadata.
func (in *inspector) entries() []Entry {
	all := in.ordered[:0]
	for i := range in.scraps {
		all = append(all, in.scraps[i].entry(in.opts.StrictCompat))
	}
	all = in.keyedEntries(all)
	for _, m := range in.matches {
		all = append(all, orderedEntry{order: m.cell, Entry: Entry{Source: SourceMatch, Name: m.name, Cell: m.cell, Value: m.value}})
	}
	places := in.places[:0]
	for i := range all {
		places = append(places, entryPlace{all[i].order, all[i].rank(), i})
	}
	in.ordered, in.places = all, places
	slices.SortFunc(places, func(a, b entryPlace) int { return cmp.Or(a.order-b.order, a.rank-b.rank, a.at-b.at) })
	entries := make([]Entry, 0, len(all)+mostMeta+in.opts.Room)
	for _, p := range places {
		entries = append(entries, all[p.at].Entry)
	}
	return in.appendMeta(entries)
}

// An orderedEntry stands at the cell order, which is that of the entry but for
// Options.StrictCompat, where a repeated name keeps its first place.
type orderedEntry struct {
	Entry
	order int
}

// An entryPlace is what ordered entries are sorted by, which are too large to
// be moved about; at is the index of one.
type entryPlace struct{ order, rank, at int }

func (e *orderedEntry) rank() int {
	switch e.Source {
	case SourceScrap:
		return 0
	case SourceTag:
		return 1
	case SourceLabel:
		return 2
	case SourceMatch:
		return 3
	}
	return 4
}

// warn notes a problem with an output of a cell.
func (in *inspector) warn(cell int, o output, message string) {
	in.warnings = append(in.warnings, &nbformat.Problem{
		Offset:  o.Raw.Offset,
		Pointer: "/cells/" + strconv.Itoa(cell) + "/outputs/" + strconv.Itoa(o.n),
		Message: message,
	})
}
