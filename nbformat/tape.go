package nbformat

// tapeDepth is how deep the containers on a tape may stand: the document, the
// cells, a cell, its outputs, an output, its data, and the lines of a text. What
// lies deeper is walked over when somebody asks.
const tapeDepth = 7

// A tape says where the objects and lists of a value end, its own first, then
// those in it in the order in which they begin. [check] makes one, so that
// nobody has to find these ends again. An empty tape tells nothing.
type tape []extent

type extent struct {
	length     int // in bytes, with its brackets
	containers int // on the tape: this one and all in it
}

// inner returns the tape of what is in a value.
func (t tape) inner() tape {
	if len(t) == 0 {
		return nil
	}
	return t[1:]
}
