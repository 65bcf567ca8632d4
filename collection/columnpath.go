package collection

import (
	"slices"
	"strings"
)

// FindColumn returns the index of the column that a user calls path: by its
// title (metrics.mse), with the source of its key before it (tag:mse), or with
// the bare name of a parameter where nothing else has it (seed). The error is an
// [*InputError] that names columns which look alike.
func (c *Collection) FindColumn(columns []Column, path string) (int, error) {
	for _, same := range []func(*Column) bool{
		func(col *Column) bool { return col.Title == path },
		func(col *Column) bool { return slices.Contains(c.columnNames(col), path) },
		func(col *Column) bool { return col.Title == "params."+path },
	} {
		if i := slices.IndexFunc(columns, func(col Column) bool { return same(&col) }); i >= 0 {
			return i, nil
		}
	}
	titles := make([]string, len(columns))
	for i := range columns {
		titles[i] = columns[i].Title
	}
	err := &InputError{Input: path, Message: "no such column", Hint: "there are no columns"}
	if len(titles) > 0 {
		err.Hint = "the columns are " + listed(nearFirst(path, titles))
	}
	return -1, err
}

// columnNames returns the names of a column with its key written in full.
func (c *Collection) columnNames(col *Column) []string {
	if col.Key < 0 {
		return nil // the status, which has no other name
	}
	key := c.Keys[col.Key]
	names := key.names()
	for i := range names {
		names[i] += col.Path.String()
	}
	return names
}

// SelectColumns returns the columns that globs match, in the order of the globs,
// each once. A glob means what it means in [Options].Keys: a key with all that
// is in it, else columns. No globs select every column. The error is an
// [*InputError].
func (c *Collection) SelectColumns(columns []Column, globs []string) ([]Column, error) {
	if len(globs) == 0 {
		return columns, nil
	}
	var selected []Column
	taken := map[string]bool{}
	for _, glob := range globs {
		found, err := c.matches(glob)
		if err != nil {
			return nil, err
		}
		n := len(selected)
		for i := range columns {
			col := &columns[i]
			if matched(found, col) && !taken[col.Title] {
				taken[col.Title] = true
				selected = append(selected, *col)
			}
		}
		if n == len(selected) && len(found) == 0 {
			_, err := c.FindColumn(columns, glob)
			if at, ok := err.(*InputError); ok {
				at.Message = "matches no column"
			}
			return nil, err
		}
	}
	return selected, nil
}

func matched(choices []choice, col *Column) bool {
	return slices.ContainsFunc(choices, func(ch choice) bool {
		return ch.key == col.Key && (ch.only == nil || slices.Contains(ch.only, col.Title))
	})
}

// splitPaths splits a list of paths at its commas, but not inside quotes.
func splitPaths(text string) []string {
	var paths []string
	for _, part := range splitOutsideQuotes(text, ',') {
		if part = strings.TrimSpace(part); part != "" {
			paths = append(paths, part)
		}
	}
	return paths
}

// CompareNames orders names of runs as folders are read: part by part at "/", and
// digits by their number, run_2 before run_10.
func CompareNames(a, b string) int { return natural(a, b) }
