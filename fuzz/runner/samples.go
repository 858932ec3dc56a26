package runner

// #include "controller.h"
import "C"

import (
	"runtime/metrics"
	"unsafe"
)

// What each op or step goes through is marked go:norace: AddressSanitizer is not asked there either, before each access to
// memory that is the harness's own, and a step costs a tenth less (cmd/compile, ssagen: instrumentMemory).

// What the Go scheduler says of itself; places in samples.
const (
	goroutines = iota
	runnable
	notInGo
	finalizersQueued
	finalizersExecuted
	cleanupsQueued
	cleanupsExecuted
)

// samples is room for what is read: each goroutine that reads has its own, since none may allocate.
type samples []metrics.Sample

func newSamples() (s samples) {
	for _, name := range []string{
		"/sched/goroutines:goroutines",
		"/sched/goroutines/runnable:goroutines",
		"/sched/goroutines/not-in-go:goroutines",
		"/gc/finalizers/queued:finalizers",
		"/gc/finalizers/executed:finalizers",
		"/gc/cleanups/queued:cleanups",
		"/gc/cleanups/executed:cleanups",
	} {
		s = append(s, metrics.Sample{Name: name})
	}
	return s
}

func (s samples) read()               { metrics.Read(s) }
func (s samples) value(at int) uint64 { return s[at].Value.Uint64() }

// finalizersPending says whether finalizers or cleanups are left. The goroutines that run them are counted in no
// metric: one may be on its way into C or out of it.
//
//go:norace
func (s samples) finalizersPending() bool {
	return s.value(finalizersQueued) != s.value(finalizersExecuted) ||
		s.value(cleanupsQueued) != s.value(cleanupsExecuted)
}

// goroutinesAtRest counts the goroutines that live between two runs.
var goroutinesAtRest uint64

var callerSamples [C.CGF_CALLER_LIBRARY]samples

// atRest is asked by the one caller that runs, when the core knows that every other one is idle or parked: does nothing
// move in Go besides? The controller waits in C, or is on its way there.
//
//go:norace
func atRest(caller C.uint) bool {
	s := callerSamples[caller]
	s.read()
	return s.value(runnable) == 0 && s.value(goroutines) == goroutinesAtRest && !s.finalizersPending()
}

// atRestFromC is called by the runtime's crosscall2, and not by a function that cgo exports: see runner.c.
//
//go:norace
func atRestFromC(frame *C.struct_cgf_at_rest_frame) {
	frame.at_rest = C.bool(atRest(frame.caller))
}

func answerAtRest() {
	for i := range callerSamples {
		callerSamples[i] = newSamples()
	}
	function := atRestFromC
	C.cgf_controller_at_rest_by(**(**unsafe.Pointer)(unsafe.Pointer(&function)))
}
