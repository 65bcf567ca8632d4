package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// Of what is read most is kept until the end, so that collecting garbage often
// finds little: nothing is collected until there is leastHeadroom of it. Beyond
// that the usual 100 percent of what is in use would take memory to save little
// time, so mostHeadroom bounds it, until that is a small part of the whole.
const (
	leastHeadroom = 32 << 20 // bytes of garbage
	mostHeadroom  = 64 << 20
	leastPercent  = 20 // of what is in use
	usualPercent  = 60
)

// sparingHeadroom is leastHeadroom for a command that leaves the memory to
// others, and hardly needs the processor.
const sparingHeadroom = 6 << 20

var sparing atomic.Bool

// spareMemory makes the least headroom sparingHeadroom, unless the user set GOGC.
func spareMemory() {
	if _, chosen := os.LookupEnv("GOGC"); chosen {
		return
	}
	sparing.Store(true)
	debug.SetGCPercent(percentFor(liveHeap()))
}

// tuneMemory keeps the garbage within these bounds, unless the user set GOGC.
func tuneMemory() {
	if _, chosen := os.LookupEnv("GOGC"); chosen {
		return
	}
	const firstHeap = 4 << 20 // at 100 percent, see runtime.GC's documentation of GOGC
	debug.SetGCPercent(leastHeadroom * 100 / firstHeap)
	afterEachCollection()
}

// afterEachCollection sets the percentage anew whenever garbage was collected:
// then the runtime runs the finalizer of what nothing refers to.
func afterEachCollection() {
	type unreferenced struct{ _ [16]byte }
	runtime.SetFinalizer(new(unreferenced), func(*unreferenced) {
		debug.SetGCPercent(percentFor(liveHeap()))
		afterEachCollection()
	})
}

// percentFor returns how much garbage there may be beside live bytes, in
// percent of them.
func percentFor(live uint64) int {
	live = max(live, 1<<20)
	least := uint64(leastHeadroom)
	if sparing.Load() {
		least = sparingHeadroom
	}
	headroom := min(max(live*usualPercent/100, least), mostHeadroom)
	return int(max(headroom*100/live, leastPercent))
}

// liveHeap returns how many bytes the last collection left in use.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
