package script

import "strings"

// A quoteTracker tells, line by line, whether the next line begins within a
// string: nothing there is a cell's mark or a magic.
type quoteTracker struct {
	ignore  bool // the language is unknown
	r       bool // R, in which it looks for nothing
	comment string
	single  byte // the quote of a string on the line; 0 for none
	triple  byte
}

func newQuoteTracker(language string) *quoteTracker {
	return &quoteTracker{ignore: language == "", r: language == "R", comment: commentOf[language]}
}

func (q *quoteTracker) quoted() bool {
	return !q.ignore && (q.single != 0 || q.triple != 0)
}

// read takes the next line.
func (q *quoteTracker) read(line string) {
	if q.ignore || q.r || !q.quoted() && q.comment != "" && strings.HasPrefix(strings.TrimSpace(line), q.comment) {
		return
	}
	tripleAt := -1
	for i := 0; i < len(line); i++ {
		c := line[i]
		if q.single == 0 && q.triple == 0 && q.comment != "" && strings.HasPrefix(line[i:], q.comment) {
			break
		}
		if c != '"' && c != '\'' || i > 0 && line[i-1] == '\\' {
			continue
		}
		switch {
		case q.single == c:
			q.single = 0
		case q.single != 0:
		case i >= 2 && line[i-1] == c && line[i-2] == c && i >= tripleAt+3:
			switch q.triple {
			case c:
				q.triple, tripleAt = 0, i
			case 0:
				q.triple, tripleAt = c, i
			}
		case q.triple == 0:
			q.single = c
		}
	}
	q.single = 0
}
