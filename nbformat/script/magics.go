package script

import (
	"regexp"
	"strings"
	"sync"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// A magicSet finds commands to the kernel in a language; in scripts they stand
// behind the mark of a comment.
type magicSet struct{ magic, escaped, unescaped *regexp.Regexp }

var magicsOf = sync.OnceValue(func() map[string]magicSet {
	sets := map[string]magicSet{}
	for language, mark := range commentOf {
		c := regexp.QuoteMeta(mark)
		begin := `^\s*(` + c + ` |` + c + `)*(%|%%|%%%)[a-zA-Z]`
		sets[language] = magicSet{
			magic:     regexp.MustCompile(begin),
			escaped:   regexp.MustCompile(begin + `(.*)` + c + `\s*escape`),
			unescaped: regexp.MustCompile(begin + `(.*)` + c + `\s*noescape`),
		}
	}
	return sets
})

var (
	helpOrShell   = lazyre.New(`^\s*(?:(?:# |#)+\s*)?(\?|!)\s*[A-Za-z.~$\\/{}]`)
	shellCommand  = lazyre.New(`^(# |#)*(cat|cd|cp|mv|rm|rmdir|mkdir|copy|ddir|echo|ls|ldir|ren)($|\s$|\s[^=,])`)
	helpAfter     = lazyre.New(`^\s*(# )*[^\s]*\?\s*$`)
	magicAssigned = lazyre.New(`^(# |#)*\s*([a-zA-Z_][a-zA-Z_$0-9]*)\s*=\s*(%|%%|%%%|!)[a-zA-Z](.*)`)
	continued     = lazyre.New(`\\\s*$`)
)

// isMagic reports whether a line is a command to the kernel; explicit is
// whether the cell has a mark, so that `name?` cannot be prose.
func isMagic(line, language string, explicit bool) bool {
	language = usualName(language)
	set, known := magicsOf()[language]
	switch {
	case !known || language == "matlab" || language == "sas" || language == "jenner" || language == "logtalk":
		return false
	case set.escaped.MatchString(line):
		return true
	case set.unescaped.MatchString(line):
		return false
	case set.magic.MatchString(line):
		return true
	case language != "python":
		return false
	}
	return helpOrShell.MatchString(line) || magicAssigned.MatchString(line) || explicit && helpAfter.MatchString(line) || shellCommand.MatchString(line)
}

// uncommentMagics takes the comment's mark off magics.
func uncommentMagics(lines []string, language string, explicit bool) []string {
	plain := make([]string, len(lines))
	quotes := newQuoteTracker(language)
	next := false
	for i, line := range lines {
		plain[i] = line
		if !quotes.quoted() && (next || isMagic(line, language, explicit)) {
			plain[i] = uncommentOnce(line, language)
			next = language == "python" && continued.MatchString(line)
		}
		quotes.read(plain[i])
	}
	return plain
}

// uncommentOnce takes off one comment's mark behind the indentation.
func uncommentOnce(line, language string) string {
	mark := commentOf[language]
	if mark == "" {
		return line
	}
	text := strings.TrimLeft(line, " \t\f\v")
	return line[:len(line)-len(text)] + uncommentLine(text, mark)
}

var escapedStart = lazyre.New(`^(# |#)*(#|# )\+`)

// unescapeStarts takes a mark off lines that would begin a cell if they had
// not one more.
func unescapeStarts(lines []string, language string) []string {
	plain := make([]string, len(lines))
	quotes := newQuoteTracker(language)
	for i, line := range lines {
		plain[i] = line
		if !quotes.quoted() && escapedStart.MatchString(line) {
			if once := uncommentOnce(line, language); escapedStart.MatchString(once) {
				plain[i] = once
			}
		}
		quotes.read(line)
	}
	return plain
}
