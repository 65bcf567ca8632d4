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
// that it is the usual 100 percent of what is in use, until that would take memory to
// save little time: mostHeadroom bounds it, unless that is a small part of the whole.
const (
	leastHeadroom = 64 << 20 // bytes of garbage
	mostHeadroom  = 128 << 20
	leastPercent  = 20 // of what is in use
	usualPercent  = 100
)

// sparingHeadroom is leastHeadroom for commands that hold little at any time,
// or leave the memory to others.
const (
	sparingHeadroom = 6 << 20
	tinyHeadroom    = 1 << 20
)

// firstHeap is what the runtime lets a heap grow to at 100 percent before it
// collects at all (GOGC in the documentation of package runtime).
const firstHeap = 4 << 20

var least atomic.Uint64 // bytes of garbage

// tuneMemory keeps the garbage within these bounds, unless the user set GOGC.
func tuneMemory() {
	if setHeadroom(leastHeadroom) {
		afterEachCollection()
	}
}

// setHeadroom lets at least that many bytes of garbage stand; ok is false when
// the user set GOGC, and thereby decides.
func setHeadroom(headroom uint64) (ok bool) {
	if _, chosen := os.LookupEnv("GOGC"); chosen {
		return false
	}
	least.Store(headroom)
	debug.SetGCPercent(percentFor(liveHeap(), headroom))
	return true
}

// afterEachCollection sets the percentage anew whenever garbage was collected:
// then the runtime runs the finalizer of what nothing refers to.
func afterEachCollection() {
	type unreferenced struct{ _ [16]byte }
	runtime.SetFinalizer(new(unreferenced), func(*unreferenced) {
		debug.SetGCPercent(percentFor(liveHeap(), least.Load()))
		afterEachCollection()
	})
}

// percentFor returns how much garbage there may be beside live bytes, in
// percent of them, for a least headroom.
func percentFor(live, least uint64) int {
	live = max(live, firstHeap)
	usual := uint64(usualPercent)
	if least < leastHeadroom {
		usual = leastPercent
	}
	headroom := min(max(live*usual/100, least), mostHeadroom)
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
