package value

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// seriesEnd is the line under a Series of pandas; behind that of a categorical
// one stand its categories.
var seriesEnd = lazyre.New(`^(?:Freq: [^,\n]*, )?(?:Name: (.*?), )?(?:Length: (\d+), )?dtype: (\S.*)$`)

// parseSeries reads how pandas prints a Series: a label and a value a line,
// in two columns of characters with at least four blanks between them, under
// the names of the index levels; nil for any other text. The table's column
// has the Series' name, or "0" as in to_frame. Labels of several levels
// are told apart by their names alone, and repeated where pandas leaves them
// blank.
func parseSeries(text string) *Table {
	end := strings.LastIndex(text, "dtype: ")
	if end < 0 {
		return nil
	}
	start := strings.LastIndexByte(text[:end], '\n') + 1
	if start == 0 {
		return nil
	}
	last, rest, _ := strings.Cut(text[start:], "\n")
	m := seriesEnd.FindStringSubmatch(last)
	if m == nil || rest != "" && strings.TrimSpace(rest) != "" && !strings.HasPrefix(rest, "Categories (") {
		return nil
	}
	name := m[1]
	if name == "" {
		name = "0"
	}
	lines := strings.Split(strings.TrimSuffix(text[:start], "\n"), "\n")
	s := seriesLines{table: &Table{Columns: []Label{{name}}, Index: []Label{}, Rows: [][]TableCell{}}}
	if !s.read(lines) {
		return nil
	}
	if n, err := strconv.Atoi(m[2]); err == nil && n > len(s.table.Rows) {
		s.table.Truncated = true
	}
	return s.table
}

// seriesLines reads the lines of a Series into its table.
type seriesLines struct {
	table *Table
	// starts are the columns of characters at which the index levels and, last,
	// the values begin.
	starts []int
	before Label // the labels of the line above
}

func (s *seriesLines) read(lines []string) bool {
	rows := make([][]rune, len(lines))
	width := 0
	for i, line := range lines {
		rows[i] = []rune(strings.TrimRight(line, "\r"))
		width = max(width, len(rows[i]))
	}
	head := 0
	if len(rows) > 1 && len(rows[0]) < len(rows[1]) {
		head = 1 // the names of the index
	}
	split := valueColumn(rows[head:], width)
	if split < 0 {
		return false
	}
	s.starts = []int{0, split}
	if head == 1 && !s.names(rows[0], split) {
		return false
	}
	for _, row := range rows[head:] {
		s.row(row, split)
	}
	return true
}

// valueColumn returns where the values begin: behind the last run of at least
// four columns that are blank in every line, but for those of dots. -1 for none.
func valueColumn(rows [][]rune, width int) int {
	blank := make([]int, width+1)
	used := 0
	for _, row := range rows {
		if isDotsLine(row) {
			continue
		}
		if len(row) != width {
			return -1
		}
		used++
		for i, c := range row {
			if c == ' ' {
				blank[i]++
			}
		}
	}
	run := 0
	for i := width - 1; i >= 0 && used > 0; i-- {
		if blank[i] != used {
			if run >= 4 {
				return i + 1 + run
			}
			run = 0
			continue
		}
		run++
	}
	return -1
}

func isDotsLine(row []rune) bool {
	text := strings.TrimSpace(string(row))
	return text == "..." || text == ".."
}

// names reads the line of the index levels' names.
func (s *seriesLines) names(row []rune, split int) bool {
	if len(row) > split {
		return false
	}
	line := strings.TrimRight(string(row), " ")
	s.table.IndexNames = strings.Fields(line)
	if len(s.table.IndexNames) == 0 {
		return false
	}
	s.starts = s.starts[:0]
	for i, at := 0, 0; i < len(s.table.IndexNames); i++ {
		at += strings.Index(line[at:], s.table.IndexNames[i])
		s.starts = append(s.starts, utf8.RuneCountInString(line[:at]))
		at += len(s.table.IndexNames[i])
	}
	s.starts[0] = 0
	s.starts = append(s.starts, split)
	return true
}

func (s *seriesLines) row(row []rune, split int) {
	if isDotsLine(row) {
		s.table.Truncated = true
		return
	}
	label := make(Label, len(s.starts)-1)
	for i := range label {
		label[i] = strings.TrimSpace(string(row[s.starts[i]:s.starts[i+1]]))
	}
	for i := 0; i < len(label)-1 && label[i] == "" && s.before != nil; i++ {
		label[i] = s.before[i]
	}
	s.before = label
	text := strings.TrimSpace(string(row[split:]))
	s.table.Index = append(s.table.Index, label)
	s.table.Rows = append(s.table.Rows, []TableCell{{Text: text, Value: cellValue(text)}})
}
