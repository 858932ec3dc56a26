package runner

// #include "controller.h"
import "C"

import (
	"os"
	"runtime"
	"runtime/debug"
)

// opIsPrompt is registry.Op.Prompt of each op.
var opIsPrompt []bool

// judgeStalled looks for an op that should have been answered while others are inside C. Nothing moves, and the plan has no
// steps left.
func (c *controller) judgeStalled() {
	for _, running := range c.running() {
		if !bool(running.of_plan) || bool(running.in_call) || running.number >= C.CGF_CALLER_LIBRARY ||
			!opIsPrompt[opUnderWay[running.number]] {
			continue
		}
		if parked := C.cgf_parked_for_another(running.number); parked >= 0 {
			C.cgf_found_also(C.cgf_goroutine_of(C.uint(parked)))
			os.Stderr.WriteString("cgofault: stalled " + label(running.number) + " behind a call for another op\n")
			found("progress/stalled", C.GoString(C.cgf_parked_in(C.uint(parked))), int64(running.goroutine))
		}
	}
}

// limitThreads begins a run of a class that may have so many threads more than there are now: Go ends a program that has too
// many, and what earlier runs have left idle counts too.
func limitThreads() {
	if started.Threads > 0 {
		now, _ := runtime.ThreadCreateProfile(nil)
		debug.SetMaxThreads(now + started.Threads)
	}
}
