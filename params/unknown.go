package params

import (
	"fmt"
	"slices"
	"strings"
)

// An Unknown is a name that a template does not declare.
type Unknown struct {
	Name string
	// Nearest is the declared name that it may be a slip of; "" for none.
	Nearest string
}

// Unknown returns those of the names that the parameter cell does not declare,
// in their order. With Papermill it finds what papermill finds.
func (s *Stamper) Unknown(names []string) []Unknown {
	known := map[string]bool{}
	for _, d := range s.known {
		known[d.Name] = true
	}
	var unknown []Unknown
	for _, name := range names {
		if !known[name] {
			unknown = append(unknown, Unknown{name, s.nearest(name)})
		}
	}
	return unknown
}

// Declared returns what the template declares; ok is false when it has no
// parameter cell. It is [Declared], or [PapermillDeclared] with Papermill.
func (s *Stamper) Declared() (list []Declaration, ok bool) { return s.known, s.tagged }

// nearest returns the declared name that takes the fewest changes, when they
// are few for its length.
func (s *Stamper) nearest(name string) string {
	best, least := "", max(2, len(name)/3)+1
	for _, d := range s.known {
		if n := distance(strings.ToLower(name), strings.ToLower(d.Name)); n < least && n < max(len(name), len(d.Name)) {
			best, least = d.Name, n
		}
	}
	return best
}

// distance is Levenshtein's: how many letters to insert, delete or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Required returns the declared names that have no default, without those that
// are passed.
func (s *Stamper) Required(passed []string) []string {
	var names []string
	for _, d := range s.known {
		if d.Default == "" && d.Value == nil && !slices.Contains(passed, d.Name) {
			names = append(names, d.Name)
		}
	}
	return names
}

// Warnings says what is odd about the template for these options; with
// Papermill what papermill says when it reads the parameter cell.
func (s *Stamper) Warnings() []string {
	if s.options.Papermill {
		return s.papermillWarnings()
	}
	var warnings []string
	count := func(tag string) (n int) {
		for i := range s.nb.Cells {
			if s.nb.Cells[i].HasTag(tag) {
				n++
			}
		}
		return n
	}
	for _, tag := range slices.Concat(s.options.SkipTags, s.options.OnlyTags) {
		if count(tag) == 0 {
			warnings = append(warnings, "no cell has the tag "+tag)
		}
	}
	if n := count(InjectedTag); n > 1 {
		warnings = append(warnings, fmt.Sprintf("%d cells have the tag %s, and only the first is replaced", n, InjectedTag))
	}
	return warnings
}
