// Package nbformat reads and writes Jupyter notebook files without losing a byte.
//
// # Vocabulary
//
// A notebook is a JSON document: metadata and a list of cells. A cell has a
// cell type, a source, metadata with tags, and, when it is code, outputs. An
// output is a stream, display data, an execute result or an error; display
// data and execute results hold a MIME bundle, one value per MIME type. These
// words are those of the notebook schema, nbformat.v4.schema.json.
//
// # How it works
//
// [Read] checks the JSON once and notes where things stand. A [Notebook] is an
// index into the bytes that were read: a [RawValue] is a span of them, decoded
// only when somebody asks. Nothing is ever re-encoded, so [Notebook.Write]
// gives back exactly what was read. A notebook is not changed in place:
// [Notebook.Edit] collects changes, each a splice of the source bytes, and
// [Editor.Apply] gives a new notebook.
//
// The checker goes once over the bytes, eight of them at a time in strings and
// 32 in long ones, and leaves behind a tape, which says where objects and lists
// end, and the places of the parts of the cells. Every string is checked, long
// ones too. Offsets become pointers, lines and columns only when there is
// something to say. [ReadLarge] reads a notebook whose outputs stay in the
// file: through a window that moves on, and again cell by cell on demand.
//
// Reading is tolerant in what Python's json and nbformat tolerate (a byte
// order mark, NaN, lone surrogates, duplicate names, newer minors, unknown
// cell and output types) and notes each as a warning. What is refused: more
// than 1,000 levels of nesting, more than 100,000 cells, a major version above
// 4, and what is no notebook, for which the error says what it is.
//
// Formats 1 to 3 are upgraded in memory to 4.5: a notebook of such a format
// still writes its original bytes as long as it is not edited.
//
// This package is the bottom of the house: it imports none of the others.
package nbformat
