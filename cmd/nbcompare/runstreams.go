package main

import (
	"errors"
	"os"

	"github.com/spf13/pflag"

	"github.com/nbcompare/nbcompare/execute"
)

// streamFiles are files that get what a notebook prints, as papermill's
// --stdout-file and --stderr-file.
type streamFiles struct {
	paths map[string]*string // by the stream's name
	files map[string]*os.File
	err   error // of the first write that failed
}

func (s *streamFiles) addFlags(flags *pflag.FlagSet) {
	s.paths = map[string]*string{
		"stdout": flags.String("stdout-file", "", "write what the cells of one notebook print to this `file`, as it comes"),
		"stderr": flags.String("stderr-file", "", "write what they print to standard error to this `file`"),
	}
	// What papermill's users may say although it is so here in any case.
	for _, name := range []string{"progress-bar", "no-log-output", "no-report-mode", "request-save-on-cell-execute"} {
		flags.Bool(name, true, "")
		_ = flags.MarkHidden(name)
	}
}

// open makes the files, for a command that runs so many notebooks.
func (s *streamFiles) open(notebooks int) (err error) {
	s.files = map[string]*os.File{}
	for stream, path := range s.paths {
		if *path == "" {
			continue
		}
		if notebooks > 1 {
			return &usageError{problem: "--" + stream + "-file is for one notebook, and here are more", hint: "--log-output shows what all of them print"}
		}
		if s.files[stream], err = os.Create(*path); err != nil {
			return &usageError{problem: "--" + stream + "-file " + *path + ": " + errors.Unwrap(err).Error()}
		}
	}
	return nil
}

// event writes what was printed.
func (s *streamFiles) event(e execute.Event) {
	if f := s.files[e.Stream]; e.Kind == execute.Printed && f != nil && s.err == nil {
		_, s.err = f.WriteString(e.Text)
	}
}

func (s *streamFiles) close() error {
	err := s.err
	for _, f := range s.files {
		err = errors.Join(err, f.Close())
	}
	return err
}
