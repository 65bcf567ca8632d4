package collection

import (
	"github.com/nbcompare/nbcompare/introspect/value"
)

// texts compares two texts line by line.
func (d *differ) texts(path value.Path, base, v value.Value) {
	detail := &LineDiff{}
	a, b := splitLines(textOf(base)), splitLines(textOf(v))
	if len(a)+len(b) <= maxDiffLines {
		detail.Lines = diffAlike(a, b)
		if base.Kind() == v.Kind() && allAlike(detail.Lines) {
			return
		}
	}
	d.changeWith(path, base, v, detail)
}

// diffAlike is diffLines for output: lines that differ only in addresses and
// reprs of figures are the same; the baseline's is shown.
func diffAlike(a, b []string) []DiffLine {
	lines := diffLines(normalLines(a), normalLines(b))
	i, j := 0, 0
	for n := range lines {
		switch lines[n].Op {
		case '+':
			lines[n].Text = b[j]
			j++
		case '-':
			lines[n].Text = a[i]
			i++
		default:
			lines[n].Text = a[i]
			i, j = i+1, j+1
		}
	}
	return lines
}

func normalLines(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = normalText(line)
	}
	return out
}

func allAlike(lines []DiffLine) bool {
	for _, line := range lines {
		if line.Op != ' ' {
			return false
		}
	}
	return true
}

// A Hunk is lines that changed with those around them, as in a unified diff.
type Hunk struct {
	Old, New int // number of the first line in either text, starting at 1
	Lines    []DiffLine
}

// Hunks cuts a diff into its changes, with so many equal lines around each.
func Hunks(lines []DiffLine, context int) (hunks []Hunk) {
	old, now, end := 1, 1, 0 // end is behind the lines of the last hunk
	var last *Hunk
	for i, line := range lines {
		if line.Op != ' ' {
			start := max(i-context, end)
			if last == nil || start > end {
				before := i - start // equal lines
				hunks = append(hunks, Hunk{Old: old - before, New: now - before})
				last = &hunks[len(hunks)-1]
			} else {
				start = end
			}
			last.Lines = append(last.Lines, lines[start:i+1]...)
			end = i + 1
		}
		if line.Op != '+' {
			old++
		}
		if line.Op != '-' {
			now++
		}
		// The lines behind a change belong to it too.
		if line.Op == ' ' && last != nil && i == end && trailing(last.Lines) < context {
			last.Lines = append(last.Lines, line)
			end = i + 1
		}
	}
	return hunks
}

// trailing counts the equal lines at the end.
func trailing(lines []DiffLine) int {
	n := 0
	for n < len(lines) && lines[len(lines)-1-n].Op == ' ' {
		n++
	}
	return n
}
