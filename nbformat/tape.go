package nbformat

import "math"

// tapeDepth is how deep the containers on a tape may stand: the document, the
// cells, a cell, its outputs, an output, its data, and the lines of a text. What
// lies deeper is walked over when somebody asks.
const tapeDepth = 7

// maxTaped is the size of a document, in bytes, up to which it gets a tape.
const maxTaped = math.MaxInt32

// A tape says where the objects and lists of a document end, in the order in
// which they begin. [check] makes one, so that nobody has to find these ends
// again. A nil tape tells nothing.
type tape []extent

// An extent is what a tape says of one object or list.
type extent struct {
	length     int32 // in bytes, with its brackets
	containers int32 // on the tape: this one and all in it
	texts      bool  // a list that holds nothing but strings
}

// taped is a place on a tape, that of an object or list; -1 for nothing on it.
type taped int32

const untaped taped = -1
