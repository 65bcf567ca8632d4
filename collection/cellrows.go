package collection

import "strings"

// CellRows are the cells of all runs in common rows.
type CellRows struct {
	Rows int
	// Lists are the different lists of cells, that of the baseline first. Runs of
	// one template share theirs.
	Lists []CellList
	// Of holds for each run its index in Lists; -1 for a run that could not be read
	// or whose cells are too many, together with those before it.
	Of []int
	// LeftOut counts the latter.
	LeftOut int
}

// A CellList is the cells of a notebook and where each stands in the rows.
type CellList struct {
	Cells  []SourceCell // they belong to the collection
	Places []CellPlace
}

// maxRowVisits bounds how often rows are looked at while notebooks are aligned that
// have little in common.
const maxRowVisits = 1 << 25

// AlignRuns brings the cells of all runs into common rows, see [Align]. At most limit
// bytes of different sources are taken; 0 is no limit. It needs Options.Cells.
func (c *Collection) AlignRuns(limit int) *CellRows {
	rows := &CellRows{Of: make([]int, len(c.Runs))}
	known := map[*cellList]int{}
	taken := map[string]bool{} // sources
	size, visits := 0, 0
	w := newAlignment()
	var lists []*cellList
	take := func(list *cellList) int {
		if i, ok := known[list]; ok {
			return i
		}
		known[list] = -1
		fresh := list.size(taken)
		visits += len(w.order) + len(list.cells)
		if len(lists) > 0 && (limit > 0 && fresh > 0 && size+fresh > limit || visits > maxRowVisits) {
			return -1
		}
		for i := range list.cells {
			taken[list.cells[i].Source] = true
		}
		size += fresh
		known[list] = len(lists)
		lists = append(lists, list)
		w.add(list.cells)
		return known[list]
	}
	if c.Baseline >= 0 && c.Runs[c.Baseline].cells.list != nil {
		take(c.Runs[c.Baseline].cells.list)
	}
	for i, run := range c.Runs {
		rows.Of[i] = -1
		if run.cells.list == nil {
			continue
		}
		if rows.Of[i] = take(run.cells.list); rows.Of[i] < 0 {
			rows.LeftOut++
		}
	}
	rows.Rows = len(w.order)
	for i, places := range w.finish() {
		rows.Lists = append(rows.Lists, CellList{Cells: lists[i].cells, Places: places})
	}
	return rows
}

// size is how many bytes the sources have that are not taken.
func (l *cellList) size(taken map[string]bool) (size int) {
	for i := range l.cells {
		if source := l.cells[i].Source; !taken[source] {
			size += len(source)
		}
	}
	return size
}

// A KeyPlace is the cell in which a key is found first, the baseline before all other
// runs, and the text of the notebook around it.
type KeyPlace struct {
	Run, Cell int // -1 for a key of no cell
	// Headings are those that the cell stands under, the outermost first.
	Headings []string
	// Text is the paragraph right above the cell, "" for none.
	Text string
}

// KeyPlaces returns one place a key. What stands around the cell is known with
// Options.Cells.
func (c *Collection) KeyPlaces() []KeyPlace {
	places := make([]KeyPlace, len(c.Keys))
	outlines := map[*cellList]map[int]KeyPlace{}
	for key := range c.Keys {
		place := KeyPlace{}
		place.Run, place.Cell = c.cellOfKey(key)
		if place.Run >= 0 && c.Runs[place.Run].cells.list != nil {
			list := c.Runs[place.Run].cells.list
			if outlines[list] == nil {
				outlines[list] = outline(list.cells)
			}
			around := outlines[list][place.Cell]
			place.Headings, place.Text = around.Headings, around.Text
		}
		places[key] = place
	}
	return places
}

// cellOfKey returns the run and the cell in which a key is found first, the baseline
// before all; -1 and -1 for a key of no cell.
func (c *Collection) cellOfKey(key int) (run, cell int) {
	find := func(run int) bool {
		e := c.Entry(run, key)
		return e != nil && e.Cell >= 0
	}
	if c.Baseline >= 0 && find(c.Baseline) {
		return c.Baseline, c.Entry(c.Baseline, key).Cell
	}
	for run := range c.Runs {
		if find(run) {
			return run, c.Entry(run, key).Cell
		}
	}
	return -1, -1
}

// outline tells for each code cell by its index what it stands under.
func outline(cells []SourceCell) map[int]KeyPlace {
	contexts := map[int]KeyPlace{}
	type heading struct {
		level int
		text  string
	}
	var path []heading
	above := ""
	for _, cell := range cells {
		if cell.CellType == "markdown" {
			parsed := readMarkdown(cell.Source)
			for _, h := range parsed.headings {
				for len(path) > 0 && path[len(path)-1].level >= h.level {
					path = path[:len(path)-1]
				}
				path = append(path, heading(h))
			}
			above = parsed.last
		}
		if len(path) > 0 || above != "" {
			context := KeyPlace{Text: above}
			for _, h := range path {
				context.Headings = append(context.Headings, h.text)
			}
			contexts[cell.Cell] = context
		}
		if cell.CellType == "code" && !cell.Injected() {
			above = ""
		}
	}
	return contexts
}

// markdownText is what a Markdown cell says to those below it.
type markdownText struct {
	headings []struct {
		level int
		text  string
	}
	last string // the last paragraph, on one line
}

// longestContext is how many characters of a paragraph or a heading are shown.
const longestContext = 240

// readMarkdown finds headings and the last paragraph. It reads what people write in
// notebooks, not all of Markdown.
func readMarkdown(source string) (m markdownText) {
	fence := ""
	var paragraph []string
	end := func() {
		if len(paragraph) > 0 {
			m.last = shortened(strings.Join(paragraph, " "))
		}
		paragraph = nil
	}
	add := func(level int, text string) {
		if text = shortened(plainInline(text)); text != "" {
			m.headings = append(m.headings, struct {
				level int
				text  string
			}{level, text})
		}
		m.last, paragraph = "", nil
	}
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		mark := strings.TrimLeft(line, "#")
		level := len(line) - len(mark)
		switch {
		case fence != "":
			if strings.HasPrefix(line, fence) {
				fence = ""
			}
		case strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
			end()
			fence = line[:3]
		case level > 0 && level <= 6 && (mark == "" || mark[0] == ' ' || mark[0] == '\t'):
			add(level, strings.TrimRight(mark, "# \t"))
		case len(paragraph) == 1 && len(line) > 1 && (strings.Trim(line, "=") == "" || strings.Trim(line, "-") == ""):
			add(map[byte]int{'=': 1, '-': 2}[line[0]], paragraph[0])
		case line == "":
			end()
		default:
			paragraph = append(paragraph, plainInline(line))
		}
	}
	end()
	return m
}

// plainInline returns a line of Markdown without the signs for emphasis and code.
func plainInline(line string) string {
	return strings.TrimSpace(strings.NewReplacer("**", "", "__", "", "`", "").Replace(line))
}

func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= longestContext {
		return text
	}
	return strings.TrimSpace(string(runes[:longestContext])) + "…"
}
