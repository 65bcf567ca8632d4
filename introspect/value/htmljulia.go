package value

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// What Julia's DataFrames says by a class: the column of row numbers, which is
// <td> since 1.4; a last header row of types; above the table how large the
// frame is and what is omitted.

var (
	juliaSize    = lazyre.New(`^\s*(\d+) rows? × (\d+) columns?`)
	juliaOmitted = lazyre.New(`\bomitted\b`)
)

// isDataFrame reports whether the class of a table is that of DataFrames; that
// of pandas has no hyphen.
func isDataFrame(class string) bool {
	for name := range strings.FieldsSeq(class) {
		if name == "data-frame" {
			return true
		}
	}
	return false
}

// isRowNumber reports whether a cell holds no data but the number of its row.
func isRowNumber(class string) bool { return class == "rowNumber" || class == "rowLabel" }

// readAbove reads what stands above a table of DataFrames.
func (t *rawTable) readAbove(before []byte) {
	t.more = juliaOmitted.Match(before)
	if m := juliaSize.FindSubmatch(before); m != nil {
		t.shape = shapeOf(string(m[1]), string(m[2]))
	}
}

// takeRowName removes the name over the row numbers, and returns it as that of
// the index.
func (g *grid) takeRowName() []string {
	if len(g.head) != 1 || g.index != 1 || g.head[0][0].text == "" {
		return nil
	}
	name := g.head[0][0].text
	g.head[0][0].text = ""
	return []string{name}
}

// isJuliaMissing reports whether a text stands for missing or nothing in a
// column of a type, such as Float64?. In one of strings it is a string.
func isJuliaMissing(text, dtype string) bool {
	return (text == "missing" || text == "nothing") && (strings.HasSuffix(dtype, "?") || !strings.HasPrefix(dtype, "String"))
}
