//go:build ignore

// What stands between two runs of a test in one process. It is added, from the marker on, to the tests of a package NAME as
// one of package NAME_test, so that the package itself is compiled as it was; it needs the standard library alone, and no new
// version of Go.
package half

//cgofault:below

import (
	"runtime"
	"testing"
	"unsafe"
)

// The list of tests of the program that go generates.
//
//go:linkname cgofaultTests main.tests
var cgofaultTests []testing.InternalTest

//go:linkname cgofaultNextRun cgf_own_next_run
var cgofaultNextRun byte

//go:linkname cgofaultCall runtime.cgocall
func cgofaultCall(function, argument unsafe.Pointer) int32

//go:linkname cgofaultFinalizers runtime.finReadQueueStats
func cgofaultFinalizers() (queued, executed uint64)

//go:linkname cgofaultCleanups runtime.(*cleanupQueue).readQueueStats
func cgofaultCleanups(queue *byte) (queued, executed uint64)

//go:linkname cgofaultCleanupQueue runtime.gcCleanups
var cgofaultCleanupQueue byte

// It stands first, before whatever it is to repeat.
func init() {
	for i, test := range cgofaultTests {
		if test.Name == "TestCgofaultBetweenRuns" {
			copy(cgofaultTests[1:], cgofaultTests[:i])
			cgofaultTests[0] = test
			return
		}
	}
}

// cgofaultQueued returns how many finalizers and cleanups were ever queued, and how many of these have not ended.
func cgofaultQueued() (queued, left uint64) {
	finalizers, finalized := cgofaultFinalizers()
	cleanups, cleaned := cgofaultCleanups(&cgofaultCleanupQueue)
	return finalizers + cleanups, finalizers + cleanups - finalized - cleaned
}

// cgofaultCollect collects until that queues nothing, and returns how many of what is queued have not ended.
func cgofaultCollect() uint64 {
	const collections, turns = 8, 100
	queued, left := cgofaultQueued()
	for i := 0; i < collections; i++ {
		before := queued
		runtime.GC()
		queued, left = cgofaultQueued()
		for j := 0; j < turns && left > 0; j++ {
			runtime.Gosched()
			queued, left = cgofaultQueued()
		}
		if queued == before {
			break
		}
	}
	return left
}

// TestCgofaultBetweenRuns ends a run and begins the next: cgf_own_turn of fuzz/own/inside/runs.h. It does nothing where none
// is asked for.
func TestCgofaultBetweenRuns(*testing.T) {
	turn := struct{ collects, left uint64 }{}
	cgofaultCall(unsafe.Pointer(&cgofaultNextRun), unsafe.Pointer(&turn))
	if turn.collects != 0 {
		turn.left = cgofaultCollect()
		cgofaultCall(unsafe.Pointer(&cgofaultNextRun), unsafe.Pointer(&turn))
	}
}
