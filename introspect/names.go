package introspect

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A keyedCell is a cell with outputs, the names by which it is known, and what
// it holds.
type keyedCell struct {
	cell   int
	names  []key
	value  value.Value
	reason string
}

// cellNames returns the tags of a code cell that are keys, without repeats, and
// its label: Quarto's, else the name in its metadata (nbformat's schema).
func (in *inspector) cellNames(cell *nbformat.Cell) []key {
	if in.opts.StrictCompat {
		if len(cell.Tags) == 0 {
			return nil
		}
		return []key{{SourceTag, cell.Tags[0]}}
	}
	names := in.tagNames(cell)
	label := quartoLabel(cell)
	if label == "" && mayHold(cell.Metadata, "name") {
		label, _ = cell.Metadata.Get("name").Text()
	}
	if label != "" {
		names = append(names, key{SourceLabel, label})
	}
	return names
}

// tagNames returns the tags of a cell that are keys, without repeats.
func (in *inspector) tagNames(cell *nbformat.Cell) []key {
	var names []key
	const few = 8
	var seen map[string]bool
	if len(cell.Tags) > few {
		seen = make(map[string]bool, len(cell.Tags))
	}
	for i, tag := range cell.Tags {
		if seen[tag] || seen == nil && slices.Contains(cell.Tags[:i], tag) {
			continue
		}
		if seen != nil {
			seen[tag] = true
		}
		if !reservedTag(tag) {
			names = append(names, key{SourceTag, tag})
		}
	}
	return names
}

// mayHold reports whether a word may stand in a JSON value, whose text may
// spell it with escapes.
func mayHold(v nbformat.RawValue, word string) bool {
	return bytes.Contains(v.Bytes, []byte(word)) || bytes.Contains(v.Bytes, []byte(`\u`))
}

// optionLine is a line of Quarto's cell options, in the comment of any
// language that Quarto knows: "#| label: x", "//| label: x", "--| label: x".
var (
	optionLine = lazyre.New(`^(?:#|//|--|%+|;+)\|(.*)$`)
	labelLine  = lazyre.New(`^\s*label\s*:\s*(.*?)\s*$`)
)

// mayBeginOption reports whether the first line of a source may be an option,
// or white space.
func mayBeginOption(source nbformat.RawValue) bool {
	text := bytes.TrimLeft(source.Bytes, "[\" \r\n\t")
	return len(text) > 0 && (text[0] >= utf8.RuneSelf || bytes.IndexByte([]byte(`#/-%;\,`), text[0]) >= 0)
}

// quartoLabel returns the label that the first lines of the source state, or "".
func quartoLabel(cell *nbformat.Cell) string {
	// Most cells say nothing of it, which is seen without decoding them.
	if raw := cell.RawSource(); !mayBeginOption(raw) || !mayHold(raw, "label") {
		return ""
	}
	for line := range strings.Lines(cell.Source()) {
		line = strings.TrimRight(line, "\r\n")
		option := optionLine.FindStringSubmatch(line)
		if option == nil {
			if strings.TrimSpace(line) == "" {
				continue
			}
			return ""
		}
		if label := labelLine.FindStringSubmatch(option[1]); label != nil {
			return strings.Trim(label[1], `"'`)
		}
	}
	return ""
}

// keyedEntries appends the entries of tags, labels and cells. Of the cells
// with one name the last that has a value owns it, or the last of all when none
// has; the others are name#1, name#2 in their order, counting only themselves
// and leaving out what is a name in its own right. With StrictCompat the last
// cell owns the name at the place of the first, and there are no others.
func (in *inspector) keyedEntries(entries []orderedEntry) []orderedEntry {
	owner := in.owners()
	var first, number map[key]int
	if in.opts.StrictCompat {
		first = in.firstCells()
	}
	var taken map[key]bool
	for i := range in.keyed {
		k := &in.keyed[i]
		for _, name := range k.names {
			e := orderedEntry{order: k.cell, Entry: Entry{
				Source: name.source, Name: name.name, Cell: k.cell, Value: k.value, Reason: k.reason,
			}}
			switch {
			case owner[name] == i && in.opts.StrictCompat:
				e.order = first[name]
			case owner[name] == i:
			case in.opts.StrictCompat:
				continue
			default:
				if taken == nil {
					taken, number = in.names(), map[key]int{}
				}
				e.Name = numbered(name, number, taken)
			}
			entries = append(entries, e)
		}
		if in.opts.Cells {
			entries = append(entries, orderedEntry{order: k.cell, Entry: Entry{
				Source: SourceCell, Name: strconv.Itoa(k.cell), Cell: k.cell, Value: k.value, Reason: k.reason,
			}})
		}
	}
	return entries
}

// firstCells returns for each name the first cell that has it.
func (in *inspector) firstCells() map[key]int {
	first := map[key]int{}
	for _, k := range in.keyed {
		for _, name := range k.names {
			if _, ok := first[name]; !ok {
				first[name] = k.cell
			}
		}
	}
	return first
}

// owners returns for each name the index in in.keyed of the cell that owns it.
// The map is made anew by the next call.
func (in *inspector) owners() map[key]int {
	owner := in.owner
	clear(owner)
	for i, k := range in.keyed {
		for _, name := range k.names {
			before, ok := owner[name]
			if !ok || k.value != nil || in.keyed[before].value == nil || in.opts.StrictCompat {
				owner[name] = i
			}
		}
	}
	return owner
}

// names returns every name that stands on a cell, with a value or without.
func (in *inspector) names() map[key]bool {
	names := map[key]bool{}
	for _, k := range in.keyed {
		for _, name := range k.names {
			names[name] = true
		}
	}
	for _, e := range in.silent {
		names[key{e.Source, e.Name}] = true
	}
	return names
}

// numbered returns name#1, or with the next number that is free.
func numbered(name key, number map[key]int, taken map[key]bool) string {
	for {
		number[name]++
		text := name.name + "#" + strconv.Itoa(number[name])
		if !taken[key{name.source, text}] {
			return text
		}
	}
}

// addSilent notes the names of a cell without outputs, or with none but the
// data of scraps, which have names of their own and are not to be seen.
func (in *inspector) addSilent(i int, cell *nbformat.Cell, names []key, glued bool) {
	reason := "the cell has no output"
	switch {
	case glued:
		reason = "the cell only stores scraps"
	case cell.ExecutionCount == nil:
		reason = "the cell was not executed"
	}
	for _, name := range names {
		in.silent = append(in.silent, Entry{Source: name.source, Name: name.name, Cell: i, Reason: reason})
	}
}

// silentEntries returns what addSilent noted, but for names that have an entry
// and all but the last of a repeated name.
func (in *inspector) silentEntries() []Entry {
	if len(in.silent) == 0 {
		return nil
	}
	taken := in.owners()
	var silent []Entry
	for i := len(in.silent) - 1; i >= 0; i-- {
		name := key{in.silent[i].Source, in.silent[i].Name}
		if _, ok := taken[name]; !ok {
			silent = append(silent, in.silent[i])
			taken[name] = -1
		}
	}
	for i, j := 0, len(silent)-1; i < j; i, j = i+1, j-1 {
		silent[i], silent[j] = silent[j], silent[i]
	}
	return silent
}
