package nbformat

import (
	"bytes"
	"strconv"
	"strings"
)

// A level is an object or a list that an offset stands in.
type level struct {
	list  bool
	index int  // list: of the element, starting at 0
	name  span // object: of the member, with its quotes; zero before the first
	named bool // object: the name was there, its value follows
}

// pointerAt returns the JSON pointer to what stands at an offset. Before the
// offset src is well formed; of a name that is not over yet the pointer is
// that of the member before.
func pointerAt(src []byte, offset int) string {
	src = src[:min(offset, len(src))]
	var open []level
	for i := bomLen(src); i < len(src); i++ {
		switch b := src[i]; {
		case b == '{' || b == '[':
			open = append(open, level{list: b == '['})
		case len(open) == 0:
		case b == '}' || b == ']':
			open = open[:len(open)-1]
		case b == ',':
			open[len(open)-1].index++
			open[len(open)-1].named = false
		case b == '"':
			end := stringEnd(src, i)
			if in := &open[len(open)-1]; !in.list && !in.named && end > 0 {
				in.name, in.named = span{i, end}, true
			}
			if end < 0 {
				end = len(src)
			}
			i = end - 1
		}
	}
	var b strings.Builder
	for _, in := range open {
		switch {
		case in.list:
			b.WriteString("/" + strconv.Itoa(in.index))
		case in.name.end > 0:
			b.WriteString("/" + escapePointer(unquote(src[in.name.start:in.name.end])))
		}
	}
	return b.String()
}

// stringEnd is skipString for a string that may not be over: then it is -1.
func stringEnd(b []byte, i int) int {
	for j := i + 1; ; j++ {
		quote := bytes.IndexByte(b[j:], '"')
		if quote < 0 {
			return -1
		}
		j += quote
		k := j
		for k > i+1 && b[k-1] == '\\' {
			k--
		}
		if (j-k)%2 == 0 {
			return j + 1
		}
	}
}

func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// excerpt quotes the beginning of what stands somewhere, for messages.
func excerpt(b []byte) string {
	const limit = 20
	text := string(b[:min(len(b), 4*limit)])
	if i := strings.IndexAny(text, "\r\n"); i > 0 {
		text = text[:i]
	}
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit]) + "…"
	}
	return strconv.Quote(text)
}
