package introspect

import (
	"regexp"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// matchEntry is what a pattern found last under a name.
type matchEntry struct {
	name  string
	cell  int
	value value.Value
}

// match looks for Options.Match in what a cell printed and showed as text.
// Every named group is a key; the last match of the notebook counts, as it is
// the last epoch's.
func (in *inspector) match(i int, outputs []output) {
	if len(in.opts.Match) == 0 {
		return
	}
	var text strings.Builder
	for _, o := range outputs {
		switch o.class {
		case stdoutOutput, stderrOutput:
			text.WriteString(o.Text())
		case shownOutput:
			if plain, ok := o.Data.Get("text/plain").Text(); ok {
				text.WriteString("\n" + plain + "\n")
			}
		}
	}
	shown := value.Terminal(text.String())
	for _, pattern := range in.opts.Match {
		in.matchPattern(i, pattern, shown)
	}
}

func (in *inspector) matchPattern(i int, pattern *regexp.Regexp, text string) {
	names := pattern.SubexpNames()
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		for group, name := range names {
			if name == "" || m[2*group] < 0 {
				continue
			}
			found := matchEntry{name: name, cell: i, value: value.ParseLiteral(text[m[2*group]:m[2*group+1]])}
			at, ok := in.matchAt[name]
			if !ok {
				if in.matchAt == nil {
					in.matchAt = map[string]int{}
				}
				in.matchAt[name] = len(in.matches)
				in.matches = append(in.matches, found)
				continue
			}
			in.matches[at] = found
		}
	}
}
