package main

import (
	"errors"
	"fmt"
)

// What nbcompare may need for ceilingNotebooks at most, in bytes of resident memory. Above it the benchmark fails, after
// it has printed its tables: memory is a promise, and time depends on the machine.
const (
	ceilingNotebooks = 10_000
	extractCeiling   = 200e6
	reportCeiling    = 500e6
)

// ceiling returns what a contestant may need on this set; 0 where nothing was promised.
func (s *runSet) ceiling(promised int64) int64 {
	if s.notebooks > ceilingNotebooks {
		return 0
	}
	return promised
}

// checkCeilings says who needed more memory than it may.
func checkCeilings(all []*contestant) error {
	var problems []error
	for _, c := range all {
		if c.ceiling > 0 && c.peak() > c.ceiling {
			problems = append(problems, fmt.Errorf("%s needed %s of memory, more than %s", c.name, size(c.peak()), size(c.ceiling)))
		}
	}
	return errors.Join(problems...)
}
