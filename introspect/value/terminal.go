package value

import (
	"strings"
	"unicode/utf8"
)

// Terminal returns what a terminal shows at the end of a text: carriage
// returns and backspaces go back and are written over, as are lines that were
// left upwards; erased lines are gone; colours, links and other escape
// sequences are left out. Every character counts as one column. A text
// without any of these is returned as it is.
func Terminal(text string) string {
	if strings.IndexByte(text, '\r') < 0 && strings.IndexByte(text, '\b') < 0 && strings.IndexByte(text, '\x1b') < 0 {
		return text
	}
	t := terminal{lines: make([][]rune, 1), room: 4*len(text) + 1024}
	for len(text) > 0 {
		text = text[t.next(text):]
	}
	var b strings.Builder
	for i, line := range t.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, c := range line {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// A terminal is a screen without a right and a lower end.
type terminal struct {
	lines       [][]rune
	row, column int
	room        int // characters that may still be written, blanks before them included
}

// next does what the beginning of a text says and returns how long that is.
func (t *terminal) next(text string) int {
	switch text[0] {
	case '\n':
		t.row, t.column = t.row+1, 0
		if t.row == len(t.lines) {
			t.lines = append(t.lines, nil)
		}
		return 1
	case '\r':
		t.column = 0
		return 1
	case '\b':
		t.column = max(0, t.column-1)
		return 1
	case '\x1b':
		return t.escape(text)
	}
	c, size := utf8.DecodeRuneInString(text)
	t.write(c)
	return size
}

func (t *terminal) write(c rune) {
	line := t.lines[t.row]
	if blanks := t.column - len(line); blanks > t.room {
		t.column = len(line) // a cursor that was led far out on many lines
	}
	for len(line) < t.column {
		line = append(line, ' ')
		t.room--
	}
	if t.column < len(line) {
		line[t.column] = c
	} else {
		line = append(line, c)
	}
	t.lines[t.row] = line
	t.column++
}

// escape does what an escape sequence says (ECMA-48): moves up and down and
// erases; all else has no effect. It returns the length of the sequence.
func (t *terminal) escape(text string) int {
	if len(text) < 2 {
		return len(text)
	}
	switch text[1] {
	case '[':
		return t.control(text)
	case ']', 'P', 'X', '^', '_':
		return stringEnd(text)
	}
	return 2
}

// control does a control sequence: ESC [ parameters final.
func (t *terminal) control(text string) int {
	end := 2
	for end < len(text) && text[end] >= 0x20 && text[end] <= 0x3f {
		end++
	}
	if end == len(text) {
		return end
	}
	parameter := text[2:end]
	switch text[end] {
	case 'A':
		t.row = max(0, t.row-count(parameter))
	case 'B':
		t.row = min(len(t.lines)-1, t.row+count(parameter))
	case 'K':
		t.erase(parameter)
	}
	if text[end] < 0x40 || text[end] > 0x7e {
		return end // no sequence: what follows is text
	}
	return end + 1
}

// count reads how far a cursor moves: 1 without a number.
func count(parameter string) int { return max(1, span(parameter, maxRowspan)) }

// erase erases in the line: to its end, from its beginning (1), or all (2).
func (t *terminal) erase(parameter string) {
	line := t.lines[t.row]
	switch parameter {
	case "", "0":
		t.lines[t.row] = line[:min(t.column, len(line))]
	case "1":
		for i := range line[:min(t.column+1, len(line))] {
			line[i] = ' '
		}
	case "2":
		t.lines[t.row] = line[:0]
	}
}

// stringEnd returns the length of a control string, such as a link, which
// ends with BEL or ESC \; the end of the line ends one that is cut off.
func stringEnd(text string) int {
	for i := 2; i < len(text); i++ {
		switch {
		case text[i] == '\a':
			return i + 1
		case text[i] == '\n':
			return i
		case text[i] == '\x1b':
			if strings.HasPrefix(text[i:], "\x1b\\") {
				return i + 2
			}
			return i
		}
	}
	return len(text)
}
