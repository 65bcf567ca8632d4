package collection

import (
	"slices"

	"github.com/nbcompare/nbcompare/nbformat"
)

// ComparisonMark is the entry of metadata.nbcompare that says that a notebook is
// a comparison: nbcompare wrote it, and it is nobody's run.
const ComparisonMark = "comparison"

// isComparison reports whether nbcompare wrote the notebook to show others.
func isComparison(nb *nbformat.Notebook) bool {
	return nb.Metadata.Get("nbcompare", ComparisonMark).Exists()
}

// leaveOutComparisons takes out the runs that are comparisons, and names the
// others as if those had never been there: a comparison that is written beside
// its runs must not change what the next one says. Where all are comparisons
// somebody wants to see them, and they stay.
func (c *Collection) leaveOutComparisons() {
	var kept, left []*Run
	for _, r := range c.Runs {
		if r.comparison && !r.Extra {
			left = append(left, r)
		} else {
			kept = append(kept, r)
		}
	}
	if len(left) == 0 || !slices.ContainsFunc(kept, func(r *Run) bool { return !r.Extra }) {
		return
	}
	for _, r := range left {
		c.LeftOut = append(c.LeftOut, &InputError{Input: r.Path, Message: "is a comparison that nbcompare wrote, and was left out"})
	}
	c.Runs = kept
	c.nameByPath()
}
