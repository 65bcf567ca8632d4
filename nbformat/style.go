package nbformat

import (
	"bytes"
	"strings"
)

// maxIndent is the deepest indentation that is written, in characters.
const maxIndent = 80

// A style is how a file is written: what it takes to add to it without
// standing out.
type style struct {
	newline string // what a line ends with; "" when all stands in one line
	indent  string // what a level adds to the indentation
	colon   string // from the end of a name to its value
	comma   string // between two values in one line
	ascii   bool   // other characters are escaped, as \u00e9
	joined  bool   // text stands as one string, not as a list of lines
	sorted  bool   // names are put in order, and only the last of equal ones stays
	object  string // what stands within an empty object
	array   string // what stands within an empty list
}

// jupyterStyle is how nbformat writes.
func jupyterStyle() style {
	return style{newline: "\n", indent: " ", colon: ": ", comma: ", ", sorted: true}
}

// plainStyle is one spelling of each value, for comparing.
func plainStyle() style {
	return style{colon: ":", comma: ",", sorted: true}
}

// styleOf finds out how a notebook is written. What the file does not show is
// as nbformat does it.
func styleOf(document []byte, cells []Cell) style {
	s := jupyterStyle()
	s.sorted = false
	root := parseContainer(document, skipSpace(document, bomLen(document)))
	if len(root.items) == 0 {
		return s
	}
	lead := root.lead()
	s.newline = lineEnd(lead)
	s.indent = lead[strings.LastIndexAny(lead, "\r\n")+1:]
	s.colon = root.colon(0)
	if s.newline == "" {
		s.indent = ""
		s.comma = ","
		if len(root.items) > 1 {
			s.comma = root.between(0)
		}
	}
	s.ascii = escapesASCII(document)
	s.learn(cells)
	return s
}

// learn looks at the cells for how text and empty values are written.
func (s *style) learn(cells []Cell) {
	strs, lists := 0, 0
	var object, array []byte
	for i := range cells {
		c := &cells[i]
		if c.source.IsString() {
			strs++
		} else if c.source.IsArray() {
			lists++
		}
		if object == nil && c.Metadata.IsObject() && isEmpty(c.Metadata.Bytes) {
			object = c.Metadata.Bytes
		}
		if array == nil && c.outputs.IsArray() && isEmpty(c.outputs.Bytes) {
			array = c.outputs.Bytes
		}
	}
	s.joined = strs > lists
	s.object, s.array = inside(object), inside(array)
}

// inside returns the white space within an empty object or list.
func inside(b []byte) string {
	if len(b) < 2 {
		return ""
	}
	return string(b[1 : len(b)-1])
}

func isEmpty(container []byte) bool {
	return skipSpace(container, 1) == len(container)-1
}

// lineEnd returns the first line end in white space, or "".
func lineEnd(space string) string {
	i := strings.IndexAny(space, "\r\n")
	switch {
	case i < 0:
		return ""
	case strings.HasPrefix(space[i:], "\r\n"):
		return "\r\n"
	}
	return space[i : i+1]
}

// escapesASCII reports whether the document spells characters beyond ASCII as
// escape sequences and none as itself.
func escapesASCII(document []byte) bool {
	for _, b := range document[bomLen(document):] {
		if b >= 0x80 {
			return false
		}
	}
	for i := 0; ; {
		next := bytes.Index(document[i:], []byte(`\u`))
		if next < 0 {
			return false
		}
		i += next
		slashes := 0
		for document[i-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 && hex4(document, i+2) >= 0x80 {
			return true
		}
		i += 2
	}
}

func bomLen(document []byte) int {
	if bytes.HasPrefix(document, []byte(byteOrderMark)) {
		return len(byteOrderMark)
	}
	return 0
}

// lead returns the line end and indentation of values one level below a line
// that begins with outer; "" when they stand in one line. Deep values do, so
// that their indentation is not a multiple of the file.
func (s style) lead(outer string) string {
	if outer == "" || len(outer) > maxIndent {
		return ""
	}
	return outer + s.indent
}
