package execute

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A streamText is what a cell printed to one stream, with carriage returns and
// backspaces done as nbclient does them: a carriage return removes its line
// when something follows it, so that of a progress bar the last state stays.
type streamText struct {
	text []byte
}

func (s *streamText) write(chunk string) {
	if !bytes.HasSuffix(s.text, []byte("\r")) && !strings.ContainsAny(chunk, "\r\b") {
		s.text = append(s.text, chunk...)
		return
	}
	for i := range len(chunk) {
		c := chunk[i]
		if n := len(s.text); n > 0 && s.text[n-1] == '\r' && c != '\n' {
			s.text = s.text[:bytes.LastIndexByte(s.text, '\n')+1]
		}
		if c == '\b' && s.backspace() {
			continue
		}
		s.text = append(s.text, c)
	}
}

// backspace removes the last character of the line, if there is one.
func (s *streamText) backspace() bool {
	r, n := utf8.DecodeLastRune(s.text)
	if n == 0 || r == '\n' {
		return false
	}
	s.text = s.text[:len(s.text)-n]
	return true
}
