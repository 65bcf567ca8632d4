//go:build !unix

package nbformat

import (
	"testing"
	"time"
)

var started = time.Now()

// cpuTime returns the time that has passed.
func cpuTime(testing.TB) time.Duration { return time.Since(started) }
