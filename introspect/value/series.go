package value

import (
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// seriesEnd is the line under a Series of pandas; behind that of a categorical
// one stand its categories.
var seriesEnd = lazyre.New(`^(?:Freq: [^,\n]*, )?(?:Name: (.*?), )?(?:Length: (\d+), )?dtype: (\S.*)$`)

// seriesGap is how many blanks pandas puts between labels and values, at least.
// Before texts and other objects stands one more, as room for a sign.
const seriesGap = 3

// compactType begins the types whose values hold no runs of blanks: numbers, dates and
// durations.
var compactType = lazyre.New(`^(?i:u?int|float|double|complex|decimal|datetime|timedelta)`)

// parseSeries reads how pandas prints a Series: a label and a value a line,
// in two columns of characters with at least [seriesGap] blanks between them,
// under the names of the index levels; nil for any other text. The table's column has the Series' name, or "0" as in to_frame.
// Labels of several levels are repeated where pandas leaves them blank; those
// that have no names and are blank nowhere are one label.
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
	s := seriesLines{table: &Table{Columns: []Label{{name}}, Index: []Label{}, Rows: [][]TableCell{}}, gap: seriesGap}
	if !compactType.MatchString(m[3]) {
		s.gap++
	}
	for !s.read(lines) {
		if s.gap == seriesGap {
			return nil
		}
		s.gap-- // of objects some are numbers
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
	gap    int   // blanks before the values, at least; see seriesGap
}

func (s *seriesLines) read(lines []string) bool {
	rows := make([][]rune, len(lines))
	for i, line := range lines {
		rows[i] = []rune(strings.TrimRight(line, "\r"))
	}
	split := valueColumn(rows, s.gap)
	if split >= 0 {
		s.levels(rows, split)
	} else { // below the names of the index
		split = valueColumn(rows[1:], s.gap)
		if split < 0 || !s.names(rows[0], split) {
			return false
		}
		rows = rows[1:]
	}
	for _, row := range rows {
		s.row(row, split)
	}
	return true
}

// valueColumn returns where the values begin: behind the last run of at least
// gap columns that are blank in every line, but for those of dots. -1 for none.
func valueColumn(rows [][]rune, gap int) int {
	blank, used := blankColumns(rows)
	run := 0
	for i := len(blank) - 1; i >= 0; i-- {
		if blank[i] != used {
			if run >= gap {
				return i + 1 + run
			}
			run = 0
			continue
		}
		run++
	}
	return -1
}

// blankColumns counts the blanks in every column of characters of the lines
// that are no dots, and these lines; nil when they are not of one length.
func blankColumns(rows [][]rune) (blank []int, used int) {
	for _, row := range rows {
		if isDotsLine(row) {
			continue
		}
		if used == 0 {
			blank = make([]int, len(row))
		}
		if len(row) != len(blank) {
			return nil, 0
		}
		used++
		for i, c := range row {
			if c == ' ' {
				blank[i]++
			}
		}
	}
	return blank, used
}

func isDotsLine(row []rune) bool {
	text := strings.TrimSpace(string(row))
	return text == "..." || text == ".."
}

// levels finds where index levels without names begin: at least two blanks
// stand between them. One level is never blank in front.
func (s *seriesLines) levels(rows [][]rune, split int) {
	s.starts = []int{0}
	blank, used := blankColumns(rows)
	if split > 0 && blank[0] > 0 && rows[0][0] != ' ' {
		for i := 2; i < split-s.gap; i++ {
			if blank[i] < used && blank[i-1] == used && blank[i-2] == used {
				s.starts = append(s.starts, i)
			}
		}
	}
	s.starts = append(s.starts, split)
}

// names reads the line of the index levels' names, which may hold single
// blanks. That of one level may be longer than the labels.
func (s *seriesLines) names(row []rune, split int) bool {
	var starts []int
	for i, c := range row {
		if c != ' ' && (len(starts) == 0 || row[i-1] == ' ' && row[i-2] == ' ') {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 || len(starts) > 1 && len(row) > split {
		return false
	}
	for i, start := range starts {
		end := len(row)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		s.table.IndexNames = append(s.table.IndexNames, strings.TrimSpace(string(row[start:end])))
	}
	starts[0] = 0
	s.starts = append(starts, split)
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
