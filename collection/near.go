package collection

import (
	"cmp"
	"slices"
	"strings"
)

const (
	nearNames  = 3    // how many names a hint gives
	nearLength = 200  // longer names are not compared
	nearMany   = 2000 // nor are more names than that
)

// near returns the few candidates that a user may have meant by name, the
// nearest first.
func near(name string, candidates []string) []string {
	type scored struct {
		name     string
		distance int
	}
	var found []scored
	for _, c := range candidates[:min(len(candidates), nearMany)] {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d <= 1+len(name)/3 {
			found = append(found, scored{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, s := range found[:min(len(found), nearNames)] {
		names = append(names, s.name)
	}
	return names
}

// distance is the number of bytes to insert, delete or replace between a and
// b; it is 1 when one of three bytes or more is part of the other.
func distance(a, b string) int {
	if max(len(a), len(b)) > nearLength {
		return nearLength
	}
	if a != b && min(len(a), len(b)) >= 3 && (strings.Contains(a, b) || strings.Contains(b, a)) {
		return 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// nearFirst returns all names, those near to name at the beginning.
func nearFirst(name string, names []string) []string {
	first := near(name, names)
	all := slices.Clone(first)
	for _, n := range names {
		if !slices.Contains(first, n) {
			all = append(all, n)
		}
	}
	return all
}

// listed joins names for a message, at most ten of them.
func listed(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", ..."
}
