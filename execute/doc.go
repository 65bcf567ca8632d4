// Package execute runs notebooks on Jupyter kernels.
//
// # Vocabulary
//
// A run is one execution of one notebook. Its record is what is written into
// the notebook about it: metadata.papermill, by papermill's names, so that
// what reads papermill's notebooks reads these; metadata.nbcompare.run, what
// is needed to run it again; and, where a cell failed, papermill's two marker
// cells. A pool runs many notebooks at a time, each on a kernel of its own.
//
// # How it works
//
// [Notebook] takes a notebook, starts a kernel, and runs cell after cell. The
// messages of the kernel become outputs (outputs.go); widgets that capture
// outputs are answered (widgets.go). Every change goes through
// [nbformat.Editor], so what the run did not change keeps its bytes. The
// notebook is given to Options.Save at the start, after each cell before the
// kernel gets the next, and every few seconds within one (save.go). [Pool] does
// this for many.
//
// The package opens no file, reads no clock but Options.Now, and prints
// nothing.
package execute
