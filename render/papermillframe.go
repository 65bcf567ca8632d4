package render

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// PapermillFrame is scrapbook's papermill_dataframe of a collection: name,
// value, type (parameter or record), filename, key. The runs stand in their
// order, of each first the parameters that papermill passed and then the scraps
// with data, both by name. The key is the run's name, which for notebooks of one
// folder is that of scrapbook, which however has run_10 before run_2. Scraps that are only shown are no records; data
// frames, which no cell holds, are left out and counted.
func PapermillFrame(c *collection.Collection) (*Frame, LeftOut) {
	s := newStack("name", "value", "type", "filename", "key")
	left := LeftOut{}
	counted := map[int]bool{}
	parameters, scraps := sortedKeys(c, introspect.SourceParam), sortedKeys(c, introspect.SourceScrap)
	for i, run := range c.Runs {
		for _, key := range parameters {
			// Those of the cells are not in metadata.papermill.parameters.
			if entry := c.Entry(i, key); entry != nil && entry.Cell < 0 {
				s.papermillRow(run, "parameter", entry)
			}
		}
		for _, key := range scraps {
			entry := c.Entry(i, key)
			if entry == nil || entry.Value == nil || entry.OnlyShown || entry.Source != introspect.SourceScrap {
				continue
			}
			if _, ok := CSVCell(entry.Value); ok {
				s.papermillRow(run, "record", entry)
			} else if !counted[key] {
				counted[key] = true
				left[entry.Value.Kind()]++
			}
		}
	}
	return s.finish(), left
}

func (s *stack) papermillRow(run *collection.Run, kind value.Text, entry *introspect.Entry) {
	s.put("name", value.Text(entry.Name))
	s.put("value", entry.Value)
	s.put("type", kind)
	s.put("filename", value.Text(filepath.Base(run.Path)))
	s.put("key", value.Text(run.Name))
	s.endRow()
}

// sortedKeys returns the keys of a source, as indices, by name.
func sortedKeys(c *collection.Collection, source introspect.Source) []int {
	var keys []int
	for k, key := range c.Keys {
		if key.Source == source {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b int) int { return strings.Compare(c.Keys[a].Name, c.Keys[b].Name) })
	return keys
}
